/** Credentials, heads in turn, aides, and who sits in the room by name. Those at the table are sent it. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { CredentialsRow, PersonRow, SittingPlate } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { AttendanceForm } from "./AttendanceForm.tsx";
import { moment } from "./MinutesCard.tsx";
import { RowActs, useActsBeside } from "./RowActs.tsx";

/** The sitting whose attendance the rows tell: the one in progress, or else the next. */
function sittingOf({ sitting: { value } }: Room): SittingPlate | undefined {
  return value.sittings.find(({ number }) => number === value.current);
}

export function Credentials(): JSX.Element | null {
  const { room } = useStay();
  const { rows } = room.credentials.value;
  if (rows.length === 0) return null;
  const sitting = sittingOf(room);
  return (
    <section class="credentials" data-testid="credentials">
      <h3 class="caption">{t("credentials")}</h3>
      {sitting && <p class="hint">{t("attendance.about", { number: sitting.number })}</p>}
      <ol class="rows">
        {rows.map((row) => (
          <Row key={row.delegation} row={row} />
        ))}
      </ol>
      <RowActs acts={actsBeside(room, "credentials", "")} beside={false} />
    </section>
  );
}

function Row({ row }: { readonly row: CredentialsRow }): JSX.Element {
  const { room } = useStay();
  const open = useSignal(false);
  const authentic = room.session.value.authentic_language;
  const plate = room.delegation(row.delegation);
  const offered = useActsBeside("credentials", row.delegation);
  const confirms = offered.find(({ type }) => type === "confirm_attendance");
  const acts = offered.filter((act) => act !== confirms);
  return (
    <li data-testid={`credentials-${row.delegation}`} data-state={row.state}>
      <p class="spaced">
        <span class="plate-code">{row.delegation}</span>
        <b>{say(plate?.official ?? {}, authentic)}</b>
        <span class="state">{named("credentials.state", row.state)}</span>
      </p>
      <Head row={row} />
      {row.people.length > 0 ? (
        <ul class="people" data-testid={`people-${row.delegation}`}>
          {row.people.map((person) => (
            <li key={say(person.name, authentic)}>
              <PersonName person={person} /> <span class="hint">{named("capacity", person.capacity)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <p class="hint">{t("attendance.nobody")}</p>
      )}
      {(confirms || acts.length > 0) && (
        <div class="row-acts">
          {confirms && (
            <button
              class="button small"
              data-testid={`attendance-${row.delegation}`}
              aria-expanded={open.value}
              onClick={() => (open.value = !open.value)}
            >
              {t(row.people.length > 0 ? "attendance.change" : "attendance.confirm")}
            </button>
          )}
          <RowActs acts={acts} few={0} summary={t("credentials.acts")} />
        </div>
      )}
      {open.value && confirms && <AttendanceForm row={row} act={confirms} onClose={() => (open.value = false)} />}
    </li>
  );
}

/** Who heads the delegation now, where somebody stands in for the head. */
function Head({ row }: { readonly row: CredentialsRow }): JSX.Element | null {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  if (!row.head_kind) return null;
  const office = say(room.seat(row.head_seat)?.office ?? {}, authentic);
  return (
    <p data-testid={`head-${row.delegation}`}>
      {named("option.head", row.head_kind)}: {row.head ? <PersonName person={row.head} /> : office}{" "}
      <span class="hint">
        {row.since && t("credentials.since", { at: moment(room, row.since) })}{" "}
        {row.until && t("credentials.until", { at: moment(room, row.until) })}
      </span>
    </p>
  );
}

/** Rank, name and office, as in a list of participants. */
function PersonName({ person }: { readonly person: PersonRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const post = say(person.post, authentic);
  return (
    <span>
      {say(person.rank, authentic)} <b>{say(person.name, authentic)}</b>
      {post && `, ${post}`}
    </span>
  );
}
