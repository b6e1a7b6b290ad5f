/** How an act that the server offers is worded, when it may be pressed and where it is shown. */

import type { Act } from "./generated/slices.ts";
import type { Room } from "./room.ts";
import { same } from "./same.ts";
import { maybe, named, refusalWords, say, type Words } from "./words/index.ts";

/** The field of an act that has wordings of its own: "Suspend for a break". */
const WORDED: Readonly<Record<string, string>> = {
  request_floor: "kind",
  record_answer: "answer",
  cast_vote: "vote",
  answer_reopening: "answer",
  suspend_sitting: "reason",
  mark_present: "place",
  clear_incident: "kind",
  announce_reservation: "kind",
  rule_on_point: "ruling",
  submit_correction: "kind",
  overlay_minutes: "kind",
  sign: "manner",
  answer_appeal: "verdict",
  open_room: "kind",
  enter_rectification: "kind",
};

/** Acts that end or take away something: the button asks once, in its place. */
const ASK_ONCE = new Set([
  "postpone",
  "cancel",
  "close_session",
  "suspend_session",
  "close_sitting",
  "adjourn_sitting",
  "cancel_sitting",
  "hand_over",
  "revoke_floor",
  "withdraw_item",
  "withdraw_decision",
  "withdraw_proposal",
  "discard_draft",
  "record_no_consensus",
  "declare_rejected",
  "record_condition_met",
  "record_condition_not_met",
  "notify_non_participation",
  "depart",
  "revoke",
  "amend_and_supersede",
  "lift_reservation",
  "close_channel",
  "clear_communique",
  "link_next_round",
  "archive",
  "sign",
  "issue",
  "supersede",
  "withdraw_credentials",
  "withdraw_document",
  "supersede_document",
]);

/** The same act has the same key from one view to the next. */
export function keyOf(act: Act): string {
  return `${act.type} ${JSON.stringify(act.fields)}`;
}

export function asksOnce(act: Act): boolean {
  return ASK_ONCE.has(act.type);
}

/** Who an act is about: the delegation it names, or that of the request it names. */
function about(act: Act, room: Room): { code: string | null; office: string } {
  const request = room.request(act.fields["request"]);
  const code = String(act.words["delegation"] ?? act.fields["delegation"] ?? request?.delegation ?? "") || null;
  const authentic = room.session.value.authentic_language;
  return { code, office: say(room.seat(request?.seat ?? String(act.words["seat"] ?? act.fields["seat"] ?? ""))?.office ?? {}, authentic) };
}

/** The names of a delegation, for the holes in a sentence. */
export function namesOf(room: Room, code: string | null): Words {
  const plate = room.delegation(code);
  if (!plate) return {};
  const authentic = room.session.value.authentic_language;
  return {
    of: say(plate.of, authentic),
    short: say(plate.short, authentic),
    official: say(plate.official, authentic),
  };
}

/** Whom an act names, by rank and name. */
function personIn(act: Act, room: Room): Words {
  const id = act.fields["person"];
  const found = id && room.credentials.value.rows.flatMap(({ people }) => people).find((one) => one.id === id);
  const authentic = room.session.value.authentic_language;
  return found ? { name: `${say(found.rank, authentic)} ${say(found.name, authentic)}`.trim() } : {};
}

/** A language that an act names, in words instead of by code. */
function languageIn(act: Act): Words {
  const code = act.fields["language"] ?? act.words["language"];
  return code === undefined ? {} : { language: named("option.language", String(code)) };
}

/** The words on the button; `beside` is true where the thing that it is about stands next to it. */
export function labelOf(act: Act, room: Room, beside = false): string {
  const { code, office } = about(act, room);
  const entry = String(act.fields["entry"] ?? "").replace(/^\D+/, "");
  const words = { ...act.fields, ...act.words, entry, ...namesOf(room, code), office, ...languageIn(act), ...personIn(act, room) };
  const field = WORDED[act.type];
  const kind = field && (act.fields[field] ?? act.words[field]);
  const worded = kind ? `.${kind}` : "";
  const brief = beside ? (maybe(`brief.${act.type}${worded}`, words) ?? maybe(`brief.${act.type}`, words)) : null;
  if (brief) return brief;
  const mine = room.me.value.delegation;
  const other = code !== null && code !== mine ? ".other" : "";
  const seat = code === null && office ? ".seat" : "";
  const matter = ["draft", "decision", "proposal", "unit"].find((name) => act.fields[name]);
  for (const ending of [worded + other, other, worded, matter ? `.${matter}` : "", seat, ""]) {
    const label = ending === "" ? null : maybe(`act.${act.type}${ending}`, words);
    if (label) return label;
  }
  return named("act", act.type, words);
}

/** Whether two acts are about the same decision, request or item, so that the second need not name it again. */
export function sameMatter(first: Act | undefined, second: Act): boolean {
  return ["decision", "request", "item", "unit", "proposal", "minutes"].some((field) => {
    return second.fields[field] !== undefined && second.fields[field] === first?.fields[field];
  });
}

/** Milliseconds until only time stops holding the act back; 0 if it can be pressed or is held by something else. */
export function waitOf(act: Act, now: number): number {
  return act.from_time === null ? 0 : Math.max(0, Date.parse(act.from_time) - now);
}

export function pressable(act: Act, now: number): boolean {
  return act.from_time === null ? act.blocked === "" : waitOf(act, now) === 0;
}

/** Why the act cannot be done now, as a sentence; "" when it can. */
export function obstacleOf(act: Act, room: Room): string {
  if (act.blocked === "") return "";
  return refusalWords(act.blocked, "", namesInDetail(room, { ...act.words, ...act.fields }));
}

/** A refusal's detail with delegations named in words instead of by code. */
export function namesInDetail(room: Room, detail: Words): Words {
  const named = Object.entries(detail).map(([key, value]) => {
    const words = String(value).replaceAll(/\b[A-Z]{2,5}\b/g, (code) => {
      const plate = room.delegation(code);
      return plate ? say(plate.short, room.session.value.authentic_language) : code;
    });
    return [key, words];
  });
  return Object.fromEntries(named) as Words;
}

export type Home =
  | "document"
  | "decision"
  | "request"
  | "reservation"
  | "appeal"
  | "item"
  | "unit"
  | "proposal"
  | "roll_call"
  | "credentials"
  | "minutes"
  | "correction"
  | "forwarding"
  | "approval"
  | "communique"
  | "rectification"
  | "bar";

export type Beside = Exclude<Home, "bar">;

/** The homes of acts whose fields do not name them, or name something else. */
const HOMES: Readonly<Record<string, Home>> = {
  appeal_ruling: "bar",
  answer_appeal: "appeal",
  withdraw_appeal: "appeal",
  settle_appeal: "appeal",
  submit_credentials: "credentials",
  accept_credentials: "credentials",
  accept_provisionally: "credentials",
  withdraw_credentials: "credentials",
  name_head: "credentials",
  end_head_term: "credentials",
  confirm_attendance: "credentials",
  name_aide: "credentials",
  name_officers_aide: "credentials",
  generate_minutes: "minutes",
  submit_correction: "minutes",
  annex_note: "correction",
  enter_rectification: "rectification",
  consent_to_rectify: "rectification",
  drop_rectification: "rectification",
  rectify: "rectification",
  correct_statement: "rectification",
  prepare_forwarding: "forwarding",
  link_next_round: "forwarding",
  set_publicity: "communique",
  clear_quote: "communique",
  draft_communique: "communique",
  clear_communique: "communique",
  embargo_communique: "communique",
  release_communique: "communique",
};

/** The field that names the thing at a home; a home that is not here is named by itself. */
const NAMED_BY: Readonly<Partial<Record<Home, string>>> = {
  roll_call: "delegation",
  credentials: "delegation",
  appeal: "request",
  rectification: "entry",
};

/** Beside what the act is shown, from the thing that its fields name. */
export function homeOf(act: Act, mine: string | null): Home {
  const home = HOMES[act.type];
  if (home) return home;
  if (act.fields["document"]) return "document";
  if (act.fields["decision"]) return "decision";
  if (act.fields["reservation"] || act.type === "announce_reservation") return "reservation";
  if (act.fields["request"]) return "request";
  if (act.fields["proposal"]) return "proposal";
  if (act.fields["unit"]) return "unit";
  if (act.fields["correction"]) return "correction";
  if (act.fields["minutes"]) return "minutes";
  if (act.fields["forwarding"]) return "forwarding";
  if (act.fields["approval"]) return "approval";
  if (act.fields["item"] && /_item(_|$)/.test(act.type)) return "item";
  const { delegation } = act.fields;
  if (delegation && delegation !== mine && act.type !== "request_floor") return "roll_call";
  return "bar";
}

/** The tab of each panel of papers. */
export const TAB_OF: Readonly<Partial<Record<Home, "roll_call" | "papers" | "minutes">>> = {
  document: "papers",
  forwarding: "papers",
  approval: "papers",
  communique: "papers",
  credentials: "roll_call",
  minutes: "minutes",
  correction: "minutes",
  rectification: "minutes",
};

/** Whether an act is the business of a panel of papers. */
export function onDesk(act: Act, mine: string | null): boolean {
  return TAB_OF[homeOf(act, mine)] !== undefined;
}

interface Parted {
  readonly bar: readonly Act[];
  readonly panels: readonly Act[];
}

const parted = new WeakMap<readonly Act[], Parted>();

/** What the bar shows of the steps, the next one first, and what only a panel shows; one act of each kind. */
export function partSteps(room: Room): Parted {
  const steps = room.steps.value;
  const known = parted.get(steps) ?? part(steps, room.me.value.delegation);
  parted.set(steps, known);
  return known;
}

function part(steps: readonly Act[], delegation: string | null): Parted {
  const paper = (act: Act): boolean => onDesk(act, delegation);
  // A paper's acts stand beside the paper, and its tab counts them; the bar has one of them where it comes next.
  const [next, ...later] = steps.filter((act) => act.blocked === "" || !paper(act));
  const here = later.filter((act) => !paper(act) || (act.type === next?.type && sameMatter(next, act)));
  const away = later.filter((act) => !here.includes(act));
  return {
    bar: next ? [next, ...here] : [],
    panels: away.filter((act, n) => !away.slice(0, n).some((one) => one.type === act.type && sameMatter(one, act))),
  };
}

/** What is seldom done to a thing: folded even where it stands alone. */
export const RARE: ReadonlySet<string> = new Set(["withdraw_document", "supersede_document", "drop_rectification"]);

/** What stands first among the acts beside a thing, so that they keep their order from row to row. */
const FIRST = new Set(["grant", "accept", "resume_speech", "end_speech", "open_item", "resume_item", "mark_present"]);

const NONE: readonly Act[] = [];

/** What may be done now, by the home of each act and the thing that its fields name there. */
export type Shelf = ReadonlyMap<string, readonly Act[]>;

/** Lays all acts out once: with sixty delegations hundreds of rows ask for theirs. A row's list stays as it was `before` where its acts did. */
export function shelve(acts: readonly Act[], mine: string | null, before: Shelf): Shelf {
  const shelf = new Map<string, Act[]>();
  for (const act of acts.toSorted((a, b) => Number(FIRST.has(b.type)) - Number(FIRST.has(a.type)))) {
    const home = homeOf(act, mine);
    const place = placeOf(home, act.fields[NAMED_BY[home] ?? home] ?? "");
    const there = shelf.get(place);
    if (there) there.push(act);
    else shelf.set(place, [act]);
  }
  return new Map([...shelf].map(([place, fresh]) => [place, same(before.get(place) ?? NONE, fresh)]));
}

const placeOf = (home: Home, id: string): string => `${home} ${id}`;

/** The acts shown beside one thing; `id` "" is for those about the panel as a whole. */
export function actsBeside(room: Room, home: Beside, id: string): readonly Act[] {
  return room.shelf.value.get(placeOf(home, id)) ?? NONE;
}
