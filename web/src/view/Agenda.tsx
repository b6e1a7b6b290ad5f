/** The agenda: where the sitting is, and what came of each item. */

import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { keyOf } from "../acts.ts";
import type { ItemRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t, time } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { Icon } from "./icons.tsx";
import { useActsBeside } from "./RowActs.tsx";
import { ScriptOf } from "./Script.tsx";

export function Agenda(): JSX.Element {
  const { room } = useStay();
  const { items, adopted_at: adopted } = room.agenda.value;
  if (items.length === 0) return <p class="empty">{t(room.me.value.wall ? "agenda.walled" : "agenda.empty")}</p>;
  const zone = room.session.value.time_zone;
  return (
    <>
      <p class="caption">
        {adopted ? t("agenda.adopted", { time: time(adopted, zone) }) : t("agenda.provisional")}
      </p>
      <ScriptOf item="" />
      <ol class="agenda">
        {items.map((item) => (
          <Item key={item.number} item={item} />
        ))}
      </ol>
    </>
  );
}

function Item({ item }: { readonly item: ItemRow }): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const acts = useActsBeside("item", item.number);
  const before = item.state !== "concluded" && item.state !== "withdrawn";
  const now = item.state === "under_consideration";
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (now) line.current?.scrollIntoView({ block: "nearest" });
  }, [now]);
  const rapporteur = say(item.rapporteur, authentic);
  return (
    <li ref={line} class="agenda-item" data-testid={`agenda-item-${item.number}`} data-state={item.state}>
      <span class="agenda-number">{item.number}</span>
      <div>
        <h3>{say(item.title, authentic)}</h3>
        <p class="agenda-state">
          <strong>{named("item.state", item.state)}</strong>
          {item.outcome && <span class="outcome"> · {named("outcome", item.outcome)}</span>}
        </p>
        <p class="hint spaced">
          {before && rapporteur && <span>{t("item.rapporteur", { name: rapporteur })}</span>}
          {before && item.minutes > 0 && <span>{t("item.minutes", { count: item.minutes })}</span>}
          {item.opened_at && <span>{t("item.opened", { time: time(item.opened_at, zone) })}</span>}
          {now && item.opened_at && <Elapsed since={item.opened_at} />}
          {item.concluded_at && <span>{t("item.concluded", { time: time(item.concluded_at, zone) })}</span>}
        </p>
        {before && item.documents.length > 0 && (
          <ul class="papers">
            {item.documents.map((symbol) => (
              <li key={symbol}>
                <Icon name="agenda" /> <DocumentName symbol={symbol} />
              </li>
            ))}
          </ul>
        )}
        <ScriptOf item={item.number} />
        {acts.length > 0 && (
          <div class="row-acts">
            {acts.map((act) => (
              <ActButton key={keyOf(act)} act={act} look="small" beside />
            ))}
          </div>
        )}
      </div>
    </li>
  );
}

function Elapsed({ since }: { readonly since: string }): JSX.Element {
  const { room } = useStay();
  const seconds = (room.clock.second.value - Date.parse(since)) / 1000;
  return <span class="figures">{t("item.elapsed", { time: duration(seconds) })}</span>;
}

/** A document by its symbol and title; its file comes with a later issue. */
export function DocumentName({ symbol }: { readonly symbol: string }): JSX.Element {
  const { room } = useStay();
  const title = room.text.value.documents[symbol];
  return (
    <span title={symbol}>
      <b>{symbol}</b> {title ? say(title, room.session.value.authentic_language) : ""}
    </span>
  );
}
