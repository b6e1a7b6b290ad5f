// @vitest-environment happy-dom
/** The chair's script, from a view of the secretary's: what stands there can be taken away, and nothing else is sent empty. */

import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Room } from "../src/room.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { ActForm } from "../src/view/ActForm.tsx";
import type { FieldValue } from "../src/wire.ts";
import { language } from "../src/words/index.ts";
import { FakeWire } from "./fixtures.ts";
import { recorded } from "./recorded.ts";

const VIEW = recorded()["speaking/secretary"]!;
const root = document.createElement("div");
let stay: Stay;
let sent: Readonly<Record<string, FieldValue>>[];

/** The form of the script of an item, emptied and submitted. */
async function emptied(item: string): Promise<void> {
  sent = [];
  const act = stay.room.bureau.value.acts.find(({ type, fields }) => type === "write_script" && fields["item"] === item)!;
  const form = <ActForm act={act} label="Script" onSend={(given) => void sent.push(given)} onClose={() => undefined} />;
  await flush(() => render(<StayProvider value={stay}>{form}</StayProvider>, root));
  for (const area of root.querySelectorAll("textarea")) {
    area.value = "";
    await flush(() => void area.dispatchEvent(new Event("input", { bubbles: true })));
  }
  await flush(() => root.querySelector<HTMLButtonElement>('[data-testid="form-submit"]')!.click());
}

beforeEach(() => {
  language.value = "en";
  document.body.append(root);
  const open = (address: string): FakeWire => new FakeWire(address);
  stay = new Stay(new Room({ session: "s1", seat: "secretary" }, VIEW, { address: () => "", open, random: () => 1 }));
});

afterEach(() => {
  render(null, root);
  stay.leave();
});

it("is taken away by emptying its form", async () => {
  const script = stay.room.bureau.value.scripts.find(({ item }) => item === "1");
  expect(script?.text["en"]).toBe("Thank the rapporteur.");
  await emptied("1");
  expect(sent).toEqual([{}]);
});

it("is not written without a word where none stands", async () => {
  await emptied("2");
  expect(sent).toEqual([]);
  expect(root.textContent).toContain("Please fill this in.");
});
