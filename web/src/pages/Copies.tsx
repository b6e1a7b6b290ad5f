/** The numbered copies of the issued minutes: who has which, each as a PDF; and a further one. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import type { CopyRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { moment } from "../view/MinutesCard.tsx";
import { LANGUAGE_NAMES, type Language, say } from "../words/index.ts";
import { copyAddress, give } from "./calls.ts";
import { useSending } from "./sending.ts";
import { w } from "./words.ts";

interface Props {
  readonly room: Room;
  readonly again: () => Promise<void>;
}

export function Copies({ room, again }: Props): JSX.Element {
  const copies = room.me.value.minutes.flatMap((row) => row.copies);
  const giving = room.possible.value.find(({ type }) => type === "give_copy");
  if (copies.length === 0) return <p class="empty">{w("issue.copies.empty")}</p>;
  return (
    <>
      <ol class="rows">
        {copies.map((copy) => (
          <Copy key={copy.number} copy={copy} room={room} />
        ))}
      </ol>
      {giving && <Give minutes={giving.fields["minutes"] ?? ""} room={room} again={again} />}
    </>
  );
}

function Copy({ copy, room }: { readonly copy: CopyRow; readonly room: Room }): JSX.Element {
  const { working_languages: languages, authentic_language: authentic } = room.session.value;
  const whose = copy.to === "" ? w("issue.original") : say(room.delegation(copy.to)?.official ?? {}, authentic) || copy.to;
  return (
    <li class="copy" data-testid={`copy-${copy.number}`}>
      <span>
        <b>{w("issue.copy", { number: copy.number })}</b> {whose} <span class="hint">{moment(room, copy.at)}</span>
      </span>
      <span class="downloads">
        {languages.map((code) => {
          const name = LANGUAGE_NAMES[code as Language] ?? code;
          return (
            <a
              key={code}
              class="button small"
              href={copyAddress(room.seating, copy.number, code)}
              aria-label={w("issue.copy.file", { number: copy.number, language: name })}
              download=""
            >
              PDF, {name}
            </a>
          );
        })}
      </span>
    </li>
  );
}

function Give({ minutes, room, again }: Props & { readonly minutes: string }): JSX.Element {
  const to = useSignal("");
  const { busy, trouble, send } = useSending(again);
  const id = useId();
  const submit = (event: Event): void => {
    event.preventDefault();
    const whom = to.value.trim();
    if (whom) void send(() => give(room.seating, "give_copy", { minutes, to: whom }));
  };
  return (
    <form class="give-copy" aria-label={w("issue.copy.give")} onSubmit={submit}>
      <div class="field">
        <label for={id}>{w("issue.copy.to")}</label>
        <input id={id} type="text" data-testid="copy-to" value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} />
      </div>
      <button class="button" type="submit" data-testid="copy-give" disabled={to.value.trim() === "" || busy.value}>
        {w("issue.copy.give")}
      </button>
      {trouble.value && (
        <p class="refusal" role="alert">
          {trouble.value}
        </p>
      )}
    </form>
  );
}
