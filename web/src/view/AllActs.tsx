/** Everything that this seat may do now, on one page, to be found by a word of it: no act is further than two presses. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { homeOf, keyOf, labelOf } from "../acts.ts";
import type { Act } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { Dialog } from "./controls.tsx";
import { Icon } from "./icons.tsx";

/** With fewer than these everything stands in sight anyway. */
const FEW = 6;

export function AllActs(): JSX.Element | null {
  const { room, allActs } = useStay();
  const { length: count } = room.possible.value.filter(({ blocked }) => blocked === "");
  if (count <= FEW) return null;
  return (
    <button class="button quiet all-acts" data-testid="all-acts" onClick={() => (allActs.value = true)}>
      <Icon name="list" />
      <span>{t("all_acts.button", { count })}</span>
    </button>
  );
}

export function AllActsPage(): JSX.Element | null {
  return useStay().allActs.value ? <Sheet /> : null;
}

function Sheet(): JSX.Element {
  const { room, allActs } = useStay();
  const sought = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  useLayoutEffect(() => field.current?.focus(), []);
  const mine = room.me.value.delegation;
  const words = sought.value.trim().toLocaleLowerCase();
  const found = room.possible.value.filter((act) => labelOf(act, room).toLocaleLowerCase().includes(words));
  const groups = new Map<string, Act[]>();
  for (const act of found) {
    const home = homeOf(act, mine);
    groups.set(home, [...(groups.get(home) ?? []), act]);
  }
  return (
    <Dialog title={t("all_acts")} wide onClose={() => (allActs.value = false)}>
      <div class="field">
        <label for={id}>{t("all_acts.seek")}</label>
        <input
          ref={field}
          id={id}
          type="text"
          autocomplete="off"
          data-testid="seek-act"
          value={sought.value}
          onInput={(event) => (sought.value = event.currentTarget.value)}
        />
      </div>
      {found.length === 0 && <p class="empty">{t("all_acts.none")}</p>}
      {[...groups].map(([home, acts]) => (
        <section key={home} class="act-group" data-testid={`acts-${home}`}>
          <h3>{named("home", home)}</h3>
          <div class="row-acts">
            {acts.map((act) => (
              <ActButton key={keyOf(act)} act={act} look="small" onDone={() => (allActs.value = false)} />
            ))}
          </div>
        </section>
      ))}
    </Dialog>
  );
}
