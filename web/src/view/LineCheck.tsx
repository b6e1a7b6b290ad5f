/** Before a sitting: this seat's line, measured by the server for the annex to the minutes. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { reportLine } from "../api.ts";
import type { LineCheckRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, refusalWords, t } from "../words/index.ts";
import { percent } from "./CheckPage.tsx";
import { Icon } from "./icons.tsx";

/** Time to say a few words in: the server looks back over ten seconds. */
const SPEAK_MS = 6000;

export function LineCheck(): JSX.Element | null {
  const { room } = useStay();
  const running = useSignal(false);
  const refusal = useSignal("");
  const closed = useSignal("");
  const number = room.sitting.value.line_check;
  const { line_check: line, may_publish } = room.me.value;
  if (number === null || !may_publish || closed.value === number) return null;
  const measure = async (): Promise<void> => {
    running.value = true;
    refusal.value = "";
    await new Promise((settle) => setTimeout(settle, SPEAK_MS));
    const outcome = await reportLine(room.seating);
    running.value = false;
    if (!outcome.done) refusal.value = refusalWords(outcome.code, outcome.message);
  };
  return (
    <section class="card-notice" role="status" data-testid="line-check" data-measured={line !== null}>
      <Icon name="linked" />
      <div class="card-words">
        <strong>{t(line ? "line.measured" : "line.check", { number })}</strong>
        {line ? <LineWords line={line} /> : <p>{t("line.check.hint")}</p>}
        {refusal.value && (
          <p class="refusal" role="alert">
            {refusal.value}
          </p>
        )}
      </div>
      <div class="row-acts">
        <button class="button small" data-testid="measure-line" disabled={running.value} onClick={() => void measure()}>
          {t(running.value ? "line.check.running" : line ? "line.check.again" : "line.check.do")}
        </button>
        {line && (
          <button class="button small quiet" onClick={() => (closed.value = number)}>
            {t("close")}
          </button>
        )}
      </div>
    </section>
  );
}

type Measured = Omit<LineCheckRow, "sitting" | "at">;

export function LineWords({ line }: { readonly line: Measured }): JSX.Element {
  const sent = percent(line.lost_sent);
  const received = percent(line.lost_received);
  return (
    <p class="line-check figures">
      <span>{named("line.microphone", line.microphone)}</span>
      <span>
        {named("line.camera", line.camera)}
        {line.lines > 0 && ` (${line.lines})`}
      </span>
      <span>{t("line.rates", { sent: line.sent_kbits, received: line.received_kbits })}</span>
      <span>{t("line.losses", { sent, received })}</span>
      {line.round_trip_ms !== null && <span>{t("line.round_trip", { ms: line.round_trip_ms })}</span>}
    </p>
  );
}
