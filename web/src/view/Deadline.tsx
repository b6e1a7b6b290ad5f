/** A time limit that everybody can see running: by the server's clock, with its moment here and at home. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { city, day, duration, t, time } from "../words/index.ts";
import { everywhere } from "./Decisions.tsx";
import { Icon } from "./icons.tsx";

const DAY_S = 86_400;

interface Props {
  /** What it is the limit of. */
  readonly words: string;
  readonly until: string;
  readonly over: string;
  readonly testid: string;
  /** A matter of seconds: nobody needs its date. */
  readonly brief?: boolean;
}

export function Deadline({ words, until, over, testid, brief = false }: Props): JSX.Element {
  const { room } = useStay();
  const left = Math.ceil((Date.parse(until) - room.clock.second.value) / 1000);
  const figures = left >= 2 * DAY_S ? t("deadline.days", { count: Math.floor(left / DAY_S) }) : duration(left);
  const { time_zone: zone } = room.session.value;
  const own = room.delegation(room.me.value.delegation)?.time_zone ?? zone;
  const places = time(until, own) === time(until, zone) ? [zone] : [zone, own];
  return (
    <div class="deadline" role="timer" data-testid={testid} data-over={left <= 0}>
      <p>
        <Icon name="alarm" /> <span>{left > 0 ? words : over}</span>
        {left > 0 && <strong class="figures">{figures}</strong>}
      </p>
      {!brief && (
        <p class="hint" title={everywhere(room, until)}>
          {places
            .map((place) => t("decision.silence.at", { date: day(until, place), time: time(until, place), city: city(place) }))
            .join("; ")}
        </p>
      )}
    </div>
  );
}
