/** The socket to the session: it reconnects by itself and sends unanswered commands again with the same cause. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { type Command, type Fields, type Frame, newCause, type Outcome, readFrame, type Version } from "./wire.ts";

/** `elsewhere`: this seat was opened in another window. `refused`: the link is revoked. Both wait for the person. */
export type LinkState = "closed" | "connecting" | "open" | "reconnecting" | "elsewhere" | "refused";

const SILENCE_MS = 12_000;
/** A network that cuts sockets often does not say so: before a line is open, this is enough. */
const OPENING_MS = 5000;
const FIRST_MS = 300;
const MOST_MS = 2_000;
const LATER_MS = 8_000;
const PATIENCE_MS = 120_000;
/** So many openings that fail one after the other, and the way round is tried as well. */
const FAILURES = 2;

/** What we use of a browser's WebSocket; tests pass their own. */
export interface Wire {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface SocketOptions {
  /** The socket's address, given the last version seen. */
  readonly address: (after: Version | null) => string;
  readonly frame: (frame: Frame) => void;
  readonly open?: (address: string) => Wire;
  /** The way round where a network cuts sockets, given the last version seen. */
  readonly round?: ((after: Version | null) => Wire) | null;
  readonly random?: () => number;
}

interface Waiting {
  readonly command: Command;
  readonly settle: (outcome: Outcome) => void;
}

export class Socket {
  readonly state: ReadonlySignal<LinkState>;
  /** How many commands have no answer yet. */
  readonly unanswered: ReadonlySignal<number>;
  readonly #state = signal<LinkState>("closed");
  readonly #unanswered = signal(0);
  readonly #options: Required<SocketOptions>;
  readonly #waiting = new Map<string, Waiting>();
  #wire: Wire | null = null;
  #version: Version | null = null;
  #lostAt = 0;
  #tries = 0;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SocketOptions) {
    this.#options = {
      open: (address) => new WebSocket(address) as unknown as Wire,
      round: null,
      random: Math.random,
      ...options,
    };
    this.state = this.#state;
    this.unanswered = this.#unanswered;
  }

  /** Opens the socket, or opens it again here after it was taken elsewhere. */
  connect(): void {
    this.#lostAt = Date.now();
    this.#tries = 0;
    this.#state.value = "connecting";
    this.#dial();
  }

  /** Tries at once instead of at the next turn: the browser says that the network is back. */
  hurry(): void {
    if (this.#state.value === "reconnecting") {
      this.#tries = 0;
      this.#dial();
    }
  }

  close(): void {
    this.#state.value = "closed";
    this.#drop(1000);
  }

  /** Sends a command and waits for its outcome, over as many reconnections as it takes. */
  send(type: string, fields: Fields): Promise<Outcome> {
    const command: Command = { ...fields, type, cause: newCause() };
    return new Promise((settle) => {
      this.#waiting.set(command.cause, { command, settle });
      this.#unanswered.value = this.#waiting.size;
      if (this.#state.value === "open") this.#wire?.send(JSON.stringify(command));
    });
  }

  /** Says something that is no command and gets no answer; it is lost while there is no line. */
  tell(signal: Readonly<Record<string, unknown>>): void {
    if (this.#state.value === "open") this.#wire?.send(JSON.stringify(signal));
  }

  #dial(): void {
    this.#drop();
    const { open, address, round } = this.#options;
    // By turns: a server that was away comes back by socket, a network that cuts sockets lets the other through.
    const around = round !== null && this.#failures >= FAILURES && this.#failures % 2 === 0;
    const wire = around ? round(this.#version) : open(address(this.#version));
    this.#wire = wire;
    this.#listen(OPENING_MS);
    this.#failures += 1;
    wire.onopen = () => {
      this.#listen();
      this.#state.value = "open";
      this.#tries = 0;
      for (const { command } of this.#waiting.values()) wire.send(JSON.stringify(command));
    };
    wire.onmessage = (event) => {
      // Not at the opening: there are networks that let a socket open and nothing through it.
      this.#failures = around ? FAILURES : 0;
      this.#received(event.data);
    };
    wire.onclose = (event) => this.#closed(event.code);
  }

  #received(text: string): void {
    this.#listen();
    const frame = readFrame(text);
    if (!frame) return;
    if (frame.frame === "slices") this.#version = frame.version;
    this.#options.frame(frame);
    if (frame.frame === "done") this.#settle(frame.cause, { done: true, version: frame.version });
    if (frame.frame === "refused") {
      const { cause, code, message, detail = {} } = frame;
      this.#settle(cause, { done: false, code, message, detail });
    }
    if (frame.frame === "elsewhere") this.#rest("elsewhere");
  }

  #settle(cause: string, outcome: Outcome): void {
    const waiting = this.#waiting.get(cause);
    this.#waiting.delete(cause);
    this.#unanswered.value = this.#waiting.size;
    waiting?.settle(outcome);
  }

  #closed(code: number): void {
    if (code === 4401) return this.#rest("refused");
    if (code === 4409) return this.#rest("elsewhere");
    // The way round is not yet tried: nobody need know.
    const quiet = this.#options.round !== null && this.#state.value === "connecting" && this.#failures <= FAILURES;
    if (!quiet && this.#state.value !== "reconnecting") {
      this.#lostAt = Date.now();
      this.#state.value = "reconnecting";
    }
    this.#drop();
    this.#retry = setTimeout(() => this.#dial(), this.#pause());
  }

  /** Doubling from 0.3 s to 2 s for two minutes, 8 s from then on; each shortened by chance, so that not all come at once. */
  #pause(): number {
    const patient = Date.now() - this.#lostAt < PATIENCE_MS;
    const full = patient ? Math.min(FIRST_MS * 2 ** this.#tries++, MOST_MS) : LATER_MS;
    return full * (0.6 + 0.4 * this.#options.random());
  }

  #rest(state: LinkState): void {
    this.#state.value = state;
    this.#drop();
  }

  #listen(patience = SILENCE_MS): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#closed(0), patience);
  }

  #drop(code?: number): void {
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    const wire = this.#wire;
    this.#wire = null;
    if (!wire) return;
    wire.onopen = wire.onmessage = wire.onclose = null;
    wire.close(code);
  }
}
