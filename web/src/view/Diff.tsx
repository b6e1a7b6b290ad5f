/** One text against another: what is taken out and what is put in, by mark, by style and, for a reader of screens, in words. */

import type { JSX } from "preact";
import { diff } from "../diff.ts";
import { t } from "../words/index.ts";

interface Props {
  readonly before: string;
  readonly after: string;
  readonly lang?: string;
  readonly testid?: string;
}

export function Diff({ before, after, lang, testid }: Props): JSX.Element {
  return (
    <p class="diff" lang={lang} data-testid={testid}>
      {diff(before, after).map(({ what, words }, n) => {
        if (what === "kept") return words;
        const Mark = what === "out" ? "del" : "ins";
        return (
          <Mark key={n}>
            <span class="unseen">{t(what === "out" ? "diff.out" : "diff.in")}</span>
            {words}
            <span class="unseen">{t("diff.end")}</span>
          </Mark>
        );
      })}
    </p>
  );
}
