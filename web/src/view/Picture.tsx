/** A frame that holds the picture of a seat: that of its place, or one's own from the camera. */

import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { mirror } from "../settings.ts";
import { useStay } from "../stay.ts";

/** Takes the place's element into this frame. It keeps playing on the way; nothing is made or unmade. */
export function PlacePicture({ place }: { readonly place: string }): JSX.Element {
  const { elements } = useStay();
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = elements.video(place);
    const into = frame.current;
    if (!into) return;
    into.append(element);
    if (element.srcObject) void element.play().catch(() => undefined);
  }, [place]);
  return <div ref={frame} class="picture" />;
}

/** The picture of a place shown a second time, elsewhere than in its own frame. */
export function PlaceAgain({ place }: { readonly place: string }): JSX.Element {
  const { elements } = useStay();
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    if (!video.current) return;
    video.current.srcObject = elements.stream(place);
    return elements.sizes.watch(place, video.current);
  }, [place]);
  return (
    <div class="picture">
      <video ref={video} autoPlay muted playsInline />
    </div>
  );
}

/** One's own picture, straight from the camera. */
export function OwnPicture(): JSX.Element {
  const { devices } = useStay();
  const video = useRef<HTMLVideoElement>(null);
  const track = devices.camera.value;
  useLayoutEffect(() => {
    if (video.current) video.current.srcObject = track && new MediaStream([track]);
  }, [track]);
  return (
    <div class="picture">
      <video ref={video} autoPlay muted playsInline class={mirror.value ? "mirrored" : ""} />
    </div>
  );
}
