import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Clock } from "../src/clock.ts";

const START = Date.parse("2020-07-07T07:00:00.000Z");
let steady = 0;
let clock: Clock;
const pass = (ms: number): void => {
  steady += ms;
  vi.advanceTimersByTime(ms);
};
const iso = (ms: number): string => new Date(START + ms).toISOString();

beforeEach(() => {
  vi.useFakeTimers();
  steady = 5000;
  clock = new Clock(() => steady);
});

afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

it("runs on from the server's time, whatever this machine's clock says", () => {
  clock.heard(iso(0));
  pass(1500);
  expect(clock.now()).toBe(START + 1500);
});

it("is not set back by a frame that came late", () => {
  clock.heard(iso(0));
  pass(1000);
  clock.heard(iso(400));
  expect(clock.now()).toBe(START + 1000);
});

it("is corrected by a frame that came faster than the first", () => {
  clock.heard(iso(0));
  pass(1000);
  clock.heard(iso(1200));
  expect(clock.now()).toBe(START + 1200);
});

it("follows the server when the two stand far apart", () => {
  clock.heard(iso(0));
  clock.heard(iso(-60_000));
  expect(clock.now()).toBe(START - 60_000);
});

it("turns at the server's full seconds", () => {
  clock.heard(iso(700));
  expect(clock.second.value).toBe(START);
  pass(310);
  expect(clock.second.value).toBe(START + 1000);
  pass(1000);
  expect(clock.second.value).toBe(START + 2000);
});
