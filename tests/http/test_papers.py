"""Documents filed and handed out: who gets at the bytes, and what is taken in."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData

from tests.http.conftest import API, House, Visitor
from vcsession.core.matters.papers import MOST_BYTES
from vcsession.core.reading import read as read_log
from vcsession.core.record import Verification
from vcsession.documents.papers import paper
from vcsession.http import papers
from vcsession.http.access import Claim
from vcsession.http.filetype import Unkept, media_type
from vcsession.log.shelf import Shelf, ShelfUnavailable
from vcsession.wire import load_commit

PDF = b"%PDF-1.7\nthe plan\n%%EOF"
WORDS = {"ru": "Записка", "en": "Note"}


def form(data: bytes = PDF, name: str = "note.pdf", **changes: Any) -> FormData:
    about = {"title": WORDS, "language": "ru", "audience": "all", "cause": "c-1"} | changes
    made = FormData(quote_fields=False)
    made.add_field("about", json.dumps(about), content_type="application/json")
    made.add_field("file", data, filename=name, content_type="application/octet-stream")
    return made


async def file(visitor: Visitor, house: House, seat: str, **how: Any) -> ClientResponse:
    return await visitor.post(f"{API}/documents", token=house.token(seat), data=form(**how))


async def fetch(visitor: Visitor, house: House, seat: str, symbol: str) -> ClientResponse:
    return await visitor.get(f"{API}/documents/{symbol}", token=house.token(seat))


def on_disk(house: House) -> list[Path]:
    return [path for path in house.shelf.rglob("*") if path.is_file()]


async def test_a_document_is_filed_and_comes_back_as_it_was(house: House, visitor: Visitor) -> None:
    answer = await file(visitor, house, "arm", audience="delegation")
    said = await answer.json()
    digest = hashlib.sha256(PDF).hexdigest()
    assert answer.status == 201
    assert said == {"version": house.hall.room.state.version, "document": "doc-ARM-1", "hash": digest}
    got = await fetch(visitor, house, "arm", "doc-ARM-1")
    assert (got.status, await got.read()) == (200, PDF)
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"] == 'attachment; filename="doc-ARM-1-ru.pdf"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert got.headers["Cache-Control"] == "no-store"


async def test_it_is_read_in_the_browser_where_its_type_is_one_that_browsers_show(
    house: House, visitor: Visitor
) -> None:
    await file(visitor, house, "arm", audience="delegation")
    shown = await fetch(visitor, house, "arm", "doc-ARM-1?show=inline")
    assert shown.headers["Content-Disposition"] == 'inline; filename="doc-ARM-1-ru.pdf"'
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert (await fetch(visitor, house, "blr", "doc-ARM-1?show=inline")).status == 404


async def test_the_same_cause_files_it_once(house: House, visitor: Visitor) -> None:
    first, second = [await (await file(visitor, house, "arm")).json() for _ in range(2)]
    assert first == second
    other = await file(visitor, house, "blr")
    assert other.status == 422, "the cause belongs to another seat"


async def test_only_whom_the_audience_names_gets_it(house: House, visitor: Visitor) -> None:
    await file(visitor, house, "arm")
    assert (await fetch(visitor, house, "secretary", "doc-ARM-1")).status == 200
    for seat in ("blr", "chair", "observer", "technician"):
        refused = await fetch(visitor, house, seat, "doc-ARM-1")
        absent = await fetch(visitor, house, seat, "doc-ARM-9")
        assert (refused.status, await refused.json()) == (404, await absent.json()), (
            "it does not exist for them"
        )
    await visitor.do("secretary", "register_document", **REGISTER)
    await visitor.do("secretary", "circulate_document", document="doc-ARM-1")
    got = await fetch(visitor, house, "observer", "JS/EC20/SN2/WD.9/Rev.1")
    assert (got.status, await got.read()) == (200, PDF)
    assert got.headers["Content-Disposition"] == 'attachment; filename="JS-EC20-SN2-WD.9-Rev.1-ru.pdf"'
    await visitor.do("secretary", "withdraw_document", document="doc-ARM-1")
    assert (await fetch(visitor, house, "observer", "doc-ARM-1")).status == 404


REGISTER = {
    "document": "doc-ARM-1",
    "symbol": "JS/EC20/SN2/WD.9/Rev.1",
    "status": "authentic",
    "marking": "official_use",
}


async def test_strangers_and_looked_on_seats_file_nothing(house: House, visitor: Visitor) -> None:
    assert (await visitor.post(f"{API}/documents", data=form())).status == 401
    other = house.access.token(Claim("another", "arm"))
    assert (await visitor.post(f"{API}/documents", data=form(), token=other)).status == 401
    for seat in ("observer", "technician", "interpreter-en", "chair"):
        assert (await file(visitor, house, seat)).status == 403
    assert (await visitor.get(f"{API}/documents/doc-1")).status == 401
    assert on_disk(house) == [], "who may not file sends no byte to the disk"
    foreign = await visitor.post(
        f"{API}/documents", data=form(), token=house.token("arm"), headers={"Origin": "https://evil.example"}
    )
    assert foreign.status == 403


async def test_a_calendars_reply_is_an_expectation_and_touches_no_presence(
    house: House, visitor: Visitor
) -> None:
    record = read_log(
        (load_commit(e.data) for e in await house.hall.entries()), Verification(1, 1, "", "", "")
    )
    sent = paper(record, "calendar", format="ics", language="en", invited="KAZ").data
    reply = sent.replace(b"METHOD:REQUEST", b"METHOD:REPLY").replace(b"NEEDS-ACTION", b"DECLINED")
    before = house.hall.room.state.presence

    async def post(seat: str, data: bytes, query: str = "") -> tuple[int, dict[str, object]]:
        headers = {"Content-Type": "text/calendar"}
        path = f"{API}/replies{query}"
        answer = await visitor.post(path, token=house.token(seat), data=data, headers=headers)
        return answer.status, await answer.json()

    status, said = await post("kaz", reply)
    declined = [{"sitting": n, "delegation": "KAZ", "answer": "declined"} for n in ("1", "2")]
    assert (status, said) == (200, {"recorded": declined})
    assert house.hall.room.state.sittings["1"].replies["KAZ"].answer == "declined"
    assert house.hall.room.state.presence == before
    for seat in ("blr", "observer"):
        assert (await post(seat, reply))[0] == 403, "nobody replies for another"
    strange = reply.replace(b"urn:vcsession:echelon-2020:KAZ", b"mailto:office@mod.example")
    assert (await post("secretary", strange))[0] == 422, "whose it is must be said"
    assert (await post("secretary", strange, "?delegation=TJK"))[0] == 200
    for wrong in (sent, b"no calendar", reply.replace(b"echelon-2020-1@", b"other-1@"), b""):
        status, said = await post("secretary", wrong)
        assert (status, said["code"]) == (422, "no_reply")
    assert (await post("kaz", reply.replace(b"SEQUENCE:0", b"SEQUENCE:4")))[0] == 422


async def test_an_invitation_is_of_ones_own_delegation(house: House, visitor: Visitor) -> None:
    path = f"{API}/papers/calendar?format=ics&delegation=KAZ"
    for seat, status in (("kaz", 200), ("secretary", 200), ("blr", 403), ("observer", 403)):
        assert (await visitor.get(path, token=house.token(seat))).status == status
    assert (await visitor.get(path.replace("KAZ", "USA"), token=house.token("secretary"))).status == 422


async def test_a_command_alone_files_nothing(house: House, visitor: Visitor) -> None:
    await file(visitor, house, "arm", audience="secretariat")
    digest = hashlib.sha256(PDF).hexdigest()
    said = {"title": WORDS, "language": "ru", "audience": "delegation", "name": "x", "size": len(PDF)}
    taken = await visitor.do("blr", "upload_document", media_type="application/pdf", hash=digest, **said)
    assert (taken.status, (await taken.json())["code"]) == (422, "send_the_file")
    socket = await house.socket("blr")
    command = {"type": "upload_document", "cause": "c-9", "media_type": "application/pdf", "hash": digest}
    await socket.send_json(command | said)
    while (got := json.loads(await socket.receive_str()))["frame"] != "refused":
        pass
    assert got["code"] == "send_the_file"
    named = await file(visitor, house, "blr", hash=digest)
    assert (named.status, (await named.json())["code"]) == (422, "bad_field")


@pytest.mark.parametrize(
    "symbol",
    [
        "../../../etc/passwd",
        "..%2F..%2Fkeys%2Frecord.pem",
        "%2e%2e/keys/tokens.pem",
        "doc-1%00",
        "/etc/passwd",
    ],
)
async def test_no_path_leads_out_of_the_shelf(house: House, visitor: Visitor, symbol: str) -> None:
    (house.shelf / "secret").parent.mkdir(parents=True, exist_ok=True)
    (house.shelf / "secret").write_bytes(b"secret")
    got = await fetch(visitor, house, "secretary", symbol)
    assert got.status in (404, 400)
    assert b"secret" not in await got.read()


async def test_a_name_with_a_path_is_a_name(house: House, visitor: Visitor) -> None:
    await file(visitor, house, "arm", name="..\\..\\windows/../boot.pdf")
    assert house.hall.room.state.papers["doc-ARM-1"].name == "boot.pdf"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<\x00html>",
        b"MZ\x90\x00 a program",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document",
        b"\xff\xfe\x00",
        b"GIF89a\x01\x00",
        b"PK\x03\x04 no archive",
    ],
)
async def test_what_is_no_document_is_not_taken(house: House, visitor: Visitor, data: bytes) -> None:
    version = house.hall.room.state.version
    answer = await file(visitor, house, "arm", data=data, name="plan.pdf")
    assert answer.status == 422
    assert (house.hall.room.state.version, on_disk(house)) == (version, [])


async def test_a_file_is_what_its_content_says(house: House, visitor: Visitor) -> None:
    answer = await file(visitor, house, "arm", data=b"<html><script>alert(1)</script>", name="plan.html")
    assert answer.status == 201
    got = await fetch(visitor, house, "arm", "doc-ARM-1")
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert got.headers["Content-Disposition"].endswith('.txt"')


async def test_a_file_that_is_too_large_is_not_kept(
    house: House, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "MOST_BYTES", 200_000)
    assert (await file(visitor, house, "arm", data=PDF + b" " * 300_000)).status == 413
    assert on_disk(house) == []
    assert (await file(visitor, house, "arm", data=PDF + b" " * 100_000)).status == 201
    assert MOST_BYTES > 2**20, "more than the other calls take"


async def test_a_full_disk_loses_nothing(
    house: House, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file(visitor, house, "arm", audience="delegation")
    version = house.hall.room.state.version

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("vcsession.log.shelf.os.fsync", full)
        answer = await file(visitor, house, "arm", data=PDF + b"more", cause="c-2")
    assert answer.status == 507
    assert (await answer.json())["message"].startswith("The disk is full; the document was not filed.")
    assert house.hall.room.state.version == version
    assert len(on_disk(house)) == 1, "no half of a file stays"
    assert (await fetch(visitor, house, "arm", "doc-ARM-1")).status == 200
    assert (await file(visitor, house, "arm", data=PDF + b"more", cause="c-2")).status == 201


async def test_what_was_altered_on_the_disk_is_not_handed_out(house: House, visitor: Visitor) -> None:
    await file(visitor, house, "arm", audience="delegation")
    (kept,) = on_disk(house)
    kept.write_bytes(PDF + b" altered")
    got = await fetch(visitor, house, "arm", "doc-ARM-1")
    assert (got.status, "altered" in (await got.json())["message"]) == (503, True)
    kept.unlink()
    assert (await fetch(visitor, house, "arm", "doc-ARM-1")).status == 503


@pytest.mark.parametrize(
    "body",
    [
        {"data": b"nothing", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"data": b"nothing", "headers": {"Content-Type": "multipart/form-data"}},
        {"data": b"--x\r\n\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {
            "data": b"--x\r\n\xff bad : q\r\n\r\n--x--\r\n",
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {
            "data": b"--x\r\nA: " + b"b" * 99_999,
            "headers": {"Content-Type": "multipart/form-data; boundary=x"},
        },
        {"json": {"title": WORDS}},
    ],
)
async def test_a_form_that_cannot_be_read_is_refused(
    house: House, visitor: Visitor, body: dict[str, Any]
) -> None:
    answer = await visitor.post(f"{API}/documents", token=house.token("arm"), **body)
    assert answer.status in (415, 422)
    assert "message" in await answer.json()


# what a file is


def zipped(*names: str, mimetype: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<xml/>")
    return made.getvalue()


DOCX = zipped("[Content_Types].xml", "word/document.xml")


def test_office_files_are_known_by_their_parts() -> None:
    assert media_type(DOCX).endswith("wordprocessingml.document")
    assert media_type(zipped("[Content_Types].xml", "xl/workbook.xml")).endswith("sheet")
    odt = b"application/vnd.oasis.opendocument.text"
    assert media_type(zipped("content.xml", mimetype=odt)) == odt.decode()
    assert media_type("Записка\n".encode()) == "text/plain"
    assert media_type(b"\x89PNG\r\n\x1a\n....") == "image/png"


@pytest.mark.parametrize(
    "data",
    [
        zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        zipped("Basic/Standard/Module1.xml", mimetype=b"application/vnd.oasis.opendocument.text"),
        zipped("program.exe"),
        zipped(),
        DOCX[:-30],
        b"PK\x03\x04" + b"PK\x05\x06" + b"\x00" * 6 + b"\xff\xff" + b"\x00" * 10,
    ],
)
def test_macros_and_other_archives_are_not_kept(data: bytes) -> None:
    with pytest.raises(Unkept):
        media_type(data)


# the shelf itself


async def test_the_shelf_takes_no_other_names(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "papers")
    digest = await shelf.keep("echelon-2020", PDF)
    assert await shelf.take("echelon-2020", digest) == PDF
    for session, name in (("..", digest), ("echelon-2020/..", digest), ("echelon-2020", "../" + digest)):
        with pytest.raises(ShelfUnavailable):
            await shelf.take(session, name)
    with pytest.raises(ShelfUnavailable):
        await shelf.keep("../keys", PDF)
    kept = tmp_path / "papers" / "echelon-2020" / digest
    assert kept.stat().st_mode & 0o077 == 0, "nobody else on this machine reads it"
    assert kept.parent.stat().st_mode & 0o077 == 0
