/** One person by name, rank and office, each spelt in every working language. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { named, type Text, t } from "../words/index.ts";
import type { NamedPerson } from "../wire.ts";

const PARTS = ["name", "rank", "post"] as const;

interface Props {
  readonly person: NamedPerson;
  readonly testid: string;
  readonly onChange: (change: Partial<NamedPerson>) => void;
}

export function PersonFields({ person, testid, onChange }: Props): JSX.Element {
  const { room } = useStay();
  return (
    <>
      {PARTS.map((part) => (
        <div key={part} class="texts">
          {room.session.value.working_languages.map((language) => (
            <label key={language}>
              <span>
                {t(`attendance.${part}`)} {named("field.in", language)}
                {part === "name" ? "" : ` (${t("act.optional")})`}
              </span>
              <input
                type="text"
                lang={language}
                autocomplete="off"
                maxLength={200}
                data-testid={`${testid}-${part}-${language}`}
                value={person[part][language] ?? ""}
                onInput={(event) => onChange({ [part]: { ...person[part], [language]: event.currentTarget.value } })}
              />
            </label>
          ))}
        </div>
      ))}
    </>
  );
}

const trimmed = (text: Text): Text =>
  Object.fromEntries(Object.entries(text).flatMap(([language, words]) => (words.trim() ? [[language, words.trim()]] : [])));

/** As a command carries it: without the languages that nothing was written in. */
export function tidied({ name, rank, post, capacity }: NamedPerson): NamedPerson {
  return { name: trimmed(name), rank: trimmed(rank), post: trimmed(post), capacity };
}
