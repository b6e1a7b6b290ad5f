/** An amendment to one unit: its words as they stand, to be changed, and what changes shown before anything is sent. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { namesInDetail } from "../acts.ts";
import { filled } from "../fields.ts";
import type { Act, UnitRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, refusalWords, type Text, t } from "../words/index.ts";
import { Diff } from "./Diff.tsx";

/** Where an amendment of this seat may go: to the secretariat, or into the delegation's own folder. */
export function amending(room: Room): { readonly submit: Act | undefined; readonly draft: Act | undefined } {
  const offered = (acts: readonly Act[], type: string): Act | undefined =>
    acts.find((act) => act.type === type && act.asks.includes("unit"));
  return {
    submit: offered(room.possible.value, "submit_proposal"),
    draft: offered(room.folder.value.acts, "draft_proposal_text"),
  };
}

/** The button beside a unit, and the form that it opens. */
export function Amendment({ unit }: { readonly unit: UnitRow }): JSX.Element | null {
  const { room } = useStay();
  const open = useSignal(false);
  const { submit, draft } = amending(room);
  if (!submit && !draft) return null;
  return (
    <>
      <button
        class="button small quiet amend"
        data-testid={`amend-${unit.path}`}
        aria-expanded={open.value}
        aria-label={t("amend", { unit: unit.path })}
        onClick={() => (open.value = !open.value)}
      >
        {t("amend.here")}
      </button>
      {open.value && <Form unit={unit} submit={submit} draft={draft} onClose={() => (open.value = false)} />}
    </>
  );
}

interface FormProps {
  readonly unit: UnitRow;
  readonly submit: Act | undefined;
  readonly draft: Act | undefined;
  readonly onClose: () => void;
}

function Form({ unit, submit, draft, onClose }: FormProps): JSX.Element {
  const { room } = useStay();
  const { working_languages: languages, authentic_language: authentic } = room.session.value;
  const text = useSignal<Text>(unit.text);
  const why = useSignal<Text>({});
  const trouble = useSignal("");
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("textarea")?.focus(), []);

  const changed = languages.filter((code) => (text.value[code] ?? "").trim() !== (unit.text[code] ?? "").trim());
  const send = async (act: Act, reasoned: boolean): Promise<void> => {
    trouble.value = lacking(changed.length > 0, Boolean(text.value[authentic]?.trim()), !reasoned || Boolean(why.value[authentic]?.trim()));
    if (trouble.value) return;
    busy.value = true;
    const given = filled({ kind: "amendment", unit: unit.path, text: text.value, rationale: why.value });
    const outcome = await room.do(act, given);
    busy.value = false;
    if (outcome.done) onClose();
    else trouble.value = refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
  };
  const submitted = (event: Event): void => {
    event.preventDefault();
    if (submit) void send(submit, true);
    else if (draft) void send(draft, false);
  };

  return (
    <form
      ref={form}
      class="act-form amendment"
      noValidate
      aria-label={t("amend", { unit: unit.path })}
      data-testid="amendment"
      onSubmit={submitted}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      {languages.map((code) => (
        <div key={code} class="field">
          <label for={`amend-${code}`}>
            {t("amend.text")} {named("field.in", code)}
          </label>
          <textarea
            id={`amend-${code}`}
            lang={code}
            rows={3}
            data-testid={`amend-text-${code}`}
            value={text.value[code] ?? ""}
            onInput={(event) => (text.value = { ...text.value, [code]: event.currentTarget.value })}
          />
          <div aria-live="polite">
            {changed.includes(code) ? (
              <Diff
                before={unit.text[code] ?? ""}
                after={(text.value[code] ?? "").trim()}
                lang={code}
                testid={`amend-diff-${code}`}
              />
            ) : (
              <p class="hint">{t("amend.unchanged")}</p>
            )}
          </div>
        </div>
      ))}
      <fieldset class="texts">
        <legend>{named("field", "rationale")}</legend>
        {languages.map((code) => (
          <label key={code}>
            <span>
              {named("field.in", code)}
              {code === authentic ? "" : ` (${t("act.optional")})`}
            </span>
            <textarea
              lang={code}
              rows={2}
              data-testid={`amend-rationale-${code}`}
              value={why.value[code] ?? ""}
              onInput={(event) => (why.value = { ...why.value, [code]: event.currentTarget.value })}
            />
          </label>
        ))}
      </fieldset>
      {trouble.value && (
        <p class="refusal" role="alert" data-testid="amend-trouble">
          {trouble.value}
        </p>
      )}
      <div class="act-form-end">
        {submit && (
          <button class="button primary" type="submit" disabled={busy.value} data-testid="amend-send">
            {t("amend.send")}
          </button>
        )}
        {draft && (
          <button
            class={submit ? "button" : "button primary"}
            type={submit ? "button" : "submit"}
            disabled={busy.value}
            data-testid="amend-keep"
            onClick={submit ? () => void send(draft, false) : undefined}
          >
            {t("amend.keep")}
          </button>
        )}
        <button class="button quiet" type="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

function lacking(changed: boolean, worded: boolean, reasoned: boolean): string {
  if (!changed) return t("amend.nothing");
  if (!worded) return t("amend.lacks_text");
  return reasoned ? "" : t("amend.lacks_reason");
}
