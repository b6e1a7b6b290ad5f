// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Instant } from "./time.ts";

export interface CredentialsRow {
  readonly delegation: string;
  readonly state: string;
  readonly head_seat: string;
  readonly head_kind: string;
  readonly head: PersonRow | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly people: ReadonlyArray<PersonRow>;
}

export interface CredentialsSlice {
  readonly rows: ReadonlyArray<CredentialsRow>;
}

export interface PaperRow {
  readonly id: string;
  readonly symbol: string;
  readonly title: Readonly<Record<string, string>>;
  readonly language: string;
  readonly state: string;
  readonly audience: string;
  readonly items: ReadonlyArray<string>;
  readonly by: string | null;
  readonly status: string;
  readonly marking: string;
  readonly media_type: string;
  readonly size: number;
  readonly hash: string;
  readonly uploaded_at: Instant | null;
  readonly circulated_at: Instant | null;
  readonly superseded_by: string;
}

export interface PapersSlice {
  readonly papers: ReadonlyArray<PaperRow>;
}

export interface PersonRow {
  readonly id: string;
  readonly name: Readonly<Record<string, string>>;
  readonly rank: Readonly<Record<string, string>>;
  readonly post: Readonly<Record<string, string>>;
  readonly capacity: string;
}
