/** The versions of the minutes: each from which entries of the log, by which templates and programs it was made. */

import type { JSX } from "preact";
import type { Room } from "../room.ts";
import { moment } from "../view/MinutesCard.tsx";
import { named } from "../words/index.ts";
import type { MadeVersion } from "./calls.ts";
import { w } from "./words.ts";

export function Versions({ found, room }: { readonly found: readonly MadeVersion[]; readonly room: Room }): JSX.Element {
  if (found.length === 0) return <p class="empty">{w("issue.versions.empty")}</p>;
  return (
    <>
      <p class="hint">{w("issue.versions.about")}</p>
      <ol class="rows">
        {found.toReversed().map((one) => (
          <li key={`${one.minutes} ${one.version}`} data-testid={`version-${one.minutes}-${one.version}`}>
            <p class="spaced">
              <b>{w("issue.version", { number: one.version })}</b>
              <span>{named("minutes.because", one.because)}</span>
              <span class="hint">{moment(room, one.made_at)}</span>
            </p>
            <p>{w("issue.entries", { first: one.first, last: one.last })}</p>
            <MadeWith template={one.template} libraries={one.libraries} />
          </li>
        ))}
      </ol>
    </>
  );
}

function MadeWith({ template, libraries }: Pick<MadeVersion, "template" | "libraries">): JSX.Element {
  if (template === null || libraries === null) return <p class="hint">{w("issue.made.unknown")}</p>;
  return (
    <details>
      <summary>{w("issue.libraries")}</summary>
      <dl class="made-with">
        {Object.entries(libraries).map(([name, version]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{version}</dd>
          </div>
        ))}
        <div>
          <dt>{w("issue.template")}</dt>
          <dd>
            <code class="digest">{template}</code>
          </dd>
        </div>
      </dl>
    </details>
  );
}
