// @vitest-environment happy-dom
/** Every panel, shown with the views that the server really sends, at the moments of a round and for each role. */

import { render } from "preact";
import type { JSX } from "preact";
import { act as flush } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyOf, labelOf, pressable } from "../src/acts.ts";
import type { Act } from "../src/generated/slices.ts";
import { Archive } from "../src/pages/Archive.tsx";
import { NotePad } from "../src/pages/NotePad.tsx";
import { Speeches } from "../src/pages/Speeches.tsx";
import { Room } from "../src/room.ts";
import { Stay, StayProvider, useStay } from "../src/stay.ts";
import { Accounts } from "../src/view/Accounts.tsx";
import { ActForm } from "../src/view/ActForm.tsx";
import { AllActs, AllActsPage } from "../src/view/AllActs.tsx";
import { Agenda } from "../src/view/Agenda.tsx";
import { Appeal } from "../src/view/Appeal.tsx";
import { Bar } from "../src/view/Bar.tsx";
import { Booth } from "../src/view/Booth.tsx";
import { Connections } from "../src/view/Connections.tsx";
import { Credentials } from "../src/view/Credentials.tsx";
import { Cues } from "../src/view/Cues.tsx";
import { Decisions } from "../src/view/Decisions.tsx";
import { Help, Leave, Settings } from "../src/view/dialogs.tsx";
import { Folder } from "../src/view/Folder.tsx";
import { Following } from "../src/view/Following.tsx";
import { Header } from "../src/view/Header.tsx";
import { JoinPage } from "../src/view/JoinPage.tsx";
import { Listening } from "../src/view/Listening.tsx";
import { Minutes } from "../src/view/Minutes.tsx";
import { Notices } from "../src/view/Notices.tsx";
import { PapersPanel } from "../src/view/Papers.tsx";
import { Question } from "../src/view/Question.tsx";
import { Queue } from "../src/view/Queue.tsx";
import { QuietLines } from "../src/view/QuietLines.tsx";
import { Rectifications } from "../src/view/Rectifications.tsx";
import { Reservations } from "../src/view/Reservations.tsx";
import { RollCall } from "../src/view/RollCall.tsx";
import { ScriptNow } from "../src/view/Script.tsx";
import { Seats } from "../src/view/Seats.tsx";
import { Stage } from "../src/view/Stage.tsx";
import { Table } from "../src/view/Table.tsx";
import { TextPanel } from "../src/view/TextPanel.tsx";
import { language, LANGUAGES } from "../src/words/index.ts";
import { FakeWire } from "./fixtures.ts";
import { recorded } from "./recorded.ts";

const none = (): void => undefined;
/** Acts whose forms differ: each has kinds of fields that the others have not. */
const FORMS = ["table_decision", "enter_rectification", "submit_proposal", "name_head", "write_script"];
/** The first act of a type that this view offers, in its form. */
function Filled({ of }: { readonly of: string }): JSX.Element | null {
  const { room } = useStay();
  const act = [...room.possible.value, ...room.folder.value.acts, ...room.bureau.value.acts].find(
    ({ type, asks }) => type === of && asks.length > 0,
  );
  return act ? <ActForm act={act} label={labelOf(act, room)} onSend={none} onClose={none} /> : null;
}

/** A page beside the room, of the same seat. */
function Beside({ page: Page }: { readonly page: (props: { readonly room: Room }) => JSX.Element }): JSX.Element {
  return <Page room={useStay().room} />;
}

const PANELS: Readonly<Record<string, () => JSX.Element>> = {
  accounts: () => <Accounts />,
  agenda: () => <Agenda />,
  appeal: () => <Appeal />,
  archive: () => <Beside page={Archive} />,
  bar: () => <Bar />,
  booth: () => <Booth />,
  connections: () => <Connections />,
  credentials: () => <Credentials />,
  cues: () => <Cues />,
  decisions: () => <Decisions />,
  folder: () => <Folder />,
  following: () => <Following />,
  header: () => <Header open="" onOpen={none} onLeave={none} />,
  help: () => <Help onClose={none} />,
  "join page": () => <JoinPage onEnter={none} />,
  leave: () => <Leave onClose={none} onLeave={none} />,
  listening: () => <Listening />,
  minutes: () => <Minutes />,
  "note pad": () => <NotePad />,
  notices: () => <Notices />,
  papers: () => <PapersPanel />,
  question: () => <Question />,
  queue: () => <Queue />,
  "quiet lines": () => <QuietLines />,
  rectifications: () => <Rectifications />,
  reservations: () => <Reservations />,
  "roll call": () => <RollCall />,
  script: () => <ScriptNow />,
  seats: () => <Seats />,
  settings: () => <Settings onClose={none} />,
  speeches: () => <Speeches />,
  stage: () => <Stage />,
  table: () => <Table />,
  text: () => <TextPanel />,
  ...Object.fromEntries(FORMS.map((of) => [`form of ${of}`, () => <Filled of={of} />])),
};

const VIEWS = recorded();
/** A moment has a view for each of so many seats. */
const ROLES = new Set(Object.keys(VIEWS).map((name) => name.split("/")[1])).size;
let stay: Stay;
let wires: FakeWire[];
let host: HTMLElement;

async function show(name: string, page: JSX.Element): Promise<HTMLElement> {
  const seat = name.split("/")[1] ?? "";
  wires = [];
  const open = (address: string): FakeWire => wires[wires.push(new FakeWire(address)) - 1]!;
  const view = VIEWS[name] ?? expect.fail(`no view ${name}`);
  stay = new Stay(new Room({ session: "s1", seat }, view, { address: () => "", open, random: () => 1 }));
  stay.room.quiet.show(true);
  host = document.body.appendChild(document.createElement("div"));
  await flush(() => render(<StayProvider value={stay}>{page}</StayProvider>, host));
  return host;
}

function away(): void {
  render(null, host);
  host.remove();
  stay.leave();
}

beforeEach(() => {
  language.value = "en";
  // What a page asks the server for is still on its way.
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
});

/** What a person must never read: a hole, a value without words, a name out of the code. */
const RAW = /\{\w+\}|undefined|\bnull\b|NaN|\[object|Invalid Date|\b[a-z]+_[a-z_]+\b/;

/** What the panel says, without what was written by people and the names of files. */
function words(part: Element): string {
  if (part.matches("code, kbd, .hash, svg")) return "";
  return [...part.childNodes].map((node) => (node instanceof Element ? words(node) : (node.textContent ?? ""))).join(" ");
}

/** Whether a label says what a control is for. */
function labelled(one: Element, labels: ReadonlySet<string>): boolean {
  return one.hasAttribute("aria-label") || one.closest("label") !== null || labels.has(one.id);
}

const nameOf = (one: Element): string =>
  [one.getAttribute("aria-label"), one.getAttribute("title"), one.textContent].join("").trim();

describe("a view, one after another in either language", () => {
  const silent = new Set(Object.keys(PANELS));

  it.each(Object.keys(VIEWS).map((name, n) => [name, LANGUAGES[(n + Math.floor(n / ROLES)) % 2]!] as const))(
    "%s is told in words (%s), and every control has a name",
    async (name, spoken) => {
      language.value = spoken;
      const unworded = vi.spyOn(console, "warn").mockReturnValue();
      const page = Object.entries(PANELS).map(([panel, make]) => (
        <section key={panel} data-panel={panel}>
          {make()}
        </section>
      ));
      const shown = await show(name, <>{page}</>);
      for (const part of shown.querySelectorAll("[data-panel]")) {
        const said = words(part);
        expect(said, part.getAttribute("data-panel") ?? "").not.toMatch(RAW);
        if (said.trim() !== "") silent.delete(part.getAttribute("data-panel") ?? "");
      }
      const nameless = [...shown.querySelectorAll("button, a, summary")].filter((one) => nameOf(one) === "");
      expect(nameless.map(({ outerHTML }) => outerHTML)).toEqual([]);
      const labels = new Set([...shown.querySelectorAll("label")].map((label) => label.htmlFor));
      const mute = [...shown.querySelectorAll("input, select, textarea")].filter((one) => !labelled(one, labels));
      expect(mute.map(({ outerHTML }) => outerHTML)).toEqual([]);
      expect(unworded.mock.calls).toEqual([]);
      away();
    },
  );

  it("leaves no panel without something to say", () => {
    expect([...silent]).toEqual([]);
  });
});

describe("no act is further than two presses", () => {
  afterEach(away);

  const ACTS = (
    <>
      <AllActs />
      <AllActsPage />
    </>
  );
  const button = (act: Act): HTMLButtonElement | undefined =>
    [...host.querySelectorAll<HTMLButtonElement>(`dialog button[data-act="${act.type}"]`)].find((one) =>
      Object.entries(act.fields).every(([field, value]) => one.getAttribute(`data-${field}`) === value),
    );

  it.each(Object.keys(VIEWS))("%s", async (name) => {
    await show(name, ACTS);
    HTMLDialogElement.prototype.showModal ??= none;
    const { possible, clock } = stay.room;
    const now = possible.value.filter((act) => pressable(act, clock.now()));
    const opener = host.querySelector<HTMLButtonElement>('[data-testid="all-acts"]');
    if (now.length <= 6) return;
    await flush(() => opener?.click());
    expect(now.filter((act) => !button(act) || button(act)?.disabled).map(keyOf)).toEqual([]);
  });

  it("and a word of it finds it", async () => {
    await show("speaking/chair", ACTS);
    await flush(() => host.querySelector<HTMLButtonElement>('[data-testid="all-acts"]')?.click());
    const field = host.querySelector<HTMLInputElement>('[data-testid="seek-act"]')!;
    field.value = "SUSPEND";
    await flush(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
    const found = [...host.querySelectorAll("dialog .act")].map(({ textContent }) => textContent);
    const wanted = stay.room.possible.value.map((act) => labelOf(act, stay.room)).filter((label) => /suspend/i.test(label));
    expect(wanted.length).toBeGreaterThan(0);
    expect(found).toHaveLength(wanted.length);
  });
});
