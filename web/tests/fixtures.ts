/** A small session for tests: three delegations, a sitting in progress, one item open. */

import type { View } from "../src/api.ts";
import type { Act, DecisionRow, DelegationPlate, RequestRow, Slices } from "../src/generated/slices.ts";
import { Room } from "../src/room.ts";
import type { Wire } from "../src/socket.ts";
import type { Command, Frame } from "../src/wire.ts";

export const NOW = "2020-07-07T09:00:00Z";

const NAMES: Readonly<Record<string, readonly [string, string, string]>> = {
  BLR: ["Belarus", "Беларусь", "Республики Беларусь"],
  KAZ: ["Kazakhstan", "Казахстан", "Республики Казахстан"],
  KGZ: ["Kyrgyzstan", "Кыргызстан", "Кыргызской Республики"],
};

function delegation(code: string): DelegationPlate {
  const [en, ru, of] = NAMES[code]!;
  return {
    code,
    kind: "member_state",
    official: { en: `the Republic of ${en}`, ru },
    short: { en, ru },
    of: { en: `the Republic of ${en}`, ru: of },
    represents: [],
    time_zone: code === "BLR" ? "Europe/Minsk" : "Asia/Almaty",
    head: { en: "Head", ru: "Глава" },
    seats: [code.toLowerCase()],
    counts: true,
  };
}

export function act(type: string, more: Partial<Act> = {}): Act {
  return { type, fields: {}, asks: [], words: {}, blocked: "", from_time: null, optional: [], ...more };
}

export function request(id: string, seat: string, more: Partial<RequestRow> = {}): RequestRow {
  return {
    id,
    seat,
    delegation: seat.length === 3 ? seat.toUpperCase() : null,
    kind: "intervention",
    state: "queued",
    asked_at: NOW,
    granted_at: null,
    began_at: null,
    spoken_s: 0,
    to_confirm: false,
    person: "",
    limit_s: 300,
    ...more,
  };
}

export function decision(number: string, more: Partial<DecisionRow> = {}): DecisionRow {
  return {
    number,
    item: "1",
    kind: "text",
    text: { en: "To agree on the dates.", ru: "Согласовать сроки." },
    hash: "0123456789abcdef",
    state: "tabled",
    finality: "",
    put_at: null,
    window_ends_at: null,
    answers: { agree: [], object: [], need_time: 0, awaited: [] },
    held_because: "",
    taken_at: null,
    confirmed_at: null,
    confirm_list: [],
    subject_to: {},
    confirm_by: null,
    assignee: {},
    due: null,
    silence_until: null,
    broken_by: "",
    broken_with: "",
    supersedes: null,
    superseded_by: "",
    unannounced: false,
    asked: "",
    maintained: false,
    vote: null,
    condition: null,
    late: [],
    translations: {},
    round: "",
    ...more,
  };
}

export function slices(seat: string, me: Partial<Slices["me"]> = {}): Slices {
  const office = (en: string, ru: string): Record<string, string> => ({ en, ru });
  const delegations = Object.keys(NAMES).map(delegation);
  const role = seat.length === 3 ? "head" : (seat as "chair");
  const code = seat.length === 3 ? seat.toUpperCase() : null;
  return {
    session: {
      id: "s1",
      symbol: "JS/T/1",
      state: "open",
      organisation: office("The Organisation", "Организация"),
      title: office("Second staff negotiations", "Вторые штабные переговоры"),
      subject: {},
      purpose: {},
      marking: {},
      venue: office("Moscow", "Москва"),
      mode: "remote",
      ordinal: 2,
      date_from: "2020-07-07",
      date_to: "2020-07-08",
      time_zone: "Europe/Moscow",
      working_languages: ["ru", "en"],
      authentic_language: "ru",
      legal_basis: [],
      overall_lead: { title: {}, rank: {} },
      delegations,
      seats: [
        { id: "chair", role: "chair", office: office("First Deputy Chief", "Первый заместитель"), delegation: null, language: null, sounds: true, officer: true },
        { id: "deputy", role: "deputy", office: office("Chief of Directorate", "Начальник управления"), delegation: null, language: null, sounds: true, officer: true },
        { id: "secretary", role: "secretary", office: office("Senior Officer", "Старший офицер"), delegation: null, language: null, sounds: true, officer: true },
        ...delegations.map(({ code, head }) => ({
          id: code.toLowerCase(),
          role: "head" as const,
          office: head,
          delegation: code,
          language: null,
          sounds: true,
          officer: false,
        })),
        { id: "observer", role: "observer", office: office("Observer", "Наблюдатель"), delegation: null, language: null, sounds: false, officer: false },
      ],
      objection_window_s: 20,
      speech_limit_s: 300,
      opened_at: NOW,
      closed_at: null,
      over: false,
    },
    sitting: {
      current: "1",
      line_check: null,
      state: "in_session",
      reason: "",
      sittings: [
        { number: "1", state: "in_session", opens_at: NOW, called_to_order_at: NOW, ended_at: null },
        { number: "2", state: "scheduled", opens_at: NOW, called_to_order_at: null, ended_at: null },
      ],
      presiding: { state: "chair_presiding", seat: "chair", epoch: 1, since: NOW },
      quorum: { present: 3, in_grace: 0, entitled: 3, needed_to_open: 2, needed_to_decide: 2, open_met: true, decide_met: true },
      quorum_declared_at: NOW,
      incidents: [],
      closed_since: null,
      recorded: false,
    },
    roll_call: {
      rows: delegations.map(({ code }) => ({
        delegation: code,
        presence: "present",
        since: NOW,
        asked_to_join: false,
        grace_until: null,
        place: "remote",
      })),
    },
    agenda: {
      items: [
        {
          number: "1",
          title: office("Dates", "Сроки"),
          rapporteur: office("Joint Staff", "Объединенный штаб"),
          minutes: 60,
          documents: [],
          state: "under_consideration",
          outcome: "",
          opened_at: NOW,
          concluded_at: null,
          translations: {},
        },
      ],
      current: "1",
      adopted_at: NOW,
    },
    floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [], queue: [] },
    decisions: { decisions: [], current: null },
    rectifying: { rectifications: [] },
    reservations: { reservations: [] },
    following: {
      previous: "",
      next_round: "",
      forwardings: [],
      facts: [],
      communique: {
        state: "unwritten",
        text: {},
        hash: "",
        facts: [],
        cleared: [],
        awaited: [],
        embargo_until: null,
        released_at: null,
        address: "",
      },
    },
    papers: { papers: [] },
    credentials: { rows: [] },
    text: { symbol: "", title: {}, rows: [], open_brackets: 0, package: true, proposals: [], positions: [], documents: {} },
    languages: { channels: [], floor_language: "", on_offer: [] },
    folder: { drafts: [], notes: [], acts: [] },
    bureau: { scripts: [], notes: [], speeches: [], acts: [] },
    me: {
      seat,
      role,
      delegation: code,
      presiding: seat === "chair",
      waiting: false,
      proposals: [],
      steps: [],
      acts: [],
      microphone: seat === "chair" ? "open" : "closed_by_procedure",
      microphone_of: null,
      queue_place: null,
      wall: "",
      facts: [],
      answer: "",
      may_publish: seat !== "observer",
      may_download_minutes: seat === "chair" || seat === "secretary",
      time_accounts: [],
      caucus: null,
      invitations: [],
      minutes: [],
      rooms: [],
      presses_for: [],
      aide: null,
      depends_on: [],
      speaks: "",
      booth: [],
      missed: [],
      line_check: null,
      quiet_lines: quietLines(seat),
      files_to: seat === "secretary" ? ["all", "items", "secretariat"] : code ? ["secretariat", "delegation", "all", "items"] : [],
      statements: [],
      watches: false,
      steers: seat === "chair" || seat === "secretary",
      has_desk: seat === "secretary",
      ...me,
    },
  };
}

/** As the server gives them: the presiding officer and the secretary say to whom. */
function quietLines(seat: string): Slices["me"]["quiet_lines"] {
  const heads = Object.keys(NAMES).map((code) => code.toLowerCase());
  if (seat === "chair") {
    return [
      { line: "chair", seats: ["secretary", ...heads] },
      { line: "secretariat", seats: null },
    ];
  }
  if (seat === "secretary") {
    return [
      { line: "chair", seats: null },
      { line: "secretariat", seats: ["chair", "deputy", ...heads, "observer"] },
    ];
  }
  const plain = (line: string): Slices["me"]["quiet_lines"][number] => ({ line, seats: null });
  return (heads.includes(seat) ? ["chair", "delegation", "secretariat"] : ["secretariat"]).map(plain);
}

export function view(seat: string, me: Partial<Slices["me"]> = {}): View {
  return { version: 1, now: NOW, slices: slices(seat, me) };
}

/** A server's end of the socket, in this process. */
export class FakeWire implements Wire {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Command[] = [];
  closed = false;
  readonly address: string;

  constructor(address: string) {
    this.address = address;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Command);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.onopen?.({} as never);
  }

  say(frame: Frame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  drop(code = 1006): void {
    this.onclose?.({ code });
  }
}

/** A room whose socket is open to a fake server; `wires` holds every connection made, the newest last. */
export function openRoom(seat: string, me: Partial<Slices["me"]> = {}): { room: Room; wires: FakeWire[] } {
  const wires: FakeWire[] = [];
  const open = (address: string): FakeWire => {
    const wire = new FakeWire(address);
    wires.push(wire);
    return wire;
  };
  const room = new Room({ session: "s1", seat }, view(seat, me), { address: (after) => `after=${after}`, open, random: () => 1 });
  room.socket.connect();
  wires[0]?.open();
  return { room, wires };
}
