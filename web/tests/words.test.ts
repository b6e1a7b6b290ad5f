import { beforeEach, describe, expect, it, vi } from "vitest";
import { en } from "../src/words/en.ts";
import type { Entry } from "../src/words/entry.ts";
import { city, day, days, duration, language, named, refusalWords, say, t, time } from "../src/words/index.ts";
import { ru } from "../src/words/ru.ts";

beforeEach(() => {
  language.value = "ru";
});

const forms = (entry: Entry): string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
const holes = (entry: Entry): Set<string> => new Set(forms(entry).flatMap((form) => form.match(/\{\w+\}/g) ?? []));

describe("the dictionaries", () => {
  it("fill each sentence from the same words and leave none empty", () => {
    // A case that one language needs and another does not may differ: "of" is the Russian genitive.
    const naming = new Set(["{of}", "{short}"]);
    const rest = (entry: Entry): string[] => [...holes(entry)].filter((hole) => !naming.has(hole)).sort();
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect({ [key]: rest(ru[key]) }).toEqual({ [key]: rest(en[key]) });
      for (const form of [...forms(en[key]), ...forms(ru[key])]) expect(form.trim(), key).not.toBe("");
    }
  });

  it("have every Russian plural form", () => {
    for (const entry of Object.values(ru)) {
      if (typeof entry !== "string") expect(Object.keys(entry)).toEqual(["one", "few", "many", "other"]);
    }
  });
});

describe("a sentence", () => {
  it("is filled and counted in the chosen language", () => {
    expect(t("act.declare_quorum", { present: 5, entitled: 6 })).toBe("Объявить кворум: 5 из 6");
    expect([1, 3, 5].map((count) => t("window.need_time", { count }))).toEqual([
      "1 делегация просит время",
      "3 делегации просят время",
      "5 делегаций просят время",
    ]);
    language.value = "en";
    expect(t("window.need_time", { count: 1 })).toBe("1 delegation asks for time");
  });

  it("of the server's that we have no word for stays readable", () => {
    expect(named("decision.state", "adopted")).toBe("принято консенсусом");
    expect(named("decision.state", "brand_new")).toBe("brand new");
  });

  it("in several languages falls back to the authentic one", () => {
    language.value = "en";
    expect(say({ ru: "Решение", en: "Decision" })).toBe("Decision");
    expect(say({ ru: "Решение", en: "" })).toBe("Решение");
  });
});

describe("a refusal", () => {
  it("is worded by its code, with figures where they came and without where not", () => {
    const detail = { present: "3", entitled: "6", needed: "4" };
    expect(refusalWords("no_quorum", "", detail)).toBe("Кворума нет: присутствуют 3 из 6, нужно 4.");
    expect(refusalWords("no_quorum", "")).toBe("Кворума нет.");
  });

  it("with a code from a newer server shows the server's sentence", () => {
    expect(refusalWords("from_tomorrow", "Wait until tomorrow.")).toBe("Wait until tomorrow.");
  });
});

describe("times", () => {
  it("are 24-hour in the zone asked for", () => {
    expect(time("2020-07-07T21:05:00Z", "Europe/Moscow")).toBe("00:05");
    expect(time("2020-07-07T07:00:00Z", "Asia/Almaty")).toBe("13:00");
    expect(city("Asia/Bishkek")).toBe("Бишкек");
  });

  it("are dated as the field writes them", () => {
    expect(day("2020-07-08")).toBe("8 июля 2020 г.");
    expect(days("2020-07-07", "2020-07-08")).toMatch(/^7–8 июля 2020\sг\.$/);
    language.value = "en";
    expect(day("2020-07-08")).toBe("8 July 2020");
  });

  it("spoken are minutes and seconds", () => {
    expect([0, 61.9, 3723, -5].map(duration)).toEqual(["0:00", "1:01", "1:02:03", "0:00"]);
  });
});

describe("a name out of the code", () => {
  it("makes a name without a word readable, and tells whoever develops", () => {
    const told = vi.spyOn(console, "warn").mockReturnValue();
    expect(named("presence", "not_yet_known")).toBe("not yet known");
    expect(named("presence", "present")).toBe("присутствует");
    expect(told.mock.calls).toEqual([["no word for presence.not_yet_known"]]);
    told.mockRestore();
  });
});
