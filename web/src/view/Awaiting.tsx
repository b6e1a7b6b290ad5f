/** A small figure: so many acts await this seat on a panel. */

import type { JSX } from "preact";
import { t } from "../words/index.ts";

export function Awaiting({ count }: { readonly count: number }): JSX.Element | null {
  if (count === 0) return null;
  return (
    <span class="tab-count" title={t("tab.awaiting", { count })}>
      <span aria-hidden>{count}</span>
      <span class="unseen">{t("tab.awaiting", { count })}</span>
    </span>
  );
}
