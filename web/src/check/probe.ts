/** The single tests of a line check. Each settles by itself, and none of them needs a camera or a microphone. */

import { checkAddress, endCheck, offerCheck, relaysForCheck } from "../api.ts";
import { pathOf } from "../figures.ts";
import { prefer } from "../sending.ts";
import type { Path } from "./verdict.ts";

const SOCKET_MS = 6000;
const CONNECT_MS = 12_000;
const ECHOES = 5;
/** The picture of the test: as much as the camera's layers take together. */
const PICTURE_BITS = 2_500_000;
/** The first seconds are the browser's way up: rates are those after it. */
const RISING_S = 5;
const MEASURED_S = 11;

/** The round trip of the page's own line in ms, by a WebSocket; null where none passes. */
export function reachSocket(): Promise<number | null> {
  return new Promise((settle) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${checkAddress("socket")}`);
    let [sent, best, left] = [0, Number.POSITIVE_INFINITY, ECHOES];
    const done = (found: number | null): void => {
      clearTimeout(timer);
      socket.close();
      settle(found);
    };
    const timer = setTimeout(() => done(null), SOCKET_MS);
    const ask = (): void => {
      sent = performance.now();
      socket.send(String(left));
    };
    socket.onopen = ask;
    socket.onmessage = () => {
      best = Math.min(best, performance.now() - sent);
      left -= 1;
      if (left > 0) ask();
      else done(Math.round(best));
    };
    socket.onclose = () => done(null);
  });
}

/** Whether server-sent events come one by one: a proxy that gathers them is of no use. */
export async function readEvents(): Promise<boolean> {
  const abort = AbortSignal.timeout(SOCKET_MS);
  try {
    const response = await fetch(checkAddress("events"), { cache: "no-store", signal: abort });
    const reader = response.body?.getReader();
    let reads = 0;
    while (response.ok && reader && !(await reader.read()).done) reads += 1;
    return reads >= 2;
  } catch {
    return false;
  }
}

/** Whether the server has relays; their names and passwords. */
export const relays = (): Promise<RTCIceServer[]> => relaysForCheck(AbortSignal.timeout(SOCKET_MS)).catch(() => []);

export interface Call {
  readonly peer: RTCPeerConnection;
  readonly connection: string;
  end(): void;
}

/** Connects with what is to be sent back; null where sound and picture find no way. Raises Problem where the server is full. */
export async function call(iceServers: RTCIceServer[], only: RTCIceTransportPolicy, tracks: readonly MediaStreamTrack[]): Promise<Call | null> {
  const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers, iceTransportPolicy: only });
  let connection = "";
  const end = (): void => {
    peer.close();
    if (connection) endCheck(connection);
  };
  try {
    for (const track of tracks) {
      const video = track.kind === "video";
      const sendEncodings = video ? [{ maxBitrate: PICTURE_BITS }] : [{}];
      const sends = peer.addTransceiver(track, { direction: "sendonly", sendEncodings });
      const receives = peer.addTransceiver(track.kind, { direction: "recvonly" });
      for (const one of [sends, receives]) prefer(one, video ? ["video/VP8", "video/rtx"] : ["audio/opus"]);
    }
    await peer.setLocalDescription();
    const joined = await offerCheck(peer.localDescription?.sdp ?? "", AbortSignal.timeout(CONNECT_MS));
    connection = joined.connection;
    await peer.setRemoteDescription({ type: "answer", sdp: joined.answer });
  } catch (error) {
    end();
    throw error;
  }
  if (await connected(peer)) return { peer, connection, end };
  end();
  return null;
}

function connected(peer: RTCPeerConnection): Promise<boolean> {
  return new Promise((settle) => {
    const look = (): void => {
      if (peer.connectionState === "connected") settle(true);
      if (peer.connectionState === "failed" || peer.connectionState === "closed") settle(false);
    };
    peer.addEventListener("connectionstatechange", look);
    setTimeout(() => settle(false), CONNECT_MS);
    look();
  });
}

export interface Measured {
  readonly path: Path;
  readonly sent_kbits: number;
  readonly received_kbits: number;
  readonly lost_sent: number;
  readonly lost_received: number;
  readonly round_trip_ms: number | null;
  readonly jitter_ms: number;
}

/** Measures for some seconds; `progress` hears the part that is over, from 0 to 1. */
export async function measure(peer: RTCPeerConnection, progress: (part: number) => void): Promise<Measured> {
  let [before, now] = [totals(await peer.getStats()), totals(await peer.getStats())];
  for (let second = 1; second <= MEASURED_S; second += 1) {
    await new Promise((settle) => setTimeout(settle, 1000));
    now = totals(await peer.getStats());
    if (second === RISING_S) before = now;
    progress(second / MEASURED_S);
  }
  const passed = Math.max(1, now.at - before.at);
  const rate = (bytes: number): number => Math.max(0, Math.round((bytes * 8) / passed));
  return {
    path: now.path,
    // What the browser believes to fit counts as well: a slow computer does not fill a fast line.
    sent_kbits: Math.max(rate(now.out - before.out), Math.round(now.fits / 1000)),
    received_kbits: rate(now.in - before.in),
    lost_sent: thousandths(now.lostOut, now.packetsOut),
    lost_received: thousandths(now.lostIn, now.packetsIn + now.lostIn),
    round_trip_ms: now.roundTrip === null ? null : Math.round(now.roundTrip * 1000),
    jitter_ms: Math.round(now.jitter * 1000),
  };
}

const thousandths = (lost: number, of: number): number =>
  of > 0 ? Math.min(1000, Math.max(0, Math.round((lost * 1000) / of))) : 0;

interface Totals {
  at: number;
  out: number;
  in: number;
  fits: number;
  lostOut: number;
  packetsOut: number;
  lostIn: number;
  packetsIn: number;
  roundTrip: number | null;
  jitter: number;
  path: Path;
}

type Entry = Readonly<Record<string, number | boolean | string | undefined>> & { readonly type: string; readonly timestamp: number };

export function totals(report: RTCStatsReport): Totals {
  const of: Totals = { at: 0, out: 0, in: 0, fits: 0, lostOut: 0, packetsOut: 0, lostIn: 0, packetsIn: 0, roundTrip: null, jitter: 0, path: pathOf(report) };
  const number = (value: unknown): number => (typeof value === "number" ? value : 0);
  report.forEach((entry: Entry) => {
    if (entry.type === "candidate-pair" && entry["nominated"] === true) {
      of.at = entry.timestamp;
      of.out += number(entry["bytesSent"]);
      of.in += number(entry["bytesReceived"]);
      of.fits = number(entry["availableOutgoingBitrate"]);
      if (typeof entry["currentRoundTripTime"] === "number") of.roundTrip = entry["currentRoundTripTime"];
    } else if (entry.type === "outbound-rtp") {
      of.packetsOut += number(entry["packetsSent"]);
    } else if (entry.type === "remote-inbound-rtp") {
      of.lostOut += Math.max(0, number(entry["packetsLost"]));
    } else if (entry.type === "inbound-rtp") {
      of.packetsIn += number(entry["packetsReceived"]);
      of.lostIn += Math.max(0, number(entry["packetsLost"]));
      of.jitter = Math.max(of.jitter, number(entry["jitter"]));
    }
  });
  return of;
}
