/** The small form of an act that asks for fields. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { controlOf, filled, follows, initial, isPerson, missing } from "../fields.ts";
import type { Act, SeatPlate } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import type { FieldValue } from "../wire.ts";
import { day, maybe, named, say, t } from "../words/index.ts";
import { Pills } from "./controls.tsx";
import { Digest } from "./Digest.tsx";
import { publicName } from "./Following.tsx";
import { PersonFields } from "./PersonFields.tsx";
import { StatementChoice } from "./StatementChoice.tsx";
import { factWords } from "./Rectifications.tsx";

interface Props {
  readonly act: Act;
  readonly label: string;
  readonly onSend: (values: Readonly<Record<string, FieldValue>>) => void;
  readonly onClose: () => void;
}

export function ActForm({ act, label, onSend, onClose }: Props): JSX.Element {
  const { room } = useStay();
  const { authentic_language: authentic, working_languages: working } = room.session.value;
  const present = { decisions: room.decisions.peek(), text: room.text.peek(), folder: room.folder.peek(), me: room.me.peek(), bureau: room.bureau.peek() };
  const values = useSignal<Readonly<Record<string, FieldValue>>>(
    Object.fromEntries(act.asks.map((field) => [field, initial(act, field, present)])),
  );
  const lacking = useSignal<readonly string[]>([]);
  const form = useRef<HTMLFormElement>(null);

  // Before the browser hears another key: a letter typed at once must not be a shortcut of the room.
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input, textarea, select")?.focus(), []);

  const submit = (event: Event): void => {
    event.preventDefault();
    lacking.value = missing(act, values.value, authentic, working);
    if (lacking.value.length === 0) onSend(filled(values.value));
  };

  return (
    <form
      ref={form}
      class="act-form"
      aria-label={label}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      {act.asks.map((field) => (
        <Field
          key={field}
          act={act}
          field={field}
          value={values.value[field] ?? ""}
          lacks={lacking.value.includes(field)}
          onChange={(value) => (values.value = { ...values.value, [field]: value, ...follows(act, field, value, present) })}
        />
      ))}
      <div class="act-form-end">
        <button class="button primary" type="submit" data-testid="form-submit">
          {label}
        </button>
        <button class="button quiet" type="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}

/** The seats that may be named: only a delegation's own where the act is about a delegation. */
function seatsFor(act: Act, room: Room): readonly SeatPlate[] {
  const { seats } = room.session.value;
  const { delegation } = act.fields;
  return delegation ? seats.filter((plate) => plate.delegation === delegation) : seats;
}

interface FieldProps {
  readonly act: Act;
  readonly field: string;
  readonly value: FieldValue;
  readonly lacks: boolean;
  readonly onChange: (value: FieldValue) => void;
}

function Field({ act, field, value, lacks, onChange }: FieldProps): JSX.Element {
  const optional = act.optional.includes(field) ? ` (${t("act.optional")})` : "";
  const legend = (maybe(`field.${act.type}.${field}`) ?? named("field", field)) + optional;
  return (
    <div class="field" data-lacks={lacks}>
      <Control act={act} field={field} legend={legend} value={value} onChange={onChange} />
      {lacks && <p class="refusal">{t(isPerson(value) ? "attendance.spelling" : "field.required")}</p>}
    </div>
  );
}

interface ControlProps extends Omit<FieldProps, "lacks"> {
  readonly legend: string;
}

function Control({ act, field, legend, value, onChange }: ControlProps): JSX.Element {
  const { room } = useStay();
  const id = useId();
  const control = controlOf(act, field);
  const { authentic_language: authentic, working_languages: languages, delegations } = room.session.value;
  const own = { id, "data-testid": `field-${field}` };
  const typed = (event: Event): void => onChange((event.currentTarget as HTMLInputElement).value);
  const labelled = (input: JSX.Element): JSX.Element => (
    <>
      <label for={id}>{legend}</label>
      {input}
    </>
  );

  switch (control.as) {
    case "choice":
      return (
        <Pills
          legend={legend}
          options={control.options}
          value={String(value)}
          label={(option) => named(control.prefix, option)}
          onChoose={onChange}
          testid={`field-${field}`}
        />
      );
    case "delegation":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {delegations.map((plate) => (
            <option key={plate.code} value={plate.code}>
              {say(plate.official, authentic)}
            </option>
          ))}
        </select>,
      );
    case "seat":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {seatsFor(act, room).map((plate) => (
            <option key={plate.id} value={plate.id}>
              {plate.delegation === null ? "" : `${plate.delegation}: `}
              {say(plate.office, authentic)}
            </option>
          ))}
        </select>,
      );
    case "fact":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">{t("fact.afterwards")}</option>
          {room.me.value.facts
            .filter((fact) => fact.kind === act.fields["kind"])
            .map((fact) => (
              <option key={fact.id} value={fact.id}>
                {factWords(fact, room)}
              </option>
            ))}
        </select>,
      );
    case "sitting": {
      const ahead = room.sitting.value.sittings.filter(({ state }) => state === "scheduled" || state === "line_check");
      return (
        <Pills
          legend={legend}
          options={[...ahead.map(({ number }) => number), "next_round"]}
          value={String(value)}
          label={(option) => (option === "next_round" ? t("until.next_round") : option)}
          onChoose={onChange}
          testid={`field-${field}`}
        />
      );
    }
    case "item":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {room.agenda.value.items.map((item) => (
            <option key={item.number} value={item.number}>
              {item.number}. {say(item.title, authentic)}
            </option>
          ))}
        </select>,
      );
    case "proposal":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {room.text.value.proposals
            .filter(({ id: other }) => other !== act.fields["proposal"])
            .map((row) => (
              <option key={row.id} value={row.id}>
                {row.number}
              </option>
            ))}
        </select>,
      );
    case "decision":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {room.decisions.value.decisions
            .filter(({ finality }) => finality !== "")
            .map((row) => (
              <option key={row.number} value={row.number}>
                {row.number}. {say(row.text, authentic).slice(0, 80)}
              </option>
            ))}
        </select>,
      );
    case "held_sitting":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {room.sitting.value.sittings
            .filter((plate) => plate.called_to_order_at !== null)
            .map(({ number, called_to_order_at: at }) => (
              <option key={number} value={number}>
                {t("attendance.sitting", { number, date: day(at ?? "", room.session.value.time_zone) })}
              </option>
            ))}
        </select>,
      );
    case "topic":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {room.following.value.facts.map((fact) => (
            <option key={fact.id} value={fact.id}>
              {publicName(fact.id)}
            </option>
          ))}
        </select>,
      );
    case "digest":
      return <Digest id={id} legend={legend} value={String(value)} onChange={onChange} testid={`field-${field}`} />;
    case "statement":
      return <StatementChoice id={id} legend={legend} value={String(value)} onChange={onChange} testid={`field-${field}`} />;
    case "person":
      return (
        <fieldset class="person">
          <legend>{legend}</legend>
          {isPerson(value) && (
            <PersonFields person={value} testid={`field-${field}`} onChange={(more) => onChange({ ...value, ...more })} />
          )}
        </fieldset>
      );
    case "language":
      return labelled(
        <select {...own} value={String(value)} onChange={typed}>
          <option value="">—</option>
          {languages.map((code) => (
            <option key={code} value={code}>
              {named("field.in", code)}
            </option>
          ))}
        </select>,
      );
    case "delegations": {
      const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
      return (
        <fieldset class="pills">
          <legend>{legend}</legend>
          {delegations
            .filter((plate) => plate.counts || field === "agreed")
            .map(({ code, short }) => (
              <label key={code} class="pill" data-testid={`field-${field}-${code}`}>
                <input
                  type="checkbox"
                  checked={chosen.includes(code)}
                  onChange={() =>
                    onChange(chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code])
                  }
                />
                <span>{say(short, authentic)}</span>
              </label>
            ))}
        </fieldset>
      );
    }
    case "units": {
      const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
      return (
        <fieldset class="pills">
          <legend>{legend}</legend>
          {room.text.value.rows
            .flatMap((row) => row.cells)
            .filter(({ state }) => state !== "closed_text" && state !== "bracketed_text")
            .map(({ path }) => (
              <label key={path} class="pill" data-testid={`field-${field}-${path}`}>
                <input
                  type="checkbox"
                  checked={chosen.includes(path)}
                  onChange={() =>
                    onChange(chosen.includes(path) ? chosen.filter((other) => other !== path) : [...chosen, path])
                  }
                />
                <span>{path}</span>
              </label>
            ))}
        </fieldset>
      );
    }
    case "texts": {
      const words = typeof value === "object" && !Array.isArray(value) ? (value as Record<string, string>) : {};
      return (
        <fieldset class="texts">
          <legend>{legend}</legend>
          {languages.map((code) => (
            <label key={code}>
              <span>
                {named("field.in", code)}
                {code === authentic ? "" : ` (${t("act.optional")})`}
              </span>
              <textarea
                lang={code}
                rows={field === "text" ? 4 : 2}
                data-testid={`field-${field}-${code}`}
                value={words[code] ?? ""}
                onInput={(event) => onChange({ ...words, [code]: event.currentTarget.value })}
              />
            </label>
          ))}
        </fieldset>
      );
    }
    case "yes":
      return (
        <label class="check">
          <input {...own} type="checkbox" checked={value === true} onChange={() => onChange(value !== true)} />
          <span>{legend}</span>
        </label>
      );
    case "lines":
      return labelled(<textarea {...own} rows={field === "text" ? 8 : 2} value={String(value)} onInput={typed} />);
    case "number":
      return labelled(
        <input
          {...own}
          type="number"
          min={1}
          value={String(value)}
          onInput={(event) => onChange(event.currentTarget.value === "" ? "" : event.currentTarget.valueAsNumber)}
        />,
      );
    case "day":
      return labelled(<input {...own} type="date" value={String(value)} onInput={typed} />);
    case "moment": {
      // Read in the zone of this computer, sent in UTC.
      const chosen = (event: Event): void => {
        const local = (event.currentTarget as HTMLInputElement).value;
        onChange(local === "" ? "" : new Date(local).toISOString());
      };
      return labelled(<input {...own} type="datetime-local" onInput={chosen} />);
    }
    case "line":
      return labelled(<input {...own} type="text" value={String(value)} onInput={typed} />);
  }
}
