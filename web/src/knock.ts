/**
 * Finds out that the line is back sooner than hanging calls can.
 *
 * What was asked on a dead line hangs until its time is over, long after the line has come back. So while
 * something is lost a short question goes out every moment, on a connection of its own; the first answer says
 * that it is worth while to try everything anew.
 */

const EACH_MS = 600;
const PATIENCE_MS = 2000;
/** After an answer: so long everything has to come back by itself before it is asked again. */
const REST_MS = 8000;

export type Ask = (signal: AbortSignal) => Promise<unknown>;

const health: Ask = (signal) => fetch("/health", { cache: "no-store", signal });

export class Knock {
  readonly #answered: () => void;
  readonly #ask: Ask;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #asking = new Set<AbortController>();

  /** `answered` is called once for each line that came back. */
  constructor(answered: () => void, ask: Ask = health) {
    this.#answered = answered;
    this.#ask = ask;
  }

  start(): void {
    if (this.#timer === undefined) this.#later(EACH_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const asked of this.#asking) asked.abort();
    this.#asking.clear();
  }

  #later(pause: number): void {
    this.#timer = setTimeout(() => {
      this.#later(EACH_MS);
      void this.#once();
    }, pause);
  }

  async #once(): Promise<void> {
    const asked = new AbortController();
    this.#asking.add(asked);
    const over = setTimeout(() => asked.abort(), PATIENCE_MS);
    const came = await this.#ask(asked.signal).then(
      () => true,
      () => false,
    );
    clearTimeout(over);
    const ours = this.#asking.delete(asked);
    if (!came || !ours) return;
    this.stop();
    this.#later(REST_MS);
    this.#answered();
  }
}
