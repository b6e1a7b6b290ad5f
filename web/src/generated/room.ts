// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

import type { Post } from "./convocation.ts";
import type { Day, Instant } from "./time.ts";

export interface AgendaSlice {
  readonly items: ReadonlyArray<ItemRow>;
  readonly current: string | null;
  readonly adopted_at: Instant | null;
}

export interface AppealRow {
  readonly request: string;
  readonly delegation: string;
  readonly ruling: string;
  readonly at: Instant;
  readonly ends_at: Instant | null;
  readonly uphold: ReadonlyArray<string>;
  readonly overrule: ReadonlyArray<string>;
  readonly awaited: ReadonlyArray<string>;
}

export interface DelegationPlate {
  readonly code: string;
  readonly kind: string;
  readonly official: Readonly<Record<string, string>>;
  readonly short: Readonly<Record<string, string>>;
  readonly of: Readonly<Record<string, string>>;
  readonly represents: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly time_zone: string;
  readonly head: Readonly<Record<string, string>>;
  readonly seats: ReadonlyArray<string>;
  readonly counts: boolean;
}

export interface FloorSlice {
  readonly mode: string;
  readonly open: boolean;
  readonly by_secretary: boolean;
  readonly speakers: ReadonlyArray<RequestRow>;
  readonly queue: ReadonlyArray<RequestRow>;
  readonly points: ReadonlyArray<RequestRow>;
  readonly appeal: AppealRow | null;
}

export interface IncidentRow {
  readonly id: string;
  readonly kind: string;
  readonly seat: string;
  readonly delegation: string | null;
  readonly since: Instant;
  readonly until: Instant | null;
}

export interface ItemRow {
  readonly number: string;
  readonly title: Readonly<Record<string, string>>;
  readonly rapporteur: Readonly<Record<string, string>>;
  readonly minutes: number;
  readonly documents: ReadonlyArray<string>;
  readonly state: string;
  readonly outcome: string;
  readonly opened_at: Instant | null;
  readonly concluded_at: Instant | null;
  readonly translations: Readonly<Record<string, string>>;
}

export interface LineCheckRow {
  readonly sitting: string;
  readonly at: Instant;
  readonly microphone: string;
  readonly camera: string;
  readonly lines: number;
  readonly sent_kbits: number;
  readonly received_kbits: number;
  readonly lost_sent: number;
  readonly lost_received: number;
  readonly round_trip_ms: number | null;
}

export interface PresenceRow {
  readonly delegation: string;
  readonly presence: string;
  readonly since: Instant | null;
  readonly asked_to_join: boolean;
  readonly grace_until: Instant | null;
  readonly place: string;
}

export interface PresidingPlate {
  readonly state: string;
  readonly seat: string | null;
  readonly epoch: number;
  readonly since: Instant | null;
}

export interface QuorumFigures {
  readonly present: number;
  readonly in_grace: number;
  readonly entitled: number;
  readonly needed_to_open: number;
  readonly needed_to_decide: number;
  readonly open_met: boolean;
  readonly decide_met: boolean;
}

export interface RequestRow {
  readonly id: string;
  readonly seat: string;
  readonly delegation: string | null;
  readonly kind: string;
  readonly state: string;
  readonly asked_at: Instant;
  readonly granted_at: Instant | null;
  readonly began_at: Instant | null;
  readonly spoken_s: number;
  readonly limit_s: number;
  readonly to_confirm: boolean;
  readonly person: string;
}

export interface RollCallSlice {
  readonly rows: ReadonlyArray<PresenceRow>;
}

export interface SeatPlate {
  readonly id: string;
  readonly role: "chair" | "deputy" | "secretary" | "head" | "delegate" | "interpreter" | "observer" | "technician" | "system";
  readonly office: Readonly<Record<string, string>>;
  readonly delegation: string | null;
  readonly language: string | null;
  readonly sounds: boolean;
  readonly officer: boolean;
}

export interface SessionSlice {
  readonly id: string;
  readonly symbol: string;
  readonly state: string;
  readonly organisation: Readonly<Record<string, string>>;
  readonly title: Readonly<Record<string, string>>;
  readonly subject: Readonly<Record<string, string>>;
  readonly purpose: Readonly<Record<string, string>>;
  readonly marking: Readonly<Record<string, string>>;
  readonly venue: Readonly<Record<string, string>>;
  readonly mode: string;
  readonly ordinal: number;
  readonly date_from: Day;
  readonly date_to: Day;
  readonly time_zone: string;
  readonly working_languages: ReadonlyArray<string>;
  readonly authentic_language: string;
  readonly legal_basis: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly overall_lead: Post;
  readonly delegations: ReadonlyArray<DelegationPlate>;
  readonly seats: ReadonlyArray<SeatPlate>;
  readonly objection_window_s: number;
  readonly speech_limit_s: number;
  readonly opened_at: Instant | null;
  readonly closed_at: Instant | null;
  readonly over: boolean;
}

export interface SittingPlate {
  readonly number: string;
  readonly state: string;
  readonly opens_at: Instant;
  readonly called_to_order_at: Instant | null;
  readonly ended_at: Instant | null;
}

export interface SittingSlice {
  readonly current: string | null;
  readonly state: string;
  readonly reason: string;
  readonly sittings: ReadonlyArray<SittingPlate>;
  readonly presiding: PresidingPlate;
  readonly quorum: QuorumFigures;
  readonly quorum_declared_at: Instant | null;
  readonly incidents: ReadonlyArray<IncidentRow>;
  readonly closed_since: Instant | null;
  readonly recorded: boolean;
  readonly line_check: string | null;
}
