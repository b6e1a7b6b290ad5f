/** Prints a document of ours without leaving the page: in a frame that nobody sees. */

let last: HTMLIFrameElement | null = null;

export function printOut(address: string): void {
  last?.remove();
  const frame = document.createElement("iframe");
  // What is not displayed at all, Firefox prints as an empty sheet.
  frame.className = "unseen";
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.addEventListener("load", () => frame.contentWindow?.print());
  frame.src = address;
  document.body.append(frame);
  last = frame;
}
