/** The import of a table in the room: each row becomes the usual command of this seat. */

import type { JSX } from "preact";
import { namesInDetail } from "../acts.ts";
import { useStay } from "../stay.ts";
import type { Fields } from "../wire.ts";
import { refusalWords } from "../words/index.ts";
import { readTable } from "./calls.ts";
import { Import, type What } from "./Import.tsx";

export function importInRoom(what: What): () => JSX.Element {
  return function ImportInRoom() {
    const { room } = useStay();
    const language = room.session.value.authentic_language;
    return (
      <Import
        what={what}
        ask={(file) => readTable(room.seating, { what, language, codes: {} }, file)}
        naming={(detail) => namesInDetail(room, detail)}
        take={async (row) => {
          for (const { type, ...fields } of row.commands ?? []) {
            const outcome = await room.socket.send(String(type), fields as Fields);
            if (!outcome.done) return refusalWords(outcome.code, outcome.message, namesInDetail(room, outcome.detail));
          }
          return "";
        }}
      />
    );
  };
}
