/** Camera, microphone and loudspeaker of this browser. */

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { cameraId, microphoneId } from "./settings.ts";

/** Why there is no camera or microphone; "" when nothing is wrong. */
export type DeviceProblem = "" | "insecure" | "denied" | "missing" | "busy";

type Kind = "camera" | "microphone";

/** The relay's highest layer wants 720 lines; see the sending encodings in `media.ts`. */
const PICTURE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 25, max: 30 },
};
const VOICE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

export class Devices {
  readonly camera: ReadonlySignal<MediaStreamTrack | null>;
  readonly microphone: ReadonlySignal<MediaStreamTrack | null>;
  readonly problem = signal<DeviceProblem>("");
  /** What was taken away while it was in use; "" once it is back. */
  readonly lost = signal<Kind | "">("");
  readonly known = signal<readonly MediaDeviceInfo[]>([]);
  /** Closed by the person, whatever the procedure says. */
  readonly muted = signal(false);
  readonly #camera: Signal<MediaStreamTrack | null> = signal(null);
  readonly #microphone: Signal<MediaStreamTrack | null> = signal(null);

  constructor() {
    this.camera = this.#camera;
    this.microphone = this.#microphone;
    if (navigator.mediaDevices) {
      navigator.mediaDevices.addEventListener("devicechange", () => void this.#list());
    } else {
      this.problem.value = "insecure";
    }
  }

  /** Whether the browser would give both without asking the person. */
  async allowed(): Promise<boolean> {
    if (!navigator.mediaDevices) return false;
    const states = (["camera", "microphone"] as PermissionName[]).map((name) => navigator.permissions.query({ name }));
    return Promise.all(states).then(
      (found) => found.every(({ state }) => state === "granted"),
      () => false,
    );
  }

  /** Asks for both; where one of them is missing, for the other alone. */
  async open(): Promise<void> {
    if (!navigator.mediaDevices) return;
    this.problem.value = "";
    await this.#take(["camera", "microphone"]).catch(async (error: unknown) => {
      this.problem.value = problemOf(error);
      for (const kind of ["microphone", "camera"] as const) await this.#take([kind]).catch(() => undefined);
    });
    await this.#list();
  }

  /** Turns to another device of that kind, or opens the chosen one again. */
  async choose(kind: Kind, id: string): Promise<void> {
    (kind === "camera" ? cameraId : microphoneId).value = id;
    this.shut(kind);
    await this.#take([kind]).catch((error: unknown) => {
      this.problem.value = problemOf(error);
    });
  }

  /** Ends one device; the camera's light goes out. */
  shut(kind: Kind): void {
    const held = kind === "camera" ? this.#camera : this.#microphone;
    held.peek()?.stop();
    held.value = null;
  }

  mute(muted: boolean): void {
    this.muted.value = muted;
    const track = this.#microphone.peek();
    if (track) track.enabled = !muted;
  }

  close(): void {
    this.shut("camera");
    this.shut("microphone");
  }

  async #take(kinds: readonly Kind[]): Promise<void> {
    const wish = (own: MediaTrackConstraints, id: string): MediaTrackConstraints =>
      id ? { ...own, deviceId: { ideal: id } } : own;
    const stream = await navigator.mediaDevices.getUserMedia({
      video: kinds.includes("camera") && wish(PICTURE, cameraId.peek()),
      audio: kinds.includes("microphone") && wish(VOICE, microphoneId.peek()),
    });
    for (const track of stream.getTracks()) this.#hold(track);
  }

  #hold(track: MediaStreamTrack): void {
    const held = track.kind === "video" ? this.#camera : this.#microphone;
    held.peek()?.stop();
    if (track.kind === "audio") track.enabled = !this.muted.peek();
    track.addEventListener("ended", () => {
      if (held.peek() === track) {
        held.value = null;
        this.problem.value = "missing";
        this.lost.value = track.kind === "audio" ? "microphone" : "camera";
      }
    });
    held.value = track;
    if (this.lost.peek() === (track.kind === "audio" ? "microphone" : "camera")) this.lost.value = "";
  }

  async #list(): Promise<void> {
    this.known.value = await navigator.mediaDevices.enumerateDevices();
  }
}

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return "missing";
}

/** How loud a microphone is now, 0 to 1; `stop` ends the measuring. */
export function meter(track: MediaStreamTrack): { readonly level: ReadonlySignal<number>; readonly stop: () => void } {
  const level = signal(0);
  const context = new AudioContext();
  // Where the check began by itself, without a gesture, the context may begin asleep.
  void context.resume().catch(() => undefined);
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // -60 dB is silence, -12 dB a close voice.
    const decibels = 10 * Math.log10(power + 1e-9);
    level.value = Math.min(1, Math.max(0, (decibels + 60) / 48));
  }, 80);
  const stop = (): void => {
    clearInterval(timer);
    void context.close();
  };
  return { level, stop };
}

/** Two soft notes of a test tone, or of "you have the floor". Settles when they have died away. */
export async function tone(loudness = 0.12, speaker = ""): Promise<void> {
  const context = new AudioContext();
  const sink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
  if (speaker) await sink.setSinkId?.(speaker).catch(() => undefined);
  const start = context.currentTime + 0.02;
  for (const [n, pitch] of [523.25, 659.25].entries()) {
    const note = context.createOscillator();
    const gain = context.createGain();
    note.frequency.value = pitch;
    gain.gain.setValueAtTime(0, start + n * 0.28);
    gain.gain.linearRampToValueAtTime(loudness, start + n * 0.28 + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + n * 0.28 + 0.6);
    note.connect(gain).connect(context.destination);
    note.start(start + n * 0.28);
    note.stop(start + n * 0.28 + 0.65);
  }
  await new Promise((settle) => setTimeout(settle, 1100));
  await context.close();
}
