/** What calls for this seat's eye beside the procedure: side rooms, and who waits in the lobby. */

import type { ComponentChildren, JSX } from "preact";
import { keyOf } from "../acts.ts";
import type { Act, CaucusRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t, time } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { nameOf } from "./Decisions.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { LineCheck } from "./LineCheck.tsx";

const NOTICED: ReadonlySet<string> = new Set(["admit_seat", "accept_invitation", "decline_invitation", "leave_room"]);

/** What can be done in a notice. */
export const isNoticed = (act: Act): boolean => NOTICED.has(act.type);

export function Notices(): JSX.Element | null {
  const { room } = useStay();
  const { caucus, invitations, rooms } = room.me.value;
  const waiting = room.possible.value.filter(({ type }) => type === "admit_seat");
  const others = rooms.filter((one) => one.room !== caucus?.room && !invitations.some((i) => i.room === one.room));
  const line = room.sitting.value.line_check !== null && room.me.value.may_publish;
  if (!caucus && !line && invitations.length + others.length + waiting.length === 0) return null;
  return (
    <div class="notices">
      {caucus && <Inside caucus={caucus} />}
      {invitations.map((one) => (
        <Card key={one.room} icon="door" testid="invitation" urgent acts={actsOn(room, one, "accept_invitation", "decline_invitation")}>
          <strong>{t("caucus.invited", { room: roomWords(one) })}</strong>
          <Parties caucus={one} />
        </Card>
      ))}
      {waiting.length > 0 && <Lobby acts={waiting} />}
      {line && <LineCheck />}
      {others.map((one) => (
        <Card key={one.room} icon="door" testid="side-room" acts={actsOn(room, one, "recall")}>
          <strong>{roomWords(one)}</strong> <Since caucus={one} />
          <Parties caucus={one} />
          <Recall caucus={one} />
        </Card>
      ))}
    </div>
  );
}

interface CardProps {
  readonly icon: IconName;
  readonly testid: string;
  readonly urgent?: boolean;
  readonly acts: readonly Act[];
  readonly children: ComponentChildren;
}

function Card({ icon, testid, urgent = false, acts, children }: CardProps): JSX.Element {
  return (
    <section class="card-notice" role="status" data-testid={testid} data-urgent={urgent}>
      <Icon name={icon} />
      <div class="card-words">{children}</div>
      {acts.length > 0 && (
        <div class="row-acts">
          {acts.map((act) => (
            <ActButton key={keyOf(act)} act={act} look="small" beside />
          ))}
        </div>
      )}
    </section>
  );
}

function actsOn(room: Room, caucus: CaucusRow, ...types: readonly string[]): readonly Act[] {
  const found = room.possible.value.filter((act) => types.includes(act.type) && act.fields["room"] === caucus.room);
  return found.toSorted((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
}

const roomWords = (caucus: CaucusRow): string => named("caucus.kind", caucus.kind);

/** One is in the side room: nobody in the plenary hears or sees one, and the way back is here. */
function Inside({ caucus }: { readonly caucus: CaucusRow }): JSX.Element {
  const { room } = useStay();
  return (
    <Card icon="door" testid="caucus" urgent={caucus.closes_at !== null} acts={actsOn(room, caucus, "leave_room")}>
      <strong>{t("caucus.inside", { room: roomWords(caucus) })}</strong>
      {caucus.closes_at === null ? <p>{t("caucus.inside.hint")}</p> : <Recall caucus={caucus} mine />}
    </Card>
  );
}

function Since({ caucus }: { readonly caucus: CaucusRow }): JSX.Element {
  const { room } = useStay();
  return (
    <span class="hint">{t("presence.since", { time: time(caucus.opened_at, room.session.value.time_zone) })}</span>
  );
}

function Parties({ caucus }: { readonly caucus: CaucusRow }): JSX.Element | null {
  const { room } = useStay();
  if (caucus.delegations.length === 0) return null;
  return <p>{caucus.delegations.map((code) => nameOf(room, code)).join(", ")}</p>;
}

/** The countdown of a recall, by the server's clock. */
function Recall({ caucus, mine = false }: { readonly caucus: CaucusRow; readonly mine?: boolean }): JSX.Element | null {
  const { room } = useStay();
  if (caucus.closes_at === null) return null;
  const left = (Date.parse(caucus.closes_at) - room.clock.second.value) / 1000;
  return (
    <p class="card-countdown" data-testid="recall-countdown">
      <b class="figures">{duration(left)}</b> {t(mine ? "caucus.recalled" : "caucus.recalled.other")}
    </p>
  );
}

/** Who waits outside, for the secretary. */
function Lobby({ acts }: { readonly acts: readonly Act[] }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  return (
    <section class="card-notice" role="status" data-testid="lobby" data-urgent>
      <Icon name="door" />
      <div class="card-words">
        <strong>{t("lobby.waiting", { count: acts.length })}</strong>
        <ul class="lobby">
          {acts.map((act) => {
            const plate = room.seat(act.fields["seat"]);
            const delegation = room.delegation(plate?.delegation);
            return (
              <li key={keyOf(act)}>
                <span>
                  {delegation && <b>{say(delegation.short, authentic)}: </b>}
                  {say(plate?.office ?? {}, authentic)}
                </span>
                <ActButton act={act} look="small" beside />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
