/** Proposals beside the text, those not circulated yet, and the positions that delegations have published. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { ProposalRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { day, language, named, say, t } from "../words/index.ts";
import { Diff } from "./Diff.tsx";
import { RowActs } from "./RowActs.tsx";

export function Proposal({ proposal }: { readonly proposal: ProposalRow }): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const { id, number, unit, received, submitted_at: submitted } = proposal;
  const short = (code: string): string => say(room.delegation(code)?.short ?? {}, authentic) || code;
  const rationale = say(proposal.rationale, authentic);
  const wording = say(proposal.wording, authentic);
  const acts = actsBeside(room, "proposal", id);
  return (
    <aside class="proposal" data-testid={`proposal-${number || id}`}>
      <p class="hint spaced">
        <b>{number || t("proposal.no_number")}</b>
        <span>{[proposal.delegation, ...proposal.cosponsors].map(short).join(", ")}</span>
        <span>
          {named("kind.proposal", proposal.kind)} {unit && t("text.unit", { unit })}
        </span>
        {received && <span>{t("text.received", { date: day(received) })}</span>}
        {submitted && <span>{t("text.received", { date: day(submitted, zone) })}</span>}
        <span class="state" data-testid={`proposal-state-${id}`}>{named("proposal.state", proposal.state)}</span>
      </p>
      <Words proposal={proposal} />
      {rationale && <p class="hint">{t("proposal.rationale", { words: rationale })}</p>}
      {wording && <p>{t("proposal.wording", { words: wording })}</p>}
      {proposal.state === "rejected" && <p class="hint">{t("proposal.reason", { words: say(proposal.reason, authentic) })}</p>}
      {proposal.maintained && <p class="hint">{t("proposal.maintained")}</p>}
      {proposal.into && <p class="hint">{t("proposal.into", { number: proposal.into })}</p>}
      {proposal.by && <p class="hint">{t("proposal.by", { number: proposal.by })}</p>}
      {proposal.after && <p class="hint">{t("proposal.after", { number: proposal.after })}</p>}
      <Positions about="proposal" id={id} />
      <RowActs acts={acts} />
    </aside>
  );
}

/** Its words; of an amendment to one unit, what it changes there. */
function Words({ proposal: { kind, unit, text } }: { readonly proposal: ProposalRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const cell = room.text.value.rows.flatMap(({ cells }) => cells).find(({ path }) => path === unit);
  // In one language both: the words of a translation against the authentic ones would all seem changed.
  const shown = text[language.value] && cell?.text[language.value] ? language.value : authentic;
  const before = cell?.text[shown];
  if (kind !== "amendment" || !before || !text[shown]) return <blockquote>{say(text, authentic)}</blockquote>;
  return (
    <blockquote>
      <Diff before={before} after={text[shown]} lang={shown} />
    </blockquote>
  );
}

/** What only this delegation and the officers know of. */
export function NotCirculated(): JSX.Element | null {
  const { room } = useStay();
  const { proposals } = room.me.value;
  if (proposals.length === 0) return null;
  return (
    <section class="unit" data-testid="not-circulated">
      <h3>{t("proposal.not_circulated")}</h3>
      {proposals.map((proposal) => (
        <Proposal key={proposal.id} proposal={proposal} />
      ))}
    </section>
  );
}

interface PositionsProps {
  readonly about: "unit" | "decision" | "proposal";
  readonly id: string;
}

/** Where the delegations have said that they stand. */
export function Positions({ about, id }: PositionsProps): JSX.Element | null {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const here = room.text.value.positions.filter((row) => row.about === about && row.id === id);
  if (here.length === 0) return null;
  return (
    <p class="hint spaced" data-testid={`positions-${about}-${id}`}>
      {here.map(({ delegation, stand }) => (
        <span key={delegation}>
          {say(room.delegation(delegation)?.short ?? {}, authentic)}: {named("stand", stand)}
        </span>
      ))}
    </p>
  );
}
