// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import { Hearing, listen } from "../src/listening.ts";
import type { MediaLink } from "../src/media.ts";
import type { PlaceElements } from "../src/places.ts";
import type { Place } from "../src/wire.ts";
import { type FakeWire, NOW, openRoom, slices } from "./fixtures.ts";

const places = signal<readonly Place[]>([]);
const id = signal("c1");
const silent = signal(false);
let loudness: Record<string, number> = {};
let hushed: boolean[] = [];
let wires: FakeWire[];
let hearing: Hearing;
let end: () => void;

function begin(me: Parameters<typeof openRoom>[1]): void {
  const opened = openRoom("kaz", me);
  wires = opened.wires;
  hearing = new Hearing(opened.room.seating);
  const media = { places, id, state: signal("live") } as unknown as MediaLink;
  const elements = {
    soften: (name: string, to: number) => (loudness[name] = to),
    hush: (to: boolean) => hushed.push(to),
  } as unknown as PlaceElements;
  opened.room.languages.value = {
    channels: [{ language: "en", state: "live", seat: "i", since: NOW, reason: "", until: null, output: "en" }],
    floor_language: "ru",
    on_offer: ["en", "ru"],
  };
  end = listen({ room: opened.room, hearing, media, elements, silent });
}

const sent = (): unknown[] => wires.at(-1)!.sent;
const interpreter = (seat: string | null): Place => ({ mid: "5", kind: "audio", name: "interpretation", seat });

beforeEach(() => {
  localStorage.clear();
  places.value = [];
  [loudness, hushed] = [{}, []];
  return () => end();
});

describe("a listener", () => {
  it("tells each connection of its own the language", () => {
    begin({ speaks: "en" });
    expect(sent()).toEqual([{ signal: "listen", language: "en", media: "c1" }]);
    id.value = "c2";
    hearing.chosen.value = "";
    expect(sent().slice(1)).toEqual([
      { signal: "listen", language: "en", media: "c2" },
      { signal: "listen", language: "", media: "c2" },
    ]);
  });

  it("has the floor as loud as he wants under an interpretation, and whole without", () => {
    begin({ speaks: "en" });
    expect(loudness["floor"]).toBe(1);
    places.value = [interpreter("i")];
    expect(loudness).toEqual({ floor: 0.15, "voice-1": 0.15, "voice-2": 0.15, "voice-3": 0.15 });
    hearing.volume.value = 40;
    expect(loudness["floor"]).toBe(0.4);
    places.value = [interpreter(null)];
    expect(loudness["floor"]).toBe(1);
    expect(loudness["interpretation"]).toBeUndefined();
  });

  it("hears nothing where another device of the seat sounds", () => {
    begin({});
    silent.value = true;
    silent.value = false;
    expect(hushed).toEqual([false, true, false]);
  });
});

describe("an interpreter", () => {
  it("hears the partner and the floor, both loud, while the microphone is handed over", () => {
    begin({ booth: ["en", "ru"], role: "interpreter" });
    expect(sent()).toEqual([{ signal: "listen", language: "ru", media: id.value }]);
    const { languages } = { languages: { ...slices("kaz").languages } };
    const handover = { language: "en", state: "handover", seat: "i", since: NOW, reason: "", until: NOW, output: "en" };
    places.value = [interpreter("i")];
    wires.at(-1)!.say({
      frame: "slices",
      version: 2,
      now: NOW,
      slices: { languages: { ...languages, channels: [handover], floor_language: "ru", on_offer: ["en", "ru"] } },
    });
    expect(sent().at(-1)).toEqual({ signal: "listen", language: "en", media: id.value });
    expect(loudness["floor"]).toBe(1);
  });

  it("tells into which language it speaks in a side room, and forgets it outside", () => {
    const room = { room: "room-1", kind: "bilateral", state: "open_room_state", opened_at: NOW, closes_at: null, delegations: [], members: ["kaz"] };
    begin({ booth: ["en", "ru"], role: "interpreter", caucus: room });
    hearing.into.value = "ru";
    expect(sent()).toContainEqual({ signal: "interpret", language: "" });
    expect(sent().at(-1)).toEqual({ signal: "interpret", language: "ru" });
    const me = { ...slices("kaz").me, booth: ["en", "ru"], caucus: null };
    wires.at(-1)!.say({ frame: "slices", version: 2, now: NOW, slices: { me } });
    expect(hearing.into.value).toBe("");
  });
});
