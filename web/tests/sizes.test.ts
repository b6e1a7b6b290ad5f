// @vitest-environment happy-dom

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Sizes } from "../src/sizes.ts";

let changed: () => void;
let density: number;

function video(width: number, height: number, fit = "contain"): HTMLVideoElement {
  const element = document.createElement("video");
  element.style.objectFit = fit;
  resize(element, width, height);
  return element;
}

function resize(element: HTMLVideoElement, width: number, height: number): void {
  Object.defineProperty(element, "clientWidth", { value: width, configurable: true });
  Object.defineProperty(element, "clientHeight", { value: height, configurable: true });
}

function settle(ms = 300): void {
  changed();
  vi.advanceTimersByTime(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  density = 1;
  vi.stubGlobal("getComputedStyle", (element: HTMLElement) => element.style);
  vi.stubGlobal("ResizeObserver", class {
    constructor(callback: () => void) {
      changed = callback;
    }
    observe(): void {}
    unobserve(): void {}
  });
  Object.defineProperty(globalThis, "devicePixelRatio", { get: () => density, configurable: true });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the size of a place", () => {
  it("is the lines that its picture needs, in pixels of the screen", () => {
    const sizes = new Sizes();
    sizes.watch("floor", video(1280, 900));
    sizes.watch("tile-1", video(160, 70, "cover"));
    settle();
    expect(sizes.lines.value).toEqual({ floor: 720, "tile-1": 90 });
    density = 3;
    settle();
    expect(sizes.lines.value).toEqual({ floor: 1440, "tile-1": 180 });
  });

  it("is told once the border stands still", () => {
    const sizes = new Sizes();
    const element = video(1280, 720);
    sizes.watch("floor", element);
    for (let n = 0; n < 10; n += 1) {
      settle(100);
      expect(sizes.lines.value).toEqual({});
    }
    settle();
    const told = sizes.lines.value;
    settle();
    expect(sizes.lines.value).toBe(told);
  });

  it("stays what it was while the picture is hidden between two speakers", () => {
    const sizes = new Sizes();
    const element = video(1280, 720);
    sizes.watch("floor", element);
    settle();
    resize(element, 0, 0);
    settle();
    expect(sizes.lines.value).toEqual({ floor: 720 });
  });

  it("is the larger one of two pictures, until that is gone", () => {
    const sizes = new Sizes();
    sizes.watch("tile-1", video(160, 90));
    const end = sizes.watch("tile-1", video(1280, 720));
    settle();
    expect(sizes.lines.value).toEqual({ "tile-1": 720 });
    end();
    settle();
    expect(sizes.lines.value).toEqual({ "tile-1": 90 });
  });
});
