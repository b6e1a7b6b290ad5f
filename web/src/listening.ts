/** What a seat hears: its language, how loud the floor stays under it, and a booth's relay. Kept for each seat in this browser. */

import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Seating } from "./api.ts";
import type { ChannelRow } from "./generated/slices.ts";
import type { MediaLink } from "./media.ts";
import { FLOOR_SOUNDS, type PlaceElements } from "./places.ts";
import type { Room } from "./room.ts";

const STORE = "vcsession.hearing";
const SOFT = 15;

interface Kept {
  readonly language?: string | null;
  readonly volume?: number;
}

export class Hearing {
  /** The language chosen; "" for the floor as it is spoken, null until somebody has chosen. */
  readonly chosen: Signal<string | null>;
  /** How loud the floor stays under its interpretation, in per cent. */
  readonly volume: Signal<number>;
  /** Of an interpreter in a side room: the language in which alone it is heard; "" like everybody. */
  readonly into = signal("");
  readonly #name: string;

  constructor({ session, seat }: Seating) {
    this.#name = `${session} ${seat}`;
    const { language = null, volume = SOFT } = kept()[this.#name] ?? {};
    this.chosen = signal(language);
    this.volume = signal(volume);
  }

  /** Remembers the choices from now on; gives what ends it. */
  keep(): () => void {
    return effect(() => {
      const mine = { language: this.chosen.value, volume: this.volume.value };
      try {
        localStorage.setItem(STORE, JSON.stringify({ ...kept(), [this.#name]: mine }));
      } catch {
        // A browser that forbids storage forgets the choices; nothing else depends on them.
      }
    });
  }
}

function kept(): Readonly<Record<string, Kept>> {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}") as Record<string, Kept>;
  } catch {
    return {};
  }
}

/** The channel that this seat works on, where it is an interpreter's. */
export function channelOf(room: Room): ChannelRow | undefined {
  const [own] = room.me.value.booth;
  return room.languages.value.channels.find(({ language }) => language === own);
}

/** The languages that this seat may turn to: an interpreter to all but the one that it works into. */
export function onOffer(room: Room): readonly string[] {
  const [own] = room.me.value.booth;
  return room.languages.value.on_offer.filter((language) => language !== own);
}

/** What one hears until one chooses: a booth its relay, a delegation the language that it speaks. */
export function listeningTo(room: Room, hearing: Hearing): string {
  const { booth, speaks } = room.me.value;
  const language = hearing.chosen.value ?? booth[1] ?? speaks;
  return onOffer(room).includes(language) ? language : "";
}

/** While the microphone is handed over the partner hears what is put out, beside the floor as loud as ever. */
export function takingOver(room: Room): string {
  const channel = channelOf(room);
  return channel?.state === "handover" && channel.seat !== room.seating.seat ? channel.output : "";
}

/** Whether an interpretation sounds here now. */
export function interpreted(media: { readonly places: MediaLink["places"] }): boolean {
  return media.places.value.some(({ kind, name, seat }) => kind === "audio" && name === "interpretation" && seat !== null);
}

interface Ears {
  readonly room: Room;
  readonly hearing: Hearing;
  readonly media: MediaLink;
  readonly elements: PlaceElements;
  /** Another device of the seat is the one that sounds. */
  readonly silent: ReadonlySignal<boolean>;
}

/** Keeps the server told and the floor softened; gives what ends it. */
export function listen({ room, hearing, media, elements, silent }: Ears): () => void {
  const ready = (): boolean => room.socket.state.value === "open" && media.state.value === "live";
  const ends = [
    hearing.keep(),
    effect(() => {
      const language = takingOver(room) || listeningTo(room, hearing);
      // The relay knows the choice of a connection; each new one tells its own.
      const connection = media.id.value;
      const some = room.languages.value.on_offer.length > 0;
      if (ready() && connection && some) room.socket.tell({ signal: "listen", language, media: connection });
    }),
    effect(() => {
      if (room.me.value.caucus === null) hearing.into.value = "";
      else if (room.me.value.booth.length > 0 && ready()) room.socket.tell({ signal: "interpret", language: hearing.into.value });
    }),
    effect(() => {
      const under = interpreted(media) && takingOver(room) === "";
      for (const name of FLOOR_SOUNDS) elements.soften(name, under ? hearing.volume.value / 100 : 1);
    }),
    effect(() => elements.hush(silent.value)),
  ];
  return () => {
    for (const end of ends) end();
  };
}
