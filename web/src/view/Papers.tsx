/** The register of documents: what this seat may read, and the form that files one more. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { actsBeside, keyOf } from "../acts.ts";
import { fileDocument, paperAddress, Problem } from "../api.ts";
import type { PaperRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, refusalWords, say, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";

export function Papers(): JSX.Element {
  const { room } = useStay();
  const { role } = room.me.value;
  const files = role === "secretary" || role === "head" || role === "delegate";
  return (
    <section>
      <h3 class="caption">{t("text.documents")}</h3>
      <ul class="papers">
        {room.papers.value.papers.map((paper) => (
          <Paper key={paper.id} paper={paper} />
        ))}
      </ul>
      {files && <Filing />}
    </section>
  );
}

function Paper({ paper }: { readonly paper: PaperRow }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const title = say(paper.title, authentic);
  return (
    <li data-testid={`paper-${paper.id}`}>
      <b>{paper.symbol || named("state", paper.state)}</b>{" "}
      {paper.hash ? (
        <a href={paperAddress(room.seating, paper.id)} download>
          {title}
        </a>
      ) : (
        title
      )}
      {paper.state !== "circulated_document" && paper.symbol && <span class="hint"> {named("state", paper.state)}</span>}
      {paper.audience !== "all" && <span class="hint"> {named("option.audience", paper.audience)}</span>}
      {actsBeside(room, "document", paper.id).map((act) => (
        <ActButton key={keyOf(act)} act={act} look="small" beside />
      ))}
    </li>
  );
}

function Filing(): JSX.Element {
  const { room } = useStay();
  const trouble = useSignal("");
  const busy = useSignal(false);
  const { working_languages: languages, authentic_language: authentic } = room.session.value;
  const audiences = room.me.value.delegation === null ? ["secretariat", "all"] : ["delegation", "secretariat", "all"];

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = new FormData(form);
    const file = given.get("file");
    if (!(file instanceof File)) return;
    const words = languages.map((language) => [language, String(given.get(`title-${language}`) ?? "").trim()] as const);
    busy.value = true;
    trouble.value = "";
    try {
      const about = {
        title: Object.fromEntries(words.filter(([, title]) => title !== "")),
        language: String(given.get("language")),
        audience: String(given.get("audience")),
      };
      await fileDocument(room.seating, about, file);
      form.reset();
    } catch (error) {
      trouble.value = error instanceof Problem ? refusalWords(error.code, error.message) : String(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <details>
      <summary>{t("papers.file")}</summary>
      <form class="act-form" onSubmit={(event) => void submit(event)} data-testid="file-document">
        {languages.map((language) => (
          <label key={language}>
            {t("papers.title")} ({language})
            <input name={`title-${language}`} required={language === authentic} />
          </label>
        ))}
        <label>
          {t("papers.language")}
          <select name="language">
            {languages.map((language) => (
              <option key={language}>{language}</option>
            ))}
          </select>
        </label>
        <label>
          {t("papers.audience")}
          <select name="audience">
            {audiences.map((audience) => (
              <option key={audience} value={audience}>
                {named("option.audience", audience)}
              </option>
            ))}
          </select>
        </label>
        <input name="file" type="file" required aria-label={t("papers.choose")} />
        {trouble.value && <p class="hint">{trouble.value}</p>}
        <button class="button" type="submit" disabled={busy.value}>
          {t("papers.send")}
        </button>
      </form>
    </details>
  );
}
