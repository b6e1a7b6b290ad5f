/**
 * The quiet lines: words beside the record.
 *
 * They are kept in this page alone and are gone with it. Which lines a seat has is the server's to say; what is
 * offered here only saves a press that it would refuse.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
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

  /** The ends that need no name; `named` says on which lines one must be named. */
  ends(): { readonly plain: readonly End[]; readonly named: readonly QuietLine[] } {
    const { role, presiding, delegation } = this.#room.me.value;
    const plain: End[] = [];
    const named: QuietLine[] = [];
    if (presiding) named.push("chair");
    else if (role === "head" || role === "secretary") plain.push({ line: "chair", seat: "" });
    if (delegation !== null) plain.push({ line: "delegation", seat: "" });
    if (role === "secretary") named.push("secretariat");
    else plain.push({ line: "secretariat", seat: "" });
    return { plain, named };
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
    const me = this.#room.me.peek();
    const others = [from, ...to].filter((seat) => seat !== this.#room.seating.seat);
    if (line === "chair" && me.presiding) return keyOfEnd({ line, seat: others[0] ?? "" });
    if (line === "secretariat" && me.role === "secretary") {
      // Another secretary reads along: the end is whoever is none.
      const asking = others.find((seat) => this.#room.seat(seat)?.role !== "secretary");
      return keyOfEnd({ line, seat: asking ?? "" });
    }
    return line;
  }
}
