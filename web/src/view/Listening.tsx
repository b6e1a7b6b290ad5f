/** Which language one listens to, and how loud the floor stays beside it. */

import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { interpreted, listeningTo, onOffer } from "../listening.ts";
import { useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { Icon } from "./icons.tsx";

export function Listening(): JSX.Element | null {
  const { room, media, hearing } = useStay();
  const id = useId();
  const languages = onOffer(room);
  if (languages.length === 0) return null;
  const chosen = listeningTo(room, hearing);
  const sounds = interpreted(media);
  const relay = room.me.value.booth.length > 0;
  return (
    <div class="listening" data-testid="listening" data-sounds={sounds} data-chosen={chosen !== ""}>
      <label for={id}>
        <Icon name="language" />
        <span class="listening-word">{t(relay ? "listen.relay" : "listen")}</span>
      </label>
      <select
        id={id}
        data-testid="listen"
        value={chosen}
        onChange={(event) => (hearing.chosen.value = event.currentTarget.value)}
      >
        <option value="">{t("listen.floor")}</option>
        {languages.map((language) => (
          <option key={language} value={language}>
            {named("option.language", language) + useSource(language)}
          </option>
        ))}
      </select>
      {chosen && (
        <label class="listening-floor">
          <span>{t("listen.volume")}</span>
          <input
            type="range"
            min={0}
            max={100}
            step={5}
            data-testid="floor-volume"
            title={t("listen.volume")}
            value={hearing.volume.value}
            onInput={(event) => (hearing.volume.value = Number(event.currentTarget.value))}
          />
        </label>
      )}
    </div>
  );
}

/** Where a language comes from now, where that needs a word. A side room's booths are told to nobody else, so not here. */
function useSource(language: string): string {
  const { room } = useStay();
  const { channels, floor_language: spoken } = room.languages.value;
  if (room.me.value.caucus !== null) return "";
  if (language === spoken) return ` (${t("listen.spoken")})`;
  return channels.some(({ output }) => output === language) ? "" : ` (${t("listen.nobody")})`;
}
