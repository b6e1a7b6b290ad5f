/** The recordings of the open parts: a secretary checks a statement against what was said. */

import type { JSX } from "preact";
import type { Room } from "../room.ts";
import { Icon } from "../view/icons.tsx";
import { moment } from "../view/MinutesCard.tsx";
import { language } from "../words/index.ts";
import { type Recording, recordingFile } from "./calls.ts";
import { w } from "./words.ts";

export function Recordings({ found, room }: { readonly found: readonly Recording[]; readonly room: Room }): JSX.Element {
  if (found.length === 0) return <p class="empty">{w("archive.recordings.empty")}</p>;
  return (
    <>
      <p class="hint">{w("archive.recordings.about")}</p>
      <ul class="rows">
        {found.map((one) => (
          <li key={one.file} data-testid={`recording-${one.file}`}>
            <p class="paper-title">
              <Icon name="download" />{" "}
              <a href={recordingFile(room.seating, one.file)} download>
                {w("archive.recording", { number: one.sitting, time: moment(room, one.began_at) })}
              </a>
            </p>
            <p class="hint spaced">
              <span>{w("archive.recording.long", { minutes: Math.ceil(one.seconds / 60), size: megabytes(one.bytes) })}</span>
              {one.problem && <span>{w("archive.recording.incomplete")}</span>}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function megabytes(bytes: number): string {
  return Math.max(0.1, bytes / 1e6).toLocaleString(language.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}
