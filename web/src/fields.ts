/** What must still be asked for an act: one control for each field, from the field's name alone. */

import type { Act, Slices } from "./generated/slices.ts";
import type { Mine } from "./room.ts";
import type { FieldValue, NamedPerson } from "./wire.ts";

export type Control =
  | { readonly as: "choice"; readonly prefix: string; readonly options: readonly string[] }
  | { readonly as: "delegation" | "delegations" | "seat" | "item" | "proposal" | "language" | "day" | "units" | "decision" | "held_sitting" | "topic" | "digest" | "statement" | "person" | "line" | "lines" | "fact" | "sitting" | "texts" | "number" | "yes" | "moment" };

const DECISION_KINDS = [
  "procedural",
  "text",
  "dates",
  "venue",
  "composition",
  "responsible",
  "assignment",
  "request",
  "forwarding",
  "condition",
];
const OUTCOMES = [
  "reviewed_and_discussed",
  "agreed",
  "agreed_preliminarily",
  "agreed_ad_referendum",
  "partly_agreed",
  "no_agreement",
  "noted",
];

const CHANGES = [
  "arrived_late",
  "stepped_out",
  "returned",
  "link_lost",
  "link_restored",
  "grace_expired",
  "departed",
  "rejoined",
  "marked_temporarily_absent",
];

/** By "type.kind.field" or "type.field" where one field name means several things, else by the field's name. */
const CONTROLS: Readonly<Record<string, Control>> = {
  "request_floor.kind": {
    as: "choice",
    prefix: "kind.request",
    options: ["intervention", "point_of_order", "procedural_motion", "reply"],
  },
  "announce_reservation.kind": {
    as: "choice",
    prefix: "kind.reservation",
    options: ["reservation", "interpretative_statement", "statement_for_the_record"],
  },
  "break_silence.kind": { as: "choice", prefix: "option.break", options: ["objection", "amendment"] },
  "break_silence.text": { as: "lines" },
  "submit_text.text": { as: "lines" },
  "submit_text.language": {
    as: "choice",
    prefix: "option.language",
    options: ["ru", "en", "hy", "be", "kk", "ky", "tg"],
  },
  "generate_minutes.form": { as: "choice", prefix: "option.form", options: ["full", "short"] },
  "overlay_minutes.intervention.target": { as: "statement" },
  "overlay_minutes.note.target": { as: "item" },
  "accept_own_statement.against": { as: "choice", prefix: "option.against", options: ["recording", "notes", "log"] },
  "accept_fact.against": { as: "choice", prefix: "option.against", options: ["log", "recording"] },
  "sign.manner": { as: "choice", prefix: "option.manner", options: ["signed", "with_reservation", "refused"] },
  "sign.words": { as: "lines" },
  "submit_correction.own_statement.target": { as: "statement" },
  "submit_correction.decision_text.target": { as: "decision" },
  "submit_correction.fact.target": { as: "held_sitting" },
  scan: { as: "digest" },
  topic: { as: "topic" },
  in_minutes: { as: "number" },
  old: { as: "texts" },
  new: { as: "texts" },
  expires_at: { as: "moment" },
  embargo_until: { as: "moment" },
  office: { as: "texts" },
  how: { as: "lines" },
  level: { as: "choice", prefix: "option.level", options: ["no", "category", "full"] },
  names: { as: "delegations" },
  "register_comment.kind": { as: "choice", prefix: "kind.proposal", options: ["comment", "amendment"] },
  supersedes: { as: "line" },
  "table_decision.kind": { as: "choice", prefix: "kind.decision", options: DECISION_KINDS },
  "submit_proposal.kind": {
    as: "choice",
    prefix: "kind.proposal",
    options: ["amendment", "addition", "deletion", "proposal", "comment"],
  },
  "draft_proposal_text.kind": {
    as: "choice",
    prefix: "kind.proposal",
    options: ["amendment", "addition", "deletion", "proposal", "comment"],
  },
  whose: { as: "choice", prefix: "whose", options: ["internal", "delegation"] },
  remark: { as: "lines" },
  "reject_proposal.reason": { as: "texts" },
  rationale: { as: "texts" },
  author: { as: "texts" },
  translation: { as: "texts" },
  maintained: { as: "yes" },
  into: { as: "proposal" },
  by: { as: "proposal" },
  agreed: { as: "delegations" },
  stand: {
    as: "choice",
    prefix: "stand",
    options: ["support", "can_accept", "studying", "awaiting_instructions", "reserve", "object"],
  },
  "add_unit.kind": {
    as: "choice",
    prefix: "kind.cell",
    options: ["paragraph", "date", "venue", "composition", "responsible"],
  },
  excepting: { as: "units" },
  alternative: { as: "number" },
  "suspend_sitting.reason": {
    as: "choice",
    prefix: "option.reason",
    options: ["break", "consultations", "technical", "interpretation", "inquorate", "minutes"],
  },
  "cannot_interpret.reason": {
    as: "choice",
    prefix: "option.reason",
    options: ["sound", "speed", "no_document", "illness", "link"],
  },
  "set_floor_language.spoken": { as: "language" },
  "declare_language.depends": { as: "yes" },
  fact: { as: "fact" },
  at: { as: "moment" },
  struck: { as: "yes" },
  words: { as: "texts" },
  "enter_rectification.until": { as: "moment" },
  "enter_rectification.presence.what": { as: "choice", prefix: "option.change", options: CHANGES },
  "enter_rectification.roll_call.what": {
    as: "choice",
    prefix: "presence",
    options: ["present", "absent", "excused", "not_participating", "expected"],
  },
  "enter_rectification.suspension.what": {
    as: "choice",
    prefix: "option.reason",
    options: ["break", "consultations", "technical", "interpretation", "inquorate"],
  },
  "invite.seat": { as: "seat" },
  "register_document.status": { as: "choice", prefix: "option.status", options: ["authentic", "translation"] },
  "register_document.marking": {
    as: "choice",
    prefix: "option.marking",
    options: ["open", "official_use", "confidential", "secret"],
  },
  "submit_credentials.received": {
    as: "choice",
    prefix: "option.received",
    options: ["original", "copy", "electronic"],
  },
  dated: { as: "day" },
  "name_head.kind": { as: "choice", prefix: "option.head", options: ["acting", "replacement"] },
  person: { as: "person" },
  "name_head.since": { as: "moment" },
  "name_head.until": { as: "moment" },
  aide: { as: "seat" },
  "mark_present.place": { as: "choice", prefix: "option.place", options: ["remote", "hub"] },
  "reorder.place": { as: "number" },
  answer: { as: "choice", prefix: "option.answer", options: ["agree", "object", "need_time"] },
  outcome: { as: "choice", prefix: "outcome", options: OUTCOMES },
  delegation: { as: "delegation" },
  delegations: { as: "delegations" },
  seat: { as: "seat" },
  item: { as: "item" },
  text: { as: "texts" },
  subject_to: { as: "texts" },
  body: { as: "texts" },
  trigger: { as: "texts" },
  fallback: { as: "texts" },
  assignee: { as: "texts" },
  "rule_on_point.words": { as: "texts" },
  "enter_decision_translation.words": { as: "lines" },
  "enter_item_translation.words": { as: "line" },
  status: { as: "choice", prefix: "option.translation", options: ["working", "checked"] },
  due: { as: "day" },
  confirm_by: { as: "day" },
  reason: { as: "lines" },
  until: { as: "sitting" },
  letter: { as: "line" },
  insists: { as: "yes" },
};

export function controlOf(act: Act, field: string): Control {
  const ofKind = CONTROLS[`${act.type}.${act.fields["kind"]}.${field}`];
  return ofKind ?? CONTROLS[`${act.type}.${field}`] ?? CONTROLS[field] ?? { as: "line" };
}

/** Whether the person gave nothing for a field: no words in any language, nothing chosen. */
export function isEmpty(value: FieldValue | undefined): boolean {
  if (value === undefined || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (isPerson(value)) return isEmpty(value.name) && isEmpty(value.rank) && isEmpty(value.post);
  return typeof value === "object" && Object.values(value).every((words) => words.trim() === "");
}

const worded = (text: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(text).filter(([, words]) => words.trim() !== ""));

/** The given values as a command carries them: empty ones left out, texts without their empty languages. */
export function filled(values: Readonly<Record<string, FieldValue>>): Record<string, FieldValue> {
  const result: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(values)) {
    if (isEmpty(value)) continue;
    if (isPerson(value)) result[field] = { ...value, name: worded(value.name), rank: worded(value.rank), post: worded(value.post) };
    else result[field] = isTexts(value) ? worded(value) : value;
  }
  return result;
}

/** The fields still missing: not optional and empty, or without words in the authentic language; a name is spelt in all. */
export function missing(
  act: Act,
  values: Readonly<Record<string, FieldValue>>,
  authentic: string,
  working: readonly string[] = [authentic],
): string[] {
  return act.asks.filter((field) => {
    const value = values[field];
    if (isEmpty(value)) return !act.optional.includes(field);
    if (isPerson(value)) return working.some((language) => !value.name[language]?.trim());
    return isTexts(value) && !value[authentic]?.trim();
  });
}

function isTexts(value: FieldValue | undefined): value is Readonly<Record<string, string>> {
  return typeof value === "object" && !Array.isArray(value) && !isPerson(value);
}

export function isPerson(value: FieldValue | undefined): value is NamedPerson {
  return typeof value === "object" && "capacity" in value;
}

type Present = Pick<Slices, "decisions" | "text" | "folder"> & Partial<Pick<Slices, "bureau">>;

/** What stands in a control at first. Where a decision or a unit of the text is revised, its present text. */
export function initial(act: Act, field: string, { decisions, text, folder, bureau }: Present): FieldValue {
  const control = controlOf(act, field);
  if (control.as === "texts") {
    if (act.type === "write_script") return bureau?.scripts.find(({ item }) => item === act.fields["item"])?.text ?? {};
    const draft = folder.drafts.find(({ id }) => id === act.fields["draft"]);
    if (draft) return field === "text" ? draft.text : field === "rationale" ? draft.rationale : {};
    if (act.type === "accept_in_part") {
      return text.proposals.find(({ id }) => id === act.fields["proposal"])?.text ?? {};
    }
    if (act.type === "revise_text" || act.type === "bracket") {
      const cells = text.rows.flatMap((row) => row.cells);
      return cells.find(({ path }) => path === act.fields["unit"])?.text ?? {};
    }
    const decision = decisions.decisions.find((row) => row.number === act.fields["decision"]);
    return act.type === "revise_decision" && field === "text" && decision ? decision.text : {};
  }
  if (control.as === "delegations" || control.as === "units") return [];
  if (control.as === "yes") return false;
  if (control.as === "person") return { name: {}, rank: {}, post: {}, capacity: "head" };
  return "";
}

/** What another field reads once `field` is given: what is corrected comes with its words as they stand. */
export function follows(
  act: Act,
  field: string,
  value: FieldValue,
  { decisions, me }: Pick<Slices, "decisions"> & { readonly me: Pick<Mine, "statements"> },
): Readonly<Record<string, FieldValue>> {
  if (field !== "target") return {};
  const decision = decisions.decisions.find(({ number }) => number === value);
  const statement = me.statements.find(({ request }) => request === value);
  if (act.type === "submit_correction" && act.fields["kind"] === "decision_text" && decision) return { new: decision.text };
  if (act.type === "submit_correction" && statement && !isEmpty(statement.words)) return { new: statement.words };
  return {};
}
