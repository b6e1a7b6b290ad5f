/** One control for each kind of field of a session file; what is wrong stands beneath it. */

import type { ComponentChildren, JSX } from "preact";
import { createContext } from "preact";
import { useContext, useId } from "preact/hooks";
import { Icon } from "../view/icons.tsx";
import { language, named } from "../words/index.ts";
import { choiceWord, fieldWord, type Path } from "./fileWords.ts";
import { at, type Field, type Form, isGroup, placeOf, type Plain, type SessionFile, type Shape } from "./sessionFile.ts";
import { w } from "./words.ts";

interface Filling {
  readonly file: SessionFile;
  readonly form: Form;
  /** Fields at the top that may be changed; null where all may. */
  readonly open: ReadonlySet<string> | null;
}

const Context = createContext<Filling | null>(null);
export const FillingProvider = Context.Provider;

export function useFilling(): Filling {
  const filling = useContext(Context);
  if (!filling) throw new Error("useFilling outside of a FillingProvider");
  return filling;
}

interface FieldProps {
  readonly field: Field;
  readonly path: Path;
}

export function FieldOf({ field, path }: FieldProps): JSX.Element {
  const { file, open } = useFilling();
  const { shape, absent } = field;
  const value = at(file.data.value, path);
  const closed = open !== null && path.length === 1 && !open.has(field.name);
  const inner =
    shape.as === "group" && absent && !isGroup(value) ? (
      <div class="field">
        <p class="caption">{fieldWord(path)}</p>
        <button type="button" class="button small" data-testid={`add-${placeOf(path)}`} onClick={() => file.set(path, {})}>
          {w("file.add", { what: fieldWord(path) })}
        </button>
      </div>
    ) : (
      <Control field={field} path={path} value={value} />
    );
  if (!closed) return inner;
  return (
    <fieldset class="closed-field" disabled>
      {inner}
    </fieldset>
  );
}

interface ControlProps extends FieldProps {
  readonly value: Plain | undefined;
}

function Control({ field, path, value }: ControlProps): JSX.Element {
  const { file, form } = useFilling();
  const id = useId();
  const { shape, usual } = field;
  const label = fieldWord(path);
  const place = placeOf(path);
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const typed = (event: Event): void => file.set(path, (event.currentTarget as HTMLInputElement).value);
  const wrong = file.problems.value.has(place);
  const own = {
    id,
    "data-testid": place,
    "aria-invalid": wrong,
    "aria-describedby": wrong ? `${id}-wrong` : undefined,
    disabled: false,
  };
  const labelled = (input: JSX.Element): JSX.Element => (
    <div class="field" data-lacks={wrong}>
      <label for={id}>
        {label}
        {field.optional && <span class="hint"> {w("file.optional")}</span>}
      </label>
      {input}
      <Wrong place={place} id={`${id}-wrong`} />
    </div>
  );

  switch (shape.as) {
    case "line":
      return labelled(<input {...own} type="text" value={text} onInput={typed} />);
    case "number":
      return labelled(
        <input {...own} type="text" inputMode="numeric" value={text} placeholder={usual === null ? "" : String(usual)} onInput={typed} />,
      );
    case "day":
      return labelled(<input {...own} type="date" value={text} onInput={typed} />);
    case "clock":
      return labelled(<input {...own} type="datetime-local" value={text.replace(" ", "T")} onInput={typed} />);
    case "zone":
      return labelled(<input {...own} type="text" list="zones" autocomplete="off" value={text} onInput={typed} />);
    case "language":
      return labelled(
        <select {...own} value={text} onChange={typed}>
          <option value="">{usual === null ? "—" : w("file.usual", { what: named("option.language", String(usual)) })}</option>
          {form.languages.map((code) => (
            <option key={code} value={code}>
              {named("option.language", code)}
            </option>
          ))}
        </select>,
      );
    case "choice":
      return labelled(
        <select {...own} value={text} onChange={typed}>
          <option value="">{usual === null ? "—" : w("file.usual", { what: choiceWord(path, String(usual)) })}</option>
          {shape.options
            .filter((option) => option !== "")
            .map((option) => (
              <option key={option} value={option}>
                {choiceWord(path, option)}
              </option>
            ))}
        </select>,
      );
    case "yes": {
      const yes = typeof value === "boolean" ? value : usual === true;
      return (
        <div class="field" data-lacks={wrong}>
          <label class="check">
            <input {...own} type="checkbox" checked={yes} onChange={() => file.set(path, !yes)} />
            <span>{label}</span>
          </label>
          <Wrong place={place} id={`${id}-wrong`} />
        </div>
      );
    }
    case "texts":
      return <Texts path={path} label={label} long={shape.long} optional={field.optional} value={value} />;
    case "figures":
      return (
        <Fold label={label} place={place}>
          <div class="fields two">
            {shape.options.map((option) => (
              <label key={option} class="field">
                {choiceWord(path, option)}
                <input
                  type="text"
                  inputMode="numeric"
                  data-testid={`${place}.${option}`}
                  value={String((isGroup(value) ? value[option] : undefined) ?? "")}
                  onInput={(event) => file.set([...path, option], event.currentTarget.value || undefined)}
                />
                <Wrong place={`${place}.${option}`} />
              </label>
            ))}
          </div>
        </Fold>
      );
    case "group":
      return (
        <fieldset class="group">
          <legend>{label}</legend>
          {field.absent && (
            <button type="button" class="button small quiet" onClick={() => file.set(path, undefined)}>
              {w("file.leave_out", { what: label })}
            </button>
          )}
          <Wrong place={place} />
          <Fields fields={shape.fields} path={path} />
        </fieldset>
      );
    case "list":
      return shape.of.as === "choice" || shape.of.as === "language" ? (
        <Chosen path={path} label={label} of={shape.of} value={value} />
      ) : (
        <List path={path} label={label} of={shape.of} value={value} />
      );
  }
}

export function Fields({ fields, path }: { readonly fields: readonly Field[]; readonly path: Path }): JSX.Element {
  return (
    <div class="fields">
      {fields.map((field) => (
        <FieldOf key={field.name} field={field} path={[...path, field.name]} />
      ))}
    </div>
  );
}

/** What is wrong at a place of the file. */
function Wrong({ place, id }: { readonly place: string; readonly id?: string }): JSX.Element | null {
  const problems = useFilling().file.problems.value.get(place);
  if (!problems) return null;
  return (
    <p class="refusal" {...(id ? { id } : {})} data-testid={`wrong-${place}`}>
      {problems.map((one) => (language.value === "ru" ? one.russian : one.message)).join(" ")}
    </p>
  );
}

function Fold({ label, place, children }: { readonly label: string; readonly place: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <details class="field" data-testid={`fold-${place}`}>
      <summary>{label}</summary>
      {children}
    </details>
  );
}

/** The languages in which the words of this file are asked for. */
export function languagesOf(data: Plain | undefined): readonly string[] {
  const working = at(data, ["languages", "working"]);
  const named = Array.isArray(working) ? (working as readonly Plain[]).filter((one) => typeof one === "string") : [];
  return named.length > 0 ? named : ["ru", "en"];
}

interface TextsProps {
  readonly path: Path;
  readonly label: string;
  readonly long: boolean;
  readonly optional: boolean;
  readonly value: Plain | undefined;
}

function Texts({ path, label, long, optional, value }: TextsProps): JSX.Element {
  const { file } = useFilling();
  const place = placeOf(path);
  const wrong = file.problems.value.has(place);
  return (
    <fieldset class="field texts-of" data-lacks={wrong}>
      <legend>
        {label}
        {optional && <span class="hint"> {w("file.optional")}</span>}
      </legend>
      <div class="fields two">
        {languagesOf(file.data.value).map((code) => {
          const own = {
            lang: code,
            value: String((isGroup(value) ? value[code] : undefined) ?? ""),
            "data-testid": `${place}.${code}`,
            onInput: (event: Event) => file.set([...path, code], (event.currentTarget as HTMLInputElement).value || undefined),
          };
          return (
            <label key={code}>
              <span class="hint">{named("option.language", code)}</span>
              {long ? <textarea rows={3} {...own} /> : <input type="text" {...own} />}
              <Wrong place={`${place}.${code}`} />
            </label>
          );
        })}
      </div>
      <Wrong place={place} />
    </fieldset>
  );
}

interface ListProps<S extends Shape = Shape> {
  readonly path: Path;
  readonly label: string;
  readonly of: S;
  readonly value: Plain | undefined;
}

/** Several of a few choices; they stand in the order in which they were chosen. */
function Chosen({ path, label, of, value }: ListProps): JSX.Element {
  const { file, form } = useFilling();
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  const place = placeOf(path);
  const options = of.as === "choice" ? of.options : form.languages;
  const word = (option: string): string => (of.as === "choice" ? choiceWord(path, option) : named("option.language", option));
  return (
    <fieldset class="field pills">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option} class="pill" data-testid={`${place}-${option}`}>
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={() =>
              file.set(path, chosen.includes(option) ? chosen.filter((other) => other !== option) : [...chosen, option])
            }
          />
          <span>{word(option)}</span>
        </label>
      ))}
      <Wrong place={place} />
      {chosen.map((_, n) => (
        <Wrong key={n} place={`${place}.${n + 1}`} />
      ))}
    </fieldset>
  );
}

/** What an entry of a list is called: by its number or code, or by its words. */
function titleOf(entry: Plain | undefined): string {
  if (typeof entry === "string") return entry;
  if (!isGroup(entry)) return "";
  const short = entry["code"] ?? entry["number"] ?? entry["symbol"] ?? entry["path"];
  const words = entry["official"] ?? entry["title"] ?? at(entry, ["post", "title"]) ?? entry["text"] ?? entry["instrument"] ?? entry;
  const said = isGroup(words) ? (words[language.value] ?? words["ru"] ?? words["en"]) : undefined;
  return [short, typeof said === "string" ? said : ""].filter((one) => typeof one === "string" && one !== "").join(" · ");
}

function List({ path, label, of, value }: ListProps): JSX.Element {
  const { file } = useFilling();
  const entries = Array.isArray(value) ? (value as readonly Plain[]) : [];
  const place = placeOf(path);
  const plain = of.as !== "group";
  const problems = [...file.problems.value.keys()];
  const add = (): void => file.set([...path, entries.length], plain && of.as !== "texts" ? "" : {});
  return (
    <fieldset class="list-of">
      <legend>
        {label} <span class="hint">({entries.length})</span>
      </legend>
      <Wrong place={place} />
      <ol>
        {entries.map((entry, n) => {
          const here = [...path, n];
          const wrong = problems.filter((one) => `${one}.`.startsWith(`${placeOf(here)}.`)).length;
          const field: Field = { name: String(n), optional: false, absent: false, usual: null, shape: of };
          const tools = (
            <span class="entry-tools">
              <Tool words={w("file.up")} icon="up" off={n === 0} onClick={() => file.move(path, n, n - 1)} />
              <Tool words={w("file.down")} icon="down" off={n === entries.length - 1} onClick={() => file.move(path, n, n + 1)} />
              <Tool words={w("file.remove", { what: titleOf(entry) || String(n + 1) })} icon="x" off={false} onClick={() => file.remove(path, n)} />
            </span>
          );
          return (
            <li key={n} data-testid={`entry-${placeOf(here)}`}>
              {plain ? (
                <div class="entry-line">
                  <Control field={field} path={here} value={entry} />
                  {tools}
                </div>
              ) : (
                <details open={entries.length === 1 || wrong > 0}>
                  <summary>
                    <b>{titleOf(entry) || w("file.entry", { number: n + 1 })}</b>
                    {wrong > 0 && <span class="refusal"> {w("file.wrong", { count: wrong })}</span>}
                  </summary>
                  {tools}
                  <Wrong place={placeOf(here)} />
                  <Fields fields={of.fields} path={here} />
                </details>
              )}
            </li>
          );
        })}
      </ol>
      {entries.length === 0 && <p class="hint">{w("file.none")}</p>}
      <button type="button" class="button small" data-testid={`add-${place}`} onClick={add}>
        {w("file.add_entry")}
      </button>
    </fieldset>
  );
}

interface ToolProps {
  readonly words: string;
  readonly icon: "up" | "down" | "x";
  readonly off: boolean;
  readonly onClick: () => void;
}

function Tool({ words, icon, off, onClick }: ToolProps): JSX.Element {
  return (
    <button type="button" class="button small quiet" aria-label={words} title={words} disabled={off} onClick={onClick}>
      {icon === "x" ? <Icon name="x" /> : icon === "up" ? "↑" : "↓"}
    </button>
  );
}
