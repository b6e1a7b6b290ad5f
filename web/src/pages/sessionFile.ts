/** The session file while it is being filled in: its data, what is wrong with it, and the draft that this browser keeps. */

import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Path } from "./fileWords.ts";

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };
export type Data = Readonly<Record<string, Plain>>;

/** One field's kind, as the server tells it (`vcsession.shape`). */
export type Shape =
  | { readonly as: "line" | "day" | "clock" | "number" | "yes" | "zone" | "language" }
  | { readonly as: "texts"; readonly long: boolean }
  | { readonly as: "choice" | "figures"; readonly options: readonly string[] }
  | { readonly as: "list"; readonly of: Shape }
  | { readonly as: "group"; readonly fields: readonly Field[] };

export interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly absent: boolean;
  readonly usual: string | number | boolean | null;
  readonly shape: Shape;
}

export interface Form {
  readonly shape: Extract<Shape, { as: "group" }>;
  readonly zones: readonly string[];
  readonly languages: readonly string[];
}

/** `field` is a path whose positions count from 1: "delegations.3.time_zone". */
export interface Problem {
  readonly line: number | null;
  readonly field: string;
  readonly message: string;
  readonly russian: string;
}

export interface Verdict {
  readonly problems: readonly Problem[];
  readonly file: Data | null;
  readonly yaml: string | null;
  readonly seats: number;
}

export const isGroup = (value: Plain | undefined): value is Data =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function at(data: Plain | undefined, path: Path): Plain | undefined {
  return path.reduce<Plain | undefined>((inner, step) => {
    if (typeof step === "number") return Array.isArray(inner) ? (inner as readonly Plain[])[step] : undefined;
    return isGroup(inner) ? inner[step] : undefined;
  }, data);
}

/** `data` with `value` at the end of the path; what is missing on the way is made. */
export function put(data: Plain | undefined, path: Path, value: Plain | undefined): Plain {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (typeof step === "number") {
    const list = Array.isArray(data) ? [...(data as readonly Plain[])] : [];
    list[step] = put(list[step], rest, value);
    return list;
  }
  const group = isGroup(data) ? data : {};
  if (rest.length === 0 && value === undefined) {
    return Object.fromEntries(Object.entries(group).filter(([name]) => name !== step));
  }
  return { ...group, [step]: put(group[step], rest, value) };
}

/** What is sent: without fields that hold nothing, so that the server says which are missing. Lists keep their places. */
export function filledIn(value: Plain): Plain | undefined {
  if (value === null || (typeof value === "string" && value.trim() === "")) return undefined;
  if (Array.isArray(value)) {
    const list = (value as readonly Plain[]).map((one) => filledIn(one) ?? (isGroup(one) ? {} : ""));
    return list.length > 0 ? list : undefined;
  }
  if (!isGroup(value)) return value;
  const kept = Object.entries(value).flatMap(([name, one]) => {
    const inner = filledIn(one);
    return inner === undefined ? [] : [[name, inner] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** "delegations.3.time_zone" for ["delegations", 2, "time_zone"]. */
export const placeOf = (path: Path): string => path.map((step) => (typeof step === "number" ? step + 1 : step)).join(".");

const STORE = "vcsession.file.";

interface Kept {
  readonly data: Data;
  readonly at: string;
}

function remembered(name: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE + name) ?? "null") as Kept | null;
    return kept && isGroup(kept.data) ? kept : null;
  } catch {
    return null;
  }
}

export class SessionFile {
  readonly data: Signal<Data>;
  readonly verdict: Signal<Verdict | null> = signal(null);
  /** When this browser kept the draft last; "" while there is none. */
  readonly kept: Signal<string>;
  /** What was taken away last, and where: one step back. */
  readonly removed: Signal<{ readonly path: Path; readonly value: Plain } | null> = signal(null);
  readonly problems: ReadonlySignal<ReadonlyMap<string, readonly Problem[]>>;
  readonly #name: string;
  readonly #first: Data;
  readonly #ends: () => void;

  /** `name`: of the session, or "new"; `first`: what it is without a draft. */
  constructor(name: string, first: Data) {
    this.#name = name;
    this.#first = first;
    const kept = remembered(name);
    this.data = signal(kept?.data ?? first);
    this.kept = signal(kept?.at ?? "");
    this.problems = computed(() => {
      const found = new Map<string, Problem[]>();
      for (const one of this.verdict.value?.problems ?? []) found.set(one.field, [...(found.get(one.field) ?? []), one]);
      return found;
    });
    this.#ends = effect(() => this.#keep(this.data.value));
  }

  set(path: Path, value: Plain | undefined): void {
    this.data.value = put(this.data.peek(), path, value) as Data;
  }

  /** Takes an entry out of a list; `back` puts it there again. */
  remove(list: Path, position: number): void {
    const entries = at(this.data.peek(), list) as readonly Plain[];
    this.removed.value = { path: [...list, position], value: entries[position] ?? null };
    this.set(list, entries.filter((_, n) => n !== position));
  }

  back(): void {
    const gone = this.removed.peek();
    if (!gone) return;
    const list = gone.path.slice(0, -1);
    const entries = (at(this.data.peek(), list) as readonly Plain[] | undefined) ?? [];
    this.set(list, entries.toSpliced(Number(gone.path.at(-1)), 0, gone.value));
    this.removed.value = null;
  }

  move(list: Path, from: number, to: number): void {
    const entries = [...((at(this.data.peek(), list) as readonly Plain[] | undefined) ?? [])];
    const [entry] = entries.splice(from, 1);
    if (entry === undefined) return;
    this.set(list, entries.toSpliced(to, 0, entry));
  }

  /** Forgets the draft: it is again what the server has. */
  discard(): void {
    this.data.value = this.#first;
    this.verdict.value = null;
    this.forget();
  }

  /** The draft became the file. */
  forget(): void {
    localStorage.removeItem(STORE + this.#name);
    this.kept.value = "";
  }

  close(): void {
    this.#ends();
  }

  #keep(data: Data): void {
    if (data === this.#first || data === remembered(this.#name)?.data) return;
    const kept: Kept = { data, at: new Date().toISOString() };
    try {
      localStorage.setItem(STORE + this.#name, JSON.stringify(kept));
      this.kept.value = kept.at;
    } catch {
      this.kept.value = ""; // a full or forbidden store: the page says that nothing is kept
    }
  }
}
