import { beforeEach, expect, it } from "vitest";
import { Patience } from "../src/patience.ts";

let patience: Patience;
const waits = (freezes: number, seconds: number, seat = "blr"): number | null =>
  patience.waits("floor", seat, freezes, seconds * 1000);

beforeEach(() => {
  patience = new Patience();
  waits(3, 0);
});

it("leaves a picture that runs to the browser", () => {
  expect([waits(3, 1), waits(3, 100)]).toEqual([null, null]);
});

it("waits longer for a picture with each freeze, to a bound", () => {
  expect([4, 5, 6, 9, 9].map((freezes, n) => waits(freezes, n))).toEqual([200, 300, 300, 300, 300]);
});

it("takes a step back for each calm minute, and begins again with the next freeze", () => {
  waits(4, 1);
  waits(5, 2);
  expect([waits(5, 61), waits(5, 63), waits(5, 120), waits(5, 124), waits(6, 125)]).toEqual([300, 200, 200, null, 200]);
});

it("begins anew where another stands in the place", () => {
  waits(4, 1);
  expect([waits(5, 2, "kaz"), waits(5, 3, "kaz"), waits(6, 4, "kaz")]).toEqual([null, null, 200]);
});

it("keeps places apart", () => {
  waits(4, 1);
  patience.waits("tile-1", "kaz", 0, 1000);
  expect(patience.waits("tile-1", "kaz", 0, 2000)).toBe(null);
});
