/** The course of a session: its moments by day, each in the session's own time. */

import type { JSX } from "preact";
import type { Room } from "../room.ts";
import { day, maybe, named, say, t, time, type Words } from "../words/index.ts";
import type { Milestone } from "./calls.ts";
import { perhaps, w } from "./words.ts";

interface Props {
  readonly milestones: readonly Milestone[];
  readonly room: Room;
}

export function Course({ milestones, room }: Props): JSX.Element {
  const zone = room.session.value.time_zone;
  if (milestones.length === 0) return <p class="empty">{w("archive.course.empty")}</p>;
  const dates = [...new Set(milestones.map(({ at }) => day(at, zone)))];
  return (
    <div data-testid="course">
      {dates.map((date) => (
        <section key={date}>
          <h3 class="caption">{date}</h3>
          <ol class="course">
            {milestones
              .filter(({ at }) => day(at, zone) === date)
              .map((one, n) => (
                <li key={n} data-what={one.what}>
                  <time dateTime={one.at}>{time(one.at, zone)}</time>
                  <span>{words(one, room)}</span>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** What happened, with offices and delegations by their official names. */
function words({ what, words }: Milestone, room: Room): string {
  const authentic = room.session.value.authentic_language;
  const who = room.delegation(words["delegation"] ?? words["signer"]);
  const seat = words["signer"] === "presiding" ? null : room.seat(words["seat"] ?? words["signer"]);
  const presiding = words["signer"] === "presiding" ? t("signatures.presiding") : "";
  const { reason, until, outcome, finality, kind, manner, state } = words;
  const more: Words = {
    official: say(who?.official ?? seat?.office ?? {}, authentic) || presiding,
    office: say(seat?.office ?? {}, authentic),
    ...(reason ? { reason: named("option.reason", reason) } : {}),
    ...(until ? { until: until === "next_round" ? t("until.next_round") : w("milestone.until_sitting", { number: until }) } : {}),
    ...(outcome ? { outcome: named("outcome", outcome) } : {}),
    ...(finality ? { finality: named("decision", finality).toLowerCase() } : {}),
    ...(kind ? { kind: named("kind.reservation", kind) } : {}),
    ...(manner ? { manner: named("option.manner", manner) } : {}),
    ...(state ? { state: maybe(`correction.state.${state}`) ?? named("forwarding.state", state) } : {}),
  };
  return perhaps(`milestone.${what}`, { ...words, ...more }) ?? what.replaceAll("_", " ");
}
