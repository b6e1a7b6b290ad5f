import { describe, expect, it } from "vitest";
import { totals } from "../src/check/probe.ts";
import { type Findings, HINTS, hintsOf, UNTRIED, verdictOf } from "../src/check/verdict.ts";
import { pathOf } from "../src/figures.ts";
import { en } from "../src/words/en.ts";

const GOOD: Findings = {
  way: "socket",
  path: "udp",
  relay: "works",
  microphone: "heard",
  camera: "seen",
  speaker: "heard",
  sent_kbits: 2400,
  received_kbits: 2300,
  lost_sent: 2,
  lost_received: 0,
  round_trip_ms: 40,
};

describe("the verdict on a line", () => {
  it("is the best that rates, losses and round trip together allow", () => {
    const cases: readonly (readonly [Partial<Findings>, string])[] = [
      [{}, "good"],
      [{ round_trip_ms: null }, "good"],
      [{ received_kbits: 1499 }, "small_pictures"],
      [{ sent_kbits: 300 }, "small_pictures"],
      [{ sent_kbits: 299 }, "sound_only"],
      [{ lost_sent: 31 }, "small_pictures"],
      [{ lost_received: 100 }, "sound_only"],
      [{ round_trip_ms: 900 }, "sound_only"],
      [{ received_kbits: 64 }, "low_line"],
      [{ received_kbits: 39 }, "unusable"],
      [{ lost_sent: 251 }, "unusable"],
    ];
    for (const [worse, verdict] of cases) expect([worse, verdictOf({ ...GOOD, ...worse })]).toEqual([worse, verdict]);
  });

  it("is that nothing works where the page has no line or the media no way, however good the rest", () => {
    expect(verdictOf({ ...GOOD, way: "none" })).toBe("unusable");
    expect(verdictOf({ ...GOOD, path: "" })).toBe("unusable");
    expect(verdictOf(UNTRIED)).toBe("unusable");
    expect(verdictOf({ ...GOOD, way: "events", path: "relay_tls" })).toBe("good");
  });
});

describe("what to do about a line", () => {
  it("is nothing where all is well, and devices that were not tried are no fault", () => {
    expect(hintsOf(GOOD)).toEqual([]);
    expect(hintsOf({ ...GOOD, microphone: "untried", camera: "untried", speaker: "untried", relay: "untried" })).toEqual([]);
  });

  it("names what is in the way, the worst first", () => {
    const blocked = { ...GOOD, path: "", relay: "fails", sent_kbits: 0, received_kbits: 0 } as const;
    expect(hintsOf(blocked)).toEqual(["path"]);
    expect(hintsOf({ ...blocked, relay: "works" })).toEqual(["relay_works"]);
    expect(hintsOf({ ...GOOD, way: "events", path: "relay_tcp", lost_sent: 90, camera: "none" })).toEqual([
      "events",
      "relay",
      "lost",
      "camera_none",
    ]);
  });

  it("has words for each hint and verdict", () => {
    for (const hint of HINTS) expect(en).toHaveProperty([`check.hint.${hint}`]);
    for (const verdict of ["good", "small_pictures", "sound_only", "low_line", "unusable"]) {
      expect(en).toHaveProperty([`check.verdict.${verdict}`]);
      expect(en).toHaveProperty([`check.verdict.${verdict}.hint`]);
    }
  });
});

const report = (...entries: readonly object[]): RTCStatsReport => {
  const known = new Map(entries.map((entry, n) => [(entry as { id?: string }).id ?? String(n), entry]));
  return known as unknown as RTCStatsReport;
};
const pair = { type: "candidate-pair", nominated: true, state: "succeeded", localCandidateId: "mine", timestamp: 9 };

describe("the figures of a connection", () => {
  it("name the way that it goes", () => {
    const local = (more: object): RTCStatsReport => report(pair, { id: "mine", type: "local-candidate", ...more });
    expect(pathOf(report({ ...pair, state: "failed" }))).toBe("");
    expect(pathOf(local({ candidateType: "prflx" }))).toBe("udp");
    expect(pathOf(local({ candidateType: "relay", relayProtocol: "tls" }))).toBe("relay_tls");
    expect(pathOf(local({ candidateType: "relay", relayProtocol: "tcp" }))).toBe("relay_tcp");
    expect(pathOf(local({ candidateType: "relay", relayProtocol: "udp" }))).toBe("relay_udp");
  });

  it("are counted over sound and picture, both ways", () => {
    const found = totals(
      report(
        { ...pair, bytesSent: 1000, bytesReceived: 800, availableOutgoingBitrate: 2_000_000, currentRoundTripTime: 0.04 },
        { type: "outbound-rtp", packetsSent: 60 },
        { type: "outbound-rtp", packetsSent: 40 },
        { type: "remote-inbound-rtp", packetsLost: 3 },
        { type: "remote-inbound-rtp", packetsLost: -2 },
        { type: "inbound-rtp", packetsReceived: 90, packetsLost: 4, jitter: 0.002 },
        { type: "inbound-rtp", packetsReceived: 5, packetsLost: 1, jitter: 0.01 },
      ),
    );
    expect(found).toMatchObject({ at: 9, out: 1000, in: 800, packetsOut: 100, lostOut: 3, packetsIn: 95, lostIn: 5 });
    expect([found.roundTrip, found.jitter, found.fits]).toEqual([0.04, 0.01, 2_000_000]);
  });
});
