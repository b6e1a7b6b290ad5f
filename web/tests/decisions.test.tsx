// @vitest-environment happy-dom
import { act as flush } from "preact/test-utils";
import { describe, expect, it } from "vitest";
import { act, decision, NOW, slices } from "./fixtures.ts";
import { change, eachInRoom, enter, find, get, keyOn, pass, press } from "./inRoom.tsx";

eachInRoom();

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

it("tells the end of a silence in the time of every capital, each zone once", async () => {
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
  const fields = (vote: string): Record<string, string> => ({ decision: "1.1", vote });
  const vote = { in_favour: ["ARM"], against: ["KAZ"], abstaining: [], not_voting: [], awaited: ["RUS"], needed: 2 };
  await enter("rus", [act("cast_vote", { fields: fields("for") }), act("cast_vote", { fields: fields("against") })]);
  await change({ decisions: { decisions: [decision("1.1", { state: "in_vote", vote })], current: "1.1" } });
  expect(get("question").textContent).toContain("Decision 1.1: roll-call vote");
  expect(get("votes").textContent).toBe("In favour (1): ARMAgainst (1): KAZNot voted yet (1): RUSVotes in favour needed: 2");
});

it("shows the condition of a decision as part of its text, before and after it is taken", async () => {
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
  await enter("rus");
  await change({ decisions: { decisions: [decision("1.1", { state: "read_out_state", asked: "KAZ" })], current: "1.1" } });
  expect(get("asked").textContent).toContain("Asked whether it blocks or reserves: Kazakhstan");
});

it("tells a delegation what was decided while it was away, and nobody else", async () => {
  const row = { decision: "1.1", taken_at: NOW, must_confirm: false, associated_at: null, reserved: false, reopening: "" };
  await enter("kaz");
  await change({ decisions: { decisions: [decision("1.1", { state: "adopted", finality: "final" })], current: null } });
  await press("tab-decisions");
  expect(find("missed")).toBeNull();
  await change({ me: { ...slices("kaz").me, missed: [row] } });
  expect(get("missed").textContent).toBe("Decided while your delegation was away: 1.1");
});
