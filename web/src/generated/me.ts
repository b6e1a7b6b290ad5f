// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { MinutesRow } from "./minutes.ts";
import type { ProposalRow } from "./proposals.ts";
import type { FactRow } from "./rectifying.ts";
import type { LineCheckRow } from "./room.ts";
import type { Instant } from "./time.ts";

export interface Act {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly asks: ReadonlyArray<string>;
  readonly words: Readonly<Record<string, string | number>>;
  readonly blocked: string;
  readonly from_time: Instant | null;
  readonly optional: ReadonlyArray<string>;
}

export interface CaucusRow {
  readonly room: string;
  readonly kind: string;
  readonly state: string;
  readonly opened_at: Instant;
  readonly closes_at: Instant | null;
  readonly delegations: ReadonlyArray<string>;
  readonly members: ReadonlyArray<string>;
}

export interface ChannelRow {
  readonly language: string;
  readonly state: string;
  readonly seat: string | null;
  readonly since: Instant | null;
  readonly reason: string;
  readonly until: Instant | null;
  readonly output: string;
}

export interface LanguagesSlice {
  readonly channels: ReadonlyArray<ChannelRow>;
  readonly floor_language: string;
  readonly on_offer: ReadonlyArray<string>;
}

export interface MeSlice {
  readonly seat: string;
  readonly role: "chair" | "deputy" | "secretary" | "head" | "delegate" | "interpreter" | "observer" | "technician" | "system";
  readonly delegation: string | null;
  readonly presiding: boolean;
  readonly steps: ReadonlyArray<Act>;
  readonly acts: ReadonlyArray<Act>;
  readonly microphone: string;
  readonly microphone_of: string | null;
  readonly queue_place: number | null;
  readonly answer: string;
  readonly may_publish: boolean;
  readonly may_download_minutes: boolean;
  readonly waiting: boolean;
  readonly wall: string;
  readonly time_accounts: ReadonlyArray<TimeAccount>;
  readonly proposals: ReadonlyArray<ProposalRow>;
  readonly caucus: CaucusRow | null;
  readonly invitations: ReadonlyArray<CaucusRow>;
  readonly rooms: ReadonlyArray<CaucusRow>;
  readonly facts: ReadonlyArray<FactRow>;
  readonly minutes: ReadonlyArray<MinutesRow>;
  readonly presses_for: ReadonlyArray<string>;
  readonly aide: string | null;
  readonly depends_on: ReadonlyArray<string>;
  readonly line_check: LineCheckRow | null;
  readonly speaks: string;
  readonly booth: ReadonlyArray<string>;
  readonly missed: ReadonlyArray<MissedRow>;
  readonly quiet_lines: ReadonlyArray<QuietLineRow>;
  readonly files_to: ReadonlyArray<string>;
  readonly statements: ReadonlyArray<StatementRow>;
  readonly watches: boolean;
  readonly steers: boolean;
  readonly has_desk: boolean;
}

export interface MissedRow {
  readonly decision: string;
  readonly taken_at: Instant | null;
  readonly must_confirm: boolean;
  readonly associated_at: Instant | null;
  readonly reserved: boolean;
  readonly reopening: string;
}

export interface QuietLineRow {
  readonly line: string;
  readonly seats: ReadonlyArray<string> | null;
}

export interface StatementRow {
  readonly request: string;
  readonly seat: string;
  readonly delegation: string | null;
  readonly kind: string;
  readonly item: string | null;
  readonly at: Instant;
  readonly words: Readonly<Record<string, string>>;
}

export interface TimeAccount {
  readonly delegation: string;
  readonly seconds: number;
}
