/** How large the places stand on the screen, so that the relay sends no more than is seen. */

import { type ReadonlySignal, signal } from "@preact/signals";

/** While somebody drags a border sizes change all the time; each one may cost a keyframe. */
const SETTLED_MS = 250;
/** Beyond this nobody sees more; a screen with a higher density does not make it so. */
const DENSITY = 2;

export class Sizes {
  /** Height in pixels of the screen by the place's name; a place that was never seen is not here. */
  readonly lines: ReadonlySignal<Readonly<Record<string, number>>>;
  readonly #lines = signal<Readonly<Record<string, number>>>({});
  readonly #shown = new Map<HTMLVideoElement, { readonly name: string; lines: number }>();
  readonly #observer = new ResizeObserver(() => this.#changed());
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.lines = this.#lines;
  }

  /** Counts `element` for that place until the returned function is called. */
  watch(name: string, element: HTMLVideoElement): () => void {
    this.#shown.set(element, { name, lines: 0 });
    this.#observer.observe(element);
    return () => {
      this.#observer.unobserve(element);
      this.#shown.delete(element);
      this.#changed();
    };
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#measure(), SETTLED_MS);
  }

  #measure(): void {
    const found: Record<string, number> = {};
    for (const [element, shown] of this.#shown) {
      // Hidden between two speakers: it comes back as large as it was.
      shown.lines = linesOf(element) || shown.lines;
      if (shown.lines > 0) found[shown.name] = Math.max(found[shown.name] ?? 0, shown.lines);
    }
    const held = this.#lines.peek();
    const names = Object.keys(found);
    const same = names.length === Object.keys(held).length && names.every((name) => held[name] === found[name]);
    if (!same) this.#lines.value = found;
  }
}

/** The lines that a picture of 16:9 needs to fill the element. */
function linesOf(element: HTMLVideoElement): number {
  const { clientWidth: width, clientHeight: height } = element;
  const across = (width * 9) / 16;
  const lines = getComputedStyle(element).objectFit === "cover" ? Math.max(height, across) : Math.min(height, across);
  return Math.round(lines * Math.min(devicePixelRatio, DENSITY));
}
