/** What follows the session: where the draft was sent, who has approved it, and how far the communique is. */

import type { JSX } from "preact";
import type { ForwardingRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { day, named, say, t } from "../words/index.ts";

export function Following(): JSX.Element | null {
  const { room } = useStay();
  const { forwardings, communique, previous, next_round } = room.following.value;
  const authentic = room.session.value.authentic_language;
  const name = (code: string): string =>
    code === "chair" ? t("following.chair") : say(room.delegation(code)?.short ?? {}, authentic) || code;
  if (forwardings.length === 0 && communique.state === "unwritten" && !previous && !next_round) return null;
  return (
    <section data-testid="following">
      <h3 class="caption">{t("following")}</h3>
      {previous && <p>{t("following.previous", { id: previous })}</p>}
      {next_round && <p>{t("following.next", { id: next_round })}</p>}
      {forwardings.map((row) => (
        <Forwarding key={row.id} row={row} />
      ))}
      {communique.state !== "unwritten" && (
        <>
          <p data-testid="communique">
            {t("following.communique")}: {named("communique.state", communique.state)}
          </p>
          {communique.awaited.length > 0 && (
            <p class="hint">{t("following.awaited", { names: communique.awaited.map(name).join(", ") })}</p>
          )}
          <p>{say(communique.text, authentic)}</p>
        </>
      )}
    </section>
  );
}

function Forwarding({ row }: { readonly row: ForwardingRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const standing = row.comments.filter(({ resolved }) => resolved === "").map(({ number }) => number);
  const letter = row.steps.at(-1)?.letter ?? "";
  return (
    <div data-testid={`forwarding-${row.id}`}>
      <p>
        {row.id}. {say(row.body, authentic)}: {named("forwarding.state", row.state)}
        {letter && ` (${letter})`}
        {row.due !== null && `, ${t("following.until", { day: day(row.due) })}`}
      </p>
      {row.preliminary.length > 0 && (
        <p class="hint">{t("following.preliminary", { units: row.preliminary.join(", ") })}</p>
      )}
      {row.approvals.length > 0 && (
        <ul class="papers">
          {row.approvals.map((approval) => (
            <li key={approval.id}>
              {say(room.delegation(approval.delegation)?.official ?? {}, authentic)}:{" "}
              {named("approval.state", approval.state)}
              {approval.letter && ` (${approval.letter})`}
            </li>
          ))}
        </ul>
      )}
      {standing.length > 0 && <p class="hint">{t("following.comments", { comments: standing.join(", ") })}</p>}
    </div>
  );
}
