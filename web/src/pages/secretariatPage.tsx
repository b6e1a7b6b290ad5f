/** The secretariat's page: its sessions, and a new one by form or from a file. */

import { useSignal } from "@preact/signals";
import { render } from "preact";
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { pageAddress } from "../api.ts";
import { days, named, say } from "../words/index.ts";
import { beSecretariat, checkFile, fileOf, formOf, leaveSecretariat, type Listed, sessionsOf } from "./calls.ts";
import { Fetching, Frame, Waiting } from "./Frame.tsx";
import "./form.css";
import "./pages.css";
import { SessionForm } from "./SessionForm.tsx";
import { type Data, type Form, SessionFile, type Verdict } from "./sessionFile.ts";
import { w } from "./words.ts";

const DESK = { session: "", seat: "secretariat" };

export async function show(root: HTMLElement, token: string): Promise<void> {
  document.title = w("secretariat.title");
  const here = new Fetching(async () => {
    if (token) await beSecretariat(token);
    return sessionsOf(DESK);
  });
  render(<Secretariat sessions={here} />, root);
}

function Secretariat({ sessions }: { readonly sessions: Fetching<readonly Listed[]> }): JSX.Element {
  const file = useSignal<SessionFile | null>(null);
  const gone = useSignal(false);
  const leave = async (): Promise<void> => {
    await leaveSecretariat();
    gone.value = true;
  };
  if (gone.value) {
    return (
      <Frame title={w("secretariat.title")}>
        <p>{w("secretariat.left")}</p>
      </Frame>
    );
  }
  const tools = (
    <>
      {file.value && (
        <button class="button quiet" data-testid="to-list" onClick={() => (file.value = null)}>
          {w("secretariat.list")}
        </button>
      )}
      <button class="button quiet" onClick={() => void leave()}>
        {w("secretariat.leave")}
      </button>
    </>
  );
  return (
    <Frame title={file.value ? w("file.new") : w("secretariat.title")} tools={tools}>
      <Waiting of={sessions} coming={w("page.opening")} refused={w("secretariat.refused")}>
        {(listed) =>
          file.value ? (
            <NewSession file={file.value} />
          ) : (
            <Desk listed={listed} onOpen={(it) => (file.value = it)} />
          )
        }
      </Waiting>
    </Frame>
  );
}

function NewSession({ file }: { readonly file: SessionFile }): JSX.Element {
  const form = useMemo(() => new Fetching<Form>(() => formOf(DESK)), [file]);
  return (
    <Waiting of={form} coming={w("page.opening")}>
      {(shape) => (
        <SessionForm
          form={shape}
          file={file}
          amendable={null}
          seating={DESK}
          onDone={(session) => location.assign(pageAddress("links", { ...DESK, session }))}
        />
      )}
    </Waiting>
  );
}

interface DeskProps {
  readonly listed: readonly Listed[];
  readonly onOpen: (file: SessionFile) => void;
}

function Desk({ listed, onOpen }: DeskProps): JSX.Element {
  const trouble = useSignal("");
  const begin = (data: Data, verdict: Verdict | null = null): void => {
    const file = new SessionFile("new", {});
    if (Object.keys(data).length > 0) file.data.value = data;
    file.verdict.value = verdict;
    onOpen(file);
  };
  const read = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return;
    trouble.value = "";
    try {
      const verdict = await checkFile(DESK, { yaml: await chosen.text() });
      if (verdict.file) begin(verdict.file, verdict);
      else trouble.value = verdict.problems.map((one) => one.message).join(" ");
    } catch {
      trouble.value = w("file.unreachable");
    }
  };
  const copy = async (session: string): Promise<void> => {
    const { file } = await fileOf({ ...DESK, session });
    begin({ ...file, id: "", symbol: "" });
  };
  return (
    <div class="desk-page">
      <section class="card part">
        <h2>{w("secretariat.new")}</h2>
        <p class="hint">{w("secretariat.new.about")}</p>
        <p class="downloads">
          <button class="button primary" data-testid="new-session" onClick={() => begin({})}>
            {w("secretariat.blank")}
          </button>
        </p>
        <label class="field">
          {w("secretariat.read")}
          <input type="file" accept=".yaml,.yml" data-testid="read-file" onChange={(event) => void read(event.currentTarget.files?.[0])} />
        </label>
        {trouble.value && (
          <p class="refusal" role="alert" data-testid="read-trouble">
            {trouble.value}
          </p>
        )}
      </section>
      <section class="card part">
        <h2>{w("secretariat.sessions")}</h2>
        {listed.length === 0 && <p class="empty">{w("secretariat.none")}</p>}
        <ul class="rows">
          {listed.map((one) => (
            <li key={one.session} data-testid={`session-${one.session}`}>
              <p>
                <b>{one.symbol}</b> {say(one.title)}
              </p>
              <p class="hint spaced">
                <span>{days(one.date_from, one.date_to)}</span>
                <span>{named("session.state", one.state)}</span>
              </p>
              <p class="downloads">
                <a class="button small" href={pageAddress("file", { ...DESK, session: one.session })}>
                  {w("secretariat.open")}
                </a>
                <a class="button small" href={pageAddress("links", { ...DESK, session: one.session })}>
                  {w("links.title")}
                </a>
                <button class="button small" onClick={() => void copy(one.session)}>
                  {w("secretariat.copy")}
                </button>
              </p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
