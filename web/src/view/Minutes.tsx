/** The minutes: where they stand and what is asked of whom, what was rectified, and the files to take away. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { actsBeside } from "../acts.ts";
import { minutesAddress, pageAddress } from "../api.ts";
import { useStay } from "../stay.ts";
import { LANGUAGE_NAMES, type Language, named, t } from "../words/index.ts";
import { Pills } from "./controls.tsx";
import { Icon } from "./icons.tsx";
import { FoldedLater } from "./Later.tsx";
import { MinutesCard } from "./MinutesCard.tsx";
import { Rectifications } from "./Rectifications.tsx";
import { RowActs } from "./RowActs.tsx";

const FORMATS = ["pdf", "docx", "html", "md", "json"] as const;
const FORMAT_NAMES = { pdf: "PDF", docx: "DOCX", html: "HTML", md: "Markdown", json: "JSON" };
const FORMS = ["full", "short"] as const;

export function Minutes(): JSX.Element {
  const { room } = useStay();
  const { minutes, may_download_minutes: may } = room.me.value;
  const acts = actsBeside(room, "minutes", "");
  const correcting = acts.filter(({ type }) => type === "submit_correction");
  return (
    <div class="minutes">
      {minutes.length === 0 && (
        <p class="empty" data-testid="minutes-empty">
          {t(may ? "minutes.empty" : "minutes.none")}
        </p>
      )}
      {minutes.toReversed().map((row) => (
        <MinutesCard key={row.number} row={row} correcting={row.state === "circulated_minutes" ? correcting : []} />
      ))}
      <RowActs acts={acts.filter(({ type }) => type !== "submit_correction")} />
      {room.me.value.has_desk && (
        <FoldedLater summary={t("drafting.open")} testid="drafting-open" load={async () => (await import("../pages/Drafting.tsx")).Drafting} />
      )}
      <p>
        <a class="button small" data-testid="archive" href={pageAddress("archive", room.seating)} target="_blank" rel="noopener">
          <Icon name="seal" />
          <span>{t("archive.open")}</span>
        </a>
      </p>
      {may ? <Downloads /> : minutes.length > 0 && <p class="hint">{t("minutes.none")}</p>}
      <Rectifications />
    </div>
  );
}

function Downloads(): JSX.Element {
  const { room } = useStay();
  const form = useSignal<(typeof FORMS)[number]>("full");
  return (
    <section class="take-away">
      <h3>{t("minutes.files")}</h3>
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
        <div key={code}>
          <h4 class="caption">{t("minutes.language", { language: LANGUAGE_NAMES[code as Language] ?? code })}</h4>
          <div class="downloads">
            {FORMATS.map((format) => (
              <a
                key={format}
                class="button small"
                data-testid={`minutes-download-${format}-${code}`}
                href={minutesAddress(room.seating, format, code, form.value)}
                download=""
              >
                <Icon name="download" />
                <span>{FORMAT_NAMES[format]}</span>
              </a>
            ))}
          </div>
        </div>
      ))}
    </section>
  );
}
