/**
 * How long pictures wait for packets that were lost and come again.
 *
 * A browser lets them wait for as long as its own line needs for that. It does not know of the line at the other end,
 * between whoever is seen and the server: a packet lost there comes late, and the picture stands still for it. So a
 * place whose picture froze waits longer from then on.
 */

/** The first freeze asks for so much, each further one for a step more. */
const FIRST_MS = 200;
const STEP_MS = 100;
const MOST_MS = 300;
/** So long without a freeze, and a step is taken back. */
const CALM_MS = 60_000;

interface Held {
  readonly seat: string | null;
  freezes: number;
  wait: number;
  at: number;
}

export class Patience {
  readonly #places = new Map<string, Held>();

  /** How long place `name` waits now, in ms, given its count of freezes; null: as the browser thinks. */
  waits(name: string, seat: string | null, freezes: number, now: number): number | null {
    const held = this.#places.get(name);
    if (held?.seat !== seat) {
      // A place that changes hands stands still for a moment by itself.
      this.#places.set(name, { seat, freezes, wait: 0, at: now });
      return null;
    }
    if (freezes > held.freezes) {
      const wait = held.wait === 0 ? FIRST_MS : Math.min(held.wait + STEP_MS, MOST_MS);
      Object.assign(held, { freezes, wait, at: now });
    } else if (held.wait > 0 && now - held.at > CALM_MS) {
      Object.assign(held, { wait: held.wait > FIRST_MS ? held.wait - STEP_MS : 0, at: now });
    }
    return held.wait || null;
  }

  clear(): void {
    this.#places.clear();
  }
}
