"""The stories run with the browser and the house of the end-to-end tests."""

from __future__ import annotations

from tests.e2e.conftest import browser, house

__all__ = ["browser", "house"]
