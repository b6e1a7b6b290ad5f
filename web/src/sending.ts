/** What a browser sends: a voice, a camera in three layers and a screen, each with a track or without one. */

import type { ReadonlySignal } from "@preact/signals";
import { narrow } from "./lowline.ts";

const LAYERS: RTCRtpEncodingParameters[] = [
  { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
];

const SCREEN: RTCRtpEncodingParameters[] = [{ maxBitrate: 2_500_000, maxFramerate: 15 }];

export interface Sources {
  readonly microphone: ReadonlySignal<MediaStreamTrack | null>;
  readonly camera: ReadonlySignal<MediaStreamTrack | null>;
  readonly screen: ReadonlySignal<MediaStreamTrack | null>;
}

export class Sending {
  readonly #sources: Sources;
  /** In the order of the offer: microphone, camera, screen. */
  #senders: readonly RTCRtpSender[] = [];
  #narrowing = Promise.resolve();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Adds the sending sections to the offer of `peer`, the voice alone with `sound`. */
  offer(peer: RTCPeerConnection, sound: boolean): void {
    const { microphone, camera, screen } = this.#sources;
    const voice = peer.addTransceiver("audio", { direction: "sendonly" });
    prefer(voice, ["audio/opus"]);
    const layers = sound ? [] : [LAYERS, SCREEN];
    const videos = layers.map((sendEncodings) => {
      const video = peer.addTransceiver("video", { direction: "sendonly", sendEncodings });
      prefer(video, ["video/VP8", "video/rtx"]);
      return video;
    });
    this.#senders = [voice, ...videos].map(({ sender }) => sender);
    for (const [n, track] of [microphone, camera, screen].entries()) this.lend(n, track.peek());
  }

  /** Sends `track` in the nth sending section: microphone, camera, screen. */
  lend(nth: number, track: MediaStreamTrack | null): void {
    void this.#senders[nth]?.replaceTrack(track).catch(() => undefined);
  }

  /** One after the other: a browser refuses parameters that another change has overtaken. */
  narrow(low: boolean, wanted: readonly string[] | null): void {
    const [voice, camera, screen] = this.#senders;
    if (!voice || !camera || !screen) return;
    this.#narrowing = this.#narrowing.then(() => narrow(low, wanted, voice, camera, screen, LAYERS));
  }

  /** The connection is gone. */
  end(): void {
    this.#senders = [];
  }
}

/** Keeps the offer small and simulcast possible: only the codecs that the relay forwards. */
export function prefer(transceiver: RTCRtpTransceiver, wanted: readonly string[]): void {
  const able = RTCRtpReceiver.getCapabilities(transceiver.receiver.track.kind)?.codecs ?? [];
  const codecs = wanted.flatMap((mime) => able.filter((codec) => codec.mimeType === mime));
  if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
}
