import { describe, expect, it } from "vitest";
import { placeAt, placeByKey } from "../src/reordering.ts";

describe("a row that is moved", () => {
  it("by key goes one place, or to an end, and no further", () => {
    expect(["ArrowUp", "ArrowDown", "Home", "End"].map((key) => placeByKey(key, 2, 4))).toEqual([1, 3, 1, 4]);
    expect([placeByKey("ArrowUp", 1, 4), placeByKey("ArrowDown", 4, 4)]).toEqual([1, 4]);
    expect(placeByKey("Tab", 2, 4)).toBeNull();
  });

  it("by pointer goes between the rows where it is let go", () => {
    const rows = [0, 40, 80].map((top) => ({ top, bottom: top + 40 }));
    expect(placeAt(5, rows, 3)).toBe(1);
    expect(placeAt(30, rows, 3)).toBe(2);
    expect(placeAt(200, rows, 1)).toBe(3);
    expect(placeAt(50, rows, 2)).toBe(2);
  });
});
