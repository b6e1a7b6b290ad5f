/** Announcing a reservation or a statement: what it is, with what it does, and to what it belongs. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { namesInDetail } from "../acts.ts";
import { filled } from "../fields.ts";
import type { Act } from "../generated/slices.ts";
import type { Room } from "../room.ts";
import { useStay } from "../stay.ts";
import { named, refusalWords, say, t } from "../words/index.ts";

const FIRST_WORDS = 90;

/** What one may belong to: an act of the server's, or with a unit filled into it. */
interface Target {
  readonly key: string;
  readonly words: string;
  readonly act: Act;
  readonly unit: string;
}

function targetsOf(room: Room, acts: readonly Act[]): readonly Target[] {
  const authentic = room.session.value.authentic_language;
  const start = (text: Readonly<Record<string, string>>): string => {
    const words = say(text, authentic);
    return words.length > FIRST_WORDS ? `${words.slice(0, FIRST_WORDS)}…` : words;
  };
  return acts.flatMap((act): readonly Target[] => {
    const number = act.fields["decision"];
    if (number) {
      const row = room.decisions.value.decisions.find((one) => one.number === number);
      return [{ key: number, words: `${t("decision", { number })}: ${start(row?.text ?? {})}`, act, unit: "" }];
    }
    const cells = act.asks.includes("unit") ? room.text.value.rows.flatMap((row) => row.cells) : [];
    return [
      { key: "protocol", words: t("announce.protocol"), act, unit: "" },
      ...cells.map(({ path, text }) => ({
        key: `unit ${path}`,
        words: `${t("announce.unit", { unit: path })}: ${start(text)}`,
        act,
        unit: path,
      })),
    ];
  });
}

/** The kinds that some target takes, in the order of their weight. */
const KINDS = ["reservation", "interpretative_statement", "statement_for_the_record"] as const;

const takes = (act: Act, kind: string): boolean => act.fields["kind"] === kind || act.asks.includes("kind");

export function Announce({ acts }: { readonly acts: readonly Act[] }): JSX.Element {
  const { room } = useStay();
  const open = useSignal(false);
  return (
    <>
      <button
        class="button"
        data-testid="announce"
        aria-expanded={open.value}
        onClick={() => (open.value = !open.value)}
      >
        {t("announce")}
      </button>
      {open.value && <Form acts={acts} room={room} onClose={() => (open.value = false)} />}
    </>
  );
}

interface FormProps {
  readonly acts: readonly Act[];
  readonly room: Room;
  readonly onClose: () => void;
}

function Form({ acts, room, onClose }: FormProps): JSX.Element {
  const kinds = KINDS.filter((kind) => acts.some((act) => takes(act, kind)));
  const kind = useSignal<string>(kinds[0] ?? "");
  const chosen = useSignal("");
  const whose = useSignal("");
  const trouble = useSignal("");
  const targets = targetsOf(room, acts).filter(({ act }) => takes(act, kind.value));
  // What was chosen for another kind may not be open to this one.
  const target = targets.find(({ key }) => key === chosen.value) ?? targets[0];
  const onBehalf = acts.some((act) => act.asks.includes("delegation"));
  const authentic = room.session.value.authentic_language;

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!target) return;
    if (onBehalf && !whose.value) {
      trouble.value = t("field.required");
      return;
    }
    const given = { kind: kind.value, ...filled({ unit: target.unit, delegation: whose.value }) };
    const outcome = await room.do(target.act, given);
    if (outcome.done) onClose();
    else trouble.value = refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
  };

  return (
    <form
      class="act-form"
      aria-label={t("announce")}
      noValidate
      data-testid="announce-form"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => event.key === "Escape" && onClose()}
    >
      {onBehalf && (
        <label class="field">
          {t("announce.whose")}
          <select
            data-testid="announce-delegation"
            value={whose.value}
            onChange={(event) => (whose.value = event.currentTarget.value)}
          >
            <option value="">—</option>
            {room.session.value.delegations.map((plate) => (
              <option key={plate.code} value={plate.code}>
                {say(plate.official, authentic)}
              </option>
            ))}
          </select>
        </label>
      )}
      <fieldset class="kinds">
        <legend>{t("announce.kind")}</legend>
        {kinds.map((one) => (
          <label key={one} class="kind" data-testid={`announce-${one}`}>
            <input type="radio" name="announce-kind" checked={kind.value === one} onChange={() => (kind.value = one)} />
            <span>
              <b>{named("kind.reservation", one)}</b>
              <small>{t(`announce.about.${one}`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        {t("announce.to")}
        <select
          data-testid="announce-to"
          value={target?.key ?? ""}
          onChange={(event) => (chosen.value = event.currentTarget.value)}
        >
          {targets.map(({ key, words }) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <p class="hint">{t("announce.next")}</p>
      {trouble.value && (
        <p class="refusal" role="alert">
          {trouble.value}
        </p>
      )}
      <div class="act-form-end">
        <button class="button primary" type="submit" data-testid="announce-send">
          {t("announce.send")}
        </button>
        <button class="button quiet" type="button" onClick={onClose}>
          {t("cancel")}
        </button>
      </div>
    </form>
  );
}
