// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Act, Slices } from "../src/generated/slices.ts";
import { soundForFloor } from "../src/settings.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { RoomPage } from "../src/view/RoomPage.tsx";
import type { Frame } from "../src/wire.ts";
import { language } from "../src/words/index.ts";
import { act, decision, type FakeWire, NOW, openRoom, request, slices } from "./fixtures.ts";

/** As much of an AudioContext as two soft notes need; each one made is a sound. */
class FakeAudio {
  readonly currentTime = 0;
  readonly destination = {};

  constructor() {
    tones += 1;
  }

  createOscillator(): object {
    return { frequency: {}, connect: (next: object) => next, start: () => undefined, stop: () => undefined };
  }

  createGain(): object {
    const ramp = (): void => undefined;
    const gain = { setValueAtTime: ramp, linearRampToValueAtTime: ramp, exponentialRampToValueAtTime: ramp };
    return { gain, connect: (next: object) => next };
  }

  async close(): Promise<void> {}
}

let stay: Stay;
let wires: FakeWire[];
let host: HTMLElement;
let tones: number;

/** Opens the room for a seat with what it may do, and shows it. */
async function enter(seat: string, steps: Act[] = [], acts: Act[] = []): Promise<void> {
  const opened = openRoom(seat, { steps, acts });
  wires = opened.wires;
  stay = new Stay(opened.room);
  host = document.body.appendChild(document.createElement("div"));
  await flush(() => {
    render(
      <StayProvider value={stay}>
        <RoomPage onLeave={() => undefined} />
      </StayProvider>,
      host,
    );
  });
  await pass(400);
}

const find = (testid: string): HTMLElement | null => host.querySelector(`[data-testid="${testid}"]`);
const get = (testid: string): HTMLElement => find(testid) ?? expect.fail(`no ${testid} on the page`);
const pass = (ms: number): Promise<void> => flush(async () => void (await vi.advanceTimersByTimeAsync(ms)));
const press = (testid: string): Promise<void> => flush(() => get(testid).click());
const say = (frame: Frame): Promise<void> => flush(() => wires.at(-1)!.say(frame));
const change = (some: Partial<Slices>): Promise<void> =>
  say({ frame: "slices", version: 2, now: NOW, slices: some });
const sent = () => wires.at(-1)!.sent;

beforeEach(() => {
  vi.useFakeTimers();
  language.value = "en";
  tones = 0;
  vi.stubGlobal("AudioContext", FakeAudio);
});

afterEach(() => {
  render(null, host);
  host.remove();
  stay.leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the bar", () => {
  const grant = act("grant", { fields: { request: "r1" }, words: { delegation: "BLR" } });

  it("offers the next step in words and its alternatives beside it, and sends what was pressed", async () => {
    await enter("chair", [grant, act("pause_speech", { fields: { request: "r0" } })]);
    expect(get("step").textContent).toBe("Give the floor to the Republic of Belarus");
    expect(get("alternative").textContent).toBe("Pause the speaker");
    await press("step");
    expect(sent()).toMatchObject([{ type: "grant", request: "r1" }]);
  });

  it("says a refusal next to its button, translated", async () => {
    await enter("chair", [grant]);
    await press("step");
    const { cause } = sent()[0]!;
    await say({ frame: "refused", cause, code: "floor_taken", message: "Somebody still has the floor." });
    await pass(0);
    expect(get("refusal").textContent).toBe("Somebody still has the floor.");
    await flush(() => void (language.value = "ru"));
    await press("step");
    await say({ frame: "refused", cause: sent()[1]!.cause, code: "floor_taken", message: "" });
    await pass(0);
    expect(get("refusal").textContent).toBe("Слово еще предоставлено другому.");
  });

  it("says a refusal although the button went meanwhile", async () => {
    await enter("chair", [grant]);
    await press("step");
    await change({ me: slices("chair").me });
    await say({ frame: "refused", cause: sent()[0]!.cause, code: "wrong_state", message: "" });
    await pass(0);
    expect(find("step")).toBeNull();
    expect(get("refusal").textContent).toContain("changed meanwhile");
  });

  it("shows progress when the answer takes long, and cannot be pressed twice", async () => {
    await enter("chair", [grant]);
    await press("step");
    await press("step");
    expect(sent()).toHaveLength(1);
    await pass(400);
    expect(get("step").textContent).toBe("Being recorded …");
  });

  it("rests when the step changes, so that a double click does not do two", async () => {
    await enter("chair", [grant]);
    await change({ me: slices("chair", { steps: [act("adopt", { fields: { decision: "1.1" } })] }).me });
    expect(get("step")).toHaveProperty("disabled", true);
    await pass(400);
    expect(get("step")).toHaveProperty("disabled", false);
  });

  it("asks once before a dangerous act", async () => {
    await enter("chair", [], [act("close_session")]);
    await press("act-close_session");
    expect(sent()).toEqual([]);
    await press("act-keep");
    await press("act-close_session");
    await press("act-confirm");
    expect(sent()).toMatchObject([{ type: "close_session" }]);
  });

  it("asks for one choice with buttons", async () => {
    await enter("kaz", [act("request_floor", { asks: ["kind"] })]);
    await press("step");
    await press("option-point_of_order");
    expect(sent()).toMatchObject([{ type: "request_floor", kind: "point_of_order" }]);
  });

  it("holds an act back with its reason until the session's clock gets there", async () => {
    const adopt = act("adopt", {
      fields: { decision: "1.1" },
      blocked: "answers_awaited",
      from_time: "2020-07-07T09:00:20Z",
    });
    await enter("chair", [adopt]);
    expect(get("step")).toHaveProperty("disabled", true);
    expect(host.textContent).toContain("possible in 0:");
    await pass(21_000);
    expect(get("step")).toHaveProperty("disabled", false);
  });

  it("says that nothing is asked where nothing is", async () => {
    await enter("kaz");
    expect(find("step")).toBeNull();
    expect(host.textContent).toContain("Nothing is asked of you now.");
  });
});

describe("a form", () => {
  it("tables a decision with its text in both languages", async () => {
    await enter("chair", [act("table_decision", { fields: { item: "1" }, asks: ["kind", "text", "assignee", "due"] })]);
    await press("step");
    await press("form-submit");
    expect(host.textContent).toContain("Please fill this in.");
    await flush(() => (get("field-kind-dates").querySelector("input") as HTMLInputElement).click());
    for (const [code, words] of [
      ["ru", "Согласовать сроки."],
      ["en", "To agree on the dates."],
    ]) {
      const area = get(`field-text-${code}`) as HTMLTextAreaElement;
      await flush(() => {
        area.value = words!;
        area.dispatchEvent(new Event("input", { bubbles: true }));
      });
    }
    await press("form-submit");
    expect(sent()).toMatchObject([
      {
        type: "table_decision",
        item: "1",
        kind: "dates",
        text: { ru: "Согласовать сроки.", en: "To agree on the dates." },
      },
    ]);
    expect(sent()[0]).not.toHaveProperty("due");
  });
});

describe("the room", () => {
  it("says where the sitting stands", async () => {
    await enter("kaz");
    expect(get("quorum").textContent).toContain("3/3");
    expect(get("sitting").textContent).toBe("sitting 1 of 2, in session");
    expect(get("item").textContent).toContain("item 1");
    expect(get("clock").textContent).toContain("12:00");
    expect(get("clock").textContent).toContain("15:00 Almaty");
  });

  it("keeps the seats in protocol order while the floor goes round", async () => {
    await enter("chair");
    const order = (): string[] => [...host.querySelectorAll(".plate")].map((plate) => plate.getAttribute("data-testid")!);
    const before = order();
    expect(before).toEqual(["plate-chair", "plate-deputy", "plate-secretary", "plate-BLR", "plate-KAZ", "plate-KGZ"]);
    const speakers = [request("r1", "kgz", { state: "speaking", began_at: NOW })];
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers, queue: [request("r2", "blr")] } });
    expect(order()).toEqual(before);
    expect(get("plate-KGZ").dataset["floor"]).toBe("speaking");
    expect(get("plate-BLR").querySelector(".plate-place")?.textContent).toBe("1");
    expect(get("stage").textContent).toContain("the Republic of Kyrgyzstan");
  });

  it("shows a lost line with the seconds that are left", async () => {
    await enter("chair");
    const rows = slices("chair").roll_call.rows.map((row) =>
      row.delegation === "KGZ" ? { ...row, presence: "link_lost", grace_until: "2020-07-07T09:00:40Z" } : row,
    );
    await change({ roll_call: { rows } });
    expect(get("plate-KGZ").dataset["link"]).toBe("grace");
    expect(get("plate-KGZ").textContent).toContain("0:40");
  });

  it("lists requests in the server's order, with my place", async () => {
    await enter("kaz");
    const queue = [request("r1", "kgz", { kind: "point_of_order" }), request("r2", "kaz"), request("r3", "blr")];
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [], queue }, me: slices("kaz", { queue_place: 2 }).me });
    const rows = [...host.querySelectorAll('[data-testid="queue-row"]')];
    expect(rows.map((row) => (row as HTMLElement).dataset["delegation"])).toEqual(["KGZ", "KAZ", "BLR"]);
    expect(get("queue-mine").textContent).toBe("Your place: 2");
  });

  it("counts a statement from where it began, over a pause, to the second", async () => {
    await enter("chair");
    const granted = request("r1", "kaz", { state: "granted" });
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [granted], queue: [] } });
    const speaking = { ...granted, state: "speaking", began_at: NOW, spoken_s: 60 };
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [speaking], queue: [] } });
    await pass(5000);
    expect(get("stage").textContent).toContain("1:05 of 5:00");
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [{ ...speaking, state: "paused", spoken_s: 65 }], queue: [] } });
    await pass(5000);
    expect(get("stage").textContent).toContain("1:05 of 5:00");
  });

  it("says aloud that I have the floor, and once by a soft sound", async () => {
    await enter("kaz");
    expect(get("floor-news").textContent).toBe("");
    const mine = { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [request("r1", "kaz", { state: "granted" })], queue: [] };
    await change({ floor: mine });
    await change({ floor: { ...mine, queue: [request("r2", "blr")] } });
    expect(get("floor-news").textContent).toBe("You have the floor");
    expect(tones).toBe(1);
  });

  it("is silent when another has the floor, or where the sound is turned off", async () => {
    await enter("kaz");
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [request("r1", "blr", { state: "granted" })], queue: [] } });
    soundForFloor.value = false;
    await change({ floor: { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [request("r2", "kaz", { state: "granted" })], queue: [] } });
    soundForFloor.value = true;
    expect(tones).toBe(0);
  });

  it("says while the line is down that the last action is being checked", async () => {
    await enter("chair", [act("adopt_agenda")]);
    await press("step");
    await flush(() => wires.at(-1)!.drop());
    expect(get("reconnecting").textContent).toBe("Reconnecting; your last action is being checked.");
  });
});

describe("a decision", () => {
  const put = decision("1.1", {
    state: "put_to_room_state",
    window_ends_at: "2020-07-07T09:00:20Z",
    answers: { agree: ["BLR"], object: [], need_time: 1, awaited: ["KAZ", "KGZ"] },
  });

  it("before the room lies on everybody's table with one clock, its text and the answers", async () => {
    await enter("kaz", [
      act("record_answer", { fields: { decision: "1.1", answer: "agree" } }),
      act("record_answer", { fields: { decision: "1.1", answer: "object" } }),
    ]);
    await change({ decisions: { decisions: [put], current: "1.1" } });
    expect(get("question").textContent).toContain("To agree on the dates.");
    expect(get("answers").textContent).toContain("1 delegation asks for time");
    const first = get("window-clock").textContent;
    await pass(5000);
    expect(get("window-clock").textContent).not.toBe(first);
    expect(get("step").textContent).toBe("Agree");
  });

  it("stays in sight for a seat that looks elsewhere, one key away", async () => {
    await enter("kaz");
    await change({ decisions: { decisions: [put], current: "1.1" } });
    await press("tab-agenda");
    expect(find("question")).toBeNull();
    expect(get("table-back").textContent).toContain("Decision 1.1 is before the room");
    await flush(() => void window.dispatchEvent(keyOn(document.body, "KeyT")));
    expect(find("question")).not.toBeNull();
  });

  it("just taken stays in sight for a moment, then the table goes on", async () => {
    await enter("kaz");
    await change({ decisions: { decisions: [put], current: "1.1" } });
    const taken = decision("1.1", { state: "adopted", finality: "final", taken_at: NOW });
    await change({ decisions: { decisions: [taken], current: null } });
    expect(get("decision-1.1").dataset["finality"]).toBe("final");
    await pass(13_000);
    expect(find("decision-1.1")).toBeNull();
    expect(find("agenda-item-1")).not.toBeNull();
  });

  it("wears its finality as border, seal and word", async () => {
    await enter("chair");
    const confirm = { delegation: "KGZ", confirmed_at: null };
    const decisions = [
      decision("1.1", { state: "adopted", finality: "final" }),
      decision("1.2", { state: "adopted_preliminarily", finality: "preliminary", subject_to: { en: "the host's word" } }),
      decision("1.3", { state: "adopted_ad_referendum", finality: "ad_referendum", confirm_list: [confirm] }),
    ];
    await change({ decisions: { decisions, current: null } });
    await press("tab-decisions");
    expect(get("decision-1.1").textContent).toContain("Final");
    expect(get("decision-1.2").textContent).toContain("Subject to: the host's word");
    expect(get("decision-1.3").textContent).toContain("Kyrgyzstan awaited");
  });
});

describe("a key", () => {
  it("mutes my own microphone, but not from within a field or on a button", async () => {
    await enter("kaz");
    await flush(() => void window.dispatchEvent(keyOn(document.body, "Space", " ")));
    expect(stay.devices.muted.value).toBe(true);
    await flush(() => void window.dispatchEvent(keyOn(get("tab-agenda"), "Space", " ")));
    expect(stay.devices.muted.value).toBe(true);
  });

  it("never performs an act", async () => {
    await enter("chair", [act("close_session")]);
    for (const code of ["Space", "Enter", "KeyT", "KeyG", "Digit1", "Slash"]) {
      await flush(() => void window.dispatchEvent(keyOn(document.body, code)));
    }
    expect(sent()).toEqual([]);
  });
});

it("offers the minutes to the secretary in every format and language, and to no head", async () => {
  await enter("secretary");
  await press("tab-minutes");
  const link = get("minutes-download-docx-ru") as HTMLAnchorElement;
  expect(link.getAttribute("href")).toBe(
    "/api/sessions/s1/minutes?format=docx&language=ru&form=full&seat=secretary",
  );
  await change({ me: slices("kaz").me });
  expect(find("minutes-download-docx-ru")).toBeNull();
});

it("tells the end of a silence in the time of every capital, each zone once", async () => {
  language.value = "en";
  const silent = decision("1.1", { state: "under_silence", silence_until: "2020-07-09T07:00:00Z" });
  await enter("kaz");
  await change({ decisions: { decisions: [silent], current: null } });
  await press("tab-decisions");
  expect(get("silence").textContent).toBe(
    "Silence ends 9 July 2020 at 10:00 (Moscow); 9 July 2020 at 10:00 (Minsk); 9 July 2020 at 13:00 (Almaty)",
  );
  const broken = { ...silent, state: "silence_broken", broken_by: "KAZ", broken_with: "Not yet." };
  await change({ decisions: { decisions: [broken], current: null } });
  expect(find("silence")).toBeNull();
  expect(get("decision-1.1").textContent).toContain("Silence broken by the Republic of Kazakhstan: Not yet.");
});

it("shows a roll-call vote as it stands, with one button for each vote", async () => {
  language.value = "en";
  const fields = (vote: string): Record<string, string> => ({ decision: "1.1", vote });
  const vote = { in_favour: ["ARM"], against: ["KAZ"], abstaining: [], not_voting: [], awaited: ["RUS"], needed: 2 };
  await enter("rus", [act("cast_vote", { fields: fields("for") }), act("cast_vote", { fields: fields("against") })]);
  await change({ decisions: { decisions: [decision("1.1", { state: "in_vote", vote })], current: "1.1" } });
  expect(get("question").textContent).toContain("Decision 1.1: roll-call vote");
  expect(get("votes").textContent).toBe("In favour (1): ARMAgainst (1): KAZNot voted yet (1): RUSVotes in favour needed: 2");
});

it("shows the condition of a decision as part of its text, before and after it is taken", async () => {
  language.value = "en";
  const condition = { trigger: { en: "it is free" }, fallback: { en: "elsewhere" }, outcome: "open", ground: "" };
  await enter("rus");
  await change({ decisions: { decisions: [decision("1.1", { state: "read_out_state", condition })], current: "1.1" } });
  expect(get("question").textContent).toContain("Condition: it is freeIf it is not met: elsewhere");
  const told = { ...condition, outcome: "not_met", ground: "letter no. 7" };
  await change({ decisions: { decisions: [decision("1.1", { state: "adopted", condition: told })], current: null } });
  await press("tab-decisions");
  expect(get("decision-1.1").textContent).toContain("The condition is not met, the fallback holds: letter no. 7");
});

it("asks in everybody's sight whether a delegation blocks or reserves", async () => {
  language.value = "en";
  await enter("rus");
  await change({ decisions: { decisions: [decision("1.1", { state: "read_out_state", asked: "KAZ" })], current: "1.1" } });
  expect(get("asked").textContent).toContain("Asked whether it blocks or reserves: Kazakhstan");
});

it("tells a delegation what was decided while it was away, and nobody else", async () => {
  language.value = "en";
  const row = { decision: "1.1", taken_at: NOW, must_confirm: false, associated_at: null, reserved: false, reopening: "" };
  await enter("kaz");
  await change({ decisions: { decisions: [decision("1.1", { state: "adopted", finality: "final" })], current: null } });
  await press("tab-decisions");
  expect(find("missed")).toBeNull();
  await change({ me: { ...slices("kaz").me, missed: [row] } });
  expect(get("missed").textContent).toBe("Decided while your delegation was away: 1.1");
});

/** A key pressed while `target` has the focus. */
function keyOn(target: Element, code: string, key = code): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true });
  Object.defineProperty(event, "target", { value: target });
  return event;
}
