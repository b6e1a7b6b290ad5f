/** The form of a session file: its sections, what is wrong in each, and what may be done with the whole. */

import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Problem as Failure, type Seating } from "../api.ts";
import { day, language, refusalWords, time } from "../words/index.ts";
import { checkFile, saveAs, sendFile } from "./calls.ts";
import { FieldOf, FillingProvider } from "./Controls.tsx";
import { fieldWord } from "./fileWords.ts";
import { ImportInFile } from "./importInFile.tsx";
import { type Section, SECTIONS } from "./sections.ts";
import { filledIn, type Data, type Form, type Problem as FileProblem, type SessionFile, type Verdict } from "./sessionFile.ts";
import { w } from "./words.ts";

interface Props {
  readonly form: Form;
  readonly file: SessionFile;
  /** Who fills it in: the secretariat, or a secretary of the session. */
  readonly seating: Seating;
  /** Fields that may be changed; null where it is not convened yet, and all may. */
  readonly amendable: readonly string[] | null;
  readonly onDone: (session: string) => void;
}

const WAIT_MS = 900;

export function SessionForm({ form, file, seating, amendable, onDone }: Props): JSX.Element {
  const section = useSignal<Section | "send">("session");
  const trouble = useSignal("");
  const busy = useSignal("");
  const asking = useSignal(false);
  const open = amendable === null ? null : new Set(amendable);
  const closed = amendable !== null && amendable.length === 0;
  const body = useRef<HTMLDivElement>(null);

  const check = async (): Promise<Verdict | null> => {
    try {
      const verdict = await checkFile(seating, { file: (filledIn(file.data.peek()) ?? {}) as Data });
      file.verdict.value = verdict;
      trouble.value = "";
      return verdict;
    } catch (error) {
      trouble.value = error instanceof Failure && error.status === 401 ? w("page.refused") : w("file.unreachable");
      return null;
    }
  };
  // Once it was looked at, it is looked at anew after each change.
  useEffect(() => {
    if (file.verdict.peek() === null) return undefined;
    const timer = setTimeout(() => void check(), WAIT_MS);
    return () => clearTimeout(timer);
  }, [file.data.value]);

  const counts = useComputed(() => {
    const found = new Map<Section, number>();
    for (const one of file.verdict.value?.problems ?? []) {
      const first = one.field.split(".")[0] ?? "";
      const at = SECTIONS.find(({ fields }) => (fields as readonly string[]).includes(first))?.key ?? "session";
      found.set(at, (found.get(at) ?? 0) + 1);
    }
    return found;
  });

  const look = async (): Promise<void> => {
    busy.value = w("file.checking");
    await check();
    busy.value = "";
    asking.value = false;
    section.value = "send";
  };
  const send = async (): Promise<void> => {
    busy.value = w(amendable === null ? "file.convening" : "file.amending");
    asking.value = false;
    const verdict = await check();
    try {
      if (verdict?.file && verdict.problems.length === 0) {
        const session = await sendFile(seating, verdict.file, amendable !== null);
        file.forget();
        onDone(session);
      }
    } catch (error) {
      const wrong = error instanceof Failure ? error.body["problems"] : undefined;
      if (Array.isArray(wrong) && verdict) file.verdict.value = { ...verdict, problems: wrong as readonly FileProblem[] };
      else trouble.value = error instanceof Failure ? refusalWords(error.code, error.message) : w("file.unreachable");
    } finally {
      busy.value = "";
    }
  };
  const turn = (to: Section | "send"): void => {
    section.value = to;
    body.current?.focus();
  };

  const shown = SECTIONS.find(({ key }) => key === section.value);
  const total = file.verdict.value?.problems.length ?? 0;
  return (
    <FillingProvider value={{ file, form, open }}>
      <datalist id="zones">
        {form.zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div class="form-page">
        <nav class="form-nav" aria-label={w("file.sections")}>
          {SECTIONS.map(({ key }) => (
            <button
              key={key}
              class="button quiet"
              aria-current={section.value === key ? "step" : undefined}
              data-testid={`section-${key}`}
              onClick={() => turn(key)}
            >
              <span>{w(`section.${key}`)}</span>
              {counts.value.has(key) && <span class="count">{counts.value.get(key)}</span>}
            </button>
          ))}
          <button class="button" aria-current={section.value === "send" ? "step" : undefined} data-testid="section-send" onClick={() => void look()}>
            {w(amendable === null ? "section.send" : "section.amend")}
          </button>
          <p class="hint" data-testid="draft-kept" role="status">
            {file.kept.value ? w("file.kept", { at: time(file.kept.value, localZone()) }) : w("file.not_kept")}
          </p>
          {file.kept.value && (
            <button class="button small quiet" data-testid="draft-discard" onClick={() => confirm(w("file.discard.sure")) && file.discard()}>
              {w("file.discard")}
            </button>
          )}
        </nav>
        <div ref={body} class="form-body card" tabIndex={-1}>
          {closed && <p class="problem">{w("file.closed")}</p>}
          {open !== null && !closed && <p class="hint">{w("file.amendable", { what: amendable?.map((name) => fieldWord([name])).join(", ") ?? "" })}</p>}
          {file.removed.value && (
            <p class="removed" role="status">
              {w("file.removed")}{" "}
              <button class="button small" data-testid="undo" onClick={() => file.back()}>
                {w("file.back")}
              </button>
            </p>
          )}
          {shown ? (
            <>
              <h2>{w(`section.${shown.key}`)}</h2>
              {open === null && (shown.key === "draft" || shown.key === "proposals") && (
                <details class="from-file">
                  <summary data-testid={`from-file-${shown.key}`}>{w("import.open")}</summary>
                  <ImportInFile key={shown.key} what={shown.key} seating={seating} />
                </details>
              )}
              <div class="fields">
                {shown.fields.map((name) => {
                  const field = form.shape.fields.find((one) => one.name === name);
                  return field && <FieldOf key={name} field={field} path={[name]} />;
                })}
              </div>
            </>
          ) : (
            <Sending
              file={file}
              total={total}
              busy={busy.value}
              trouble={trouble.value}
              asking={asking.value}
              closed={closed}
              amending={amendable !== null}
              onAsk={(yes) => (asking.value = yes)}
              onSend={() => void send()}
              onGo={turn}
            />
          )}
        </div>
      </div>
    </FillingProvider>
  );
}

const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface SendingProps {
  readonly file: SessionFile;
  readonly total: number;
  readonly busy: string;
  readonly trouble: string;
  readonly asking: boolean;
  readonly closed: boolean;
  readonly amending: boolean;
  readonly onAsk: (yes: boolean) => void;
  readonly onSend: () => void;
  readonly onGo: (section: Section) => void;
}

/** The whole of it once more before it counts: what is wrong, or what will be. */
function Sending(props: SendingProps): JSX.Element {
  const { file, total, busy, trouble, asking, closed, amending, onAsk, onSend, onGo } = props;
  const verdict = file.verdict.value;
  const words = amending ? w("file.amend") : w("file.convene");
  return (
    <section data-testid="sending">
      <h2>{w(amending ? "section.amend" : "section.send")}</h2>
      {busy && (
        <div role="status">
          <p class="hint">{busy}</p>
          <div class="progress" role="progressbar" aria-label={busy} />
        </div>
      )}
      {trouble && (
        <p class="refusal" role="alert" data-testid="file-refused">
          {trouble}
        </p>
      )}
      {verdict && total > 0 && (
        <>
          <p class="problem" role="alert" data-testid="file-problems">
            {w("file.problems", { count: total })}
          </p>
          <ul class="rows">
            {verdict.problems.map((one, n) => (
              <li key={n}>
                <button class="link" onClick={() => onGo(sectionOf(one.field))}>
                  {fieldWord(one.field.split(".").filter((step) => !/^\d+$/.test(step))) || one.field}
                </button>{" "}
                <span class="hint">{one.field}</span>
                <p>{language.value === "ru" ? one.russian : one.message}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {verdict && total === 0 && (
        <>
          <p role="status" data-testid="file-right">
            {w("file.right", { count: verdict.seats })}
          </p>
          <Preview file={verdict.file ?? {}} />
          <p class="downloads">
            <button
              class="button"
              data-testid="file-yaml"
              onClick={() => saveAs(`${String(verdict.file?.["id"] ?? "session")}.yaml`, new Blob([verdict.yaml ?? ""], { type: "application/yaml" }))}
            >
              {w("file.yaml")}
            </button>
            {!closed &&
              (asking ? (
                <>
                  <button class="button primary" data-testid="file-confirm" onClick={onSend}>
                    {w("file.sure", { what: words })}
                  </button>
                  <button class="button" onClick={() => onAsk(false)}>
                    {w("file.not_yet")}
                  </button>
                </>
              ) : (
                <button class="button primary" data-testid="file-send" disabled={busy !== ""} onClick={() => onAsk(true)}>
                  {words}
                </button>
              ))}
          </p>
        </>
      )}
    </section>
  );
}

const sectionOf = (field: string): Section =>
  SECTIONS.find(({ fields }) => (fields as readonly string[]).includes(field.split(".")[0] ?? ""))?.key ?? "session";

/** What the session will be, in a few lines. */
function Preview({ file }: { readonly file: Data }): JSX.Element {
  const say = (value: unknown): string => {
    const words = (value ?? {}) as Readonly<Record<string, string>>;
    return words[language.value] ?? Object.values(words)[0] ?? "";
  };
  const rows = (name: string): readonly Data[] => (Array.isArray(file[name]) ? (file[name] as readonly Data[]) : []);
  return (
    <article class="file-preview" data-testid="file-preview">
      <p class="caption">{String(file["symbol"] ?? "")}</p>
      <h3>{say(file["title"])}</h3>
      <p>
        {day(String(file["date_from"]))} – {day(String(file["date_to"]))}, {say(file["venue"])}
      </p>
      <h4>{w("section.delegations")}</h4>
      <ol>
        {rows("delegations").map((one) => (
          <li key={String(one["code"])}>{say(one["official"])}</li>
        ))}
      </ol>
      <h4>{fieldWord(["agenda"])}</h4>
      <ol>
        {rows("agenda").map((one) => (
          <li key={String(one["number"])}>
            {String(one["number"])}. {say(one["title"])}
          </li>
        ))}
      </ol>
      <h4>{fieldWord(["sittings"])}</h4>
      <ol>
        {rows("sittings").map((one) => (
          <li key={String(one["number"])}>
            {String(one["number"])}: {String(one["opens_at"]).slice(0, 16)}
          </li>
        ))}
      </ol>
    </article>
  );
}
