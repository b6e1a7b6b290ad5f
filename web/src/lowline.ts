/**
 * Low line: sound, text and a still picture now and then, within 64 kbit/s each way.
 *
 * What goes out: a voice of 16 kbit/s and the smallest layer once a second. What comes in: the sound, and
 * every so often the picture of whoever has the floor, for a moment.
 */

import type { PlaceName } from "./places.ts";

const VOICE_BITS = 16_000;
const STILL_BITS = 10_000;
const STILLS_PER_S = 1;
/** A still of the floor that often, for so long that a keyframe comes through. */
export const STILL_EVERY_MS = 25_000;
const STILL_FOR_MS = 1500;
const STILL_LINES = 90;

/**
 * Narrows or widens what voice and camera send and stops the screen. `wanted` are the camera's layers that
 * somebody has a place for, null: all; `layers` all of them as offered.
 */
export async function narrow(
  low: boolean,
  wanted: readonly string[] | null,
  voice: RTCRtpSender,
  camera: RTCRtpSender,
  screen: RTCRtpSender,
  layers: readonly RTCRtpEncodingParameters[],
): Promise<void> {
  await set(voice, (encoding) => put(encoding, "maxBitrate", low ? VOICE_BITS : undefined));
  await set(camera, (encoding, n) => {
    encoding.active = n === 0 || (!low && (wanted?.includes(encoding.rid ?? "") ?? true));
    put(encoding, "maxBitrate", low ? STILL_BITS : layers[n]?.maxBitrate);
    put(encoding, "maxFramerate", low ? STILLS_PER_S : undefined);
  });
  await set(screen, (encoding) => (encoding.active = !low));
}

type Limit = "maxBitrate" | "maxFramerate";

function put(encoding: RTCRtpEncodingParameters, limit: Limit, value: number | undefined): void {
  if (value === undefined) delete encoding[limit];
  else encoding[limit] = value;
}

async function set(sender: RTCRtpSender, change: (encoding: RTCRtpEncodingParameters, n: number) => unknown): Promise<void> {
  const parameters = sender.getParameters();
  parameters.encodings.forEach(change);
  await sender.setParameters(parameters).catch(() => undefined);
}

/** Asks for no pictures but the floor's stills, until the returned function is called. */
export function stills(places: readonly PlaceName[], ask: (lines: Readonly<Record<string, number>>) => void): () => void {
  const none = Object.fromEntries(places.filter(({ kind }) => kind === "video").map(({ name }) => [name, 0]));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    ask(none);
    timer = setTimeout(look, STILL_EVERY_MS - STILL_FOR_MS);
  };
  const look = (): void => {
    ask({ ...none, floor: STILL_LINES });
    timer = setTimeout(rest, STILL_FOR_MS);
  };
  look();
  return () => clearTimeout(timer);
}
