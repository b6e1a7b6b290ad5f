/** The room's page, shown to one seat whose server stands in the test. Time is the test's. */

import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, expect, vi } from "vitest";
import type { Act, Slices } from "../src/generated/slices.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { RoomPage } from "../src/view/RoomPage.tsx";
import type { Command, Frame } from "../src/wire.ts";
import { language } from "../src/words/index.ts";
import { type FakeWire, NOW, openRoom } from "./fixtures.ts";

export let stay: Stay;
let wires: FakeWire[] = [];
let host: HTMLElement | undefined;

/** Opens the room for a seat; what it may do, and whatever else `me` says, as given. */
export async function enter(seat: string, steps: Act[] = [], acts: Act[] = [], me: Partial<Slices["me"]> = {}): Promise<void> {
  leave();
  const opened = openRoom(seat, { steps, acts, ...me });
  wires = opened.wires;
  stay = new Stay(opened.room);
  const page = (host = document.body.appendChild(document.createElement("div")));
  await flush(() => {
    render(
      <StayProvider value={stay}>
        <RoomPage onLeave={() => undefined} />
      </StayProvider>,
      page,
    );
  });
  await pass(400);
}

export function leave(): void {
  if (!host) return;
  render(null, host);
  host.remove();
  stay.leave();
  host = undefined;
}

/** In every test of the file that calls this: fake time, English, and the room left at the end. */
export function eachInRoom(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    language.value = "en";
  });

  afterEach(() => {
    leave();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}

export const find = (testid: string): HTMLElement | null => document.querySelector(`[data-testid="${testid}"]`);
export const get = (testid: string): HTMLElement => find(testid) ?? expect.fail(`no ${testid} on the page`);
export const pass = (ms: number): Promise<void> => flush(async () => void (await vi.advanceTimersByTimeAsync(ms)));
export const press = (testid: string): Promise<void> => flush(() => get(testid).click());
export const say = (frame: Frame): Promise<void> => flush(() => wires.at(-1)!.say(frame));
export const drop = (): Promise<void> => flush(() => wires.at(-1)!.drop());
export const change = (some: Partial<Slices>): Promise<void> => say({ frame: "slices", version: 2, now: NOW, slices: some });
export const sent = (): readonly Command[] => wires.at(-1)!.sent;

/** A key pressed while `target` has the focus. */
export function keyOn(target: Element, code: string, key = code): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true });
  Object.defineProperty(event, "target", { value: target });
  return event;
}
