/** The minutes to take away, in each format and language. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { minutesAddress } from "../api.ts";
import { useStay } from "../stay.ts";
import { LANGUAGE_NAMES, type Language, named, t } from "../words/index.ts";
import { Pills } from "./controls.tsx";
import { Icon } from "./icons.tsx";
import { Rectifications } from "./Rectifications.tsx";

const FORMATS = ["pdf", "docx", "html", "md", "json"] as const;
const FORMAT_NAMES = { pdf: "PDF", docx: "DOCX", html: "HTML", md: "Markdown", json: "JSON" };
const FORMS = ["full", "short"] as const;

export function Minutes(): JSX.Element {
  const { room } = useStay();
  const form = useSignal<(typeof FORMS)[number]>("full");
  if (!room.me.value.may_download_minutes)
    return (
      <div class="minutes">
        <p class="empty">{t("minutes.none")}</p>
        <Rectifications />
      </div>
    );
  return (
    <div class="minutes">
      <p class="hint">{t("minutes.about")}</p>
      <Pills
        legend={t("minutes.form")}
        options={FORMS}
        value={form.value}
        label={(option) => named("minutes", option)}
        onChoose={(option) => (form.value = option)}
        testid="minutes-form"
      />
      {room.session.value.working_languages.map((code) => (
        <section key={code}>
          <h3>{t("minutes.language", { language: LANGUAGE_NAMES[code as Language] ?? code })}</h3>
          <div class="downloads">
            {FORMATS.map((format) => (
              <a
                key={format}
                class="button"
                data-testid={`minutes-download-${format}-${code}`}
                href={minutesAddress(room.seating, format, code, form.value)}
                download=""
              >
                <Icon name="download" />
                <span>{FORMAT_NAMES[format]}</span>
              </a>
            ))}
          </div>
        </section>
      ))}
      <Rectifications />
    </div>
  );
}
