// @vitest-environment happy-dom
import { act as flush } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CaucusRow, ChannelRow, Slices } from "../src/generated/slices.ts";
import { soundForFloor } from "../src/settings.ts";
import type { Frame } from "../src/wire.ts";
import { act, NOW, request, slices } from "./fixtures.ts";
import { change, drop, eachInRoom, enter, find, get, press, say, sent, stay } from "./inRoom.tsx";

/** Opens the room for a seat; `me` says what it may do. */
const sit = (seat: string, me: Partial<Slices["me"]> = {}): Promise<void> => enter(seat, [], [], me);

eachInRoom();

beforeEach(() => {
  localStorage.clear();
  soundForFloor.value = false;
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
    await sit("chair");
    await say(said("kaz", "chair"));
    expect(get("quiet-unread").textContent).toContain("1");
    await press("quiet");
    expect(get("quiet-panel").textContent).toContain("Nothing of this is kept");
    expect(get("quiet-said").textContent).toContain("We could live with it.");
    expect(find("quiet-unread")).toBeNull();
  });

  it("answer the end in sight and no other", async () => {
    await sit("chair");
    await say(said("kaz", "chair"));
    await say(said("kgz", "chair"));
    await press("quiet");
    await press("quiet-end-chair-kaz");
    await write("Noted.");
    expect(sent()).toEqual([{ signal: "quiet", line: "chair", seat: "kaz", text: "Noted." }]);
  });

  it("of a head are the chair's, the delegation's and the secretariat's; an observer has one", async () => {
    await sit("kaz");
    await press("quiet");
    const ends = [...document.querySelectorAll(".quiet-ends button")].map((button) => button.textContent);
    expect(ends).toEqual(["Presiding officer", "Our delegation", "Secretariat"]);
    await press("quiet-end-chair");
    await write("A word, please.");
    expect(sent()).toEqual([{ signal: "quiet", line: "chair", text: "A word, please." }]);
    await say({ frame: "refused", cause: "", code: "no_line", message: "" });
    expect(get("quiet-panel").textContent).toContain("There is no such line from your seat.");
  });

  it("keep the words in the field while there is no connection", async () => {
    await sit("kaz");
    await press("quiet");
    await press("quiet-end-chair");
    await drop();
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
    await sit("kaz", { invitations: [room()], steps: acts });
    expect(get("invitation").textContent).toContain("a bilateral room");
    expect(get("invitation").textContent).toContain("Belarus");
    expect(find("step")).toBeNull();
    await press("act-accept_invitation");
    expect(sent()).toMatchObject([{ type: "accept_invitation", room: "room-1" }]);
  });

  it("counts a recall down by the server's clock", async () => {
    await sit("kaz", { caucus: room({ state: "recalled", closes_at: "2020-07-07T09:02:00Z", members: ["blr", "kaz"] }) });
    expect(get("recall-countdown").textContent).toMatch(/^(2:00|1:59) until you are back/);
    await flush(async () => void (await vi.advanceTimersByTimeAsync(60_000)));
    expect(get("recall-countdown").textContent).toMatch(/^(1:00|0:59)/);
  });

  it("tells the secretary who waits in the lobby", async () => {
    await sit("secretary", { steps: [act("admit_seat", { fields: { seat: "kgz" } })] });
    expect(get("lobby").textContent).toContain("One participant waits in the lobby");
    expect(get("lobby").textContent).toContain("Kyrgyzstan");
    await press("act-admit_seat");
    expect(sent()).toMatchObject([{ type: "admit_seat", seat: "kgz" }]);
  });
});

describe("interpretation", () => {
  const channel = (code: string, more: Partial<ChannelRow> = {}): ChannelRow => {
    return { language: code, state: "live", seat: `interpreter-${code}`, since: NOW, reason: "", until: null, output: code, ...more };
  };
  const languages = (rows: readonly ChannelRow[], spoken = "ru"): Pick<Slices, "languages"> => {
    return { languages: { channels: rows, floor_language: spoken, on_offer: ["en", "hy", "ru"] } };
  };
  const key = (code: string): Promise<void> =>
    flush(() => void document.body.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true })));
  const choose = async (value: string): Promise<void> => {
    const chooser = get("listen") as HTMLSelectElement;
    chooser.value = value;
    await flush(() => void chooser.dispatchEvent(new Event("change", { bubbles: true })));
  };

  it("has no chooser where the session has none, and says where each language comes from", async () => {
    await sit("kaz");
    expect(find("listening")).toBeNull();
    await change(languages([channel("en"), channel("hy", { state: "off_air", output: "" })]));
    const options = [...get("listen").querySelectorAll("option")].map((option) => option.textContent);
    expect(options).toEqual([
      "The floor, as it is spoken",
      "English",
      "Armenian (nobody on air)",
      "Russian (spoken on the floor)",
    ]);
    await choose("en");
    expect(get("listening").dataset["chosen"]).toBe("true");
    await change(languages([channel("en", { output: "ru" })], "en"));
    expect(get("listen").textContent).toContain("English (spoken on the floor)");
    expect(get("listen").textContent).not.toContain("Russian (");
  });

  it("begins with the language that the delegation speaks, and remembers the choice of each seat", async () => {
    const begin = async (seat: string): Promise<string> => {
      await sit(seat, { speaks: "hy" });
      await change(languages([channel("en")]));
      return (get("listen") as HTMLSelectElement).value;
    };
    expect(await begin("kaz")).toBe("hy");
    await choose("en");
    stay.hearing.volume.value = 40;
    const end = stay.hearing.keep();
    expect(await begin("kaz")).toBe("en");
    expect(stay.hearing.volume.value).toBe(40);
    expect(await begin("blr")).toBe("hy");
    expect(stay.hearing.volume.value).toBe(15);
    end();
  });

  it("gives the booth keys in fixed places, each with its letter, and counts a handover down", async () => {
    await sit("kaz", { booth: ["en", "ru"], acts: [act("accept_handover", { fields: { language: "en" } })] });
    await change(languages([channel("en", { state: "handover", seat: "partner", until: "2020-07-07T09:00:10Z" })]));
    const keys = [...document.querySelectorAll<HTMLElement>(".booth-key")];
    expect(keys.map(({ textContent }) => textContent)).toEqual(["On airQ", "Take overW", "Relay: RussianE", "Cannot interpretR"]);
    const disabled = keys.map((one) => one.querySelector("button")?.disabled);
    expect(disabled).toEqual([true, false, false, true]);
    expect(get("booth-state").textContent).toMatch(/0:(10|09) take over now/);
    await key("KeyQ");
    expect(sent()).toEqual([]);
    await key("KeyW");
    expect(sent()).toMatchObject([{ type: "accept_handover", language: "en" }]);
  });

  it("works both ways: one key tells the floor's language, and the console says where the booth is heard", async () => {
    await sit("kaz", { booth: ["en", "ru"], acts: [act("set_floor_language", { fields: { language: "en" }, asks: ["spoken"] })] });
    await change(languages([channel("en", { seat: "kaz" })]));
    expect(get("booth-state").dataset["on"]).toBe("true");
    expect(get("booth-state").textContent).toContain("Booth: English ⇄ Russian");
    expect(get("booth-output").textContent).toBe("Into English");
    await press("spoken-en");
    expect(sent()).toMatchObject([{ type: "set_floor_language", language: "en", spoken: "en" }]);
    await change(languages([channel("en", { seat: "kaz", output: "ru" })], "en"));
    expect(get("booth-output").textContent).toBe("Into Russian");
    await change(languages([channel("en", { seat: "kaz", output: "" })], "en"));
    expect(get("booth-output").textContent).toBe("English is on the floor: nobody needs this booth now");
  });

  it("asks why before it says that it cannot interpret", async () => {
    await sit("kaz", { booth: ["en", "ru"], acts: [act("cannot_interpret", { fields: { language: "en" }, asks: ["reason"] })] });
    await change(languages([channel("en", { seat: "kaz" })]));
    await key("KeyR");
    expect(sent()).toEqual([]);
    await press("option-speed");
    expect(sent()).toMatchObject([{ type: "cannot_interpret", language: "en", reason: "speed" }]);
  });

  it("has relay on until the interpreter presses it off", async () => {
    await sit("kaz", { booth: ["en", "ru"] });
    await change(languages([channel("en"), channel("hy")]));
    expect(get("relay").getAttribute("aria-pressed")).toBe("true");
    await key("KeyE");
    expect(get("relay").getAttribute("aria-pressed")).toBe("false");
    await choose("hy");
    expect(get("relay").textContent).toBe("Relay: Armenian");
  });

  it("asks for less speed with one key, and not again while it is being asked", async () => {
    await sit("kaz", { booth: ["en", "ru"] });
    await change(languages([channel("en", { seat: "kaz" })]));
    await key("KeyS");
    expect(sent()).toEqual([{ signal: "slower" }]);
    await say({ frame: "slower", from: "kaz" });
    expect((get("slower") as HTMLButtonElement).disabled).toBe(true);
    expect(find("cue-slower")).toBeNull();
    await flush(async () => void (await vi.advanceTimersByTimeAsync(10_000)));
    expect((get("slower") as HTMLButtonElement).disabled).toBe(false);
  });

  it("lets an interpreter in a side room speak to all in turn or into one language", async () => {
    await sit("kaz", { booth: ["en", "ru"], caucus: room({ members: ["kaz", "blr"] }) });
    await change(languages([channel("en", { state: "off_air", output: "" })]));
    expect(get("booth-state").textContent).toContain("Everybody hears you");
    await press("into-en");
    expect(stay.hearing.into.value).toBe("en");
    expect(get("booth-state").textContent).toContain("Into English");
    expect(get("listen").textContent).not.toContain("nobody on air");
    await key("KeyQ");
    expect(stay.hearing.into.value).toBe("");
  });
});

describe("the cues of the booths", () => {
  const live: ChannelRow = { language: "en", state: "live", seat: "i", since: NOW, reason: "", until: null, output: "en" };
  const channels = (row: Partial<ChannelRow>): Partial<Slices> => {
    return { languages: { channels: [{ ...live, ...row }], floor_language: "ru", on_offer: ["en", "ru"] } };
  };

  it("tell the speaker and the chair of the wish for less speed, each in words of its own", async () => {
    await sit("chair", { presiding: true });
    await say({ frame: "slower", from: "i" });
    expect(get("cue-slower").textContent).toContain("The interpreters ask for less speed");
    await flush(async () => void (await vi.advanceTimersByTimeAsync(10_000)));
    expect(find("cue-slower")).toBeNull();
    await sit("kaz");
    await change({ floor: { ...slices("kaz").floor, speakers: [request("r", "kaz", { state: "speaking" })] } });
    await say({ frame: "slower", from: "i" });
    expect(get("cue-slower").textContent).toContain("ask you to speak more slowly");
  });

  it("let the chair wait until the interpreter has ended too", async () => {
    await sit("chair", { presiding: true });
    await change({ ...channels({}), floor: { ...slices("chair").floor, speakers: [request("r", "kaz", { state: "speaking" })] } });
    await say({ frame: "speaking", seats: ["i", "kaz"] });
    expect(find("cue-still")).toBeNull();
    await say({ frame: "speaking", seats: ["i"] });
    expect(get("cue-still").textContent).toContain("Still being interpreted into English");
    await say({ frame: "speaking", seats: [] });
    expect(find("cue-still")).toBeNull();
  });

  it("tell the chair why there is no interpretation, and whoever listens to it", async () => {
    await sit("chair", { presiding: true });
    await change(channels({ state: "failed", reason: "link", output: "" }));
    expect(get("cue-failed").textContent).toContain("No interpretation, English: lost line");
    await sit("kaz", { speaks: "ru" });
    await change(channels({ state: "failed", reason: "link", output: "" }));
    expect(find("cue-failed")).toBeNull();
    await flush(() => void (stay.hearing.chosen.value = "en"));
    expect(find("cue-failed")).not.toBeNull();
  });
});

describe("a second device of a seat", () => {
  it("keeps the places of its own connection, and says that the other one sounds", async () => {
    await sit("kaz");
    const place = { mid: "2", kind: "audio", name: "floor", seat: "blr" } as const;
    await say({ frame: "places", media: "mine", places: [place] });
    await say({ frame: "places", media: "another", places: [] });
    expect(stay.room.places.value.get("mine")).toEqual([place]);
    expect(find("silent-device")).toBeNull();
    await say({ frame: "sounds", media: "", here: false });
    expect(get("silent-device").textContent).toContain("sounds on another device");
    expect(get("microphone").dataset["state"]).toBe("elsewhere");
    await press("sound-here");
    expect(sent()).toEqual([{ signal: "sound", media: "" }]);
    await say({ frame: "sounds", media: "", here: true });
    expect(find("silent-device")).toBeNull();
  });
});

describe("the wall", () => {
  it("says on the stage why a seat is shut out", async () => {
    await sit("observer", { wall: "part_closed" });
    expect(get("stage").textContent).toContain("This part of the sitting is closed: only the delegations");
  });

  it("is not there for who is let in", async () => {
    await sit("observer");
    expect(find("wall")).toBeNull();
  });
});

describe("the technician", () => {
  it("sees every connection, and closes one noisy microphone", async () => {
    const metrics = "# TYPE vcsession_seats_connected gauge\nvcsession_seats_connected 7.0\n";
    vi.stubGlobal("fetch", async () => new Response(metrics));
    await sit("chair", { role: "technician", watches: true, steps: [act("noise_mute", { asks: ["seat"] })] });
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
