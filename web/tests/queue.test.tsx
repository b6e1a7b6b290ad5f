// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Room } from "../src/room.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { Queue } from "../src/view/Queue.tsx";
import { language } from "../src/words/index.ts";
import { act, type FakeWire, NOW, openRoom, request } from "./fixtures.ts";

let room: Room;
let wires: FakeWire[];
let host: HTMLElement;

const order = ["blr", "kaz", "kgz"];
const reorder = (seat: string): ReturnType<typeof act> => act("reorder", { fields: { request: seat }, asks: ["place"] });

async function show(seat: string, seats: readonly string[] = order): Promise<void> {
  ({ room, wires } = openRoom(seat, seat === "chair" ? { acts: order.map(reorder) } : {}));
  await flush(() => {
    room.floor.value = { ...room.floor.value, queue: seats.map((one) => request(one, one)) };
    host = document.body.appendChild(document.createElement("div"));
    render(
      <StayProvider value={new Stay(room)}>
        <Queue />
      </StayProvider>,
      host,
    );
  });
}

const handle = (seat: string): HTMLButtonElement =>
  host.querySelector(`[data-testid="reorder-${seat}"]`) ?? expect.fail(`no handle of ${seat}`);
const key = (seat: string, pressed: string): Promise<void> =>
  flush(() => void handle(seat).dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true })));

beforeEach(() => {
  language.value = "en";
});

afterEach(() => {
  render(null, host);
  host.remove();
  room.close();
});

it("moves by arrow keys, nothing before the server says so, and the keys stay with the row", async () => {
  await show("chair");
  handle("kgz").focus();
  await key("kgz", "ArrowUp");
  expect(wires.at(-1)?.sent).toMatchObject([{ type: "reorder", request: "kgz", place: 2 }]);
  expect(handle("kgz").ariaLabel ?? handle("kgz").getAttribute("aria-label")).toContain("place 3 of 3");
  const { cause } = wires.at(-1)!.sent[0]!;
  await flush(() => {
    const floor = { ...room.floor.value, queue: ["blr", "kgz", "kaz"].map((one) => request(one, one)) };
    wires.at(-1)!.say({ frame: "slices", version: 2, now: NOW, slices: { floor } });
    wires.at(-1)!.say({ frame: "done", cause, version: 2 });
  });
  expect(document.activeElement).toBe(handle("kgz"));
  await flush(() => Promise.resolve());
  expect(host.querySelector('[role="status"]')?.textContent).toBe("Kyrgyzstan: place 2 of 3");
});

it("goes no further than the ends", async () => {
  await show("chair");
  await key("blr", "ArrowUp");
  await key("kgz", "End");
  expect(wires.at(-1)?.sent).toEqual([]);
});

it("of one row has no handle to take, and none at all for who may not reorder", async () => {
  await show("chair", ["blr"]);
  expect(handle("blr").disabled).toBe(true);
  render(null, host);
  host.remove();
  await show("kaz");
  expect(host.querySelector(".queue-handle")).toBeNull();
});
