/** A stay of one seat in the room: the procedure, the devices and the media together, and what of it stands on the screen. */

import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Seating, view } from "./api.ts";
import { Devices } from "./devices.ts";
import { stills } from "./lowline.ts";
import { Knock } from "./knock.ts";
import { Hearing, listen } from "./listening.ts";
import { MediaLink } from "./media.ts";
import { PlaceElements } from "./places.ts";
import { Room } from "./room.ts";
import { Screen } from "./screen.ts";
import { lowLine, speakerId } from "./settings.ts";
import type { Place } from "./wire.ts";

export const TABS = ["agenda", "text", "decisions", "roll_call", "papers", "minutes"] as const;
export type Tab = (typeof TABS)[number] | "connections";
export type Sheet = "" | "table" | "queue" | "seats";

declare global {
  /** For tests and for the technician's console: the peer connection, and who stands in which of its places. */
  var __vcsession: { connection(): RTCPeerConnection | null; places(): readonly Place[] } | undefined;
}

/** How long a decision that was just taken stays on the table. */
export const LATELY_MS = 12_000;
const NARROW = "(max-width: 760px)";

export class Stay {
  readonly room: Room;
  readonly devices = new Devices();
  readonly screen = new Screen();
  readonly elements = new PlaceElements();
  readonly media: MediaLink;
  readonly hearing: Hearing;
  /** The seat is heard from another device: this one neither sends nor gives sound. */
  readonly silent: ReadonlySignal<boolean>;
  /** What lies on the table for everybody. */
  readonly table: ReadonlySignal<Tab>;
  /** Where this seat looks instead; null while it looks at the table. */
  readonly looking = signal<Tab | null>(null);
  /** The table takes the stage's room: for whoever writes, or reads long papers. */
  readonly wide = signal(false);
  /** The page of all that may be done lies open. */
  readonly allActs = signal(false);
  /** On a narrow screen: what lies over the stage. */
  readonly sheet = signal<Sheet>("");
  /** A refusal whose button has gone meanwhile. */
  readonly notice = signal("");
  /** A decision has just left the table: it stays in sight for a moment, with what became of it. */
  readonly #lately = signal(false);
  readonly #ends: (() => void)[] = [];

  constructor(room: Room) {
    this.room = room;
    this.media = new MediaLink({
      seating: room.seating,
      elements: this.elements,
      camera: this.devices.camera,
      microphone: this.devices.microphone,
      screen: this.screen.track,
      publishes: room.me.peek().may_publish,
      tiles: matchMedia(NARROW).matches ? 4 : 12,
      heard: room.places,
      wanted: room.layers,
      low: lowLine,
      went: (media, path) => room.socket.tell({ signal: "path", media, path }),
    });
    this.hearing = new Hearing(room.seating);
    this.silent = computed(() => room.silent.value.has(this.media.id.value));
    this.table = computed(() => {
      if (room.decisions.value.current !== null || this.#lately.value) return "decisions";
      return room.sitting.value.state === "called_to_order" ? "roll_call" : "agenda";
    });
    const { watches, steers } = room.me.peek();
    if (watches && !steers) this.looking.value = "connections";
    this.#ends.push(this.#linger());
  }

  static async open(seating: Seating): Promise<Stay> {
    return new Stay(new Room(seating, await view(seating)));
  }

  /** From the join button: a gesture, so that the browser lets the sound out. */
  enter(): void {
    this.elements.release();
    this.room.socket.connect();
    this.media.start();
    const hurry = (): void => {
      this.room.socket.hurry();
      this.media.hurry();
    };
    const vanish = (): void => this.media.stop();
    const knock = new Knock(() => {
      this.room.socket.hurry();
      if (this.media.state.peek() === "lost") this.media.hurry();
    });
    window.addEventListener("online", hurry);
    window.addEventListener("pagehide", vanish);
    this.#ends.push(
      () => window.removeEventListener("online", hurry),
      () => window.removeEventListener("pagehide", vanish),
      () => knock.stop(),
      effect(() => {
        const lost = this.media.state.value === "lost" || this.room.socket.state.value === "reconnecting";
        if (lost) knock.start();
        else knock.stop();
      }),
      effect(() => this.elements.useSpeaker(speakerId.value)),
      listen(this),
      effect(() => {
        const media = this.media.id.value;
        const lines = this.elements.sizes.lines.value;
        const tell = (lines: Readonly<Record<string, number>>): void =>
          this.room.socket.tell({ signal: "sizes", media, lines });
        if (this.room.socket.state.value !== "open" || !media) return undefined;
        if (lowLine.value) return stills(this.media.names, tell);
        if (Object.keys(lines).length > 0) tell(lines);
        return undefined;
      }),
      effect(() => {
        // Whoever may not present any more shall not go on giving his screen away.
        if (!this.room.mayPresent.value) this.screen.stop();
      }),
      effect(() => {
        // A telephone has room for one thing: a question before the room, or an appeal, comes before the stage.
        const { current, decisions } = this.room.decisions.value;
        const put = decisions.some(({ number, state }) => number === current && state === "put_to_room_state");
        const appeal = this.room.floor.value.appeal !== null;
        if ((put || appeal) && matchMedia(NARROW).matches) {
          this.sheet.value = "table";
          this.looking.value = null;
        }
      }),
      effect(() => {
        // The same seat cannot sound twice; the other window has taken the place.
        if (this.room.socket.state.value === "elsewhere") this.media.stop();
      }),
    );
    globalThis.__vcsession = {
      connection: () => this.media.connection,
      places: () => this.media.places.peek(),
    };
  }

  #linger(): () => void {
    let before = this.room.decisions.peek().current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = effect(() => {
      const { current } = this.room.decisions.value;
      clearTimeout(timer);
      this.#lately.value = before !== null && current === null;
      if (this.#lately.peek()) timer = setTimeout(() => (this.#lately.value = false), LATELY_MS);
      before = current;
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }

  /** Takes the seat back from another window. */
  here(): void {
    this.room.socket.connect();
    this.media.start();
  }

  leave(): void {
    for (const end of this.#ends.splice(0)) end();
    this.media.stop();
    this.screen.stop();
    this.devices.close();
    this.room.close();
    globalThis.__vcsession = undefined;
  }
}

const Context = createContext<Stay | null>(null);
export const StayProvider = Context.Provider;

export function useStay(): Stay {
  const stay = useContext(Context);
  if (!stay) throw new Error("useStay outside of a StayProvider");
  return stay;
}
