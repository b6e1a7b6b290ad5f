/** A button for one act that the server offers: its words, its question, its form, its refusal. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { asksOnce, labelOf, namesInDetail, obstacleOf, pressable, waitOf } from "../acts.ts";
import { controlOf } from "../fields.ts";
import type { Act } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import type { FieldValue } from "../wire.ts";
import { duration, named, refusalWords, t } from "../words/index.ts";
import { ActForm } from "./ActForm.tsx";

/** The next step changes its words in place: it rests this long, so that a double click does not do two steps. */
const REST_MS = 350;
/** A wait that is longer shows itself. */
const PATIENT_MS = 300;

interface Props {
  readonly act: Act;
  readonly look: "step" | "alternative" | "small";
  /** Whether what the act is about stands next to the button. */
  readonly beside?: boolean;
  /** Whether this is what the seat has already answered. */
  readonly chosen?: boolean | undefined;
  /** Whether a button before this one has already said what is in the way. */
  readonly said?: boolean;
  readonly onDone?: () => void;
}

export function ActButton({ act, look, beside = false, chosen, said = false, onDone }: Props): JSX.Element {
  const stay = useStay();
  const { room } = stay;
  const stage = useSignal<"" | "resting" | "asking" | "filling" | "sending" | "waiting">(
    look === "step" ? "resting" : "",
  );
  const refusal = useSignal("");
  const here = useRef(true);
  const reason = useId();

  useEffect(() => {
    const timer = setTimeout(() => {
      if (stage.value === "resting") stage.value = "";
    }, REST_MS);
    return () => {
      here.current = false;
      clearTimeout(timer);
    };
  }, []);

  const label = labelOf(act, room, beside);
  const now = act.from_time === null ? 0 : room.clock.second.value;
  const may = pressable(act, now);
  const wait = waitOf(act, now);
  const obstacle = may ? "" : obstacleOf(act, room);
  const only = act.asks.length === 1 ? controlOf(act, act.asks[0]!) : null;

  const send = async (filled: Readonly<Record<string, FieldValue>> = {}): Promise<void> => {
    refusal.value = stay.notice.value = "";
    stage.value = "sending";
    const patience = setTimeout(() => (stage.value = "waiting"), PATIENT_MS);
    const outcome = await room.do(act, filled);
    clearTimeout(patience);
    stage.value = "";
    if (outcome.done) return onDone?.();
    const words = refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
    (here.current ? refusal : stay.notice).value = words;
  };

  const press = (): void => {
    refusal.value = "";
    if (act.asks.length > 0) stage.value = stage.value === "filling" ? "" : "filling";
    else if (asksOnce(act)) stage.value = "asking";
    else void send();
  };

  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape") stage.value = "";
  };

  const busy = stage.value === "sending" || stage.value === "waiting";
  const testid = look === "small" ? `act-${act.type}` : look;
  const classes = { step: "button primary large", alternative: "button", small: "button small" }[look];

  return (
    <div class={`act ${look}`} data-act={act.type}>
      {stage.value === "asking" ? (
        <div class="act-ask" role="group" aria-label={label}>
          <button class={`${classes} danger`} data-testid="act-confirm" onClick={() => void send()}>
            {t("act.confirm_once", { label })}
          </button>
          <button class={classes.replace("primary", "")} data-testid="act-keep" onClick={() => (stage.value = "")}>
            {t("act.keep")}
          </button>
        </div>
      ) : (
        <button
          class={classes}
          data-testid={testid}
          data-act={act.type}
          {...dataFields(act)}
          disabled={!may || busy || stage.value === "resting"}
          aria-busy={busy}
          aria-pressed={chosen}
          aria-expanded={act.asks.length > 0 ? stage.value === "filling" : undefined}
          aria-describedby={obstacle && look !== "small" && !said ? reason : undefined}
          title={obstacle || undefined}
          onClick={press}
        >
          <span>
            {stage.value === "waiting" ? t("act.sending") : label}
            {act.asks.length > 0 && stage.value !== "waiting" ? " …" : ""}
          </span>
          {obstacle && look !== "small" && !said && (
            <small id={reason}>{wait > 0 ? t("act.from", { time: duration(wait / 1000) }) : obstacle}</small>
          )}
        </button>
      )}
      {stage.value === "filling" && only?.as === "choice" && (
        <div class="act-form choices" role="group" aria-label={label} onKeyDown={escape}>
          <p class="caption">{named("field", act.asks[0]!)}</p>
          {only.options.map((option) => (
            <button
              key={option}
              class="button"
              data-testid={`option-${option}`}
              onClick={() => void send({ [act.asks[0]!]: option })}
            >
              {named(only.prefix, option)}
            </button>
          ))}
        </div>
      )}
      {stage.value === "filling" && only?.as !== "choice" && (
        <ActForm act={act} label={label} onSend={send} onClose={() => (stage.value = "")} />
      )}
      {refusal.value && (
        <p class="refusal" role="alert" data-testid="refusal">
          {refusal.value}
        </p>
      )}
    </div>
  );
}

/** data-answer="agree", data-request="…": what the act is about, for tests and for styles. */
function dataFields(act: Act): Record<string, string> {
  return Object.fromEntries(Object.entries(act.fields).map(([name, value]) => [`data-${name}`, value]));
}
