// @vitest-environment happy-dom
import { render } from "preact";
import type { JSX } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Checked, Found, ImportedRow } from "../src/pages/calls.ts";
import { Check } from "../src/pages/Check.tsx";
import { Course } from "../src/pages/Course.tsx";
import { Import } from "../src/pages/Import.tsx";
import { language } from "../src/words/index.ts";
import { NOW, openRoom } from "./fixtures.ts";

const root = document.createElement("div");
const show = (what: JSX.Element): Promise<void> => flush(() => render(what, root)) as unknown as Promise<void>;
const by = (testid: string): HTMLElement | null => root.querySelector(`[data-testid="${testid}"]`);

beforeEach(() => {
  language.value = "en";
  document.body.append(root);
});
afterEach(() => render(null, root));

const whole: Checked = {
  at: NOW,
  altered: "",
  whose: "",
  commits: 29,
  own_commits: 2,
  head: "ab".repeat(32),
  begins: NOW,
  ends: NOW,
  files: 3,
  missing: 0,
  key: "cd".repeat(32),
  seals: 1,
  sound: 1,
};

describe("the check of the log", () => {
  it("says in words what was checked, and what was not", async () => {
    const { room } = openRoom("chair");
    await show(<Check found={whole} room={room} again={() => undefined} />);
    const said = by("verdict")?.textContent ?? "";
    expect(said).toContain("The record is whole");
    for (const words of ["29 entries", "Ed25519", "nothing was cut off", "2 entries in", "3 filed", "Not checked"]) {
      expect(said).toContain(words);
    }
  });

  it("names the first bad entry and what to do, and claims nothing else", async () => {
    const { room } = openRoom("chair");
    const altered = { ...whole, altered: "version 5: the data does not have this hash", whose: "KAZ", missing: 1 };
    await show(<Check found={altered} room={room} again={() => undefined} />);
    const said = by("verdict")?.textContent ?? "";
    expect(by("verdict")?.dataset["whole"]).toBe("false");
    for (const words of ["version 5", "Kazakhstan", "call the operator", "1 filed document is not"]) expect(said).toContain(words);
    expect(said).not.toContain("nothing was cut off");
  });
});

describe("the course", () => {
  it("names offices and delegations, never seats or codes", async () => {
    const { room } = openRoom("chair");
    const milestones = [
      { at: NOW, what: "presiding", words: { seat: "deputy", because: "link" } },
      { at: NOW, what: "reservation_announced", words: { delegation: "KAZ", kind: "reservation", number: "KAZ/R1", decision: "1.1" } },
      { at: NOW, what: "minutes_signed", words: { signer: "presiding", manner: "signed" } },
      { at: NOW, what: "something_new", words: {} },
    ];
    await show(<Course milestones={milestones} room={room} />);
    const said = Array.from(root.querySelectorAll("li span"), (line) => line.textContent);
    expect(said[0]).toContain("Chief of Directorate");
    expect(said[1]).toBe("the Republic of Kazakhstan: reservation KAZ/R1");
    expect(said[2]).toContain("signed");
    expect(said[3]).toBe("something new");
  });
});

describe("an import", () => {
  const row = (n: number, more: Partial<ImportedRow>): ImportedRow => ({ row: n, data: { path: String(n), cells: [] }, faults: [], ...more });
  const found: Found = {
    sheet: "Plan",
    columns: [["№", "path"], ["Note", ""]],
    entries: [
      row(2, { data: { path: "2", cells: [{ path: "2", kind: "paragraph", text: { ru: "=1+1" } }] }, commands: [{ type: "add_unit" }] }),
      row(3, { faults: [{ code: "bad_path", words: { path: "a b" } }], commands: [] }),
      row(4, { commands: [{ type: "add_unit" }], refusal: { code: "not_your_role", message: "no", detail: {} } }),
      row(5, { commands: [] }),
      row(6, { commands: [{ type: "revise_text" }] }),
    ],
  };

  it("shows every row first, takes the good ones, and tells what became of each", async () => {
    const taken: number[] = [];
    const take = async (one: ImportedRow): Promise<string> => (taken.push(one.row), one.row === 6 ? "Somebody was faster." : "");
    await show(<Import what="draft" ask={async () => found} take={take} />);
    const input = by("import-file-draft") as HTMLInputElement;
    Object.defineProperty(input, "files", { value: [new File(["x"], "plan.xlsx")] });
    await flush(async () => void input.dispatchEvent(new Event("change", { bubbles: true })));
    await flush(async () => undefined);
    expect(taken).toEqual([]);
    expect(by("row-2")?.textContent).toContain("=1+1");
    expect(by("row-3")?.dataset["outcome"]).toBe("wrong");
    expect(by("row-4")?.dataset["outcome"]).toBe("wrong");
    expect(by("row-5")?.textContent).toContain("says so already");
    expect(root.textContent).toContain("«Note»: left out");
    await flush(async () => by("import-send")?.click());
    await flush(async () => undefined);
    expect(taken).toEqual([2, 6]);
    expect(by("row-2")?.dataset["outcome"]).toBe("taken");
    expect(by("row-6")?.textContent).toContain("Somebody was faster.");
    expect(by("import-state")?.textContent).toBe("1 row was taken.");
  });
});
