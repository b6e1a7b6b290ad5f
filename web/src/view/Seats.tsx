/** The seats at the table, in protocol order. They never move; the floor is a light that does. */

import type { JSX } from "preact";
import type { DelegationPlate, PresenceRow, SeatPlate } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t } from "../words/index.ts";
import { Icon, type IconName } from "./icons.tsx";
import { OwnPicture, PlacePicture } from "./Picture.tsx";

/** From this many plates on they stand without pictures. */
const CROWD = 24;

export function Seats(): JSX.Element {
  const { room, media, devices } = useStay();
  const { delegations, seats } = room.session.value;
  const { speakers, queue } = room.floor.value;
  const { presiding, current } = room.sitting.value;
  const officers = seats.filter(({ officer }) => officer);
  const crowd = delegations.length + officers.length > CROWD;
  const rows = new Map(room.roll_call.value.rows.map((row) => [row.delegation, row]));
  const tiles = [...media.pictures.value].filter(([name]) => name.startsWith("tile-"));
  const { seat: me } = room.seating;
  const muted = devices.muted.value && devices.microphone.value !== null;
  const camera = devices.camera.value !== null;

  /** What of the room is about some seats: plain values, so that a plate is drawn anew where its own change. */
  const about = (its: readonly string[]): About => {
    const mine = its.includes(me);
    return {
      floor: speakers.find(({ seat }) => its.includes(seat))?.state ?? "",
      place: queue.findIndex(({ seat }) => its.includes(seat)) + 1,
      mine,
      presides: its.includes(presiding.seat ?? ""),
      here: mine || its.some((seat) => room.connected.value.has(seat)),
      speaking: its.some((seat) => room.speaking.value.has(seat)),
      tile: tiles.find(([, seat]) => its.includes(seat))?.[0] ?? "",
      own: mine && camera,
      muted: mine && muted,
    };
  };
  return (
    <section class="seats" tabIndex={0} aria-label={t("bar.seats")} data-crowd={crowd}>
      {officers.map((seat) => (
        <Plate key={seat.id} officer={seat} {...about([seat.id])} />
      ))}
      {delegations.map((delegation) => (
        <Plate key={delegation.code} delegation={delegation} row={rows.get(delegation.code)} awaited={current !== null} {...about(delegation.seats)} />
      ))}
    </section>
  );
}

interface About {
  /** The state of its speech; "" where it has not the floor. */
  readonly floor: string;
  /** Its place in the list; 0 for none. */
  readonly place: number;
  readonly mine: boolean;
  readonly presides: boolean;
  readonly here: boolean;
  readonly speaking: boolean;
  readonly tile: string;
  /** My own camera runs. */
  readonly own: boolean;
  readonly muted: boolean;
}

interface PlateProps extends About {
  readonly delegation?: DelegationPlate;
  readonly officer?: SeatPlate;
  readonly row?: PresenceRow | undefined;
  /** After the last sitting nobody is waited for. */
  readonly awaited?: boolean;
}

const OFFICER_ICONS: Readonly<Record<string, IconName>> = { chair: "chair", deputy: "chair", secretary: "secretary" };

function Plate({ delegation, officer, row, awaited = false, floor, place, mine, presides, here, speaking, tile, own, muted }: PlateProps): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const code = delegation?.code ?? officer?.id ?? "";
  const link = useLink(here, (awaited && row?.grace_until) || null);
  const name = delegation ? say(delegation.short, authentic) : named("plate", officer?.role ?? "");
  const full = delegation ? say(delegation.official, authentic) : say(officer?.office ?? {}, authentic);
  const presence = row ? named("presence", row.asked_to_join ? "asked" : row.presence) : "";
  return (
    <article
      class="plate"
      data-testid={`plate-${code}`}
      data-floor={floor}
      data-presence={row?.presence ?? ""}
      data-link={link.state}
      data-speaking={speaking}
      data-mine={mine}
      title={full}
      aria-label={[full, presence, link.words, place > 0 && t("queue.mine", { place })].filter(Boolean).join(", ")}
    >
      <div class="plate-picture">
        {own ? <OwnPicture /> : tile ? <PlacePicture place={tile} /> : null}
        {!own && !tile && (
          <span class="plate-initials" aria-hidden>
            {delegation ? delegation.code : <Icon name={OFFICER_ICONS[officer?.role ?? ""] ?? "person"} />}
          </span>
        )}
        {place > 0 && (
          <span class="plate-place" aria-hidden>
            {place}
          </span>
        )}
        {link.state === "away" ? (
          <span class="plate-mark" data-mark="away">
            <Icon name="unplugged" label={link.words} />
          </span>
        ) : (
          <MicrophoneMark mark={muted ? "self" : floor === "speaking" || presides ? "open" : "procedure"} />
        )}
        {link.state === "grace" && (
          <span class="plate-grace">
            <Icon name="grace" /> {link.left}
          </span>
        )}
      </div>
      <div class="plate-name">
        <span class="plate-short">{name}</span>
      </div>
      <p class="plate-line">
        <span>{presides ? t("plate.presides") : presence || (mine ? t("seat.you") : "")}</span>
      </p>
    </article>
  );
}

interface LinkView {
  readonly state: "solid" | "grace" | "away";
  readonly words: string;
  readonly left: string;
}

function useLink(here: boolean, graceUntil: string | null): LinkView {
  const { room } = useStay();
  if (graceUntil !== null) {
    const left = duration((Date.parse(graceUntil) - room.clock.second.value) / 1000);
    return { state: "grace", words: t("link.grace", { time: left }), left };
  }
  return here
    ? { state: "solid", words: t("link.solid"), left: "" }
    : { state: "away", words: t("link.away"), left: "" };
}

const MIC_ICONS: Readonly<Record<string, IconName>> = { open: "mic", procedure: "closed", self: "micOff" };

function MicrophoneMark({ mark }: { readonly mark: "open" | "procedure" | "self" }): JSX.Element {
  return (
    <span class="plate-mark" data-testid="mic-mark" data-mark={mark}>
      <Icon name={MIC_ICONS[mark] ?? "closed"} label={named("mic.mark", mark)} />
    </span>
  );
}
