/** What travels between browser and server, beside the slices. */

import type { Slices } from "./generated/slices.ts";

export type Version = number;

/** Who stands in one receiving place of my media connection; `seat` is null while the place is empty. */
export interface Place {
  readonly mid: string;
  readonly kind: "audio" | "video";
  readonly name: string;
  readonly seat: string | null;
}

/** The layers of my camera that anybody has a place for, by their rids. */
export interface WantedLayers {
  readonly media: string;
  readonly active: readonly string[];
}

/** Whether the disk takes the recording that is wanted; `why` is told to those who can mend it, "" to all others. */
export interface RecordingState {
  readonly stopped: boolean;
  readonly why: "" | "disk_full" | "disk_failed";
}

/** Words beside the record, on one of the quiet lines. */
export interface QuietWords {
  readonly line: QuietLine;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
  readonly at: string;
}

export type QuietLine = "chair" | "delegation" | "secretariat";

export type Frame =
  | { readonly frame: "slices"; readonly version: Version; readonly now: string; readonly slices: Partial<Slices> }
  | { readonly frame: "done"; readonly cause: string; readonly version: Version }
  | {
      readonly frame: "refused";
      readonly cause: string;
      readonly code: string;
      readonly message: string;
      readonly detail?: Readonly<Record<string, string>>;
    }
  | { readonly frame: "places"; readonly media: string; readonly places: readonly Place[] }
  | { readonly frame: "speaking"; readonly seats: readonly string[] }
  | ({ readonly frame: "layers" } & WantedLayers)
  | ({ readonly frame: "recording" } & RecordingState)
  /** Whether this media connection is the one of its seat that is heard. */
  | { readonly frame: "sounds"; readonly media: string; readonly here: boolean }
  /** An interpreter asks for less speed. */
  | { readonly frame: "slower"; readonly from: string }
  | {
      readonly frame: "links";
      readonly connected: readonly string[];
      /** Seats with more than one device. */
      readonly devices?: Readonly<Record<string, number>>;
    }
  | ({ readonly frame: "quiet" } & QuietWords)
  | { readonly frame: "now"; readonly now: string }
  | { readonly frame: "unsaved"; readonly cause: string }
  | { readonly frame: "elsewhere" };

/** One value of a command's field: words, a number, a yes or no, words by language, a list of codes, persons. */
export type FieldValue =
  | string
  | number
  | boolean
  | Readonly<Record<string, string>>
  | readonly string[]
  | NamedPerson
  | readonly NamedPerson[];

/** Somebody by name, as `confirm_attendance` and `name_head` take them. */
export interface NamedPerson {
  readonly name: Readonly<Record<string, string>>;
  readonly rank: Readonly<Record<string, string>>;
  readonly post: Readonly<Record<string, string>>;
  readonly capacity: string;
}

export type Fields = Readonly<Record<string, FieldValue>>;

export type Command = Fields & { readonly type: string; readonly cause: string };

/** What became of a command. */
export type Outcome =
  | { readonly done: true; readonly version: Version }
  | {
      readonly done: false;
      readonly code: string;
      readonly message: string;
      readonly detail: Readonly<Record<string, string>>;
    };

const KNOWN = new Set(["slices", "done", "refused", "places", "speaking", "layers", "recording", "sounds", "slower", "links", "quiet", "now", "unsaved", "elsewhere"]);

/** The frame in `text`; null for one that this client does not know (a newer server). */
export function readFrame(text: string): Frame | null {
  const value = JSON.parse(text) as { frame?: unknown };
  return typeof value.frame === "string" && KNOWN.has(value.frame) ? (value as Frame) : null;
}

/** A fresh id for a command. `crypto.randomUUID` is missing where the page came without https. */
export function newCause(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
