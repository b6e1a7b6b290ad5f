/** Reservations and statements: to what each belongs, its text word for word, until when the text is awaited. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { ReservationRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, say, t } from "../words/index.ts";
import { Announce } from "./Announce.tsx";
import { Deadline } from "./Deadline.tsx";
import { nameOf } from "./Decisions.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { moment } from "./MinutesCard.tsx";
import { RowActs } from "./RowActs.tsx";

const ICONS: Readonly<Record<string, IconName>> = {
  announced: "grace",
  text_received: "agenda",
  recorded: "seal",
  not_received: "closed",
  lifted: "x",
};

export function Reservations(): JSX.Element | null {
  const { room } = useStay();
  const { reservations: rows } = room.reservations.value;
  const announcing = room.possible.value.filter(({ type }) => type === "announce_reservation");
  if (rows.length === 0 && announcing.length === 0) return null;
  return (
    <section class="reservations" data-testid="reservations">
      <h3>{t("reservations")}</h3>
      <p class="hint">{t("reservations.about")}</p>
      {announcing.length > 0 && <Announce acts={announcing} />}
      {rows.length === 0 ? (
        <p class="empty">{t("reservations.empty")}</p>
      ) : (
        <ol class="reservation-rows">
          {rows.map((row) => (
            <Row key={row.number} row={row} />
          ))}
        </ol>
      )}
    </section>
  );
}

/** What a reservation is attached to, in words: a decision, a unit of the text, or the protocol. */
function belongsTo({ decision, unit }: ReservationRow): string {
  if (decision) return t("reservation.to.decision", { number: decision });
  return unit ? t("reservation.to.unit", { unit }) : t("reservation.to.protocol");
}

/** The first words of what it is attached to, so that nobody has to look the number up. */
function quoted(room: Room, { decision, unit }: ReservationRow): string {
  const authentic = room.session.value.authentic_language;
  const put = room.decisions.value.decisions.find(({ number }) => number === decision);
  const cells = room.text.value.rows.flatMap((row) => row.cells);
  return say(put?.text ?? cells.find(({ path }) => path === unit)?.text ?? {}, authentic);
}

function Row({ row }: { readonly row: ReservationRow }): JSX.Element {
  const { room } = useStay();
  const mine = row.delegation === room.me.value.delegation;
  const about = quoted(room, row);
  return (
    <li class="reservation" data-testid={`reservation-${row.number}`} data-state={row.state} data-mine={mine}>
      <header class="card-head">
        <h4>
          {row.number} <span class="reservation-kind">{named("kind.reservation", row.kind)}</span>
        </h4>
        <p class="seal">
          <Icon name={ICONS[row.state] ?? "dashed"} /> <span>{named("reservation.state", row.state)}</span>
        </p>
      </header>
      <p>
        <b>{nameOf(room, row.delegation)}</b> {belongsTo(row)}
      </p>
      {about && <p class="hint reservation-about">{about}</p>}
      {row.text ? (
        <blockquote class="reservation-text" lang={row.language}>
          {row.text}
        </blockquote>
      ) : (
        row.state === "announced" && <p>{t(mine ? "reservation.awaited.mine" : "reservation.awaited")}</p>
      )}
      {row.state === "announced" &&
        (row.deadline ? (
          <Deadline
            words={t("reservation.until")}
            over={t("reservation.until.over")}
            until={row.deadline}
            testid={`reservation-until-${row.number}`}
          />
        ) : (
          <p class="hint">{t("reservation.no_clock")}</p>
        ))}
      <p class="hint spaced">
        <span>{t("reservation.announced", { at: moment(room, row.announced_at) })}</span>
        {row.received_at && <span>{t("reservation.received", { at: moment(room, row.received_at) })}</span>}
        {row.recorded_at && <span>{t("reservation.recorded", { at: moment(room, row.recorded_at) })}</span>}
        {row.lifted_at && <span>{t("reservation.lifted", { at: moment(room, row.lifted_at) })}</span>}
      </p>
      <RowActs acts={actsBeside(room, "reservation", row.number)} />
    </li>
  );
}
