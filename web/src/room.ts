/** One seat's room: the slices as signals, the clock, the socket. It shows what the server says and knows no procedure. */

import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Shelf, shelve } from "./acts.ts";
import { openSigning, eventAddresses, type Seating, socketAddress, type View } from "./api.ts";
import { Clock } from "./clock.ts";
import { EventWire } from "./events.ts";
import type { Act, DelegationPlate, RequestRow, SeatPlate, Slices } from "./generated/slices.ts";
import { Quiet } from "./quiet.ts";
import { same } from "./same.ts";
import { Socket, type SocketOptions } from "./socket.ts";
import type { FieldValue, Frame, Outcome, Place, RecordingState, WantedLayers } from "./wire.ts";

/** A connection that was built again is another one: what is said of the last few is kept. */
const KEPT = 4;

/** What a seat is and is told, but for its acts: these change with nearly every commit, the rest seldom. */
export type Mine = Omit<Slices["me"], "steps" | "acts">;

type SliceSignals = { readonly [name in Exclude<keyof Slices, "me">]: Signal<Slices[name]> };

export class Room implements SliceSignals {
  readonly seating: Seating;
  readonly clock = new Clock();
  readonly socket: Socket;

  readonly session: Signal<Slices["session"]>;
  readonly sitting: Signal<Slices["sitting"]>;
  readonly roll_call: Signal<Slices["roll_call"]>;
  readonly agenda: Signal<Slices["agenda"]>;
  readonly floor: Signal<Slices["floor"]>;
  readonly decisions: Signal<Slices["decisions"]>;
  readonly rectifying: Signal<Slices["rectifying"]>;
  readonly reservations: Signal<Slices["reservations"]>;
  readonly text: Signal<Slices["text"]>;
  readonly following: Signal<Slices["following"]>;
  readonly papers: Signal<Slices["papers"]>;
  readonly credentials: Signal<Slices["credentials"]>;
  readonly languages: Signal<Slices["languages"]>;
  readonly folder: Signal<Slices["folder"]>;
  readonly bureau: Signal<Slices["bureau"]>;
  readonly me: Signal<Mine>;
  /** What the procedure wants of this seat next. */
  readonly steps: Signal<readonly Act[]>;
  /** What it may do besides. */
  readonly acts: Signal<readonly Act[]>;

  /** Seats whose socket is connected now. */
  readonly connected = signal<ReadonlySet<string>>(new Set());
  /** How many devices a seat is open on, where it is more than one. */
  readonly devices = signal<Readonly<Record<string, number>>>({});
  readonly quiet: Quiet;
  /** False while the store does not answer: nothing can be decided then. */
  readonly saving = signal(true);
  /** The last places heard for each media connection of this device; the media link reads its own. */
  readonly places = signal<ReadonlyMap<string, readonly Place[]>>(new Map());
  /** Media connections whose microphone is not the one of this seat that is heard. */
  readonly silent = signal<ReadonlySet<string>>(new Set());
  /** When an interpreter last asked for less speed, in ms of the session's clock, and which seat did. */
  readonly slower = signal<{ readonly from: string; readonly at: number } | null>(null);
  /** The layers last asked for of one of my media connections. */
  readonly layers = signal<WantedLayers | null>(null);
  /** Seats whose voice sounds now, of those that this seat may hear. */
  readonly speaking = signal<ReadonlySet<string>>(new Set());
  readonly recording = signal<RecordingState>({ stopped: false, why: "" });
  /** Everything this seat may do now, the next step first. */
  readonly possible: ReadonlySignal<readonly Act[]>;
  /** The same by the thing that each act is about. */
  readonly shelf: ReadonlySignal<Shelf>;
  /** The relay shows the screen of whoever has the floor, or else of the presiding officer. */
  readonly mayPresent: ReadonlySignal<boolean>;

  readonly #plates: ReadonlySignal<ReadonlyMap<string, DelegationPlate>>;
  readonly #seats: ReadonlySignal<ReadonlyMap<string, SeatPlate>>;

  constructor(seating: Seating, view: View, options: Partial<SocketOptions> = {}) {
    this.seating = seating;
    const { slices } = view;
    this.session = signal(slices.session);
    this.sitting = signal(slices.sitting);
    this.roll_call = signal(slices.roll_call);
    this.agenda = signal(slices.agenda);
    this.floor = signal(slices.floor);
    this.decisions = signal(slices.decisions);
    this.rectifying = signal(slices.rectifying);
    this.reservations = signal(slices.reservations);
    this.text = signal(slices.text);
    this.following = signal(slices.following);
    this.papers = signal(slices.papers);
    this.credentials = signal(slices.credentials);
    this.languages = signal(slices.languages);
    // only a delegation's own seats are sent folder
    this.folder = signal(slices.folder ?? { drafts: [], notes: [], acts: [] });
    this.bureau = signal(slices.bureau ?? { scripts: [], notes: [], speeches: [], acts: [] });
    const { steps, acts, ...mine } = slices.me;
    this.me = signal(mine);
    this.steps = signal(steps);
    this.acts = signal(acts);
    this.possible = computed(() => [...this.steps.value, ...this.acts.value]);
    let shelf: Shelf = new Map();
    this.shelf = computed(() => (shelf = shelve(this.possible.value, this.me.value.delegation, shelf)));
    this.#plates = computed(() => new Map(this.session.value.delegations.map((plate) => [plate.code, plate])));
    this.#seats = computed(() => new Map(this.session.value.seats.map((plate) => [plate.id, plate])));
    this.mayPresent = computed(() => {
      const { seat } = seating;
      const floor = this.floor.value.speakers.some((row) => row.seat === seat);
      return this.me.value.may_publish && (floor || this.sitting.value.presiding.seat === seat);
    });
    this.clock.heard(view.now);
    this.quiet = new Quiet(this);
    this.socket = new Socket({
      address: (after) => socketAddress(seating, after),
      round: (after) => new EventWire(eventAddresses(seating, after)),
      frame: (frame) => this.#received(frame),
      ...options,
    });
  }

  /** Does `act`, with what the person filled in. */
  do(act: Act, filled: Readonly<Record<string, FieldValue>> = {}): Promise<Outcome> {
    if (act.type === "open_signing") return openSigning(this.seating, act.fields["minutes"] ?? "");
    // What the old chair pressed before the chair changed hands must not count after it.
    const epoch = this.me.value.presiding ? { epoch: this.sitting.value.presiding.epoch } : {};
    const send = (more: object = {}): Promise<Outcome> => this.socket.send(act.type, { ...act.fields, ...filled, ...epoch, ...more });
    const sealed = act.words["seals"];
    return sealed ? this.#seal(String(sealed)).then(send) : send();
  }

  /** A signature counts without its seal: where none can be made, or its code cannot be fetched, it goes as it is. */
  async #seal(hash: string): Promise<object> {
    const { sealOver } = await import("./seal.ts");
    return (await sealOver(this.seating, hash)) ?? {};
  }

  close(): void {
    this.socket.close();
    this.clock.stop();
  }

  delegation(code: string | null | undefined): DelegationPlate | undefined {
    return this.#plates.value.get(code ?? "");
  }

  seat(id: string | null | undefined): SeatPlate | undefined {
    return this.#seats.value.get(id ?? "");
  }

  request(id: string | undefined): RequestRow | undefined {
    if (id === undefined) return undefined;
    const { speakers, queue } = this.floor.value;
    return [...speakers, ...queue].find((row) => row.id === id);
  }

  #takes({ me, ...others }: Partial<Slices>): void {
    for (const [name, fresh] of Object.entries(others) as [Exclude<keyof Slices, "me">, unknown][]) {
      const held: Signal<unknown> | undefined = this[name];
      if (held) held.value = same(held.peek(), fresh);
    }
    if (!me) return;
    const { steps, acts, ...mine } = me;
    this.me.value = same(this.me.peek(), mine);
    this.steps.value = same(this.steps.peek(), steps);
    this.acts.value = same(this.acts.peek(), acts);
  }

  #received(frame: Frame): void {
    switch (frame.frame) {
      case "unsaved":
        this.saving.value = false;
        break;
      case "done":
      case "refused":
        this.saving.value = true;
        // Only words on a quiet line are sent without a cause.
        if (frame.frame === "refused" && frame.cause === "") this.quiet.refused(frame);
        break;
      case "slices":
        this.saving.value = true;
        this.clock.heard(frame.now);
        batch(() => this.#takes(frame.slices));
        break;
      case "now":
        this.clock.heard(frame.now);
        break;
      case "links":
        this.connected.value = new Set(frame.connected);
        this.devices.value = frame.devices ?? {};
        break;
      case "quiet":
        this.quiet.heard(frame);
        break;
      case "places":
        this.places.value = new Map([...this.places.peek(), [frame.media, frame.places] as const].slice(-KEPT));
        break;
      case "sounds": {
        const silent = new Set(this.silent.peek());
        if (frame.here) silent.delete(frame.media);
        else silent.add(frame.media);
        this.silent.value = silent;
        break;
      }
      case "slower":
        this.slower.value = { from: frame.from, at: this.clock.now() };
        break;
      case "speaking":
        this.speaking.value = new Set(frame.seats);
        break;
      case "layers":
        this.layers.value = frame;
        break;
      case "recording":
        this.recording.value = frame;
        break;
    }
  }
}
