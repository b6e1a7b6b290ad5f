import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Socket } from "../src/socket.ts";
import type { Frame } from "../src/wire.ts";
import { FakeWire, NOW } from "./fixtures.ts";

let wires: FakeWire[];
let heard: Frame[];
let socket: Socket;
const last = (): FakeWire => wires.at(-1)!;
const slices = (version: number): Frame => ({ frame: "slices", version, now: NOW, slices: {} });

beforeEach(() => {
  vi.useFakeTimers();
  wires = [];
  heard = [];
  socket = new Socket({
    address: (after) => `after=${after}`,
    frame: (frame) => heard.push(frame),
    open: (address) => {
      const wire = new FakeWire(address);
      wires.push(wire);
      return wire;
    },
    random: () => 1,
  });
  socket.connect();
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

describe("a command", () => {
  it("is answered by the commit that it became", async () => {
    last().open();
    const outcome = socket.send("grant", { request: "r1" });
    const { cause, type } = last().sent[0]!;
    expect(type).toBe("grant");
    last().say({ frame: "done", cause, version: 7 });
    await expect(outcome).resolves.toEqual({ done: true, version: 7 });
    expect(socket.unanswered.value).toBe(0);
  });

  it("is answered by a refusal to this seat alone", async () => {
    last().open();
    const outcome = socket.send("adopt", { decision: "1.1" });
    const { cause } = last().sent[0]!;
    last().say({ frame: "refused", cause, code: "no_quorum", message: "There is no quorum." });
    await expect(outcome).resolves.toMatchObject({ done: false, code: "no_quorum" });
  });

  it("given while the line is down goes out when it is back", () => {
    void socket.send("grant", { request: "r1" });
    expect(socket.unanswered.value).toBe(1);
    last().open();
    expect(last().sent.map(({ type }) => type)).toEqual(["grant"]);
  });

  it("without an answer is sent again with the same cause, an answered one is not", () => {
    last().open();
    void socket.send("grant", { request: "r1" });
    void socket.send("pause_speech", { request: "r1" });
    const [first, second] = last().sent;
    last().say({ frame: "done", cause: first!.cause, version: 2 });
    last().drop();
    vi.advanceTimersByTime(300);
    last().open();
    expect(wires).toHaveLength(2);
    expect(last().sent).toEqual([second]);
  });
});

describe("a lost line", () => {
  it("is taken up again after the last version seen", () => {
    expect(last().address).toBe("after=null");
    last().open();
    last().say(slices(41));
    last().drop();
    expect(socket.state.value).toBe("reconnecting");
    vi.advanceTimersByTime(300);
    expect(last().address).toBe("after=41");
    last().open();
    expect(socket.state.value).toBe("open");
  });

  it("is tried at 0.3 s, doubling to 2 s for two minutes, then every 8 s", () => {
    last().open();
    const pauses: number[] = [];
    for (let waited = 0; waited < 140_000; ) {
      const before = wires.length;
      last().drop();
      let pause = 0;
      while (wires.length === before) {
        vi.advanceTimersByTime(100);
        pause += 100;
      }
      pauses.push(pause);
      waited += pause;
    }
    expect(pauses.slice(0, 5)).toEqual([300, 600, 1200, 2000, 2000]);
    expect(pauses.at(-1)).toBe(8000);
  });

  it("is noticed by twelve seconds of silence, and not while the server speaks", () => {
    last().open();
    vi.advanceTimersByTime(8000);
    last().say({ frame: "now", now: NOW });
    vi.advanceTimersByTime(8000);
    expect(socket.state.value).toBe("open");
    vi.advanceTimersByTime(4000);
    expect(socket.state.value).toBe("reconnecting");
    expect(wires[0]!.closed).toBe(true);
  });

  it("is tried at once when the network is back", () => {
    last().open();
    last().drop();
    socket.hurry();
    expect(wires).toHaveLength(2);
  });
});

describe("the server's last word", () => {
  it("that the link is revoked ends the trying", () => {
    last().drop(4401);
    vi.advanceTimersByTime(60_000);
    expect(socket.state.value).toBe("refused");
    expect(wires).toHaveLength(1);
  });

  it("that the seat is open elsewhere waits for the person to take it back", () => {
    last().open();
    last().say({ frame: "elsewhere" });
    vi.advanceTimersByTime(60_000);
    expect(socket.state.value).toBe("elsewhere");
    expect(wires).toHaveLength(1);
    socket.connect();
    last().open();
    expect(socket.state.value).toBe("open");
  });

  it("is heard from the closing code too, where the frame was lost", () => {
    last().open();
    last().drop(4409);
    vi.advanceTimersByTime(60_000);
    expect(socket.state.value).toBe("elsewhere");
    expect(wires).toHaveLength(1);
  });

  it("that it moved is a lost line", () => {
    last().drop(4307);
    expect(socket.state.value).toBe("reconnecting");
  });
});

it("leaves a frame alone that it does not know", () => {
  last().open();
  last().onmessage?.({ data: '{"frame":"captions","words":"…"}' });
  expect(heard).toEqual([]);
  last().say(slices(2));
  expect(heard).toHaveLength(1);
});
