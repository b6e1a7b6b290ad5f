/** What a check of the log found, in words: what was checked, and what was not. */

import type { JSX } from "preact";
import { namesOf } from "../acts.ts";
import type { Room } from "../room.ts";
import { Icon } from "../view/icons.tsx";
import { moment } from "../view/MinutesCard.tsx";
import { day, time } from "../words/index.ts";
import type { Checked } from "./calls.ts";
import { w } from "./words.ts";

interface Props {
  readonly found: Checked;
  readonly room: Room;
  readonly again: () => void;
}

export function Check({ found, room, again }: Props): JSX.Element {
  const zone = room.session.value.time_zone;
  const whole = found.altered === "";
  const instants = {
    begins: found.begins ? moment(room, found.begins) : "",
    ends: found.ends ? moment(room, found.ends) : "",
  };
  return (
    <div class="verdict" data-whole={whole} data-testid="verdict">
      <p class="verdict-word" role="status">
        <Icon name={whole ? "seal" : "x"} /> <b>{w(whole ? "archive.whole" : "archive.altered")}</b>
      </p>
      {whole ? (
        <ul class="checked">
          <li>{w("archive.checked.chain", { count: found.commits, ...instants })}</li>
          <li>{w("archive.checked.signatures")}</li>
          <li>{w("archive.checked.head")}</li>
          {found.own_commits > 0 && <li>{w("archive.checked.own", { count: found.own_commits })}</li>}
          {found.sound > 0 && <li data-testid="seals">{w("archive.checked.seals", { count: found.sound })}</li>}
          {found.files > found.missing && <li>{w("archive.checked.files", { count: found.files - found.missing })}</li>}
        </ul>
      ) : (
        <>
          <p>{w("archive.altered.where", { words: found.altered })}</p>
          {found.whose && <p>{w("archive.altered.whose", namesOf(room, found.whose))}</p>}
          <p>{w("archive.altered.do")}</p>
        </>
      )}
      {found.missing > 0 && <p class="refusal">{w("archive.checked.missing", { count: found.missing })}</p>}
      {found.seals > found.sound && <p class="refusal">{w("archive.checked.unsound", { count: found.seals - found.sound })}</p>}
      <p class="hint">{w("archive.checked.not")}</p>
      <dl class="digests">
        <dt>{w("archive.head")}</dt>
        <dd>
          <code class="digest">{found.head}</code>
        </dd>
        <dt>{w("archive.key")}</dt>
        <dd>
          <code class="digest">{found.key}</code>
        </dd>
      </dl>
      <p class="hint">{w("archive.checked.at", { at: `${day(found.at, zone)}, ${time(found.at, zone)}` })}</p>
      <button class="button small" data-testid="check-again" onClick={again}>
        {w("archive.check.again")}
      </button>
    </div>
  );
}
