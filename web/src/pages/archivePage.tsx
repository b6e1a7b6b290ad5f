/** The archive's page of a session, as one seat reads it. */

import { render } from "preact";
import { type Seating, view } from "../api.ts";
import { Room } from "../room.ts";
import { Archive } from "./Archive.tsx";
import { Fetching, Frame, Waiting } from "./Frame.tsx";
import "./pages.css";
import { w } from "./words.ts";

export async function show(root: HTMLElement, seating: Seating): Promise<void> {
  // Only read: no socket is opened, so that the room keeps the seat.
  const room = new Fetching(async () => new Room(seating, await view(seating)));
  const Page = () => (
    <Waiting of={room} coming={w("page.opening")}>
      {(it) => <Archive room={it} />}
    </Waiting>
  );
  const Opening = () =>
    room.now.value.at === "here" ? (
      <Page />
    ) : (
      <Frame title={w("archive.title")}>
        <Page />
      </Frame>
    );
  render(<Opening />, root);
}
