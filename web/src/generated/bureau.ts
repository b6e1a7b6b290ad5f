// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Act } from "./me.ts";
import type { Instant } from "./time.ts";

export interface BureauSlice {
  readonly scripts: ReadonlyArray<ScriptRow>;
  readonly notes: ReadonlyArray<PadNote>;
  readonly speeches: ReadonlyArray<SpokenRow>;
  readonly acts: ReadonlyArray<Act>;
}

export interface PadNote {
  readonly id: string;
  readonly speech: string;
  readonly seat: string;
  readonly item: string;
  readonly text: string;
  readonly by: string;
  readonly at: Instant;
  readonly revision: number;
}

export interface ScriptRow {
  readonly item: string;
  readonly text: Readonly<Record<string, string>>;
  readonly at: Instant;
}

export interface SpokenRow {
  readonly id: string;
  readonly seat: string;
  readonly item: string;
  readonly began_at: Instant;
}
