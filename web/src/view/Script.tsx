/** What the chair has before him on an item: prepared by the secretary, seen by the bureau alone. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { language, say, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";

/** Beside the table: the script of the item under way, or of the whole while none is. */
export function ScriptNow(): JSX.Element | null {
  const { room } = useStay();
  const item = room.agenda.value.current ?? "";
  if (!room.me.value.presiding) return null;
  const { scripts } = room.bureau.value;
  const script = scripts.find((one) => one.item === item) ?? scripts.find((one) => one.item === "");
  if (!script) return null;
  const authentic = room.session.value.authentic_language;
  return (
    <details class="script" open data-testid="script-now">
      <summary>{script.item ? t("script.item", { number: script.item }) : t("script")}</summary>
      <p class="script-text" lang={script.text[language.value] ? language.value : authentic}>
        {say(script.text, authentic)}
      </p>
      <p class="hint">{t("script.private")}</p>
    </details>
  );
}

/** Beside an item of the agenda: what stands in its script, and for the secretary the pen. */
export function ScriptOf({ item }: { readonly item: string }): JSX.Element | null {
  const { room } = useStay();
  const { scripts, acts } = room.bureau.value;
  const script = scripts.find((one) => one.item === item);
  const write = acts.find((act) => act.type === "write_script" && act.fields["item"] === item);
  if (!script && !write) return null;
  return (
    <div class="script-of" data-testid={`script-${item || "whole"}`}>
      {script && (
        <details>
          <summary>{t("script")}</summary>
          <p class="script-text">{say(script.text, room.session.value.authentic_language)}</p>
        </details>
      )}
      {write && <ActButton key={`write ${item} ${script?.at ?? ""}`} act={write} look="small" beside />}
    </div>
  );
}
