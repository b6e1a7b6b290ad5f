/** The import of a table into a session file that is being filled in. */

import type { JSX } from "preact";
import type { Seating } from "../api.ts";
import type { ImportedRow } from "./calls.ts";
import { readTable } from "./calls.ts";
import { useFilling } from "./Controls.tsx";
import { Import, type What } from "./Import.tsx";
import { at, type Data, isGroup, type Plain, type SessionFile } from "./sessionFile.ts";

const listed = (value: Plain | undefined): readonly Data[] => (Array.isArray(value) ? (value as readonly Data[]) : []);

interface Props {
  readonly what: What;
  readonly seating: Seating;
}

export function ImportInFile({ what, seating }: Props): JSX.Element {
  const { file } = useFilling();
  const data = file.data.peek();
  const codes = Object.fromEntries(
    listed(data["delegations"]).flatMap((one) => {
      const names = [one["code"], ...[one["official"], one["short"]].flatMap((text) => (isGroup(text) ? Object.values(text) : []))];
      return names.filter((name) => typeof name === "string").map((name) => [name, String(one["code"])] as const);
    }),
  );
  const authentic = at(data, ["languages", "authentic"]);
  const language = typeof authentic === "string" ? authentic : "ru";
  return (
    <Import
      what={what}
      ask={(chosen) => readTable(seating, { what, language, codes }, chosen, true)}
      take={async (row) => {
        if (what === "draft") draft(file, row);
        else proposal(file, row);
        return "";
      }}
    />
  );
}

/** A row of the draft, in the place of the one that has its path. */
function draft(file: SessionFile, { data }: ImportedRow): void {
  const row = { path: data.path ?? "", title: data.title ?? {}, cells: data.cells ?? [] } as unknown as Data;
  const rows = listed(at(file.data.peek(), ["draft", "rows"]));
  const n = rows.findIndex(({ path }) => path === row["path"]);
  const known = n < 0 ? undefined : rows[n]?.["title"];
  const titled = { ...row, title: Object.keys(data.title ?? {}).length > 0 ? row["title"] : (known ?? {}) } as Data;
  file.set(["draft", "rows"], n < 0 ? [...rows, titled] : rows.with(n, titled));
}

/** A proposal with the next number of its delegation, where its own has not that form. */
function proposal(file: SessionFile, { data }: ImportedRow): void {
  const made = listed(file.data.peek()["proposals"]);
  const code = data.delegation ?? "";
  const own = new RegExp(`^${code}/[1-9]\\d{0,3}$`);
  const taken = made.map(({ number }) => String(number));
  let next = taken.filter((number) => own.test(number)).length + 1;
  while (taken.includes(`${code}/${next}`)) next++;
  const number = own.test(data.number ?? "") && !taken.includes(data.number ?? "") ? data.number : `${code}/${next}`;
  file.set(["proposals"], [...made, { ...data, number } as unknown as Data]);
}
