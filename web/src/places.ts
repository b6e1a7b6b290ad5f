/**
 * The receiving places of a room and the elements that render them.
 *
 * Each place has one element for the life of the page: the server moves publications between
 * places by rewriting packets, so a new speaker or a lost line changes no element and no track.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import { Sizes } from "./sizes.ts";

export interface PlaceName {
  readonly kind: "audio" | "video";
  readonly name: string;
}

const AUDIO = ["floor", "interpretation", "voice-1", "voice-2", "voice-3"];

/** A softened sound comes back by so much at a time: from a whisper to full in a second and a half. */
const RISE = 0.03;
const RISE_MS = 50;

/** What steps back while an interpretation sounds. */
export const FLOOR_SOUNDS = AUDIO.filter((name) => name !== "interpretation");

/** The places to offer, in the order of the sections: the answer fills them in that order. */
export function placesFor(tiles: number): readonly PlaceName[] {
  const video = ["floor", "presentation", ...Array.from({ length: tiles }, (_, n) => `tile-${n + 1}`)];
  return [
    ...AUDIO.map((name) => ({ kind: "audio", name }) as const),
    ...video.map((name) => ({ kind: "video", name }) as const),
  ];
}

export class PlaceElements {
  /** The browser wants a gesture before it lets sound out. */
  readonly held: ReadonlySignal<boolean>;
  readonly sizes = new Sizes();
  readonly #held = signal(false);
  readonly #audio = new Map<string, HTMLAudioElement>();
  readonly #video = new Map<string, HTMLVideoElement>();
  readonly #loudness = new Map<string, number>();
  #speaker = "";
  #hushed = false;
  #gliding: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.held = this.#held;
  }

  /** The picture of a place; a plate or the stage takes it into its frame. */
  video(name: string): HTMLVideoElement {
    let element = this.#video.get(name);
    if (!element) {
      element = document.createElement("video");
      element.dataset["place"] = name;
      element.muted = element.autoplay = element.playsInline = true;
      this.#video.set(name, element);
      this.sizes.watch(name, element);
    }
    return element;
  }

  /** The stream in a place, to be shown a second time: the presiding officer's plate on the empty stage. */
  stream(name: string): MediaProvider | null {
    return this.video(name).srcObject;
  }

  /** Lets `track` be rendered in its place, in the element that was always there. */
  attach({ kind, name }: PlaceName, track: MediaStreamTrack): void {
    const element = kind === "video" ? this.video(name) : this.#sound(name);
    element.srcObject = new MediaStream([track]);
    this.#play(element);
  }

  /** Called from a gesture: starts whatever the browser held back. */
  release(): void {
    this.#held.value = false;
    for (const element of [...this.#audio.values(), ...this.#video.values()]) this.#play(element);
  }

  useSpeaker(id: string): void {
    this.#speaker = id;
    for (const element of this.#audio.values()) void element.setSinkId?.(id).catch(() => undefined);
  }

  /** How loud a place is to sound, 0 to 1. It steps back at once and comes back slowly, so that nobody is startled. */
  soften(name: string, loudness: number): void {
    this.#loudness.set(name, loudness);
    clearTimeout(this.#gliding);
    this.#glide();
  }

  /** Lets no sound out at all: another device of the seat sounds. */
  hush(hushed: boolean): void {
    this.#hushed = hushed;
    for (const element of this.#audio.values()) element.muted = hushed;
  }

  #glide(): void {
    let rising = false;
    for (const [name, element] of this.#audio) {
      const wanted = this.#loudness.get(name) ?? 1;
      element.volume = Math.min(wanted, element.volume + RISE);
      rising ||= element.volume < wanted;
    }
    if (rising) this.#gliding = setTimeout(() => this.#glide(), RISE_MS);
  }

  #sound(name: string): HTMLAudioElement {
    let element = this.#audio.get(name);
    if (!element) {
      element = document.createElement("audio");
      element.dataset["place"] = name;
      element.autoplay = true;
      element.volume = this.#loudness.get(name) ?? 1;
      element.muted = this.#hushed;
      if (this.#speaker) void element.setSinkId?.(this.#speaker).catch(() => undefined);
      document.body.append(element);
      this.#audio.set(name, element);
    }
    return element;
  }

  #play(element: HTMLMediaElement): void {
    if (!element.srcObject) return;
    void element.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#held.value = true;
    });
  }
}
