// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

/** An instant in UTC, ISO 8601 with `Z`. */
export type Instant = string;
/** A calendar day, YYYY-MM-DD. */
export type Day = string;

export interface Act {
  readonly type: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly asks: ReadonlyArray<string>;
  readonly words: Readonly<Record<string, string | number>>;
  readonly blocked: string;
  readonly from_time: Instant | null;
}

export interface AgendaSlice {
  readonly items: ReadonlyArray<ItemRow>;
  readonly current: string | null;
  readonly adopted_at: Instant | null;
}

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

export interface ApprovalRow {
  readonly id: string;
  readonly delegation: string;
  readonly state: string;
  readonly since: Instant;
  readonly letter: string;
  readonly office: Readonly<Record<string, string>>;
  readonly reason: string;
}

export interface BureauSlice {
  readonly scripts: ReadonlyArray<ScriptRow>;
  readonly notes: ReadonlyArray<PadNote>;
  readonly speeches: ReadonlyArray<SpokenRow>;
  readonly acts: ReadonlyArray<Act>;
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

export interface CopyRow {
  readonly number: number;
  readonly to: string;
  readonly at: Instant;
}

export interface CorrectionRow {
  readonly number: string;
  readonly delegation: string;
  readonly kind: string;
  readonly target: string;
  readonly old: Readonly<Record<string, string>>;
  readonly new: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly state: string;
  readonly submitted_at: Instant;
  readonly notified_at: Instant | null;
  readonly until: Instant | null;
  readonly objections: ReadonlyArray<string>;
  readonly proposed: Readonly<Record<string, string>>;
  readonly agreed: boolean;
  readonly answer: string;
  readonly decided_at: Instant | null;
}

export interface CorrigendumRow {
  readonly number: number | null;
  readonly text: Readonly<Record<string, string>>;
  readonly at: Instant;
}

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

export interface DraftRow {
  readonly path: string;
  readonly title: Readonly<Record<string, string>>;
  readonly cells: ReadonlyArray<UnitRow>;
}

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

export interface FloorSlice {
  readonly mode: string;
  readonly open: boolean;
  readonly by_secretary: boolean;
  readonly speakers: ReadonlyArray<RequestRow>;
  readonly queue: ReadonlyArray<RequestRow>;
  readonly points: ReadonlyArray<RequestRow>;
  readonly appeal: AppealRow | null;
}

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

export interface LanguagesSlice {
  readonly channels: ReadonlyArray<ChannelRow>;
  readonly floor_language: string;
}

export interface LateRow {
  readonly delegation: string;
  readonly associated_at: Instant | null;
  readonly reopening: string;
  readonly reason: string;
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
  readonly missed: ReadonlyArray<MissedRow>;
  readonly quiet_lines: ReadonlyArray<QuietLineRow>;
  readonly files_to: ReadonlyArray<string>;
  readonly statements: ReadonlyArray<StatementRow>;
  readonly watches: boolean;
}

export interface MinutesRow {
  readonly number: string;
  readonly state: string;
  readonly form: string;
  readonly language: string;
  readonly versions: ReadonlyArray<VersionRow>;
  readonly overlays: ReadonlyArray<OverlayRow>;
  readonly circulated_at: Instant | null;
  readonly deadline: Instant | null;
  readonly corrections: ReadonlyArray<CorrectionRow>;
  readonly adopted_at: Instant | null;
  readonly hash: string;
  readonly signatures: ReadonlyArray<SignatureRow>;
  readonly awaited: ReadonlyArray<string>;
  readonly issued_at: Instant | null;
  readonly corrigenda: ReadonlyArray<CorrigendumRow>;
  readonly copies: ReadonlyArray<CopyRow>;
}

export interface MissedRow {
  readonly decision: string;
  readonly taken_at: Instant | null;
  readonly must_confirm: boolean;
  readonly associated_at: Instant | null;
  readonly reserved: boolean;
  readonly reopening: string;
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

export interface OverlayRow {
  readonly kind: string;
  readonly target: string;
  readonly text: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly made_at: Instant;
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

export interface PositionRow {
  readonly about: string;
  readonly id: string;
  readonly delegation: string;
  readonly stand: string;
  readonly at: Instant;
}

export interface Post {
  readonly title: Readonly<Record<string, string>>;
  readonly rank: Readonly<Record<string, string>>;
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

export interface PublicRow {
  readonly id: string;
  readonly level: string;
  readonly text: Readonly<Record<string, string>>;
  readonly names: ReadonlyArray<string>;
  readonly may_be_told: boolean;
}

export interface QuietLineRow {
  readonly line: string;
  readonly seats: ReadonlyArray<string> | null;
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

export interface RollCallSlice {
  readonly rows: ReadonlyArray<PresenceRow>;
}

export interface ScriptRow {
  readonly item: string;
  readonly text: Readonly<Record<string, string>>;
  readonly at: Instant;
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
}

export interface SignatureRow {
  readonly signer: string;
  readonly manner: string;
  readonly words: string;
  readonly at: Instant;
  readonly scanned: boolean;
  readonly sealed: boolean;
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

export interface SpokenRow {
  readonly id: string;
  readonly seat: string;
  readonly item: string;
  readonly began_at: Instant;
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

export interface StepRow {
  readonly state: string;
  readonly at: Instant;
  readonly letter: string;
  readonly words: string;
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

export interface TimeAccount {
  readonly delegation: string;
  readonly seconds: number;
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

export interface VersionRow {
  readonly number: number;
  readonly last: number;
  readonly made_at: Instant;
  readonly because: string;
}

export interface VoteRow {
  readonly in_favour: ReadonlyArray<string>;
  readonly against: ReadonlyArray<string>;
  readonly abstaining: ReadonlyArray<string>;
  readonly not_voting: ReadonlyArray<string>;
  readonly awaited: ReadonlyArray<string>;
  readonly needed: number;
}

/** Every slice by the name under which it travels. */
export interface Slices {
  readonly session: SessionSlice;
  readonly sitting: SittingSlice;
  readonly roll_call: RollCallSlice;
  readonly agenda: AgendaSlice;
  readonly floor: FloorSlice;
  readonly rectifying: RectifyingSlice;
  readonly decisions: DecisionsSlice;
  readonly reservations: ReservationsSlice;
  readonly text: TextSlice;
  readonly following: FollowingSlice;
  readonly papers: PapersSlice;
  readonly credentials: CredentialsSlice;
  readonly languages: LanguagesSlice;
  readonly folder: FolderSlice;
  readonly bureau: BureauSlice;
  readonly me: MeSlice;
}
