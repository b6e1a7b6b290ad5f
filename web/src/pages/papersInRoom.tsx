/** In the room: the papers that the server prints, in all their formats. */

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useStay } from "../stay.ts";
import { papersOf } from "./calls.ts";
import { Fetching, Waiting } from "./Frame.tsx";
import { PaperFiles } from "./PaperFiles.tsx";
import { w } from "./words.ts";

export function PapersInRoom(): JSX.Element {
  const { room } = useStay();
  const papers = useMemo(() => new Fetching(() => papersOf(room.seating)), [room]);
  return (
    <Waiting of={papers} coming={w("page.opening")}>
      {(found) => <PaperFiles papers={found} room={room} />}
    </Waiting>
  );
}
