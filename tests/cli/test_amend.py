"""`vcsession amend`: without a server, and by the one that runs on the data."""

from __future__ import annotations

from pathlib import Path

from tests.cli.shell import EXAMPLES, Run, call, sentence
from tests.server import serving


def test_a_session_is_amended_with_and_without_a_server(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path / "data")]
    former = (EXAMPLES / "minimal.yaml").read_text(encoding="utf-8")
    assert vcs("convene", str(EXAMPLES / "minimal.yaml"), *here).status == 0
    file = tmp_path / "amended.yaml"
    file.write_text(former.replace("mode: hybrid", "mode: remote"), encoding="utf-8")
    assert former != file.read_text(encoding="utf-8")
    assert vcs("amend", "minimal", str(file), *here).out == "session minimal is amended\n"
    assert "differs" in sentence(vcs("amend", "minimal", str(file), *here))
    assert "no-such" in sentence(vcs("amend", "no-such", str(file), *here))
    with serving(tmp_path / "data") as server:
        assert call(server, "", "/health")[0] == 200
        assert vcs("amend", "minimal", str(EXAMPLES / "minimal.yaml"), *here).status == 0
        assert "differs" in sentence(vcs("amend", "minimal", str(EXAMPLES / "minimal.yaml"), *here))
    assert vcs("log", "minimal", *here).out.count("convocation_amended") == 2
    assert vcs("verify", "minimal", *here).status == 0
