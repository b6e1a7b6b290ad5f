import type { Dictionary } from "./en.ts";
import { acts } from "./ru/acts.ts";
import { briefs } from "./ru/briefs.ts";
import { forms } from "./ru/forms.ts";
import { lines } from "./ru/lines.ts";
import { refusals } from "./ru/refusals.ts";
import { room } from "./ru/room.ts";
import { texts } from "./ru/texts.ts";

/** Russian, in the words of a protocol officer. */
export const ru: Dictionary = { ...acts, ...briefs, ...forms, ...lines, ...refusals, ...room, ...texts };
