/** The head of the room: what this is, where it stands, what time it is. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { lowLine } from "../settings.ts";
import { useStay } from "../stay.ts";
import { city, named, say, t, time } from "../words/index.ts";
import { LanguageSwitch } from "./controls.tsx";
import { Help, Leave, Settings } from "./dialogs.tsx";
import { Icon } from "./icons.tsx";
import { QuietButton } from "./QuietLines.tsx";

export type Open = "" | "settings" | "help" | "leave";

interface Props {
  readonly open: Open;
  readonly onOpen: (dialog: Open) => void;
  readonly onLeave: () => void;
}

export function Header({ open, onOpen, onLeave }: Props): JSX.Element {
  const { room } = useStay();
  const session = room.session.value;
  const authentic = session.authentic_language;
  const close = (): void => onOpen("");
  return (
    <header class="head">
      <h1 class="head-title" title={say(session.title, authentic)}>
        <strong>{session.symbol}</strong> <span>{say(session.title, authentic)}</span>
      </h1>
      <Marking />
      <ClockFace />
      <div class="head-tools">
        <QuietButton />
        <LanguageSwitch />
        <button
          class="button quiet"
          data-testid="lowline"
          aria-pressed={lowLine.value}
          title={t("lowline.about")}
          onClick={() => (lowLine.value = !lowLine.value)}
        >
          <Icon name="sound" />
          <span>{t("lowline")}</span>
        </button>
        <Tool icon="settings" words={t("settings")} testid="settings" onClick={() => onOpen("settings")} />
        <Tool icon="help" words={t("help")} testid="help" onClick={() => onOpen("help")} />
        <Tool icon="leave" words={t("leave")} testid="leave" onClick={() => onOpen("leave")} />
      </div>
      <Facts />
      {open === "settings" && <Settings onClose={close} />}
      {open === "help" && <Help onClose={close} />}
      {open === "leave" && <Leave onClose={close} onLeave={onLeave} />}
    </header>
  );
}

interface ToolProps {
  readonly icon: "settings" | "help" | "leave";
  readonly words: string;
  readonly testid: string;
  readonly onClick: () => void;
}

function Tool({ icon, words, testid, onClick }: ToolProps): JSX.Element {
  return (
    <button class="button quiet" data-testid={testid} onClick={onClick}>
      <Icon name={icon} />
      <span>{words}</span>
    </button>
  );
}

/** How the session is marked: on every screen, however narrow. */
export function Marking(): JSX.Element | null {
  const words = useMarking();
  return words ? <p class="head-marking">{words}</p> : null;
}

function useMarking(): string {
  const { room } = useStay();
  return say(room.session.value.marking, room.session.value.authentic_language);
}

/** Sitting, item, quorum and presiding officer, in one line. */
function Facts(): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone, state } = room.session.value;
  const sitting = room.sitting.value;
  const marking = useMarking();
  const at = sitting.sittings.findIndex((plate) => plate.number === sitting.current);
  const plate = sitting.sittings[at];
  const item = room.agenda.value.items.find((row) => row.number === room.agenda.value.current);
  const reason = sitting.reason && `: ${named("option.reason", sitting.reason)}`;
  return (
    <ul class="head-facts">
      {marking && <li class="fact-marking">{marking}</li>}
      <li data-testid="sitting" data-state={sitting.state}>
        {plate
          ? `${t("sitting.of", { number: at + 1, total: sitting.sittings.length })}, ` +
            named("sitting.state", sitting.state, { time: time(plate.opens_at, zone) }) +
            reason
          : named("session.state", state)}
      </li>
      {item && (
        <li data-testid="item" class="head-item" title={say(item.title, authentic)}>
          <strong>{t("item.number", { number: item.number })}</strong> · {say(item.title, authentic)}
        </li>
      )}
      {sitting.recorded && <Recorded />}
      {plate && <Quorum />}
      <Presiding />
    </ul>
  );
}

/** What everybody must know; the reason of a recording that has stopped is for those who can mend it. */
function Recorded(): JSX.Element {
  const { stopped, why } = useStay().room.recording.value;
  return (
    <li class="head-recorded" data-testid="recorded" data-stopped={stopped} title={stopped ? t("recording.again") : undefined}>
      <span role="status">
        {stopped ? t("recording.stopped") : t("recorded")}
        {why && `: ${t(`recording.${why}`)}`}
      </span>
    </li>
  );
}

function Quorum(): JSX.Element {
  const { room } = useStay();
  const { quorum, quorum_declared_at: declared } = room.sitting.value;
  const met = declared === null ? quorum.open_met : quorum.decide_met;
  const needed = declared === null ? quorum.needed_to_open : quorum.needed_to_decide;
  const words = [
    t("quorum.sentence", { present: quorum.present, entitled: quorum.entitled, needed }),
    declared && t("quorum.declared", { time: time(declared, room.session.value.time_zone) }),
  ];
  return (
    <li class="quorum" data-testid="quorum" data-met={met || declared === null} title={words.filter(Boolean).join("; ")}>
      {t("quorum")}{" "}
      <strong>
        {quorum.present}/{quorum.entitled}
      </strong>{" "}
      <span class="quorum-word">{met ? t("quorum.met") : t("quorum.not_met", { needed })}</span>
      {quorum.in_grace > 0 && <span class="quorum-grace">{t("quorum.grace", { count: quorum.in_grace })}</span>}
    </li>
  );
}

function Presiding(): JSX.Element {
  const { room } = useStay();
  const { presiding } = room.sitting.value;
  const office = say(room.seat(presiding.seat)?.office ?? {}, room.session.value.authentic_language);
  const whole = presiding.state === "chair_presiding" || presiding.state === "deputy_presiding";
  return (
    <li class="presiding" data-testid="presiding" data-state={presiding.state} title={office}>
      {named("presiding", presiding.state)}
      {whole && office ? `: ${office}` : ""}
    </li>
  );
}

/** The session's time, with the seat's own beside it where the two differ. */
function ClockFace(): JSX.Element {
  const { room } = useStay();
  const now = room.clock.second.value;
  const zone = room.session.value.time_zone;
  const own = room.delegation(room.me.value.delegation)?.time_zone ?? OWN_ZONE;
  const [here, there] = [time(now, zone), time(now, own)];
  return (
    <p class="clock" data-testid="clock">
      <time dateTime={new Date(now).toISOString()}>{here}</time> <span class="clock-zone">{city(zone)}</span>
      {here !== there && <small>{t("time.in", { time: there, city: city(own) })}</small>}
    </p>
  );
}

const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Which dialog of the head is open. */
export function useDialog(): { open: Open; set: (dialog: Open) => void } {
  const open = useSignal<Open>("");
  return { open: open.value, set: (dialog) => (open.value = dialog) };
}
