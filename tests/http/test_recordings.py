"""Recordings over HTTP: for the secretary alone, whole or by ranges, and only what has ended."""

from __future__ import annotations

import json
from pathlib import Path

from tests.http.conftest import API, House, Visitor

ENDED = {"file": "1-20200707T070000Z.mkv", "sitting": "1", "began_at": "2020-07-07T07:00:00Z", "seconds": 9.5}
RUNNING = ENDED | {"file": "1-20200707T080000Z.mkv", "seconds": None}


def shelved(tmp_path: Path) -> None:
    folder = tmp_path / "recordings" / "echelon-2020"
    folder.mkdir(parents=True)
    for index in (ENDED, RUNNING):
        (folder / str(index["file"])).write_bytes(b"matroska")
        (folder / str(index["file"])).with_suffix(".json").write_text(json.dumps(index))


async def test_the_secretary_has_what_has_ended(tmp_path: Path, house: House, visitor: Visitor) -> None:
    shelved(tmp_path)
    secretary = house.token("secretary")
    told = await (await visitor.get(f"{API}/recordings", token=secretary)).json()
    assert told == {"recordings": [ENDED | {"bytes": 8}]}
    answer = await visitor.get(f"{API}/recordings/{ENDED['file']}", token=secretary)
    assert (answer.status, await answer.read()) == (200, b"matroska")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    part = await visitor.get(
        f"{API}/recordings/{ENDED['file']}", token=secretary, headers={"Range": "bytes=2-4"}
    )
    assert (part.status, await part.read()) == (206, b"tro")


async def test_nobody_else_has_any_and_the_secretary_nothing_beside(
    tmp_path: Path, house: House, visitor: Visitor
) -> None:
    shelved(tmp_path)
    (tmp_path / "recordings" / "secret.mkv").write_bytes(b"of another session")
    for path in ("", f"/{ENDED['file']}"):
        for seat in ("chair", "blr", "observer", "technician", "interpreter-en"):
            answer = await visitor.get(f"{API}/recordings{path}", token=house.token(seat))
            assert answer.status == 403, seat
    for name in (RUNNING["file"], "none.mkv", "1-20200707T070000Z.json", "..%2fsecret.mkv", "%2e%2e"):
        answer = await visitor.get(f"{API}/recordings/{name}", token=house.token("secretary"))
        assert answer.status in (403, 404), name
