/** The technician's page: every connection, what is wrong with it, and the server's own figures. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { keyOf } from "../acts.ts";
import { type ConnectionFigures, type Figures, type Lines, lines, serverFigures } from "../api.ts";
import { lineFigures, type LineFigures } from "../figures.ts";
import type { Act, IncidentRow, SeatPlate } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { duration, named, say, t, time } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { Icon } from "./icons.tsx";
import { Checks, Reports, SeatLine } from "./SeatLines.tsx";

const EVERY_MS = 3000;

export function Connections(): JSX.Element {
  const { room } = useStay();
  const { seats } = room.session.value;
  const { incidents } = room.sitting.value;
  const found = useSignal<Lines>({ connections: [], checks: {}, reports: [] });
  useEvery(async () => {
    found.value = await lines(room.seating);
  });
  return (
    <>
      <h3 class="caption">{t("connections.incidents")}</h3>
      {incidents.length === 0 && <p class="hint">{t("connections.incidents.none")}</p>}
      {incidents.length > 0 && (
        <ul class="connections">
          {incidents.map((incident) => (
            <Incident key={incident.id} incident={incident} />
          ))}
        </ul>
      )}
      <h3 class="caption">{t("connections.seats")}</h3>
      <ul class="connections">
        {seats.map((seat) => (
          <Line key={seat.id} seat={seat} media={found.value.connections.filter((one) => one.seat === seat.id)} />
        ))}
      </ul>
      <Reports lines={found.value} />
      <Checks lines={found.value} />
      <OwnLine />
      <Server />
    </>
  );
}

function Incident({ incident }: { readonly incident: IncidentRow }): JSX.Element {
  const { room } = useStay();
  const { time_zone: zone } = room.session.value;
  const acts = room.possible.value.filter((act) => act.fields["incident"] === incident.id);
  const left = incident.until && (Date.parse(incident.until) - room.clock.second.value) / 1000;
  return (
    <li class="connection" data-testid="incident" data-trouble="true">
      <div>
        <Who seat={room.seat(incident.seat)} />
        <p class="hint spaced">
          <span>{named("incident", incident.kind)}</span>
          <span class="figures">{t("presence.since", { time: time(incident.since, zone) })}</span>
          {left !== null && left !== "" && <span class="figures">{t("connections.until", { time: duration(left) })}</span>}
        </p>
      </div>
      {acts.map((act) => (
        <ActButton key={keyOf(act)} act={act} look="small" beside />
      ))}
    </li>
  );
}

function Who({ seat }: { readonly seat: SeatPlate | undefined }): JSX.Element {
  const { room } = useStay();
  const authentic = room.session.value.authentic_language;
  const plate = room.delegation(seat?.delegation);
  return (
    <>
      <strong>{plate ? say(plate.short, authentic) : named("role", seat?.role ?? "")}</strong>{" "}
      <span class="hint">{say(seat?.office ?? {}, authentic)}</span>
    </>
  );
}

interface LineProps {
  readonly seat: SeatPlate;
  readonly media: readonly ConnectionFigures[];
}

function Line({ seat, media: figures }: LineProps): JSX.Element {
  const { room, media } = useStay();
  const here = room.connected.value.has(seat.id) || seat.id === room.seating.seat;
  const devices = room.devices.value[seat.id] ?? 1;
  const row = room.roll_call.value.rows.find(({ delegation }) => delegation === seat.delegation);
  const grace = row?.grace_until ?? null;
  const shown = [...media.pictures.value.values()].includes(seat.id);
  const mute = room.possible.value.find(({ type }) => type === "noise_mute");
  const muted = room.sitting.value.incidents.some((one) => one.seat === seat.id && one.kind === "noise");
  return (
    <li class="connection" data-testid={`connection-${seat.id}`} data-here={here} data-trouble={grace !== null}>
      <div>
        <Who seat={seat} />
        <p class="hint spaced">
          <span class="connection-state">
            <Icon name={here ? "linked" : "unplugged"} /> {here ? t("roll_call.connected") : t("link.away")}
          </span>
          {devices > 1 && <span>{t("connections.devices", { count: devices })}</span>}
          {grace && (
            <span class="grace">
              {t("link.grace", { time: duration((Date.parse(grace) - room.clock.second.value) / 1000) })}
            </span>
          )}
          {shown && <span>{t("connections.picture")}</span>}
          {here && figures.length === 0 && <span>{t("connections.no_media")}</span>}
        </p>
        {figures.map((one) => (
          <SeatLine key={one.connection} figures={one} />
        ))}
      </div>
      {mute && here && !muted && seat.sounds && <Mute act={mute} seat={seat.id} />}
    </li>
  );
}

function Mute({ act, seat }: { readonly act: Act; readonly seat: string }): JSX.Element {
  const filled: Act = { ...act, asks: [], fields: { ...act.fields, seat } };
  return <ActButton act={filled} look="small" beside />;
}

/** What this browser's own connection measures: the technician's line check. */
function OwnLine(): JSX.Element | null {
  const { media } = useStay();
  const found = useSignal<LineFigures | null>(null);
  useEvery(async () => {
    const peer = media.connection;
    found.value = peer ? lineFigures(await peer.getStats(), found.peek()) : null;
  });
  const own = found.value;
  if (!own) return null;
  return (
    <>
      <h3 class="caption">{t("connections.own")}</h3>
      <dl class="figures-list">
        <Figure words={t("connections.round_trip")} value={own.roundTripMs === null ? "–" : `${own.roundTripMs} ms`} />
        <Figure words={t("connections.jitter")} value={`${own.jitterMs} ms`} />
        <Figure words={t("connections.received")} value={own.kbits === null ? "–" : `${own.kbits} kbit/s`} />
        <Figure words={t("connections.lost")} value={String(own.lost)} />
      </dl>
    </>
  );
}

/** The whole server's counters, as it gives them to whoever watches it. */
function Server(): JSX.Element {
  const figures = useSignal<Figures | null>(null);
  const before = useSignal<Figures | null>(null);
  useEvery(async () => {
    const now = await serverFigures().catch(() => null);
    before.value = figures.peek();
    figures.value = now;
  });
  const now = figures.value;
  return (
    <>
      <h3 class="caption">{t("connections.server")}</h3>
      {now === null ? (
        <p class="hint">{t("connections.server.none")}</p>
      ) : (
        <dl class="figures-list" data-testid="server-figures">
          {Object.entries(now.values).map(([name, value]) => (
            <Figure key={name} words={named("figure", name)} value={String(value)} more={rate(name, now, before.value)} />
          ))}
        </dl>
      )}
    </>
  );
}

/** By how much a running total grows in a second. */
function rate(name: string, now: Figures, before: Figures | null): string {
  const grown = (now.values[name] ?? 0) - (before?.values[name] ?? Number.NaN);
  if (!(grown > 0) || !before) return "";
  return t("connections.rate", { rate: Math.round((grown * 1000) / (now.at - before.at)) });
}

interface FigureProps {
  readonly words: string;
  readonly value: string;
  readonly more?: string;
}

function Figure({ words, value, more = "" }: FigureProps): JSX.Element {
  return (
    <div>
      <dt>{words}</dt>
      <dd class="figures">
        {value} {more && <small class="hint">{more}</small>}
      </dd>
    </div>
  );
}

function useEvery(look: () => Promise<void>): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let here = true;
    const again = async (): Promise<void> => {
      await look().catch(() => undefined);
      if (here) timer = setTimeout(() => void again(), EVERY_MS);
    };
    void again();
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, []);
}
