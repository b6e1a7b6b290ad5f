/** What a ministry's firewall must let out, on one sheet of paper. It needs no test and no permission. */

import type { JSX } from "preact";
import type { Outlet } from "../api.ts";
import type { About } from "../check/checkup.ts";
import { NEEDS } from "../check/verdict.ts";
import { days, named, say, t } from "../words/index.ts";
import { Icon } from "./icons.tsx";

export function FirewallSheet({ about }: { readonly about: About }): JSX.Element {
  const { page, media, relays } = about.sheet;
  const rows: readonly (readonly [string, Outlet])[] = [
    ["page", page],
    ...media.map((outlet) => ["media", outlet] as const),
    ...relays.map((outlet) => ["relay", outlet] as const),
  ];
  return (
    <section class="card sheet" data-testid="sheet">
      <div class="sheet-head">
        <h2>{t("sheet.title")}</h2>
        <button class="button not-printed" onClick={() => print()}>
          <Icon name="download" />
          <span>{t("sheet.print")}</span>
        </button>
      </div>
      <p class="hint">
        {about.symbol} · {say(about.title, about.authentic_language)} · {days(about.date_from, about.date_to)}
      </p>
      <p>{t("sheet.outward")}</p>
      <div class="sheet-table">
        <table>
          <thead>
            <tr>
              <th>{t("sheet.purpose")}</th>
              <th>{t("sheet.address")}</th>
              <th>{t("sheet.protocol")}</th>
              <th>{t("sheet.port")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([purpose, { host, port, protocol }]) => (
              <tr key={`${purpose} ${host} ${port} ${protocol}`}>
                <th scope="row">{named("sheet.for", purpose)}</th>
                <td class="address">{host}</td>
                <td>{named("sheet.by", protocol)}</td>
                <td class="figures">{port}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul class="hints">
        <li>{t("sheet.udp")}</li>
        <li>{t(relays.length > 0 ? "sheet.relays" : "sheet.relays.none")}</li>
        <li>{t("sheet.proxy")}</li>
      </ul>
      <h3>{t("sheet.bandwidth")}</h3>
      <div class="sheet-table">
        <table>
          <thead>
            <tr>
              <th>{t("sheet.device")}</th>
              <th>{t("sheet.up")}</th>
              <th>{t("sheet.down")}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(NEEDS).map(([device, { up, down }]) => (
              <tr key={device}>
                <th scope="row">{named("sheet.for", device)}</th>
                <td class="figures">{t("check.kbits", { kbits: up })}</td>
                <td class="figures">{t("check.kbits", { kbits: down })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="hint">{t("sheet.each")}</p>
    </section>
  );
}
