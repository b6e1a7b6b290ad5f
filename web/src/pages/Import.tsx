/** A table out of a Word or Excel file, row by row: what each row would do, and what is wrong with it. */

import { useComputed, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Problem } from "../api.ts";
import { language, named, refusalWords, say, type Text, type Words } from "../words/index.ts";
import type { Found, ImportedRow } from "./calls.ts";
import "./import.css";
import { perhaps, w } from "./words.ts";

export type What = "draft" | "proposals";

interface Props {
  readonly what: What;
  readonly ask: (file: File) => Promise<Found>;
  /** Takes one row; gives why it was refused, "" where it was not. */
  readonly take: (row: ImportedRow) => Promise<string>;
  /** Names in a refusal's detail instead of codes. */
  readonly naming?: (detail: Words) => Words;
}

export function Import({ what, ask, take, naming = (detail) => detail }: Props): JSX.Element {
  const found = useSignal<Found | null>(null);
  const trouble = useSignal("");
  const reading = useSignal(false);
  const left = useSignal<ReadonlySet<number>>(new Set());
  const outcome = useSignal<ReadonlyMap<number, string>>(new Map());
  const sending = useSignal<number | null>(null);

  const good = useComputed(() => (found.value?.entries ?? []).filter((row) => obstacle(row, naming) === "" && !idle(row)));
  const chosen = useComputed(() => good.value.filter(({ row }) => !left.value.has(row) && outcome.value.get(row) !== ""));

  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    found.value = null;
    trouble.value = "";
    outcome.value = new Map();
    left.value = new Set();
    reading.value = true;
    try {
      found.value = await ask(file);
    } catch (error) {
      trouble.value = error instanceof Problem ? (perhaps(`import.${error.code}`, { words: error.message }) ?? error.message) : String(error);
    } finally {
      reading.value = false;
    }
  };
  const send = async (): Promise<void> => {
    const rows = chosen.peek();
    for (const [n, row] of rows.entries()) {
      sending.value = n;
      const refused = await take(row);
      outcome.value = new Map([...outcome.peek(), [row.row, refused]]);
    }
    sending.value = null;
  };

  const done = [...outcome.value.values()].filter((refused) => refused === "").length;
  const count = chosen.value.length;
  return (
    <section class="import" data-testid={`import-${what}`}>
      <p class="hint">{w(`import.${what}.about`)}</p>
      <label class="field">
        {w("import.choose")}
        <input
          type="file"
          accept=".docx,.xlsx,.csv"
          data-testid={`import-file-${what}`}
          onChange={(event) => void read(event.currentTarget.files?.[0])}
        />
      </label>
      {reading.value && <p role="status">{w("import.reading")}</p>}
      {trouble.value && (
        <p class="refusal" role="alert" data-testid="import-trouble">
          {trouble.value}
        </p>
      )}
      {found.value && (
        <>
          <Columns found={found.value} />
          <ol class="rows">
            {found.value.entries.map((row) => (
              <Preview
                key={row.row}
                row={row}
                obstacle={obstacle(row, naming)}
                outcome={outcome.value.get(row.row)}
                left={left.value.has(row.row)}
                onLeave={(leave) => {
                  const rows = new Set(left.value);
                  if (leave) rows.add(row.row);
                  else rows.delete(row.row);
                  left.value = rows;
                }}
              />
            ))}
          </ol>
          {sending.value !== null && (
            <progress max={count + done} value={sending.value} aria-label={w("import.sending")} />
          )}
          <p role="status" data-testid="import-state">
            {done > 0 ? w("import.done", { count: done }) : w("import.nothing_yet")}
          </p>
          {count > 0 && (
            <button class="button primary" data-testid="import-send" disabled={sending.value !== null} onClick={() => void send()}>
              {w("import.send", { count })}
            </button>
          )}
        </>
      )}
    </section>
  );
}

/** What each column was taken for; a column that is not known is said to be left out. */
function Columns({ found }: { readonly found: Found }): JSX.Element {
  return (
    <p class="hint">
      {found.sheet && `${w("import.sheet", { name: found.sheet })} `}
      {found.columns
        .filter(([head]) => head !== "")
        .map(([head, name]) => `«${head}»: ${name ? w(`column.${name}` as "column.path") : w("import.left_out")}`)
        .join("; ")}
    </p>
  );
}

/** Why a row cannot be taken; "" where it can. */
function obstacle(row: ImportedRow, naming: (detail: Words) => Words): string {
  const [fault] = row.faults;
  if (fault) return w(`fault.${fault.code}` as "fault.no_path", fault.words);
  if (row.refusal) return refusalWords(row.refusal.code, row.refusal.message, naming(row.refusal.detail));
  return "";
}

/** It would do nothing: the text says so already. */
const idle = (row: ImportedRow): boolean => row.commands?.length === 0;

interface PreviewProps {
  readonly row: ImportedRow;
  readonly obstacle: string;
  readonly outcome: string | undefined;
  readonly left: boolean;
  readonly onLeave: (leave: boolean) => void;
}

function Preview({ row, obstacle, outcome, left, onLeave }: PreviewProps): JSX.Element {
  const { data } = row;
  const head = [data.path ?? data.number, data.delegation, data.kind && named("kind.proposal", data.kind), data.unit]
    .filter(Boolean)
    .join(" · ");
  const state = outcome === "" ? w("import.taken") : (outcome ?? (obstacle || (idle(row) ? w("import.same") : "")));
  return (
    <li data-testid={`row-${row.row}`} data-outcome={outcome === "" ? "taken" : obstacle || outcome ? "wrong" : "ready"}>
      <p class="spaced">
        <span class="hint">{w("import.row", { number: row.row })}</span>
        <b>{head}</b>
        {data.title && <span>{say(data.title)}</span>}
      </p>
      {data.cells?.map((cell) => (
        <Wording key={cell.path} caption={named("kind.cell", cell.kind)} text={cell.text} />
      ))}
      {data.text && <Wording text={data.text} />}
      {data.rationale && Object.keys(data.rationale).length > 0 && <Wording caption={w("column.rationale")} text={data.rationale} />}
      {state && <p class={outcome === "" || idle(row) ? "hint" : "refusal"}>{state}</p>}
      {!obstacle && !idle(row) && outcome === undefined && (
        <label class="check">
          <input type="checkbox" checked={!left} onChange={() => onLeave(!left)} />
          <span>{w("import.take")}</span>
        </label>
      )}
    </li>
  );
}

function Wording({ text, caption }: { readonly text: Text; readonly caption?: string }): JSX.Element {
  const languages = Object.keys(text).toSorted((a, b) => Number(b === language.value) - Number(a === language.value));
  return (
    <>
      {caption && <p class="caption">{caption}</p>}
      {languages.map((code) => (
        <blockquote key={code} lang={code}>
          {text[code]}
        </blockquote>
      ))}
    </>
  );
}
