/** The question before the room: the full text, one clock for all, and the answers. */

import type { JSX } from "preact";
import { actsBeside, keyOf } from "../acts.ts";
import type { DecisionRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, maybe, named, say, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { ANSWERS, DecisionActs, DecisionText, FINALITY_ICONS, nameOf, Votes } from "./Decisions.tsx";
import { Icon } from "./icons.tsx";

const TITLES: Readonly<Record<string, "window.title" | "window.title.held" | "window.title.in_vote" | "window.title.read_out">> = {
  put_to_room_state: "window.title",
  held: "window.title.held",
  in_vote: "window.title.in_vote",
};

/** The decision on the table: read out, before the room or on hold. */
export function useQuestion(): DecisionRow | undefined {
  const { decisions, current } = useStay().room.decisions.value;
  return decisions.find((row) => row.number === current);
}

export function Question(): JSX.Element | null {
  const { room } = useStay();
  const decision = useQuestion();
  if (!decision) return null;
  const put = decision.state === "put_to_room_state";
  const acts = actsBeside(room, "decision", decision.number).filter((act) => ANSWERS.has(act.type));
  return (
    <section class="question" data-testid="question" aria-labelledby="question-title" data-state={decision.state}>
      <div class="question-body" data-testid={`decision-${decision.number}`} data-state={decision.state}>
        <header class="question-head">
          <h2 id="question-title">
            {put && <Icon name="alarm" />}
            {t(TITLES[decision.state] ?? "window.title.read_out", { number: decision.number })}
          </h2>
          {put && <Countdown decision={decision} />}
        </header>
        <DecisionText decision={decision} />
        {decision.state === "held" && <p class="question-held">{maybe(`decision.held.${decision.held_because}`)}</p>}
        {decision.asked && (
          <p class="question-held" data-testid="asked">
            {t("decision.asked", { short: nameOf(room, decision.asked) })}
          </p>
        )}
        {decision.maintained && <p class="question-held">{t("decision.maintained")}</p>}
        {put && <Given decision={decision} />}
        <Votes decision={decision} />
        {acts.length > 0 && (
          <div class="question-answers">
            {acts.map((act) => (
              <ActButton
                key={keyOf(act)}
                act={act}
                look="small"
                chosen={act.fields["delegation"] ? undefined : (act.fields["answer"] ?? act.fields["vote"]) === room.me.value.answer}
              />
            ))}
          </div>
        )}
        <Mine />
        <DecisionActs decision={decision} />
      </div>
    </section>
  );
}

/** Ends by the session's clock, so it is the same on every screen. */
export function Countdown({ decision }: { readonly decision: DecisionRow }): JSX.Element | null {
  const { room } = useStay();
  if (decision.window_ends_at === null) return null;
  const left = Math.ceil((Date.parse(decision.window_ends_at) - room.clock.second.value) / 1000);
  const whole = room.session.value.objection_window_s;
  return (
    <div class="countdown" role="timer" data-testid="window-clock" data-over={left <= 0}>
      <span>{left > 0 ? t("window.left") : t("window.over")}</span>
      <strong class="figures">{duration(left)}</strong>
      <progress max={whole} value={Math.max(0, left)} aria-hidden />
    </div>
  );
}

/** Who has answered how; a request for time is counted, never attributed. */
function Given({ decision }: { readonly decision: DecisionRow }): JSX.Element {
  const { agree, object, need_time: needTime, awaited } = decision.answers;
  return (
    <ul class="answers" data-testid="answers">
      <Answer kind="agree" codes={agree} />
      <Answer kind="object" codes={object} />
      {needTime > 0 && <li data-answer="need_time">{t("window.need_time", { count: needTime })}</li>}
      {awaited.length > 0 ? (
        <li data-answer="awaited">
          {t("window.awaited")}: <Codes codes={awaited} />
        </li>
      ) : (
        <li data-answer="all">{t("window.all")}</li>
      )}
    </ul>
  );
}

function Answer({ kind, codes }: { readonly kind: "agree" | "object"; readonly codes: readonly string[] }): JSX.Element | null {
  if (codes.length === 0) return null;
  return (
    <li data-answer={kind}>
      <Icon name={kind === "agree" ? "seal" : "x"} /> {named("window", kind)}: <Codes codes={codes} />
    </li>
  );
}

/** In protocol order, not in the order of the answers. */
function Codes({ codes }: { readonly codes: readonly string[] }): JSX.Element {
  const { room } = useStay();
  return (
    <>
      {room.session.value.delegations
        .filter(({ code }) => codes.includes(code))
        .map(({ code, official }) => (
          <abbr key={code} title={say(official)}>
            {code}
          </abbr>
        ))}
    </>
  );
}

function Mine(): JSX.Element | null {
  const { room } = useStay();
  const words = maybe(`window.mine.${room.me.value.answer}`);
  return words ? (
    <p class="question-mine" data-testid="my-answer" data-answer={room.me.value.answer}>
      <Icon name={FINALITY_ICONS["final"] ?? "seal"} /> {words}
    </p>
  ) : null;
}
