// @vitest-environment happy-dom
import { render } from "preact";
import type { JSX } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MinutesRow } from "../src/generated/slices.ts";
import type { Replies as Found } from "../src/pages/calls.ts";
import { Copies } from "../src/pages/Copies.tsx";
import { Replies } from "../src/pages/Replies.tsx";
import { Versions } from "../src/pages/Versions.tsx";
import { language } from "../src/words/index.ts";
import { act, NOW, openRoom } from "./fixtures.ts";

const root = document.createElement("div");
const show = (what: JSX.Element): Promise<void> => flush(() => render(what, root)) as unknown as Promise<void>;
const by = (testid: string): HTMLElement | null => root.querySelector(`[data-testid="${testid}"]`);
const press = (testid: string): Promise<void> => flush(async () => by(testid)?.click()) as unknown as Promise<void>;
const again = (): Promise<void> => Promise.resolve();

beforeEach(() => {
  language.value = "en";
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

const found: Found = { replies: [{ sitting: "1", delegation: "KAZ", answer: "declined", at: NOW }], open: ["1"] };

describe("the replies to the invitation", () => {
  it("show who comes, who does not, and who has not replied", async () => {
    const { room } = openRoom("secretary");
    await show(<Replies found={found} room={room} again={again} />);
    expect(by("reply-KAZ-1")?.textContent).toBe("does not come");
    expect(by("reply-BLR-1")?.textContent).toBe("no reply");
  });

  it("are entered for a delegation that is named, and a refusal is told in words", async () => {
    const answers = [new Response("{}"), Response.json({ code: "reply_outdated", message: "" }, { status: 422 })];
    const sent = vi.fn(async (_path: string, _init: RequestInit) => answers.shift());
    vi.stubGlobal("fetch", sent);
    const { room } = openRoom("secretary");
    await show(<Replies found={found} room={room} again={again} />);
    expect((by("reply-send") as HTMLButtonElement).disabled).toBe(true);
    const whose = by("reply-whose") as HTMLSelectElement;
    whose.value = "BLR";
    await flush(async () => void whose.dispatchEvent(new Event("change", { bubbles: true })));
    by("reply-answer-accepted")?.querySelector("input")?.click();
    await flush(async () => undefined);
    await press("reply-send");
    const { cause, ...given } = JSON.parse(String(sent.mock.calls[0]?.[1].body)) as Record<string, string>;
    expect(given).toEqual({ type: "record_reply", sitting: "1", delegation: "BLR", answer: "accepted" });
    expect(cause).toBeTruthy();
    await vi.waitFor(() => expect((by("reply-send") as HTMLButtonElement).disabled).toBe(false));
    await press("reply-send");
    await vi.waitFor(() => expect(by("reply-state")?.textContent).toContain("earlier invitation"));
  });

  it("are taken no more once every sitting has begun", async () => {
    const { room } = openRoom("secretary");
    await show(<Replies found={{ ...found, open: [] }} room={room} again={again} />);
    expect(by("reply-send")).toBeNull();
    expect(root.textContent).toContain("no reply is entered any more");
  });
});

describe("the numbered copies", () => {
  const issued = {
    number: "1",
    copies: [
      { number: 1, to: "", at: NOW },
      { number: 2, to: "KAZ", at: NOW },
      { number: 3, to: "The depositary's <library>", at: NOW },
    ],
  } as unknown as MinutesRow;

  it("stand with whoever has them, each as a file of its own", async () => {
    const { room } = openRoom("secretary", { minutes: [issued] });
    await show(<Copies room={room} again={again} />);
    expect(by("copy-1")?.textContent).toContain("the original");
    expect(by("copy-2")?.textContent).toContain("Republic of Kazakhstan");
    expect(by("copy-3")?.textContent).toContain("<library>");
    expect(by("copy-3")?.querySelector("a")?.getAttribute("href")).toContain("copy=3");
    expect(by("copy-give")).toBeNull();
  });

  it("are given further only where the server offers it", async () => {
    const { room } = openRoom("secretary", { minutes: [issued], acts: [act("give_copy", { fields: { minutes: "1" }, asks: ["to"] })] });
    await show(<Copies room={room} again={again} />);
    expect(by("copy-give")).not.toBeNull();
  });
});

describe("the versions of the minutes", () => {
  it("tell their entries of the log and what made them, or that it was not kept", async () => {
    const { room } = openRoom("secretary");
    const version = { minutes: "1", because: "generated", first: 1, made_at: NOW };
    await show(
      <Versions
        room={room}
        found={[
          { ...version, version: 1, last: 20, template: null, libraries: null },
          { ...version, version: 2, last: 31, template: "ab".repeat(32), libraries: { typst: "0.13" } },
        ]}
      />,
    );
    expect(by("version-1-1")?.textContent).toContain("was not kept");
    expect(by("version-1-2")?.textContent).toContain("entries 1 to 31");
    expect(by("version-1-2")?.textContent).toContain("typst");
  });
});
