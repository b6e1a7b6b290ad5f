/** The screen or window that this seat presents. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

const PICTURE: MediaTrackConstraints = { frameRate: { max: 15 }, width: { max: 1920 }, height: { max: 1080 } };

export class Screen {
  readonly track: ReadonlySignal<MediaStreamTrack | null>;
  readonly #track: Signal<MediaStreamTrack | null> = signal(null);

  constructor() {
    this.track = this.#track;
  }

  get possible(): boolean {
    return typeof navigator.mediaDevices?.getDisplayMedia === "function";
  }

  /** From a press: the browser asks the person what to show. Nothing happens where it is declined. */
  async share(): Promise<void> {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: PICTURE }).catch(() => null);
    const [track] = stream?.getVideoTracks() ?? [];
    if (!track) return;
    // Letters rather than motion: the browser keeps the lines and drops frames.
    track.contentHint = "detail";
    track.addEventListener("ended", () => {
      if (this.#track.peek() === track) this.#track.value = null;
    });
    this.#track.value = track;
  }

  stop(): void {
    this.#track.peek()?.stop();
    this.#track.value = null;
  }
}
