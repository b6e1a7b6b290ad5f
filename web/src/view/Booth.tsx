/** The interpreter's keys. Each has its place and its letter for good; what is offered now can be pressed. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { keyOf, namesInDetail, pressable } from "../acts.ts";
import type { Act, ChannelRow } from "../generated/slices.ts";
import { channelOf, interpreted, listeningTo } from "../listening.ts";
import { useStay } from "../stay.ts";
import { duration, named, refusalWords, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";
import { SLOWER_MS } from "./Cues.tsx";

/** Acts that share a key are never offered together. */
const AIR = ["go_live", "booth_check"];
const HANDOVER = ["accept_handover", "offer_handover"];
const FAILURE = ["cannot_interpret"];
const OFF = ["close_channel"];
const SPOKEN = "set_floor_language";
const OWN: ReadonlySet<string> = new Set([...AIR, ...HANDOVER, ...FAILURE, ...OFF, SPOKEN]);

export const isBoothAct = (act: Act): boolean => OWN.has(act.type);

export function Booth(): JSX.Element | null {
  const { room } = useStay();
  const channel = channelOf(room);
  if (!channel) return null;
  return room.me.value.caucus ? <SideBooth /> : <Console channel={channel} />;
}

function Console({ channel }: { readonly channel: ChannelRow }): JSX.Element {
  const { room } = useStay();
  const acts = room.possible.value.filter((act) => isBoothAct(act) && act.fields["language"] === channel.language);
  const offered = (types: readonly string[]): Act | undefined =>
    types.flatMap((type) => acts.filter((act) => act.type === type)).at(0);
  const mine = channel.seat === room.seating.seat;
  const onAir = channel.state === "live" || channel.state === "handover";
  const key = (types: readonly string[], idle = types.at(-1) ?? ""): JSX.Element => {
    const act = offered(types);
    if (act) return <ActButton key={keyOf(act)} act={act} look="alternative" beside />;
    return (
      <button class="button" disabled>
        {named("brief", idle)}
      </button>
    );
  };
  return (
    <section class="booth" aria-label={t("booth", { language: pairWords(room.me.value.booth) })} data-testid="booth">
      <div class="booth-state" role="status" data-testid="booth-state" data-state={channel.state} data-on={onAir && mine}>
        <strong>{t("booth", { language: pairWords(room.me.value.booth) })}</strong>
        <StateWords channel={channel} mine={mine} />
      </div>
      <div class="booth-keys">
        <Key letter="Q">{key(AIR, channel.state === "off_air" ? "booth_check" : "go_live")}</Key>
        <Key letter="W">{key(HANDOVER)}</Key>
        <Key letter="E">
          <Relay />
        </Key>
        <Key letter="R">{key(FAILURE)}</Key>
      </div>
      <div class="booth-spoken">
        <Spoken act={offered([SPOKEN])} />
        <Slower may={onAir && mine} />
        {key(OFF)}
      </div>
    </section>
  );
}

/** In a side room there is no air to go on: one speaks to all in turn, or beside the speaker into one language. */
function SideBooth(): JSX.Element {
  const { room, hearing } = useStay();
  const { booth } = room.me.value;
  const into = hearing.into.value;
  return (
    <section class="booth" aria-label={t("booth.side")} data-testid="booth">
      <div class="booth-state" role="status" data-testid="booth-state" data-state="side" data-on={into !== ""}>
        <strong>{t("booth.side")}</strong>
        <span>{into ? t("booth.into", { language: named("option.language", into) }) : t("booth.side.all")}</span>
      </div>
      <div class="booth-keys" role="group" aria-label={t("booth.side")}>
        {["", ...booth].map((language, n) => (
          <Key key={language} letter={"QWE"[n] ?? ""}>
            <button
              class="button"
              data-testid={`into-${language || "all"}`}
              aria-pressed={language === into}
              onClick={() => (hearing.into.value = language)}
            >
              {language ? t("booth.into", { language: named("option.language", language) }) : t("booth.all")}
            </button>
          </Key>
        ))}
        <Slower may />
      </div>
    </section>
  );
}

/** A key of the console with the letter that presses it, by the letter's place on the keyboard. */
function Key({ letter, children }: { readonly letter: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div class="booth-key" data-key={`Key${letter}`}>
      {children}
      <kbd aria-hidden>{letter}</kbd>
    </div>
  );
}

const pairWords = (pair: readonly string[]): string => pair.map((code) => named("option.language", code)).join(" ⇄ ");

function StateWords({ channel, mine }: { readonly channel: ChannelRow; readonly mine: boolean }): JSX.Element {
  const { room } = useStay();
  const { state, reason, until, output } = channel;
  if (state === "handover" && until) {
    const time = duration((Date.parse(until) - room.clock.second.value) / 1000);
    return (
      <span class="booth-handover">
        <b class="figures">{time}</b> {t(mine ? "booth.handing" : "booth.taking")}
      </span>
    );
  }
  if (state === "failed") return <span>{t("booth.failed", { reason: named("option.reason", reason) })}</span>;
  if (state !== "live") return <span>{named("booth.state", state)}</span>;
  const language = named("option.language", output || room.languages.value.floor_language);
  const way = t(output ? "booth.into" : "booth.idle", { language });
  return (
    <span>
      {t(mine ? "booth.state.live" : "booth.partner")} · <span data-testid="booth-output">{way}</span>
    </span>
  );
}

/** To work from another booth's output, where the floor speaks a language that this one does not know. */
function Relay(): JSX.Element {
  const { room, media, hearing } = useStay();
  const source = listeningTo(room, hearing);
  const back = room.me.value.booth[1] ?? "";
  return (
    <button
      class="button"
      data-testid="relay"
      data-sounds={interpreted(media)}
      aria-pressed={source !== ""}
      title={t("booth.relay.about")}
      onClick={() => (hearing.chosen.value = source ? "" : back)}
    >
      {t("booth.relay", { language: named("option.language", source || back) })}
    </button>
  );
}

/** The quiet cue. While it stands before the speaker it cannot be given again. */
function Slower({ may }: { readonly may: boolean }): JSX.Element {
  const { room } = useStay();
  const asked = room.slower.value;
  const standing = asked !== null && asked.from === room.seating.seat && room.clock.second.value - asked.at < SLOWER_MS;
  return (
    <span class="booth-slower" data-key="KeyS">
      <button
        class="button"
        data-testid="slower"
        disabled={!may || standing}
        onClick={() => room.socket.tell({ signal: "slower" })}
      >
        {t(standing ? "booth.slower.asked" : "booth.slower")} <kbd aria-hidden>S</kbd>
      </button>
    </span>
  );
}

/** One key for each language that may be heard from the floor. */
function Spoken({ act }: { readonly act: Act | undefined }): JSX.Element {
  const { room } = useStay();
  const refusal = useSignal("");
  const { working_languages: working } = room.session.value;
  const { channels, floor_language: spoken } = room.languages.value;
  const languages = [...new Set([...working, ...channels.map(({ language }) => language)])];
  const press = async (language: string): Promise<void> => {
    if (!act) return;
    const outcome = await room.do(act, { spoken: language });
    refusal.value = outcome.done
      ? ""
      : refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
  };
  const may = act !== undefined && pressable(act, room.clock.second.value);
  return (
    <div class="booth-languages" role="group" aria-label={t("booth.spoken")}>
      <span class="caption">{t("booth.spoken")}</span>
      {languages.map((language) => (
        <button
          key={language}
          class="button"
          data-testid={`spoken-${language}`}
          aria-pressed={language === spoken}
          disabled={!may}
          onClick={() => void press(language)}
        >
          {named("option.language", language)}
        </button>
      ))}
      {refusal.value && (
        <p class="refusal" role="alert">
          {refusal.value}
        </p>
      )}
    </div>
  );
}
