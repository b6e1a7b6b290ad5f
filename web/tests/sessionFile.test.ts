// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";
import { at, filledIn, placeOf, put, SessionFile } from "../src/pages/sessionFile.ts";

const FIRST = { id: "talks", delegations: [{ code: "ARM" }, { code: "BLR" }], title: { ru: "Переговоры" } };

beforeEach(() => localStorage.clear());

describe("a session file", () => {
  it("is changed in its places, and nothing else with them", () => {
    const changed = put(FIRST, ["delegations", 1, "head", "title", "ru"], "Глава");
    expect(at(changed, ["delegations", 1, "head", "title", "ru"])).toBe("Глава");
    expect(at(changed, ["delegations", 0])).toBe(FIRST.delegations[0]);
    expect(put(FIRST, ["title", "ru"], undefined)).toEqual({ ...FIRST, title: {} });
    expect(placeOf(["delegations", 1, "code"])).toBe("delegations.2.code");
  });

  it("is sent without fields that hold nothing, each entry at its place", () => {
    const given = { id: " ", agenda: [{}, { number: "2" }], rules: { lobby: false, vote: {} }, marking: { ru: "" } };
    expect(filledIn(given)).toEqual({ agenda: [{}, { number: "2" }], rules: { lobby: false } });
    expect(filledIn({})).toBeUndefined();
  });

  it("keeps its draft in this browser until it is sent or discarded", () => {
    const file = new SessionFile("talks", FIRST);
    expect(file.kept.value).toBe("");
    file.set(["id"], "other");
    expect(file.kept.value).not.toBe("");
    const again = new SessionFile("talks", FIRST);
    expect(again.data.value["id"]).toBe("other");
    expect(new SessionFile("new", {}).data.value).toEqual({});
    again.discard();
    expect(again.data.value).toBe(FIRST);
    expect(new SessionFile("talks", FIRST).kept.value).toBe("");
  });

  it("gives back what was taken out, where it stood", () => {
    const file = new SessionFile("talks", FIRST);
    file.remove(["delegations"], 0);
    expect(file.data.value["delegations"]).toEqual([{ code: "BLR" }]);
    file.back();
    expect(file.data.value["delegations"]).toEqual(FIRST.delegations);
    file.move(["delegations"], 1, 0);
    expect(file.data.value["delegations"]).toEqual([{ code: "BLR" }, { code: "ARM" }]);
  });

  it("tells what is wrong by field", () => {
    const file = new SessionFile("talks", FIRST);
    const wrong = { line: null, field: "delegations.2.code", message: "is given twice.", russian: "дано дважды." };
    file.verdict.value = { problems: [wrong], file: null, yaml: null, seats: 0 };
    expect(file.problems.value.get("delegations.2.code")).toEqual([wrong]);
  });
});
