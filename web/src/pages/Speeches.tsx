/** The speeches so far, each with what was taken down and with its wording for the minutes. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import type { SpokenRow } from "../generated/slices.ts";
import { useStay } from "../stay.ts";
import { named, say, time } from "../words/index.ts";
import { give, Notes, whoOf } from "./NotePad.tsx";
import { w } from "./words.ts";

export function Speeches(): JSX.Element {
  const { room } = useStay();
  const { speeches } = room.bureau.value;
  return (
    <section class="speeches">
      <h3>{w("drafting.wording")}</h3>
      {speeches.length === 0 && <p class="empty">{w("drafting.no_speech")}</p>}
      <ol class="rows">
        {speeches.toReversed().map((speech) => (
          <Spoken key={speech.id} speech={speech} />
        ))}
      </ol>
    </section>
  );
}

function Spoken({ speech }: { readonly speech: SpokenRow }): JSX.Element {
  const { room } = useStay();
  const { time_zone: zone, working_languages: languages, authentic_language: authentic } = room.session.value;
  const notes = room.bureau.value.notes.filter((note) => note.speech === speech.id);
  const minutes = room.me.value.minutes.at(-1);
  const worded = minutes?.overlays.find(({ kind, target }) => kind === "intervention" && target === speech.id);
  // The server offers the act while the minutes may still be worded.
  const act = room.possible.value.find(({ type }) => type === "overlay_minutes");
  const text = useSignal<Readonly<Record<string, string>> | null>(null);
  const reason = useSignal<string | null>(null);
  const trouble = useSignal("");
  const shown = text.value ?? worded?.text ?? {};
  const why = reason.value ?? w("drafting.reason.usual");
  const put = async (): Promise<void> => {
    if (!act) return;
    const words = Object.fromEntries(Object.entries(shown).filter(([, one]) => one.trim() !== ""));
    trouble.value = await give(room, "overlay_minutes", { ...act.fields, kind: "intervention", target: speech.id, text: words, reason: why });
    if (!trouble.peek()) text.value = null;
  };
  return (
    <li data-testid={`speech-${speech.id}`}>
      <p>
        <b>{w("drafting.speech", { who: whoOf(room, speech.seat), item: speech.item || "—", at: time(speech.began_at, zone) })}</b>
      </p>
      {notes.length === 0 ? <p class="hint">{w("drafting.none")}</p> : <Notes notes={notes} />}
      {worded && !text.value && (
        <>
          <p class="caption">{w("drafting.worded")}</p>
          <blockquote>{say(worded.text, authentic)}</blockquote>
        </>
      )}
      {act ? (
        <details>
          <summary data-testid={`word-${speech.id}`}>{w("drafting.wording")}</summary>
          {languages.map((code) => (
            <label key={code} class="field">
              {w("drafting.wording.in", { language: named("option.language", code) })}
              <textarea
                rows={3}
                lang={code}
                data-testid={`wording-${speech.id}-${code}`}
                value={shown[code] ?? ""}
                onInput={(event) => (text.value = { ...shown, [code]: event.currentTarget.value })}
              />
            </label>
          ))}
          <label class="field">
            {w("drafting.reason")}
            <input type="text" data-testid={`reason-${speech.id}`} value={why} onInput={(event) => (reason.value = event.currentTarget.value)} />
          </label>
          <p class="row-acts">
            {notes.length > 0 && !shown[authentic]?.trim() && (
              <button
                class="button small"
                data-testid={`use-${speech.id}`}
                onClick={() => (text.value = { ...shown, [authentic]: notes.map((note) => note.text).join(" ") })}
              >
                {w("drafting.use")}
              </button>
            )}
            <button class="button small" data-testid={`put-${speech.id}`} disabled={!shown[authentic]?.trim()} onClick={() => void put()}>
              {w("drafting.put")}
            </button>
          </p>
        </details>
      ) : (
        <p class="hint">{w("drafting.later")}</p>
      )}
      {trouble.value && (
        <p class="refusal" role="alert" data-testid={`wording-trouble-${speech.id}`}>
          {trouble.value}
        </p>
      )}
    </li>
  );
}
