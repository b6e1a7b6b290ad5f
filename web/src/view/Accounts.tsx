/** How long has been spoken: by everybody for who steers, by the own delegation for a delegation. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { duration, t } from "../words/index.ts";
import { nameOf } from "./Decisions.tsx";
import { useSpoken } from "./Stage.tsx";

export function Accounts(): JSX.Element | null {
  const { room } = useStay();
  const { time_accounts: accounts, delegation } = room.me.value;
  const own = accounts.find((account) => account.delegation === delegation);
  if (own) {
    return (
      <p class="hint" data-testid="time-account">
        {t("accounts.own")} <Spoken code={own.delegation} before={own.seconds} />
      </p>
    );
  }
  const all = accounts.filter(({ seconds }) => seconds > 0);
  if (all.length === 0) return null;
  return (
    <details class="accounts" data-testid="time-accounts">
      <summary>{t("accounts")}</summary>
      <dl>
        {all
          .toSorted((a, b) => b.seconds - a.seconds)
          .map(({ delegation: code, seconds }) => (
            <div key={code} class="spaced">
              <dt>{nameOf(room, code)}</dt>
              <dd>
                <Spoken code={code} before={seconds} />
              </dd>
            </div>
          ))}
      </dl>
    </details>
  );
}

/** An account ends with the last pause: what is being said since is added here. */
function Spoken({ code, before }: { readonly code: string; readonly before: number }): JSX.Element {
  const { room } = useStay();
  const speaker = room.floor.value.speakers.find((row) => row.delegation === code);
  return speaker ? <Running row={speaker} before={before} /> : <b class="figures">{duration(before)}</b>;
}

interface RunningProps {
  readonly row: Parameters<typeof useSpoken>[0];
  readonly before: number;
}

function Running({ row, before }: RunningProps): JSX.Element {
  return <b class="figures">{duration(before + useSpoken(row) - row.spoken_s)}</b>;
}
