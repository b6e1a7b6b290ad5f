/** Whose picture runs in which place: one that stands still, or still shows the former seat, is not shown. */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { Place } from "./wire.ts";

/** A place that changed hands still shows the former picture until the next keyframe has come through. */
const CHANGE_MS = 300;

interface Counts {
  frames: number;
  /** When frames last advanced. */
  at: number;
  seat: string | null;
  seatSince: number;
}

export class Pictures {
  /** The seat that each video place shows; places that stand still or dark are not in here. */
  readonly shown: ReadonlySignal<ReadonlyMap<string, string>>;
  readonly #shown = signal<ReadonlyMap<string, string>>(new Map());
  readonly #counts = new Map<string, Counts>();

  constructor() {
    this.shown = this.#shown;
  }

  /** Notes the hands that places went into; a picture counts again once frames came after the change. */
  moved(places: readonly Place[], now: number): void {
    for (const { kind, name, seat } of places) {
      if (kind !== "video") continue;
      const counts = this.#counts.get(name) ?? { frames: 0, at: 0, seat: null, seatSince: 0 };
      if (counts.seat !== seat) this.#counts.set(name, { ...counts, seat, seatSince: now });
    }
  }

  /** So many frames were decoded in a place until now. */
  decoded(name: string, frames: number, now: number): void {
    const counts = this.#counts.get(name);
    if (counts && frames !== counts.frames) Object.assign(counts, { frames, at: now });
  }

  /** Shows what runs: the places whose last frame is younger than `still`, in milliseconds. */
  show(now: number, still: number): void {
    const shown = new Map<string, string>();
    for (const [name, { at, seat, seatSince }] of this.#counts) {
      if (seat !== null && at > seatSince + CHANGE_MS && now - at < still) shown.set(name, seat);
    }
    const held = this.#shown.peek();
    const same = shown.size === held.size && [...shown].every(([name, seat]) => held.get(name) === seat);
    if (!same) this.#shown.value = shown;
  }

  clear(): void {
    this.#counts.clear();
    this.#shown.value = new Map();
  }
}
