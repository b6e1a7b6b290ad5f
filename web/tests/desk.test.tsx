// @vitest-environment happy-dom
import { render } from "preact";
import type { JSX } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { partSteps } from "../src/acts.ts";
import { follows } from "../src/fields.ts";
import type { CorrectionRow, CredentialsRow, MeSlice, MinutesRow, PaperRow } from "../src/generated/slices.ts";
import type { Room } from "../src/room.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { Appeal } from "../src/view/Appeal.tsx";
import { Credentials } from "../src/view/Credentials.tsx";
import { Votes } from "../src/view/Decisions.tsx";
import { Minutes } from "../src/view/Minutes.tsx";
import { PapersPanel } from "../src/view/Papers.tsx";
import { language } from "../src/words/index.ts";
import { act, decision, type FakeWire, NOW, openRoom } from "./fixtures.ts";

const LATER = "2020-07-07T09:20:00Z";
const minutes: MinutesRow = {
  number: "1",
  state: "circulated_minutes",
  form: "full",
  language: "ru",
  versions: [
    { number: 1, last: 40, made_at: NOW, because: "generated" },
    { number: 2, last: 50, made_at: NOW, because: "reissued" },
  ],
  overlays: [],
  circulated_at: NOW,
  deadline: LATER,
  corrections: [],
  adopted_at: null,
  hash: "",
  signatures: [],
  awaited: [],
  issued_at: null,
  corrigenda: [],
  copies: [],
};
const correction: CorrectionRow = {
  number: "KAZ/C1",
  delegation: "KAZ",
  kind: "decision_text",
  target: "1.1",
  old: { en: "To agree." },
  new: { en: "To agree on the dates." },
  reason: "a slip",
  state: "submitted_correction",
  submitted_at: NOW,
  notified_at: NOW,
  until: LATER,
  objections: ["BLR"],
  proposed: {},
  agreed: false,
  answer: "",
  decided_at: null,
};
const paper: PaperRow = {
  id: "doc-1",
  symbol: "WD.1",
  title: { en: "Draft plan" },
  language: "ru",
  state: "registered_document",
  audience: "all",
  items: [],
  by: "KAZ",
  status: "authentic",
  marking: "official_use",
  media_type: "application/pdf",
  size: 214_000,
  hash: "ab",
  uploaded_at: NOW,
  circulated_at: null,
  superseded_by: "",
};
const credentials: CredentialsRow = {
  delegation: "KAZ",
  state: "accepted_credentials",
  head_seat: "kaz",
  head_kind: "",
  head: null,
  since: null,
  until: null,
  people: [],
};

let room: Room;
let wires: FakeWire[];
let host: HTMLElement;

function sit(seat: string, me: Partial<MeSlice> = {}): void {
  ({ room, wires } = openRoom(seat, me));
}

async function show(panel: JSX.Element): Promise<void> {
  host = document.body.appendChild(document.createElement("div"));
  await flush(() => render(<StayProvider value={new Stay(room)}>{panel}</StayProvider>, host));
}

const find = (testid: string): HTMLElement | null => host.querySelector(`[data-testid="${testid}"]`);
const said = (testid: string): string => find(testid)?.textContent ?? "";
const press = (testid: string): Promise<void> => flush(() => find(testid)?.click());
const type = (testid: string, words: string): Promise<void> =>
  flush(() => {
    const input = find(testid) as HTMLInputElement;
    input.value = words;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });

beforeEach(() => {
  language.value = "en";
});

afterEach(() => {
  render(null, host);
  host.remove();
  room.close();
});

describe("the minutes", () => {
  it("that nobody has made say who makes them, and offer it to who may", async () => {
    sit("secretary", { acts: [act("generate_minutes")] });
    await show(<Minutes />);
    expect(said("minutes-empty")).toContain("The secretary makes them");
    expect(host.textContent).toContain("Make the minutes");
  });

  it("stand with their state, their versions and the time left for corrections", async () => {
    sit("kaz", { minutes: [minutes] });
    await show(<Minutes />);
    expect(said("minutes-state-1")).toBe("circulated for corrections");
    expect(said("minutes-deadline")).toMatch(/20:00|19:5\d/);
    expect(said("minutes-deadline")).toContain("12:20 (Moscow)");
    expect(said("minutes-versions")).toContain("reissued with corrections");
    expect(said("corrections")).toContain("Nobody has submitted a correction.");
  });

  it("show each correction with what it changes, its objections and its acts", async () => {
    const object = act("object_to_correction", { fields: { correction: "KAZ/C1" } });
    const submit = act("submit_correction", { fields: { kind: "fact" }, asks: ["target"] });
    sit("kgz", { minutes: [{ ...minutes, corrections: [correction] }], acts: [object, submit] });
    await show(<Minutes />);
    expect(find("correction-KAZ/C1")?.querySelector("del")?.textContent).toBe("To agree.");
    expect(find("correction-KAZ/C1")?.querySelector("ins")?.textContent).toBe("To agree on the dates.");
    expect(said("correction-KAZ/C1")).toContain("Objections: Belarus");
    expect(said("correction-KAZ/C1")).toContain("Object");
    expect(said("corrections")).toContain("1 without an answer");
    expect(said("corrections")).toContain("Submit a correction");
  });

  it("say why a correction was declined, and take none once the text is final", async () => {
    const declined = { ...correction, state: "declined_correction", answer: "the log differs", until: null, decided_at: NOW };
    const submit = act("submit_correction", { fields: { kind: "fact" } });
    sit("kgz", { minutes: [{ ...minutes, state: "final_text", corrections: [declined] }], acts: [submit] });
    await show(<Minutes />);
    expect(said("correction-KAZ/C1")).toContain("Declined because: the log differs");
    expect(find("minutes-deadline")).toBeNull();
    expect(said("corrections")).not.toContain("Submit a correction");
  });

  it("under signature name who has signed how, and who is awaited", async () => {
    const signature = { signer: "KAZ", manner: "with_reservation", words: "But 1.1.", at: NOW, scanned: true, sealed: false };
    const sign = act("sign", { fields: { minutes: "1", manner: "signed", hash: "5a" } });
    const signing = { ...minutes, state: "signing", hash: "5a", signatures: [signature], awaited: ["BLR", "presiding"] };
    sit("blr", { minutes: [signing], steps: [act("request_floor"), sign] });
    await show(<Minutes />);
    expect(said("signature-KAZ")).toContain("signed with a reservation");
    expect(said("signature-KAZ")).toContain("But 1.1.");
    expect(said("signature-presiding")).toContain("The presiding officer");
    expect(find("signature-BLR")?.dataset["manner"]).toBe("awaited");
    expect(said("signatures")).toContain("Sign the minutes");
    expect(partSteps(room).panels).toEqual([sign]);
    expect(partSteps(room).bar.map((one) => one.type)).toEqual(["request_floor"]);
  });

  it("keep what waits out of the bar, for it stands beside its paper with the reason", async () => {
    const held = act("close_corrections", { fields: { minutes: "1" }, blocked: "not_due", from_time: LATER });
    sit("secretary", { minutes: [minutes], steps: [held, act("table_decision")] });
    await show(<Minutes />);
    expect(partSteps(room).bar.map((one) => one.type)).toEqual(["table_decision"]);
    expect(partSteps(room).panels).toEqual([]);
    expect(said("minutes-1")).toContain("Close the corrections");
  });

  it("show a rectified entry by both its facts", async () => {
    const fact = { id: "9.1", kind: "roll_call", sitting: "1", at: NOW, until: null, delegation: "KAZ", seat: "kaz", what: "present" };
    sit("kaz");
    const row = { id: "rectification-1", kind: "roll_call", state: "entered", former: fact, now: { ...fact, what: "excused" }, reason: "misheard", consented_by: "", words: {} };
    room.rectifying.value = { rectifications: [row] };
    await show(<Minutes />);
    expect(find("rectification-rectification-1")?.querySelector("del")?.textContent).toContain("Kazakhstan, present");
    expect(find("rectification-rectification-1")?.querySelector("ins")?.textContent).toContain("Kazakhstan, excused");
    expect(said("rectifications")).toContain("No. 1");
  });

  it("fill a correction with the words that the decision has now", () => {
    sit("kaz");
    room.decisions.value = { decisions: [decision("1.1")], current: null };
    const submit = act("submit_correction", { fields: { kind: "decision_text" } });
    const held = { decisions: room.decisions.value, me: room.me.value };
    expect(follows(submit, "target", "1.1", held)).toEqual({ new: decision("1.1").text });
    expect(follows(submit, "reason", "1.1", held)).toEqual({});
  });
});

describe("attendance", () => {
  it("is confirmed by name, in every language, by a head for the own delegation", async () => {
    sit("kaz", { acts: [act("confirm_attendance", { fields: { delegation: "KAZ", sitting: "1" }, asks: ["people"] })] });
    room.credentials.value = { rows: [credentials, { ...credentials, delegation: "BLR" }] };
    await show(<Credentials />);
    expect(said("credentials-KAZ")).toContain("Nobody is named yet");
    expect(find("attendance-BLR")).toBeNull();
    await press("attendance-KAZ");
    await type("person-0-name-ru", "Участник Первый");
    await press("attendance-send");
    expect(said("attendance-trouble")).toContain("spell every name");
    expect(wires.at(-1)?.sent).toEqual([]);
    await type("person-0-name-en", " Participant One ");
    await press("attendance-send");
    expect(wires.at(-1)?.sent).toMatchObject([
      {
        type: "confirm_attendance",
        sitting: "1",
        delegation: "KAZ",
        people: [
          {
            name: { ru: "Участник Первый", en: "Participant One" },
            rank: {},
            post: { en: "Head", ru: "Глава" },
            capacity: "head",
          },
        ],
      },
    ]);
  });

  it("stands by rank, name and office; the secretary may change it for anybody", async () => {
    const person = { id: "KAZ/1", name: { en: "Participant One" }, rank: { en: "Colonel" }, post: { en: "Chief" }, capacity: "alternate" };
    const attendance = act("confirm_attendance", { fields: { delegation: "KAZ", sitting: "1" }, asks: ["people"] });
    sit("secretary", { acts: [attendance, act("accept_credentials", { fields: { delegation: "KAZ" } })] });
    room.credentials.value = { rows: [{ ...credentials, head_kind: "acting", head: person, people: [person] }] };
    await show(<Credentials />);
    expect(said("people-KAZ")).toBe("Colonel Participant One, Chief alternate");
    expect(said("head-KAZ")).toContain("acting head: Colonel Participant One, Chief");
    expect(said("attendance-KAZ")).toBe("Change the list");
    expect(said("credentials-KAZ")).toContain("Accept");
  });

  it("is nothing to whoever is sent no rows", async () => {
    sit("observer");
    await show(<Credentials />);
    expect(find("credentials")).toBeNull();
  });
});

describe("documents", () => {
  it("say what will stand in the register, and what follows, before anything does", async () => {
    sit("observer");
    await show(<PapersPanel />);
    expect(host.textContent).toContain("No document is in the register.");
    expect(said("following")).toContain("Nothing was sent to a body yet.");
    expect(said("communique")).toContain("No communique was written.");
    expect(find("file-document")).toBeNull();
  });

  it("stand with symbol, author, marking and size, the rare acts folded", async () => {
    const acts = ["circulate_document", "withdraw_document"].map((name) => act(name, { fields: { document: "doc-1" } }));
    sit("secretary", { acts });
    room.papers.value = { papers: [paper, { ...paper, id: "doc-2", state: "withdrawn_document", hash: "" }] };
    await show(<PapersPanel />);
    expect(said("paper-doc-1")).toMatch(/WD\.1.*Draft plan.*registered.*Kazakhstan.*for official use.*214 KB/);
    const folded = find("paper-doc-1")?.querySelector("details");
    expect(folded?.textContent).toContain("Withdraw");
    expect(folded?.textContent).not.toContain("Circulate");
    expect(find("paper-doc-2")?.closest("details")?.open).toBe(false);
    expect(find("file-document")).not.toBeNull();
  });

  it("follow the draft to the states, and the communique to its clearance", async () => {
    sit("kaz", { acts: [act("approve", { fields: { approval: "F1/KAZ" } }), act("clear_communique")] });
    const approval = { id: "F1/KAZ", delegation: "KAZ", state: "sent", since: NOW, letter: "7/1", office: {}, reason: "" };
    const comment = { number: "F1/1", delegation: "BLR", unit: "2", kind: "comment", text: { en: "Later." }, resolved: "" };
    const { following } = room;
    following.value = {
      ...following.value,
      forwardings: [
        {
          id: "F1",
          body: { en: "The Committee" },
          state: "in_internal_approval",
          version: "0123456789",
          adopting: {},
          preliminary: ["2"],
          ad_referendum: [],
          brackets: [],
          due: "2020-08-01",
          deadline: null,
          reminders: [],
          steps: [{ state: "dispatched", at: NOW, letter: "No. 5", words: "" }],
          approvals: [approval],
          comments: [comment],
        },
      ],
      communique: { ...following.value.communique, state: "drafted", text: { en: "They met." }, awaited: ["chair", "BLR"] },
      facts: [{ id: "opening", level: "full", text: {}, names: [], may_be_told: false }],
    };
    await show(<PapersPanel />);
    expect(said("forwarding-F1")).toContain("in internal approval by the states");
    expect(said("forwarding-F1")).toContain("replies until 1 August 2020");
    expect(said("forwarding-F1")).toContain("Comments: 1, standing: 1");
    expect(said("approval-F1/KAZ")).toContain("Approved");
    expect(said("communique-awaited")).toBe("awaits the clearance of: the chair, Belarus");
    expect(said("communique")).toContain("Clear the communique");
    expect(said("communique")).toContain("awaits its author's leave");
  });
});

describe("what the room is asked", () => {
  it("an appeal is seen by everybody, with its clock and the answers given", async () => {
    sit("observer");
    const appeal = { request: "r1", delegation: "KAZ", ruling: "dismissed", at: NOW, ends_at: "2020-07-07T09:00:20Z", uphold: ["BLR"], overrule: [], awaited: ["KGZ"] };
    room.floor.value = { ...room.floor.value, appeal };
    await show(<Appeal />);
    expect(said("appeal")).toContain("Kazakhstan appeals against a ruling");
    expect(said("appeal")).toContain("The point of order was dismissed.");
    expect(said("appeal-clock")).toMatch(/0:(20|1\d)/);
    expect(said("appeal-answers")).toBe("The ruling stands: BelarusAwaited: Kyrgyzstan");
    await flush(() => {
      room.floor.value = { ...room.floor.value, appeal: null };
    });
    expect(find("appeal")).toBeNull();
  });

  it("a vote that is over tells its result, and never a consensus", async () => {
    sit("observer");
    const vote = { in_favour: ["BLR", "KAZ"], against: ["KGZ"], abstaining: [], not_voting: [], awaited: [], needed: 2 };
    await show(<Votes decision={decision("1.1", { state: "adopted", finality: "final", vote })} />);
    expect(said("vote-result")).toBe("Carried by vote: 2 in favour, 2 needed");
  });
});
