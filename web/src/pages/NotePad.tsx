/** The note pad: each line is bound to the speech during which it was begun; two people write at once. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { namesInDetail } from "../acts.ts";
import type { PadNote } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import type { Fields } from "../wire.ts";
import { refusalWords, say, t, time } from "../words/index.ts";
import { w } from "./words.ts";

/** The official name behind a seat: its delegation's, or its office. */
export function whoOf(room: Room, id: string): string {
  const authentic = room.session.value.authentic_language;
  const seat = room.seat(id);
  return say(room.delegation(seat?.delegation)?.official ?? seat?.office ?? {}, authentic) || id;
}

/** Gives a command of the bureau's; what was refused, in words. */
export async function give(room: Room, type: string, fields: Fields): Promise<string> {
  const outcome = await room.socket.send(type, fields);
  return outcome.done ? "" : refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
}

export function NotePad(): JSX.Element {
  const { room } = useStay();
  const speaking = room.floor.value.speakers.find(({ state }) => state === "speaking") ?? room.floor.value.speakers[0];
  /** The speech in which the line was begun; null while it is empty. */
  const begun = useRef<string | null>(null);
  const text = useSignal("");
  const trouble = useSignal("");
  // Those of a speech that has not begun, or never did, stand in no speech's row.
  const begunSpeeches = new Set(room.bureau.value.speeches.map(({ id }) => id));
  const apart = room.bureau.value.notes.filter(({ speech }) => !begunSpeeches.has(speech));
  const may = room.bureau.value.acts.some(({ type }) => type === "take_down");

  const type = (words: string): void => {
    if (text.peek() === "") begun.current = speaking?.id ?? "";
    text.value = words;
  };
  const add = async (): Promise<void> => {
    const words = text.peek().trim();
    if (!words) return;
    const speech = begun.current ?? "";
    trouble.value = await give(room, "take_down", { text: words, ...(speech ? { speech } : {}) });
    if (!trouble.peek() && text.peek().trim() === words) text.value = "";
  };

  return (
    <section class="pad">
      <h3>{w("drafting.pad")}</h3>
      <p class="hint">{w("drafting.pad.about")}</p>
      <p data-testid="pad-speech" role="status">
        {speaking ? w("drafting.now", { who: whoOf(room, speaking.seat) }) : w("drafting.nobody")}
      </p>
      {may && (
        <>
          <textarea
            rows={3}
            aria-label={w("drafting.line")}
            data-testid="pad-line"
            value={text.value}
            onInput={(event) => type(event.currentTarget.value)}
            onKeyDown={(event) => {
              // Enter takes the line down, as at a typewriter; with shift it goes on below.
              if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
                event.preventDefault();
                void add();
              }
            }}
          />
          <p class="row-acts">
            <button class="button small" data-testid="pad-add" onClick={() => void add()}>
              {w("drafting.add")}
            </button>{" "}
            <kbd>Enter</kbd>
          </p>
        </>
      )}
      {trouble.value && (
        <p class="refusal" role="alert">
          {trouble.value}
        </p>
      )}
      {apart.length > 0 && (
        <>
          <h4 class="caption">{w("drafting.apart")}</h4>
          <Notes notes={apart} />
        </>
      )}
    </section>
  );
}

export function Notes({ notes }: { readonly notes: readonly PadNote[] }): JSX.Element {
  return (
    <ul class="rows" aria-live="polite">
      {notes.map((note) => (
        <Note key={note.id} note={note} />
      ))}
    </ul>
  );
}

/** `from`: the revision as it was when one began; `base`: the one that was seen last. */
interface Editing {
  readonly text: string;
  readonly from: number;
  readonly base: number;
}

const begin = ({ text, revision }: PadNote): Editing => ({ text, from: revision, base: revision });

function Note({ note }: { readonly note: PadNote }): JSX.Element {
  const { room } = useStay();
  const editing = useSignal<Editing | null>(null);
  const trouble = useSignal("");
  const zone = room.session.value.time_zone;
  const change = async (): Promise<void> => {
    const now = editing.peek();
    if (!now) return;
    trouble.value = await give(room, "change_note", { note: note.id, text: now.text, base: now.base });
    // The other's words are shown beneath by now: whoever keeps his own after that has seen them.
    editing.value = trouble.peek() ? { ...now, base: note.revision } : null;
  };
  const leave = (): void => {
    editing.value = null;
    trouble.value = "";
  };
  return (
    <li data-testid={`note-${note.id}`}>
      {editing.value ? (
        <>
          <textarea
            rows={3}
            aria-label={w("drafting.change")}
            data-testid={`note-text-${note.id}`}
            value={editing.value.text}
            onInput={(event) => (editing.value = { ...begin(note), ...editing.peek(), text: event.currentTarget.value })}
          />
          {editing.value.from !== note.revision && (
            <p data-testid={`note-meanwhile-${note.id}`}>
              <span class="hint">{w("drafting.meanwhile")}</span> {note.text}
            </p>
          )}
        </>
      ) : (
        <p class="note-text">{note.text}</p>
      )}
      <p class="hint">{w("drafting.by", { office: whoOf(room, note.by), at: time(note.at, zone) })}</p>
      <p class="row-acts">
        {editing.value ? (
          <>
            <button class="button small" data-testid={`note-keep-${note.id}`} onClick={() => void change()}>
              {w("drafting.keep")}
            </button>
            <button class="button small quiet" data-testid={`note-leave-${note.id}`} onClick={leave}>
              {t("cancel")}
            </button>
          </>
        ) : (
          <button
            class="button small quiet"
            data-testid={`note-change-${note.id}`}
            onClick={() => (editing.value = begin(note))}
          >
            {w("drafting.change")}
          </button>
        )}
        <button class="button small quiet" onClick={async () => (trouble.value = await give(room, "strike_note", { note: note.id }))}>
          {w("drafting.strike")}
        </button>
      </p>
      {trouble.value && (
        <p class="refusal" role="alert">
          {trouble.value}
        </p>
      )}
    </li>
  );
}
