/** A part of the room that is fetched when it is first opened: most seats never need it. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../words/index.ts";

interface Props {
  readonly load: () => Promise<() => JSX.Element | null>;
}

export function Later({ load }: Props): JSX.Element {
  const part = useSignal<{ readonly Part: () => JSX.Element | null } | "failed" | null>(null);
  const fetch = (): void => {
    part.value = null;
    load().then(
      (Part) => (part.value = { Part }),
      () => (part.value = "failed"),
    );
  };
  useEffect(fetch, []);
  if (part.value === null) return <p class="hint">{t("net.connecting")}</p>;
  if (part.value === "failed") {
    return (
      <button class="button small" onClick={fetch}>
        {t("net.retry")}
      </button>
    );
  }
  const { Part } = part.value;
  return <Part />;
}

interface FoldProps extends Props {
  readonly summary: string;
  readonly testid: string;
}

/** The same, folded: it is fetched when somebody unfolds it. */
export function FoldedLater({ load, summary, testid }: FoldProps): JSX.Element {
  const open = useSignal(false);
  return (
    <details class="filing" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary data-testid={testid}>{summary}</summary>
      {open.value && <Later load={load} />}
    </details>
  );
}
