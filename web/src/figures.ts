/** What a browser measures of its own media connection. */

export interface LineFigures {
  readonly roundTripMs: number | null;
  readonly jitterMs: number;
  /** Received, since the look before; null at the first. */
  readonly kbits: number | null;
  readonly lost: number;
  readonly bytes: number;
  readonly at: number;
}

interface Entry {
  readonly type: string;
  readonly timestamp: number;
  readonly kind?: string;
  readonly nominated?: boolean;
  readonly currentRoundTripTime?: number;
  readonly bytesReceived?: number;
  readonly packetsLost?: number;
  readonly packetsReceived?: number;
  readonly jitter?: number;
}

interface Candidate {
  readonly type: string;
  readonly nominated?: boolean;
  readonly state?: string;
  readonly localCandidateId?: string;
}

/** By which way sound and picture go: straight, or over a relay and how; "" before there is one. */
export function pathOf(report: RTCStatsReport): "" | "udp" | "relay_udp" | "relay_tcp" | "relay_tls" {
  let local: { candidateType?: string; relayProtocol?: string } | undefined;
  report.forEach((entry: Candidate) => {
    if (entry.type !== "candidate-pair" || !entry.nominated || entry.state !== "succeeded") return;
    local = report.get(entry.localCandidateId ?? "") as typeof local;
  });
  if (!local) return "";
  if (local.candidateType !== "relay") return "udp";
  if (local.relayProtocol === "tls") return "relay_tls";
  return local.relayProtocol === "tcp" ? "relay_tcp" : "relay_udp";
}

export function lineFigures(report: RTCStatsReport, before: LineFigures | null): LineFigures {
  let [bytes, lost, jitter, at] = [0, 0, 0, 0];
  let roundTripMs: number | null = null;
  report.forEach((entry: Entry) => {
    if (entry.type === "candidate-pair" && entry.nominated) {
      bytes += entry.bytesReceived ?? 0;
      at = entry.timestamp;
      if (entry.currentRoundTripTime !== undefined) roundTripMs = Math.round(entry.currentRoundTripTime * 1000);
    }
    if (entry.type !== "inbound-rtp" || !entry.packetsReceived) return;
    lost += Math.max(0, entry.packetsLost ?? 0);
    if (entry.kind === "audio") jitter = Math.max(jitter, entry.jitter ?? 0);
  });
  const passed = before === null ? 0 : at - before.at;
  const kbits = before === null || passed <= 0 ? null : Math.max(0, Math.round(((bytes - before.bytes) * 8) / passed));
  return { roundTripMs, jitterMs: Math.round(jitter * 1000), kbits, lost, bytes, at };
}
