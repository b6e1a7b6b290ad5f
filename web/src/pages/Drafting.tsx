/** The secretary's drafting: notes by speech and their wording on the left, the minutes as they stand on the right. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import "./drafting.css";
import { NotePad } from "./NotePad.tsx";
import { Preview } from "./Preview.tsx";
import { Speeches } from "./Speeches.tsx";

export function Drafting(): JSX.Element {
  const { room } = useStay();
  return (
    <div class="drafting" data-testid="drafting">
      <div>
        <NotePad />
        <Speeches />
      </div>
      <Preview room={room} />
    </div>
  );
}
