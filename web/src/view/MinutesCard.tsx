/** One set of minutes: its state and its clock, versions, the secretary's wording, corrections, signatures. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { Act, MinutesRow, OverlayRow, VersionRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { day, named, say, t, time } from "../words/index.ts";
import { Corrections } from "./Corrections.tsx";
import { Deadline } from "./Deadline.tsx";
import { Icon } from "./icons.tsx";
import { RowActs } from "./RowActs.tsx";
import { statementNamed } from "./StatementChoice.tsx";
import { Signatures } from "./Signatures.tsx";

interface Props {
  readonly row: MinutesRow;
  readonly correcting: readonly Act[];
}

/** 8 July 2020, 14:32 in the session's zone. */
export function moment(room: Room, at: string): string {
  const zone = room.session.value.time_zone;
  return `${day(at, zone)}, ${time(at, zone)}`;
}

export function MinutesCard({ row, correcting }: Props): JSX.Element {
  const { room } = useStay();
  const acts = actsBeside(room, "minutes", row.number).filter(({ type }) => type !== "sign" && type !== "register_scan");
  const latest = row.versions.at(-1);
  const circulating = row.state === "circulated_minutes";
  return (
    <article class="card" data-testid={`minutes-${row.number}`} data-state={row.state}>
      <header class="card-head">
        <h3>{t("minutes.number", { number: row.number })}</h3>
        <span class="hint">{named("option.form", row.form)}</span>
        <p class="seal" data-testid={`minutes-state-${row.number}`}>
          <Icon name={row.state === "issued" ? "seal" : "dashed"} />
          <span>{named("minutes.state", row.state)}</span>
        </p>
      </header>
      <p class="hint spaced">
        {latest && <span>{t("minutes.version", { number: latest.number, at: moment(room, latest.made_at) })}</span>}
        {row.circulated_at && <span>{t("minutes.circulated", { at: moment(room, row.circulated_at) })}</span>}
        {row.adopted_at && <span>{t("minutes.adopted", { at: moment(room, row.adopted_at) })}</span>}
        {row.issued_at && <span>{t("minutes.issued", { at: moment(room, row.issued_at) })}</span>}
      </p>
      {circulating && row.deadline && (
        <Deadline
          words={t("minutes.deadline")}
          over={t("minutes.deadline.over")}
          until={row.deadline}
          testid="minutes-deadline"
        />
      )}
      <RowActs acts={acts} />
      {row.versions.length > 1 && <Versions versions={row.versions} />}
      {row.overlays.length > 0 && <Overlays overlays={row.overlays} />}
      {(row.circulated_at || row.corrections.length > 0) && <Corrections row={row} acts={correcting} />}
      {(row.awaited.length > 0 || row.signatures.length > 0 || row.state === "signing") && <Signatures row={row} />}
      {row.corrigenda.length > 0 && (
        <section>
          <h4>{t("minutes.corrigenda")}</h4>
          <ul class="rows">
            {row.corrigenda.map((one, n) => (
              <li key={n}>
                <b>{one.number === null ? t("minutes.corrigendum.draft") : t("minutes.corrigendum", { number: one.number })}</b>{" "}
                <span class="hint">{moment(room, one.at)}</span>
                <blockquote>{say(one.text, room.session.value.authentic_language)}</blockquote>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

function Versions({ versions }: { readonly versions: readonly VersionRow[] }): JSX.Element {
  const { room } = useStay();
  return (
    <details data-testid="minutes-versions">
      <summary>{t("minutes.versions", { count: versions.length })}</summary>
      <ol class="rows">
        {versions.toReversed().map((one) => (
          <li key={one.number}>
            {t("minutes.version", { number: one.number, at: moment(room, one.made_at) })}{" "}
            <span class="hint">{named("minutes.because", one.because)}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What the secretary worded; only the officers are sent it. */
function Overlays({ overlays }: { readonly overlays: readonly OverlayRow[] }): JSX.Element {
  const { room } = useStay();
  return (
    <details data-testid="minutes-overlays">
      <summary>{t("minutes.overlays", { count: overlays.length })}</summary>
      <ul class="rows">
        {overlays.map((one) => (
          <li key={`${one.kind} ${one.target}`}>
            <b>{named("option.overlay", one.kind)}</b>{" "}
            {one.kind === "intervention" ? statementNamed(room, one.target) : one.target} <span class="hint">{moment(room, one.made_at)}</span>
            <blockquote>{say(one.text, room.session.value.authentic_language)}</blockquote>
            {one.reason && <p class="hint">{t("proposal.reason", { words: one.reason })}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
