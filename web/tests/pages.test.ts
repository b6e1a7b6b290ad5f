import { describe, expect, it } from "vitest";
import { en } from "../src/pages/words/en.ts";
import { ru } from "../src/pages/words/ru.ts";
import type { Entry } from "../src/words/entry.ts";

const forms = (entry: Entry): string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
const holes = (entry: Entry): string[] => [...new Set(forms(entry).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

describe("the dictionaries of the pages beside the room", () => {
  it("fill each sentence from the same words and leave none empty", () => {
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect({ [key]: holes(ru[key]) }).toEqual({ [key]: holes(en[key]) });
      for (const form of [...forms(en[key]), ...forms(ru[key])]) expect(form.trim(), key).not.toBe("");
    }
  });

  it("have every Russian plural form", () => {
    for (const entry of Object.values(ru)) {
      if (typeof entry !== "string") expect(Object.keys(entry)).toEqual(["one", "few", "many", "other"]);
    }
  });
});
