/** The acts beside a thing: a few in sight, the rarer ones one press away. */

import type { JSX } from "preact";
import { useMemo, useRef } from "preact/hooks";
import { keyOf, RARE } from "../acts.ts";
import type { Act } from "../generated/slices.ts";
import { language, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";

const IN_SIGHT = 4;

interface Props {
  readonly acts: readonly Act[];
  /** Whether what the acts are about stands next to them. */
  readonly beside?: boolean;
  /** So many stay in sight where there are more than four; 0 folds them all. */
  readonly few?: number;
  readonly summary?: string;
}

/** The former list while the new one holds the very same acts. */
function useSame(acts: readonly Act[]): readonly Act[] {
  const held = useRef(acts);
  const same = held.current.length === acts.length && acts.every((act, n) => act === held.current[n]);
  if (!same) held.current = acts;
  return held.current;
}

export function RowActs({ acts: given, beside = true, few = 3, summary }: Props): JSX.Element | null {
  const acts = useSame(given);
  // With sixty rows what has not changed is not drawn again.
  return useMemo(() => {
    if (acts.length === 0) return null;
    const usual = acts.filter(({ type }) => !RARE.has(type));
    const seen = summary !== undefined || usual.length > IN_SIGHT ? usual.slice(0, few) : usual;
    const rest = acts.filter((act) => !seen.includes(act));
    const button = (act: Act): JSX.Element => <ActButton key={keyOf(act)} act={act} look="small" beside={beside} />;
    return (
      <div class="row-acts">
        {seen.map(button)}
        {rest.length > 0 && (
          <details class="more-acts">
            <summary>{summary ?? t("acts.more", { count: rest.length })}</summary>
            <div class="row-acts">{rest.map(button)}</div>
          </details>
        )}
      </div>
    );
  }, [acts, beside, few, summary, language.value]);
}
