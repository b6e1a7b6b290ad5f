/**
 * What is as it was stays the very same object.
 *
 * The server sends a slice whole. Most of its rows did not change: kept by identity, nothing that is drawn from
 * them is drawn anew.
 */

type Held = Readonly<Record<string, unknown>>;

/** `fresh`, with each part that says what a part of `before` said replaced by that part; `before` itself where nothing changed. */
export function same<T>(before: T, fresh: T): T {
  return kept(before, fresh) as T;
}

function kept(before: unknown, fresh: unknown): unknown {
  if (Object.is(before, fresh)) return before;
  if (Array.isArray(before) && Array.isArray(fresh)) return rows(before, fresh);
  if (isHeld(before) && isHeld(fresh)) return fields(before, fresh);
  return fresh;
}

function isHeld(value: unknown): value is Held {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fields(before: Held, fresh: Held): Held {
  const names = Object.keys(fresh);
  const alike = names.length === Object.keys(before).length && names.every((name) => name in before);
  let found: Record<string, unknown> | null = alike ? null : {};
  for (const name of names) {
    const one = kept(before[name], fresh[name]);
    if (found) found[name] = one;
    else if (one !== before[name]) found = { ...before, [name]: one };
  }
  return found ?? before;
}

/** A row may have moved: where one comes in or goes, those after it are looked for at their former places. */
function rows(before: readonly unknown[], fresh: readonly unknown[]): readonly unknown[] {
  let known: Map<string, number> | undefined;
  let moved = 0;
  const found = fresh.map((row, n) => {
    const here = before[n + moved];
    const one = kept(here, row);
    if (one === here) return one;
    known ??= new Map(before.map((former, at) => [JSON.stringify(former), at]));
    const at = known.get(JSON.stringify(row));
    if (at === undefined) return one;
    moved = at - n;
    return before[at];
  });
  return found.length === before.length && found.every((row, n) => row === before[n]) ? before : found;
}
