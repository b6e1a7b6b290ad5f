import { describe, expect, it } from "vitest";
import { shelve } from "../src/acts.ts";
import { same } from "../src/same.ts";
import { act } from "./fixtures.ts";

const copy = <T>(value: T): T => structuredClone(value);
const row = (delegation: string, presence = "absent"): object => ({ delegation, presence, names: { en: delegation } });

describe("what comes again", () => {
  const before = { current: "1", rows: [row("ARM"), row("BLR"), row("KAZ")] };

  it("as it was is the very same object", () => {
    expect(same(before, copy(before))).toBe(before);
  });

  it("with one row changed keeps the others, and what of that row did not change", () => {
    const fresh = copy({ ...before, rows: [row("ARM"), row("BLR", "present"), row("KAZ")] });
    const found = same(before, fresh);
    expect(found).toEqual(fresh);
    expect(found).not.toBe(before);
    expect(found.rows[0]).toBe(before.rows[0]);
    expect(found.rows[2]).toBe(before.rows[2]);
    expect((found.rows[1] as { names: object }).names).toBe((before.rows[1] as { names: object }).names);
  });

  it("with rows gone, come and moved says what it says now, of the rows that were there", () => {
    const [arm, blr, kaz] = before.rows;
    for (const rows of [[blr, kaz], [row("AAA"), arm, blr, kaz], [kaz, arm, blr], [arm, row("NEW"), kaz, blr], []]) {
      const fresh = copy({ ...before, rows });
      const found = same(before, fresh as typeof before);
      expect(found).toEqual(fresh);
      for (const one of found.rows) {
        const known = before.rows.find((former) => JSON.stringify(former) === JSON.stringify(one));
        if (known) expect(one).toBe(known);
      }
    }
  });

  it("with a field more or less, or of another kind, is taken as it came", () => {
    expect(same({ a: 1, b: 2 } as object, { a: 1 })).toEqual({ a: 1 });
    expect(same({ a: 1 } as object, { a: 1, b: null })).toEqual({ a: 1, b: null });
    expect(same<unknown>([], {})).toEqual({});
    expect(same<unknown>({ a: null }, { a: {} })).toEqual({ a: {} });
    expect(same<unknown>(undefined, [1])).toEqual([1]);
  });
});

it("a row's acts stay the same list while acts of others come and go", () => {
  const mark = (delegation: string): ReturnType<typeof act> => act("mark_present", { fields: { delegation } });
  const first = shelve([mark("ARM"), mark("BLR")], null, new Map());
  const next = shelve(same([mark("ARM"), mark("BLR")], [mark("BLR")]), null, first);
  expect(next.get("roll_call BLR")).toBe(first.get("roll_call BLR"));
  expect(next.get("roll_call ARM")).toBeUndefined();
});
