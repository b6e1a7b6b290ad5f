"""The stories run with the browser and the house of the end-to-end tests."""

from __future__ import annotations

import os

from tests.e2e.conftest import browser, house

# Without its network a page is pictured in the fonts that it has: the others never come.
os.environ["PW_TEST_SCREENSHOT_NO_FONTS_READY"] = "1"

__all__ = ["browser", "house"]
