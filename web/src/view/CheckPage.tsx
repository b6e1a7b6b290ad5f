/** The line check, for a capital's technical contact: a verdict in words, the figures, the sheet for the firewall. */

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { type Checkup, type Step, STEPS, type StepState } from "../check/checkup.ts";
import { hintsOf } from "../check/verdict.ts";
import { days, named, say, t } from "../words/index.ts";
import { DeviceTests } from "./DeviceTests.tsx";
import { FirewallSheet } from "./FirewallSheet.tsx";
import { LanguageSwitch } from "./controls.tsx";
import { Icon, type IconName } from "./icons.tsx";

export function CheckPage({ checkup }: { readonly checkup: Checkup }): JSX.Element {
  const { about } = checkup;
  useEffect(() => {
    document.title = `${t("check.title")} · ${about.symbol}`;
    void checkup.run();
    return () => checkup.devices.close();
  }, [checkup]);
  return (
    <main class="join checkup" data-testid="check">
      <header class="join-head">
        <p class="caption">{about.symbol}</p>
        <h1>{t("check.title")}</h1>
        <p>
          {say(about.delegation, about.authentic_language)} · {say(about.title, about.authentic_language)}
        </p>
        <p class="hint">{days(about.date_from, about.date_to)}</p>
        <LanguageSwitch />
      </header>
      <div class="checkup-body">
        <VerdictCard checkup={checkup} />
        <Steps checkup={checkup} />
        <DeviceTests checkup={checkup} />
      </div>
      <FirewallSheet about={about} />
    </main>
  );
}

function VerdictCard({ checkup }: { readonly checkup: Checkup }): JSX.Element {
  const verdict = checkup.verdict.value;
  const trouble = checkup.trouble.value;
  const found = checkup.found.value;
  const running = checkup.running.value;
  return (
    <section class="card verdict" aria-live="polite" data-testid="verdict" data-verdict={verdict ?? ""} data-running={running}>
      <h2>{running ? t("check.running") : trouble ? named("check.trouble", trouble) : named("check.verdict", verdict ?? "")}</h2>
      {running && <p>{t("check.running.hint")}</p>}
      {running && <progress max={1} value={checkup.progress.value} aria-label={t("check.running")} />}
      {!running && trouble && <p>{named("check.trouble", `${trouble}.hint`)}</p>}
      {!running && verdict && <p>{named("check.verdict", `${verdict}.hint`)}</p>}
      {!running && verdict && (
        <ul class="hints">
          {hintsOf(found).map((hint) => (
            <li key={hint}>{named("check.hint", hint)}</li>
          ))}
        </ul>
      )}
      {!running && (
        <button class="button not-printed" data-testid="check-again" onClick={() => void checkup.run()}>
          {t("check.again")}
        </button>
      )}
    </section>
  );
}

function Steps({ checkup }: { readonly checkup: Checkup }): JSX.Element {
  const states = checkup.steps.value;
  const found = checkup.found.value;
  const measured = checkup.measured.value;
  const ms = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : t("check.ms", { ms: value }));
  const values: Readonly<Record<Step, string>> = {
    socket: checkup.socketMs.value === null ? "" : ms(checkup.socketMs.value),
    media: found.path ? named("path", found.path) : "",
    quality: "",
    relay: "",
  };
  return (
    <section class="card">
      <h2>{t("check.steps")}</h2>
      <ol class="steps">
        {STEPS.map((step) => (
          <li key={step} data-testid={`step-${step}`} data-state={states[step]}>
            <Mark state={states[step]} />
            <span>{named("check.step", step)}</span>
            <span class="hint figures">
              {values[step] || named("check.state", step === "relay" && states[step] === "skipped" ? "no_relay" : states[step])}
            </span>
          </li>
        ))}
      </ol>
      {measured && (
        <dl class="figures-list">
          <Figure words={t("check.sent")} value={t("check.kbits", { kbits: found.sent_kbits })} />
          <Figure words={t("check.received")} value={t("check.kbits", { kbits: found.received_kbits })} />
          <Figure words={t("check.lost_sent")} value={percent(found.lost_sent)} />
          <Figure words={t("check.lost_received")} value={percent(found.lost_received)} />
          <Figure words={t("connections.round_trip")} value={ms(found.round_trip_ms)} />
          <Figure words={t("connections.jitter")} value={ms(measured.jitter_ms)} />
        </dl>
      )}
    </section>
  );
}

/** 12 thousandths: 1.2 %. */
export const percent = (thousandths: number): string => t("check.percent", { whole: Math.floor(thousandths / 10), tenth: thousandths % 10 });

const MARKS: Readonly<Record<StepState, IconName>> = {
  waiting: "dashed",
  running: "grace",
  good: "seal",
  fair: "alarm",
  failed: "x",
  skipped: "dashed",
};

export function Mark({ state }: { readonly state: StepState }): JSX.Element {
  return (
    <span class="mark" data-state={state}>
      <Icon name={MARKS[state]} label={named("check.state", state)} />
    </span>
  );
}

function Figure({ words, value }: { readonly words: string; readonly value: string }): JSX.Element {
  return (
    <div>
      <dt>{words}</dt>
      <dd class="figures">{value}</dd>
    </div>
  );
}
