"""Commands on a data directory that no server holds: from a session file to its minutes; altered logs."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from redis.asyncio import Redis

from tests.cli.shell import MINIMAL, Run, drafted, sentence
from tests.server import PATIENCE_S, environment
from vcsession.log.embedded import open_store, socket_of
from vcsession.signing import Signer


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
