/** The words of the pages beside the room, which only they fetch. */

import type { Entry } from "../words/entry.ts";
import { language, type Language, worded, type Words } from "../words/index.ts";
import { en } from "./words/en.ts";
import { ru } from "./words/ru.ts";

export type PageKey = keyof typeof en;
const DICTIONARIES: Readonly<Record<Language, Readonly<Record<PageKey, Entry>>>> = { ru, en };

export function w(key: PageKey, words: Words = {}): string {
  return worded(DICTIONARIES[language.value][key], words);
}

/** Like `w` for a key put together at run time; null where the dictionary has none. */
export function perhaps(key: string, words: Words = {}): string | null {
  return key in en ? w(key as PageKey, words) : null;
}
