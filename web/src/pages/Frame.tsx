/** What every page beside the room has: its head, its trouble, its waiting. */

import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { Problem } from "../api.ts";
import { LanguageSwitch } from "../view/controls.tsx";
import { w } from "./words.ts";

interface FrameProps {
  readonly title: string;
  readonly above?: string;
  readonly hint?: string;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Frame({ title, above, hint, tools, children }: FrameProps): JSX.Element {
  return (
    <div class="page">
      <header class="page-head">
        <div>
          {above && <p class="caption">{above}</p>}
          <h1>{title}</h1>
          {hint && <p class="hint">{hint}</p>}
        </div>
        <div class="page-tools">
          {tools}
          <LanguageSwitch />
        </div>
      </header>
      <main class="page-body">{children}</main>
    </div>
  );
}

/** Something fetched: not yet, what it is, or why it is not there. */
export type Fetched<T> = { readonly at: "coming" } | { readonly at: "here"; readonly it: T } | { readonly at: "refused" | "failed" };

export class Fetching<T> {
  readonly now: Signal<Fetched<T>> = signal({ at: "coming" });
  readonly #ask: () => Promise<T>;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
    void this.again();
  }

  async again(): Promise<void> {
    this.now.value = { at: "coming" };
    try {
      this.now.value = { at: "here", it: await this.#ask() };
    } catch (error) {
      const refused = error instanceof Problem && error.status >= 400 && error.status < 500;
      this.now.value = { at: refused ? "refused" : "failed" };
    }
  }
}

interface WaitingProps<T> {
  readonly of: Fetching<T>;
  readonly coming: string;
  /** What stands there where the seat may not have it; the page's own sentence otherwise. */
  readonly refused?: string;
  readonly children: (it: T) => ComponentChildren;
}

/** What was fetched, once it is here. */
export function Waiting<T>({ of, coming, refused, children }: WaitingProps<T>): JSX.Element {
  const now = of.now.value;
  if (now.at === "here") return <>{children(now.it)}</>;
  if (now.at === "coming") {
    return (
      <div role="status">
        <p class="hint">{coming}</p>
        <div class="progress" role="progressbar" aria-label={coming} />
      </div>
    );
  }
  if (now.at === "refused") return <p class="empty">{refused ?? w("page.refused")}</p>;
  return (
    <div>
      <p class="refusal" role="alert">
        {w("page.failed")}
      </p>
      <button class="button" onClick={() => void of.again()}>
        {w("page.again")}
      </button>
    </div>
  );
}
