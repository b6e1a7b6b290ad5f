/** Who sits in the room for a delegation, by name: each spelt in every working language. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { namesInDetail } from "../acts.ts";
import type { Act, CredentialsRow } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, refusalWords, t } from "../words/index.ts";
import type { NamedPerson } from "../wire.ts";
import { PersonFields, tidied } from "./PersonFields.tsx";

const CAPACITIES = ["head", "alternate", "member"] as const;

interface Props {
  readonly row: CredentialsRow;
  readonly act: Act;
  readonly onClose: () => void;
}

/** Who was confirmed, to be changed; else the head, by the office of the session file. */
function present(room: Room, row: CredentialsRow): NamedPerson[] {
  if (row.people.length > 0) return row.people.map(({ name, rank, post, capacity }) => ({ name, rank, post, capacity }));
  const head = room.delegation(row.delegation)?.head ?? {};
  return [row.head ?? { name: {}, rank: {}, post: head, capacity: "head" }];
}

export function AttendanceForm({ row, act, onClose }: Props): JSX.Element {
  const { room } = useStay();
  const people = useSignal<readonly NamedPerson[]>(present(room, row));
  const trouble = useSignal("");
  const busy = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const languages = room.session.value.working_languages;
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>("input")?.focus(), []);

  const change = (n: number, person: Partial<NamedPerson>): void => {
    people.value = people.value.map((one, at) => (at === n ? { ...one, ...person } : one));
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const said = people.value.map(tidied);
    if (said.some(({ name }) => languages.some((language) => !name[language]))) {
      trouble.value = t("attendance.spelling");
      return;
    }
    busy.value = true;
    trouble.value = "";
    const outcome = await room.do(act, { people: said });
    busy.value = false;
    if (outcome.done) onClose();
    else trouble.value = refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
  };

  return (
    <form
      ref={form}
      class="act-form"
      noValidate
      aria-label={t("attendance.confirm")}
      data-testid="attendance-form"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      <p class="hint">{t("attendance.privacy")}</p>
      {people.value.map((person, n) => (
        <fieldset key={n} class="person" data-testid={`person-${n}`}>
          <legend>{t("attendance.person", { number: n + 1 })}</legend>
          <PersonFields person={person} testid={`person-${n}`} onChange={(more) => change(n, more)} />
          <div class="person-end">
            <label>
              <span>{t("attendance.capacity")}</span>
              <select
                data-testid={`person-${n}-capacity`}
                value={person.capacity}
                onChange={(event) => change(n, { capacity: event.currentTarget.value })}
              >
                {CAPACITIES.map((capacity) => (
                  <option key={capacity} value={capacity}>
                    {named("capacity", capacity)}
                  </option>
                ))}
              </select>
            </label>
            {people.value.length > 1 && (
              <button
                type="button"
                class="button small quiet"
                onClick={() => (people.value = people.value.filter((_, at) => at !== n))}
              >
                {t("attendance.remove")}
              </button>
            )}
          </div>
        </fieldset>
      ))}
      {trouble.value && (
        <p class="refusal" role="alert" data-testid="attendance-trouble">
          {trouble.value}
        </p>
      )}
      <div class="act-form-end">
        <button
          type="button"
          class="button small"
          data-testid="person-add"
          onClick={() => (people.value = [...people.value, { name: {}, rank: {}, post: {}, capacity: "member" }])}
        >
          {t("attendance.add")}
        </button>
        <button class="button primary" type="submit" disabled={busy.value} data-testid="attendance-send">
          {t("attendance.send", { count: people.value.length })}
        </button>
        <button class="button quiet" type="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
