// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionFigures, Lines } from "../src/api.ts";
import type { LineCheckRow, Slices } from "../src/generated/slices.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { RoomPage } from "../src/view/RoomPage.tsx";
import { language } from "../src/words/index.ts";
import { act, NOW, openRoom, slices } from "./fixtures.ts";

const MEASURED = { microphone: "heard", camera: "seen", lines: 720, sent_kbits: 2100, received_kbits: 3400, lost_sent: 12, lost_received: 0, round_trip_ms: 38 };
const ROW: LineCheckRow = { sitting: "1", at: NOW, ...MEASURED };

let stay: Stay;
let host: HTMLElement;
let calls: string[];
let refused: string;
let answer: Lines;

async function enter(seat: string, sitting: Partial<Slices["sitting"]>, me: Partial<Slices["me"]> = {}): Promise<void> {
  const opened = openRoom(seat, me);
  stay = new Stay(opened.room);
  host = document.body.appendChild(document.createElement("div"));
  await flush(() => {
    render(
      <StayProvider value={stay}>
        <RoomPage onLeave={() => undefined} />
      </StayProvider>,
      host,
    );
  });
  const changed = { ...slices(seat).sitting, ...sitting };
  await flush(() => opened.wires.at(-1)!.say({ frame: "slices", version: 2, now: NOW, slices: { sitting: changed } }));
}

const find = (testid: string): HTMLElement | null => host.querySelector(`[data-testid="${testid}"]`);
const pass = (ms: number): Promise<void> => flush(async () => void (await vi.advanceTimersByTimeAsync(ms)));

beforeEach(() => {
  vi.useFakeTimers();
  language.value = "en";
  calls = [];
  refused = "";
  answer = { connections: [], checks: {}, reports: [] };
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    calls.push(`${init.method ?? "GET"} ${path}`);
    if (path.endsWith("/connections")) return Response.json(answer);
    if (path.endsWith("/line") && refused) return Response.json({ code: refused, message: "no" }, { status: 409 });
    return path.endsWith("/line") ? Response.json({ version: 3 }) : new Response("", { status: 404 });
  });
});

afterEach(() => {
  render(null, host);
  host.remove();
  stay.leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a seat's line before a sitting", () => {
  it("is measured while one speaks, and the server says what it was", async () => {
    await enter("kaz", { line_check: "1", state: "scheduled" });
    await flush(() => find("measure-line")!.click());
    expect(find("line-check")!.textContent).toContain("Say a few words");
    expect(calls.filter((one) => one.endsWith("/line"))).toEqual([]);
    await pass(7000);
    expect(calls.filter((one) => one.endsWith("/line"))).toEqual(["POST /api/sessions/s1/line"]);
  });

  it("that was measured stands there in words", async () => {
    await enter("kaz", { line_check: "1", state: "line_check" }, { line_check: ROW });
    const words = find("line-check")!.textContent;
    for (const part of ["voice heard", "720", "out 2100, in 3400 kbit/s", "lost 1.2 % out, 0.0 % in", "38 ms"]) expect(words).toContain(part);
  });

  it("says why it cannot be measured yet", async () => {
    refused = "line_not_measured";
    await enter("kaz", { line_check: "1", state: "scheduled" });
    await flush(() => find("measure-line")!.click());
    await pass(7000);
    expect(find("line-check")!.textContent).toContain("stay connected for some seconds more");
  });

  it("is not asked for in a sitting, nor of a seat without a microphone", async () => {
    await enter("kaz", { line_check: null });
    expect(find("line-check")).toBeNull();
    render(null, host);
    await enter("observer", { line_check: "1", state: "scheduled" }, { may_publish: false });
    expect(find("line-check")).toBeNull();
  });
});

describe("the technician's page", () => {
  const figures: ConnectionFigures = {
    connection: "c1",
    seat: "kaz",
    up: true,
    path: "relay_tls",
    silent_s: 7.2,
    jitter_ms: 9,
    layers: [
      { source: "camera", rid: "q", lines: 180, kbits: 145, live: true },
      { source: "camera", rid: "f", lines: 720, kbits: 0, live: false },
    ],
    places: [{ name: "floor", kind: "video", seat: "arm", rid: "h", lines: 360 }],
    ...MEASURED,
  };

  const watch = async (sitting: Partial<Slices["sitting"]>, me: Partial<Slices["me"]> = {}): Promise<void> => {
    await enter("chair", sitting, { role: "technician", watches: true, steers: false, may_publish: false, ...me });
    await flush(() => find("tab-connections")!.click());
    await pass(10);
  };

  it("shows each line as the server measures it, and asks again every few seconds", async () => {
    answer = { ...answer, connections: [figures] };
    await watch({ line_check: null });
    const words = find("figures-kaz")!.textContent;
    for (const part of ["by relay over TLS", "silent for 7 s", "9 ms", "camera 180 (q): 145", "round trip 38 ms"]) expect(words).toContain(part);
    expect(words).not.toContain("(f)");
    const asked = (): number => calls.filter((one) => one.endsWith("/connections")).length;
    const before = asked();
    await pass(3100);
    expect(asked()).toBe(before + 1);
  });

  it("tells what the capitals' checks found and what was measured", async () => {
    const check = { ...MEASURED, verdict: "low_line", way: "events", path: "udp", relay: "fails", speaker: "heard", at: NOW };
    answer = { connections: [], checks: { KAZ: check }, reports: [{ seat: "kaz", delegation: "KAZ", at: NOW, line: MEASURED }] };
    await watch({ line_check: "1", state: "scheduled" }, { acts: [act("start_line_check", { fields: { sitting: "1" } })] });
    expect(find("check-KAZ")!.textContent).toContain("Low line");
    expect(find("report-kaz")!.textContent).toContain("voice heard");
    expect(find("act-start_line_check")!.textContent).toContain("before sitting 1");
  });
});
