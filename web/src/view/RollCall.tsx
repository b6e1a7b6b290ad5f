/** The roll-call with its times, and who else is connected. */

import type { JSX } from "preact";
import type { PresenceRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t, time } from "../words/index.ts";
import { Credentials } from "./Credentials.tsx";
import { Icon } from "./icons.tsx";
import { RowActs, useActsBeside } from "./RowActs.tsx";

export function RollCall(): JSX.Element {
  const { room } = useStay();
  const { rows } = room.roll_call.value;
  return (
    <>
      {rows.length === 0 ? (
        <p class="empty">{t("roll_call.empty")}</p>
      ) : (
        <ol class="roll-call">
          {rows.map((row) => (
            <Row key={row.delegation} row={row} />
          ))}
        </ol>
      )}
      <Credentials />
      <OtherSeats />
    </>
  );
}

function Row({ row }: { readonly row: PresenceRow }): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const delegation = room.delegation(row.delegation);
  const acts = useActsBeside("roll_call", row.delegation);
  return (
    <li class="roll-row" data-testid={`roll-${row.delegation}`} data-presence={row.presence}>
      <span class="plate-code">{row.delegation}</span>
      <div>
        <strong>{say(delegation?.official ?? {}, authentic)}</strong>
        <p class="hint spaced">
          <span class="presence">{named("presence", row.presence)}</span>
          {row.since && <span class="figures">{t("presence.since", { time: time(row.since, zone) })}</span>}
          {row.asked_to_join && <b>{t("presence.asked")}</b>}
          {row.grace_until && <Grace until={row.grace_until} />}
        </p>
        <RowActs acts={acts} />
      </div>
    </li>
  );
}

function Grace({ until }: { readonly until: string }): JSX.Element {
  const { room } = useStay();
  const left = (Date.parse(until) - room.clock.second.value) / 1000;
  return (
    <span class="grace">
      <Icon name="grace" /> {t("link.grace", { time: duration(left) })}
    </span>
  );
}

/** Officers, interpreters, the observer and the technician: they do not answer, but one wants to know. */
function OtherSeats(): JSX.Element {
  const { room } = useStay();
  const { seats, authentic_language: authentic } = room.session.value;
  return (
    <>
      <h3 class="caption">{t("roll_call.others")}</h3>
      <ul class="other-seats">
        {seats
          .filter((seat) => seat.delegation === null)
          .map((seat) => {
            const here = room.connected.value.has(seat.id) || seat.id === room.seating.seat;
            return (
              <li key={seat.id} data-testid={`seat-${seat.id}`} data-here={here}>
                <span>{say(seat.office, authentic)}</span>
                <span class="hint">{here ? t("roll_call.connected") : t("link.away")}</span>
              </li>
            );
          })}
      </ul>
    </>
  );
}
