"""The archive holds the register's files by their checksums, and nothing that is a delegation's own."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import cache
from pathlib import Path

import pytest

from tests.core.closing import HASH, issued
from tests.core.timeline import Timeline, text
from tests.test_archive import log, signer
from vcsession import archive
from vcsession.archive import Altered, bundle, files, gathered, verify
from vcsession.core.matters.papers import RegisterDocument, UploadDocument, WithdrawDocument
from vcsession.log.shelf import Shelf

SESSION = "echelon-2020"
PDF = b"%PDF-1.7 the register's"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def filed(room: Timeline, seat: str, data: bytes, audience: str = "all") -> str:
    """The id of the paper."""
    before = set(room.state.papers)
    room.say(
        seat,
        UploadDocument(
            text("A paper"), "ru", audience, "a.pdf", "application/pdf", len(data), digest(data)  # type: ignore[arg-type]
        ),
    )  # fmt: skip
    (new,) = set(room.state.papers) - before
    return new


def test_what_is_registered_is_in_the_archive_and_a_delegations_own_is_not() -> None:
    room = Timeline()
    public = filed(room, "arm", PDF)
    filed(room, "arm", b"%PDF a brief of our own", "delegation")
    filed(room, "kaz", b"%PDF not registered yet")
    withdrawn = filed(room, "rus", b"%PDF withdrawn")
    room.say("rus", WithdrawDocument(withdrawn))
    assert files(room.state) == {}
    room.say("secretary", RegisterDocument(public, "JS/EC20/SN2/WD.9", "authentic", "official_use"))
    assert files(room.state) == {digest(PDF): f"files/{digest(PDF)}.pdf"}


def test_a_file_is_named_by_its_documents_symbol() -> None:
    room = Timeline()
    public = filed(room, "arm", PDF)
    room.say("secretary", RegisterDocument(public, "JS/EC20/SN2/WD.9", "authentic", "official_use"))
    assert archive.named(room.state, digest(PDF)) == f"document JS/EC20/SN2/WD.9 ({digest(PDF)[:12]})"
    assert archive.named(issued().state, HASH) == f"the signed text of minutes 1 ({HASH[:12]})"


async def test_a_registered_file_that_is_not_there_is_named_and_so_is_an_altered_one(tmp_path: Path) -> None:
    room, shelf = Timeline(), Shelf(tmp_path)
    for n, data in enumerate((PDF, b"%PDF lost", b"%PDF altered"), 1):
        paper = filed(room, "arm", data)
        room.say("secretary", RegisterDocument(paper, f"WD.{n}", "authentic", "official_use"))
    await shelf.keep(SESSION, PDF)
    await shelf.keep(SESSION, b"%PDF altered")
    (tmp_path / SESSION / digest(b"%PDF altered")).write_bytes(b"%PDF other")
    found, absent = await gathered(shelf, SESSION, room.state)
    assert found == {f"files/{digest(PDF)}.pdf": PDF}
    assert [sentence.partition(" (")[0] for sentence in absent] == ["document WD.2", "document WD.3"]
    assert absent[0].endswith("is not in the archive: The file of this document is not on this server.")
    assert absent[1].endswith("was altered on the disk; it is not handed out.")


def test_the_signed_text_is_in_the_archive() -> None:
    assert files(issued().state) == {HASH: f"files/{HASH}.pdf"}


@cache
def written() -> bytes:
    return bundle(SESSION, log(), signer(), (), {f"files/{digest(PDF)}.pdf": PDF})


def rewritten(name: str, data: bytes | None) -> bytes:
    """With one member replaced, or left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written())) as old, zipfile.ZipFile(made, "w") as new:
        for entry in sorted({*old.namelist(), name}):
            found = data if entry == name else old.read(entry)
            if found is not None:
                new.writestr(zipfile.ZipInfo(entry, archive.DATED), found)
    return made.getvalue()


def test_a_bundle_with_files_is_whole_and_every_change_of_one_is_found() -> None:
    name = f"files/{digest(PDF)}.pdf"
    assert verify(written(), signer().public_key).members == 6
    for changed, said in ((PDF + b" ", name), (None, name)):
        with pytest.raises(Altered) as found:
            verify(rewritten(name, changed), signer().public_key)
        assert found.value.entry == said
    with pytest.raises(Altered):
        verify(rewritten(f"files/{digest(b'more')}.pdf", b"more"), signer().public_key)


def test_a_file_under_anothers_name_is_found_though_the_manifest_names_it() -> None:
    swapped = bundle(SESSION, log(), signer(), (), {f"files/{digest(b'other')}.pdf": PDF})
    with pytest.raises(Altered) as found:
        verify(swapped, signer().public_key)
    assert found.value.reason == "it is not the file that its name says"
