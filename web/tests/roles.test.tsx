// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CaucusRow, ChannelRow, Slices } from "../src/generated/slices.ts";
import { listenTo } from "../src/settings.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { RoomPage } from "../src/view/RoomPage.tsx";
import type { Frame } from "../src/wire.ts";
import { language } from "../src/words/index.ts";
import { act, type FakeWire, NOW, openRoom, slices } from "./fixtures.ts";

let stay: Stay;
let wires: FakeWire[];
let host: HTMLElement;

async function enter(seat: string, me: Partial<Slices["me"]> = {}): Promise<void> {
  const opened = openRoom(seat, me);
  wires = opened.wires;
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
  await flush(async () => void (await vi.advanceTimersByTimeAsync(400)));
}

const find = (testid: string): HTMLElement | null => host.querySelector(`[data-testid="${testid}"]`);
const get = (testid: string): HTMLElement => find(testid) ?? expect.fail(`no ${testid} on the page`);
const press = (testid: string): Promise<void> => flush(() => get(testid).click());
const say = (frame: Frame): Promise<void> => flush(() => wires.at(-1)!.say(frame));
const change = (some: Partial<Slices>): Promise<void> => say({ frame: "slices", version: 2, now: NOW, slices: some });
const sent = (): unknown[] => wires.at(-1)!.sent;

beforeEach(() => {
  vi.useFakeTimers();
  language.value = "en";
  listenTo.value = "";
});

afterEach(() => {
  render(null, host);
  host.remove();
  stay.leave();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the quiet lines", () => {
  const said = (from: string, to: string): Frame => {
    return { frame: "quiet", line: "chair", from, to: [to], text: "We could live with it.", at: NOW };
  };
  const write = async (words: string): Promise<void> => {
    const field = get("quiet-text") as HTMLTextAreaElement;
    field.value = words;
    await flush(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
    await press("quiet-send");
  };

  it("mark what is unread until one looks, and say that nothing is kept", async () => {
    await enter("chair");
    await say(said("kaz", "chair"));
    expect(get("quiet-unread").textContent).toContain("1");
    await press("quiet");
    expect(get("quiet-panel").textContent).toContain("Nothing of this is kept");
    expect(get("quiet-said").textContent).toContain("We could live with it.");
    expect(find("quiet-unread")).toBeNull();
  });

  it("answer the end in sight and no other", async () => {
    await enter("chair");
    await say(said("kaz", "chair"));
    await say(said("kgz", "chair"));
    await press("quiet");
    await press("quiet-end-chair-kaz");
    await write("Noted.");
    expect(sent()).toEqual([{ signal: "quiet", line: "chair", seat: "kaz", text: "Noted." }]);
  });

  it("of a head are the chair's, the delegation's and the secretariat's; an observer has one", async () => {
    await enter("kaz");
    await press("quiet");
    const ends = [...host.querySelectorAll(".quiet-ends button")].map((button) => button.textContent);
    expect(ends).toEqual(["Presiding officer", "Our delegation", "Secretariat"]);
    await press("quiet-end-chair");
    await write("A word, please.");
    expect(sent()).toEqual([{ signal: "quiet", line: "chair", text: "A word, please." }]);
    await say({ frame: "refused", cause: "", code: "no_line", message: "" });
    expect(get("quiet-panel").textContent).toContain("There is no such line from your seat.");
  });

  it("keep the words in the field while there is no connection", async () => {
    await enter("kaz");
    await press("quiet");
    await press("quiet-end-chair");
    await flush(() => wires.at(-1)!.drop());
    await write("Later.");
    expect((get("quiet-text") as HTMLTextAreaElement).value).toBe("Later.");
    expect(get("quiet-panel").textContent).toContain("no line now");
  });
});

const room = (more: Partial<CaucusRow> = {}): CaucusRow => ({
  room: "room-1",
  kind: "bilateral",
  state: "open_room_state",
  opened_at: NOW,
  closes_at: null,
  delegations: ["BLR", "KAZ"],
  members: ["blr"],
  ...more,
});

describe("a notice", () => {
  it("asks into a side room, and its answers stand nowhere else", async () => {
    const acts = ["accept_invitation", "decline_invitation"].map((type) => act(type, { fields: { room: "room-1" } }));
    await enter("kaz", { invitations: [room()], steps: acts });
    expect(get("invitation").textContent).toContain("a bilateral room");
    expect(get("invitation").textContent).toContain("Belarus");
    expect(find("step")).toBeNull();
    await press("act-accept_invitation");
    expect(sent()).toMatchObject([{ type: "accept_invitation", room: "room-1" }]);
  });

  it("counts a recall down by the server's clock", async () => {
    await enter("kaz", { caucus: room({ state: "recalled", closes_at: "2020-07-07T09:02:00Z", members: ["blr", "kaz"] }) });
    expect(get("recall-countdown").textContent).toMatch(/^(2:00|1:59) until you are back/);
    await flush(async () => void (await vi.advanceTimersByTimeAsync(60_000)));
    expect(get("recall-countdown").textContent).toMatch(/^(1:00|0:59)/);
  });

  it("tells the secretary who waits in the lobby", async () => {
    await enter("secretary", { steps: [act("admit_seat", { fields: { seat: "kgz" } })] });
    expect(get("lobby").textContent).toContain("One participant waits in the lobby");
    expect(get("lobby").textContent).toContain("Kyrgyzstan");
    await press("act-admit_seat");
    expect(sent()).toMatchObject([{ type: "admit_seat", seat: "kgz" }]);
  });
});

describe("interpretation", () => {
  const channel = (code: string, more: Partial<ChannelRow> = {}): ChannelRow => {
    return { language: code, state: "live", seat: "interpreter-en", since: NOW, reason: "", until: null, ...more };
  };
  const booth = (row: ChannelRow): Partial<Slices> => {
    const { session } = slices("kaz");
    const plate = { id: "kaz", role: "interpreter" as const, office: {}, delegation: null, language: "en", sounds: true, officer: false };
    return { session: { ...session, seats: [plate] }, languages: { channels: [row, channel("ru")], floor_language: "ru" } };
  };

  it("has no chooser where the session has none, and remembers what was chosen", async () => {
    await enter("kaz");
    expect(find("listening")).toBeNull();
    await change({ languages: { channels: [channel("en"), channel("ru", { state: "off_air" })], floor_language: "" } });
    const options = [...get("listen").querySelectorAll("option")].map((option) => option.textContent);
    expect(options).toEqual(["The floor", "Interpretation: English", "Interpretation: Russian (nobody on air)"]);
    const chooser = get("listen") as HTMLSelectElement;
    chooser.value = "en";
    await flush(() => void chooser.dispatchEvent(new Event("change", { bubbles: true })));
    expect(listenTo.value).toBe("en");
  });

  it("gives the booth keys in fixed places, and counts a handover down", async () => {
    await enter("kaz", { acts: [act("accept_handover", { fields: { language: "en" } })] });
    await change(booth(channel("en", { state: "handover", seat: "partner", until: "2020-07-07T09:00:10Z" })));
    const keys = [...host.querySelectorAll<HTMLButtonElement>(".booth-keys button")];
    expect(keys.map(({ textContent }) => textContent)).toEqual(["Line is good", "Take over", "Cannot interpret", "Off air"]);
    expect(keys.map(({ disabled }) => disabled)).toEqual([true, false, true, true]);
    expect(get("booth-state").textContent).toMatch(/0:(10|09) take over now/);
    await flush(() => keys[1]!.click());
    expect(sent()).toMatchObject([{ type: "accept_handover", language: "en" }]);
  });

  it("tells which language is spoken with one key", async () => {
    await enter("kaz", { acts: [act("set_floor_language", { fields: { language: "en" }, asks: ["spoken"] })] });
    await change(booth(channel("en", { seat: "kaz" })));
    expect(get("booth-state").dataset["on"]).toBe("true");
    await press("spoken-en");
    expect(sent()).toMatchObject([{ type: "set_floor_language", language: "en", spoken: "en" }]);
  });
});

describe("the wall", () => {
  it("says on the stage why a seat is shut out", async () => {
    await enter("observer", { wall: "part_closed" });
    expect(get("stage").textContent).toContain("This part of the sitting is closed: only the delegations");
  });

  it("is not there for who is let in", async () => {
    await enter("observer");
    expect(find("wall")).toBeNull();
  });
});

describe("the technician", () => {
  it("sees every connection, and closes one noisy microphone", async () => {
    const metrics = "# TYPE vcsession_seats_connected gauge\nvcsession_seats_connected 7.0\n";
    vi.stubGlobal("fetch", async () => new Response(metrics));
    await enter("chair", { role: "technician", watches: true, steps: [act("noise_mute", { asks: ["seat"] })] });
    await say({ frame: "links", connected: ["kaz"], devices: { kaz: 2 } });
    await press("tab-connections");
    expect(get("connection-kaz").textContent).toContain("2 devices");
    expect(get("connection-blr").dataset["here"]).toBe("false");
    await flush(async () => void (await vi.advanceTimersByTimeAsync(10)));
    expect(get("server-figures").textContent).toBe("Seats connected7 ");
    await flush(() => get("connection-kaz").querySelector("button")?.click());
    expect(sent()).toMatchObject([{ type: "noise_mute", seat: "kaz" }]);
  });
});
