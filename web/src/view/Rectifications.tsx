/** What was rectified, or waits for the presiding officer's consent: the former entry and the one that stands. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { FactRow, RectificationRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, say, t, time } from "../words/index.ts";
import { RowActs } from "./RowActs.tsx";

/** One entry in a line: when, who, what. */
export function factWords(fact: FactRow, room: Room): string {
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const who = fact.delegation
    ? say(room.delegation(fact.delegation)?.short ?? {}, authentic)
    : say(room.seat(fact.seat)?.office ?? {}, authentic);
  const word = { presence: "option.change", roll_call: "presence", suspension: "option.reason" }[fact.kind];
  const what = word ? named(word, fact.what) : "";
  const until = fact.until ? `–${time(fact.until, zone)}` : "";
  return [`${time(fact.at, zone)}${until}`, named("fact", fact.kind), who, what].filter(Boolean).join(", ");
}

function Row({ row, room }: { row: RectificationRow; room: Room }): JSX.Element {
  const authentic = room.session.value.authentic_language;
  const now = row.kind === "statement" ? say(row.words, authentic) : row.now && factWords(row.now, room);
  const former = row.former ? factWords(row.former, room) : t("fact.afterwards");
  return (
    <li data-testid={`rectification-${row.id}`} data-state={row.state}>
      <p class="spaced">
        <b>{t("rectification.number", { number: row.id.replace(/^\D+/, "") })}</b>
        <b class="state">{named("rectification", row.consented_by && row.state === "entered" ? "consented" : row.state)}</b>
      </p>
      <dl class="two-facts">
        <dt>{t("rectification.former")}</dt>
        <dd>{row.former && row.kind !== "statement" ? <del>{former}</del> : former}</dd>
        <dt>{t("rectification.now")}</dt>
        <dd>
          <ins>{now ?? t("fact.struck")}</ins>
        </dd>
      </dl>
      {row.reason && <p class="hint">{t("proposal.reason", { words: row.reason })}</p>}
      <RowActs acts={actsBeside(room, "rectification", row.id)} />
    </li>
  );
}

export function Rectifications(): JSX.Element | null {
  const { room } = useStay();
  const rows = room.rectifying.value.rectifications;
  const acts = actsBeside(room, "rectification", "");
  if (rows.length === 0 && acts.length === 0) return null;
  return (
    <section data-testid="rectifications">
      <h3>{t("rectifications")}</h3>
      {rows.length === 0 && <p class="hint">{t("rectifications.empty")}</p>}
      <ul class="rows">
        {rows.map((row) => (
          <Row key={row.id} row={row} room={room} />
        ))}
      </ul>
      <RowActs acts={acts} beside={false} few={0} summary={t("rectifications.enter")} />
    </section>
  );
}
