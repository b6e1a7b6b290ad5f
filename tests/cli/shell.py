"""What a command says, and what a server beside it answers."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.server import PATIENCE_S, Server
from vcsession.clock import Clock
from vcsession.core.folder import DraftProposalText
from vcsession.core.vocabulary import Actor
from vcsession.log.embedded import open_store
from vcsession.log.redis import RedisLog
from vcsession.rooms import Rooms
from vcsession.serve import keys

EXAMPLES = Path(__file__).parents[2] / "vcsession" / "examples"
MINIMAL = str(EXAMPLES / "minimal.yaml")


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


Run = Callable[..., Said]


def sentence(said: Said) -> str:
    """What a wrong input is answered with: one plain sentence on standard error, exit status 2."""
    assert (said.status, said.out) == (2, "")
    lines = said.err.splitlines()
    assert len(lines) == 1, said.err
    assert lines[0].startswith("vcsession: ")
    assert "Traceback" not in lines[0]
    return lines[0].removeprefix("vcsession: ")


def call(
    server: Server, token: str, path: str, body: dict[str, Any] | None = None
) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(
        server.url + path,
        json.dumps(body).encode() if body is not None else None,
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


async def drafted(data_dir: Path) -> None:
    """Finland keeps two drafts of its own."""
    own = keys(data_dir)
    async with open_store(data_dir) as url:
        store = await RedisLog.connect(url)
        rooms = Rooms(store, own.record, Clock())
        room = await rooms.get("minimal")
        head = next(s for s in room.state.seats.values() if s.role == "head")
        for n in range(2):
            command = DraftProposalText("comment", {"en": f"a murmur {n}"})
            await room.file(Actor(head.id, "head", head.delegation), command, f"c-{n}")
        await rooms.close()
        await store.close()
