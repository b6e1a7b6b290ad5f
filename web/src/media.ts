/**
 * One peer connection for each stay in the room, negotiated once.
 *
 * It offers a microphone and a camera to send (with a track or without one: a device comes and goes
 * by `replaceTrack`) and a fixed set of receiving places. When the line breaks the whole connection is
 * built again; while it holds, nothing is ever renegotiated.
 */

import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { endMedia, offerMedia, relays, Problem, type Seating } from "./api.ts";
import { type PlaceElements, type PlaceName, placesFor } from "./places.ts";
import type { Place } from "./wire.ts";

export type MediaState = "off" | "connecting" | "live" | "lost";

const POLL_MS = 1000;
/** While pictures have just moved we look more often, to show them soon. */
const SOON_MS = 250;
const SOON_FOR_MS = 3000;
const STILL_MS = 5000;
const FIRST_MS = 500;
const MOST_MS = 8000;
const OFFER_MS = 10_000;
/** A place that changed hands still shows the former picture until the next keyframe has come through. */
const CHANGE_MS = 300;

/** One middling picture for stage and tiles alike, where the relay takes no layers. */
const ALONE = { scaleResolutionDownBy: 2, maxBitrate: 700_000 };
const LAYERS: RTCRtpEncodingParameters[] = [
  { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
];

export interface MediaOptions {
  readonly seating: Seating;
  readonly elements: PlaceElements;
  readonly camera: ReadonlySignal<MediaStreamTrack | null>;
  readonly microphone: ReadonlySignal<MediaStreamTrack | null>;
  readonly publishes: boolean;
  readonly tiles: number;
  /** The places frame that the socket heard last. */
  readonly heard: ReadonlySignal<{ readonly media: string; readonly places: readonly Place[] } | null>;
  readonly peer?: () => RTCPeerConnection;
}

interface Counts {
  frames: number;
  /** When frames last advanced. */
  at: number;
  seat: string | null;
  seatSince: number;
}

export class MediaLink {
  readonly state: ReadonlySignal<MediaState>;
  /** Video places that stand still or dark are not in here; the others by name, with the seat they show. */
  readonly pictures: ReadonlySignal<ReadonlyMap<string, string>>;
  /** Who stands where in my connection, by kind and name; empty before the connection is known. */
  readonly places: ReadonlySignal<readonly Place[]>;
  readonly #state = signal<MediaState>("off");
  readonly #pictures = signal<ReadonlyMap<string, string>>(new Map());
  readonly #connection = signal("");
  readonly #options: MediaOptions;
  readonly #names: readonly PlaceName[];
  readonly #counts = new Map<string, Counts>();
  readonly #effects: (() => void)[] = [];
  #peer: RTCPeerConnection | null = null;
  #mids = new Map<string, PlaceName>();
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #packets = 0;
  #packetsAt = 0;
  #soonUntil = 0;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#names = placesFor(options.tiles);
    this.state = this.#state;
    this.pictures = this.#pictures;
    this.places = computed(() => {
      const heard = options.heard.value;
      return heard !== null && heard.media === this.#connection.value ? heard.places : [];
    });
  }

  get connection(): RTCPeerConnection | null {
    return this.#peer;
  }

  start(): void {
    if (this.#state.value !== "off") return;
    this.#effects.push(
      effect(() => this.#lend("audio", this.#options.microphone.value)),
      effect(() => this.#lend("video", this.#options.camera.value)),
      effect(() => this.#moved(this.places.value)),
    );
    void this.#build();
  }

  stop(): void {
    this.#state.value = "off";
    for (const end of this.#effects.splice(0)) end();
    this.#takeDown();
  }

  /** The browser says that the network changed: a connection that only hopes is built again at once. */
  hurry(): void {
    if (this.#state.value === "lost") this.#again(0);
  }

  async #build(): Promise<void> {
    this.#takeDown();
    this.#state.value = this.#tries === 0 ? "connecting" : "lost";
    const peer = (this.#options.peer ?? (() => new RTCPeerConnection({ bundlePolicy: "max-bundle" })))();
    const abort = new AbortController();
    this.#peer = peer;
    this.#abort = abort;
    peer.addEventListener("connectionstatechange", () => this.#turned(peer));
    this.#timer = setTimeout(() => abort.abort(), OFFER_MS);
    try {
      const iceServers = await relays(this.#options.seating, abort.signal);
      if (this.#peer !== peer) return;
      if (iceServers.length > 0) peer.setConfiguration({ ...peer.getConfiguration(), iceServers });
      this.#sections(peer);
      await peer.setLocalDescription();
      const { connection, answer } = await offerMedia(
        this.#options.seating,
        peer.localDescription?.sdp ?? "",
        abort.signal,
      );
      if (this.#peer !== peer) return endMedia(this.#options.seating, connection);
      this.#connection.value = connection;
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      if (!answer.includes("a=simulcast:")) await this.#sendAlone(peer);
      this.#watch(peer);
    } catch (error) {
      if (this.#peer !== peer) return;
      const final = error instanceof Problem && (error.status === 401 || error.status === 403);
      this.#state.value = "lost";
      if (!final) this.#again();
    }
  }

  #sections(peer: RTCPeerConnection): void {
    const { publishes, elements, microphone, camera } = this.#options;
    if (publishes) {
      const voice = peer.addTransceiver("audio", { direction: "sendonly" });
      const picture = peer.addTransceiver("video", { direction: "sendonly", sendEncodings: LAYERS });
      prefer(voice, ["audio/opus"]);
      prefer(picture, ["video/VP8", "video/rtx"]);
      void voice.sender.replaceTrack(microphone.peek());
      void picture.sender.replaceTrack(camera.peek());
    }
    const received = this.#names.map((place) => {
      const transceiver = peer.addTransceiver(place.kind, { direction: "recvonly" });
      const codecs = place.kind === "audio" ? ["audio/opus"] : ["video/VP8", "video/H264", "video/rtx"];
      prefer(transceiver, codecs);
      elements.attach(place, transceiver.receiver.track);
      return [transceiver, place] as const;
    });
    peer.addEventListener("signalingstatechange", () => {
      this.#mids = new Map(received.map(([transceiver, place]) => [transceiver.mid ?? "", place]));
    });
  }

  /** Without simulcast in the answer only the first encoding is sent: the smallest, which is too little. */
  async #sendAlone(peer: RTCPeerConnection): Promise<void> {
    const sender = senderOf(peer, "video");
    const parameters = sender?.getParameters();
    const [first] = parameters?.encodings ?? [];
    if (!sender || !parameters || !first) return;
    Object.assign(first, ALONE);
    await sender.setParameters(parameters).catch(() => undefined);
  }

  #lend(kind: "audio" | "video", track: MediaStreamTrack | null): void {
    const sender = this.#peer && senderOf(this.#peer, kind);
    void sender?.replaceTrack(track).catch(() => undefined);
  }

  #turned(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    if (peer.connectionState === "connected") {
      this.#state.value = "live";
      this.#tries = 0;
    }
    if (peer.connectionState === "failed" || peer.connectionState === "closed") {
      this.#state.value = "lost";
      this.#again();
    }
  }

  #again(pause = Math.min(FIRST_MS * 2 ** this.#tries, MOST_MS)): void {
    this.#tries += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#build(), pause);
  }

  #takeDown(): void {
    clearTimeout(this.#timer);
    this.#abort.abort();
    const connection = this.#connection.peek();
    if (connection) endMedia(this.#options.seating, connection);
    this.#connection.value = "";
    this.#peer?.close();
    this.#peer = null;
    this.#counts.clear();
    this.#pictures.value = new Map();
  }

  /** Notes the hands that places went into; a picture counts again once frames came after the change. */
  #moved(places: readonly Place[]): void {
    const now = performance.now();
    for (const { kind, name, seat } of places) {
      if (kind !== "video") continue;
      const counts = this.#counts.get(name) ?? { frames: 0, at: 0, seat: null, seatSince: 0 };
      if (counts.seat !== seat) this.#counts.set(name, { ...counts, seat, seatSince: now });
    }
    this.#soonUntil = now + SOON_FOR_MS;
    untracked(() => this.#show(now));
    const peer = this.#peer;
    if (peer?.connectionState === "connected") this.#watch(peer);
  }

  #watch(peer: RTCPeerConnection): void {
    clearTimeout(this.#timer);
    const pause = performance.now() < this.#soonUntil ? SOON_MS : POLL_MS;
    this.#timer = setTimeout(() => {
      void this.#look(peer).finally(() => {
        if (peer === this.#peer && this.#state.value !== "lost") this.#watch(peer);
      });
    }, pause);
  }

  /** Watches packets rather than ICE: an ICE agent can say "disconnected" while the picture runs on. */
  async #look(peer: RTCPeerConnection): Promise<void> {
    const report = await peer.getStats();
    if (peer !== this.#peer) return;
    const now = performance.now();
    let packets = 0;
    report.forEach((entry: { type: string; mid?: string; packetsReceived?: number; framesDecoded?: number }) => {
      if (entry.type !== "inbound-rtp") return;
      packets += entry.packetsReceived ?? 0;
      const place = this.#mids.get(entry.mid ?? "");
      const counts = place?.kind === "video" ? this.#counts.get(place.name) : undefined;
      const frames = entry.framesDecoded ?? 0;
      if (counts && frames !== counts.frames) Object.assign(counts, { frames, at: now });
    });
    if (packets !== this.#packets) this.#packetsAt = now;
    this.#packets = packets;
    this.#show(now);
    const filled = this.places.value.some(({ seat }) => seat !== null && seat !== this.#options.seating.seat);
    const hopes = peer.iceConnectionState === "disconnected";
    if (filled && hopes && now - this.#packetsAt > STILL_MS) {
      this.#state.value = "lost";
      this.#again(0);
    }
  }

  #show(now: number): void {
    const shown = new Map<string, string>();
    for (const [name, { at, seat, seatSince }] of this.#counts) {
      if (seat !== null && at > seatSince + CHANGE_MS && now - at < STILL_MS) shown.set(name, seat);
    }
    const held = this.#pictures.peek();
    const same = shown.size === held.size && [...shown].every(([name, seat]) => held.get(name) === seat);
    if (!same) this.#pictures.value = shown;
  }
}

function senderOf(peer: RTCPeerConnection, kind: "audio" | "video"): RTCRtpSender | undefined {
  const sends = peer.getTransceivers().find(({ direction, receiver }) => {
    return direction === "sendonly" && receiver.track.kind === kind;
  });
  return sends?.sender;
}

/** Keeps the offer small and simulcast possible: only the codecs that the relay forwards. */
function prefer(transceiver: RTCRtpTransceiver, wanted: readonly string[]): void {
  const able = RTCRtpReceiver.getCapabilities(transceiver.receiver.track.kind)?.codecs ?? [];
  const codecs = wanted.flatMap((mime) => able.filter((codec) => codec.mimeType === mime));
  if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
}
