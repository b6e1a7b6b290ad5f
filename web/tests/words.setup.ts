import { en } from "../src/words/en.ts";
import { learn } from "../src/words/index.ts";
import { ru } from "../src/words/ru.ts";

learn("en", en);
learn("ru", ru);
