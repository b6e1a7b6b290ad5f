/** The decisions: their words as a document, their finality by border, seal and word. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { actsBeside } from "../acts.ts";
import type { DecisionRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { LATELY_MS, useStay } from "../stay.ts";
import { city, day, language, maybe, named, say, t, time } from "../words/index.ts";
import { Positions } from "./Proposals.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { RowActs } from "./RowActs.tsx";

export const ANSWERS: ReadonlySet<string> = new Set(["record_answer", "object", "cast_vote"]);

export const FINALITY_ICONS: Readonly<Record<string, IconName>> = {
  final: "seal",
  preliminary: "dashed",
  ad_referendum: "dotted",
};

export function Decisions(): JSX.Element {
  const { room } = useStay();
  const { decisions, current } = room.decisions.value;
  // The one on the table stands above, as the question.
  const others = decisions.filter(({ number }) => number !== current);
  const missed = room.me.value.missed.map((row) => row.decision);
  if (decisions.length === 0) return <p class="empty">{t("decisions.empty")}</p>;
  return (
    <ol class="decisions">
      {missed.length > 0 && (
        <li class="hint" data-testid="missed">
          {t("missed", { numbers: missed.join(", ") })}
        </li>
      )}
      {others.map((decision) => (
        <Decision key={decision.number} decision={decision} />
      ))}
    </ol>
  );
}

function Decision({ decision }: { readonly decision: DecisionRow }): JSX.Element {
  const { room } = useStay();
  const zone = room.session.value.time_zone;
  const card = useRef<HTMLLIElement>(null);
  const { finality: reached } = decision;
  useEffect(() => {
    if (reached && room.clock.now() - Date.parse(decision.taken_at ?? "") < LATELY_MS) {
      card.current?.scrollIntoView({ block: "nearest" });
    }
  }, [reached]);
  const finality = maybe(`decision.${decision.finality}`);
  const sealed = FINALITY_ICONS[decision.finality];
  return (
    <li
      ref={card}
      class="decision"
      data-testid={`decision-${decision.number}`}
      data-state={decision.state}
      data-finality={decision.finality}
    >
      <header class="decision-head">
        <h3>{t("decision", { number: decision.number })}</h3>
        <span class="hint">{named("kind.decision", decision.kind)}</span>
        <p class="seal">
          {sealed ? <Icon name={sealed} /> : decision.state === "put_to_room_state" ? <Icon name="alarm" /> : null}
          <span>{finality ?? named("decision.state", decision.state)}</span>
        </p>
      </header>
      <DecisionText decision={decision} />
      <Terms decision={decision} />
      <Votes decision={decision} />
      <Positions about="decision" id={decision.number} />
      <p class="decision-foot hint">
        {decision.finality && !decision.vote && <span>{named("decision.state", decision.state)}</span>}
        {decision.taken_at && <span>{t("decision.taken", { time: time(decision.taken_at, zone) })}</span>}
        {decision.confirmed_at && (
          <span>{t("decision.confirmed", { date: day(decision.confirmed_at, zone) })}</span>
        )}
        <span class="hash" title={decision.hash}>
          {t("decision.fingerprint", { hash: decision.hash.slice(0, 8) })}
        </span>
      </p>
      <DecisionActs decision={decision} />
    </li>
  );
}

/** What this seat may do with the decision, its answer to it apart. */
export function DecisionActs({ decision }: { readonly decision: DecisionRow }): JSX.Element | null {
  const { room } = useStay();
  const acts = actsBeside(room, "decision", decision.number).filter((act) => !ANSWERS.has(act.type));
  return <RowActs acts={acts} />;
}

/** The words of a decision, set as a document. */
export function DecisionText({ decision }: { readonly decision: DecisionRow }): JSX.Element {
  return <DecisionWords decision={decision} authentic={useStay().room.session.value.authentic_language} />;
}

interface WordsProps {
  readonly decision: DecisionRow;
  readonly authentic: string;
}

/** The same beside the room, where nobody stays. */
export function DecisionWords({ decision, authentic }: WordsProps): JSX.Element {
  const { condition } = decision;
  const translated = Boolean(decision.text[language.value]);
  return (
    <div class="decision-text">
      <blockquote lang={translated ? language.value : authentic}>{say(decision.text, authentic)}</blockquote>
      {condition && (
        <ul class="terms" data-testid="condition">
          <li>{t("decision.trigger", { words: say(condition.trigger, authentic) })}</li>
          <li>{t("decision.fallback", { words: say(condition.fallback, authentic) })}</li>
        </ul>
      )}
      {!translated && <p class="hint">{t("decision.translation")}</p>}
    </div>
  );
}

/** One moment in the time of the session and of every capital, each zone once. */
export function everywhere(room: Room, at: string): string {
  const { time_zone: zone, delegations } = room.session.value;
  const zones = new Set([zone, ...delegations.map((plate) => plate.time_zone)]);
  const moments = [...zones].map((each) =>
    t("decision.silence.at", { date: day(at, each), time: time(at, each), city: city(each) }),
  );
  return moments.join("; ");
}

const VOTES = ["in_favour", "against", "abstaining", "not_voting", "awaited"] as const;

/** A roll-call vote: who voted how, each delegation by its code in protocol order. */
export function Votes({ decision: { vote, state } }: { readonly decision: DecisionRow }): JSX.Element | null {
  if (vote === null) return null;
  const figures = { count: vote.in_favour.length, needed: vote.needed };
  const result = { adopted: "decision.vote.carried", rejected: "decision.vote.rejected" } as const;
  const key = state === "adopted" || state === "rejected" ? result[state] : null;
  return (
    <ul class="answers" data-testid="votes">
      {key && (
        <li class="vote-result" data-testid="vote-result">
          {t(key, figures)}
        </li>
      )}
      {VOTES.filter((kind) => vote[kind].length > 0).map((kind) => (
        <li key={kind} data-answer={kind}>
          {t(`decision.vote.${kind}`)} ({vote[kind].length}): {vote[kind].join(", ")}
        </li>
      ))}
      {!key && <li>{t("decision.vote.needed", { count: vote.needed })}</li>}
    </ul>
  );
}

/** What a conditional decision waits for, and what who was away said to a decision afterwards. */
function beside(room: Room, { condition, late }: DecisionRow): string[] {
  const lines = late.flatMap((row) => {
    const words = { short: nameOf(room, row.delegation), words: row.reason };
    return [
      row.associated_at ? t("decision.associated", words) : null,
      row.reopening ? maybe(`decision.reopening.${row.reopening}`, words) : null,
    ];
  });
  if (condition) lines.unshift(maybe(`decision.condition.${condition.outcome}`, { ground: condition.ground }));
  return lines.filter((line) => line !== null);
}

/** The short name of a delegation, or its code. */
export function nameOf(room: Room, code: string): string {
  return say(room.delegation(code)?.short ?? {}, room.session.value.authentic_language) || code;
}

/** What is still open, who has to confirm, who carries it out. */
function Terms({ decision }: { readonly decision: DecisionRow }): JSX.Element | null {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const subject = say(decision.subject_to, authentic);
  const assignee = say(decision.assignee, authentic);
  const { confirm_by: by, due, confirm_list: list, silence_until: until, supersedes, superseded_by } = decision;
  const broken = decision.state === "silence_broken" ? decision.broken_by : "";
  const { unannounced } = decision;
  const lines = beside(room, decision);
  const aside = until ?? supersedes ?? (superseded_by || unannounced || lines.length > 0);
  if (!subject && !assignee && !by && !due && !aside && list.length === 0) return null;
  return (
    <ul class="terms">
      {assignee && <li>{t("decision.assignee", { words: assignee })}</li>}
      {due && <li>{t("decision.due", { date: day(due) })}</li>}
      {subject && <li>{t("decision.subject_to", { words: subject })}</li>}
      {by && <li>{t("decision.confirm_by", { date: day(by) })}</li>}
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {unannounced && <li>{t("decision.silence.unannounced")}</li>}
      {until && !broken && <li data-testid="silence">{t("decision.silence", { moments: everywhere(room, until) })}</li>}
      {broken && (
        <li>
          {t("decision.broken", {
            of: say(room.delegation(broken)?.of ?? {}, authentic) || broken,
            words: decision.broken_with,
          })}
        </li>
      )}
      {supersedes && <li>{t("decision.supersedes", { number: supersedes })}</li>}
      {superseded_by && <li>{t("decision.superseded_by", { number: superseded_by })}</li>}
      {list.length > 0 && (
        <li class="confirm-list" data-testid="confirm-list">
          {t("decision.confirm_list")}:{" "}
          {list.map(({ delegation, confirmed_at: at }) => (
            <span key={delegation} data-confirmed={at !== null}>
              {say(room.delegation(delegation)?.short ?? {}, authentic) || delegation}{" "}
              <em>{at ? t("decision.confirmed", { date: day(at, zone) }) : t("decision.awaits")}</em>
            </span>
          ))}
        </li>
      )}
    </ul>
  );
}
