/** Who speaks and who waits, in the true order: the server's. */

import type { JSX } from "preact";
import { actsBeside, keyOf } from "../acts.ts";
import type { RequestRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t, time } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { useSpoken } from "./Stage.tsx";

export function Queue(): JSX.Element {
  const { room } = useStay();
  const { speakers, queue } = room.floor.value;
  const mine = room.me.value.queue_place;
  return (
    <section class="queue" aria-label={t("queue")}>
      <header class="panel-head">
        <h2>{t("queue")}</h2>
        {mine !== null && (
          <p class="queue-mine" data-testid="queue-mine">
            {t("queue.mine", { place: mine })}
          </p>
        )}
      </header>
      <ol class="queue-rows">
        {speakers.map((row) => (
          <Row key={row.id} row={row} place={null} />
        ))}
        {queue.map((row, n) => (
          <Row key={row.id} row={row} place={n + 1} />
        ))}
      </ol>
      {speakers.length + queue.length === 0 && <p class="hint">{t("queue.empty")}</p>}
    </section>
  );
}

function Row({ row, place }: { readonly row: RequestRow; readonly place: number | null }): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const delegation = room.delegation(row.delegation);
  const office = say(room.seat(row.seat)?.office ?? {}, authentic);
  const name = delegation ? say(delegation.short, authentic) : office;
  const acts = actsBeside(room, "request", row.id);
  return (
    <li class="queue-row" data-testid="queue-row" data-state={row.state} data-delegation={row.delegation ?? ""}>
      <span class="queue-place">{place ?? <span class="light" role="img" aria-label={t("floor.speaking")} />}</span>
      <div class="queue-who">
        <strong>{name}</strong>
        <span class="hint">
          {row.kind !== "intervention" && <em class="queue-kind">{named("kind.request", row.kind)} · </em>}
          {place === null ? (
            <>
              {named("floor", row.state)} <Elapsed row={row} />
            </>
          ) : row.state === "pending" ? (
            t("queue.pending")
          ) : (
            t("queue.asked", { time: time(row.asked_at, zone) })
          )}
          {row.to_confirm && <em> · {t("queue.to_confirm")}</em>}
        </span>
      </div>
      {acts.length > 0 && (
        <div class="row-acts">
          {acts.map((act) => (
            <ActButton key={keyOf(act)} act={act} look="small" beside />
          ))}
        </div>
      )}
    </li>
  );
}

function Elapsed({ row }: { readonly row: RequestRow }): JSX.Element | null {
  const spoken = useSpoken(row);
  return row.state === "granted" ? null : <span class="figures">{duration(spoken)}</span>;
}
