/** What was rectified, or waits for the presiding officer's consent: the former entry and the one that stands. */

import type { JSX } from "preact";
import type { FactRow, RectificationRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, say, t, time } from "../words/index.ts";

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
  return (
    <li data-testid={`rectification-${row.id}`} data-state={row.state}>
      <strong>{now ?? t("fact.struck")}</strong> ({row.former ? factWords(row.former, room) : t("fact.afterwards")}){" "}
      {row.reason} <em>{named("rectification", row.consented_by && row.state === "entered" ? "consented" : row.state)}</em>
    </li>
  );
}

export function Rectifications(): JSX.Element | null {
  const { room } = useStay();
  const rows = room.rectifying.value.rectifications;
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{t("rectifications")}</h3>
      <ul>
        {rows.map((row) => (
          <Row key={row.id} row={row} room={room} />
        ))}
      </ul>
    </section>
  );
}
