/** Where a row of the list goes while it is moved, by pointer or by key. Places count from 1. */

/** The place that a key moves to from `place` of `count`; null for a key that moves nothing. */
export function placeByKey(key: string, place: number, count: number): number | null {
  switch (key) {
    case "ArrowUp":
      return Math.max(1, place - 1);
    case "ArrowDown":
      return Math.min(count, place + 1);
    case "Home":
      return 1;
    case "End":
      return count;
    default:
      return null;
  }
}

/** The place for a row that is let go at height `y`: before the first of the other rows whose middle lies below it. */
export function placeAt(y: number, rows: readonly { readonly top: number; readonly bottom: number }[], own: number): number {
  const others = rows.filter((_, n) => n !== own - 1);
  const above = others.filter(({ top, bottom }) => (top + bottom) / 2 < y).length;
  return above + 1;
}
