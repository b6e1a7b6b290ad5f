/** The words on the screen: the chosen language, the dictionaries, times and names. */

import { signal } from "@preact/signals";
import type { Dictionary, Key } from "./en.ts";
import type { Entry } from "./entry.ts";

export type { Key } from "./en.ts";
export type Language = "ru" | "en";
export type Words = Readonly<Record<string, string | number>>;
export type Text = Readonly<Record<string, string>>;

export const LANGUAGES: readonly Language[] = ["ru", "en"];
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ru: "русский", en: "English" };
/** A dictionary is a quarter of the page: only the chosen one is fetched. */
const FETCH: Readonly<Record<Language, () => Promise<Dictionary>>> = {
  ru: () => import("./ru.ts").then(({ ru }) => ru),
  en: () => import("./en.ts").then(({ en }) => en),
};
/** British English: 8 July 2020, 24 hours. */
const LOCALES: Readonly<Record<Language, string>> = { ru: "ru-RU", en: "en-GB" };

export const language = signal<Language>("ru");

const learned = signal<Partial<Record<Language, Dictionary>>>({});

/** Fetches the words of a language; whoever turned to it reads them from then on. */
export async function learn(wanted: Language): Promise<void> {
  if (learned.peek()[wanted]) return;
  const words = await FETCH[wanted]();
  learned.value = { ...learned.peek(), [wanted]: words };
}

/** The words of the chosen language; until they have come, those of the former. */
function dictionary(): Dictionary {
  const known = learned.value;
  const words = known[language.value] ?? Object.values(known)[0];
  if (!words) throw new Error("no language was learned yet");
  return words;
}

export function isKey(key: string): key is Key {
  return key in dictionary();
}

/** The sentence for `key` in the chosen language, `{name}` filled from `words`; `count` chooses the plural form. */
export function t(key: Key, words: Words = {}): string {
  return worded(dictionary()[key], words);
}

/** An entry of a dictionary, this one's or a page's own, as a sentence. */
export function worded(entry: Entry, words: Words = {}): string {
  const form = typeof entry === "string" ? entry : plural(entry, Number(words["count"] ?? 0));
  if (!form.includes("{")) return form;
  return form.replaceAll(/\{(\w+)\}/g, (hole, name: string) => String(words[name] ?? hole));
}

/** Like `t` for a key put together at run time; null where the dictionary has none. */
export function maybe(key: string, words: Words = {}): string | null {
  return isKey(key) ? t(key, words) : null;
}

/** `t` for a state or kind that the server names; the bare name, made readable, where we have no word. */
export function named(prefix: string, name: string, words: Words = {}): string {
  const found = maybe(`${prefix}.${name}`, words);
  // The build leaves this out; the tests listen to it.
  if (import.meta.env.DEV && found === null && name !== "") console.warn(`no word for ${prefix}.${name}`);
  return found ?? name.replaceAll("_", " ");
}

/** To make one costs far more than to ask it. */
const plurals = new Map<Language, Intl.PluralRules>();

function plural(forms: Exclude<Entry, string>, count: number): string {
  const spoken = language.value;
  const rules = plurals.get(spoken) ?? new Intl.PluralRules(LOCALES[spoken]);
  plurals.set(spoken, rules);
  return forms[rules.select(count)] ?? forms.other ?? "";
}

/** The text in the chosen language, or else in the authentic one. */
export function say(text: Text, authentic = "ru"): string {
  return text[language.value] || text[authentic] || Object.values(text)[0] || "";
}

/** The words of a refusal by its code; the server's own sentence where the code is new to us. */
export function refusalWords(code: string, message: string, detail: Words = {}): string {
  const sentence = maybe(`refusal.${code}`, detail);
  if (sentence && !/\{\w+\}/.test(sentence)) return sentence;
  return maybe(`refusal.${code}.plain`) ?? (message || named("refusal", code));
}

const TIME: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", year: "numeric" };

/** By options, then by language and zone. */
const formats = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

function format(options: Intl.DateTimeFormatOptions, timeZone: string): Intl.DateTimeFormat {
  const spoken = language.value;
  let made = formats.get(options);
  if (!made) formats.set(options, (made = new Map()));
  const key = `${spoken} ${timeZone}`;
  let found = made.get(key);
  if (!found) made.set(key, (found = new Intl.DateTimeFormat(LOCALES[spoken], { ...options, timeZone })));
  return found;
}

/** 14:32 in `zone`. */
export function time(at: string | number, zone: string): string {
  return format(TIME, zone).format(new Date(at));
}

/** 8 July 2020; an instant is dated in `zone`. */
export function day(at: string, zone = "UTC"): string {
  return format(DAY, zone).format(new Date(at));
}

/** 7–8 July 2020. */
export function days(from: string, to: string): string {
  return format(DAY, "UTC").formatRange(new Date(from), new Date(to));
}

/** 1:42, or 1:02:03 from an hour on; never below zero. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

const CITIES: Readonly<Record<string, Text>> = {
  "Europe/Moscow": { ru: "Москва", en: "Moscow" },
  "Europe/Minsk": { ru: "Минск", en: "Minsk" },
  "Asia/Yerevan": { ru: "Ереван", en: "Yerevan" },
  "Asia/Almaty": { ru: "Алматы", en: "Almaty" },
  "Asia/Bishkek": { ru: "Бишкек", en: "Bishkek" },
  "Asia/Dushanbe": { ru: "Душанбе", en: "Dushanbe" },
  UTC: { ru: "UTC", en: "UTC" },
};

/** The city that a zone of the tz database is named after. */
export function city(zone: string): string {
  return say(CITIES[zone] ?? { en: zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone });
}
