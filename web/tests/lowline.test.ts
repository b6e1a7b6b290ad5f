import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { narrow, STILL_EVERY_MS, stills } from "../src/lowline.ts";
import { placesFor } from "../src/places.ts";

class FakeSender {
  parameters: { encodings: RTCRtpEncodingParameters[] };

  constructor(...encodings: RTCRtpEncodingParameters[]) {
    this.parameters = { encodings };
  }

  getParameters(): object {
    return structuredClone(this.parameters);
  }

  async setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }): Promise<void> {
    this.parameters = parameters;
  }
}

const LAYERS = [{ rid: "q", maxBitrate: 150_000 }, { rid: "h", maxBitrate: 500_000 }];

it("sends a thin voice, the smallest layer slowly and no screen, and all of it again afterwards", async () => {
  const voice = new FakeSender({ active: true });
  const camera = new FakeSender({ active: true, ...LAYERS[0] }, { active: true, ...LAYERS[1] });
  const screen = new FakeSender({ active: true, maxBitrate: 2_500_000 });
  const before = structuredClone([voice.parameters, camera.parameters, screen.parameters]);
  const senders = [voice, camera, screen] as unknown as [RTCRtpSender, RTCRtpSender, RTCRtpSender];
  await narrow(true, null, ...senders, LAYERS);
  expect(camera.parameters.encodings.map(({ active }) => active)).toEqual([true, false]);
  expect(screen.parameters.encodings[0]?.active).toBe(false);
  const bits = (voice.parameters.encodings[0]?.maxBitrate ?? 0) + (camera.parameters.encodings[0]?.maxBitrate ?? 0);
  expect(bits).toBeGreaterThan(0);
  expect(bits).toBeLessThan(40_000);
  await narrow(false, null, ...senders, LAYERS);
  expect([voice.parameters, camera.parameters, screen.parameters]).toEqual(before);
});

it("sends the layers that somebody has a place for, the smallest always, and on a low line no other", async () => {
  const camera = new FakeSender({ active: true, ...LAYERS[0] }, { active: true, ...LAYERS[1] });
  const senders = [new FakeSender(), camera, new FakeSender()] as unknown as [RTCRtpSender, RTCRtpSender, RTCRtpSender];
  const active = async (low: boolean, wanted: readonly string[] | null): Promise<unknown[]> => {
    await narrow(low, wanted, ...senders, LAYERS);
    return camera.parameters.encodings.map((encoding) => encoding.active);
  };
  expect(await active(false, ["q"])).toEqual([true, false]);
  expect(await active(false, ["q", "h"])).toEqual([true, true]);
  expect(await active(false, [])).toEqual([true, false]);
  expect(await active(true, ["q", "h"])).toEqual([true, false]);
  expect(await active(false, null)).toEqual([true, true]);
});

describe("what comes in on a low line", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("is a still of the floor now and then, and no other picture", () => {
    const asked: Readonly<Record<string, number>>[] = [];
    const end = stills(placesFor(4), (lines) => asked.push(lines));
    expect(asked[0]?.["floor"]).toBeGreaterThan(0);
    vi.advanceTimersByTime(STILL_EVERY_MS - 1);
    expect(asked.map(({ floor }) => floor !== 0)).toEqual([true, false]);
    vi.advanceTimersByTime(1);
    expect(asked.map(({ floor }) => floor !== 0)).toEqual([true, false, true]);
    expect(new Set(asked.flatMap(({ floor: _, ...others }) => Object.values(others)))).toEqual(new Set([0]));
    expect(Object.keys(asked[1] ?? {})).toEqual(["floor", "presentation", "tile-1", "tile-2", "tile-3", "tile-4"]);
    end();
    vi.advanceTimersByTime(10 * STILL_EVERY_MS);
    expect(asked).toHaveLength(3);
  });
});
