/** A speech to choose: who spoke, when, on which item, and the first words of it as far as they were worded. */

import type { JSX } from "preact";
import type { StatementRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { moment } from "./MinutesCard.tsx";

const FIRST_WORDS = 60;

export function statementWords(room: Room, row: StatementRow): string {
  const authentic = room.session.value.authentic_language;
  const delegation = room.delegation(row.delegation);
  const who = delegation ? say(delegation.short, authentic) : say(room.seat(row.seat)?.office ?? {}, authentic);
  const words = say(row.words, authentic);
  const first = words.length > FIRST_WORDS ? `${words.slice(0, FIRST_WORDS)}…` : words;
  return [
    moment(room, row.at),
    who,
    row.item ? t("item.number", { number: row.item }) : "",
    row.kind === "intervention" ? "" : named("kind.request", row.kind),
    first && `“${first}”`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** A speech by the request for it, in words; "" where this seat is not told of it. */
export function statementNamed(room: Room, request: string): string {
  const row = room.me.value.statements.find((one) => one.request === request);
  return row ? statementWords(room, row) : "";
}

interface Props {
  readonly id: string;
  readonly legend: string;
  readonly value: string;
  readonly testid: string;
  readonly onChange: (value: string) => void;
}

export function StatementChoice({ id, legend, value, testid, onChange }: Props): JSX.Element {
  const { room } = useStay();
  const { statements } = room.me.value;
  return (
    <>
      <label for={id}>{legend}</label>
      <select id={id} data-testid={testid} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{statements.length > 0 ? "—" : t("statement.none")}</option>
        {statements.map((row) => (
          <option key={row.request} value={row.request}>
            {statementWords(room, row)}
          </option>
        ))}
      </select>
    </>
  );
}
