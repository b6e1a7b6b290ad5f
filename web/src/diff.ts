/** What becomes of one text when another takes its place, word by word. */

export interface Piece {
  readonly what: "kept" | "out" | "in";
  readonly words: string;
}

/** Beyond so many pairs of words the whole text is shown as replaced: the table of lengths grows with the square. */
const MOST_PAIRS = 4_000_000;

/** Words, the spaces between them, and marks of punctuation by themselves. */
function parts(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}_'’-]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** The pieces of both texts in reading order: what is taken out stands before what is put in for it. */
export function diff(before: string, after: string): readonly Piece[] {
  const [a, b] = [parts(before), parts(after)];
  if (a.length * b.length > MOST_PAIRS) return joined([...a.map(out), ...b.map(put)]);
  const lengths = longest(a, b);
  const found: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      found.push({ what: "kept", words: a[i++]! });
      j += 1;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) found.push(out(a[i++]!));
    else found.push(put(b[j++]!));
  }
  return joined([...found, ...a.slice(i).map(out), ...b.slice(j).map(put)]);
}

const out = (words: string): Piece => ({ what: "out", words });
const put = (words: string): Piece => ({ what: "in", words });

/** lengths[i][j]: how many parts the rests a[i..] and b[j..] have in common, in order. */
function longest(a: readonly string[], b: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [here, below] = [lengths[i]!, lengths[i + 1]!];
      here[j] = a[i] === b[j] ? below[j + 1]! + 1 : Math.max(below[j]!, here[j + 1]!);
    }
  }
  return lengths;
}

/** Neighbours of one kind as one piece; a lone space between two changes belongs to both of them. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = [];
  let changed = { out: "", in: "" };
  const settle = (): void => {
    if (changed.out) found.push(out(changed.out));
    if (changed.in) found.push(put(changed.in));
    changed = { out: "", in: "" };
  };
  for (const [n, { what, words }] of pieces.entries()) {
    if (what !== "kept") changed[what] += words;
    else if (/^\s+$/.test(words) && (changed.out || changed.in) && (pieces[n + 1] ?? { what }).what !== "kept") {
      changed = { out: changed.out + words, in: changed.in + words };
    } else {
      settle();
      const last = found.at(-1);
      if (last?.what === "kept") found[found.length - 1] = { what, words: last.words + words };
      else found.push({ what, words });
    }
  }
  settle();
  return found;
}
