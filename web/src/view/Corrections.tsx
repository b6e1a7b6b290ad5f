/** The corrections to circulated minutes: what it said, what it is to say, what became of each and why. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { Act, CorrectionRow, MinutesRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { Deadline } from "./Deadline.tsx";
import { nameOf } from "./Decisions.tsx";
import { moment } from "./MinutesCard.tsx";
import { RowActs } from "./RowActs.tsx";
import { statementNamed } from "./StatementChoice.tsx";

interface Props {
  readonly row: MinutesRow;
  readonly acts: readonly Act[];
}

export function Corrections({ row, acts }: Props): JSX.Element {
  const open = row.corrections.filter(({ state }) => state === "submitted_correction").length;
  return (
    <section data-testid="corrections">
      <h4>
        {t("corrections")}
        {open > 0 && <span class="hint"> {t("corrections.open", { count: open })}</span>}
      </h4>
      {row.corrections.length === 0 ? (
        <p class="hint">{t("corrections.empty")}</p>
      ) : (
        <ol class="rows">
          {row.corrections.map((one) => (
            <Correction key={one.number} row={one} />
          ))}
        </ol>
      )}
      <RowActs acts={acts} few={0} summary={t("corrections.submit")} />
    </section>
  );
}

function Correction({ row }: { readonly row: CorrectionRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const whose = row.delegation ? nameOf(room, row.delegation) : t("correction.secretariat");
  const open = row.state === "submitted_correction";
  const proposed = say(row.proposed, authentic);
  const old = say(row.old, authentic);
  return (
    <li data-testid={`correction-${row.number}`} data-state={row.state}>
      <p class="spaced">
        <b>{row.number}</b>
        <span>{whose}</span>
        <span class="hint">
          {named("correction.kind", row.kind)} {row.kind === "own_statement" ? statementNamed(room, row.target) : row.target},{" "}
          {moment(room, row.submitted_at)}
        </span>
        <b class="state" data-testid={`correction-state-${row.number}`}>
          {named("correction.state", row.state)}
        </b>
      </p>
      <blockquote class="change">
        {old && <del>{old}</del>} <ins>{say(row.new, authentic)}</ins>
      </blockquote>
      {row.reason && <p class="hint">{t("proposal.reason", { words: row.reason })}</p>}
      {proposed && (
        <>
          <p class="hint">{t(row.agreed ? "correction.proposed.agreed" : "correction.proposed")}</p>
          <blockquote>{proposed}</blockquote>
        </>
      )}
      {row.answer && <p>{t("correction.answer", { words: row.answer })}</p>}
      {row.objections.length > 0 && (
        <p class="objections">
          {t("correction.objections", { names: row.objections.map((code) => nameOf(room, code)).join(", ") })}
        </p>
      )}
      {open && row.until && (
        <Deadline
          words={t("correction.until")}
          over={t("correction.until.over")}
          until={row.until}
          testid={`correction-until-${row.number}`}
        />
      )}
      {row.decided_at && <p class="hint">{t("correction.decided", { at: moment(room, row.decided_at) })}</p>}
      <RowActs acts={actsBeside(room, "correction", row.number)} />
    </li>
  );
}
