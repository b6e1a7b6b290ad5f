// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Act } from "./me.ts";
import type { Instant } from "./time.ts";

export interface FolderDraft {
  readonly id: string;
  readonly kind: string;
  readonly unit: string;
  readonly text: Readonly<Record<string, string>>;
  readonly rationale: Readonly<Record<string, string>>;
  readonly by: string;
  readonly at: Instant;
  readonly proposal: string;
}

export interface FolderSlice {
  readonly drafts: ReadonlyArray<FolderDraft>;
  readonly notes: ReadonlyArray<NoteRow>;
  readonly acts: ReadonlyArray<Act>;
}

export interface NoteRow {
  readonly about: string;
  readonly id: string;
  readonly whose: string;
  readonly department: string;
  readonly stand: string;
  readonly remark: string;
  readonly by: string;
  readonly at: Instant;
}
