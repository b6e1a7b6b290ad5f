/** The panel of the quiet lines: to whom, what was said, and the words to send. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { namesInDetail } from "../acts.ts";
import { endOfKey, keyOfEnd } from "../quiet.ts";
import type { QuietLineRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import type { QuietLine } from "../wire.ts";
import { named, refusalWords, say, t, time } from "../words/index.ts";
import { Icon } from "./icons.tsx";

/** Whose words, or to whom: a delegation's short name where it is its head, else the office. */
function seatWords(room: Room, id: string): string {
  const authentic = room.session.value.authentic_language;
  const plate = room.seat(id);
  if (plate?.role === "head") return say(room.delegation(plate.delegation)?.short ?? {}, authentic);
  if (plate?.role === "secretary" || plate?.role === "chair") return named("role", plate.role);
  return say(plate?.office ?? {}, authentic) || id;
}

function endWords(room: Room, key: string): string {
  const { line, seat } = endOfKey(key);
  return seat ? seatWords(room, seat) : named("quiet.end", line);
}

/** The button in the head, with how many lines have something unread. */
export function QuietButton(): JSX.Element {
  const { quiet } = useStay().room;
  const unread = quiet.unread.value.size;
  return (
    <button
      class="button quiet quiet-button"
      data-testid="quiet"
      aria-expanded={quiet.open.value}
      onClick={() => quiet.show(!quiet.open.peek())}
    >
      <Icon name="quiet" />
      <span>{t("quiet")}</span>
      {unread > 0 && (
        <b class="quiet-mark" data-testid="quiet-unread">
          {unread}
          <span class="unseen"> {t("quiet.unread")}</span>
        </b>
      )}
    </button>
  );
}

export function QuietLines(): JSX.Element | null {
  const { room } = useStay();
  const { quiet } = room;
  const heading = useId();
  if (!quiet.open.value) return null;
  const { plain, named: toName } = quiet.ends();
  const keys = [...new Set([...plain.map(keyOfEnd), ...quiet.words.value.map(({ end }) => end)])];
  const shown = quiet.shown.value;
  if (shown && !keys.includes(shown)) keys.push(shown);
  return (
    <aside
      class="quiet-panel"
      aria-labelledby={heading}
      data-testid="quiet-panel"
      onKeyDown={(event) => event.key === "Escape" && quiet.show(false)}
    >
      <header class="panel-head">
        <h2 id={heading}>{t("quiet.title")}</h2>
        <button class="button quiet small" onClick={() => quiet.show(false)}>
          <Icon name="x" />
          <span>{t("close")}</span>
        </button>
      </header>
      <p class="hint">{t("quiet.unrecorded")}</p>
      <div class="quiet-ends">
        {keys.map((key) => (
          <button
            key={key}
            class="button small"
            data-testid={`quiet-end-${key.replace(" ", "-")}`}
            aria-pressed={key === shown}
            onClick={() => quiet.look(key)}
          >
            {endWords(room, key)}
            {quiet.unread.value.has(key) && <b class="quiet-mark">{t("quiet.new")}</b>}
          </button>
        ))}
        {toName.map((row) => (
          <Choose key={row.line} row={row} />
        ))}
      </div>
      {shown ? <Words key={shown} end={shown} /> : <p class="empty">{t("quiet.empty")}</p>}
    </aside>
  );
}

/** Where several share this seat's end, one says to whom. */
function Choose({ row }: { readonly row: QuietLineRow }): JSX.Element {
  const { room } = useStay();
  const line = row.line as QuietLine;
  return (
    <select
      aria-label={t("quiet.choose")}
      data-testid={`quiet-choose-${line}`}
      value=""
      onChange={({ currentTarget: choice }) => {
        room.quiet.look(keyOfEnd({ line, seat: choice.value }));
        choice.value = "";
      }}
    >
      <option value="">{t("quiet.choose")}</option>
      {(row.seats ?? []).map((id) => (
        <option key={id} value={id}>
          {seatWords(room, id)}
        </option>
      ))}
    </select>
  );
}

function Words({ end }: { readonly end: string }): JSX.Element {
  const { room } = useStay();
  const { quiet } = room;
  const text = useSignal("");
  const away = useSignal(false);
  const last = useRef<HTMLLIElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const said = quiet.words.value.filter((words) => words.end === end);
  const zone = room.session.value.time_zone;
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => last.current?.scrollIntoView({ block: "nearest" }), [said.length]);
  const send = (): void => {
    const words = text.value.trim();
    if (words === "") return;
    away.value = !quiet.say(end, words);
    if (!away.value) text.value = "";
  };
  const refusal = quiet.refusal.value;
  return (
    <>
      <ol class="quiet-words" tabIndex={0} aria-label={endWords(room, end)} aria-live="polite">
        {said.map((words, n) => (
          <li
            key={`${words.at} ${n}`}
            ref={n === said.length - 1 ? last : null}
            data-mine={words.from === room.seating.seat}
            data-testid="quiet-said"
          >
            <span class="hint">
              {words.from === room.seating.seat ? t("quiet.me") : seatWords(room, words.from)} · {time(words.at, zone)}
            </span>
            <p>{words.text}</p>
          </li>
        ))}
      </ol>
      <form
        class="quiet-say"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          ref={field}
          rows={2}
          maxLength={1000}
          aria-label={t("quiet.to", { end: endWords(room, end) })}
          placeholder={t("quiet.to", { end: endWords(room, end) })}
          data-testid="quiet-text"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button class="button" type="submit" data-testid="quiet-send">
          {t("quiet.send")}
        </button>
      </form>
      {(refusal || away.value) && (
        <p class="refusal" role="alert">
          {refusal
            ? refusalWords(refusal.code, refusal.message, namesInDetail(room, refusal.detail ?? {}))
            : t("quiet.away")}
        </p>
      )}
    </>
  );
}
