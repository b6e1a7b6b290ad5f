import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventWire } from "../src/events.ts";
import { Socket } from "../src/socket.ts";
import type { Frame } from "../src/wire.ts";
import { FakeWire, NOW } from "./fixtures.ts";

const AT = { events: "/events", commands: "/commands", signals: "/signals", seat: "arm" };

/** A server that streams what `say` gives it and answers each POST with the next of `answers`. */
class FakeServer {
  readonly posts: { readonly path: string; readonly body: unknown; readonly seat: string }[] = [];
  answers: (() => Response)[] = [];
  status = 200;
  #stream: ReadableStreamDefaultController<Uint8Array> | undefined;

  readonly fetch = async (path: string, init: RequestInit): Promise<Response> => {
    if (init.method !== "POST") {
      if (this.status !== 200) return new Response("{}", { status: this.status });
      return new Response(new ReadableStream<Uint8Array>({ start: (stream) => void (this.#stream = stream) }));
    }
    const headers = init.headers as Record<string, string>;
    this.posts.push({ path, body: JSON.parse(String(init.body)), seat: headers["x-seat"] ?? "" });
    const answer = this.answers.shift();
    if (!answer) throw new TypeError("no network");
    return answer();
  };

  say(text: string): void {
    this.#stream?.enqueue(new TextEncoder().encode(text));
  }

  end(): void {
    this.#stream?.close();
  }
}

const json = (value: unknown, status = 200) => (): Response => new Response(JSON.stringify(value), { status });

describe("an event stream in the socket's place", () => {
  let server: FakeServer;
  let wire: EventWire;
  let heard: Frame[];
  let codes: number[];
  const begin = async (): Promise<void> => {
    wire = new EventWire(AT);
    wire.onmessage = ({ data }) => heard.push(JSON.parse(data) as Frame);
    wire.onclose = ({ code }) => codes.push(code);
    await new Promise<void>((open) => {
      wire.onopen = () => open();
      if (server.status !== 200) setTimeout(open);
    });
  };

  beforeEach(() => {
    server = new FakeServer();
    heard = [];
    codes = [];
    vi.stubGlobal("fetch", server.fetch);
  });
  afterEach(() => {
    wire.close();
    vi.unstubAllGlobals();
  });

  it("brings frames, however the network cuts them", async () => {
    await begin();
    server.say('data: {"frame":"now",');
    server.say('"now":"a"}\n');
    server.say('\ndata: {"frame":"now","now":"b"}\n\n');
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard.map((frame) => frame.frame === "now" && frame.now)).toEqual(["a", "b"]);
  });

  it("ends with the code that the server gives, and else as lost", async () => {
    await begin();
    server.say("event: close\ndata: 4409\n\n");
    await vi.waitFor(() => expect(codes[0]).toBe(4409));
    codes = [];
    await begin();
    server.end();
    await vi.waitFor(() => expect(codes).toEqual([1006]));
  });

  it("knows a revoked link from a server that is away", async () => {
    for (const [status, code] of [[401, 4401], [503, 1006]] as const) {
      server.status = status;
      codes = [];
      await begin();
      await vi.waitFor(() => expect(codes).toEqual([code]));
    }
  });

  it("posts commands one after the other and brings their answers as frames", async () => {
    await begin();
    const refusal = { code: "no_quorum", message: "There is no quorum.", detail: {} };
    server.answers = [json({ version: 7, events: [] }), json(refusal, 409)];
    wire.send(JSON.stringify({ type: "grant", cause: "c1", request: "r1" }));
    wire.send(JSON.stringify({ type: "adopt", cause: "c2", decision: "1.1" }));
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual([
      { frame: "done", cause: "c1", version: 7 },
      { frame: "refused", cause: "c2", ...refusal },
    ]);
    expect(server.posts.map(({ path, seat }) => [path, seat])).toEqual([
      ["/commands", "arm"],
      ["/commands", "arm"],
    ]);
  });

  it("asks again with the same cause where it is not known whether a command counts", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const opened = begin();
    await vi.advanceTimersByTimeAsync(0);
    await opened;
    server.answers = [json({ code: "unsaved", message: "Not known yet." }, 503), json({ version: 8 })];
    wire.send(JSON.stringify({ type: "grant", cause: "c1" }));
    await vi.advanceTimersByTimeAsync(1500);
    vi.useRealTimers();
    await vi.waitFor(() => expect(heard.map(({ frame }) => frame)).toEqual(["unsaved", "done"]));
    expect(server.posts.map(({ body }) => body)).toEqual([
      { type: "grant", cause: "c1" },
      { type: "grant", cause: "c1" },
    ]);
  });

  it("posts signals to their own address, and is lost where no answer comes", async () => {
    await begin();
    server.answers = [(): Response => new Response(null, { status: 204 })];
    wire.send(JSON.stringify({ signal: "sizes", media: "m1", lines: { floor: 0 } }));
    await vi.waitFor(() => expect(server.posts[0]?.path).toBe("/signals"));
    wire.send(JSON.stringify({ type: "grant", cause: "c1" }));
    await vi.waitFor(() => expect(codes).toEqual([1006]));
  });
});

describe("the choice between the two", () => {
  let sockets: FakeWire[];
  let rounds: FakeWire[];
  let socket: Socket;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    rounds = [];
    const made = (list: FakeWire[], address: string): FakeWire => {
      const wire = new FakeWire(address);
      list.push(wire);
      return wire;
    };
    socket = new Socket({
      address: (after) => `after=${after}`,
      frame: () => undefined,
      open: (address) => made(sockets, address),
      round: (after) => made(rounds, `round after=${after}`),
      random: () => 1,
    });
    socket.connect();
  });
  afterEach(() => {
    socket.close();
    vi.useRealTimers();
  });

  const fail = (wire: FakeWire): void => {
    wire.drop();
    vi.advanceTimersByTime(2000);
  };

  it("falls to the way round after two openings that failed, and sends there what waits", () => {
    void socket.send("grant", { request: "r1" });
    fail(sockets[0]!);
    expect(rounds).toHaveLength(0);
    fail(sockets[1]!);
    expect(socket.state.value).toBe("connecting");
    expect([sockets.length, rounds.length]).toEqual([2, 1]);
    rounds[0]!.open();
    expect(socket.state.value).toBe("open");
    expect(rounds[0]!.sent.map(({ type }) => type)).toEqual(["grant"]);
  });

  it("does not wait long for a socket that is neither opened nor refused", () => {
    vi.advanceTimersByTime(11_000);
    expect([sockets.length, rounds.length]).toEqual([2, 1]);
  });

  it("says that the line is lost where neither is let through", () => {
    fail(sockets[0]!);
    fail(sockets[1]!);
    fail(rounds[0]!);
    expect(socket.state.value).toBe("reconnecting");
  });

  it("stays with the way that let it through", () => {
    fail(sockets[0]!);
    fail(sockets[1]!);
    rounds[0]!.open();
    rounds[0]!.say({ frame: "slices", version: 5, now: NOW, slices: {} });
    fail(rounds[0]!);
    expect([sockets.length, rounds.length]).toEqual([2, 2]);
    expect(rounds[1]!.address).toBe("round after=5");
  });

  it("counts an opening that nothing came through as failed", () => {
    for (const n of [0, 1]) {
      sockets[n]!.open();
      fail(sockets[n]!);
    }
    expect(rounds).toHaveLength(1);
  });

  it("goes on with sockets where one opened before the line was lost", () => {
    for (const n of [0, 1]) {
      sockets[n]!.open();
      sockets[n]!.say({ frame: "now", now: NOW });
      fail(sockets[n]!);
    }
    expect([sockets.length, rounds.length]).toEqual([3, 0]);
  });

  it("tries both by turns while nothing is let through", () => {
    fail(sockets[0]!);
    fail(sockets[1]!);
    fail(rounds[0]!);
    fail(sockets[2]!);
    expect([sockets.length, rounds.length]).toEqual([3, 2]);
  });
});
