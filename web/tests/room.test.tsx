// @vitest-environment happy-dom
import { act as flush } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { soundForFloor } from "../src/settings.ts";
import { language } from "../src/words/index.ts";
import { act, NOW, request, slices } from "./fixtures.ts";
import { change, drop, eachInRoom, enter, find, get, keyOn, pass, press, say, sent, stay } from "./inRoom.tsx";

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

let tones: number;

eachInRoom();

beforeEach(() => {
  tones = 0;
  vi.stubGlobal("AudioContext", FakeAudio);
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
    expect(document.body.textContent).toContain("possible in 0:");
    await pass(21_000);
    expect(get("step")).toHaveProperty("disabled", false);
  });

  it("says that nothing is asked where nothing is", async () => {
    await enter("kaz");
    expect(find("step")).toBeNull();
    expect(document.body.textContent).toContain("Nothing is asked of you now.");
  });
});

describe("a form", () => {
  it("tables a decision with its text in both languages", async () => {
    await enter("chair", [act("table_decision", { fields: { item: "1" }, asks: ["kind", "text", "assignee", "due"], optional: ["assignee", "due"] })]);
    await press("step");
    await press("form-submit");
    expect(document.body.textContent).toContain("Please fill this in.");
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
    const order = (): string[] => [...document.querySelectorAll(".plate")].map((plate) => plate.getAttribute("data-testid")!);
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
    const rows = [...document.querySelectorAll('[data-testid="queue-row"]')];
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
    await drop();
    expect(get("reconnecting").textContent).toBe("Reconnecting; your last action is being checked.");
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
