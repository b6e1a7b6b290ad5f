/** The minutes as they stand now: printed anew as the sitting goes on, the reader's place kept. */

import { effect, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { previewAddress } from "../api.ts";
import type { Room } from "../room.ts";
import { Pills } from "../view/controls.tsx";
import { LANGUAGE_NAMES, type Language, language as chosen, t, time } from "../words/index.ts";
import { w } from "./words.ts";

/** Not more often than this, however much happens. */
const WAIT_MS = 1500;

export function Preview({ room }: { readonly room: Room }): JSX.Element {
  const languages = room.session.value.working_languages;
  const language = useSignal<string>(languages.includes(chosen.peek()) ? chosen.peek() : (languages[0] ?? "ru"));
  const shown = useSignal(0);
  const coming = useSignal(true);
  const at = useSignal("");
  const frame = useRef<HTMLIFrameElement>(null);
  const place = useRef(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let first = true;
    const stop = effect(() => {
      // Whatever of these changes may stand in the minutes.
      void [room.sitting.value, room.roll_call.value, room.agenda.value, room.floor.value, room.decisions.value];
      void [room.reservations.value, room.text.value, room.rectifying.value, room.me.value.minutes, room.papers.value];
      if (first) {
        first = false;
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => {
        place.current = frame.current?.contentWindow?.scrollY ?? 0;
        coming.value = true;
        shown.value += 1;
      }, WAIT_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [room]);

  const loaded = (): void => {
    frame.current?.contentWindow?.scrollTo(0, place.current);
    coming.value = false;
    at.value = time(room.clock.now(), room.session.value.time_zone);
  };

  return (
    <section class="live-preview">
      <h3>{w("drafting.preview")}</h3>
      <p class="hint">{w("drafting.preview.about")}</p>
      <Pills
        legend={t("papers.language")}
        options={languages}
        value={language.value}
        label={(code) => LANGUAGE_NAMES[code as Language] ?? code}
        onChoose={(code) => (language.value = code)}
        testid="preview-language"
      />
      <p class="hint" data-testid="preview-state" role="status">
        {coming.value ? w("drafting.preview.coming") : w("drafting.preview.fresh", { at: at.value })}
      </p>
      <iframe
        ref={frame}
        title={w("drafting.preview")}
        data-testid="preview"
        sandbox="allow-same-origin"
        src={`${previewAddress(room.seating, language.value, "full")}&n=${shown.value}`}
        onLoad={loaded}
      />
    </section>
  );
}
