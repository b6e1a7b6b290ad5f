/** The stage: who has the floor, large, with the time spoken. */

import type { JSX } from "preact";
import type { RequestRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { days, duration, maybe, named, say, t, time } from "../words/index.ts";
import { Cues } from "./Cues.tsx";
import { Icon } from "./icons.tsx";
import { OwnPicture, PlaceAgain, PlacePicture } from "./Picture.tsx";

export function Stage(): JSX.Element {
  const { room, media, devices } = useStay();
  const { caucus } = room.me.value;
  const speaker = caucus ? undefined : room.floor.value.speakers[0];
  // In a side room the other one stands on the stage, whoever has the floor in the plenary.
  const other = caucus?.members.find((member) => member !== room.seating.seat) ?? null;
  const seat = caucus ? other : (speaker?.seat ?? room.sitting.value.presiding.seat);
  const inSession = ["in_session", "called_to_order", "suspended"].includes(room.sitting.value.state);
  const presented = media.pictures.value.has("presentation");
  const own = !presented && seat === room.seating.seat && devices.camera.value !== null;
  const theirs = media.pictures.value.get("floor") === seat;
  // Nobody stands in the floor place while nobody has the floor: the presiding officer's tile does for the stage.
  const tile = own || theirs || presented ? undefined : [...media.pictures.value].find(([, shown]) => shown === seat)?.[0];
  return (
    <section class="stage" data-testid="stage" data-seat={seat ?? ""} aria-label={t("floor.speaking")}>
      {/* The floor's element stays here for good; it is only hidden while it has nothing to show. */}
      <div class="stage-picture" hidden={own || presented || !theirs}>
        <PlacePicture place="floor" />
      </div>
      <div class="stage-picture" data-testid="presentation" hidden={!presented}>
        <PlacePicture place="presentation" />
      </div>
      {own && (
        <div class="stage-picture">
          <OwnPicture />
        </div>
      )}
      {tile && (
        <div class="stage-picture">
          <PlaceAgain key={tile} place={tile} />
        </div>
      )}
      {!own && !theirs && !tile && !presented && (speaker || inSession ? <NoPicture seat={seat} /> : <TitlePage />)}
      <Suspended />
      <Wall />
      <div class="stage-foot">
        <Cues />
        {(speaker || inSession) && <NamePlate seat={seat} speaker={speaker} />}
      </div>
    </section>
  );
}

function NoPicture({ seat }: { readonly seat: string | null }): JSX.Element {
  const { room } = useStay();
  const plate = room.seat(seat);
  return (
    <div class="stage-empty">
      <p class="stage-initials">{plate?.delegation ?? <Icon name={plate ? "chair" : "person"} />}</p>
      <p class="hint">{seat === null ? t("floor.nobody.hint") : t("floor.picture")}</p>
    </div>
  );
}

/** Why this seat is shut out now. It covers the stage, so that no still picture stands for the room. */
function Wall(): JSX.Element | null {
  const { wall } = useStay().room.me.value;
  if (!wall) return null;
  return (
    <div class="stage-wall" role="status" data-testid="wall">
      <p class="stage-initials">
        <Icon name="closed" />
      </p>
      <p>{maybe(`wall.${wall}`) ?? named("refusal", wall)}</p>
      <p class="hint">{t("wall.hint")}</p>
    </div>
  );
}

function Suspended(): JSX.Element | null {
  const { state, reason } = useStay().room.sitting.value;
  if (state !== "suspended") return null;
  const words = reason ? `: ${named("option.reason", reason)}` : "";
  return (
    <p class="stage-notice" role="status">
      {t("floor.suspended") + words}
    </p>
  );
}

/** Before the sitting: what will take place here. */
function TitlePage(): JSX.Element {
  const { room } = useStay();
  const session = room.session.value;
  const authentic = session.authentic_language;
  const next = room.sitting.value.sittings.find((plate) => plate.number === room.sitting.value.current);
  return (
    <div class="stage-title">
      <p class="stage-organisation">{say(session.organisation, authentic)}</p>
      <h2>{say(session.title, authentic)}</h2>
      <p>
        {say(session.venue, authentic)} · {days(session.date_from, session.date_to)}
      </p>
      <p class="stage-state">
        {next && next.state === "scheduled"
          ? `${t("sitting.of", { number: next.number, total: room.sitting.value.sittings.length })}: ` +
            t("sitting.state.scheduled", { time: time(next.opens_at, session.time_zone) })
          : named("session.state", session.state)}
      </p>
    </div>
  );
}

interface NamePlateProps {
  readonly seat: string | null;
  readonly speaker: RequestRow | undefined;
}

function NamePlate({ seat, speaker }: NamePlateProps): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const plate = room.seat(seat);
  const delegation = room.delegation(plate?.delegation);
  const office = say(plate?.office ?? {}, authentic);
  const person = useSpeakerName(speaker);
  return (
    <div class="nameplate" data-light={speaker?.state === "speaking"}>
      <div class="nameplate-who">
        <p class="nameplate-name">{delegation ? say(delegation.official, authentic) : office || t("floor.nobody")}</p>
        <p class="nameplate-office">
          {speaker ? named("floor", speaker.state) : t(room.me.value.caucus ? "caucus.stage" : "floor.presiding")}
          {speaker && speaker.kind !== "intervention" && ` · ${named("kind.request", speaker.kind)}`}
          {delegation && (person || office) && (
            <span class="nameplate-post" data-testid="speaker-name">
              {" "}
              · {person || office}
            </span>
          )}
        </p>
      </div>
      {speaker && <Spoken speaker={speaker} />}
    </div>
  );
}

/** Who speaks for the delegation, by rank and name, where it said so and this seat may know. */
export function useSpeakerName(speaker: RequestRow | undefined): string {
  const { room } = useStay();
  const rows = room.credentials.value.rows.find(({ delegation }) => delegation === speaker?.delegation);
  const person = rows?.people.find(({ id }) => id === speaker?.person);
  const authentic = room.session.value.authentic_language;
  return person ? `${say(person.rank, authentic)} ${say(person.name, authentic)}`.trim() : "";
}

/** How long somebody has spoken, in seconds of the session's clock. */
export function useSpoken(speaker: RequestRow): number {
  const { room } = useStay();
  const { state, began_at: began, spoken_s: before } = speaker;
  if (state !== "speaking" || began === null) return before;
  return before + Math.max(0, (room.clock.second.value - Date.parse(began)) / 1000);
}

function Spoken({ speaker }: { readonly speaker: RequestRow }): JSX.Element {
  const limit = speaker.limit_s;
  const spoken = useSpoken(speaker);
  const over = limit > 0 && spoken > limit;
  return (
    <div class="spoken" data-over={over} role="timer" aria-label={t("floor.speaking")}>
      <p>
        {limit > 0 ? t("floor.limit", { spoken: duration(spoken), limit: duration(limit) }) : duration(spoken)}
        {over && <strong> {t("floor.over")}</strong>}
      </p>
      {limit > 0 && <progress max={limit} value={Math.min(spoken, limit)} aria-hidden />}
    </div>
  );
}
