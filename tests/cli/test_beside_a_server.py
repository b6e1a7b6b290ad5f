"""Commands beside a running server: they read what it wrote and never disturb it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import EXAMPLES, MINIMAL, Run, call, sentence
from tests.server import PATIENCE_S, Server, environment, free_port, serving


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    data_dir = tmp_path_factory.mktemp("running") / "data"
    with serving(data_dir) as server:
        yield server, data_dir


def test_commands_read_beside_a_server_and_do_not_disturb_it(vcs: Run, running: tuple[Server, Path]) -> None:
    server, data_dir = running
    here = ["--data-dir", str(data_dir)]
    said = vcs("convene", str(EXAMPLES / "echelon-2020.yaml"), "--json", *here)
    tokens = {seat["seat"]: seat["token"] for seat in json.loads(said.out)["seats"]}
    api = "/api/sessions/echelon-2020"

    def give(seat: str, type: str, **fields: str) -> int:
        command = {"type": type, "cause": f"{seat}-{type}", **fields}
        return call(server, tokens[seat], f"{api}/commands", command)[0]

    assert call(server, tokens["chair"], api)[0] == 200  # the server finds what the command has convened
    assert give("chair", "call_to_order", sitting="1") == 200
    for command in (
        ["sessions"],
        ["links", "echelon-2020"],
        ["log", "echelon-2020"],
        ["verify", "echelon-2020"],
    ):
        assert vcs(*command, *here).status == 0, command
    assert "Эшелон" in vcs("minutes", "echelon-2020", "--format", "md", *here).out
    (row,) = json.loads(vcs("sessions", "--json", *here).out)
    assert row["session"] == "echelon-2020"
    assert give("arm", "answer_roll_call") == 200  # it still owns its session
    assert "roll_call_answered" in vcs("log", "echelon-2020", *here).out
    assert "exists already" in sentence(vcs("convene", str(EXAMPLES / "echelon-2020.yaml"), *here))
    assert give("blr", "answer_roll_call") == 200
    assert call(server, tokens["secretary"], f"{api}/minutes?format=json&language=en")[0] == 200
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=PATIENCE_S) as figures:
        assert b"\nvcsession_sessions 1.0" in figures.read()
    assert server.process.poll() is None


def test_the_demo_tells_programs_where_it_is(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "vcsession", "demo", "--no-robots", "--json", "--port", str(free_port())]
    command += ["--data-dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        assert (said["session"], len(said["seats"])) == ("echelon-2020", 13)
        assert set(said["seats"][0]) == {"seat", "role", "delegation", "link", "token"}
        assert said["seats"][0]["link"] == f"{said['url']}/join#{said['seats'][0]['token']}"
        process.terminate()
        assert process.wait(PATIENCE_S) == 0


def test_a_second_server_on_the_same_data_gives_one_sentence(vcs: Run, running: tuple[Server, Path]) -> None:
    server, data_dir = running
    said = sentence(vcs("serve", "--port", str(free_port()), "--data-dir", str(data_dir)))
    assert f"process {server.process.pid}" in said
    same_port = vcs("serve", "--port", str(server.port), "--data-dir", str(data_dir.parent / "other"))
    assert str(server.port) in sentence(same_port)


def test_the_log_is_followed_as_it_grows(vcs: Run, running: tuple[Server, Path]) -> None:
    server, data_dir = running
    said = vcs("convene", MINIMAL, "--json", "--data-dir", str(data_dir))
    chair = json.loads(said.out)["seats"][0]["token"]
    follow = [sys.executable, "-m", "vcsession", "log", "minimal", "--follow", "--data-dir", str(data_dir)]
    env = environment(PYTHONUNBUFFERED="1")
    with subprocess.Popen(
        follow, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert [process.stdout.readline().split()[-1] for _ in range(2)] == [
            "session_drafted",
            "session_moved",
        ]
        command = {"type": "call_to_order", "cause": "c", "sitting": "1"}
        assert call(server, chair, "/api/sessions/minimal/commands", command)[0] == 200
        assert process.stdout.readline().split()[-1] == "sitting_called_to_order"
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE_S) == 130
        assert "Traceback" not in process.stderr.read()
