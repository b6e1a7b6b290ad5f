/** Which camera, microphone and loudspeaker to use. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { tone } from "../devices.ts";
import { cameraId, microphoneId, speakerId } from "../settings.ts";
import { useStay } from "../stay.ts";
import { t } from "../words/index.ts";
import { Icon } from "./icons.tsx";

const canChooseSpeaker = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

export function DeviceChoices(): JSX.Element {
  const { devices, room } = useStay();
  const playing = useSignal(false);
  const play = async (): Promise<void> => {
    playing.value = true;
    await tone(0.2, speakerId.peek());
    playing.value = false;
  };
  return (
    <div class="devices">
      {room.me.value.may_publish && (
        <>
          <Choice
            label={t("join.camera")}
            kind="videoinput"
            chosen={currentOf(devices.camera.value) || cameraId.value}
            onChoose={(id) => void devices.choose("camera", id)}
          />
          <Choice
            label={t("join.microphone")}
            kind="audioinput"
            chosen={currentOf(devices.microphone.value) || microphoneId.value}
            onChoose={(id) => void devices.choose("microphone", id)}
          />
        </>
      )}
      {canChooseSpeaker() && (
        <Choice
          label={t("join.speaker")}
          kind="audiooutput"
          chosen={speakerId.value}
          onChoose={(id) => (speakerId.value = id)}
        />
      )}
      <button class="button" data-testid="test-tone" disabled={playing.value} onClick={() => void play()}>
        <Icon name="sound" />
        <span>{playing.value ? t("join.tone.playing") : t("join.tone")}</span>
      </button>
    </div>
  );
}

const currentOf = (track: MediaStreamTrack | null): string => track?.getSettings().deviceId ?? "";

interface ChoiceProps {
  readonly label: string;
  readonly kind: MediaDeviceKind;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** Nothing to choose from (no permission yet, or no such device): nothing is shown. */
function Choice({ label, kind, chosen, onChoose }: ChoiceProps): JSX.Element | null {
  const { devices } = useStay();
  const id = useId();
  const options = devices.known.value.filter((device) => device.kind === kind && device.label !== "");
  if (options.length === 0) return null;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.every((device) => device.deviceId !== chosen) && <option value="">{t("join.default")}</option>}
        {options.map((device) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label}
          </option>
        ))}
      </select>
    </div>
  );
}
