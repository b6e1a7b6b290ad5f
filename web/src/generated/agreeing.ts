// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { PositionRow, ProposalRow } from "./proposals.ts";
import type { Day, Instant } from "./time.ts";

export interface AlternativeRow {
  readonly text: Readonly<Record<string, string>>;
  readonly delegations: ReadonlyArray<string>;
}

export interface Answers {
  readonly agree: ReadonlyArray<string>;
  readonly object: ReadonlyArray<string>;
  readonly need_time: number;
  readonly awaited: ReadonlyArray<string>;
}

export interface ConditionRow {
  readonly trigger: Readonly<Record<string, string>>;
  readonly fallback: Readonly<Record<string, string>>;
  readonly outcome: string;
  readonly ground: string;
}

export interface ConfirmRow {
  readonly delegation: string;
  readonly confirmed_at: Instant | null;
}

export interface DecisionRow {
  readonly number: string;
  readonly item: string;
  readonly kind: string;
  readonly text: Readonly<Record<string, string>>;
  readonly hash: string;
  readonly state: string;
  readonly finality: string;
  readonly put_at: Instant | null;
  readonly window_ends_at: Instant | null;
  readonly answers: Answers;
  readonly held_because: string;
  readonly taken_at: Instant | null;
  readonly confirmed_at: Instant | null;
  readonly confirm_list: ReadonlyArray<ConfirmRow>;
  readonly subject_to: Readonly<Record<string, string>>;
  readonly confirm_by: Day | null;
  readonly assignee: Readonly<Record<string, string>>;
  readonly due: Day | null;
  readonly silence_until: Instant | null;
  readonly broken_by: string;
  readonly broken_with: string;
  readonly supersedes: string | null;
  readonly superseded_by: string;
  readonly round: string;
  readonly unannounced: boolean;
  readonly asked: string;
  readonly maintained: boolean;
  readonly vote: VoteRow | null;
  readonly condition: ConditionRow | null;
  readonly late: ReadonlyArray<LateRow>;
  readonly translations: Readonly<Record<string, string>>;
}

export interface DecisionsSlice {
  readonly decisions: ReadonlyArray<DecisionRow>;
  readonly current: string | null;
}

export interface DraftRow {
  readonly path: string;
  readonly title: Readonly<Record<string, string>>;
  readonly cells: ReadonlyArray<UnitRow>;
}

export interface LateRow {
  readonly delegation: string;
  readonly associated_at: Instant | null;
  readonly reopening: string;
  readonly reason: string;
}

export interface ReservationRow {
  readonly number: string;
  readonly kind: string;
  readonly delegation: string;
  readonly decision: string | null;
  readonly state: string;
  readonly announced_at: Instant;
  readonly deadline: Instant | null;
  readonly text: string;
  readonly language: string;
  readonly received_at: Instant | null;
  readonly recorded_at: Instant | null;
  readonly lifted_at: Instant | null;
  readonly unit: string;
}

export interface ReservationsSlice {
  readonly reservations: ReadonlyArray<ReservationRow>;
}

export interface TextSlice {
  readonly symbol: string;
  readonly title: Readonly<Record<string, string>>;
  readonly rows: ReadonlyArray<DraftRow>;
  readonly open_brackets: number;
  readonly package: boolean;
  readonly proposals: ReadonlyArray<ProposalRow>;
  readonly positions: ReadonlyArray<PositionRow>;
  readonly documents: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface UnitRow {
  readonly path: string;
  readonly kind: string;
  readonly text: Readonly<Record<string, string>>;
  readonly version: number;
  readonly hash: string;
  readonly state: string;
  readonly translations: Readonly<Record<string, string>>;
  readonly alternatives: ReadonlyArray<AlternativeRow>;
  readonly confirm_list: ReadonlyArray<ConfirmRow>;
}

export interface VoteRow {
  readonly in_favour: ReadonlyArray<string>;
  readonly against: ReadonlyArray<string>;
  readonly abstaining: ReadonlyArray<string>;
  readonly not_voting: ReadonlyArray<string>;
  readonly awaited: ReadonlyArray<string>;
  readonly needed: number;
}
