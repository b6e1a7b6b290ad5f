/** Settings, help, and the question before leaving. */

import type { JSX } from "preact";
import { mirror, soundForFloor, theme, type Theme } from "../settings.ts";
import { TABS, useStay } from "../stay.ts";
import { language, LANGUAGE_NAMES, LANGUAGES, named, speak, t } from "../words/index.ts";
import { Dialog, Pills } from "./controls.tsx";
import { DeviceChoices } from "./DeviceChoices.tsx";
import { Icon } from "./icons.tsx";

interface CloseProps {
  readonly onClose: () => void;
}

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function Settings({ onClose }: CloseProps): JSX.Element {
  return (
    <Dialog title={t("settings")} onClose={onClose}>
      <Pills
        legend={t("join.language")}
        options={LANGUAGES}
        value={language.value}
        label={(option) => LANGUAGE_NAMES[option]}
        onChoose={(option) => void speak(option)}
        testid="language"
      />
      <Pills
        legend={t("settings.theme")}
        options={THEMES}
        value={theme.value}
        label={(option) => named("settings.theme", option)}
        onChoose={(option) => (theme.value = option)}
        testid="theme"
      />
      <label class="check">
        <input
          type="checkbox"
          checked={soundForFloor.value}
          onChange={() => (soundForFloor.value = !soundForFloor.value)}
        />
        <span>{t("settings.sound")}</span>
      </label>
      <label class="check">
        <input type="checkbox" checked={mirror.value} onChange={() => (mirror.value = !mirror.value)} />
        <span>{t("settings.mirror")}</span>
      </label>
      <DeviceChoices />
    </Dialog>
  );
}

export function Help({ onClose }: CloseProps): JSX.Element {
  return (
    <Dialog title={t("help")} onClose={onClose}>
      <h3>{t("help.keys")}</h3>
      <dl class="keys">
        <Key keys={["␣"]} words={t("help.key.space")} />
        <Key keys={["N"]} words={t("help.key.n")} />
        <Key keys={["A"]} words={t("help.key.a")} />
        <Key keys={["T"]} words={t("help.key.t")} />
        <Key keys={TABS.map((_, n) => String(n + 1))} words={t("help.key.tabs")} />
        <Key keys={["?"]} words={t("help.key.help")} />
        <Key keys={["Esc"]} words={t("help.key.escape")} />
      </dl>
      <p class="hint">{t("help.safe")}</p>
      <h3>{t("help.marks")}</h3>
      <ul class="marks">
        <li>
          <Icon name="mic" /> {t("mic.mark.open")}
        </li>
        <li>
          <Icon name="closed" /> {t("mic.mark.procedure")}
        </li>
        <li>
          <Icon name="micOff" /> {t("mic.mark.self")}
        </li>
        <li>
          <Icon name="seal" /> {t("decision.final")}
        </li>
        <li>
          <Icon name="dashed" /> {t("decision.preliminary")}
        </li>
        <li>
          <Icon name="dotted" /> {t("decision.ad_referendum")}
        </li>
      </ul>
    </Dialog>
  );
}

function Key({ keys, words }: { readonly keys: readonly string[]; readonly words: string }): JSX.Element {
  return (
    <>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </>
  );
}

interface LeaveProps extends CloseProps {
  readonly onLeave: () => void;
}

export function Leave({ onClose, onLeave }: LeaveProps): JSX.Element {
  const { room } = useStay();
  return (
    <Dialog title={t("leave.ask")} onClose={onClose}>
      <p>{room.me.value.delegation ? t("leave.hint") : t("net.left.hint")}</p>
      <button class="button danger" data-testid="leave-confirm" onClick={onLeave}>
        {t("leave")}
      </button>
    </Dialog>
  );
}
