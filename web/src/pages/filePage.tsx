/** The page of one session's file: convene a new session, or amend one that was convened. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { JSX } from "preact";
import { pageAddress, type Seating } from "../api.ts";
import { fileOf, formOf } from "./calls.ts";
import { Fetching, Frame, Waiting } from "./Frame.tsx";
import "./form.css";
import "./pages.css";
import { SessionForm } from "./SessionForm.tsx";
import { type Data, type Form, SessionFile } from "./sessionFile.ts";
import { w } from "./words.ts";

interface Opened {
  readonly form: Form;
  readonly file: SessionFile;
  readonly amendable: readonly string[];
  readonly symbol: string;
}

/** Shows the form of a session that was convened; its secretary, or the secretariat, amends it. */
export async function show(root: HTMLElement, seating: Seating): Promise<void> {
  const opened = new Fetching(async (): Promise<Opened> => {
    const [form, kept] = await Promise.all([formOf(seating), fileOf(seating)]);
    const symbol = String((kept.file as Data)["symbol"]);
    return { form, file: new SessionFile(seating.session, kept.file), amendable: kept.amendable, symbol };
  });
  const amended = signal(false);
  const again = async (): Promise<void> => {
    await opened.again();
    amended.value = true;
  };
  const Page = (): JSX.Element => {
    const now = opened.now.value;
    return (
      <Frame
        title={w("file.title")}
        above={now.at === "here" ? now.it.symbol : ""}
        tools={
          <a class="button quiet" href={pageAddress("links", seating)}>
            {w("links.title")}
          </a>
        }
      >
        <p role="status" data-testid="amended">
          {amended.value && w("file.amended")}
        </p>
        <Waiting of={opened} coming={w("page.opening")}>
          {({ form, file, amendable }) => (
            <SessionForm form={form} file={file} amendable={amendable} seating={seating} onDone={() => void again()} />
          )}
        </Waiting>
      </Frame>
    );
  };
  document.title = w("file.title");
  render(<Page />, root);
}
