"""The bureau's own log: the chair's script by item, and the pad of two note-takers."""

from __future__ import annotations

import pytest

from tests.core.timeline import Timeline, company, text
from vcsession.core import bureau
from vcsession.core.bureau import Bureau, ChangeNote, StrikeNote, TakeDown, WriteScript
from vcsession.core.matters.floor import RequestFloor
from vcsession.core.view import bureau as shown
from vcsession.core.vocabulary import OFFICERS, Commit, Refused


class Pad:
    """The bureau's log of a timeline."""

    def __init__(self, room: Timeline) -> None:
        self.room = room
        self.kept = Bureau()

    def say(self, seat: str, command: bureau.Command) -> None:
        actor, kept = self.room.actor(seat), self.kept
        events = bureau.decide(kept, self.room.state, actor, command)
        commit = Commit(kept.version + 1, self.room.now, actor, 1, f"c{kept.version}", events, "")
        self.kept = bureau.fold(kept, commit)

    def refused(self, seat: str, command: bureau.Command) -> str:
        with pytest.raises(Refused) as refusal:
            self.say(seat, command)
        return refusal.value.code


@pytest.fixture
def pad() -> Pad:
    return Pad(Timeline(company()).sitting())


def test_the_script_is_written_by_item_and_taken_away_by_writing_nothing(pad: Pad) -> None:
    pad.say("secretary", WriteScript("1", text("Thank the rapporteur.")))
    pad.say("secretary", WriteScript("", text("Greet everybody.")))
    assert {item: one.text["en"] for item, one in pad.kept.scripts.items()} == {
        "1": "Thank the rapporteur.",
        "": "Greet everybody.",
    }
    pad.say("secretary", WriteScript("1", {"ru": " "}))
    pad.say("secretary", WriteScript(""))
    assert pad.kept.scripts == {}
    assert pad.refused("secretary", WriteScript("99", text("x"))) == "unknown"
    assert pad.refused("secretary", WriteScript("1", {"fr": "x"})) == "bad_field"


@pytest.mark.parametrize("seat", ["chair", "deputy", "arm", "rus-1", "observer", "technician"])
def test_only_a_secretary_writes(pad: Pad, seat: str) -> None:
    for command in (WriteScript("1", text("x")), TakeDown("x")):
        assert pad.refused(seat, command) == "not_your_role"


def test_a_line_is_bound_to_the_speech_it_was_begun_in(pad: Pad) -> None:
    pad.room.say("arm", RequestFloor())
    speech = pad.room.state.queue[-1]
    pad.say("secretary", TakeDown(" For the dates. ", speech))
    pad.say("secretary", TakeDown("A pause."))
    first, second = pad.kept.notes.values()
    assert (first.speech, first.seat, first.item, first.text) == (
        speech,
        "arm",
        "1",
        "For the dates.",
    )
    assert (second.speech, second.seat, second.item) == ("", "", "1")
    assert pad.refused("secretary", TakeDown("x", "r99")) == "unknown"
    assert pad.refused("secretary", TakeDown("  ")) == "bad_field"


def test_nobody_overwrites_what_he_did_not_see(pad: Pad) -> None:
    pad.say("secretary", TakeDown("One."))
    pad.say("secretary", ChangeNote("n1", "Two.", 1))
    assert pad.refused("secretary", ChangeNote("n1", "Three.", 1)) == "stale_note"
    pad.say("secretary", ChangeNote("n1", "Three.", 2))
    assert pad.kept.notes["n1"].text == "Three."
    pad.say("secretary", StrikeNote("n1"))
    assert (pad.kept.notes["n1"].text, pad.kept.notes["n1"].state) == ("", "struck_out")
    assert pad.refused("secretary", ChangeNote("n1", "Four.", 3)) == "wrong_state"


def test_who_presides_reads_the_script_and_not_the_pad(pad: Pad) -> None:
    pad.say("secretary", WriteScript("1", text("Thank the rapporteur.")))
    pad.say("secretary", TakeDown("One."))
    state = pad.room.state
    for seat in ("chair", "deputy"):
        seen = shown(pad.kept, state, pad.room.actor(seat))
        assert [one.item for one in seen.scripts] == ["1"]
        assert (seen.notes, seen.acts) == ((), ())
    seen = shown(pad.kept, state, pad.room.actor("secretary"))
    assert [note.text for note in seen.notes] == ["One."]
    assert {act.type for act in seen.acts} == {"write_script", "take_down"}
    assert [act.fields["item"] for act in seen.acts if act.optional == ("text",)] == ["1"]
    readers = {id for id in state.seats if bureau.reads(state, pad.room.actor(id))}
    assert readers == {id for id, seat in state.seats.items() if seat.role in OFFICERS}
