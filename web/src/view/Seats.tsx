/** The seats at the table, in protocol order. They never move; the floor is a light that does. */

import type { JSX } from "preact";
import type { DelegationPlate, SeatPlate } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t } from "../words/index.ts";
import { Icon, type IconName } from "./icons.tsx";
import { OwnPicture, PlacePicture } from "./Picture.tsx";

/** From this many plates on they stand without pictures. */
const CROWD = 24;

export function Seats(): JSX.Element {
  const { room } = useStay();
  const { delegations, seats } = room.session.value;
  const officers = seats.filter(({ officer }) => officer);
  const crowd = delegations.length + officers.length > CROWD;
  return (
    <section class="seats" tabIndex={0} aria-label={t("bar.seats")} data-crowd={crowd}>
      {officers.map((seat) => (
        <Plate key={seat.id} seats={[seat.id]} officer={seat} />
      ))}
      {delegations.map((delegation) => (
        <Plate key={delegation.code} seats={delegation.seats} delegation={delegation} />
      ))}
    </section>
  );
}

interface PlateProps {
  readonly seats: readonly string[];
  readonly delegation?: DelegationPlate;
  readonly officer?: SeatPlate;
}

const OFFICER_ICONS: Readonly<Record<string, IconName>> = { chair: "chair", deputy: "chair", secretary: "secretary" };

function Plate({ seats, delegation, officer }: PlateProps): JSX.Element {
  const { room, media, devices } = useStay();
  const authentic = room.session.value.authentic_language;
  const code = delegation?.code ?? officer?.id ?? "";
  const { speakers, queue } = room.floor.value;
  const speaker = speakers.find((row) => seats.includes(row.seat));
  const place = queue.findIndex((row) => seats.includes(row.seat)) + 1;
  const mine = seats.includes(room.seating.seat);
  const presides = seats.includes(room.sitting.value.presiding.seat ?? "");
  const row = room.roll_call.value.rows.find((one) => one.delegation === delegation?.code);
  // After the last sitting nobody is waited for.
  const awaited = room.sitting.value.current === null ? null : row?.grace_until;
  const link = useLink(seats, awaited ?? null);
  const tile = [...media.pictures.value].find(([name, seat]) => name.startsWith("tile-") && seats.includes(seat))?.[0];
  const selfMuted = mine && devices.muted.value && devices.microphone.value !== null;
  const own = mine && devices.camera.value !== null;
  const name = delegation ? say(delegation.short, authentic) : named("plate", officer?.role ?? "");
  const full = delegation ? say(delegation.official, authentic) : say(officer?.office ?? {}, authentic);
  const presence = row ? named("presence", row.asked_to_join ? "asked" : row.presence) : "";
  return (
    <article
      class="plate"
      data-testid={`plate-${code}`}
      data-floor={speaker?.state ?? ""}
      data-presence={row?.presence ?? ""}
      data-link={link.state}
      data-speaking={seats.some((seat) => room.speaking.value.has(seat))}
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
          <MicrophoneMark mark={selfMuted ? "self" : speaker?.state === "speaking" || presides ? "open" : "procedure"} />
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

function useLink(seats: readonly string[], graceUntil: string | null): LinkView {
  const { room } = useStay();
  if (graceUntil !== null) {
    const left = duration((Date.parse(graceUntil) - room.clock.second.value) / 1000);
    return { state: "grace", words: t("link.grace", { time: left }), left };
  }
  const here = seats.some((seat) => room.connected.value.has(seat) || seat === room.seating.seat);
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
