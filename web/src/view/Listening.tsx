/** Which language one listens to, and how loud the floor stays beside it. */

import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { channelsOf, interpreted, listeningTo } from "../listening.ts";
import { floorVolume, listenTo } from "../settings.ts";
import { useStay } from "../stay.ts";
import { named, t } from "../words/index.ts";
import { Icon } from "./icons.tsx";

const ON_AIR: readonly string[] = ["live", "handover"];

export function Listening(): JSX.Element | null {
  const { room, media } = useStay();
  const id = useId();
  const channels = channelsOf(room);
  if (channels.length === 0) return null;
  const chosen = listeningTo(room);
  const sounds = interpreted(media);
  return (
    <div class="listening" data-testid="listening" data-sounds={sounds} data-chosen={chosen !== ""}>
      <label for={id}>
        <Icon name="language" />
        <span class="listening-word">{t("listen")}</span>
      </label>
      <select
        id={id}
        data-testid="listen"
        value={chosen}
        onChange={(event) => (listenTo.value = event.currentTarget.value)}
      >
        <option value="">{t("listen.floor")}</option>
        {channels.map(({ language, state }) => (
          <option key={language} value={language}>
            {t("listen.language", { language: named("option.language", language) }) +
              (ON_AIR.includes(state) ? "" : ` (${t("listen.nobody")})`)}
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
            value={floorVolume.value}
            onInput={(event) => (floorVolume.value = Number(event.currentTarget.value))}
          />
        </label>
      )}
    </div>
  );
}
