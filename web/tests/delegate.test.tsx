// @vitest-environment happy-dom
import { render } from "preact";
import type { JSX } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filled, follows } from "../src/fields.ts";
import type { DraftRow, MeSlice, ReservationRow } from "../src/generated/slices.ts";
import type { Room } from "../src/room.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { ActForm } from "../src/view/ActForm.tsx";
import { Reservations } from "../src/view/Reservations.tsx";
import { TextPanel } from "../src/view/TextPanel.tsx";
import { language } from "../src/words/index.ts";
import { act, decision, type FakeWire, NOW, openRoom } from "./fixtures.ts";

let room: Room;
let wires: FakeWire[];
let host: HTMLElement;

function sit(seat: string, me: Partial<MeSlice> = {}): void {
  ({ room, wires } = openRoom(seat, me));
}

const show = (page: JSX.Element): Promise<void> =>
  flush(() => {
    host = document.body.appendChild(document.createElement("div"));
    render(<StayProvider value={new Stay(room)}>{page}</StayProvider>, host);
  });
const find = (testid: string): HTMLElement | null => host.querySelector(`[data-testid="${testid}"]`);
const get = (testid: string): HTMLElement => find(testid) ?? expect.fail(`no ${testid} on the page`);
const said = (testid: string): string => (get(testid).textContent ?? "").replaceAll(/\s+/g, " ").trim();
const press = (testid: string): Promise<void> => flush(() => get(testid).click());
const sent = (): unknown[] => wires.at(-1)?.sent ?? [];

async function type(testid: string, words: string): Promise<void> {
  const field = get(testid) as HTMLInputElement;
  field.value = words;
  await flush(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
}

async function choose(testid: string, value: string): Promise<void> {
  const list = get(testid) as HTMLSelectElement;
  list.value = value;
  await flush(() => void list.dispatchEvent(new Event("change", { bubbles: true })));
}

beforeEach(() => {
  language.value = "en";
});

afterEach(() => {
  render(null, host);
  host.remove();
  room.close();
});

const reservation: ReservationRow = {
  number: "KAZ/R1",
  kind: "reservation",
  delegation: "KAZ",
  decision: "1.1",
  state: "announced",
  announced_at: NOW,
  deadline: "2020-07-07T11:00:00Z",
  text: "",
  language: "",
  received_at: null,
  recorded_at: null,
  lifted_at: null,
  unit: "",
};

describe("reservations", () => {
  const protocol = act("announce_reservation", { asks: ["kind", "unit"] });
  const onDecision = act("announce_reservation", { fields: { decision: "1.1" }, asks: ["kind"] });
  const onlyStated = act("announce_reservation", {
    fields: { decision: "1.2", kind: "statement_for_the_record" },
  });

  it("say to what they belong, what is awaited until when, and what may be done", async () => {
    sit("kaz", { acts: [act("submit_text", { fields: { reservation: "KAZ/R1" }, asks: ["text", "language"] })] });
    room.decisions.value = { decisions: [decision("1.1")], current: null };
    room.reservations.value = { reservations: [reservation] };
    await show(<Reservations />);
    expect(said("reservation-KAZ/R1")).toMatch(/KAZ\/R1 reservation .*text awaited.*Kazakhstan to decision 1.1/);
    expect(said("reservation-KAZ/R1")).toContain("To agree on the dates.");
    expect(said("reservation-until-KAZ/R1")).toContain("Time left for the text2:00:00");
    expect(said("act-submit_text")).toContain("Deliver the text");
  });

  it("stand word for word in their own language, with the days of each step", async () => {
    sit("blr");
    const text = "Мы понимаем срок\nкак предварительный.";
    const row = { ...reservation, state: "recorded", text, language: "ru", received_at: NOW, recorded_at: NOW };
    room.reservations.value = { reservations: [row, { ...reservation, number: "KGZ/R1", deadline: null }] };
    await show(<Reservations />);
    const quoted = get("reservation-KAZ/R1").querySelector("blockquote");
    expect([quoted?.textContent, quoted?.lang]).toEqual([text, "ru"]);
    expect(said("reservation-KAZ/R1")).toContain("recorded 7 July 2020, 12:00");
    expect(find("reservation-until-KAZ/R1")).toBeNull();
    expect(said("reservation-KGZ/R1")).toContain("begins when the sitting ends");
  });

  it("are announced by kind and matter; only a statement goes to what was not agreed", async () => {
    sit("kaz", { acts: [onDecision, onlyStated, protocol] });
    room.decisions.value = { decisions: [decision("1.1"), decision("1.2", { state: "no_consensus" })], current: null };
    await show(<Reservations />);
    expect(said("reservations")).toContain("Nobody has announced");
    await press("announce");
    const targets = (): string[] => [...get("announce-to").querySelectorAll("option")].map(({ value }) => value);
    expect(targets()).toEqual(["1.1", "protocol"]);
    await choose("announce-to", "protocol");
    await flush(() => get("announce-statement_for_the_record").querySelector("input")?.click());
    expect(targets()).toEqual(["1.1", "1.2", "protocol"]);
    await press("announce-send");
    expect(sent()).toMatchObject([{ type: "announce_reservation", kind: "statement_for_the_record" }]);
    expect(sent()[0]).not.toHaveProperty("decision");
  });

  it("by the secretary need to be somebody's", async () => {
    sit("secretary", { acts: [{ ...onDecision, asks: ["delegation", "kind"] }] });
    room.decisions.value = { decisions: [decision("1.1")], current: null };
    await show(<Reservations />);
    await press("announce");
    await press("announce-send");
    expect(sent()).toEqual([]);
    await choose("announce-delegation", "BLR");
    await press("announce-send");
    expect(sent()).toMatchObject([{ decision: "1.1", delegation: "BLR", kind: "reservation" }]);
  });

  it("are nothing to whoever sees none and may announce none", async () => {
    sit("observer");
    await show(<Reservations />);
    expect(find("reservations")).toBeNull();
  });
});

describe("an amendment", () => {
  const row: DraftRow = {
    path: "2",
    title: { en: "Dates", ru: "Сроки" },
    cells: [
      {
        path: "2.date",
        kind: "date",
        text: { ru: "20 июля", en: "20 July" },
        state: "open_text",
        version: 1,
        hash: "",
        alternatives: [],
        confirm_list: [],
        translations: {},
      },
    ],
  };
  const submit = act("submit_proposal", { asks: ["kind", "unit", "text", "rationale", "author"] });
  const draft = act("draft_proposal_text", { asks: ["kind", "text", "unit", "rationale"] });

  async function open(me: Partial<MeSlice>, drafts: boolean): Promise<void> {
    sit("kaz", me);
    room.text.value = { ...room.text.value, symbol: "WD.1", rows: [row] };
    if (drafts) room.folder.value = { ...room.folder.value, acts: [draft] };
    await show(<TextPanel />);
    await press("amend-2.date");
  }

  it("begins with the words as they stand, and shows what changes before it is sent", async () => {
    await open({ acts: [submit] }, false);
    expect((get("amend-text-ru") as HTMLTextAreaElement).value).toBe("20 июля");
    expect(said("amendment")).toContain("Nothing is changed so far.");
    await type("amend-text-ru", "27 июля");
    expect(get("amend-diff-ru").querySelector("del")?.textContent).toBe("taken out: 20; ");
    expect(get("amend-diff-ru").querySelector("ins")?.textContent).toBe("put in: 27; ");
    await press("amend-send");
    expect(said("amend-trouble")).toContain("Say why");
    await type("amend-rationale-ru", "Праздник.");
    await press("amend-send");
    expect(sent()).toMatchObject([
      {
        type: "submit_proposal",
        kind: "amendment",
        unit: "2.date",
        text: { ru: "27 июля", en: "20 July" },
        rationale: { ru: "Праздник." },
      },
    ]);
  });

  it("that changes nothing is not sent", async () => {
    await open({ acts: [submit] }, false);
    await press("amend-send");
    expect(said("amend-trouble")).toContain("Nothing is changed");
    expect(sent()).toEqual([]);
  });

  it("of a delegate without a mandate stays in the delegation's folder", async () => {
    await open({}, true);
    expect(find("amend-send")).toBeNull();
    await type("amend-text-ru", "27 июля");
    await press("amend-keep");
    expect(sent()).toMatchObject([{ type: "draft_proposal_text", unit: "2.date" }]);
  });

  it("is no business of who may neither submit nor draft one", async () => {
    sit("observer");
    room.text.value = { ...room.text.value, symbol: "WD.1", rows: [row] };
    await show(<TextPanel />);
    expect(find("amend-2.date")).toBeNull();
  });
});

describe("what is chosen and not typed", () => {
  it("of one's own statement are chosen from a list: who, when, on which item, the first words", async () => {
    const statement = { request: "r7", seat: "kaz", delegation: "KAZ", kind: "reply", item: "1", at: NOW, words: { en: "We can accept it." } };
    const correction = act("submit_correction", { fields: { kind: "own_statement" }, asks: ["target", "new", "reason"] });
    sit("kaz", { statements: [statement, { ...statement, request: "r5", kind: "intervention", words: {} }] });
    await show(<ActForm act={correction} label="Submit" onSend={() => undefined} onClose={() => undefined} />);
    const options = [...(find("field-target")?.querySelectorAll("option") ?? [])].map(({ textContent }) => textContent);
    expect(options).toEqual([
      "—",
      "7 July 2020, 12:00 · Kazakhstan · item 1 · right of reply · “We can accept it.”",
      "7 July 2020, 12:00 · Kazakhstan · item 1",
    ]);
    expect(follows(correction, "target", "r7", { decisions: room.decisions.value, me: room.me.value })).toEqual({
      new: statement.words,
    });
  });

  it("name another head by person, the seat chosen among the delegation's own", async () => {
    const sent: unknown[] = [];
    const naming = act("name_head", { fields: { delegation: "KAZ" }, asks: ["seat", "kind", "person", "until"], optional: ["person", "until"] });
    sit("secretary");
    await show(<ActForm act={naming} label="Name" onSend={(values) => void sent.push(filled(values))} onClose={() => undefined} />);
    const seats = [...(find("field-seat")?.querySelectorAll("option") ?? [])].map(({ value }) => value);
    expect(seats).toEqual(["", "kaz"]);
    await choose("field-seat", "kaz");
    await press("field-kind-acting");
    await type("field-person-name-ru", "Участник Первый");
    await press("form-submit");
    expect(sent).toEqual([]);
    expect(host.textContent).toContain("spell every name in each of the languages");
    await type("field-person-name-en", "Participant One");
    await press("form-submit");
    const person = { name: { ru: "Участник Первый", en: "Participant One" }, rank: {}, post: {}, capacity: "head" };
    expect(sent).toEqual([{ seat: "kaz", kind: "acting", person }]);
  });
});
