"""The minutes over HTTP: read from circulation on, signed by the hash of their print, known when issued."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest
from aiohttp import ClientResponse
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.documents.readers import read
from tests.hall import STATES, WORDS
from tests.http.conftest import API, House, Visitor, built

SIGNING = f"{API}/minutes/1/signing"
VERIFY = "/verify"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "index.html").write_text("<!doctype html>")
    async with built(tmp_path, printing=True) as house:
        yield house


@pytest.fixture
async def visitor(house: House) -> Visitor:
    return await house.visitor()


async def get(visitor: Visitor, house: House, seat: str, format: str = "md") -> ClientResponse:
    return await visitor.get(f"{API}/minutes?language=en&format={format}", token=house.token(seat))


async def circulated(house: House) -> None:
    """In session, and the minutes so far circulated for a minute."""
    hall = house.hall
    await hall.in_session()
    await hall.do("secretary", "generate_minutes")
    await hall.do("secretary", "review", minutes="1")
    await hall.do("chair", "clear_for_circulation", minutes="1")
    await hall.do("secretary", "circulate", minutes="1", in_minutes=1)


async def final(house: House) -> None:
    await circulated(house)
    await house.hall.time.draw(61, house.hall.room)
    await house.hall.do("chair", "adopt_minutes", minutes="1")


async def signed(house: House, visitor: Visitor) -> str:
    await final(house)
    answer = await visitor.post(SIGNING, token=house.token("secretary"))
    assert answer.status == 200, await answer.text()
    digest = str((await answer.json())["hash"])
    for seat in (*STATES, "chair", "secretary"):
        await house.hall.do(seat, "sign", minutes="1", hash=digest)
    return digest


async def issued(house: House, visitor: Visitor) -> str:
    digest = await signed(house, visitor)
    await house.hall.do("secretary", "issue", minutes="1")
    await house.issuing.close()
    return digest


async def asked(visitor: Visitor, digest: str) -> str:
    answer = await visitor.get(f"{VERIFY}?hash={digest}")
    assert (answer.status, answer.content_type) == (200, "text/html")
    return await answer.text()


# who reads them


async def test_delegations_read_the_minutes_from_circulation_on_and_observers_do_not(
    house: House, visitor: Visitor
) -> None:
    await house.hall.in_session()
    await house.hall.do("secretary", "generate_minutes")
    assert (await get(visitor, house, "secretary")).status == 200
    for seat in ("arm", "observer", "technician"):
        assert (await get(visitor, house, seat)).status == 403
    await house.hall.do("secretary", "review", minutes="1")
    await house.hall.do("chair", "clear_for_circulation", minutes="1")
    assert (await get(visitor, house, "arm")).status == 403, "cleared is not circulated"
    await house.hall.do("secretary", "circulate", minutes="1", in_minutes=1)
    assert (await get(visitor, house, "arm")).status == 200
    for seat in ("observer", "technician"):
        assert (await get(visitor, house, seat)).status == 403


async def test_a_delegation_reads_the_version_given_out_and_the_deadline_not_what_came_after(
    house: House, visitor: Visitor
) -> None:
    await circulated(house)
    await house.hall.do("secretary", "table_decision", item="1", kind="dates", text=WORDS)
    await house.hall.do("secretary", "read_out", decision="1.1")
    theirs = await (await get(visitor, house, "arm", "html")).text()
    officers = await (await get(visitor, house, "secretary", "html")).text()
    assert "corrections are received until they close" in theirs
    given = house.hall.room.state.minutes["1"].version.last
    assert f"1–{given}" in theirs
    assert ("ecision 1.1" in officers, "ecision 1.1" in theirs) == (True, False)


async def test_the_seat_is_told_whether_it_may_download_them(house: House) -> None:
    observer, armenia = house.hall.seat("observer"), house.hall.seat("arm")
    assert not armenia.slices()["me"]["may_download_minutes"]
    await circulated(house)
    assert armenia.slices()["me"]["may_download_minutes"]
    assert not observer.slices()["me"]["may_download_minutes"]


# opened for signature


async def test_what_is_signed_is_the_hash_of_the_text_as_printed(house: House, visitor: Visitor) -> None:
    digest = await signed(house, visitor)
    assert house.hall.room.state.minutes["1"].hash == digest
    kept = house.shelf / "echelon-2020" / digest
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    path = f"{API}/minutes?language=ru&format=pdf"
    read_by_head = await (await visitor.get(path, token=house.token("kaz"))).read()
    assert hashlib.sha256(read_by_head).hexdigest() == digest, "a head reads what it signs, byte for byte"
    assert "Текст для подписания" in read("pdf", read_by_head).words


async def test_a_seal_counts_only_where_it_fits_its_key_and_the_text(house: House, visitor: Visitor) -> None:
    await final(house)
    opened = await (await visitor.post(SIGNING, token=house.token("secretary"))).json()
    key, digest = Ed25519PrivateKey.generate(), opened["hash"]
    theirs = {"minutes": "1", "hash": digest, "public_key": key.public_key().public_bytes_raw().hex()}
    elsewhere = key.sign(bytes(32)).hex()
    refused = await visitor.do("arm", "sign", **theirs, seal=elsewhere)
    assert (refused.status, (await refused.json())["code"]) == (422, "bad_field")
    seal = key.sign(bytes.fromhex(digest)).hex()
    assert (await visitor.do("arm", "sign", **theirs, seal=seal)).status == 200
    found = await (await visitor.get(f"{API}/verification", token=house.token("blr"))).json()
    assert (found["seals"], found["sound"]) == (1, 1)
    for seat in (*STATES[1:], "chair", "secretary"):
        await house.hall.do(seat, "sign", minutes="1", hash=digest)
    await house.hall.do("secretary", "issue", minutes="1")
    printed = "".join((await (await get(visitor, house, "arm")).text()).split())
    assert seal in printed, "whoever holds the paper can check it"
    assert theirs["public_key"] in printed


async def test_only_the_secretary_opens_it_and_only_a_final_text(house: House, visitor: Visitor) -> None:
    assert (await visitor.post(SIGNING, token=house.token("secretary"))).status == 422
    await circulated(house)
    for seat, status in (("secretary", 409), ("arm", 403), ("observer", 403)):
        assert (await visitor.post(SIGNING, token=house.token(seat))).status == status
    assert (await visitor.post(SIGNING)).status == 401
    assert not house.shelf.exists(), "nothing is printed for who may not"


async def test_no_program_opens_it_with_a_hash_of_its_own(house: House, visitor: Visitor) -> None:
    await final(house)
    taken = await visitor.do("secretary", "open_signing", minutes="1", hash="ab" * 32)
    assert (taken.status, (await taken.json())["code"]) == (422, "print_the_text")
    socket = await house.socket("secretary")
    await socket.send_json({"type": "open_signing", "cause": "own-1", "minutes": "1", "hash": "ab" * 32})
    while (got := json.loads(await socket.receive_str()))["frame"] != "refused":
        pass
    assert got["code"] == "print_the_text"
    assert house.hall.room.state.minutes["1"].state == "final_text"
    assert (await visitor.post(SIGNING, token=house.token("secretary"))).status == 200


async def test_a_missing_fact_stops_it_with_its_place_named(house: House, visitor: Visitor) -> None:
    await final(house)
    await house.hall.do("arm", "announce_reservation", kind="statement_for_the_record")
    answer = await visitor.post(SIGNING, token=house.token("secretary"))
    said = await answer.json()
    assert (answer.status, said["code"]) == (409, "incomplete")
    assert "Текст ARM/R1" in [place["missing"] for place in said["places"]]
    assert all(place["section"] for place in said["places"])
    assert house.hall.room.state.minutes["1"].state == "final_text"
    await house.hall.do("arm", "submit_text", reservation="ARM/R1", text="Our words.")
    assert (await visitor.post(SIGNING, token=house.token("secretary"))).status == 200


# issued


async def test_issued_files_are_kept_by_their_hash_with_what_made_them(
    house: House, visitor: Visitor
) -> None:
    await issued(house, visitor)
    notes = [json.loads(path.read_bytes()) for path in (house.shelf.parent / "issued").glob("*.json")]
    files = [note for note in notes if note["file"]]
    assert {(n["format"], n["language"]) for n in files} == {
        (format, language)
        for format in ("html", "pdf", "docx", "md", "akn", "json")
        for language in ("ru", "en")
    }
    for note in files:
        data = (house.shelf / "echelon-2020" / note["hash"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == note["hash"]
        assert len(note["template"]) == 64
        assert {"vcsession", "typst"} <= note["libraries"].keys()
    everybody = await get(visitor, house, "observer")
    assert everybody.status == 200, "issued minutes are everybody's"
    assert hashlib.sha256(await everybody.read()).hexdigest() in {note["hash"] for note in files}


async def test_files_that_were_not_kept_are_made_when_they_are_asked_for(
    house: House, visitor: Visitor
) -> None:
    digest = await issued(house, visitor)
    folder = house.shelf.parent / "issued"
    for path in folder.iterdir():
        path.unlink()
    assert "Yes:" not in await asked(visitor, digest)
    await get(visitor, house, "arm")
    await house.issuing.close()
    assert "Yes:" in await asked(visitor, digest)


# the public page


async def test_anybody_may_ask_whether_a_printed_hash_was_issued(house: House, visitor: Visitor) -> None:
    digest = await signed(house, visitor)
    drafts = [entry.hash for entry in await house.hall.entries()]
    for unknown in (digest, *drafts[-3:], "", "no hash", "../../keys", "ab" * 32, digest.upper()):
        said = await asked(visitor, unknown)
        assert "No: there is no such issued document" in said
        assert "SN2" not in said
    await house.hall.do("secretary", "issue", minutes="1")
    await house.issuing.close()
    last = house.hall.room.state.minutes["1"].version.last
    printed = (await house.hall.entries())[last - 1].hash
    for known in (digest, printed, printed.upper()):
        said = await asked(visitor, known)
        assert "Yes: an issued document of this server. Minutes 1, JS/EC20/SN2" in said
        assert f"1–{last}" in said
    others = [entry.hash for entry in await house.hall.entries() if entry.version != last]
    for other in (others[0], others[-1]):
        assert "Yes:" not in await asked(visitor, other)


async def test_every_issued_copy_carries_a_hash_that_the_page_knows(house: House, visitor: Visitor) -> None:
    await issued(house, visitor)
    for seat in ("chair", "arm", "observer"):
        words = await (await get(visitor, house, seat)).text()
        (address,) = {w.strip("<>`()") for w in words.split() if "/verify?hash" in w}
        assert address.startswith("https://talks.example/verify?hash=")
        digest, _, copy = unescape(address).replace("\\", "").partition("hash=")[2].partition("&number=")
        assert "Yes:" in await asked(visitor, digest), (seat, digest, copy)
        assert copy == ({"arm": "2"}.get(seat, ""))


async def test_each_delegation_gets_its_own_numbered_copy(house: House, visitor: Visitor) -> None:
    await issued(house, visitor)
    own = {}
    for number, seat in enumerate(("arm", "blr", "kaz"), 2):
        page = await (await get(visitor, house, seat)).read()
        assert f"Copy no. {number}" in page.decode()
        own[seat] = hashlib.sha256(page).hexdigest()
        assert "Yes:" in await asked(visitor, own[seat]), "the file itself is known, too"
    assert len(set(own.values())) == 3
    for seat in ("observer", "secretary"):
        assert "Copy no." not in await (await get(visitor, house, seat)).text()
    third = await visitor.get(f"{API}/minutes?language=en&format=md&copy=3", token=house.token("secretary"))
    assert hashlib.sha256(await third.read()).hexdigest() == own["blr"], "the officers print the same"
    assert third.content_disposition is not None
    assert third.content_disposition.filename == "JS-EC20-SN2-minutes-copy-3-en.md"


async def test_copies_are_given_by_the_secretary_and_asked_for_by_the_officers_alone(
    house: House, visitor: Visitor
) -> None:
    def path(copy: str) -> str:
        return f"{API}/minutes?language=en&format=md&copy={copy}"

    await house.hall.in_session()
    assert (await visitor.get(path("1"), token=house.token("secretary"))).status == 422, "nothing is issued"


async def test_a_number_that_was_not_given_is_no_copy(house: House, visitor: Visitor) -> None:
    def path(copy: str) -> str:
        return f"{API}/minutes?language=en&format=md&copy={copy}"

    digest = await issued(house, visitor)
    for copy in ("0", "99", "x", "1" * 9):
        assert (await visitor.get(path(copy), token=house.token("secretary"))).status == 422
    assert (await visitor.get(path("3"), token=house.token("kaz"))).status == 403
    given = len(house.hall.room.state.minutes["1"].copies)
    page = f"{VERIFY}?hash={digest}&number={given + 1}"
    assert "No copy of this number" in await (await visitor.get(page)).text()
    await house.hall.do("secretary", "give_copy", minutes="1", to="Permanent Council")
    await house.issuing.close()
    assert f"Copy no. {given + 1} was given out." in await (await visitor.get(page)).text()
    assert "Permanent Council" not in await (await visitor.get(page)).text(), "to whom is not everybody's"
    answer = await visitor.get(path(str(given + 1)), token=house.token("secretary"))
    assert f"Copy no. {given + 1}" in await answer.text()


# what was replied


async def test_the_officers_read_what_was_replied_and_to_what_a_reply_may_still_come(
    house: House, visitor: Visitor
) -> None:
    path = f"{API}/replies"
    await house.hall.do("arm", "record_reply", sitting="2", answer="declined")
    found = await (await visitor.get(path, token=house.token("secretary"))).json()
    (reply,) = found["replies"]
    assert (reply["sitting"], reply["delegation"], reply["answer"]) == ("2", "ARM", "declined")
    assert found["open"] == ["1", "2"]
    await house.hall.in_session()
    again = await (await visitor.get(path, token=house.token("secretary"))).json()
    assert again["open"] == ["2"], "nobody replies to a sitting that is held"
    assert (await visitor.get(path, token=house.token("blr"))).status == 403


# what each version was made with


async def test_each_version_tells_its_entries_templates_and_libraries(house: House, visitor: Visitor) -> None:
    await issued(house, visitor)
    answer = await visitor.get(f"{API}/minutes/1/versions", token=house.token("secretary"))
    found = (await answer.json())["versions"]
    assert [one["because"] for one in found] == ["generated", "signing"]
    for one in found:
        assert one["first"] == 1
        assert len(one["template"]) == 64
        assert {"vcsession", "typst", "python-docx"} <= one["libraries"].keys()
    assert (await visitor.get(f"{API}/minutes/1/versions", token=house.token("arm"))).status == 403
    assert (await visitor.get(f"{API}/minutes/7/versions", token=house.token("chair"))).status == 422


async def test_while_it_is_signed_the_kept_bytes_are_handed_out(house: House, visitor: Visitor) -> None:
    """A newer library might print others; what is signed is what was kept."""
    digest = await signed(house, visitor)
    kept = house.shelf / "echelon-2020" / digest
    path = f"{API}/minutes?language=ru&format=pdf"
    first = await (await visitor.get(path, token=house.token("kaz"))).read()
    assert first == kept.read_bytes()
    kept.unlink()
    printed = await (await visitor.get(path, token=house.token("kaz"))).read()
    assert hashlib.sha256(printed).hexdigest() == digest, "without the file it is printed anew"


async def test_the_page_tells_of_corrigenda_and_of_what_no_longer_holds(
    house: House, visitor: Visitor
) -> None:
    digest = await issued(house, visitor)
    assert "Corrigenda" not in await asked(visitor, digest)
    await house.hall.do("secretary", "draft_corrigendum", minutes="1", text=WORDS)
    await house.hall.do("chair", "issue_corrigendum", minutes="1")
    await house.issuing.close()
    assert "Corrigenda issued to it: 1" in await asked(visitor, digest)
    await house.hall.do("chair", "supersede", minutes="1", reason="a wrong annex")
    said = await asked(visitor, digest)
    assert "no longer holds" in said
