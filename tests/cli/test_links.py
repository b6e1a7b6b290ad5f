"""`vcsession links --revoke` and `--reissue`: without a server, and by the one that runs on the data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.shell import EXAMPLES, Run, call, sentence
from tests.server import serving

API = "/api/sessions/echelon-2020"


def tokens(said: str) -> dict[str, str]:
    found: list[dict[str, Any]] = json.loads(said)["seats"]
    return {seat["seat"]: seat["token"] for seat in found}


def test_links_are_revoked_and_renewed_with_and_without_a_server(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path / "data")]
    links = ["links", "echelon-2020", *here]
    former = tokens(vcs("convene", str(EXAMPLES / "echelon-2020.yaml"), "--json", *here).out)
    renewed = tokens(vcs(*links, "--reissue", "arm", "--json").out)
    assert list(renewed) == ["arm"]
    assert vcs(*links, "--revoke", "observer").status == 0
    assert "observer" in former
    assert set(tokens(vcs(*links, "--json").out)) == set(former) - {"observer"}
    assert "revoked_seat" in sentence(vcs(*links, "--revoke", "observer"))
    assert "no seat nobody" in sentence(vcs(*links, "--reissue", "nobody"))
    assert "one of them" in sentence(vcs(*links, "--reissue", "arm", "--revoke", "blr"))

    with serving(tmp_path / "data") as server:
        assert call(server, former["arm"], API)[0] == 401
        assert call(server, renewed["arm"], API)[0] == 200
        assert call(server, former["blr"], API)[0] == 200
        again = tokens(vcs(*links, "--reissue", "arm", "--json").out)
        assert call(server, renewed["arm"], API)[0] == 401
        assert call(server, again["arm"], API)[0] == 200
        assert vcs(*links, "--revoke", "blr").status == 0
        assert call(server, former["blr"], API)[0] == 401
        assert call(server, former["kaz"], API)[0] == 200, "the server still owns its session"
        assert "revoked_seat" in sentence(vcs(*links, "--revoke", "blr"))
    assert not (tmp_path / "data" / "server.url").exists()
    assert vcs("verify", "echelon-2020", *here).status == 0
