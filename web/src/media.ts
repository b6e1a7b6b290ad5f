/**
 * One peer connection for each stay in the room, negotiated once.
 *
 * It offers a microphone and a camera to send (with a track or without one: a device comes and goes
 * by `replaceTrack`) and a fixed set of receiving places. When the line breaks the whole connection is
 * built again; while it holds, nothing is ever renegotiated.
 */

import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import { endMedia, Problem, restartMedia, type Seating } from "./api.ts";
import { pathOf } from "./figures.ts";
import { restartIce } from "./ice.ts";
import { STILL_EVERY_MS } from "./lowline.ts";
import { Offering } from "./offering.ts";
import { Patience } from "./patience.ts";
import { Pictures } from "./pictures.ts";
import { type PlaceElements, type PlaceName, placesFor } from "./places.ts";
import { prefer, Sending, type Sources } from "./sending.ts";
import type { Place, WantedLayers } from "./wire.ts";

export type MediaState = "off" | "connecting" | "live" | "lost";

const POLL_MS = 1000;
/** While pictures have just moved we look more often, to show them soon. */
const SOON_MS = 250;
const SOON_FOR_MS = 3000;
const STILL_MS = 5000;
/** The server says something each second. Nothing for so long: a new path is looked for. */
const HUSH_MS = 2000;
const FIRST_MS = 500;
const MOST_MS = 2000;
const OFFER_MS = 10_000;
/** Why a call for a new path is given up: to be made again. */
const ANEW = "anew";
/** A call on a dead line hangs: so long we wait for the relay's half of a new path. */
const PATH_MS = 4000;
/** So long packets may take to come by a new path. */
const TRIAL_MS = 1500;
const NOBODY: readonly Place[] = [];

export interface MediaOptions extends Sources {
  readonly seating: Seating;
  readonly elements: PlaceElements;
  readonly publishes: boolean;
  readonly tiles: number;
  /** The line carries sound and stills alone. */
  readonly low?: ReadonlySignal<boolean>;
  /** The places that the socket heard of, by connection. */
  readonly heard: ReadonlySignal<ReadonlyMap<string, readonly Place[]>>;
  /** The layers that the socket was last asked for. */
  readonly wanted?: ReadonlySignal<WantedLayers | null>;
  readonly peer?: () => RTCPeerConnection;
  /** Told by which way this connection goes, once it is known and when it changes. */
  readonly went?: (connection: string, path: string) => void;
}

/** What we read of an entry of `getStats`. */
interface Entry {
  readonly type: string;
  readonly mid?: string;
  readonly bytesReceived?: number;
  readonly framesDecoded?: number;
  readonly freezeCount?: number;
}

export class MediaLink {
  readonly state: ReadonlySignal<MediaState>;
  /** Video places that stand still or dark are not in here; the others by name, with the seat they show. */
  readonly pictures: ReadonlySignal<ReadonlyMap<string, string>>;
  /** Who stands where in my connection, by kind and name; empty before the connection is known. */
  readonly places: ReadonlySignal<readonly Place[]>;
  /** The connection's name at the server; "" before it is answered. */
  readonly id: ReadonlySignal<string>;
  /** The server is full: "sound" where it took this one with sound alone, "waiting" where it is tried again. */
  readonly full: ReadonlySignal<"" | "sound" | "waiting">;
  readonly #full = signal<"" | "sound" | "waiting">("");
  readonly #state = signal<MediaState>("off");
  readonly #pictures = new Pictures();
  readonly #patience = new Patience();
  readonly #connection = signal("");
  readonly #wanted: ReadonlySignal<readonly string[] | null>;
  readonly #options: MediaOptions;
  readonly #offering: Offering;
  readonly #sending: Sending;
  readonly #names: readonly PlaceName[];
  readonly #effects: (() => void)[] = [];
  #peer: RTCPeerConnection | null = null;
  /** Of a silent connection: whether a new path was asked for, and what became of it. */
  #path: "held" | "asked" | "new" | "none" = "held";
  /** It was connected once: its keys hold, and a new path is enough. */
  #met = false;
  #pathAt = 0;
  #hanging = new AbortController();
  #mids = new Map<string, PlaceName>();
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #told = "";
  #bytes = 0;
  #bytesAt = 0;
  #soonUntil = 0;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#offering = new Offering(options.seating);
    this.#sending = new Sending(options);
    this.#names = placesFor(options.tiles);
    this.state = this.#state;
    this.full = this.#full;
    this.pictures = this.#pictures.shown;
    this.id = this.#connection;
    this.places = computed(() => options.heard.value.get(this.#connection.value) ?? NOBODY);
    this.#wanted = computed(() => {
      const wanted = options.wanted?.value ?? null;
      return wanted?.media === this.#connection.value ? wanted.active : null;
    });
  }

  get connection(): RTCPeerConnection | null {
    return this.#peer;
  }

  start(): void {
    if (this.#state.value !== "off") return;
    this.#effects.push(
      effect(() => this.#sending.lend(0, this.#options.microphone.value)),
      effect(() => this.#sending.lend(1, this.#options.camera.value)),
      effect(() => this.#sending.lend(2, this.#options.screen.value)),
      effect(() => this.#moved(this.places.value)),
      effect(() => this.#sending.narrow(this.#options.low?.value ?? false, this.#wanted.value)),
    );
    void this.#build();
  }

  stop(): void {
    this.#state.value = "off";
    for (const end of this.#effects.splice(0)) end();
    this.#takeDown();
  }

  /** Tries again with pictures what came with sound alone. */
  widen(): void {
    this.#full.value = "";
    this.#again(0);
  }

  /** The browser says that the network changed: a lost connection is built again, a living one finds a new path. */
  hurry(): void {
    if (this.#offering.anew()) return;
    if (this.#peer && this.#connection.peek()) void this.#heal(this.#peer);
    else if (this.#state.value === "lost") this.#again(0);
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
      const iceServers = await this.#offering.relays(abort.signal);
      if (this.#peer !== peer) return;
      if (iceServers.length > 0) peer.setConfiguration({ ...peer.getConfiguration(), iceServers: [...iceServers] });
      this.#sections(peer);
      await peer.setLocalDescription();
      const { connection, answer } = await this.#offering.send(peer.localDescription?.sdp ?? "", abort.signal);
      if (this.#peer !== peer) return endMedia(this.#options.seating, connection);
      this.#connection.value = connection;
      if (this.#full.peek() === "waiting") this.#full.value = "";
      await peer.setRemoteDescription({ type: "answer", sdp: answer });
      const [low, wanted] = [this.#options.low?.peek() ?? false, this.#wanted.peek()];
      if (low || wanted) this.#sending.narrow(low, wanted);
      this.#watch(peer);
    } catch (error) {
      if (this.#peer !== peer) return;
      const final = error instanceof Problem && (error.status === 401 || error.status === 403);
      this.#state.value = "lost";
      const sound = error instanceof Problem && error.code === "pictures_full";
      if (sound) this.#full.value = "sound";
      else if (error instanceof Problem && error.code === "node_full") this.#full.value = "waiting";
      if (!final) this.#again(sound ? 0 : undefined);
    }
  }

  #sections(peer: RTCPeerConnection): void {
    const { publishes, elements } = this.#options;
    const sound = this.#full.peek() === "sound";
    if (publishes) this.#sending.offer(peer, sound);
    const names = this.#names.filter(({ kind }) => kind === "audio" || !sound);
    const received = names.map((place) => {
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

  get names(): readonly PlaceName[] {
    return this.#names;
  }

  #turned(peer: RTCPeerConnection): void {
    if (peer !== this.#peer) return;
    if (peer.connectionState === "connected") {
      this.#state.value = "live";
      this.#met = true;
      this.#tries = 0;
      this.#bytesAt = performance.now();
      clearTimeout(this.#retry);
      this.#watch(peer);
    }
    if (peer.connectionState === "failed" || peer.connectionState === "closed") {
      this.#state.value = "lost";
      if (peer.connectionState === "closed" || !this.#met || this.#path === "new") this.#again();
      else if (this.#path !== "asked") void this.#heal(peer);
    }
  }

  #again(pause = Math.min(FIRST_MS * 2 ** this.#tries, MOST_MS)): void {
    this.#tries += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#build(), pause);
  }

  #takeDown(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#retry);
    this.#abort.abort();
    const connection = this.#connection.peek();
    if (connection) endMedia(this.#options.seating, connection);
    this.#connection.value = "";
    this.#peer?.close();
    this.#peer = null;
    this.#sending.end();
    this.#hanging.abort();
    this.#path = "held";
    this.#met = false;
    this.#bytes = 0;
    this.#told = "";
    this.#pictures.clear();
    this.#patience.clear();
  }

  /** Places went into other hands: we look sooner. */
  #moved(places: readonly Place[]): void {
    const now = performance.now();
    this.#pictures.moved(places, now);
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
        if (peer === this.#peer && peer.connectionState !== "closed") this.#watch(peer);
      });
    }, pause);
  }

  /** Watches bytes rather than ICE: an ICE agent can say "disconnected" while the picture runs on, and "connected" without. */
  async #look(peer: RTCPeerConnection): Promise<void> {
    const report = await peer.getStats();
    if (peer !== this.#peer) return;
    const now = performance.now();
    let bytes = 0;
    report.forEach((entry: Entry) => {
      if (entry.type === "candidate-pair") bytes += entry.bytesReceived ?? 0;
      if (entry.type !== "inbound-rtp") return;
      const place = this.#mids.get(entry.mid ?? "");
      if (place?.kind !== "video") return;
      this.#pictures.decoded(place.name, entry.framesDecoded ?? 0, now);
      const receiver = peer.getTransceivers().find(({ mid }) => mid === entry.mid)?.receiver;
      const seat = this.places.peek().find(({ mid }) => mid === entry.mid)?.seat ?? null;
      const waits = this.#patience.waits(place.name, seat, entry.freezeCount ?? 0, now);
      if (receiver && (receiver.jitterBufferTarget ?? null) !== waits) receiver.jitterBufferTarget = waits;
    });
    const path = pathOf(report);
    if (path && path !== this.#told) this.#options.went?.(this.#connection.peek(), path);
    this.#told = path || this.#told;
    // It falls where a restart has thrown former paths away.
    if (bytes > this.#bytes) {
      this.#bytesAt = now;
      this.#path = "held";
      if (peer.connectionState === "connected") this.#state.value = "live";
    }
    this.#bytes = bytes;
    this.#show(now);
    if (!this.#met) return;
    const silent = now - this.#bytesAt;
    // Not awaited: on a dead line it takes its time, and the looking goes on.
    if (silent > HUSH_MS && this.#path === "held") void this.#heal(peer);
    if (silent > STILL_MS) {
      this.#state.value = "lost";
      // Where calls get through and packets do not, it is more than the path. Else it may all come back.
      if (this.#path === "new" && now - this.#pathAt > TRIAL_MS) this.#again(0);
    }
  }

  /** Looks for a new path for the same connection. One that is lost, and has no other end any more, is built again. */
  async #heal(peer: RTCPeerConnection): Promise<void> {
    if (this.#path === "asked") return this.#hanging.abort(ANEW);
    this.#path = "asked";
    const { seating } = this.#options;
    const connection = this.#connection.peek();
    let found = false;
    /** What the server answered instead of a path; 0 where nothing came from it. */
    let status = 0;
    do {
      const hanging = new AbortController();
      this.#hanging = hanging;
      const over = setTimeout(() => hanging.abort(), PATH_MS);
      const exchange = (fragment: string): Promise<string> =>
        restartMedia(seating, connection, fragment, hanging.signal).catch((error: unknown) => {
          status = error instanceof Problem ? error.status : 0;
          throw error;
        });
      found = await restartIce(peer, exchange).catch(() => false);
      clearTimeout(over);
      if (peer !== this.#peer) return;
    } while (!found && this.#hanging.signal.reason === ANEW);
    // Without any network a call fails at once: it is made again at the next look.
    const nowhere = !found && status === 0 && !this.#hanging.signal.aborted;
    this.#path = found ? "new" : nowhere ? "held" : "none";
    this.#pathAt = performance.now();
    if (status === 404 || (status > 0 && this.#state.value === "lost")) this.#again(0);
  }

  #show(now: number): void {
    this.#pictures.show(now, this.#options.low?.peek() ? STILL_EVERY_MS + STILL_MS : STILL_MS);
  }
}
