/** The form that files a document: how far the file has gone, and a plain sentence where it was not taken. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { fileDocument, Problem } from "../api.ts";
import { useStay } from "../stay.ts";
import { maybe, named, refusalWords, say, t } from "../words/index.ts";

export function Filing({ audiences }: { readonly audiences: readonly string[] }): JSX.Element {
  const { room } = useStay();
  const trouble = useSignal("");
  const filed = useSignal("");
  const audience = useSignal("");
  const part = useSignal<number | null>(null);
  const { working_languages: languages, authentic_language: authentic } = room.session.value;
  const own = room.me.value.delegation !== null;
  const chosen = audience.value || (audiences[0] ?? "");

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const file = given.get("file");
    if (!(file instanceof File)) return;
    const words = languages.map((language) => [language, String(given.get(`title-${language}`) ?? "").trim()] as const);
    const about = {
      title: Object.fromEntries(words.filter(([, title]) => title !== "")),
      language: String(given.get("language")),
      audience: chosen,
      ...(chosen === "items" ? { items: given.getAll("item").map(String) } : {}),
    };
    part.value = 0;
    trouble.value = filed.value = "";
    try {
      filed.value = await fileDocument(room.seating, about, file, (sent) => (part.value = sent));
      form.reset();
      audience.value = "";
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      trouble.value = refusalWords(error.code, error.message, { problem: error.message });
    } finally {
      part.value = null;
    }
  };

  return (
    <details class="filing">
      <summary data-testid="file-open">{t("papers.file")}</summary>
      <form class="act-form" onSubmit={(event) => void submit(event)} data-testid="file-document">
        <fieldset class="texts">
          <legend>{t("papers.title")}</legend>
          {languages.map((language) => (
            <label key={language}>
              <span>
                {named("field.in", language)}
                {language === authentic ? "" : ` (${t("act.optional")})`}
              </span>
              <input
                type="text"
                name={`title-${language}`}
                lang={language}
                required={language === authentic}
                data-testid={`file-title-${language}`}
              />
            </label>
          ))}
        </fieldset>
        <label class="field">
          {t("papers.language")}
          <select name="language">
            {languages.map((language) => (
              <option key={language} value={language}>
                {maybe(`option.language.${language}`) ?? language}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          {t("papers.audience")}
          <select
            name="audience"
            value={chosen}
            data-testid="file-audience"
            onChange={(event) => (audience.value = event.currentTarget.value)}
          >
            {audiences.map((option) => (
              <option key={option} value={option}>
                {named("option.audience", option)}
              </option>
            ))}
          </select>
        </label>
        {chosen === "items" && (
          <fieldset class="choices-list">
            <legend>{t("papers.items")}</legend>
            {room.agenda.value.items.map((item) => (
              <label key={item.number} class="check">
                <input type="checkbox" name="item" value={item.number} />
                <span>
                  {item.number}. {say(item.title, authentic)}
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <label class="field">
          {t("papers.choose")}
          <input name="file" type="file" required data-testid="file-file" />
          <span class="hint">{t("papers.kinds")}</span>
        </label>
        {part.value !== null && (
          <div class="sending" role="status">
            <p class="hint">{t("papers.sending", { percent: Math.round(part.value * 100) })}</p>
            <progress max={1} value={part.value} aria-label={t("papers.sending", { percent: Math.round(part.value * 100) })} />
          </div>
        )}
        {trouble.value && (
          <p class="refusal" role="alert" data-testid="file-trouble">
            {trouble.value}
          </p>
        )}
        {filed.value && (
          <p role="status" data-testid="file-done">
            {t(own ? "papers.filed" : "papers.filed.secretary")}
          </p>
        )}
        <div class="act-form-end">
          <button class="button primary" type="submit" disabled={part.value !== null} data-testid="file-send">
            {t("papers.send")}
          </button>
        </div>
      </form>
    </details>
  );
}
