/** The papers beside the minutes, each in its formats; one choice of language for all. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { Room } from "../room.ts";
import { Pills } from "../view/controls.tsx";
import { LANGUAGE_NAMES, type Language, language as chosen, t } from "../words/index.ts";
import { type Formats, paperFile } from "./calls.ts";
import "./papers.css";
import { printOut } from "./printing.ts";
import { perhaps, w } from "./words.ts";

interface Props {
  readonly papers: Formats;
  readonly room: Room;
}

export function PaperFiles({ papers, room }: Props): JSX.Element {
  const languages = room.session.value.working_languages;
  const language = useSignal<string>(languages.includes(chosen.peek()) ? chosen.peek() : (languages[0] ?? "ru"));
  const names = Object.keys(papers);
  if (names.length === 0) return <p class="empty">{w("archive.papers.none")}</p>;
  return (
    <>
      <Pills
        legend={t("papers.language")}
        options={languages}
        value={language.value}
        label={(code) => LANGUAGE_NAMES[code as Language] ?? code}
        onChoose={(code) => (language.value = code)}
        testid="papers-language"
      />
      <ul class="rows paper-files">
        {names.map((name) => (
          <li key={name} data-testid={`file-of-${name}`}>
            <span>{perhaps(`paper.${name}`) ?? name}</span>
            <span class="downloads">
              {papers[name]?.includes("html") && <Reading name={name} address={paperFile(room.seating, name, "html", language.value, true)} />}
              {papers[name]?.map((format) => (
                <a
                  key={format}
                  class="button small"
                  href={paperFile(room.seating, name, format, language.value)}
                  aria-label={`${perhaps(`paper.${name}`) ?? name}, ${format.toUpperCase()}`}
                  download=""
                >
                  {format.toUpperCase()}
                </a>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** To be read in a window of its own, or printed without leaving the page. */
function Reading({ name, address }: { readonly name: string; readonly address: string }): JSX.Element {
  const paper = perhaps(`paper.${name}`) ?? name;
  return (
    <>
      <a class="button small" href={address} target="_blank" rel="noopener" aria-label={w("paper.open.of", { paper })}>
        {w("paper.open")}
      </a>
      <button class="button small" data-testid={`print-${name}`} aria-label={w("paper.print.of", { paper })} onClick={() => printOut(address)}>
        {w("paper.print")}
      </button>
    </>
  );
}
