/** A draft, or proposals, out of a Word or Excel file: offered to whoever may give the commands that its rows become. */

import type { JSX } from "preact";
import { useStay } from "../stay.ts";
import { t } from "../words/index.ts";
import { FoldedLater } from "./Later.tsx";

const BECOMES = [
  ["add_unit", "draft"],
  ["submit_proposal", "proposals"],
] as const;

export function TableImport(): JSX.Element | null {
  const { room } = useStay();
  const types = new Set(room.possible.value.map(({ type }) => type));
  const [, what] = BECOMES.find(([type]) => types.has(type)) ?? [];
  if (!what) return null;
  const load = async (): Promise<() => JSX.Element> => (await import("../pages/importInRoom.tsx")).importInRoom(what);
  return <FoldedLater key={what} summary={t("desk.import")} testid="import-open" load={load} />;
}
