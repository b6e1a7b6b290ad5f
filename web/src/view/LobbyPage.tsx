/** Outside the door: who comes waits here until the secretary admits the seat; then the room opens in its place. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { days, say, t } from "../words/index.ts";
import { LanguageSwitch } from "./controls.tsx";
import { Icon } from "./icons.tsx";

export function LobbyPage({ onLeave }: { readonly onLeave: () => void }): JSX.Element {
  const { room } = useStay();
  const { title, date_from: from, date_to: to, authentic_language: authentic } = room.session.value;
  const office = say(room.seat(room.seating.seat)?.office ?? {}, authentic);
  const lost = room.socket.state.value === "reconnecting";
  return (
    <main class="notice" data-testid="waiting">
      <p>
        {say(title, authentic)}, {days(from, to)}
      </p>
      <h1>{t("lobby.title")}</h1>
      <p>{office}</p>
      <p role="status">{lost ? t("net.reconnecting") : `${t("lobby.wait")} ${t("lobby.hint")}`}</p>
      <button class="button" data-testid="leave" onClick={onLeave}>
        <Icon name="leave" />
        <span>{t("leave")}</span>
      </button>
      <LanguageSwitch />
    </main>
  );
}
