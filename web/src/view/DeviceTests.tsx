/** Microphone, camera and loudspeaker of a line check: each is tried when the person wants it. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Checkup, StepState } from "../check/checkup.ts";
import { meter, tone } from "../devices.ts";
import { named, t } from "../words/index.ts";
import { Mark } from "./CheckPage.tsx";
import { Icon } from "./icons.tsx";

/** Of the meter's range: a voice near a microphone is well above, a quiet room below. */
const VOICE = 0.35;

export function DeviceTests({ checkup }: { readonly checkup: Checkup }): JSX.Element {
  const { devices } = checkup;
  const found = checkup.found.value;
  const asking = useSignal(false);
  const camera = devices.camera.value;
  const microphone = devices.microphone.value;
  const problem = devices.problem.value;
  const open = async (): Promise<void> => {
    asking.value = true;
    await devices.open();
    asking.value = false;
    await checkup.tell({
      camera: devices.camera.peek() ? "seen" : "none",
      microphone: devices.microphone.peek() ? "silent" : "none",
    });
  };
  return (
    <section class="card not-printed">
      <h2>{t("check.devices")}</h2>
      <p class="hint">{t("check.devices.hint")}</p>
      <ul class="steps">
        <Device name="microphone" found={found.microphone} />
        <Device name="camera" found={found.camera} />
        <Device name="speaker" found={found.speaker} />
      </ul>
      {camera && <Preview track={camera} />}
      {microphone && <Hearing track={microphone} onHeard={() => void checkup.tell({ microphone: "heard" })} />}
      {problem && (
        <p class="problem" role="alert" data-testid="device-problem">
          {named("check.device", problem)}
        </p>
      )}
      <div class="row-acts">
        {problem !== "insecure" && !(camera && microphone) && (
          <button class="button" data-testid="check-devices" disabled={asking.value} onClick={() => void open()}>
            <Icon name="camera" />
            <span>{t(problem ? "join.again" : "join.start")}</span>
          </button>
        )}
        <Speaker onTried={(speaker) => void checkup.tell({ speaker })} />
      </div>
    </section>
  );
}

const STATE: Readonly<Record<string, StepState>> = {
  heard: "good",
  seen: "good",
  silent: "fair",
  none: "failed",
  untried: "waiting",
};

function Device({ name, found }: { readonly name: string; readonly found: string }): JSX.Element {
  return (
    <li data-testid={`device-${name}`} data-found={found}>
      <Mark state={STATE[found] ?? "waiting"} />
      <span>{named("join", name)}</span>
      <span class="hint">{named(`check.${name}`, found)}</span>
    </li>
  );
}

function Preview({ track }: { readonly track: MediaStreamTrack }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    if (video.current) video.current.srcObject = new MediaStream([track]);
  }, [track]);
  return (
    <div class="preview">
      <div class="picture">
        <video ref={video} autoPlay muted playsInline />
      </div>
    </div>
  );
}

function Hearing({ track, onHeard }: { readonly track: MediaStreamTrack; readonly onHeard: () => void }): JSX.Element {
  const level = useSignal(0);
  useEffect(() => {
    let heard = false;
    const measured = meter(track);
    const end = measured.level.subscribe((value) => {
      level.value = value;
      if (value >= VOICE && !heard) {
        heard = true;
        onHeard();
      }
    });
    return () => {
      end();
      measured.stop();
    };
  }, [track]);
  return (
    <div class="level">
      <label>
        <span>{t("join.level")}</span>
        <meter min={0} max={1} value={level.value} />
      </label>
    </div>
  );
}

/** Two notes, and the question whether they were heard: no browser can know. */
function Speaker({ onTried }: { readonly onTried: (heard: "heard" | "silent") => void }): JSX.Element {
  const state = useSignal<"" | "playing" | "asked">("");
  const play = async (): Promise<void> => {
    state.value = "playing";
    await tone(0.2);
    state.value = "asked";
  };
  const answer = (heard: "heard" | "silent"): void => {
    state.value = "";
    onTried(heard);
  };
  if (state.value === "asked") {
    return (
      <fieldset class="asked">
        <legend>{t("check.speaker.asked")}</legend>
        <button class="button" data-testid="speaker-heard" onClick={() => answer("heard")}>
          {t("yes")}
        </button>
        <button class="button" onClick={() => answer("silent")}>
          {t("no")}
        </button>
      </fieldset>
    );
  }
  return (
    <button class="button" data-testid="test-tone" disabled={state.value === "playing"} onClick={() => void play()}>
      <Icon name="sound" />
      <span>{t(state.value === "playing" ? "join.tone.playing" : "join.tone")}</span>
    </button>
  );
}
