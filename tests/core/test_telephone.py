"""Requests by telephone: entered by the secretary, confirmed by the delegation later (issue 3; 3.4, 17)."""

from __future__ import annotations

from tests.core.timeline import Timeline, company
from vcsession.core.matters.conduct import CallOn
from vcsession.core.matters.floor import Grant, RequestFloor
from vcsession.core.matters.telephone import ConfirmRequest
from vcsession.core.offers import offers
from vcsession.core.view import the_floor


def waiting(room: Timeline) -> list[bool]:
    return [row.to_confirm for row in the_floor(room.state, "table").queue]


def test_what_the_secretary_enters_counts_at_once_and_is_confirmed_later() -> None:
    room = Timeline(company()).sitting()
    room.say("secretary", RequestFloor(delegation="KAZ"))
    room.say("arm", RequestFloor())
    asked, own = room.state.queue
    assert waiting(room) == [True, False], "everybody sees that it was entered for the delegation"
    assert room.refused("arm", ConfirmRequest(asked)) == "not_your_delegation"
    assert room.refused("arm", ConfirmRequest(own)) == "nothing_to_confirm"
    room.say("kaz", ConfirmRequest(asked))
    assert waiting(room) == [False, False]
    assert room.refused("kaz", ConfirmRequest(asked)) == "nothing_to_confirm"
    assert room.state.requests[asked].confirmed_at == room.now


def test_it_holds_nothing_up_and_may_be_confirmed_while_speaking() -> None:
    room = Timeline(company()).sitting()
    room.say("secretary", RequestFloor(delegation="KAZ"))
    (asked,) = room.state.queue
    room.say("chair", Grant(asked))
    room.say("kaz", ConfirmRequest(asked))


def test_only_the_delegation_itself_is_offered_it_and_only_where_it_was_entered_for_it() -> None:
    room = Timeline(company()).sitting()
    room.say("secretary", RequestFloor(delegation="KAZ"))
    room.say("chair", CallOn("RUS"))

    def offered(seat: str) -> list[dict[str, str]]:
        acts = offers(room.state, room.actor(seat), room.now)
        return [dict(act.fields) for act in acts if act.type == "confirm_request"]

    assert offered("kaz") == [{"request": room.state.queue[0]}]
    assert [seat for seat in ("rus", "arm", "chair", "secretary", "observer") if offered(seat)] == []
