/** Before the room: who I am, and whether I shall be seen and heard. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { type Devices, meter } from "../devices.ts";
import { mirror } from "../settings.ts";
import { useStay } from "../stay.ts";
import { days, named, say, t } from "../words/index.ts";
import { LanguageSwitch } from "./controls.tsx";
import { DeviceChoices } from "./DeviceChoices.tsx";
import { Marking } from "./Header.tsx";
import { Icon } from "./icons.tsx";
import { OwnPicture } from "./Picture.tsx";

export function JoinPage({ onEnter }: { readonly onEnter: () => void }): JSX.Element {
  const { room, devices } = useStay();
  const session = room.session.value;
  const authentic = session.authentic_language;
  const publishes = room.me.value.may_publish;
  const ready = devices.camera.value !== null || devices.microphone.value !== null;
  return (
    <main class="join">
      <header class="join-head">
        <p class="caption">
          {say(session.organisation, authentic)} · {session.symbol}
        </p>
        <h1>{say(session.title, authentic)}</h1>
        <p class="hint">
          {say(session.venue, authentic)} · {days(session.date_from, session.date_to)}
        </p>
        <Marking />
        <LanguageSwitch />
      </header>
      <div class="join-body">
        <WhoIAm />
        {publishes ? <Check /> : <Listener />}
        <div class="join-enter">
          <button class="button primary large" data-testid="join-enter" onClick={onEnter}>
            {publishes && !ready ? t("join.enter.without") : t("join.enter")}
          </button>
        </div>
      </div>
    </main>
  );
}

function WhoIAm(): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const me = room.me.value;
  const office = say(room.seat(me.seat)?.office ?? {}, authentic);
  const delegation = room.delegation(me.delegation);
  return (
    <section class="card who" data-testid="who">
      <p class="caption">{t("join.as")}</p>
      <h2>{delegation ? say(delegation.official, authentic) : named("role", me.role)}</h2>
      <p>{office}</p>
      {delegation && <p class="hint">{named("role", me.role)}</p>}
      {delegation?.represents.map((department, n) => (
        <p key={n} class="hint">
          {say(department, authentic)}
        </p>
      ))}
    </section>
  );
}

function Listener(): JSX.Element {
  return (
    <section class="card">
      <h2>{t("join.speaker")}</h2>
      <p class="hint">{t("join.listener")}</p>
      <DeviceChoices />
    </section>
  );
}

function Check(): JSX.Element {
  const { devices } = useStay();
  const asking = useSignal(false);
  const problem = devices.problem.value;
  const open = async (): Promise<void> => {
    asking.value = true;
    await devices.open();
    asking.value = false;
  };
  // Where the browser already has the permission the check starts by itself and asks nothing.
  useEffect(() => {
    void devices.allowed().then((allowed) => (allowed ? open() : undefined));
  }, []);
  const untried = problem === "" && devices.camera.value === null && devices.microphone.value === null;
  return (
    <section class="card check">
      <h2>{t("join.devices")}</h2>
      <div class="preview">
        {devices.camera.value ? (
          <>
            <OwnPicture />
            <p class="preview-caption">{mirror.value ? t("join.preview.mirrored") : t("join.preview")}</p>
          </>
        ) : (
          <p class="preview-none">
            <Icon name="cameraOff" />
            <span>{t("join.no_picture")}</span>
          </p>
        )}
      </div>
      {devices.microphone.value && <Level track={devices.microphone.value} />}
      {problem && (
        <p class="problem" role="alert" data-testid="device-problem" data-problem={problem}>
          {named("join", problem === "missing" ? lacking(devices) : problem)}
        </p>
      )}
      {problem !== "insecure" && (untried || problem !== "") && (
        <button class="button" data-testid="join-check" disabled={asking.value} onClick={() => void open()}>
          <Icon name="camera" />
          <span>{untried ? t("join.start") : t("join.again")}</span>
        </button>
      )}
      <DeviceChoices />
    </section>
  );
}

function lacking({ camera, microphone }: Devices): string {
  if (microphone.value) return "missing_camera";
  return camera.value ? "missing_microphone" : "missing";
}

function Level({ track }: { readonly track: MediaStreamTrack }): JSX.Element {
  const level = useSignal(0);
  useEffect(() => {
    const measured = meter(track);
    const end = measured.level.subscribe((value) => (level.value = value));
    return () => {
      end();
      measured.stop();
    };
  }, [track]);
  return (
    <div class="level">
      <label>
        <span>{t("join.level")}</span>
        <meter data-testid="level" min={0} max={1} value={level.value} />
      </label>
    </div>
  );
}
