"""How long the page takes to draw a changed slice, with sixty delegations in a real Chromium.

    python -m tests.bench.bench_page

From the frame's arrival on the socket to the page laid out anew; a screen draws every 16 ms.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from pathlib import Path

from playwright.async_api import ViewportSize

from tests.browser import chromium_running
from tests.e2e.house import House
from tests.stories.test_sizes import CROWD, window, with_a_crowd

DESK: ViewportSize = {"width": 1280, "height": 800}
ASKING = 20


async def drawn(folder: Path, seat: str) -> list[float]:
    """Milliseconds for each frame of slices while sixty answer the roll-call and twenty ask for the floor."""
    async with chromium_running() as browser, House(folder / "data", with_a_crowd(folder)) as house:
        heads = [seat for seat, plate in house.seats.items() if plate["role"] == "head"]
        await house.give("chair", type="call_to_order", sitting="1")
        await house.give("chair", type="open_session")
        person = await window(browser, house, seat, DESK, "ru")
        for head in heads:
            await house.give(head, type="answer_roll_call")
        await house.give("chair", type="declare_quorum", sitting="1")
        for head in heads[:ASKING]:
            await house.give(head, type="request_floor")
        await person.page.wait_for_function(f"() => globalThis.__drawn.length > {CROWD}")
        found: list[float] = await person.page.evaluate("() => globalThis.__drawn")
        return found


def main() -> None:
    for seat in ("chair", "arm"):
        with tempfile.TemporaryDirectory() as folder:
            figures = asyncio.run(drawn(Path(folder), seat))
        middle, most = statistics.median(figures), statistics.quantiles(figures, n=20)[-1]
        print(
            f"{seat}: a changed slice, {CROWD} delegations: median {middle:.1f} ms, "
            f"95 % within {most:.1f} ms, worst {max(figures):.1f} ms, {len(figures)} frames",
            flush=True,
        )


if __name__ == "__main__":
    main()
