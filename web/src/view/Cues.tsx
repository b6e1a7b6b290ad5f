/** What the booths have to tell the room beside the procedure: less speed, not finished yet, nobody there. */

import type { JSX } from "preact";
import type { ChannelRow } from "../generated/slices.ts";
import { listeningTo } from "../listening.ts";
import { useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { Icon, type IconName } from "./icons.tsx";

/** How long a speaker is asked for less speed. */
export const SLOWER_MS = 8000;

export function Cues(): JSX.Element {
  const { room } = useStay();
  const asked = room.slower.value;
  const fresh = asked !== null && room.clock.second.value - asked.at < SLOWER_MS;
  const mine = room.floor.value.speakers.some(({ seat }) => seat === room.seating.seat);
  return (
    <div class="stage-cues" role="status">
      {useFailed().map(({ language, reason }) => (
        <Cue key={language} icon="unplugged" testid="cue-failed" alarm>
          {t("cue.failed", { language: named("option.language", language), reason: named("option.reason", reason) })}
        </Cue>
      ))}
      {fresh && asked.from !== room.seating.seat && (
        <Cue icon="grace" testid="cue-slower">
          {t(mine ? "cue.slower.you" : "cue.slower")}
        </Cue>
      )}
      {useUnfinished().map(({ language, output }) => (
        <Cue key={language} icon="language" testid="cue-still">
          {t("cue.still", { language: named("option.language", output) })}
        </Cue>
      ))}
    </div>
  );
}

interface CueProps {
  readonly icon: IconName;
  readonly testid: string;
  readonly alarm?: boolean;
  readonly children: string;
}

function Cue({ icon, testid, alarm = false, children }: CueProps): JSX.Element {
  return (
    <p class="stage-cue" data-testid={testid} data-alarm={alarm}>
      <Icon name={icon} /> {children}
    </p>
  );
}

/** The channels that have failed, for who steers and for who listens to them. */
function useFailed(): readonly ChannelRow[] {
  const { room, hearing } = useStay();
  const { steers, watches, depends_on: depends } = room.me.value;
  const mine = (language: string): boolean => depends.includes(language) || listeningTo(room, hearing) === language;
  return room.languages.value.channels.filter(({ state, language }) => state === "failed" && (steers || watches || mine(language)));
}

/** Who presides waits for the booths: nobody speaks on the floor any more, and an interpreter still does. */
function useUnfinished(): readonly ChannelRow[] {
  const { room } = useStay();
  if (!room.me.value.steers) return [];
  const sounds = (seat: string | null): boolean => seat !== null && room.speaking.value.has(seat);
  const speaker = room.floor.value.speakers.some(({ seat }) => sounds(seat)) || sounds(room.sitting.value.presiding.seat);
  return speaker ? [] : room.languages.value.channels.filter(({ output, seat }) => output !== "" && sounds(seat));
}
