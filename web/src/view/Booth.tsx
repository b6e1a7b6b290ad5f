/** The interpreter's keys. Each has its place for good; what is offered now can be pressed. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { keyOf, namesInDetail, pressable } from "../acts.ts";
import type { Act, ChannelRow } from "../generated/slices.ts";
import { type Stay, useStay } from "../stay.ts";
import { duration, named, refusalWords, t } from "../words/index.ts";
import { ActButton } from "./ActButton.tsx";

/** From left to right; acts that share a key are never offered together. */
const KEYS: readonly (readonly string[])[] = [
  ["go_live", "booth_check"],
  ["accept_handover", "offer_handover"],
  ["cannot_interpret"],
  ["close_channel"],
];
const SPOKEN = "set_floor_language";
const OWN: ReadonlySet<string> = new Set([...KEYS.flat(), SPOKEN]);

/** The channel that this seat interprets into, where it is an interpreter's. */
export function channelOf({ room }: Stay): ChannelRow | undefined {
  const language = room.seat(room.seating.seat)?.language;
  return room.languages.value.channels.find((channel) => channel.language === language);
}

export const isBoothAct = (act: Act): boolean => OWN.has(act.type);

export function Booth({ channel }: { readonly channel: ChannelRow }): JSX.Element {
  const stay = useStay();
  const { room } = stay;
  const language = named("option.language", channel.language);
  const acts = room.possible.value.filter((act) => isBoothAct(act) && act.fields["language"] === channel.language);
  const mine = channel.seat === room.seating.seat;
  const onAir = channel.state === "live" || channel.state === "handover";
  return (
    <section class="booth" aria-label={t("booth", { language })} data-testid="booth">
      <div class="booth-state" role="status" data-testid="booth-state" data-state={channel.state} data-on={onAir && mine}>
        <strong>{t("booth", { language })}</strong>
        <StateWords channel={channel} mine={mine} />
      </div>
      <div class="booth-keys">
        {KEYS.map((types) => {
          const act = types.flatMap((type) => acts.filter((one) => one.type === type)).at(0);
          return act ? (
            <ActButton key={keyOf(act)} act={act} look="alternative" beside />
          ) : (
            <button key={types[0]} class="button" disabled>
              {named("brief", types.at(-1) ?? "")}
            </button>
          );
        })}
      </div>
      <Spoken act={acts.find((act) => act.type === SPOKEN)} />
    </section>
  );
}

function StateWords({ channel, mine }: { readonly channel: ChannelRow; readonly mine: boolean }): JSX.Element {
  const { room } = useStay();
  const { state, reason, until } = channel;
  if (state === "handover" && until) {
    const time = duration((Date.parse(until) - room.clock.second.value) / 1000);
    return (
      <span class="booth-handover">
        <b class="figures">{time}</b> {t(mine ? "booth.handing" : "booth.taking")}
      </span>
    );
  }
  if (state === "failed") return <span>{t("booth.failed", { reason: named("option.reason", reason) })}</span>;
  if (state === "live" && !mine) return <span>{t("booth.partner")}</span>;
  return <span>{named("booth.state", state)}</span>;
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
    <div class="booth-spoken" role="group" aria-label={t("booth.spoken")}>
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
