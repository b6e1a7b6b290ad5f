/** The SHA-256 of a file: chosen here and reckoned in this browser, or typed; the file itself goes nowhere. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { t } from "../words/index.ts";

interface Props {
  readonly id: string;
  readonly legend: string;
  readonly value: string;
  readonly testid: string;
  readonly onChange: (value: string) => void;
}

export function Digest({ id, legend, value, testid, onChange }: Props): JSX.Element {
  const name = useSignal("");
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    name.value = file.name;
    onChange(Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join(""));
  };
  return (
    <>
      <label for={id}>{legend}</label>
      {/* crypto.subtle is missing where the page came without https. */}
      {globalThis.crypto?.subtle !== undefined && (
        <label class="file-choice">
          <span>{name.value ? t("digest.of", { name: name.value }) : t("digest.choose")}</span>
          <input
            type="file"
            data-testid={`${testid}-file`}
            onChange={(event) => void choose(event.currentTarget.files?.[0])}
          />
        </label>
      )}
      <input
        id={id}
        type="text"
        class="digest"
        spellcheck={false}
        data-testid={testid}
        value={value}
        onInput={(event) => onChange(event.currentTarget.value.trim())}
      />
    </>
  );
}
