// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Day, Instant } from "./time.ts";

export interface ApprovalRow {
  readonly id: string;
  readonly delegation: string;
  readonly state: string;
  readonly since: Instant;
  readonly letter: string;
  readonly office: Readonly<Record<string, string>>;
  readonly reason: string;
}

export interface CommentRow {
  readonly number: string;
  readonly delegation: string;
  readonly unit: string;
  readonly kind: string;
  readonly text: Readonly<Record<string, string>>;
  readonly resolved: string;
}

export interface CommuniqueRow {
  readonly state: string;
  readonly text: Readonly<Record<string, string>>;
  readonly hash: string;
  readonly facts: ReadonlyArray<string>;
  readonly cleared: ReadonlyArray<string>;
  readonly awaited: ReadonlyArray<string>;
  readonly embargo_until: Instant | null;
  readonly released_at: Instant | null;
  readonly address: string;
}

export interface FollowingSlice {
  readonly forwardings: ReadonlyArray<ForwardingRow>;
  readonly facts: ReadonlyArray<PublicRow>;
  readonly communique: CommuniqueRow;
  readonly previous: string;
  readonly next_round: string;
}

export interface ForwardingRow {
  readonly id: string;
  readonly body: Readonly<Record<string, string>>;
  readonly state: string;
  readonly version: string;
  readonly adopting: Readonly<Record<string, string>>;
  readonly preliminary: ReadonlyArray<string>;
  readonly ad_referendum: ReadonlyArray<string>;
  readonly brackets: ReadonlyArray<string>;
  readonly due: Day | null;
  readonly deadline: Instant | null;
  readonly reminders: ReadonlyArray<Instant>;
  readonly steps: ReadonlyArray<StepRow>;
  readonly approvals: ReadonlyArray<ApprovalRow>;
  readonly comments: ReadonlyArray<CommentRow>;
}

export interface PublicRow {
  readonly id: string;
  readonly level: string;
  readonly text: Readonly<Record<string, string>>;
  readonly names: ReadonlyArray<string>;
  readonly may_be_told: boolean;
}

export interface StepRow {
  readonly state: string;
  readonly at: Instant;
  readonly letter: string;
  readonly words: string;
}
