"""How a side room ends, and who learns that there was one."""

from __future__ import annotations

from tests.core.test_caucus import acts, halls, sitting
from tests.core.timeline import Timeline, interpreted, kinds, moscow
from vcsession import wire
from vcsession.core.matters.caucus import (
    AcceptInvitation,
    CloseRoom,
    Invite,
    LeaveRoom,
    OpenRoom,
    Recall,
)
from vcsession.core.matters.languages import BoothCheck, GoLive
from vcsession.core.matters.sittings import (
    AdjournSitting,
    ResumeSitting,
    SuspendSitting,
)
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.routing import heard
from vcsession.core.view import SHARED, me

# the end of a room


def test_a_recall_closes_the_room_by_the_clock() -> None:
    room = sitting()
    room.at("11:00").say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", AcceptInvitation("room-1"))
    assert room.refused("clock", CloseRoom("room-1")) == "not_due"
    room.say("chair", Recall("room-1"))
    assert room.state.rooms["room-1"].closes_at == moscow("11:02")
    assert room.refused("kaz", AcceptInvitation("room-1")) == "wrong_state", "nobody comes in any more"
    room.at("11:01:59.900").say("rus", LeaveRoom("room-1"))
    assert halls(room)[1] == {"arm"}
    assert room.refused("clock", CloseRoom("room-1")) == "not_due"
    room.at("11:02")
    assert halls(room) == [set(room.state.seats)]


def test_the_rule_sets_the_countdown() -> None:
    room = sitting(recall_s=5)
    room.at("11:00").say("arm", OpenRoom("delegation"))
    room.say("chair", Recall("room-1"))
    room.at("11:00:04")
    assert len(halls(room)) == 2
    room.at("11:00:05")
    assert len(halls(room)) == 1


def test_a_room_closes_behind_the_last() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", AcceptInvitation("room-1"))
    room.say("arm", LeaveRoom("room-1"))
    assert halls(room)[1] == {"rus"}
    room.say("arm", AcceptInvitation("room-1"))
    room.say("rus", LeaveRoom("room-1"))
    assert kinds(room.say("arm", LeaveRoom("room-1"))) == ["room_left", "room_closed"]


def test_who_may_close_a_room() -> None:
    room = sitting()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", AcceptInvitation("room-1"))
    for seat in ("rus", "kaz", "technician"):
        assert room.refused(seat, CloseRoom("room-1")) == "unknown"
    room.say("chair", CloseRoom("room-1"))
    room.say("arm", OpenRoom("delegation"), CloseRoom("room-2"))
    room.say("technician", OpenRoom("technical"), CloseRoom("room-3"))


def test_an_adjourned_sitting_leaves_the_rooms_to_themselves() -> None:
    room = sitting()
    room.say("rus", OpenRoom("delegation"))
    room.say("chair", AdjournSitting("1"))
    assert halls(room)[1] == {"rus"}


def test_the_interpreter_on_air_stays_in_the_booth() -> None:
    room = Timeline(interpreted()).sitting()
    room.say("interpreter-ru", BoothCheck("ru"), GoLive("ru"))
    room.say(
        "arm", OpenRoom("delegation"), Invite("room-1", "interpreter-ru"), Invite("room-1", "interpreter-en")
    )
    assert room.refused("interpreter-ru", AcceptInvitation("room-1")) == "on_air"
    room.say("interpreter-en", AcceptInvitation("room-1"), BoothCheck("en"))
    assert room.refused("interpreter-en", GoLive("en")) == "already_in_room"
    assert room.refused("technician", GoLive("en")) == "already_in_room"
    assert heard(room.state) == {"chair", "arm", "interpreter-ru", "interpreter-en"}


# who learns of it


def test_other_seats_are_shown_nothing_of_a_room() -> None:
    """Whoever is not of the room sees the same bytes as if it had never been opened."""
    room = sitting()
    seats = ("kaz", "blr", "observer", "technician", "deputy", "interpreter-en", "rus-1", "obs")

    def shown() -> dict[str, bytes]:
        own = {s: wire.dump_slice(me(room.state, room.actor(s), room.now)) for s in seats}
        return own | {name: wire.dump_slice(make(room.state)) for name, make in SHARED.items()}

    before = shown()
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", AcceptInvitation("room-1"))
    assert shown() == before
    rows = me(room.state, room.actor("arm"), room.now)
    assert rows.caucus is not None
    assert rows.caucus.members == ("arm", "rus")
    assert rows.rooms == ()
    room.say("rus", Invite("room-1", "rus-1"))
    (invitation,) = me(room.state, room.actor("rus-1"), room.now).invitations
    assert (invitation.room, invitation.delegations) == ("room-1", ("ARM", "RUS"))
    for seat in ("chair", "secretary"):
        (row,) = me(room.state, room.actor(seat), room.now).rooms
        assert row.members == ("arm", "rus")


def test_of_a_strangers_room_one_does_not_learn_that_it_exists() -> None:
    room = sitting()
    for name in ("room-1", "room-2"):
        commands = (AcceptInvitation(name), LeaveRoom(name), Invite(name, "kaz"), CloseRoom(name))
        assert [str(room.refusal("kaz", c)) for c in commands] == [
            f"There is no caucus_room {name} in this session."
        ] * 4
        if name == "room-1":
            room.say("arm", OpenRoom("bilateral", ("RUS",)))
            again = [str(room.refusal("kaz", c)) for c in commands]
            assert again == ["There is no caucus_room room-1 in this session."] * 4
    assert (
        acts(room, "kaz") & {"accept_invitation", "decline_invitation", "leave_room", "close_room"} == set()
    )
    assert "accept_invitation" in acts(room, "rus")


def test_the_log_tells_of_a_room_to_its_own_and_to_the_officers() -> None:
    room = sitting()
    start = len(room.commits)
    room.say("arm", OpenRoom("bilateral", ("RUS",)))
    room.say("rus", AcceptInvitation("room-1"))
    room.say("rus", Invite("room-1", "rus-1"))
    room.say("rus-1", AcceptInvitation("room-1"))
    room.say("arm", Invite("room-1", "interpreter-en"))
    room.say("interpreter-en", AcceptInvitation("room-1"), LeaveRoom("room-1"))
    room.say("chair", Recall("room-1"))
    room.pass_until(moscow("12:00"))
    commits = room.commits[start:]
    for commit in commits:
        for seat in ("arm", "rus", "secretary", "deputy", "chair"):
            assert len(wire.visible(commit, room.actor(seat))) == len(commit.events)
            assert wire.sender(commit, room.actor(seat)) == commit.actor
        for seat in ("kaz", "secr", "obs"):
            assert wire.visible(commit, room.actor(seat)) == []
            assert wire.sender(commit, room.actor(seat)) is None
    assert len(commits) == 9


def test_what_else_a_commit_did_is_told_to_all() -> None:
    room = sitting()
    room.put()
    room.say("rus", OpenRoom("delegation"))
    told = wire.visible(room.commits[-1], room.actor("kaz"))
    assert [event["type"] for event in told] == ["decision_held"]
    assert wire.sender(room.commits[-1], room.actor("kaz")) is None, "and not by whom"


def test_the_minutes_say_nothing_of_rooms() -> None:
    def minutes(with_rooms: bool) -> object:
        room = sitting()
        room.at("12:10").say("chair", SuspendSitting("1", "consultations"))
        if with_rooms:
            room.say("arm", OpenRoom("bilateral", ("RUS",)))
            room.say("rus", AcceptInvitation("room-1"))
            room.say("chair", Recall("room-1"))
        room.at("12:40").say("chair", ResumeSitting("1"))
        return read(room.commits, Verification(1, 1, "", "", ""))

    assert minutes(with_rooms=True) == minutes(with_rooms=False)
