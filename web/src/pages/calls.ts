/** The calls of the pages beside the room. */

import { call, type Seating } from "../api.ts";
import { newCause } from "../wire.ts";
import type { Text } from "../words/index.ts";
import type { Data, Form, Verdict } from "./sessionFile.ts";

export interface Milestone {
  readonly at: string;
  readonly what: string;
  readonly words: Readonly<Record<string, string>>;
}

/** What a check of a session's log found; `altered` is "" where all is whole. */
export interface Checked {
  readonly at: string;
  readonly altered: string;
  readonly whose: string;
  readonly commits: number;
  readonly own_commits: number;
  readonly head: string;
  readonly begins: string | null;
  readonly ends: string | null;
  readonly files: number;
  readonly missing: number;
  readonly key: string;
  /** Of the signatures under minutes that were sealed, `sound` fit their key and the text. */
  readonly seals: number;
  readonly sound: number;
}

export type Formats = Readonly<Record<string, readonly string[]>>;

const session = (seating: Seating): string => `/api/sessions/${encodeURIComponent(seating.session)}`;

async function get<T>(seating: Seating, path: string): Promise<T> {
  const response = await call(`${session(seating)}/${path}`, { headers: { "x-seat": seating.seat } });
  return (await response.json()) as T;
}

export const courseOf = async (seating: Seating): Promise<readonly Milestone[]> =>
  (await get<{ milestones: readonly Milestone[] }>(seating, "course")).milestones;

export const checkOf = (seating: Seating): Promise<Checked> => get(seating, "verification");

/** The papers that this seat may have, each with its formats. */
export const papersOf = async (seating: Seating): Promise<Formats> =>
  (await get<{ papers: Formats }>(seating, "papers")).papers;

/** `show`: to be read in the browser. */
export function paperFile(seating: Seating, paper: string, format: string, language: string, show = false): string {
  const query = new URLSearchParams({ format, language, seat: seating.seat, ...(show ? { show: "inline" } : {}) });
  return `${session(seating)}/papers/${paper}?${query}`;
}

/** The recording of one open part; `seconds` of it, `began_at` by the session's clock. */
export interface Recording {
  readonly file: string;
  readonly sitting: string;
  readonly began_at: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly problem: string;
}

export const recordingsOf = async (seating: Seating): Promise<readonly Recording[]> =>
  (await get<{ recordings: readonly Recording[] }>(seating, "recordings")).recordings;

export function recordingFile(seating: Seating, file: string): string {
  return `${session(seating)}/recordings/${encodeURIComponent(file)}?${new URLSearchParams({ seat: seating.seat })}`;
}

/** The archive as one file; it takes the server a while to make. */
export async function bundleOf(seating: Seating): Promise<Blob> {
  return (await call(`${session(seating)}/bundle`, { headers: { "x-seat": seating.seat } })).blob();
}

/** Hands a file that this page has made, or fetched, to the person. */
export function saveAs(name: string, data: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// what goes out of the session, and what comes back

/** A version of the minutes, with what it was made from and with; null where that was not kept. */
export interface MadeVersion {
  readonly minutes: string;
  readonly version: number;
  readonly because: string;
  readonly first: number;
  readonly last: number;
  readonly made_at: string;
  readonly template: string | null;
  readonly libraries: Readonly<Record<string, string>> | null;
}

export const versionsOf = async (seating: Seating, minutes: string): Promise<readonly MadeVersion[]> =>
  (await get<{ versions: readonly MadeVersion[] }>(seating, `minutes/${encodeURIComponent(minutes)}/versions`)).versions;

export const ANSWERS = ["accepted", "declined", "tentative"] as const;
export type Answer = (typeof ANSWERS)[number];

export interface Replies {
  readonly replies: readonly { readonly sitting: string; readonly delegation: string; readonly answer: Answer; readonly at: string }[];
  /** The sittings to which a reply may still be entered. */
  readonly open: readonly string[];
}

export const repliesOf = (seating: Seating): Promise<Replies> => get(seating, "replies");

/** Enters the reply in a calendar's file; `delegation` "" where the file names an address of ours. */
export async function enterReply(seating: Seating, file: File, delegation: string): Promise<void> {
  const query = delegation ? `?${new URLSearchParams({ delegation })}` : "";
  const headers = { "content-type": "text/calendar", "x-seat": seating.seat };
  await call(`${session(seating)}/replies${query}`, { method: "POST", headers, body: file });
}

/** A command of this seat, from a page that has no socket. */
export async function give(seating: Seating, type: string, fields: Readonly<Record<string, string>>): Promise<void> {
  await send(`${session(seating)}/commands`, seating.seat, "POST", { type, cause: newCause(), ...fields });
}

export function copyAddress(seating: Seating, copy: number, language: string): string {
  const query = new URLSearchParams({ format: "pdf", language, copy: String(copy), seat: seating.seat });
  return `${session(seating)}/minutes?${query}`;
}

// the secretariat's desk

export interface Listed {
  readonly session: string;
  readonly symbol: string;
  readonly title: Text;
  readonly state: string;
  readonly date_from: string;
  readonly date_to: string;
  readonly sequence: number;
}

export interface LinkedSeat {
  readonly seat: string;
  readonly role: string;
  readonly delegation: string | null;
  readonly office: Text;
  /** "" where this desk is not shown it. */
  readonly link: string;
  readonly qr: string;
}

export interface Links {
  readonly session: {
    readonly id: string;
    readonly symbol: string;
    readonly title: Text;
    readonly authentic: string;
    readonly venue: Text;
    readonly date_from: string;
    readonly date_to: string;
    readonly time_zone: string;
    readonly sittings: readonly { readonly number: string; readonly opens_at: string }[];
  };
  readonly delegations: readonly { readonly code: string; readonly official: Text; readonly time_zone: string }[];
  readonly seats: readonly LinkedSeat[];
  /** The calendar file by language. */
  readonly calendars: Readonly<Record<string, string>>;
}

export interface KeptFile {
  readonly file: Data;
  readonly yaml: string;
  readonly sequence: number;
  readonly amendable: readonly string[];
}

async function send(path: string, seat: string, method: string, body?: unknown): Promise<Response> {
  const headers = { "content-type": "application/json", "x-seat": seat };
  return call(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

export async function beSecretariat(token: string): Promise<void> {
  await send("/api/secretariat", "", "POST", { token });
}

export async function leaveSecretariat(): Promise<void> {
  await send("/api/secretariat", "", "DELETE");
}

export async function sessionsOf({ seat }: Seating): Promise<readonly Listed[]> {
  const answer = await call("/api/sessions", { headers: { "x-seat": seat } });
  return ((await answer.json()) as { sessions: readonly Listed[] }).sessions;
}

export async function formOf({ seat }: Seating): Promise<Form> {
  return (await (await call("/api/session-file", { headers: { "x-seat": seat } })).json()) as Form;
}

/** What is wrong with a session file; nothing is written. */
export async function checkFile({ seat }: Seating, given: { readonly file: Data } | { readonly yaml: string }): Promise<Verdict> {
  return (await (await send("/api/session-file", seat, "POST", given)).json()) as Verdict;
}

export const fileOf = (seating: Seating): Promise<KeptFile> => get(seating, "file");

export const linksOf = (seating: Seating): Promise<Links> => get(seating, "links");

/** Convenes the session, or amends the one of the seating; gives its name. */
export async function sendFile(seating: Seating, file: Data, amend: boolean): Promise<string> {
  const path = amend ? `${session(seating)}/amend` : "/api/sessions";
  const answer = (await (await send(path, seating.seat, "POST", file)).json()) as { session?: string };
  return answer.session ?? seating.session;
}

// tables

export interface ImportedRow {
  readonly row: number;
  readonly data: {
    readonly path?: string;
    readonly title?: Text;
    readonly cells?: readonly { readonly path: string; readonly kind: string; readonly text: Text }[];
    readonly number?: string;
    readonly delegation?: string;
    readonly kind?: string;
    readonly unit?: string;
    readonly received?: string;
    readonly text?: Text;
    readonly author?: Text;
    readonly rationale?: Text;
  };
  readonly faults: readonly { readonly code: string; readonly words: Readonly<Record<string, string>> }[];
  /** What the row becomes in the room; not there while a file is filled in. */
  readonly commands?: readonly Readonly<Record<string, unknown>>[];
  readonly refusal?: { readonly code: string; readonly message: string; readonly detail: Readonly<Record<string, string>> } | null;
}

export interface Found {
  readonly sheet: string;
  readonly columns: readonly (readonly [string, string])[];
  readonly entries: readonly ImportedRow[];
}

/** The rows of a table in a file; nothing is written. `apart`: for a session file rather than for the session. */
export async function readTable(seating: Seating, about: object, file: File, apart = false): Promise<Found> {
  const form = new FormData();
  form.append("about", JSON.stringify(about));
  form.append("file", file);
  const path = apart ? "/api/session-file/import" : `${session(seating)}/import`;
  return (await (await call(path, { method: "POST", headers: { "x-seat": seating.seat }, body: form })).json()) as Found;
}
