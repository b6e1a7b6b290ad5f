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
