"""The archive holds the register's files by their checksums, and nothing that is a delegation's own."""

from __future__ import annotations

import hashlib
import io
import zipfile
from functools import cache

import pytest

from tests.core.closing import HASH, issued
from tests.core.timeline import Timeline, text
from tests.test_archive import log, signer
from vcsession import archive
from vcsession.archive import Altered, bundle, files, verify
from vcsession.core.matters.papers import RegisterDocument, UploadDocument, WithdrawDocument

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
