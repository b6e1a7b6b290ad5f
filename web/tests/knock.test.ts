import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Knock } from "../src/knock.ts";

/** A line: dead, it lets questions hang until they are given up. */
let dead: boolean;
let asked: number;
let answers: number;
let knock: Knock;

const settle = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  dead = true;
  asked = answers = 0;
  knock = new Knock(
    () => (answers += 1),
    (signal) => {
      asked += 1;
      if (!dead) return Promise.resolve();
      return new Promise((_, failed) => signal.addEventListener("abort", () => failed(new Error("given up"))));
    },
  );
});

afterEach(() => {
  knock.stop();
  vi.useRealTimers();
});

it("tells within a second that the line is back, whatever still hangs from before", async () => {
  knock.start();
  await settle(20_500);
  expect(answers).toBe(0);
  dead = false;
  await settle(1000);
  expect(answers).toBe(1);
});

it("tells it once, and again only where it did not help", async () => {
  dead = false;
  knock.start();
  knock.start();
  await settle(7000);
  expect([asked, answers]).toEqual([1, 1]);
  await settle(5000);
  expect(answers).toBe(2);
});

it("asks nothing more once nothing is lost, and tells nothing that was asked before", async () => {
  knock.start();
  await settle(3200);
  knock.stop();
  dead = false;
  const before = asked;
  await settle(20_000);
  expect([asked, answers]).toEqual([before, 0]);
});
