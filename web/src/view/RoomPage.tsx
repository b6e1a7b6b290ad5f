/** The room: head, stage and seats, the table and the list beside them, the bar at the foot. */

import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { pageAddress } from "../api.ts";
import { tone } from "../devices.ts";
import { soundForFloor, speakerId } from "../settings.ts";
import { type Stay, TABS, useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { AllActsPage } from "./AllActs.tsx";
import { Bar } from "./Bar.tsx";
import { Header, type Open, useDialog } from "./Header.tsx";
import { useQuestion } from "./Question.tsx";
import { LobbyPage } from "./LobbyPage.tsx";
import { Notices } from "./Notices.tsx";
import { Queue } from "./Queue.tsx";
import { QuietLines } from "./QuietLines.tsx";
import { Seats } from "./Seats.tsx";
import { Stage } from "./Stage.tsx";
import { Table } from "./Table.tsx";

interface Props {
  readonly onLeave: () => void;
}

export function RoomPage({ onLeave }: Props): JSX.Element {
  return useStay().room.me.value.waiting ? <LobbyPage onLeave={onLeave} /> : <Admitted onLeave={onLeave} />;
}

function Admitted({ onLeave }: Props): JSX.Element {
  const stay = useStay();
  const dialog = useDialog();
  const asked = useQuestion();
  useKeys(stay, dialog.set);
  useFloorSound(stay);
  return (
    <div class="room" data-sheet={stay.sheet.value} data-role={stay.room.me.value.role} data-wide={stay.wide.value} data-asked={asked?.state === "put_to_room_state"}>
      <Header open={dialog.open} onOpen={dialog.set} onLeave={onLeave} />
      <main class="room-main">
        <Stage />
        <Lines />
        <Notices />
        <div class="room-right">
          <Table />
          <Queue />
        </div>
        <Seats />
        <QuietLines />
      </main>
      <Bar />
      <AllActsPage />
      <FloorNews />
    </div>
  );
}

/** What is wrong with the lines, in grey under the head. */
function Lines(): JSX.Element | null {
  const { room, media, elements, devices, silent } = useStay();
  const socket = room.socket.state.value;
  if (socket === "reconnecting") {
    const pending = room.socket.unanswered.value > 0;
    return (
      <div class="line-bar" role="status" data-testid="reconnecting">
        {pending ? t("net.reconnecting.pending") : t("net.reconnecting")}
      </div>
    );
  }
  if (!room.saving.value) {
    return (
      <div class="line-bar" role="status" data-testid="saving-paused">
        {t("net.unsaved")}
      </div>
    );
  }
  if (devices.lost.value) {
    const lost = devices.lost.value;
    return (
      <div class="line-bar" role="alert" data-testid="device-lost">
        {named("device.lost", lost)}{" "}
        <button class="button small" onClick={() => void devices.choose(lost, "")}>
          {t("device.again")}
        </button>
      </div>
    );
  }
  if (elements.held.value) {
    return (
      <div class="line-bar" role="status">
        {t("net.sound")}{" "}
        <button class="button small" onClick={() => elements.release()}>
          {t("net.sound.on")}
        </button>
      </div>
    );
  }
  if (media.full.value) {
    return (
      <div class="line-bar" role="status" data-testid="media-full">
        {t(media.full.value === "sound" ? "media.full.sound" : "media.full.waiting")}{" "}
        {media.full.value === "sound" && (
          <button class="button small" onClick={() => media.widen()}>
            {t("media.full.try")}
          </button>
        )}
      </div>
    );
  }
  if (silent.value) {
    const here = (): void => room.socket.tell({ signal: "sound", media: media.id.peek() });
    return (
      <div class="line-bar" role="status" data-testid="silent-device">
        {t("device.silent")}{" "}
        <button class="button small" data-testid="sound-here" onClick={here}>
          {t("device.sound")}
        </button>
      </div>
    );
  }
  if (media.state.value === "lost") {
    return (
      <div class="line-bar" role="status" data-testid="media-lost">
        {t("net.media")}
      </div>
    );
  }
  if (room.session.value.over) {
    return (
      <div class="line-bar" role="status" data-testid="session-over">
        {named("session.state", room.session.value.state)}. {t("session.over")}{" "}
        <a href={pageAddress("archive", room.seating)} target="_blank" rel="noopener">
          {t("archive.open")}
        </a>
      </div>
    );
  }
  return null;
}

const hasFloor = ({ room }: Stay): boolean => room.floor.value.speakers.some(({ seat }) => seat === room.seating.seat);

/** Said aloud by a screen reader when the floor comes to this seat. */
function FloorNews(): JSX.Element {
  const stay = useStay();
  return (
    <p class="unseen" aria-live="assertive" data-testid="floor-news">
      {hasFloor(stay) ? t("floor.yours") : ""}
    </p>
  );
}

function useFloorSound(stay: Stay): void {
  useEffect(() => {
    let had = hasFloor(stay);
    return effect(() => {
      const has = hasFloor(stay);
      if (has && !had && soundForFloor.peek()) void tone(0.08, speakerId.peek());
      had = has;
    });
  }, [stay]);
}

/** Keys that are safe to press by mistake: none of them performs an act of procedure, but for the booth's own. */
function useKeys(stay: Stay, open: (dialog: Open) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      const busy = target.closest("input, textarea, select, button, a, dialog, [role=tab]") !== null;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.key === "Escape") stay.sheet.value = "";
      if (busy && (event.key === " " || !target.closest("button, a, [role=tab]"))) return;
      // By the key's position, so that it works with a Russian keyboard too.
      switch (event.code) {
        case "Space":
          stay.devices.mute(!stay.devices.muted.peek());
          event.preventDefault();
          break;
        case "KeyA":
          stay.allActs.value = true;
          event.preventDefault();
          break;
        case "KeyN":
          document.querySelector<HTMLElement>(".bar-steps button")?.focus();
          break;
        case "KeyT":
          stay.looking.value = null;
          break;
        case "Slash":
          open("help");
          break;
        default: {
          // The booth's keys, while there is a booth.
          document.querySelector<HTMLElement>(`[data-key="${event.code}"] button:not([disabled])`)?.click();
          const tab = /^Digit([1-6])$/.exec(event.code)?.[1];
          if (tab) stay.looking.value = TABS[Number(tab) - 1] ?? null;
        }
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [stay]);
}
