/** The table: one thing at a time for everybody; a seat may look elsewhere and come back with one key. */

import type { JSX } from "preact";
import { homeOf, partSteps, TAB_OF } from "../acts.ts";
import type { Room } from "../room.ts";
import { type Tab, TABS, useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { Agenda } from "./Agenda.tsx";
import { Appeal } from "./Appeal.tsx";
import { Awaiting } from "./Awaiting.tsx";
import { Connections } from "./Connections.tsx";
import { Decisions } from "./Decisions.tsx";
import { Icon } from "./icons.tsx";
import { Minutes } from "./Minutes.tsx";
import { PapersPanel } from "./Papers.tsx";
import { Countdown, Question, useQuestion } from "./Question.tsx";
import { Reservations } from "./Reservations.tsx";
import { RollCall } from "./RollCall.tsx";
import { ScriptNow } from "./Script.tsx";
import { TextPanel } from "./TextPanel.tsx";

const PANELS: Readonly<Record<Tab, () => JSX.Element>> = {
  agenda: () => <Agenda />,
  text: () => <TextPanel />,
  decisions: () => (
    <>
      <Question />
      <Decisions />
      <Reservations />
    </>
  ),
  roll_call: () => <RollCall />,
  papers: () => <PapersPanel />,
  minutes: () => <Minutes />,
  connections: () => <Connections />,
};

/** What the procedure wants of this seat next and only a panel shows, by the panel's tab. */
function awaiting(room: Room, tab: Tab): number {
  return partSteps(room).panels.filter((act) => TAB_OF[homeOf(act, room.me.value.delegation)] === tab).length;
}

export function Table(): JSX.Element {
  const { room, table, looking, wide } = useStay();
  const { watches, steers } = room.me.value;
  // Whoever does nothing but watch has them first.
  const tabs: readonly Tab[] = !watches ? TABS : steers ? [...TABS, "connections"] : ["connections", ...TABS];
  const tab = looking.value ?? table.value;
  const away = looking.value !== null && looking.value !== table.value;
  const asked = useQuestion();
  const question = asked?.state === "put_to_room_state" ? asked : undefined;
  const turn = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
    looking.value = next;
    document.getElementById(`tab-${next}`)?.focus();
  };

  return (
    <section class="table" aria-label={t("table")}>
      <h2 class="unseen">{t("table")}</h2>
      <div class="table-top">
        <div class="tabs" role="tablist" aria-label={t("table")} onKeyDown={turn}>
          {tabs.map((name) => (
            <button
              key={name}
              id={`tab-${name}`}
              role="tab"
              class="tab"
              data-testid={`tab-${name}`}
              data-table={name === table.value}
              aria-selected={name === tab}
              aria-controls="table-body"
              tabIndex={name === tab ? 0 : -1}
              onClick={() => (looking.value = name)}
            >
              {named("tab", name)}
              <Awaiting count={awaiting(room, name)} />
            </button>
          ))}
        </div>
        <button
          class="table-wide"
          data-testid="table-wide"
          aria-pressed={wide.value}
          title={t(wide.value ? "table.narrow" : "table.wide")}
          onClick={() => (wide.value = !wide.value)}
        >
          <Icon name={wide.value ? "narrow" : "wide"} />
          <span class="unseen">{t("table.wide")}</span>
        </button>
      </div>
      <Appeal />
      <ScriptNow />
      {away && (
        <button class="table-back" data-testid="table-back" onClick={() => (looking.value = null)}>
          <span>
            {question ? t("window.title", { number: question.number }) : `${t("table.back")}: ${named("tab", table.value)}`}
          </span>
          {question && <Countdown decision={question} />}
          <kbd>T</kbd>
        </button>
      )}
      {/* A fresh body for each tab, so that it begins at its top. */}
      <div key={tab} id="table-body" class="table-body" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {PANELS[tab]()}
      </div>
    </section>
  );
}
