"""Screenshots of a story, held against WCAG in both themes, and gathered into one contact sheet."""

from __future__ import annotations

import base64
import os
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.e2e.test_pages import AXE

THUMB = 640
"""Width of a thumbnail in pixels; four stand in a row."""

CHECK = """async ([kind, names]) => {
  const found = await axe.run(document, {
    runOnly: { type: kind, values: names }, resultTypes: ['violations'], elementRef: false });
  return found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '));
}"""
WCAG = ["tag", ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]]
COLOURS = ["rule", ["color-contrast", "link-in-text-block"]]
"""All that another theme can change."""

OVERLAPS = """() => {
  const shown = (element) => {
    // What a closed fold holds has a box all the same.
    if (!element.checkVisibility()) return null;
    let { left, top, right, bottom } = element.getBoundingClientRect();
    // Only what a scrolling part lets be seen of it.
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const box = around.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
    }
    const seen = right - left > 1 && bottom - top > 1 && getComputedStyle(element).visibility !== 'hidden';
    return seen ? { left, top, right, bottom } : null;
  };
  const found = [];
  const parts = [...document.querySelectorAll('.head, .stage, .seats, .table, .queue, .bar')];
  const laid = parts.filter((part) => getComputedStyle(part).position !== 'absolute');
  const boxes = laid.map((part) => [part.className, shown(part)]).filter(([, box]) => box);
  for (const [n, [name, a]] of boxes.entries())
    for (const [other, b] of boxes.slice(n + 1)) {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (over) found.push(name + ' over ' + other);
    }
  for (const [name, box] of boxes)
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      found.push(name + ' leaves the window');
  const small = '.bar .button, .bar select, .row-acts .button, .plate, .card-notice';
  for (const line of document.querySelectorAll(small)) {
    const box = shown(line) && line.getBoundingClientRect();
    const scrolls = line.closest('.seats, .table-body, .queue, .bar-more, [data-sheet="table"] .bar-acts');
    if (box && !scrolls && (box.right > innerWidth + 1 || box.left < -1))
      found.push(line.textContent + ' is cut off');
  }
  const keys = [...document.querySelectorAll('.bar .button')];
  const buttons = keys.map((key) => [key.textContent, shown(key)]).filter(([, box]) => box);
  for (const [n, [name, a]] of buttons.entries())
    for (const [other, b] of buttons.slice(n + 1)) {
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      if (over) found.push(name + ' over ' + other);
    }
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push('the page scrolls sideways');
  return found;
}"""


async def violations(page: Page, rules: Sequence[object]) -> list[str]:
    if not await page.evaluate("() => 'axe' in globalThis"):
        await page.evaluate(AXE.read_text())
    found: list[str] = await page.evaluate(CHECK, rules)
    return found


async def overlapping(page: Page) -> list[str]:
    """What lies over something else, or reaches out of the window."""
    found: list[str] = await page.evaluate(OVERLAPS)
    return found


async def fault_free(looked: Awaitable[list[str]], where: str) -> None:
    found = await looked
    assert not found, f"{where}: {'; '.join(found)}"


@dataclass
class Album:
    """The pictures of one story in one language; `name` tells them from those of other stories."""

    folder: Path
    language: str
    name: str = "room"
    pictures: list[tuple[str, bytes]] = field(default_factory=list)

    async def take(self, page: Page, name: str, *, whole: bool = False) -> None:
        """One picture, `whole` with what lies below the window; both themes are held against axe, and nothing
        may overlap.
        """
        await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        await fault_free(violations(page, COLOURS), f"{name}, dark")
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await fault_free(violations(page, WCAG), f"{name}, light")
        await fault_free(overlapping(page), name)
        data = await page.screenshot(full_page=whole)
        number = len(self.pictures) + 1
        (self.folder / f"{self.language}-{self.name}-{number:02}-{name}.png").write_bytes(data)
        self.pictures.append((name, data))

    async def sheet(self, browser: Browser) -> Path:
        """All pictures on one page, in the order in which they were taken."""
        figures = "".join(
            f'<figure><img src="data:image/png;base64,{base64.b64encode(data).decode()}" width="{THUMB}">'
            f"<figcaption>{escape(name)}</figcaption></figure>"
            for name, data in self.pictures
        )
        grid = f"display:grid;grid-template-columns:repeat(4,{THUMB}px);gap:16px;margin:16px"
        style = f"body{{{grid};font:20px sans-serif}}figure{{margin:0}}"
        page = await browser.new_page(viewport={"width": 4 * (THUMB + 16) + 16, "height": 800})
        await page.set_content(f"<style>{style}</style>{figures}")
        path = self.folder / f"contact-sheet-{self.name}-{self.language}.png"
        await page.screenshot(path=path, full_page=True)
        await page.close()
        return path


def picture_folder(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("VCSESSION_PICTURES") or tmp_path / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
