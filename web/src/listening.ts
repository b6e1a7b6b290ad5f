/** Which interpretation this seat listens to, and how loud the floor stays under it. */

import { effect } from "@preact/signals";
import type { ChannelRow } from "./generated/slices.ts";
import type { MediaLink } from "./media.ts";
import { FLOOR_SOUNDS, type PlaceElements } from "./places.ts";
import type { Room } from "./room.ts";
import { floorVolume, listenTo } from "./settings.ts";

/** The channels that this seat may turn to: for an interpreter those of the other booths, for relay. */
export function channelsOf(room: Room): readonly ChannelRow[] {
  const own = room.seat(room.seating.seat)?.language ?? null;
  return room.languages.value.channels.filter(({ language }) => language !== own);
}

/** The language chosen, where this session has it; "" for the floor alone. */
export function listeningTo(room: Room): string {
  return channelsOf(room).some(({ language }) => language === listenTo.value) ? listenTo.value : "";
}

/** Whether an interpretation sounds here now. */
export function interpreted(media: MediaLink): boolean {
  return media.places.value.some(({ kind, name, seat }) => kind === "audio" && name === "interpretation" && seat !== null);
}

/** Keeps the server told and the floor softened; gives what ends it. */
export function listen(room: Room, media: MediaLink, elements: PlaceElements): () => void {
  const ends = [
    effect(() => {
      const language = listeningTo(room);
      // The relay forgets the choice with the seat's last connection, so each new one hears it again.
      const ready = room.socket.state.value === "open" && media.state.value === "live";
      if (ready && room.languages.value.channels.length > 0) room.socket.tell({ signal: "listen", language });
    }),
    effect(() => {
      const loudness = interpreted(media) ? floorVolume.value / 100 : 1;
      for (const name of FLOOR_SOUNDS) elements.soften(name, loudness);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
