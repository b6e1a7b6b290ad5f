/** The page fetches one language; tests turn from one to the other as they like. */

import { LANGUAGES, learn } from "../src/words/index.ts";

await Promise.all(LANGUAGES.map(learn));
