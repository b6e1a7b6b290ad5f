/** Who speaks and who waits, in the true order: the server's. */

import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { keyOf, namesInDetail } from "../acts.ts";
import type { Act, RequestRow } from "../generated/slices.ts";
import { placeAt, placeByKey } from "../reordering.ts";
import { useStay } from "../stay.ts";
import { duration, named, refusalWords, say, t, time } from "../words/index.ts";
import { Accounts } from "./Accounts.tsx";
import { ActButton } from "./ActButton.tsx";
import { Icon } from "./icons.tsx";
import { RowActs, useActsBeside } from "./RowActs.tsx";
import { useSpeakerName, useSpoken } from "./Stage.tsx";

/** A row on its way: which, and the place that it would take. */
interface Moving {
  readonly id: string;
  readonly place: number;
}

export function Queue(): JSX.Element {
  const { room } = useStay();
  const { speakers, queue } = room.floor.value;
  const mine = room.me.value.queue_place;
  const moving = useSignal<Moving | null>(null);
  const moved = useSignal("");
  return (
    <section class="queue" tabIndex={0} aria-label={t("queue")}>
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
          <Row key={row.id} row={row} place={null} moving={moving} moved={moved} />
        ))}
        {queue.map((row, n) => (
          <Row key={row.id} row={row} place={n + 1} moving={moving} moved={moved} />
        ))}
      </ol>
      {speakers.length + queue.length === 0 && <p class="hint">{t("queue.empty")}</p>}
      <Accounts />
      <p class="unseen" role="status">
        {moved.value}
      </p>
    </section>
  );
}

interface RowProps {
  readonly row: RequestRow;
  readonly place: number | null;
  readonly moving: Signal<Moving | null>;
  /** What a reader of screens says once a row has moved. */
  readonly moved: Signal<string>;
}

function Row({ row, place, moving, moved }: RowProps): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const delegation = room.delegation(row.delegation);
  const office = say(room.seat(row.seat)?.office ?? {}, authentic);
  const name = delegation ? say(delegation.short, authentic) : office;
  const offered = useActsBeside("request", row.id);
  const reorder = offered.find(({ type }) => type === "reorder");
  const naming = offered.filter(({ type }) => type === "name_speaker");
  const acts = offered.filter((act) => act !== reorder && !naming.includes(act));
  const on = moving.value;
  const aimed = on !== null && on.place === place && on.id !== row.id;
  const aim = aimed ? (comesFromAbove(room.floor.value.queue, on, place) ? "after" : "before") : "";
  return (
    <li
      class="queue-row"
      data-testid="queue-row"
      data-state={row.state}
      data-delegation={row.delegation ?? ""}
      data-moving={on?.id === row.id}
      data-aim={aim}
      data-waits={place !== null}
    >
      <span class="queue-place">{place ?? <span class="light" role="img" aria-label={t("floor.speaking")} />}</span>
      <div class="queue-who">
        <strong>{name}</strong>
        <span class="hint">
          {row.person && <SpeakerName row={row} />}
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
      {reorder && place !== null && <Handle act={reorder} id={row.id} name={name} place={place} moving={moving} moved={moved} />}
      {naming.length > 0 && <RowActs acts={naming} few={0} summary={t("queue.who_speaks")} />}
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

/** Whether the row that is moved comes from above the place that it would take. */
const comesFromAbove = (queue: readonly RequestRow[], { id }: Moving, place: number): boolean =>
  queue.findIndex((row) => row.id === id) + 1 < place;

interface HandleProps extends Omit<RowProps, "row"> {
  readonly act: Act;
  readonly id: string;
  readonly name: string;
  readonly place: number;
}

/** Moves its row: dragged by a pointer, or by the arrow keys. Nothing moves before the server says so. */
function Handle({ act, id, name, place, moving, moved }: HandleProps): JSX.Element {
  const stay = useStay();
  const { room } = stay;
  const count = room.floor.value.queue.length;
  const handle = useRef<HTMLButtonElement>(null);
  const keyed = useRef(false);
  // A row that is put elsewhere in the page loses the focus: whoever moves it by keys goes on from there.
  useEffect(() => {
    if (keyed.current) handle.current?.focus();
    keyed.current = false;
  }, [place]);

  const move = async (to: number): Promise<void> => {
    if (to === place) return;
    stay.notice.value = "";
    const outcome = await room.do(act, { place: to });
    if (outcome.done) moved.value = t("queue.moved", { name, place: to, count });
    else stay.notice.value = refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
  };
  const aimed = (event: PointerEvent): number => {
    const rows = [...(handle.current?.closest("ol")?.querySelectorAll('[data-waits="true"]') ?? [])];
    return placeAt(event.clientY, rows.map((one) => one.getBoundingClientRect()), place);
  };

  return (
    <button
      ref={handle}
      class="queue-handle"
      data-testid={`reorder-${id}`}
      data-act="reorder"
      data-request={id}
      disabled={act.blocked !== "" || count < 2}
      aria-label={t("queue.move", { name, place, count })}
      title={t("queue.move.how")}
      onKeyDown={(event) => {
        if (event.key === "Escape") moving.value = null;
        const to = placeByKey(event.key, place, count);
        if (to === null) return;
        event.preventDefault();
        keyed.current = true;
        void move(to);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        moving.value = { id, place };
      }}
      onPointerMove={(event) => {
        if (moving.peek()?.id === id) moving.value = { id, place: aimed(event) };
      }}
      onPointerUp={(event) => {
        if (moving.peek()?.id !== id) return;
        moving.value = null;
        void move(aimed(event));
      }}
      onPointerCancel={() => (moving.value = null)}
    >
      <Icon name="grip" />
    </button>
  );
}

function SpeakerName({ row }: { readonly row: RequestRow }): JSX.Element | null {
  const words = useSpeakerName(row);
  return words ? <em class="queue-kind">{words} · </em> : null;
}

function Elapsed({ row }: { readonly row: RequestRow }): JSX.Element | null {
  const spoken = useSpoken(row);
  return row.state === "granted" ? null : <span class="figures">{duration(spoken)}</span>;
}
