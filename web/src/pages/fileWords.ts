/** The words of the session file's fields and choices: the longest end of the path that has any. */

import type { Entry } from "../words/entry.ts";
import { language, type Language } from "../words/index.ts";
import { fileEn } from "./words/file.en.ts";
import { fileRu } from "./words/file.ru.ts";

const DICTIONARIES: Readonly<Record<Language, Readonly<Record<string, Entry>>>> = { ru: fileRu, en: fileEn };

/** Steps of a path in a session file: names of fields, and positions in lists counted from 0. */
export type Path = readonly (string | number)[];

function found(prefix: string, names: readonly string[], end: string): string | null {
  for (let n = 0; n < names.length; n++) {
    const entry = DICTIONARIES[language.value][`${prefix}.${names.slice(n).join(".")}${end}`];
    if (typeof entry === "string") return entry;
  }
  return null;
}

const names = (path: Path): string[] => path.filter((step) => typeof step === "string");

export const fieldWord = (path: Path): string => found("file", names(path), "") ?? String(path.at(-1));

export const choiceWord = (path: Path, option: string): string => found("choice", names(path), `.${option}`) ?? option;
