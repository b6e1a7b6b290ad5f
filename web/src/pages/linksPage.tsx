/** The join links of a session: a sheet for each delegation, to be printed and handed out. */

import { render } from "preact";
import type { JSX } from "preact";
import type { Seating } from "../api.ts";
import { city, day, days, language, say, time } from "../words/index.ts";
import { type LinkedSeat, type Links, linksOf, saveAs } from "./calls.ts";
import { Fetching, Frame, Waiting } from "./Frame.tsx";
import "./links.css";
import "./pages.css";
import { perhaps, w } from "./words.ts";

export async function show(root: HTMLElement, seating: Seating): Promise<void> {
  document.title = w("links.title");
  const links = new Fetching(() => linksOf(seating));
  render(<Page links={links} />, root);
}

function Page({ links }: { readonly links: Fetching<Links> }): JSX.Element {
  return (
    <Frame
      title={w("links.title")}
      hint={w("links.about")}
      tools={
        <button class="button primary" data-testid="print" onClick={() => print()}>
          {w("links.print")}
        </button>
      }
    >
      <Waiting of={links} coming={w("page.opening")}>
        {(found) => <Sheets found={found} />}
      </Waiting>
    </Frame>
  );
}

function Sheets({ found }: { readonly found: Links }): JSX.Element {
  const officers = found.seats.filter(({ delegation }) => delegation === null);
  const { authentic, time_zone: zone } = found.session;
  return (
    <div class="sheets">
      {found.delegations.map((one) => (
        <Sheet
          key={one.code}
          found={found}
          name={say(one.official, authentic)}
          zone={one.time_zone}
          seats={found.seats.filter(({ delegation }) => delegation === one.code)}
          testid={`sheet-${one.code}`}
        />
      ))}
      <Sheet found={found} name={w("links.officers")} zone={zone} seats={officers} testid="sheet-officers" />
    </div>
  );
}

interface SheetProps {
  readonly found: Links;
  readonly name: string;
  readonly zone: string;
  readonly seats: readonly LinkedSeat[];
  readonly testid: string;
}

/** One page: when, at which hour there, and a link for each seat. */
function Sheet({ found, name, zone, seats, testid }: SheetProps): JSX.Element {
  const { session, calendars } = found;
  const calendar = calendars[language.value] ?? Object.values(calendars)[0];
  return (
    <section class="sheet" data-testid={testid}>
      <p class="caption">{session.symbol}</p>
      <h2>{name}</h2>
      <p class="sheet-title">{say(session.title, session.authentic)}</p>
      <p>
        {days(session.date_from, session.date_to)} · {say(session.venue, session.authentic)}
      </p>
      <table>
        <caption>{w("links.sittings")}</caption>
        <thead>
          <tr>
            <th scope="col">{w("links.sitting")}</th>
            <th scope="col">{city(session.time_zone)}</th>
            {zone !== session.time_zone && <th scope="col">{city(zone)}</th>}
          </tr>
        </thead>
        <tbody>
          {session.sittings.map(({ number, opens_at: at }) => (
            <tr key={number}>
              <th scope="row">{number}</th>
              <td>
                {day(at, session.time_zone)}, {time(at, session.time_zone)}
              </td>
              {zone !== session.time_zone && (
                <td>
                  {day(at, zone)}, {time(at, zone)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="linked">
        {seats.map((seat) => (
          <li key={seat.seat} data-testid={`link-${seat.seat}`}>
            {seat.qr ? (
              <img src={seat.qr} alt={w("links.qr", { office: say(seat.office, session.authentic) })} width={148} height={148} />
            ) : (
              <span class="no-qr" aria-hidden="true" />
            )}
            <div>
              <p>
                <b>{say(seat.office, session.authentic)}</b>
              </p>
              <p class="hint">{perhaps(`role.${seat.role}`) ?? seat.role}</p>
              {seat.link ? (
                <a class="the-link" href={seat.link}>
                  {seat.link}
                </a>
              ) : (
                <p>{w("links.hidden")}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
      <ol class="how">
        <li>{w("links.how.1")}</li>
        <li>{w("links.how.2")}</li>
        <li>{w("links.how.3")}</li>
      </ol>
      <p class="hint">{w("links.personal")}</p>
      {calendar && (
        <p class="unprinted">
          <button
            class="button small"
            data-testid={`calendar-${testid}`}
            onClick={() => saveAs(`${session.id}.ics`, new Blob([calendar], { type: "text/calendar" }))}
          >
            {w("links.calendar")}
          </button>{" "}
          <span class="hint">{w("links.calendar.about")}</span>
        </p>
      )}
    </section>
  );
}
