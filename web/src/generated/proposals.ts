// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Day, Instant } from "./time.ts";

export interface PositionRow {
  readonly about: string;
  readonly id: string;
  readonly delegation: string;
  readonly stand: string;
  readonly at: Instant;
}

export interface ProposalRow {
  readonly id: string;
  readonly number: string;
  readonly delegation: string;
  readonly kind: string;
  readonly unit: string;
  readonly received: Day | null;
  readonly submitted_at: Instant | null;
  readonly text: Readonly<Record<string, string>>;
  readonly rationale: Readonly<Record<string, string>>;
  readonly author: Readonly<Record<string, string>>;
  readonly cosponsors: ReadonlyArray<string>;
  readonly state: string;
  readonly item: string;
  readonly wording: Readonly<Record<string, string>>;
  readonly reason: Readonly<Record<string, string>>;
  readonly maintained: boolean;
  readonly into: string;
  readonly by: string;
  readonly after: string;
}
