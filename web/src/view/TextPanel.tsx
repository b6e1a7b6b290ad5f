/** The draft on the table as a document, with the proposals received on it. */

import type { JSX } from "preact";
import type { DraftRow, ProposalRow, UnitRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { Amendment } from "./Amendment.tsx";
import { Folder } from "./Folder.tsx";
import { NotCirculated, Positions, Proposal } from "./Proposals.tsx";
import { RowActs, useActsBeside } from "./RowActs.tsx";
import { TableImport } from "./TableImport.tsx";

export function TextPanel(): JSX.Element {
  const { room } = useStay();
  const text = room.text.value;
  const authentic = room.session.value.authentic_language;
  const paths = new Set(text.rows.flatMap((row) => [row.path, ...row.cells.map((cell) => cell.path)]));
  const beside = text.proposals.filter(({ unit }) => !paths.has(unit));
  const known = text.proposals.length + room.me.value.proposals.length + room.folder.value.acts.length;
  if (text.rows.length === 0 && known === 0) {
    return (
      <>
        <p class="empty">{t("text.empty")}</p>
        <TableImport />
      </>
    );
  }
  return (
    <div class="document">
      <NotCirculated />
      {text.rows.length > 0 && (
        <>
          <p class="caption">{text.symbol}</p>
          <h2>{say(text.title, authentic)}</h2>
          {text.open_brackets > 0 && <p class="hint">{t("text.brackets", { count: text.open_brackets })}</p>}
          {text.rows.map((row) => (
            <Row key={row.path} row={row} proposals={text.proposals} />
          ))}
        </>
      )}
      {beside.map((proposal) => (
        <Proposal key={proposal.id} proposal={proposal} />
      ))}
      <Folder />
      <TableImport />
    </div>
  );
}

interface RowProps {
  readonly row: DraftRow;
  readonly proposals: readonly ProposalRow[];
}

function Row({ row, proposals }: RowProps): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const paths = new Set([row.path, ...row.cells.map((cell) => cell.path)]);
  const here = proposals.filter(({ unit }) => paths.has(unit));
  return (
    <section class="unit" data-testid={`unit-${row.path}`}>
      <h3>
        <span class="unit-path">{row.path}</span> {say(row.title, authentic)}
      </h3>
      <dl>
        {row.cells.map((cell) => (
          <div key={cell.path} class="cell" data-kind={cell.kind}>
            <dt>{named("kind.cell", cell.kind)}</dt>
            <dd>
              <Bracketed words={say(cell.text, authentic) || t("text.taken_out")} />
              <Standing unit={cell} />
            </dd>
          </div>
        ))}
      </dl>
      {here.map((proposal) => (
        <Proposal key={proposal.id} proposal={proposal} />
      ))}
    </section>
  );
}

/** How far a unit is agreed, what stands beside it in brackets and for whom, and what this seat may do with it. */
function Standing({ unit }: { readonly unit: UnitRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const short = (code: string): string => say(room.delegation(code)?.short ?? {}, authentic);
  const awaited = unit.confirm_list.filter(({ confirmed_at: at }) => at === null);
  const acts = useActsBeside("unit", unit.path);
  return (
    <>
      {unit.alternatives.map((alternative, n) => (
        <p key={n}>
          <mark>[{say(alternative.text, authentic) || t("text.taken_out")}]</mark>{" "}
          <span class="hint">{alternative.delegations.map(short).join(", ")}</span>
        </p>
      ))}
      {(unit.state !== "open_text" || unit.version > 1) && (
        <p class="hint spaced" data-testid={`standing-${unit.path}`}>
          <span>{named("unit.state", unit.state)}</span>
          <span>{t("text.version", { version: unit.version })}</span>
          {unit.state !== "closed_text" && awaited.length > 0 && (
            <span>{t("text.awaited", { names: awaited.map(({ delegation }) => short(delegation)).join(", ") })}</span>
          )}
        </p>
      )}
      <Positions about="unit" id={unit.path} />
      {/* Some twenty units: their buttons would hide the text. */}
      <RowActs acts={acts} few={0} summary={t("text.acts", { unit: unit.path })} />
      <Amendment unit={unit} />
    </>
  );
}

/** Marks what stands in square brackets: it is not agreed. */
function Bracketed({ words }: { readonly words: string }): JSX.Element {
  const parts = words.split(/(\[[^\]]*\])/);
  return <>{parts.map((part, n) => (part.startsWith("[") ? <mark key={n}>{part}</mark> : part))}</>;
}
