/** The archive of a session: is the record whole, what happened, what was decided, which papers there are. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { minutesAddress, pageAddress, paperAddress, Problem } from "../api.ts";
import type { DecisionRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { DecisionWords, FINALITY_ICONS } from "../view/Decisions.tsx";
import { Icon } from "../view/icons.tsx";
import { moment } from "../view/MinutesCard.tsx";
import { Pills } from "../view/controls.tsx";
import { day, days, LANGUAGE_NAMES, type Language, language, maybe, named, say, t } from "../words/index.ts";
import { bundleOf, courseOf, checkOf, papersOf, recordingsOf, saveAs } from "./calls.ts";
import { Check } from "./Check.tsx";
import { Course } from "./Course.tsx";
import { Fetching, Frame, Waiting } from "./Frame.tsx";
import { PaperFiles } from "./PaperFiles.tsx";
import { Recordings } from "./Recordings.tsx";
import { w } from "./words.ts";

export function Archive({ room }: { readonly room: Room }): JSX.Element {
  const session = room.session.value;
  const { authentic_language: authentic } = session;
  const { seating } = room;
  const check = useMemo(() => new Fetching(() => checkOf(seating)), [seating]);
  const course = useMemo(() => new Fetching(() => courseOf(seating)), [seating]);
  const papers = useMemo(() => new Fetching(() => papersOf(seating)), [seating]);
  useEffect(() => {
    document.title = `${session.symbol} · ${w("archive.title")}`;
  }, [language.value]);
  const state = session.over ? named("session.state", session.state) : w("archive.state");
  const marking = say(session.marking, authentic);
  return (
    <Frame
      above={[session.symbol, w("archive.title"), marking].filter(Boolean).join(" · ")}
      title={say(session.title, authentic)}
      hint={`${days(session.date_from, session.date_to)} · ${say(session.venue, authentic)} · ${state}`}
      tools={
        <a class="button quiet" href={pageAddress("room", seating)}>
          <Icon name="door" />
          <span>{w("page.room")}</span>
        </a>
      }
    >
      <div class="archive">
        <div class="archive-side">
          <Part title={w("archive.check")}>
            <Waiting of={check} coming={w("archive.checking")}>
              {(found) => <Check found={found} room={room} again={() => void check.again()} />}
            </Waiting>
          </Part>
          <Part title={w("archive.course")}>
            <Waiting of={course} coming={w("page.opening")} refused={w("archive.course.none")}>
              {(found) => <Course milestones={found} room={room} />}
            </Waiting>
          </Part>
        </div>
        <div>
          <Part title={w("archive.decisions")}>
            <Decided room={room} />
          </Part>
          <Part title={w("archive.minutes")}>
            <MinutesFiles room={room} />
          </Part>
          <Part title={w("archive.papers")}>
            <Waiting of={papers} coming={w("page.opening")}>
              {(found) => <PaperFiles papers={found} room={room} />}
            </Waiting>
          </Part>
          <Part title={w("archive.register")}>
            <Register room={room} />
          </Part>
          {room.me.value.has_desk && (
            <>
              <Part title={w("archive.recordings")}>
                <RecordingsPart room={room} />
              </Part>
              <Part title={w("archive.bundle")}>
                <Bundle room={room} />
              </Part>
            </>
          )}
        </div>
      </div>
    </Frame>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <section class="card part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Decided({ room }: { readonly room: Room }): JSX.Element {
  const taken = room.decisions.value.decisions.filter(({ finality }) => finality !== "");
  if (taken.length === 0) return <p class="empty">{w("archive.decisions.empty")}</p>;
  return (
    <ol class="decisions">
      {taken.map((decision) => (
        <Decision key={decision.number} decision={decision} room={room} />
      ))}
    </ol>
  );
}

function Decision({ decision, room }: { readonly decision: DecisionRow; readonly room: Room }): JSX.Element {
  const { authentic_language: authentic, time_zone: zone } = room.session.value;
  const icon = FINALITY_ICONS[decision.finality];
  const subject = say(decision.subject_to, authentic);
  const assignee = say(decision.assignee, authentic);
  const waits = decision.confirm_list.filter((one) => one.confirmed_at === null);
  return (
    <li class="decision" data-testid={`decided-${decision.number}`} data-finality={decision.finality}>
      <header class="decision-head">
        <h3>{t("decision", { number: decision.number })}</h3>
        <p class="seal">
          {icon && <Icon name={icon} />}
          <span>{maybe(`decision.${decision.finality}`) ?? decision.finality}</span>
        </p>
      </header>
      <DecisionWords decision={decision} authentic={authentic} />
      {(subject || assignee || waits.length > 0) && (
        <ul class="terms">
          {assignee && <li>{t("decision.assignee", { words: assignee })}</li>}
          {subject && <li>{t("decision.subject_to", { words: subject })}</li>}
          {waits.length > 0 && (
            <li>
              {t("decision.confirm_list")}:{" "}
              {waits.map(({ delegation }) => say(room.delegation(delegation)?.official ?? {}, authentic)).join(", ")}
            </li>
          )}
        </ul>
      )}
      {decision.taken_at && <p class="hint">{moment(room, decision.taken_at)}</p>}
      {decision.confirmed_at && <p class="hint">{t("decision.confirmed", { date: day(decision.confirmed_at, zone) })}</p>}
    </li>
  );
}

const MINUTES_FORMATS = ["pdf", "docx", "html", "md", "akn", "json"] as const;

function MinutesFiles({ room }: { readonly room: Room }): JSX.Element {
  const form = useSignal<"full" | "short">("full");
  const { minutes, may_download_minutes: may } = room.me.value;
  const latest = minutes.at(-1);
  if (!may) return <p class="empty">{w("archive.minutes.none")}</p>;
  return (
    <>
      {latest && (
        <p class="spaced">
          <b>{t("minutes.number", { number: latest.number })}</b>
          <span class="state">{named("minutes.state", latest.state)}</span>
          {latest.issued_at && <span class="hint">{moment(room, latest.issued_at)}</span>}
        </p>
      )}
      <Pills
        legend={t("minutes.form")}
        options={["full", "short"]}
        value={form.value}
        label={(option) => named("minutes", option)}
        onChoose={(option) => (form.value = option)}
        testid="archive-form"
      />
      {room.session.value.working_languages.map((code) => (
        <div key={code}>
          <h3 class="caption">{t("minutes.language", { language: LANGUAGE_NAMES[code as Language] ?? code })}</h3>
          <div class="downloads">
            {MINUTES_FORMATS.map((format) => (
              <a key={format} class="button small" href={minutesAddress(room.seating, format, code, form.value)} download="">
                <Icon name="download" />
                <span>{format.toUpperCase()}</span>
              </a>
            ))}
          </div>
        </div>
      ))}
    </>
  );
}

function Register({ room }: { readonly room: Room }): JSX.Element {
  const { papers } = room.papers.value;
  const { authentic_language: authentic } = room.session.value;
  if (papers.length === 0) return <p class="empty">{w("archive.register.empty")}</p>;
  return (
    <ul class="rows">
      {papers.map((paper) => (
        <li key={paper.id}>
          <p class="paper-title">
            <Icon name="agenda" /> {paper.symbol && <b>{paper.symbol}</b>}{" "}
            {paper.hash ? (
              <a href={paperAddress(room.seating, paper.id)} download>
                {say(paper.title, authentic)}
              </a>
            ) : (
              say(paper.title, authentic)
            )}
          </p>
          <p class="hint spaced">
            <span>{named("state", paper.state)}</span>
            <span>{maybe(`option.language.${paper.language}`) ?? paper.language}</span>
            {!paper.hash && <span>{t("papers.no_file")}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}

function RecordingsPart({ room }: { readonly room: Room }): JSX.Element {
  const recordings = useMemo(() => new Fetching(() => recordingsOf(room.seating)), [room]);
  return (
    <Waiting of={recordings} coming={w("page.opening")}>
      {(found) => <Recordings found={found} room={room} />}
    </Waiting>
  );
}

type Making = "" | "making" | "done" | "sitting" | "failed";

function Bundle({ room }: { readonly room: Room }): JSX.Element {
  const state = useSignal<Making>("");
  const take = async (): Promise<void> => {
    state.value = "making";
    try {
      saveAs(`${room.seating.session}.zip`, await bundleOf(room.seating));
      state.value = "done";
    } catch (error) {
      state.value = error instanceof Problem && error.code === "sitting_in_progress" ? "sitting" : "failed";
    }
  };
  const making = state.value === "making";
  return (
    <>
      <p class="hint">{w("archive.bundle.about")}</p>
      <button class="button" data-testid="bundle" disabled={making} aria-busy={making} onClick={() => void take()}>
        <Icon name="download" />
        <span>{w("archive.bundle.take")}</span>
      </button>
      <p role={state.value === "failed" || state.value === "sitting" ? "alert" : "status"} data-testid="bundle-state">
        {state.value && w(`archive.bundle.${state.value}`)}
      </p>
      {making && <div class="progress" role="progressbar" aria-label={w("archive.bundle.making")} />}
    </>
  );
}
