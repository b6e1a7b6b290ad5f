/** How an offer gets to the server over a line that may be dead: sent again, not made again. */

import { type MediaResource, offerMedia, relays, type Seating } from "./api.ts";

/** The relays' passwords hold for a day. */
const RELAYS_MS = 3_600_000;
/** Why an offer is given up: to be sent again. */
const ANEW = "anew";

export class Offering {
  readonly #seating: Seating;
  #hanging: AbortController | null = null;
  #relays: readonly RTCIceServer[] | null = null;
  #relaysAt = 0;

  constructor(seating: Seating) {
    this.#seating = seating;
  }

  /** As the server named them last: a line that has just come back has better things to carry. */
  async relays(signal: AbortSignal): Promise<readonly RTCIceServer[]> {
    if (this.#relays === null || performance.now() - this.#relaysAt > RELAYS_MS) {
      this.#relays = await relays(this.#seating, signal);
      this.#relaysAt = performance.now();
    }
    return this.#relays;
  }

  /** The answer to the offer, over as many tries as `anew` asks for. */
  async send(offer: string, signal: AbortSignal): Promise<MediaResource> {
    for (;;) {
      const hanging = new AbortController();
      this.#hanging = hanging;
      const end = (): void => hanging.abort();
      signal.addEventListener("abort", end);
      try {
        return await offerMedia(this.#seating, offer, hanging.signal);
      } catch (error) {
        if (hanging.signal.reason !== ANEW || signal.aborted) throw error;
      } finally {
        signal.removeEventListener("abort", end);
        if (this.#hanging === hanging) this.#hanging = null;
      }
    }
  }

  /** The line is back: what hangs on it is sent again. False where nothing does. */
  anew(): boolean {
    this.#hanging?.abort(ANEW);
    return this.#hanging !== null;
  }
}
