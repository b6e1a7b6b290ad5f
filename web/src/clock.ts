/** The session's clock: the server's `now`, carried on by the browser's steady clock between frames. */

import { type ReadonlySignal, signal } from "@preact/signals";

const JUMP_MS = 2000;

export class Clock {
  /** Milliseconds since 1970 on the session's clock, renewed at each full second of it: all screens turn together. */
  readonly second: ReadonlySignal<number>;
  readonly #second = signal(0);
  readonly #steady: () => number;
  #offset: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(steady: () => number = () => performance.now()) {
    this.#steady = steady;
    this.second = this.#second;
  }

  /** Takes in the server's `now`. Frames arrive late, never early, so the greatest offset heard is the truest. */
  heard(now: string): void {
    const offset = Date.parse(now) - this.#steady();
    if (this.#offset === null || offset > this.#offset || this.#offset - offset > JUMP_MS) {
      this.#offset = offset;
      this.#turn();
    }
  }

  /** Milliseconds since 1970; 0 before the server was heard. */
  now(): number {
    return this.#offset === null ? 0 : this.#offset + this.#steady();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #turn(): void {
    clearTimeout(this.#timer);
    const now = this.now();
    this.#second.value = Math.floor(now / 1000) * 1000;
    this.#timer = setTimeout(() => this.#turn(), 1005 - (now % 1000));
  }
}
