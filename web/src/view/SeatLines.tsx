/** The technician's figures of every line, as the server has them, and what the checks before found. */

import type { JSX } from "preact";
import { keyOf } from "../acts.ts";
import type { ConnectionFigures, Lines } from "../api.ts";
import { useStay } from "../stay.ts";
import { day, named, say, t, time } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { percent } from "./CheckPage.tsx";
import { LineWords } from "./LineCheck.tsx";

/** A client checks its path every few seconds: from here on its silence says something. */
const SILENT_S = 5;

export function SeatLine({ figures }: { readonly figures: ConnectionFigures }): JSX.Element {
  const { room } = useStay();
  const { path, silent_s, jitter_ms, layers, places } = figures;
  const authentic = room.session.value.authentic_language;
  const nameOf = (id: string): string => {
    const seat = room.seat(id);
    const plate = room.delegation(seat?.delegation);
    return plate ? say(plate.short, authentic) : named("role", seat?.role ?? id);
  };
  const sent = layers.filter(({ live }) => live).map((one) => `${named("source", one.source)}${size(one)}: ${one.kbits}`);
  const got = places.filter(({ kind }) => kind === "video").map((one) => `${nameOf(one.seat)}${size(one)}`);
  const heard = places.filter(({ kind }) => kind === "audio").map(({ seat }) => nameOf(seat));
  return (
    <div class="line-figures figures" data-testid={`figures-${figures.seat}`}>
      <p class="spaced">
        <span>{t(figures.up ? "connections.up" : "connections.coming_up")}</span>
        {path && <span>{t("connections.path", { path: named("path", path) })}</span>}
        {silent_s >= SILENT_S && <span class="grace">{t("connections.silent", { seconds: Math.round(silent_s) })}</span>}
        {jitter_ms !== null && (
          <span>
            {t("connections.jitter")}: {t("check.ms", { ms: jitter_ms })}
          </span>
        )}
      </p>
      <LineWords line={figures} />
      {sent.length > 0 && <p class="hint">{t("connections.sends", { layers: sent.join(", ") })}</p>}
      {(got.length > 0 || heard.length > 0) && (
        <p class="hint">{t("connections.gets", { places: [...heard.map((one) => `${one} ♪`), ...got].join(", ") })}</p>
      )}
    </div>
  );
}

const size = ({ rid, lines }: { readonly rid: string; readonly lines: number }): string =>
  lines > 0 ? ` ${lines}${rid && ` (${rid})`}` : rid && ` (${rid})`;

/** What was measured before the sitting, and the key that begins it. */
export function Reports({ lines }: { readonly lines: Lines }): JSX.Element | null {
  const { room } = useStay();
  const { line_check: number, state } = room.sitting.value;
  if (number === null && lines.reports.length === 0) return null;
  const { session, sitting } = room;
  const shown = number ?? sitting.value.current ?? "";
  const start = room.possible.value.find(({ type, fields }) => type === "start_line_check" && fields["sitting"] === number);
  return (
    <>
      <h3 class="caption">{t("connections.reports", { number: shown })}</h3>
      {start && <ActButton key={keyOf(start)} act={start} look="small" />}
      {state === "line_check" && <p class="hint">{t("line.begun", { number: shown, count: lines.reports.length })}</p>}
      <ul class="connections">
        {lines.reports.map(({ seat, at, line }) => (
          <li key={seat} class="connection" data-testid={`report-${seat}`}>
            <div>
              <strong>{whose(room, seat)}</strong>{" "}
              <span class="hint figures">{time(at, session.value.time_zone)}</span>
              <LineWords line={line} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What the capitals' technical contacts found, from the invitation onwards. */
export function Checks({ lines }: { readonly lines: Lines }): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, time_zone: zone, delegations } = room.session.value;
  const checked = delegations.filter(({ code }) => lines.checks[code]);
  return (
    <>
      <h3 class="caption">{t("connections.checks")}</h3>
      {checked.length === 0 && <p class="hint">{t("connections.checks.none")}</p>}
      <ul class="connections">
        {checked.map(({ code, short }) => {
          const one = lines.checks[code]!;
          return (
            <li key={code} class="connection" data-testid={`check-${code}`} data-trouble={one.verdict === "unusable"}>
              <div>
                <strong>{say(short, authentic)}</strong> <span>{named("check.verdict", one.verdict)}</span>{" "}
                <span class="hint figures">
                  {day(one.at, zone)}, {time(one.at, zone)}
                </span>
                <p class="line-check figures">
                  {one.path && <span>{t("connections.path", { path: named("path", one.path) })}</span>}
                  <span>{t("line.rates", { sent: one.sent_kbits, received: one.received_kbits })}</span>
                  <span>{t("line.losses", { sent: percent(one.lost_sent), received: percent(one.lost_received) })}</span>
                  {one.round_trip_ms !== null && <span>{t("line.round_trip", { ms: one.round_trip_ms })}</span>}
                </p>
                <p class="hint spaced">
                  {(["microphone", "camera", "speaker"] as const).map((name) => (
                    <span key={name}>
                      {named("join", name)}: {named(`check.${name}`, one[name])}
                    </span>
                  ))}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function whose(room: ReturnType<typeof useStay>["room"], id: string): string {
  const seat = room.seat(id);
  const plate = room.delegation(seat?.delegation);
  const authentic = room.session.value.authentic_language;
  const office = say(seat?.office ?? {}, authentic);
  return plate && seat?.role !== "head" ? `${say(plate.short, authentic)}, ${office}` : plate ? say(plate.short, authentic) : office;
}
