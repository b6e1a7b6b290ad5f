import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MediaLink } from "../src/media.ts";
import type { PlaceElements } from "../src/places.ts";
import type { Place } from "../src/wire.ts";
import { FakePeer } from "./fakePeer.ts";

let peers: FakePeer[];
let calls: string[], fragments: string[];
let status: number, code: string, sdp: string;
let named: string; // the Link header of the answer to OPTIONS
const track = () => signal<MediaStreamTrack | null>(null);
const [camera, microphone, screen] = [track(), track(), track()];
/** The line is dead: no call is answered. */
let hangs: boolean;
/** There is no network at all: each call fails at once. */
let offline: boolean;
/** The server knows no connection of before. */
let forgotten: boolean;
const heard = signal<ReadonlyMap<string, readonly Place[]>>(new Map());
const elements = { attach: () => undefined } as unknown as PlaceElements;
let link: MediaLink;

function start(publishes = true, tiles = 2): void {
  link = new MediaLink({
    seating: { session: "s1", seat: "kaz" },
    elements,
    camera,
    microphone,
    screen,
    publishes,
    tiles,
    heard,
    peer: () => {
      const peer = new FakePeer();
      peers.push(peer);
      return peer as unknown as RTCPeerConnection;
    },
  });
  link.start();
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const last = (): FakePeer => peers.at(-1)!;

async function connects(): Promise<void> {
  start();
  await settle();
  last().turn("connected");
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  peers = [];
  calls = [];
  fragments = [];
  hangs = offline = forgotten = false;
  status = 201;
  code = "x";
  sdp = "answer";
  named = "";
  camera.value = microphone.value = screen.value = null;
  heard.value = new Map();
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities: () => ({ codecs: [] }) });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push(`${init.method} ${path}`);
    if (offline) throw new TypeError("Failed to fetch");
    const headers = { location: `/api/sessions/s1/media/c${peers.length}` };
    const body = status === 201 ? sdp : JSON.stringify({ code, message: "x" });
    if (hangs && init.method !== "DELETE") {
      await new Promise((_, failed) => init.signal?.addEventListener("abort", () => failed(new Error("given up"))));
    }
    if (init.method === "OPTIONS") return new Response(null, { headers: { link: named } });
    if (init.method === "PATCH" && forgotten) return new Response("{}", { status: 404 });
    if (init.method === "PATCH") fragments.push(String(init.body));
    if (init.method === "PATCH") return new Response("a=ice-ufrag:new\r\na=ice-pwd:of-new\r\n");
    return init.method === "POST" ? new Response(body, { status, headers }) : new Response();
  });
});

afterEach(() => {
  link.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the offer", () => {
  it("sends first and receives in the places' order", async () => {
    start();
    await settle();
    const sections = last().sections.map(({ kind, direction }) => `${kind} ${direction}`);
    expect(sections).toEqual([
      "audio sendonly",
      "video sendonly",
      "video sendonly",
      ...Array<string>(5).fill("audio recvonly"),
      ...Array<string>(4).fill("video recvonly"),
    ]);
    expect(last().sections.slice(0, 3).map(({ encodings }) => encodings)).toEqual([0, 3, 1]);
    expect(last().answer).toBe("answer");
  });

  it("of a seat that never sounds has no sending part", async () => {
    start(false);
    await settle();
    expect(last().sections.every(({ direction }) => direction === "recvonly")).toBe(true);
  });

  it("is made once: devices that come and go change only the track", async () => {
    start();
    await settle();
    const track = { kind: "video" } as MediaStreamTrack;
    camera.value = track;
    camera.value = null;
    await settle();
    expect(last().sections[1]?.sent.slice(-2)).toEqual([track, null]);
    expect(last().sections[0]?.sent).not.toContain(track);
    screen.value = track;
    await settle();
    expect(last().sections[2]?.sent.at(-1)).toBe(track);
    expect(last().sections[1]?.sent.at(-1)).toBe(null);
    expect(calls).toEqual(["OPTIONS /api/sessions/s1/media", "POST /api/sessions/s1/media?device="]);
  });

  it("knows the relays that the server names, and does without where it names none", async () => {
    start();
    await settle();
    expect(last().relays).toEqual([]);
    link.stop();
    named = '<turn:r.example:443?transport=tcp>; rel="ice-server"; username="1:kaz"; credential="c="; credential-type="password"';
    named = `${named}, ${named.replace("turn:", "turns:")}`;
    start();
    await settle();
    const relay = { urls: "turn:r.example:443?transport=tcp", username: "1:kaz", credential: "c=" };
    expect(last().relays).toEqual([relay, { ...relay, urls: "turns:r.example:443?transport=tcp" }]);
  });
});

describe("a broken connection", () => {
  it("that ICE gave up needs a new path alone", async () => {
    sdp = "a=ice-ufrag:old\r\na=ice-pwd:of-old\r\n";
    await connects();
    last().turn("failed");
    expect(link.state.value).toBe("lost");
    await settle();
    expect(fragments).toHaveLength(1);
    expect(last().answer).toContain("of-new");
    last().turn("connected");
    await settle(500);
    expect([link.state.value, peers.length]).toEqual(["live", 1]);
  });

  it("that no new path helps is built anew", async () => {
    await connects();
    last().turn("failed");
    await settle(8000);
    expect(peers).toHaveLength(2);
  });

  it("that the server has given up is built anew, and the old one ended", async () => {
    await connects();
    expect(link.state.value).toBe("live");
    forgotten = true;
    last().turn("failed");
    expect(link.state.value).toBe("lost");
    await settle(500);
    expect(peers).toHaveLength(2);
    expect(peers[0]?.closed).toBe(true);
    expect(calls).toContain("DELETE /api/sessions/s1/media/c1");
    last().turn("connected");
    expect(link.state.value).toBe("live");
  });

  it("is also one whose packets stand still while ICE hopes; ICE's doubt alone is not", async () => {
    await connects();
    heard.value = new Map([["c1", [{ mid: "2", kind: "audio", name: "floor", seat: "blr" }]]]);
    last().iceConnectionState = "disconnected";
    for (let n = 1; n < 8; n += 1) {
      last().stats = [{ type: "candidate-pair", bytesReceived: n * 50 }];
      await settle(1000);
    }
    expect(peers).toHaveLength(1);
    await settle(7000);
    expect(peers).toHaveLength(2);
  });

  it("that is silent for two seconds finds a new path, once, and keeps everything above it", async () => {
    sdp = "a=ice-ufrag:old\r\na=ice-pwd:of-old\r\na=mid:0\r\na=ice-ufrag:old\r\na=ice-pwd:of-old\r\n";
    await connects();
    last().iceConnectionState = "connected";
    heard.value = new Map([["c1", [{ mid: "2", kind: "audio", name: "floor", seat: "blr" }]]]);
    last().stats = [{ type: "candidate-pair", bytesReceived: 50 }];
    await settle(4000);
    expect(fragments).toEqual(["a=ice-ufrag:mine\r\na=ice-pwd:of-mine\r\n"]);
    expect(last().answer).toBe(sdp.replaceAll("of-old", "of-new").replaceAll("ice-ufrag:old", "ice-ufrag:new"));
    expect(peers).toHaveLength(1);
    last().stats = [{ type: "candidate-pair", bytesReceived: 90 }];
    await settle(1000);
    await settle(4000);
    expect(fragments).toHaveLength(2);
  });

  /** The line goes dead for so long, for packets and for calls. */
  async function dead(ms: number): Promise<void> {
    await connects();
    last().stats = [{ type: "candidate-pair", bytesReceived: 50 }];
    heard.value = new Map([["c1", [{ mid: "2", kind: "audio", name: "floor", seat: "blr" }]]]);
    hangs = true;
    await settle(ms);
    expect(link.state.value).toBe("lost");
    expect(peers).toHaveLength(1);
    hangs = false;
    link.hurry();
    await settle();
  }
  const patches = (): number => calls.filter((call) => call.startsWith("PATCH")).length;

  it("goes on with its keys once the line is back, however the call for a path hung on it", async () => {
    await dead(6500);
    expect([patches(), fragments.length]).toEqual([2, 1]);
    last().stats = [{ type: "candidate-pair", bytesReceived: 90 }];
    await settle(1000);
    expect(link.state.value).toBe("live");
    await settle(1500);
    expect(peers).toHaveLength(1);
  });

  it("without any network asks again at each look, and keeps what it has", async () => {
    sdp = "a=ice-ufrag:old\r\na=ice-pwd:of-old\r\n";
    await connects();
    last().stats = [{ type: "candidate-pair", bytesReceived: 50 }];
    offline = true;
    await settle(10_000);
    expect([link.state.value, peers.length, fragments.length]).toEqual(["lost", 1, 0]);
    expect(patches()).toBeGreaterThan(5);
    offline = false;
    await settle(1000);
    expect(fragments).toHaveLength(1);
    expect(last().answer).toContain("of-new");
  });

  it("is tried by the former credentials while no call gets through", async () => {
    sdp = "a=ice-ufrag:old\r\na=ice-pwd:of-old\r\n";
    await connects();
    hangs = true;
    last().turn("failed");
    await settle(4500);
    expect(last().answers).toEqual([sdp, sdp]);
    last().stats = [{ type: "candidate-pair", bytesReceived: 50 }];
    last().turn("connected");
    await settle(1500);
    expect([link.state.value, peers.length]).toEqual(["live", 1]);
  });

  it("is built anew where calls get through again and packets do not", async () => {
    await dead(12_000);
    last().stats = [{ type: "candidate-pair", bytesReceived: 0 }];
    await settle(3500);
    expect(peers).toHaveLength(2);
  });

  it("is built anew at once where the server has forgotten it", async () => {
    await connects();
    last().stats = [{ type: "candidate-pair", bytesReceived: 50 }];
    heard.value = new Map([["c1", [{ mid: "2", kind: "audio", name: "floor", seat: "blr" }]]]);
    forgotten = true;
    await settle(3500);
    expect(peers).toHaveLength(2);
  });

  it("sends its offer again when the line is back, and does not wait for the one that hangs", async () => {
    start();
    await settle();
    hangs = true;
    last().turn("failed");
    await settle(500);
    expect(peers).toHaveLength(2);
    const offers = (): number => calls.filter((call) => call.startsWith("POST")).length;
    expect(offers()).toBe(2);
    hangs = false;
    link.hurry();
    await settle();
    expect([offers(), peers.length]).toEqual([3, 2]);
    expect(last().answer).toBe("answer");
    expect(calls.filter((call) => call.startsWith("OPTIONS"))).toHaveLength(1);
  });

  it("finds a new path when the browser says that the network changed", async () => {
    await connects();
    link.hurry();
    await settle();
    expect(fragments).toHaveLength(1);
    expect(peers).toHaveLength(1);
  });

  it("is not one in which nobody speaks: silence with a good line stays", async () => {
    await connects();
    heard.value = new Map([["c1", [{ mid: "2", kind: "audio", name: "floor", seat: "blr" }]]]);
    for (let n = 1; n < 20; n += 1) {
      last().stats = [{ type: "candidate-pair", bytesReceived: n * 8 }];
      await settle(1000);
    }
    expect(peers).toHaveLength(1);
    expect(fragments).toEqual([]);
  });

  it("is tried again when the server had no answer, but not when it refused the seat", async () => {
    status = 503;
    start();
    await settle(1600);
    expect(peers.length).toBeGreaterThan(1);
    link.stop();
    peers = [];
    status = 403;
    start();
    await settle(30_000);
    expect(peers).toHaveLength(1);
  });
});

describe("a full server", () => {
  it("takes sound alone; with pictures it is tried when the person wants it", async () => {
    [status, code] = [503, "pictures_full"];
    start();
    await settle();
    status = 201;
    await settle(10);
    expect(last().sections.map(({ kind, direction }) => `${kind} ${direction}`)).toEqual([
      "audio sendonly",
      ...Array.from({ length: 5 }, () => "audio recvonly"),
    ]);
    expect(link.full.value).toBe("sound");
    last().turn("connected");
    expect(link.state.value).toBe("live");
    link.widen();
    await settle(10);
    expect(last().sections.filter(({ kind, direction }) => `${kind} ${direction}` === "video sendonly")).toHaveLength(2);
    expect(link.full.value).toBe("");
  });

  it("that takes nobody lets a newcomer wait and tries again by itself", async () => {
    [status, code] = [503, "node_full"];
    start();
    await settle(600);
    expect(link.full.value).toBe("waiting");
    expect(peers.length).toBeGreaterThan(1);
    status = 201;
    await settle(8000);
    last().turn("connected");
    expect([link.full.value, link.state.value]).toEqual(["", "live"]);
    expect(last().sections.some(({ kind }) => kind === "video")).toBe(true);
  });
});

describe("the places", () => {
  const tile = (seat: string | null): Place => ({ mid: "10", kind: "video", name: "tile-1", seat });
  const frames = (framesDecoded: number): void => {
    last().stats = [{ type: "inbound-rtp", mid: "10", packetsReceived: framesDecoded, framesDecoded }];
  };

  it("of another connection are not mine", async () => {
    start();
    await settle();
    heard.value = new Map([["of-before", [tile("blr")]]]);
    expect(link.places.value).toEqual([]);
    heard.value = new Map([["c1", [tile("blr")]]]);
    expect(link.places.value).toHaveLength(1);
  });

  it("show a seat's picture once its frames have come, and never a former seat's", async () => {
    await connects();
    heard.value = new Map([["c1", [tile("blr")]]]);
    expect(link.pictures.value.size).toBe(0);
    for (let n = 1; n < 4; n += 1) {
      frames(n);
      await settle(250);
    }
    expect(link.pictures.value.get("tile-1")).toBe("blr");
    heard.value = new Map([["c1", [tile("kgz")]]]);
    expect(link.pictures.value.has("tile-1")).toBe(false);
    for (let n = 4; n < 8; n += 1) {
      frames(n);
      await settle(250);
    }
    expect(link.pictures.value.get("tile-1")).toBe("kgz");
  });

  it("let go of a picture that stands still", async () => {
    await connects();
    heard.value = new Map([["c1", [tile("blr")]]]);
    for (let n = 1; n < 5; n += 1) {
      frames(n);
      await settle(250);
    }
    expect(link.pictures.value.size).toBe(1);
    await settle(8000);
    expect(link.pictures.value.size).toBe(0);
  });
});
