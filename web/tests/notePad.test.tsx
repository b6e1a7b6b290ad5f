// @vitest-environment happy-dom
import { render } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { PadNote } from "../src/generated/slices.ts";
import { NotePad } from "../src/pages/NotePad.tsx";
import { Speeches } from "../src/pages/Speeches.tsx";
import { Stay, StayProvider } from "../src/stay.ts";
import { language } from "../src/words/index.ts";
import { NOW, openRoom } from "./fixtures.ts";

const root = document.createElement("div");
const note = (id: string, speech: string): PadNote => ({ id, speech, seat: "kaz", item: "1", text: `Words of ${id}.`, by: "secretary", at: NOW, revision: 1 });

beforeEach(() => {
  language.value = "en";
  document.body.append(root);
});
afterEach(() => render(null, root));

it("shows every note once: with its speech, or apart while that has not begun", async () => {
  const { room } = openRoom("secretary");
  const speeches = [{ id: "request-1", seat: "kaz", item: "1", began_at: NOW }];
  await flush(() => {
    room.bureau.value = { scripts: [], notes: [note("n1", "request-1"), note("n2", "request-2"), note("n3", "")], speeches, acts: [] };
    render(
      <StayProvider value={new Stay(room)}>
        <div data-part="pad">
          <NotePad />
        </div>
        <div data-part="speeches">
          <Speeches />
        </div>
      </StayProvider>,
      root,
    );
  });
  const notes = (part: string): (string | undefined)[] =>
    Array.from(root.querySelectorAll<HTMLElement>(`[data-part="${part}"] li[data-testid^="note-"]`), (one) => one.dataset["testid"]);
  expect(notes("pad")).toEqual(["note-n2", "note-n3"]);
  expect(notes("speeches")).toEqual(["note-n1"]);
});
