/** The pages before, in and after the room. */

import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { enter, pageAddress, Problem, type Seating } from "./api.ts";
import { Checkup } from "./check/checkup.ts";
import { Stay, StayProvider } from "./stay.ts";
import { CheckPage } from "./view/CheckPage.tsx";
import { JoinPage } from "./view/JoinPage.tsx";
import { LanguageSwitch } from "./view/controls.tsx";
import { RoomPage } from "./view/RoomPage.tsx";
import { type Key, say, t } from "./words/index.ts";

type Trouble = "no_token" | "no_check" | "refused" | "failed";
type Page =
  | { readonly at: "opening" }
  | { readonly at: "trouble"; readonly trouble: Trouble; readonly retry: (() => void) | null }
  | { readonly at: "check"; readonly checkup: Checkup }
  | { readonly at: "join" | "room" | "left"; readonly stay: Stay };

const page = signal<Page>({ at: "opening" });
/** Kept while this tab lives, so that a reload comes straight back into the room. */
const INSIDE = "vcsession.inside";

/** The token leaves the address bar before anything else happens. */
export function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

function seatingInPath(): Seating | null {
  const match = /^\/room\/([^/]+)\/([^/]+)$/.exec(location.pathname);
  return match ? { session: decodeURIComponent(match[1]!), seat: decodeURIComponent(match[2]!) } : null;
}

const pathOf = ({ session, seat }: Seating): string =>
  `/room/${encodeURIComponent(session)}/${encodeURIComponent(seat)}`;

export async function open(token: string): Promise<void> {
  page.value = { at: "opening" };
  try {
    if (location.pathname === "/check") {
      page.value = { at: "check", checkup: await Checkup.open(token) };
      return;
    }
    const seating = token ? await enter(token) : seatingInPath();
    if (!seating) {
      page.value = { at: "trouble", trouble: "no_token", retry: null };
      return;
    }
    history.replaceState(null, "", pathOf(seating));
    const stay = await Stay.open(seating);
    const { symbol, title, authentic_language: authentic } = stay.room.session.peek();
    // In the lobby there is no symbol yet.
    document.title = symbol || say(title, authentic);
    const inside = sessionStorage.getItem(INSIDE);
    if (token || inside !== pathOf(seating)) {
      page.value = { at: "join", stay };
      return;
    }
    if (stay.room.me.peek().may_publish) await stay.devices.open();
    go(stay);
  } catch (error) {
    const refused = error instanceof Problem && error.status >= 400 && error.status < 500;
    const trouble = refused ? (location.pathname === "/check" ? "no_check" : "refused") : "failed";
    page.value = { at: "trouble", trouble, retry: refused ? null : () => void open(token) };
  }
}

function go(stay: Stay): void {
  sessionStorage.setItem(INSIDE, pathOf(stay.room.seating));
  stay.enter();
  page.value = { at: "room", stay };
}

function leave(stay: Stay): void {
  sessionStorage.removeItem(INSIDE);
  stay.leave();
  page.value = { at: "left", stay };
}

export function App(): JSX.Element {
  const now = page.value;
  switch (now.at) {
    case "opening":
      return <Notice title={t("net.connecting")} busy />;
    case "trouble":
      return (
        <Notice title={t(titleOf(now.trouble))} hint={t(hintOf(now.trouble))}>
          {now.retry && (
            <button class="button primary" onClick={now.retry}>
              {t("net.retry")}
            </button>
          )}
        </Notice>
      );
    case "check":
      return <CheckPage checkup={now.checkup} />;
    case "join":
      return (
        <StayProvider value={now.stay}>
          <JoinPage onEnter={() => go(now.stay)} />
        </StayProvider>
      );
    case "room":
      return (
        <StayProvider value={now.stay}>
          <Inside stay={now.stay} />
        </StayProvider>
      );
    case "left":
      return (
        <Notice title={t("net.left")} hint={t("net.left.hint")}>
          <button class="button primary" data-testid="rejoin" onClick={() => void open("")}>
            {t("net.rejoin")}
          </button>
          <a class="button" href={pageAddress("archive", now.stay.room.seating)}>
            {t("archive.open")}
          </a>
        </Notice>
      );
  }
}

function Inside({ stay }: { readonly stay: Stay }): JSX.Element {
  switch (stay.room.socket.state.value) {
    case "elsewhere":
      return (
        <Notice title={t("net.elsewhere")} hint={t("net.elsewhere.hint")}>
          <button class="button primary" data-testid="use-here" onClick={() => stay.here()}>
            {t("net.elsewhere.here")}
          </button>
        </Notice>
      );
    case "refused":
      return <Notice title={t("net.refused")} hint={t("net.refused.hint")} />;
    default:
      return <RoomPage onLeave={() => leave(stay)} />;
  }
}

const titleOf = (trouble: Trouble): Key => `net.${trouble}`;
const hintOf = (trouble: Trouble): Key => `net.${trouble}.hint`;

interface NoticeProps {
  readonly title: string;
  readonly hint?: string;
  readonly busy?: boolean;
  readonly children?: ComponentChildren;
}

/** A page that says one thing. */
function Notice({ title, hint, busy, children }: NoticeProps): JSX.Element {
  return (
    <main class="notice" aria-busy={busy ?? false}>
      <h1>{title}</h1>
      {busy && <div class="progress" role="progressbar" aria-label={title} />}
      {hint && <p>{hint}</p>}
      {children}
      <LanguageSwitch />
    </main>
  );
}
