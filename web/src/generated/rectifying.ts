// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Instant } from "./time.ts";

export interface FactRow {
  readonly id: string;
  readonly kind: string;
  readonly sitting: string;
  readonly at: Instant;
  readonly until: Instant | null;
  readonly delegation: string | null;
  readonly seat: string;
  readonly what: string;
}

export interface RectificationRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly former: FactRow | null;
  readonly now: FactRow | null;
  readonly reason: string;
  readonly consented_by: string;
  readonly words: Readonly<Record<string, string>>;
}

export interface RectifyingSlice {
  readonly rectifications: ReadonlyArray<RectificationRow>;
}
