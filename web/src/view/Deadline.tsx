/** A time limit that everybody can see running: by the server's clock, with its moment in every capital. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { duration, t } from "../words/index.ts";
import { everywhere } from "./Decisions.tsx";
import { Icon } from "./icons.tsx";

const DAY_S = 86_400;

interface Props {
  /** What it is the limit of. */
  readonly words: string;
  readonly until: string;
  readonly over: string;
  readonly testid: string;
}

export function Deadline({ words, until, over, testid }: Props): JSX.Element {
  const { room } = useStay();
  const left = Math.ceil((Date.parse(until) - room.clock.second.value) / 1000);
  const figures = left >= 2 * DAY_S ? t("deadline.days", { count: Math.floor(left / DAY_S) }) : duration(left);
  return (
    <div class="deadline" role="timer" data-testid={testid} data-over={left <= 0}>
      <p>
        <Icon name="alarm" /> <span>{left > 0 ? words : over}</span>
        {left > 0 && <strong class="figures">{figures}</strong>}
      </p>
      <p class="hint">{everywhere(room, until)}</p>
    </div>
  );
}
