"""The command line: examples, and one sentence for whatever is wrong."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
import structlog

from tests.cli.shell import MINIMAL, Run, sentence
from tests.server import free_port
from vcsession import cli
from vcsession.log.embedded import socket_of
from vcsession.logs import failure, say_what_went_wrong

COMMANDS = sorted(cli.cli.commands)


def test_every_command_shows_an_example(vcs: Run) -> None:
    assert {
        "attend",
        "communique",
        "convene",
        "demo",
        "export",
        "links",
        "log",
        "minutes",
        "next",
        "paper",
        "serve",
        "sessions",
        "token",
        "verify",
    } <= {*COMMANDS}
    listed = vcs("--help").out
    for name in COMMANDS:
        said = vcs(name, "--help")
        assert (said.status, said.err) == (0, "")
        assert f"Example: vcsession {name}" in said.out
        assert f"  {name} " in listed


def test_the_version_is_told(vcs: Run) -> None:
    assert vcs("--version").out.startswith("vcsession, version ")


# one sentence


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["nonsense"], "nonsense"),
        (["serve", "--colour", "red"], "--colour"),
        (["serve", "--port", "x"], "x"),
        (["demo", "--port", "70000"], "70000"),
        (["convene"], "FILE"),
        (["convene", "none.yaml"], "none.yaml"),
        (["convene", "."], "directory"),
        (["links"], "SESSION"),
        (["links", "no-such"], "no-such"),
        (["log", "no-such"], "no-such"),
        (["minutes", "no-such"], "no-such"),
        (["paper", "no-such", "agenda"], "no-such"),
        (["paper", "no-such"], "PAPER"),
        (["communique", "no-such"], "no-such"),
        (["export", "no-such"], "-o"),
        (["export", "no-such", "-o", "bundle.zip"], "no-such"),
        (["verify", "none.zip"], "none.zip"),
        (["verify", "no-such"], "no-such"),
        (["next", "no-such"], "no-such"),
        (["verify", "no-such", "--key", "none.pem"], "none.pem"),
        (["verify", "no-such", "--key", MINIMAL], "public key"),
        (["token", "chair"], "chair"),
        (["sessions", "--data-dir", MINIMAL], "minimal.yaml"),
        (["sessions", "--data-dir", f"{MINIMAL}/below"], "minimal.yaml"),
        (["serve", "--data-dir", "/proc/none"], "/proc/none"),
        (["serve", "--tls-cert", "none.pem"], "none.pem"),
        (["serve", "--host", "no.such.host.invalid"], "no.such.host.invalid"),
    ],
    ids=lambda value: " ".join(Path(word).name for word in value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_gives_one_sentence(vcs: Run, arguments: list[str], part: str) -> None:
    assert part in sentence(vcs(*arguments))


def test_a_link_that_is_none_gives_one_sentence_without_its_secret(vcs: Run) -> None:
    said = vcs("attend", "http://localhost:1/join?SECRET")
    assert said.status == 2
    assert len(said.err.splitlines()) == 1
    assert "SECRET" not in said.err


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"VCSESSION_PORT": "many"}, "VCSESSION_PORT"),
        ({"VCSESSION_PORT": "-1"}, "VCSESSION_PORT"),
        ({"VCSESSION_REDIS_WAIT": "-1"}, "VCSESSION_REDIS_WAIT"),
        ({"VCSESSION_MEDIA_HOST": "media.example"}, "VCSESSION_MEDIA_HOST"),
        ({"VCSESSION_MEDIA_PUBLIC_HOST": "192.0.2.7, 0.0.0.0"}, "0.0.0.0"),
        ({"VCSESSION_PUBLIC_URL": "talks.example"}, "VCSESSION_PUBLIC_URL"),
        ({"VCSESSION_PUBLIC_URL": "https://talks.example/join"}, "VCSESSION_PUBLIC_URL"),
        ({"REDIS_URL": "localhost"}, "REDIS_URL"),
        ({"REDIS_URL": "http://localhost"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://127.0.0.1:1"}, "store"),
        ({"REDIS_URL": "unix:///none"}, "store"),
        ({"VCSESSION_REDIS_SERVER": "/none/valkey"}, "/none/valkey"),
        ({"VCSESSION_REDIS_SERVER": "/bin/echo"}, "version"),
    ],
    ids=lambda value: " ".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
@pytest.mark.parametrize("command", ["serve", "sessions"])
def test_a_wrong_setting_gives_one_sentence(
    vcs: Run, command: str, settings: dict[str, str], part: str
) -> None:
    assert part in sentence(vcs(command, **settings))


@pytest.mark.parametrize(
    ("setting", "hosts", "part"),
    [
        ("VCSESSION_MEDIA_PUBLIC_HOST", "2001:db8::7", "media listens at no IPv6 address"),
        ("VCSESSION_MEDIA_HOST", "192.0.2.7", "on 192.0.2.7 cannot be used"),
    ],
)
def test_an_address_that_cannot_be_had_stops_the_start(vcs: Run, setting: str, hosts: str, part: str) -> None:
    assert part in sentence(vcs("serve", "--port", "0", **{setting: hosts}))


def test_a_wrong_session_file_is_named_by_line_and_field(vcs: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(Path(MINIMAL).read_text().replace("mode: hybrid", "mode: telepathic"))
    said = sentence(vcs("convene", str(wrong)))
    line = 1 + Path(MINIMAL).read_text().partition("mode: hybrid")[0].count("\n")
    assert f"wrong.yaml, line {line}: mode" in said
    wrong.write_text("- [")
    assert "line 1" in sentence(vcs("convene", str(wrong)))
    wrong.write_bytes(b"\xff\xfe")
    assert "UTF-8" in sentence(vcs("convene", str(wrong)))
    assert vcs("sessions").out.startswith("no session")  # nothing was written


def test_the_next_round_is_written_as_a_file_that_is_convened(vcs: Run, tmp_path: Path) -> None:
    assert vcs("convene", MINIMAL).status == 0
    file = tmp_path / "next.yaml"
    assert vcs("next", "minimal", "--from", "2026-03-30", "-o", str(file)).status == 0
    written = file.read_text(encoding="utf-8")
    assert written.startswith("# The next round after ")
    assert "previous: minimal" in written
    said = vcs("convene", str(file), "--json")
    assert json.loads(said.out)["session"] == "minimal-2"
    assert vcs("next", "minimal-2").out.count("previous: minimal-2") == 1
    assert "2026-13-01" in sentence(vcs("next", "minimal", "--from", "2026-13-01"))


def test_a_session_is_convened_once(vcs: Run) -> None:
    assert vcs("convene", MINIMAL).status == 0
    assert "exists already" in sentence(vcs("convene", MINIMAL))


def test_a_signing_key_that_others_can_read_is_not_used(vcs: Run, tmp_path: Path) -> None:
    vcs("convene", MINIMAL, "--data-dir", str(tmp_path))
    key = tmp_path / "keys" / "record.pem"
    key.chmod(0o644)
    assert "chmod 600" in sentence(vcs("verify", "minimal", "--data-dir", str(tmp_path)))
    key.chmod(0o600)
    assert vcs("verify", "minimal", "--data-dir", str(tmp_path)).status == 0
    key.write_text("no key")
    assert "PEM" in sentence(vcs("verify", "minimal", "--data-dir", str(tmp_path)))


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM], ids=["TCP", "UDP"])
@pytest.mark.parametrize("command", [["serve"], ["demo", "--no-robots"]], ids=["serve", "demo"])
def test_a_used_port_gives_one_sentence(
    vcs: Run, tmp_path: Path, command: list[str], kind: socket.SocketKind
) -> None:
    port = free_port()
    with socket.socket(type=kind) as taken:
        taken.bind(("127.0.0.1", port))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        said = sentence(vcs(*command, "--port", str(port), "--data-dir", str(tmp_path)))
    assert str(port) in said
    assert ("UDP" in said) == (kind is socket.SOCK_DGRAM)
    assert socket_of(tmp_path) is None  # no store stays behind


def test_a_failure_is_told_by_kind_and_place_alone() -> None:
    try:
        raise ValueError("the token is eyJ...")
    except ValueError as error:
        told = failure(error, error.__traceback__)
    assert told["failure"] == "ValueError"
    assert told["places"][-1].endswith("test_a_failure_is_told_by_kind_and_place_alone")
    assert "eyJ" not in str(told)


def test_a_failure_in_the_log_leaves_out_its_words(
    vcs: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    vcs("--version")
    say_what_went_wrong()
    try:
        raise ValueError("the token is eyJ...")
    except ValueError:
        structlog.get_logger("test").exception("a call failed", path="/api")
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["path"], said["failure"], said["level"]) == (
        "a call failed",
        "/api",
        "ValueError",
        "error",
    )
    assert "eyJ" not in line
