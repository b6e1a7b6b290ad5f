/** The pages beside the room: each is fetched only by whoever opens it. */

type Show = (root: HTMLElement, token: string) => Promise<void>;

/** What stands at this path; null where it is the room's, or the way into it. */
export function pageAt(path: string): Show | null {
  const [, first = "", session = "", seat = ""] = path.split("/").map(decodeURIComponent);
  if (first === "archive" && seat) {
    return async (root) => (await import("./archivePage.tsx")).show(root, { session, seat });
  }
  if (first === "file" && seat) {
    return async (root) => (await import("./filePage.tsx")).show(root, { session, seat });
  }
  if (first === "issue" && seat) {
    return async (root) => (await import("./issuePage.tsx")).show(root, { session, seat });
  }
  if (first === "links" && seat) {
    return async (root) => (await import("./linksPage.tsx")).show(root, { session, seat });
  }
  if (first === "secretariat") return async (root, token) => (await import("./secretariatPage.tsx")).show(root, token);
  return null;
}
