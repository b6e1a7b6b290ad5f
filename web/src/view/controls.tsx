/** Small controls that several pages use. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { language, LANGUAGE_NAMES, LANGUAGES, speak, t } from "../words/index.ts";
import { Icon } from "./icons.tsx";

/** Turns to the other language; the button is written in that language. */
export function LanguageSwitch(): JSX.Element {
  const other = LANGUAGES.find((known) => known !== language.value) ?? "ru";
  return (
    <button class="button quiet" lang={other} data-testid="language" onClick={() => void speak(other)}>
      <Icon name="language" />
      <span>{t("other_language")}</span>
    </button>
  );
}

export { LANGUAGE_NAMES };

interface PillsProps<T extends string> {
  readonly legend: string;
  readonly options: readonly T[];
  readonly value: T | "";
  readonly label: (option: T) => string;
  readonly onChoose: (option: T) => void;
  readonly testid?: string;
}

/** One of a few choices, all of them in sight. */
export function Pills<T extends string>(props: PillsProps<T>): JSX.Element {
  const { legend, options, value, label, onChoose, testid } = props;
  const name = useId();
  return (
    <fieldset class="pills">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option} class="pill" data-testid={testid && `${testid}-${option}`}>
          <input type="radio" name={name} checked={option === value} onChange={() => onChoose(option)} />
          <span>{label(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A dialog in the middle of the page: escape, the backdrop and the button close it. */
export function Dialog({ title, onClose, children }: DialogProps): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => ref.current?.showModal(), []);
  return (
    <dialog
      ref={ref}
      class="dialog"
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && ref.current?.close()}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button class="button quiet" onClick={() => ref.current?.close()}>
            <Icon name="x" />
            <span>{t("close")}</span>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
