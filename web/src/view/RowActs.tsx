/** The acts beside a thing: a few in sight, the rarer ones one press away. */

import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { actsBeside, type Beside, keyOf, RARE } from "../acts.ts";
import type { Act } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { t } from "../words/index.ts";
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

/** The acts beside one thing; whoever reads them is drawn anew where these change, not with every act of the seat. */
export function useActsBeside(home: Beside, id: string): readonly Act[] {
  const { room } = useStay();
  return useMemo(() => computed(() => actsBeside(room, home, id)), [room, home, id]).value;
}

export function RowActs({ acts, beside = true, few = 3, summary }: Props): JSX.Element | null {
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
}
