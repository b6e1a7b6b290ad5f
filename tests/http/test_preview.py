"""The minutes read inside a page of ours: shown, not saved, and nothing in them can run."""

from __future__ import annotations

from tests.http.conftest import API, House, Visitor


async def test_a_preview_is_shown_in_place_and_runs_nothing(house: House, visitor: Visitor) -> None:
    path = f"{API}/minutes?format=html&language=ru"
    shown = await visitor.get(f"{path}&show=inline", token=house.token("secretary"))
    policy = shown.headers["Content-Security-Policy"]
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy
    saved = await visitor.get(path, token=house.token("secretary"))
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert "allow-same-origin" not in saved.headers["Content-Security-Policy"]
    assert (await visitor.get(f"{path}&show=inline", token=house.token("observer"))).status == 403
