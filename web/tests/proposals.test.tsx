// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { labelOf } from "../src/acts.ts";
import { initial } from "../src/fields.ts";
import type { FolderDraft, ProposalRow } from "../src/generated/slices.ts";
import type { Room } from "../src/room.ts";
import { Stay, StayProvider } from "../src/stay.ts";
import { TextPanel } from "../src/view/TextPanel.tsx";
import { language } from "../src/words/index.ts";
import { act, NOW, openRoom } from "./fixtures.ts";

const proposal: ProposalRow = {
  id: "p1",
  number: "KAZ/1",
  delegation: "KAZ",
  kind: "amendment",
  unit: "2.date",
  received: null,
  submitted_at: NOW,
  text: { en: "27 July", ru: "27 июля" },
  rationale: { en: "One day more.", ru: "Еще сутки." },
  author: {},
  cosponsors: ["BLR"],
  state: "under_discussion",
  item: "1",
  wording: {},
  reason: {},
  maintained: false,
  into: "",
  by: "",
  after: "",
};
const draft: FolderDraft = {
  id: "d1",
  kind: "comment",
  unit: "",
  text: { en: "A thought" },
  rationale: { en: "For now" },
  by: "kaz",
  at: NOW,
  proposal: "",
};

let room: Room;
let host: HTMLElement;

async function show(): Promise<void> {
  host = document.body.appendChild(document.createElement("div"));
  await flush(() => {
    render(
      <StayProvider value={new Stay(room)}>
        <TextPanel />
      </StayProvider>,
      host,
    );
  });
}

const said = (testid: string): string => host.querySelector(`[data-testid="${testid}"]`)?.textContent ?? "";

beforeEach(() => {
  language.value = "en";
  const takeUp = act("take_up", { fields: { proposal: "p1" }, words: { proposal: "KAZ/1", delegation: "KAZ" } });
  room = openRoom("kaz", { acts: [takeUp] }).room;
});

afterEach(() => {
  host?.remove();
  room.close();
});

it("a proposal stands with its authors, its reason, what became of it and the positions on it", async () => {
  const position = { about: "proposal", id: "p1", delegation: "BLR", stand: "awaiting_instructions", at: NOW };
  room.text.value = { ...room.text.value, proposals: [proposal], positions: [position] };
  await show();
  expect(said("proposal-KAZ/1")).toContain("Kazakhstan, Belarus");
  expect(said("proposal-KAZ/1")).toContain("Rationale: One day more.");
  expect(said("proposal-state-p1")).toBe("under discussion");
  expect(said("positions-proposal-p1")).toBe("Belarus: awaits instructions");
  expect(said("proposal-KAZ/1")).toContain("Take up");
});

it("what is not circulated and what is the delegation's own stand apart", async () => {
  room.me.value = { ...room.me.value, proposals: [{ ...proposal, number: "", state: "submitted" }] };
  room.folder.value = { drafts: [draft], notes: [], acts: [act("discard_draft", { fields: { draft: "d1" } })] };
  await show();
  expect(said("not-circulated")).toContain("not registered");
  expect(said("folder")).toContain("Only our delegation sees these.");
  expect(said("draft-d1")).toContain("A thought");
  expect(said("draft-d1")).toContain("Discard the draft");
});

it("without folder and proposals there is no room for them", async () => {
  await show();
  expect(host.querySelector('[data-testid="folder"]')).toBeNull();
  expect(host.querySelector('[data-testid="not-circulated"]')).toBeNull();
});

it("a draft is submitted with the words that stand in it", () => {
  room.folder.value = { drafts: [draft], notes: [], acts: [] };
  const submit = act("submit_proposal", { fields: { draft: "d1", kind: "comment" }, asks: ["text", "rationale"] });
  const held = { decisions: room.decisions.value, text: room.text.value, folder: room.folder.value };
  expect(initial(submit, "text", held)).toEqual({ en: "A thought" });
  expect(initial(submit, "rationale", held)).toEqual({ en: "For now" });
  expect(labelOf(submit, room)).toBe("Submit this draft");
  expect(labelOf(act("submit_proposal"), room)).toBe("Submit a proposal");
});
