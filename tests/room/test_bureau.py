"""The bureau's own log, live: seen by nobody else by any way, whole after a restart."""

from __future__ import annotations

import json

from tests.hall import SIGNER, Hall, settle
from vcsession import wire
from vcsession.core.bureau import AUDIENCE
from vcsession.room import PLENARY
from vcsession.signing import verify_chain

SCRIPT = "Сначала дать слово докладчику"
NOTE = "Возражает против сроков"


async def give(hall: Hall, **command: object) -> None:
    given, cause, _ = wire.command_from({"cause": f"b-{command}"[:90], **command})
    await hall.room.take(hall.actor("secretary"), given, cause)
    await settle()


def seeing(hall: Hall, words: str) -> set[str]:
    """The seats that are shown these words, coming anew or coming back."""
    found = {n for n in hall.room.state.seats if words in hall.room.whole(hall.actor(n)).decode()}
    again = {n for n in hall.room.state.seats if words in b"".join(hall.seat(n, after=0).frames).decode()}
    assert found == again
    return found


async def test_the_script_reaches_the_officers_and_the_pad_the_secretary_alone(hall: Hall) -> None:
    seats = {name: hall.seat(name) for name in hall.room.state.seats}
    await give(hall, type="write_script", item="1", text={"ru": SCRIPT})
    await give(hall, type="take_down", text=NOTE)
    for words, expected in ((SCRIPT, {"chair", "deputy", "secretary"}), (NOTE, {"secretary"})):
        told = {name for name, seat in seats.items() if words in b"".join(seat.frames).decode()}
        assert told == expected
        assert seeing(hall, words) == expected
    plenary = b"".join(entry.data for entry in await hall.entries()).decode()
    assert SCRIPT not in plenary, "the plenary's log knows nothing of it"
    assert NOTE not in plenary


async def test_it_is_there_after_a_restart_and_its_chain_is_whole(hall: Hall) -> None:
    await give(hall, type="write_script", item="", text={"ru": SCRIPT})
    await give(hall, type="take_down", text=NOTE)
    again = await hall.again()
    slice = json.loads(again.room.whole(again.actor("secretary")))["slices"]["bureau"]
    assert [one["text"]["ru"] for one in slice["scripts"]] == [SCRIPT]
    assert [one["text"] for one in slice["notes"]] == [NOTE]
    entries = await again.log.read("echelon-2020", AUDIENCE)
    verify_chain(entries, SIGNER.public_key, "echelon-2020", AUDIENCE)
    assert len(entries) == 2
    assert len(await again.log.read("echelon-2020", PLENARY)) == 2
    await again.rooms.close()
