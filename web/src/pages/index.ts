/** The pages beside the room: each is fetched only by whoever opens it. */

type Show = (root: HTMLElement, token: string) => Promise<void>;

/** What stands at this path; null where it is the room's, or the way into it. */
export function pageAt(path: string): Show | null {
  const [, first = "", session = "", seat = ""] = path.split("/").map(decodeURIComponent);
  if (first === "archive" && seat) {
    return async (root) => (await import("./archivePage.tsx")).show(root, { session, seat });
  }
  return null;
}
