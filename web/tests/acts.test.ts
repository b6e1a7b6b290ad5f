import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { homeOf, labelOf, namesInDetail, obstacleOf, pressable, waitOf } from "../src/acts.ts";
import { controlOf, filled, initial, missing } from "../src/fields.ts";
import type { Room } from "../src/room.ts";
import { language } from "../src/words/index.ts";
import { act, decision, NOW, openRoom, request } from "./fixtures.ts";

let room: Room;

beforeEach(() => {
  language.value = "ru";
  room = openRoom("kaz").room;
});

afterEach(() => room.close());

describe("the words on a button", () => {
  it("name the delegation in the case that the sentence wants", () => {
    const grant = act("grant", { fields: { request: "r1" }, words: { delegation: "BLR" } });
    expect(labelOf(grant, room)).toBe("Предоставить слово делегации Республики Беларусь");
    language.value = "en";
    expect(labelOf(grant, room)).toBe("Give the floor to the Republic of Belarus");
  });

  it("name the office where a seat without delegation asked", () => {
    room.floor.value = { mode: "open", open: true, by_secretary: false, points: [], appeal: null, speakers: [], queue: [request("r2", "secretary")] };
    const grant = act("grant", { fields: { request: "r2" }, words: { delegation: "" } });
    expect(labelOf(grant, room)).toBe("Предоставить слово: Старший офицер");
  });

  it("differ for one's own delegation and another", () => {
    expect(labelOf(act("depart", { fields: { delegation: "KAZ" } }), room)).toBe("Покинуть заседание");
    expect(labelOf(act("depart", { fields: { delegation: "BLR" } }), room)).toBe(
      "Делегация Республики Беларусь покинула заседание",
    );
  });

  it("say the answer or the reason that the act carries", () => {
    expect(labelOf(act("record_answer", { fields: { decision: "1.1", answer: "object" } }), room)).toBe("Возражаем");
    expect(labelOf(act("suspend_sitting", { fields: { reason: "break" } }), room)).toBe("Объявить перерыв");
  });

  it("are short beside the thing itself", () => {
    const grant = act("grant", { fields: { request: "r1" }, words: { delegation: "BLR" } });
    expect(labelOf(grant, room, true)).toBe("Предоставить слово");
  });

  it("of an act from a newer server stay readable", () => {
    expect(labelOf(act("open_caucus"), room)).toBe("open caucus");
  });
});

describe("an act that cannot be done", () => {
  const at = Date.parse(NOW);

  it("says why, in words", () => {
    const blocked = act("put_to_room", { blocked: "link_lost", words: { id: "KGZ" } });
    expect(pressable(blocked, at)).toBe(false);
    expect(obstacleOf(blocked, room)).toContain("Кыргызстан");
    expect(obstacleOf(act("put_to_room"), room)).toBe("");
  });

  it("and is only held by time opens when the session's clock gets there", () => {
    const early = act("adopt", { blocked: "answers_awaited", from_time: "2020-07-07T09:00:20Z" });
    expect(waitOf(early, at)).toBe(20_000);
    expect(pressable(early, at)).toBe(false);
    expect(pressable(early, at + 20_000)).toBe(true);
  });
});

it("codes in a refusal's detail become names, other words stay", () => {
  expect(namesInDetail(room, { id: "KGZ, BLR", what: "JSON" })).toEqual({ id: "Кыргызстан, Беларусь", what: "JSON" });
});

it("an act stands beside what it names, one's own in the bar", () => {
  const homes = [
    act("adopt", { fields: { decision: "1.1" } }),
    act("grant", { fields: { request: "r1" } }),
    act("open_item", { fields: { item: "1" } }),
    act("revise_text", { fields: { unit: "2.date" } }),
    act("take_up", { fields: { proposal: "p1" } }),
    act("table_decision", { fields: { item: "1" } }),
    act("mark_absent", { fields: { delegation: "BLR" } }),
    act("depart", { fields: { delegation: "KAZ" } }),
    act("suspend_sitting", { fields: { sitting: "1" } }),
  ].map((one) => homeOf(one, "KAZ"));
  expect(homes).toEqual(["decision", "request", "item", "unit", "proposal", "bar", "roll_call", "bar", "bar"]);
});

describe("a form", () => {
  const table = act("table_decision", { fields: { item: "1" }, asks: ["kind", "text", "assignee", "due"], optional: ["assignee", "due"] });

  it("wants what the command needs, the text in the authentic language", () => {
    expect(missing(table, {}, "ru")).toEqual(["kind", "text"]);
    expect(missing(table, { kind: "text", text: { en: "Only English" } }, "ru")).toEqual(["text"]);
    expect(missing(table, { kind: "text", text: { ru: "Текст" } }, "ru")).toEqual([]);
  });

  it("sends only what was given", () => {
    expect(filled({ kind: "text", text: { ru: "Текст", en: " " }, assignee: {}, due: "", insists: false })).toEqual({
      kind: "text",
      text: { ru: "Текст" },
    });
  });

  it("asks for a place as a number when a request is moved, as a choice at the roll-call", () => {
    expect(controlOf(act("reorder"), "place").as).toBe("number");
    expect(controlOf(act("mark_present"), "place").as).toBe("choice");
  });

  it("begins with the present text when a decision is revised", () => {
    const decisions = { decisions: [decision("1.1")], current: null };
    const held = { decisions, text: room.text.value, folder: room.folder.value };
    const revise = act("revise_decision", { fields: { decision: "1.1" }, asks: ["text"] });
    expect(initial(revise, "text", held)).toEqual({ en: "To agree on the dates.", ru: "Согласовать сроки." });
    expect(initial(table, "text", held)).toEqual({});
  });
});
