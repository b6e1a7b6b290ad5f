/** One line check from its beginning to its verdict: the tests in their order, and what they found. */

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { openCheck, Problem, type Sheet, tellResult } from "../api.ts";
import { Devices } from "../devices.ts";
import type { Text } from "../words/index.ts";
import { pattern } from "./pattern.ts";
import { call, type Measured, measure, reachSocket, readEvents, relays } from "./probe.ts";
import { type Findings, UNTRIED, type Verdict, verdictOf } from "./verdict.ts";

export interface About {
  readonly symbol: string;
  readonly title: Text;
  readonly authentic_language: string;
  readonly date_from: string;
  readonly date_to: string;
  readonly delegation: Text;
  readonly sheet: Sheet;
}

export const STEPS = ["socket", "media", "quality", "relay"] as const;
export type Step = (typeof STEPS)[number];
export type StepState = "waiting" | "running" | "good" | "fair" | "failed" | "skipped";

export class Checkup {
  readonly about: About;
  readonly devices = new Devices();
  readonly steps = signal<Readonly<Record<Step, StepState>>>({ socket: "waiting", media: "waiting", quality: "waiting", relay: "waiting" });
  /** The part of the measuring that is over. */
  readonly progress = signal(0);
  readonly found = signal<Findings>(UNTRIED);
  readonly socketMs = signal<number | null>(null);
  readonly measured = signal<Measured | null>(null);
  readonly running = signal(false);
  /** "full": the server has no room for a check now. */
  readonly trouble = signal<"" | "full" | "failed">("");
  /** null before the line was tried. */
  readonly verdict: ReadonlySignal<Verdict | null>;
  readonly #tried = signal(false);

  constructor(about: About) {
    this.about = about;
    this.verdict = computed(() => (this.#tried.value ? verdictOf(this.found.value) : null));
  }

  /** With the link's token; without one, as the page was opened before. Raises Problem. */
  static async open(token: string): Promise<Checkup> {
    return new Checkup(await openCheck(token));
  }

  async run(): Promise<void> {
    if (this.running.peek()) return;
    this.running.value = true;
    this.#tried.value = false;
    this.trouble.value = "";
    this.measured.value = null;
    this.progress.value = 0;
    const { microphone, camera, speaker } = this.found.peek();
    this.found.value = { ...UNTRIED, microphone, camera, speaker };
    this.steps.value = { socket: "waiting", media: "waiting", quality: "waiting", relay: "waiting" };
    const sent = pattern();
    try {
      await this.#reach();
      await this.#line(sent.tracks);
      this.#tried.value = true;
    } catch (error) {
      this.trouble.value = error instanceof Problem && error.status === 503 ? "full" : "failed";
    } finally {
      sent.stop();
      this.running.value = false;
    }
  }

  /** A device was tried: the technician learns of it too. */
  async tell(tried: Partial<Findings>): Promise<void> {
    this.found.value = { ...this.found.peek(), ...tried };
    if (this.#tried.peek()) await this.#post();
  }

  /** The server answers with the figures that it believes: its own, where it measured. */
  async #post(connection = ""): Promise<void> {
    const told = { ...this.found.peek(), verdict: verdictOf(this.found.peek()), connection };
    const kept = await tellResult(told).catch(() => null);
    if (kept) this.found.value = { ...this.found.peek(), ...kept };
  }

  async #reach(): Promise<void> {
    this.#step("socket", "running");
    const ms = await reachSocket();
    this.socketMs.value = ms;
    const events = ms === null && (await readEvents());
    this.#step("socket", ms !== null ? "good" : events ? "fair" : "failed");
    this.found.value = { ...this.found.peek(), way: ms !== null ? "socket" : events ? "events" : "none" };
  }

  async #line(tracks: readonly MediaStreamTrack[]): Promise<void> {
    this.#step("media", "running");
    const servers = await relays();
    const line = await call(servers, "all", tracks);
    let relayed = false;
    if (line) {
      this.#step("quality", "running");
      const measured = await measure(line.peer, (part) => (this.progress.value = part));
      this.measured.value = measured;
      const { jitter_ms: _, ...figures } = measured;
      relayed = measured.path !== "udp";
      this.#step("media", relayed ? "fair" : "good");
      this.#step("quality", verdictOf({ ...this.found.peek(), ...figures }) === "good" ? "good" : "fair");
      this.found.value = { ...this.found.peek(), ...figures };
      await this.#post(line.connection);
      line.end();
    } else {
      this.#step("media", "failed");
      this.#step("quality", "skipped");
    }
    await this.#relay(servers, tracks, relayed);
    await this.#post();
  }

  /** Where the line went by a relay already, it need not be tried again. */
  async #relay(servers: RTCIceServer[], tracks: readonly MediaStreamTrack[], proven: boolean): Promise<void> {
    if (servers.length === 0) {
      this.#step("relay", "skipped");
      return;
    }
    this.#step("relay", "running");
    const line = proven ? null : await call(servers, "relay", tracks.filter(({ kind }) => kind === "audio"));
    line?.end();
    const works = proven || line !== null;
    this.#step("relay", works ? "good" : "failed");
    this.found.value = { ...this.found.peek(), relay: works ? "works" : "fails" };
  }

  #step(step: Step, state: StepState): void {
    this.steps.value = { ...this.steps.peek(), [step]: state };
  }
}
