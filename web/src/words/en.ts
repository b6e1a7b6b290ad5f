/** The English words. Every other dictionary has the same keys; `{name}` is filled in, a plural has one form for each category. */

import { acts } from "./en/acts.ts";
import { briefs } from "./en/briefs.ts";
import { forms } from "./en/forms.ts";
import { lines } from "./en/lines.ts";
import { refusals } from "./en/refusals.ts";
import { room } from "./en/room.ts";
import { texts } from "./en/texts.ts";
import type { Entry } from "./entry.ts";

export const en = { ...acts, ...briefs, ...forms, ...lines, ...refusals, ...room, ...texts } as const satisfies Record<string, Entry>;

export type Key = keyof typeof en;
export type Dictionary = Readonly<Record<Key, Entry>>;
