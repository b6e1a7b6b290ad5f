// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PlaceElements } from "../src/places.ts";

let elements: PlaceElements;

const audio = (name: string): HTMLAudioElement =>
  document.querySelector<HTMLAudioElement>(`audio[data-place="${name}"]`) ?? expect.fail(`no ${name}`);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", class {});
  vi.spyOn(HTMLMediaElement.prototype, "srcObject", "set").mockReturnValue();
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
  elements = new PlaceElements();
  for (const name of ["floor", "interpretation"]) elements.attach({ kind: "audio", name }, {} as MediaStreamTrack);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("the loudness of a place", () => {
  it("steps back at once, and comes back slowly so that nobody is startled", async () => {
    elements.soften("floor", 0.15);
    expect(audio("floor").volume).toBe(0.15);
    expect(audio("interpretation").volume).toBe(1);
    elements.soften("floor", 1);
    await vi.advanceTimersByTimeAsync(500);
    expect(audio("floor").volume).toBeGreaterThan(0.15);
    expect(audio("floor").volume).toBeLessThan(0.7);
    await vi.advanceTimersByTimeAsync(1500);
    expect(audio("floor").volume).toBe(1);
  });

  it("is nothing on a device that is silent, also in a place that comes later", () => {
    elements.hush(true);
    elements.attach({ kind: "audio", name: "voice-1" }, {} as MediaStreamTrack);
    expect(["floor", "voice-1"].map((name) => audio(name).muted)).toEqual([true, true]);
    elements.hush(false);
    expect(["floor", "voice-1"].map((name) => audio(name).muted)).toEqual([false, false]);
  });
});
