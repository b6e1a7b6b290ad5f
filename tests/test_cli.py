"""The command line: examples, one sentence for what is wrong, commands beside a running server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
import structlog
from redis.asyncio import Redis

from tests.server import PATIENCE_S, Server, environment, free_port, serving
from vcsession import cli
from vcsession.clock import Clock
from vcsession.core.folder import DraftProposalText
from vcsession.core.vocabulary import Actor
from vcsession.log.embedded import open_store, socket_of
from vcsession.log.redis import RedisLog
from vcsession.logs import failure, say_what_went_wrong
from vcsession.rooms import Rooms
from vcsession.serve import keys
from vcsession.signing import Signer

EXAMPLES = Path(__file__).parent.parent / "vcsession" / "examples"
MINIMAL = str(EXAMPLES / "minimal.yaml")
COMMANDS = sorted(cli.cli.commands)


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def vcs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Run]:
    """Run a command in this process, as from a shell whose home is empty."""

    def run(*arguments: str, **settings: str) -> Said:
        with monkeypatch.context() as patch:
            for name in os.environ.keys() - environment().keys():
                patch.delenv(name)
            for name, value in ({"XDG_DATA_HOME": str(tmp_path / "home")} | settings).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["vcsession", *arguments])
            status: Any = 0
            try:
                cli.main()
            except SystemExit as ended:
                status = ended.code or 0
            said = capsys.readouterr()
            return Said(status, said.out, said.err)

    yield run
    structlog.reset_defaults()


def sentence(said: Said) -> str:
    """What a wrong input is answered with: one plain sentence on standard error, exit status 2."""
    assert (said.status, said.out) == (2, "")
    lines = said.err.splitlines()
    assert len(lines) == 1, said.err
    assert lines[0].startswith("vcsession: ")
    assert "Traceback" not in lines[0]
    return lines[0].removeprefix("vcsession: ")


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


# without a server


def test_a_session_from_its_file_to_its_minutes(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    said = vcs("convene", MINIMAL, *here)
    assert (said.status, said.err) == (0, "")
    assert "http://localhost:8080/join#" in said.out

    convened = json.loads(vcs("links", "minimal", "--json", *here).out)
    assert [seat["seat"] for seat in convened["seats"]][:3] == ["chair", "deputy", "secretary"]
    assert all(seat["link"].endswith("/join#" + seat["token"]) for seat in convened["seats"])
    assert vcs("links", "minimal", *here).out == said.out.partition("\n")[2]  # the same links again
    checks = json.loads(vcs("links", "minimal", "--checks", "--json", *here).out)["checks"]
    assert [one["link"].partition("#")[0] for one in checks] == ["http://localhost:8080/check"] * len(checks)
    shown = vcs("links", "minimal", "--checks", *here).out
    assert all(one["link"] in shown for one in checks)
    assert not any(seat["token"] in shown for seat in convened["seats"])
    elsewhere = vcs("links", "minimal", *here, VCSESSION_PUBLIC_URL="https://talks.example/")
    assert "https://talks.example/join#" in elsewhere.out

    (row,) = json.loads(vcs("sessions", "--json", *here).out)
    assert (row["session"], row["state"], row["from"]) == ("minimal", "convened", "2026-03-10")
    assert "minimal" in vcs("sessions", *here).out

    lines = vcs("log", "minimal", *here).out.splitlines()
    assert [line.split()[-1] for line in lines] == ["session_drafted", "session_moved"]
    commits = [json.loads(line) for line in vcs("log", "minimal", "--json", *here).out.splitlines()]
    assert [commit["version"] for commit in commits] == [1, 2]

    assert vcs("verify", "minimal", *here).out.startswith("whole: 2 commits")
    minutes = vcs("minutes", "minimal", "--format", "md", "--language", "en", *here)
    assert "Consultations on the draft plan" in minutes.out
    assert "AGENDA of" in vcs("paper", "minimal", "agenda", "--format", "md", "--language", "en", *here).out
    assert "are to be held" in vcs("communique", "minimal", "--format", "md", "--language", "en", *here).out
    for wrong in (["menu"], ["agenda", "--format", "csv"], ["agenda", "--language", "xx"]):
        assert wrong[-1] in sentence(vcs("paper", "minimal", *wrong, *here))
    pdf = tmp_path / "minutes.pdf"
    assert vcs("minutes", "minimal", "--format", "pdf", "--language", "en", "-o", str(pdf), *here).out == ""
    assert pdf.read_bytes().startswith(b"%PDF")
    assert len(vcs("token", "secretariat", *here).out.split(".")) == 3
    assert socket_of(tmp_path) is None  # the store that each of them began has ended


@pytest.mark.parametrize(
    "wrong",
    [
        ["--format", "odt"],
        ["--language", "xx"],
        ["--form", "huge"],
        ["--copy", "3"],
        ["--template", "/proc/none/frame.docx", "--format", "docx"],
        ["-o", "/proc/none/minutes.html"],
        ["-o", "/"],
    ],
    ids=" ".join,
)
def test_minutes_that_cannot_be_made_give_one_sentence(vcs: Run, tmp_path: Path, wrong: list[str]) -> None:
    vcs("convene", MINIMAL, "--data-dir", str(tmp_path))
    said = sentence(vcs("minutes", "minimal", "--language", "en", *wrong, "--data-dir", str(tmp_path)))
    assert wrong[1].strip("/").partition("/")[0] in said


def test_a_secretariats_own_word_file_frames_what_is_printed(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    vcs("convene", MINIMAL, *here)
    target, own = tmp_path / "minutes.docx", tmp_path / "templates" / "word.docx"
    print_it = ("minutes", "minimal", "--format", "docx", "--language", "en", "-o", str(target), *here)
    assert vcs(*print_it).status == 0
    assert "LETTERHEAD" not in docx.Document(str(target)).sections[0].header.paragraphs[0].text
    own.parent.mkdir()
    frame = docx.Document()
    frame.sections[0].header.paragraphs[0].text = "LETTERHEAD"
    frame.save(str(own))
    assert vcs(*print_it).status == 0
    assert docx.Document(str(target)).sections[0].header.paragraphs[0].text == "LETTERHEAD"
    own.write_bytes(b"no Word file")
    assert sentence(vcs(*print_it)).endswith("is no Word document (.docx).")
    assert "is no Word document" in sentence(vcs("serve", "--port", "0", *here)), (
        "nor is a server begun with it"
    )


def test_versions_of_minutes_that_were_not_made(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    vcs("convene", MINIMAL, *here)
    assert vcs("versions", "minimal", *here).out == "no minutes have been made in this session yet\n"
    assert json.loads(vcs("versions", "minimal", "--json", *here).out) == []


def test_the_public_key_is_enough_to_verify(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    vcs("convene", MINIMAL, *here)
    own, other = tmp_path / "own.pem", tmp_path / "other.pem"
    own.write_bytes(Signer.load_or_create(tmp_path / "keys" / "record.pem").public_pem())
    other.write_bytes(Signer.load_or_create(tmp_path / "another.pem").public_pem())
    assert vcs("verify", "minimal", "--key", str(own), *here).status == 0
    forged = vcs("verify", "minimal", "--key", str(other), *here)
    assert (forged.status, forged.out) == (1, "altered: version 1: the signature is not of this key\n")


Change = Callable[[dict[Any, Any]], dict[Any, Any]]


async def rewrite(data_dir: Path, change: Change, version: int = 2, log: str = "plenary") -> None:
    """As somebody with a client of the store's would: the stream is written anew, one entry changed."""
    async with open_store(data_dir) as url, Redis.from_url(url) as redis:
        (key,) = [key async for key in redis.scan_iter(f"*{log}:log")]
        entries: Any = await redis.xrange(key)
        await redis.delete(key)
        for id, fields in entries:
            await redis.xadd(key, change(fields) if id.startswith(b"%d-" % version) else fields, id=id)


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


def test_the_delegations_own_logs_are_verified_and_never_printed(vcs: Run, tmp_path: Path) -> None:
    here = ["--data-dir", str(tmp_path)]
    vcs("convene", MINIMAL, *here)
    asyncio.run(drafted(tmp_path))
    said = vcs("verify", "minimal", *here)
    assert (said.status, said.out.splitlines()[1]) == (
        0,
        "whole: 2 commits in the delegations' own logs and the bureau's",
    )
    for command in (
        ["log", "minimal", "--json"],
        ["minutes", "minimal", "--format", "json", "--language", "en"],
    ):
        assert "murmur" not in vcs(*command, *here).out

    bundle = tmp_path / "minimal.zip"
    assert vcs("export", "minimal", "-o", str(bundle), *here).status == 0
    assert b"murmur" not in bundle.read_bytes(), (
        "members are stored as they are: a folder is not the archive's"
    )

    def change(fields: dict[Any, Any]) -> dict[Any, Any]:
        return fields | {b"data": fields[b"data"].replace(b"murmur", b"public")}

    asyncio.run(rewrite(tmp_path, change, log="delegation-*"))
    found = vcs("verify", "minimal", *here)
    assert (found.status, found.err) == (1, "")
    assert found.out.startswith("altered: the own log of ")
    assert "version 2: " in found.out


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields | {b"data": fields[b"data"].replace(b"convened", b"cancelled")},
        lambda fields: fields | {b"signature": bytes(64)},
        lambda fields: fields | {b"data": b"nothing of ours"},
    ],
    ids=["data", "signature", "no commit"],
)
def test_an_altered_log_is_found_out(vcs: Run, tmp_path: Path, change: Change) -> None:
    here = ["--data-dir", str(tmp_path)]
    vcs("convene", MINIMAL, *here)
    asyncio.run(rewrite(tmp_path, lambda fields: fields))
    assert vcs("verify", "minimal", *here).status == 0
    asyncio.run(rewrite(tmp_path, change))
    found = vcs("verify", "minimal", *here)
    assert (found.status, found.err) == (1, "")
    assert found.out.startswith("altered: version 2: ")
    assert "altered" in sentence(vcs("minutes", "minimal", *here))  # no minutes of an altered log
    assert len(vcs("log", "minimal", *here).out.splitlines()) == 2  # whoever looks into it still can
    for command in (["links", "minimal"], ["sessions"]):
        said = vcs(*command, *here)
        assert "Traceback" not in said.err
        assert said.status in (0, 2)


def test_a_reader_that_has_enough_causes_no_complaint(vcs: Run, tmp_path: Path) -> None:
    vcs("convene", MINIMAL, "--data-dir", str(tmp_path))
    command = [sys.executable, "-m", "vcsession", "log", "minimal", "--data-dir", str(tmp_path)]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command, stdout=writer, stderr=subprocess.PIPE, env=environment(), timeout=PATIENCE_S, check=False
    )
    os.close(writer)
    assert (done.stderr, done.returncode) == (b"", 0)


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


# beside a running server


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    data_dir = tmp_path_factory.mktemp("running") / "data"
    with serving(data_dir) as server:
        yield server, data_dir


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
