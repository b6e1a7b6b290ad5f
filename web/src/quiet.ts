/**
 * The quiet lines: words beside the record.
 *
 * They are kept in this page alone and are gone with it. Which lines a seat has, the server says (`me.quiet_lines`).
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import type { QuietLineRow } from "./generated/slices.ts";
import type { Room } from "./room.ts";
import type { QuietLine, QuietWords } from "./wire.ts";

/** The other end: a line, with the seat where this seat's own end is the one that several share. */
export interface End {
  readonly line: QuietLine;
  readonly seat: string;
}

export interface Kept extends QuietWords {
  readonly end: string;
}

/** What the server said instead of passing words on. */
export interface QuietRefusal {
  readonly code: string;
  readonly message: string;
  readonly detail?: Readonly<Record<string, string>>;
}

const MOST = 300;

export const keyOfEnd = ({ line, seat }: End): string => (seat ? `${line} ${seat}` : line);

export function endOfKey(key: string): End {
  const [line, seat = ""] = key.split(" ");
  return { line: line as QuietLine, seat };
}

export class Quiet {
  readonly words: ReadonlySignal<readonly Kept[]>;
  /** Ends with words that nobody has looked at, by key. */
  readonly unread: ReadonlySignal<ReadonlySet<string>>;
  readonly refusal = signal<QuietRefusal | null>(null);
  /** Whether the panel is open, and which end it shows. */
  readonly open: ReadonlySignal<boolean>;
  readonly shown: ReadonlySignal<string>;
  readonly #words = signal<readonly Kept[]>([]);
  readonly #unread = signal<ReadonlySet<string>>(new Set());
  readonly #open = signal(false);
  readonly #shown = signal("");
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
    this.words = this.#words;
    this.unread = this.#unread;
    this.open = this.#open;
    this.shown = this.#shown;
  }

  /** The ends that need no name; `named` has the lines on which one must be named, with whom one may name. */
  ends(): { readonly plain: readonly End[]; readonly named: readonly QuietLineRow[] } {
    const { quiet_lines: lines } = this.#room.me.value;
    const plain = lines.filter(({ seats }) => seats === null);
    return {
      plain: plain.map(({ line }) => ({ line: line as QuietLine, seat: "" })),
      named: lines.filter(({ seats }) => seats !== null),
    };
  }

  show(open: boolean): void {
    this.#open.value = open;
    if (open) this.look(this.#shown.peek() || [...this.#unread.peek()][0] || "");
  }

  /** Turns to an end; what it said is read now. */
  look(key: string): void {
    this.#shown.value = key;
    this.refusal.value = null;
    this.#unread.value = new Set([...this.#unread.peek()].filter((other) => other !== key));
  }

  /** Sends `text` to the end; false where there is no line to send it by. */
  say(key: string, text: string): boolean {
    const { line, seat } = endOfKey(key);
    this.refusal.value = null;
    if (this.#room.socket.state.peek() !== "open") return false;
    this.#room.socket.tell({ signal: "quiet", line, text, ...(seat && { seat }) });
    return true;
  }

  heard(said: QuietWords): void {
    const end = this.#endOf(said);
    this.#words.value = [...this.#words.peek(), { ...said, end }].slice(-MOST);
    if (said.from === this.#room.seating.seat) return;
    if (this.#open.peek() && (this.#shown.peek() === end || this.#shown.peek() === "")) this.look(end);
    else this.#unread.value = new Set([...this.#unread.peek(), end]);
  }

  refused(refusal: QuietRefusal): void {
    this.refusal.value = refusal;
  }

  #endOf({ line, from, to }: QuietWords): string {
    const { seats } = this.#room.me.peek().quiet_lines.find((row) => row.line === line) ?? { seats: null };
    if (seats === null) return line;
    // Who shares this seat's end may read along: the other end is whoever can be named.
    const other = [from, ...to].find((seat) => seats.includes(seat));
    return keyOfEnd({ line, seat: other ?? "" });
  }
}
