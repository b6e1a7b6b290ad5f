/// <reference types="node" />
/** Views as the server sent them, played anew by `tests/recorded.py`: one of each role at the moments of a round. */

import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { View } from "../src/api.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** The interpreter of this tree, or of the one whose packages it borrows. */
function python(): string {
  const modules = realpathSync(join(ROOT, "web", "node_modules"));
  const found = [ROOT, dirname(dirname(modules))].map((root) => join(root, ".venv", "bin", "python")).find(existsSync);
  if (!found) throw new Error("The recorded views need the Python environment: python3 deploy/dev.py test");
  return found;
}

/** By "moment/seat". */
export function recorded(): Readonly<Record<string, View>> {
  const json = execFileSync(python(), ["-m", "tests.recorded"], { cwd: ROOT, maxBuffer: 64 << 20, encoding: "utf-8" });
  return JSON.parse(json) as Record<string, View>;
}
