/** What went out of a session and what came back, for its secretary: replies, numbered copies, versions. */

import { render } from "preact";
import type { JSX } from "preact";
import { pageAddress, type Seating, view } from "../api.ts";
import { Room } from "../room.ts";
import { Icon } from "../view/icons.tsx";
import { say } from "../words/index.ts";
import { repliesOf, versionsOf } from "./calls.ts";
import { Copies } from "./Copies.tsx";
import { Fetching, Frame, Waiting } from "./Frame.tsx";
import "./issue.css";
import "./pages.css";
import { Replies } from "./Replies.tsx";
import { Versions } from "./Versions.tsx";
import { w } from "./words.ts";

export async function show(root: HTMLElement, seating: Seating): Promise<void> {
  document.title = w("issue.title");
  // Only read: no socket is opened, so that the room keeps the seat.
  const room = new Fetching(async () => new Room(seating, await view(seating)));
  const replies = new Fetching(() => repliesOf(seating));
  const versions = new Fetching(async () => {
    const { me } = (await view(seating)).slices;
    return (await Promise.all(me.minutes.map(({ number }) => versionsOf(seating, number)))).flat();
  });
  const Page = (): JSX.Element => {
    const now = room.now.value;
    const session = now.at === "here" ? now.it.session.value : null;
    return (
      <Frame
        above={session?.symbol ?? ""}
        title={w("issue.title")}
        hint={session ? say(session.title, session.authentic_language) : ""}
        tools={
          <a class="button quiet" href={pageAddress("room", seating)}>
            <Icon name="door" />
            <span>{w("page.room")}</span>
          </a>
        }
      >
        <Waiting of={room} coming={w("page.opening")}>
          {(it) => (
            <div class="issue">
              <Part title={w("issue.replies")}>
                <Waiting of={replies} coming={w("page.opening")}>
                  {(found) => <Replies found={found} room={it} again={() => replies.again()} />}
                </Waiting>
              </Part>
              <Part title={w("issue.copies")}>
                <Copies room={it} again={() => room.again()} />
              </Part>
              <Part title={w("issue.versions")}>
                <Waiting of={versions} coming={w("page.opening")}>
                  {(found) => <Versions found={found} room={it} />}
                </Waiting>
              </Part>
            </div>
          )}
        </Waiting>
      </Frame>
    );
  };
  render(<Page />, root);
}

function Part({ title, children }: { readonly title: string; readonly children: JSX.Element }): JSX.Element {
  return (
    <section class="card part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
