/** The bar at the foot: the next step in words, what else can be done, and one's own microphone. */

import type { JSX } from "preact";
import { homeOf, keyOf, namesOf, partSteps, sameMatter } from "../acts.ts";
import type { Act } from "../generated/slices.ts";
import { channelOf } from "../listening.ts";
import { type Sheet, useStay } from "../stay.ts";
import { type Key, say, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { AllActs } from "./AllActs.tsx";
import { Awaiting } from "./Awaiting.tsx";
import { Booth, isBoothAct } from "./Booth.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { Listening } from "./Listening.tsx";
import { isNoticed } from "./Notices.tsx";

/** So many further acts stand in sight; more than that are one press away, and the bar stays calm. */
const FEW = 2;
/** Alternatives beside the next step. Of sixty delegations to mark, the others stand at their rows and among all acts. */
const MOST = 8;

export function Bar(): JSX.Element {
  const { room, notice } = useStay();
  const me = room.me.value;
  const channel = channelOf(room);
  // What has keys in the booth, or a notice over the stage, does not stand here a second time.
  const apart = (act: Act): boolean => isNoticed(act) || (channel !== undefined && isBoothAct(act));
  const [next, ...others] = partSteps(room).bar.filter((act) => !apart(act)).slice(0, 1 + MOST);
  const more = room.acts.value.filter((act) => homeOf(act, me.delegation) === "bar" && !apart(act));
  const calm = !me.may_publish && next === undefined;
  return (
    <footer class="bar" data-calm={calm}>
      <Microphone />
      <div class="bar-acts">
        <Booth />
        <section class="bar-steps" aria-label={me.presiding ? t("bar.next") : t("bar.mine")}>
          {notice.value && (
            <p class="refusal" role="alert" data-testid="refusal">
              {notice.value}
            </p>
          )}
          {next ? (
            <>
              <ActButton key={keyOf(next)} act={next} look="step" />
              {others.map((act, n) => (
                <ActButton
                  key={keyOf(act)}
                  act={act}
                  look="alternative"
                  beside={sameMatter(next, act)}
                  said={others.slice(0, n).some((earlier) => earlier.blocked === act.blocked)}
                />
              ))}
            </>
          ) : (
            !channel && !calm && <p class="hint">{t("bar.nothing")}</p>
          )}
        </section>
        {more.length > 0 && (
          <details class="bar-more" open={more.length <= FEW}>
            <summary data-testid="more">{t("bar.more")}</summary>
            <div>
              {more.map((act) => (
                <ActButton key={keyOf(act)} act={act} look="small" />
              ))}
            </div>
          </details>
        )}
        <AllActs />
      </div>
      <nav class="bar-sheets" aria-label={t("table")}>
        <SheetButton sheet="seats" icon="seats" words="bar.seats" />
        <SheetButton sheet="table" icon="agenda" words="bar.table" />
        <SheetButton sheet="queue" icon="list" words="bar.queue" />
      </nav>
    </footer>
  );
}

interface SheetButtonProps {
  readonly sheet: Sheet;
  readonly icon: IconName;
  readonly words: Key;
}

function SheetButton({ sheet, icon, words }: SheetButtonProps): JSX.Element {
  const { room, sheet: open } = useStay();
  const pressed = open.value === sheet;
  return (
    <button class="button quiet" aria-pressed={pressed} onClick={() => (open.value = pressed ? "" : sheet)}>
      <Icon name={icon} />
      <span>{t(words)}</span>
      {sheet === "table" && <Awaiting count={partSteps(room).panels.length} />}
    </button>
  );
}

/** The gate in words, and one's own switches beneath it. */
function Microphone(): JSX.Element {
  const { room, devices, screen, silent } = useStay();
  const me = room.me.value;
  const shared = screen.track.value;
  const muted = devices.muted.value;
  const microphone = devices.microphone.value;
  const camera = devices.camera.value;
  const own = microphone === null && me.may_publish ? "none" : me.microphone === "open" && muted ? "closed_by_self" : me.microphone;
  const state = silent.value ? "elsewhere" : own;
  const icon: IconName = state === "open" ? "mic" : state === "closed_by_procedure" ? "closed" : "micOff";
  return (
    <section class="bar-mine" data-testid="microphone" data-state={state}>
      <p class="bar-mic">
        <Icon name={me.may_publish ? icon : "sound"} />
        <span>{useGateWords(state)}</span>
      </p>
      {me.may_publish && (
        <div class="bar-switches">
          <button
            class="button small"
            data-testid="mute"
            disabled={microphone === null}
            onClick={() => devices.mute(!muted)}
          >
            <Icon name={muted ? "mic" : "micOff"} />
            <span>{muted ? t("mic.unmute") : t("mic.mute")}</span>
          </button>
          <button
            class="button small"
            data-testid="camera"
            disabled={devices.problem.value === "insecure"}
            onClick={() => (camera ? devices.shut("camera") : void devices.choose("camera", ""))}
          >
            <Icon name={camera ? "cameraOff" : "camera"} />
            <span>{camera ? t("camera.off") : t("camera.on")}</span>
          </button>
          {screen.possible && room.mayPresent.value && (
            <button
              class="button small"
              data-testid="screen"
              onClick={() => (shared ? screen.stop() : void screen.share())}
            >
              <Icon name={shared ? "screenOff" : "screen"} />
              <span>{shared ? t("screen.off") : t("screen.on")}</span>
            </button>
          )}
        </div>
      )}
      <Aides />
      <Listening />
    </section>
  );
}

/** Whose keys this seat presses, and who presses its own. */
function Aides(): JSX.Element | null {
  const { room } = useStay();
  const { presses_for: principals, aide } = room.me.value;
  const authentic = room.session.value.authentic_language;
  const office = (seat: string): string => say(room.seat(seat)?.office ?? {}, authentic) || seat;
  if (principals.length === 0 && aide === null) return null;
  return (
    <p class="hint" data-testid="aides">
      {principals.length > 0 && t("aide.for", { offices: principals.map(office).join(", ") })}
      {aide !== null && t("aide.mine", { office: office(aide) })}
    </p>
  );
}

function useGateWords(state: string): string {
  const { room } = useStay();
  const of = room.me.value.microphone_of;
  const seat = room.seat(of) ?? room.session.value.seats.find((plate) => plate.delegation === of);
  switch (state) {
    case "open":
      return t("mic.open");
    case "closed_by_self":
      return t("mic.closed_by_self");
    case "none":
      return t("mic.none");
    case "elsewhere":
      return t("mic.elsewhere");
    case "muted_for_noise":
      return t("mic.muted_for_noise");
    case "not_published":
      return t("mic.not_published");
    default: {
      if (of === null || !seat) return t("mic.closed_by_procedure.nobody");
      if (seat.id === room.sitting.value.presiding.seat) return t("mic.closed_by_procedure.presiding");
      const names = namesOf(room, seat.delegation);
      if ("of" in names) return t("mic.closed_by_procedure", names);
      return t("mic.closed_by_procedure.seat", {
        office: say(seat.office, room.session.value.authentic_language),
      });
    }
  }
}
