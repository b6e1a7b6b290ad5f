/** What follows the session: where the draft was sent, who has approved it, and how far the communique is. */

import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import type { ApprovalRow, CommentRow, ForwardingRow, PublicRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { day, named, say, t } from "../words/index.ts";
import { nameOf } from "./Decisions.tsx";
import { moment } from "./MinutesCard.tsx";
import { RowActs } from "./RowActs.tsx";

/** A decision, a reservation or a statement by its number, or the opening words. */
export function publicName(id: string): string {
  if (id === "opening") return t("public.opening");
  return /^\d/.test(id) ? t("decision", { number: id }) : id;
}

export function Following(): JSX.Element {
  const { room } = useStay();
  const { forwardings, previous, next_round } = room.following.value;
  return (
    <>
      <section data-testid="following">
        <h3>{t("following")}</h3>
        {previous && <p>{t("following.previous", { id: previous })}</p>}
        {next_round && <p>{t("following.next", { id: next_round })}</p>}
        {forwardings.length === 0 && <p class="hint">{t("following.empty")}</p>}
        <ul class="rows">
          {forwardings.map((row) => (
            <Forwarding key={row.id} row={row} />
          ))}
        </ul>
        <RowActs acts={actsBeside(room, "forwarding", "")} beside={false} />
      </section>
      <Communique />
    </>
  );
}

const nameIn = (room: Room, code: string): string => (code === "chair" ? t("following.chair") : nameOf(room, code));

function Forwarding({ row }: { readonly row: ForwardingRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const step = row.steps.at(-1);
  return (
    <li data-testid={`forwarding-${row.id}`} data-state={row.state}>
      <p class="spaced">
        <b>{row.id}</b>
        <span>{say(row.body, authentic)}</span>
        <b class="state">{named("forwarding.state", row.state)}</b>
      </p>
      <p class="hint spaced">
        {step && <span>{[moment(room, step.at), step.letter, step.words].filter(Boolean).join(", ")}</span>}
        {row.due !== null && <span>{t("following.until", { day: day(row.due) })}</span>}
        {row.preliminary.length > 0 && <span>{t("following.preliminary", { units: row.preliminary.join(", ") })}</span>}
        {row.ad_referendum.length > 0 && (
          <span>{t("following.ad_referendum", { units: row.ad_referendum.join(", ") })}</span>
        )}
        {row.brackets.length > 0 && <span>{t("following.brackets", { units: row.brackets.join(", ") })}</span>}
        {row.version && <span title={row.version}>{t("decision.fingerprint", { hash: row.version.slice(0, 8) })}</span>}
      </p>
      <RowActs acts={actsBeside(room, "forwarding", row.id)} />
      {row.approvals.length > 0 && (
        <ul class="rows approvals">
          {row.approvals.map((approval) => (
            <Approval key={approval.id} row={approval} />
          ))}
        </ul>
      )}
      {row.comments.length > 0 && <Comments comments={row.comments} />}
    </li>
  );
}

function Approval({ row }: { readonly row: ApprovalRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const office = say(row.office, authentic);
  return (
    <li data-testid={`approval-${row.id}`} data-state={row.state}>
      <p class="spaced">
        <span>{nameOf(room, row.delegation)}</span>
        <b class="state">{named("approval.state", row.state)}</b>
        <span class="hint">{[moment(room, row.since), row.letter, office].filter(Boolean).join(", ")}</span>
      </p>
      {row.reason && <p class="hint">{t("proposal.reason", { words: row.reason })}</p>}
      <RowActs acts={actsBeside(room, "approval", row.id)} />
    </li>
  );
}

function Comments({ comments }: { readonly comments: readonly CommentRow[] }): JSX.Element {
  const { room } = useStay();
  const standing = comments.filter(({ resolved }) => resolved === "").length;
  return (
    <details open={standing > 0}>
      <summary>{t("following.comments", { count: comments.length, standing })}</summary>
      <ul class="rows">
        {comments.map((one) => (
          <li key={one.number}>
            <p class="spaced">
              <b>{one.number}</b>
              <span>{nameOf(room, one.delegation)}</span>
              <span class="hint">
                {named("kind.proposal", one.kind)} {one.unit && t("text.unit", { unit: one.unit })}
              </span>
            </p>
            <blockquote>{say(one.text, room.session.value.authentic_language)}</blockquote>
            {one.resolved && <p class="hint">{t("following.resolved", { words: one.resolved })}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Communique(): JSX.Element {
  const { room } = useStay();
  const { communique, facts } = room.following.value;
  const authentic = room.session.value.authentic_language;
  const text = say(communique.text, authentic);
  return (
    <section data-testid="communique">
      <h3>{t("following.communique")}</h3>
      {communique.state === "unwritten" ? (
        <p class="hint">{t("communique.empty")}</p>
      ) : (
        <article class="card" data-state={communique.state}>
          <p class="seal">
            <span>{named("communique.state", communique.state)}</span>
          </p>
          {text && <blockquote>{text}</blockquote>}
          <p class="hint spaced">
            {communique.cleared.length > 0 && (
              <span>{t("communique.cleared", { names: communique.cleared.map((code) => nameIn(room, code)).join(", ") })}</span>
            )}
            {communique.awaited.length > 0 && (
              <b data-testid="communique-awaited">
                {t("following.awaited", { names: communique.awaited.map((code) => nameIn(room, code)).join(", ") })}
              </b>
            )}
            {communique.embargo_until && !communique.released_at && (
              <span>{t("communique.embargo", { at: moment(room, communique.embargo_until) })}</span>
            )}
            {communique.released_at && <span>{t("communique.released", { at: moment(room, communique.released_at) })}</span>}
            {communique.address && <span>{communique.address}</span>}
          </p>
        </article>
      )}
      <RowActs acts={actsBeside(room, "communique", "")} beside={false} />
      {facts.length > 0 && <Publicity facts={facts} />}
    </section>
  );
}

/** How far each fact may be told; the communique may use no other. */
function Publicity({ facts }: { readonly facts: readonly PublicRow[] }): JSX.Element {
  const { room } = useStay();
  return (
    <details>
      <summary>{t("public.facts", { count: facts.length })}</summary>
      <ul class="rows">
        {facts.map((fact) => (
          <li key={fact.id}>
            <p class="spaced">
              <b>{publicName(fact.id)}</b>
              <span class="state">{named("option.level", fact.level)}</span>
              {fact.level !== "no" && !fact.may_be_told && <span class="hint">{t("public.leave")}</span>}
            </p>
            {fact.names.length > 0 && (
              <p class="hint">{t("public.names", { names: fact.names.map((code) => nameOf(room, code)).join(", ") })}</p>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
