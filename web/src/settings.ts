/** What a person chose for this browser. It is kept here and sent nowhere. */

import { effect, type Signal, signal } from "@preact/signals";
import { type Language, language, LANGUAGES, speak } from "./words/index.ts";

export type Theme = "system" | "light" | "dark";

const STORE = "vcsession.settings";

function remembered(): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "{}") as Record<string, unknown>;
  } catch {
    return {};
  }
}

const held = remembered();

function choice<T>(name: string, allowed: (value: unknown) => value is T, first: T): Signal<T> {
  const value = held[name];
  return signal(allowed(value) ? value : first);
}

const isTheme = (value: unknown): value is Theme => value === "system" || value === "light" || value === "dark";
const isYes = (value: unknown): value is boolean => typeof value === "boolean";
const isWord = (value: unknown): value is string => typeof value === "string";
const isPercent = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 100;

export const theme = choice("theme", isTheme, "system");
export const soundForFloor = choice("soundForFloor", isYes, true);
export const mirror = choice("mirror", isYes, true);
/** Sound, text and a still picture now and then: for a line that carries no more. */
export const lowLine = choice("lowLine", isYes, false);
export const cameraId = choice("cameraId", isWord, "");
export const microphoneId = choice("microphoneId", isWord, "");
export const speakerId = choice("speakerId", isWord, "");

/** The interpretation to listen to, a language; "" for the floor alone. */
export const listenTo = choice("listenTo", isWord, "");
/** How loud the floor stays under its interpretation, in per cent. */
export const floorVolume = choice("floorVolume", isPercent, 15);

function firstLanguage(): Language {
  const value = held["language"] ?? navigator.language.slice(0, 2);
  return LANGUAGES.find((known) => known === value) ?? "ru";
}

/** Applies the choices to the page and remembers them from now on; the words come first. */
export async function keepSettings(): Promise<void> {
  await speak(firstLanguage());
  effect(() => {
    document.documentElement.lang = language.value;
    document.documentElement.dataset["theme"] = theme.value;
    const chosen = {
      language: language.value,
      theme: theme.value,
      soundForFloor: soundForFloor.value,
      mirror: mirror.value,
      lowLine: lowLine.value,
      cameraId: cameraId.value,
      microphoneId: microphoneId.value,
      speakerId: speakerId.value,
      listenTo: listenTo.value,
      floorVolume: floorVolume.value,
    };
    try {
      localStorage.setItem(STORE, JSON.stringify(chosen));
    } catch {
      // A browser that forbids storage forgets the choices; nothing else depends on them.
    }
  });
}
