/** The calls of the pages beside the room. */

import { call, type Seating } from "../api.ts";

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

export function paperFile(seating: Seating, paper: string, format: string, language: string): string {
  return `${session(seating)}/papers/${paper}?${new URLSearchParams({ format, language, seat: seating.seat })}`;
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
