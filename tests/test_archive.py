"""The archive bundle: the same bytes for the same log, and no change of it that goes unseen."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.shell import drafted
from tests.contract.chains import chain, signed
from vcsession import archive, cli
from vcsession.archive import HEADS, KEY, LOG, MANIFEST, SIGNATURE, Altered, bundle, verify
from vcsession.documents import Document
from vcsession.journal import Entry
from vcsession.room import PLENARY
from vcsession.signing import Signer, load_public

SESSION = "echelon-2020"
DOCUMENTS = (
    Document(b"<p>minutes</p>", "text/html", "minutes-ru.html"),
    Document(b"\x00\x01binary\xff" * 20, "application/pdf", "minutes-ru.pdf"),
)
MEMBERS = sorted([KEY, LOG, HEADS, MANIFEST, SIGNATURE, *(f"documents/{d.file_name}" for d in DOCUMENTS)])
EXAMPLES = Path(__file__).parent.parent / "vcsession" / "examples"


@cache
def signer(seed: int = 1) -> Signer:
    return Signer(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def log(length: int = 5, by: Signer | None = None) -> list[Entry]:
    return signed(chain(length, text="Решение: «да»"), by or signer(), SESSION, PLENARY)


@cache
def written() -> bytes:
    return bundle(SESSION, log(), signer(), DOCUMENTS)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rewritten(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A bundle in good form whose members somebody changed."""
    held = members(written())
    change(held)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in sorted(held.items()):
            package.writestr(zipfile.ZipInfo(name, archive.DATED), data)
    return made.getvalue()


def named(data: bytes, by: Signer | None = None) -> str:
    """What the check names first; it must find something."""
    with pytest.raises(Altered) as found:
        verify(data, (by or signer()).public_key)
    return found.value.entry


def test_a_bundle_is_whole_for_its_key_and_for_nobody_elses() -> None:
    whole = verify(written(), signer().public_key)
    assert (whole.session, whole.version, whole.hash) == (SESSION, 5, log()[-1].hash)
    assert whole.members == len(MEMBERS) == len(members(written()))
    assert verify(written(), None) == whole
    assert named(written(), signer(2)) == f"{LOG}, version 1"


def test_the_same_log_and_documents_give_the_same_bytes() -> None:
    assert bundle(SESSION, log(), signer(), reversed(DOCUMENTS)) == written()
    assert bundle(SESSION, log(6), signer(), DOCUMENTS) != written()
    assert rewritten(lambda held: None) == written()


def test_anybody_can_read_it_with_other_tools() -> None:
    held = members(written())
    commits = held[LOG].splitlines()
    assert [json.loads(line)["version"] for line in commits] == [1, 2, 3, 4, 5]
    assert commits == [entry.data for entry in log()]
    assert json.loads(held[MANIFEST])["head"]["hash"] == log()[-1].hash


@pytest.mark.parametrize("name", MEMBERS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_byte_of_any_member_is_named(name: str, data: st.DataObject) -> None:
    content = members(written())[name]
    at = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(1, 255))

    def change(held: dict[str, bytes]) -> None:
        held[name] = content[:at] + bytes([content[at] ^ other]) + content[at + 1 :]

    found = named(rewritten(change))
    if name in (LOG, HEADS):  # the log says which of its commits
        version = content[:at].count(b"\n") + 1
        assert found in (f"{LOG}, version {version}", f"{HEADS}, version {version}")
    elif name == MANIFEST:  # a manifest that is wrong may accuse what it names
        assert found
    else:
        assert found == name


@pytest.mark.parametrize("name", MEMBERS)
def test_a_dropped_member_is_named(name: str) -> None:
    assert named(rewritten(lambda held: held.pop(name))) == name


@pytest.mark.parametrize("name", ["documents/other.html", "aaa", "log/plenary.jsonl.bak"])
def test_an_added_member_is_named(name: str) -> None:
    assert named(rewritten(lambda held: held.update({name: b"more"}))) == name


@pytest.mark.parametrize("name", [m for m in MEMBERS if m not in (MANIFEST, SIGNATURE)])
def test_a_member_changed_with_its_manifest_is_caught_by_the_signature(name: str) -> None:
    """The forger has everything but the key."""

    def change(held: dict[str, bytes]) -> None:
        held[name] = held[name] + b"\n"
        manifest = json.loads(held[MANIFEST])
        manifest["members"][name] = archive._digest(held[name])
        held[MANIFEST] = archive._json(manifest)

    assert named(rewritten(change))
    if name.startswith("documents/"):
        assert named(rewritten(change)) == SIGNATURE


def test_a_log_cut_short_with_its_manifest_is_caught() -> None:
    forged = bundle(SESSION, log(4), signer(2), DOCUMENTS)
    short = rewritten(lambda held: held.update(members(forged)))
    assert named(short) == KEY, "the chain itself is good, as far as it goes"


def test_a_chain_recomputed_with_another_key_is_named_at_its_first_commit() -> None:
    forged = bundle(SESSION, log(5, signer(2)), signer(2), DOCUMENTS)
    assert verify(forged, signer(2).public_key).version == 5
    assert named(forged) == f"{LOG}, version 1"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_byte_of_the_file_can_be_changed_dropped_or_added(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(written()) - 1))
    kind = data.draw(st.sampled_from(["flip", "drop", "add"]))
    if kind == "flip":
        other = bytes([written()[at] ^ data.draw(st.integers(1, 255))])
        altered = written()[:at] + other + written()[at + 1 :]
    elif kind == "drop":
        altered = written()[:at] + written()[at + 1 :]
    else:
        altered = written()[:at] + b"\x00" + written()[at:]
    if altered != written():
        assert named(altered)


def commented(data: bytes) -> bytes:
    made = io.BytesIO(data)
    with zipfile.ZipFile(made, "a") as package:
        package.comment = b"approved"
    return made.getvalue()


def with_extra(data: bytes) -> bytes:
    """The same members; an extra field in the header of the first."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in sorted(members(data).items()):
            entry = zipfile.ZipInfo(name, archive.DATED)
            entry.extra = b"\xfe\xca\x04\x00note" if name == min(members(data)) else b""
            package.writestr(entry, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        commented,
        with_extra,
        lambda data: data + b"\0",
        lambda data: b"\0" + data,
        lambda data: data + data,
        lambda data: data.replace(b"PK\x01\x02\x14\x03", b"PK\x01\x02\x14\x00"),
    ],
    ids=["comment", "extra field", "trailing byte", "leading byte", "twice", "system of the writer"],
)
def test_what_is_in_the_container_besides_its_members_is_covered_too(
    change: Callable[[bytes], bytes],
) -> None:
    changed = change(written())
    assert changed != written()
    assert named(changed)


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle_is_said_to_be_none(data: bytes) -> None:
    assert named(data)


def test_a_member_that_unpacks_to_more_than_the_file_is_not_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(MANIFEST, bytes(10_000_000))
    assert named(bomb.getvalue()) == MANIFEST


# the commands


def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["vcsession", *words])
    status = 0
    try:
        cli.main()
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        structlog.reset_defaults()  # a command sets where the log goes
    return status, capsys.readouterr().out


def test_a_session_is_exported_and_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str) -> tuple[int, str]:
        return said(capsys, monkeypatch, *words)

    here = ("--data-dir", str(tmp_path))
    target, pem = tmp_path / "archive.zip", tmp_path / "public.pem"
    assert run("convene", str(EXAMPLES / "minimal.yaml"), *here)[0] == 0
    asyncio.run(drafted(tmp_path))
    assert run("export", "minimal", "-o", str(target), *here)[0] == 0
    first = target.read_bytes()
    assert b"murmur" not in first, "members are stored as they are: a folder is not the archive's"
    pem.write_text(run("key", *here)[1])
    assert run("verify", str(target), "--key", str(pem)) == (
        0,
        run("verify", str(target))[1].splitlines()[0] + "\n",
    )
    endings = {name.rpartition(".")[2] for name in members(first) if name.startswith("documents/")}
    assert endings == {"html", "pdf", "docx", "md", "akn", "json", "csv", "ics"}
    held, public = members(first), load_public(pem.read_bytes())
    assert len(held) > 100
    for name, content in held.items():  # every member of a real archive, not only those of the model
        altered = {**held, name: content[:-1] + bytes([content[-1] ^ 1])}
        with pytest.raises(Altered) as found:
            archive.verify(archive._zip(altered), public)
        assert name in (found.value.entry, MANIFEST, LOG, HEADS), found.value
    target.write_bytes(first.replace(b"session_moved", b"session_lost!"))
    status, words = run("verify", str(target), "--key", str(pem))
    assert (status, words.startswith(f"altered: {LOG}: ")) == (1, True)
