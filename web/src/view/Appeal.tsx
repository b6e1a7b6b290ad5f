/** An appeal against a ruling stands before the room: everybody sees it, whatever tab lies open. */

import type { JSX } from "preact";
import { actsBeside, namesOf } from "../acts.ts";
import { useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { Deadline } from "./Deadline.tsx";
import { nameOf } from "./Decisions.tsx";
import { Icon } from "./icons.tsx";
import { RowActs } from "./RowActs.tsx";

export function Appeal(): JSX.Element | null {
  const { room } = useStay();
  const { appeal } = room.floor.value;
  if (!appeal) return null;
  const names = (codes: readonly string[]): string => codes.map((code) => nameOf(room, code)).join(", ");
  return (
    <section class="appeal" role="region" aria-label={t("appeal")} data-testid="appeal">
      <h2>
        <Icon name="chair" /> {t("appeal.title", namesOf(room, appeal.delegation))}
      </h2>
      <p>{t("appeal.ruling", { ruling: named("ruling", appeal.ruling) })}</p>
      {appeal.ends_at && (
        <Deadline words={t("appeal.left")} over={t("appeal.over")} until={appeal.ends_at} testid="appeal-clock" brief />
      )}
      <ul class="answers" data-testid="appeal-answers">
        {appeal.uphold.length > 0 && <li data-answer="agree">{t("appeal.uphold", { names: names(appeal.uphold) })}</li>}
        {appeal.overrule.length > 0 && (
          <li data-answer="object">{t("appeal.overrule", { names: names(appeal.overrule) })}</li>
        )}
        {appeal.awaited.length > 0 && (
          <li data-answer="awaited">{t("appeal.awaited", { names: names(appeal.awaited) })}</li>
        )}
      </ul>
      <RowActs acts={actsBeside(room, "appeal", appeal.request)} />
    </section>
  );
}
