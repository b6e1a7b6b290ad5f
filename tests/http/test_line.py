"""A seat's line before the sitting, and the figures of all lines for whoever looks after them."""

from __future__ import annotations

from typing import Any

from tests.http.conftest import API, House, Visitor
from vcsession.core.matters.line_checks import Line
from vcsession.http.ports import Full

GOOD = Line("heard", "seen", 720, 2100, 3400, 2, 0, 38)
SDP: dict[str, Any] = {"headers": {"Content-Type": "application/sdp"}}


async def report(house: House, visitor: Visitor, seat: str, **claimed: Any) -> tuple[int, Any]:
    answer = await visitor.post(f"{API}/line", token=house.token(seat), json=claimed)
    return answer.status, await answer.json()


async def test_a_seat_has_its_line_recorded_as_the_server_measured_it(house: House, visitor: Visitor) -> None:
    status, refused = await report(house, visitor, "kaz")
    assert (status, refused["code"]) == (409, "line_not_measured")
    house.media.line = GOOD
    status, told = await report(house, visitor, "kaz", lost_sent=0, sent_kbits=9999)
    assert status == 200
    assert (told["line"]["lost_sent"], told["line"]["sent_kbits"]) == (2, 2100), "whatever the browser says"
    check = house.hall.room.state.line_checks["1", "kaz"]
    assert (check.line, check.delegation) == (GOOD, "KAZ")
    status, refused = await report(house, visitor, "kaz")
    assert (status, refused["code"]) == (409, "too_fast")
    me = await (await visitor.get(API, token=house.token("kaz"))).json()
    assert me["slices"]["me"]["line_check"]["round_trip_ms"] == 38


async def test_who_has_no_microphone_or_no_sitting_ahead_has_no_line_to_record(
    house: House, visitor: Visitor
) -> None:
    house.media.line = GOOD
    for seat in ("technician", "observer"):
        status, refused = await report(house, visitor, seat)
        assert (status, refused["code"]) == (403, "not_your_role"), seat
    await house.hall.do("chair", "cancel")
    status, refused = await report(house, visitor, "arm")
    assert (status, refused["code"]) == (409, "no_line_check")


async def test_nobody_reports_a_line_by_command(house: House, visitor: Visitor) -> None:
    line = {
        "microphone": "heard",
        "camera": "seen",
        "lines": 720,
        "sent_kbits": 1,
        "received_kbits": 1,
        "lost_sent": 0,
        "lost_received": 0,
        "round_trip_ms": 1,
    }
    for seat in ("kaz", "secretary", "technician"):
        told = {"type": "report_line", "cause": seat, "sitting": "1", "seat": "kaz", "line": line}
        answer = await visitor.post(f"{API}/commands", token=house.token(seat), json=told)
        assert (answer.status, (await answer.json())["code"]) == (403, "not_your_role")
    assert house.hall.room.state.line_checks == {}


async def test_the_technician_and_the_secretary_see_all_lines_and_a_delegation_its_own(
    house: House, visitor: Visitor
) -> None:
    house.media.line = GOOD
    for seat in ("kaz", "arm", "chair"):
        await visitor.post(f"{API}/media", token=house.token(seat), data="v=0", **SDP)
        await report(house, visitor, seat)
    seen = {}
    for seat in ("technician", "secretary", "kaz", "chair", "observer"):
        found = await (await visitor.get(f"{API}/connections", token=house.token(seat))).json()
        seen[seat] = [
            {one["seat"] for one in found["connections"]},
            {one["seat"] for one in found["reports"]},
        ]
    every = {"kaz", "arm", "chair"}
    assert seen == {
        "technician": [every, every],
        "secretary": [every, every],
        "kaz": [{"kaz"}, {"kaz"}],
        "chair": [{"chair"}, {"chair"}],
        "observer": [set(), set()],
    }
    assert (await visitor.get(f"{API}/connections")).status == 401


async def test_a_browser_tells_by_which_way_it_comes(house: House, visitor: Visitor) -> None:
    await visitor.post(f"{API}/media", token=house.token("kaz"), data="v=0", **SDP)
    for seat, path in (("arm", "udp"), ("kaz", "relay_tls"), ("kaz", "by hand")):
        signal = {"signal": "path", "media": "m1", "path": path}
        answer = await visitor.post(f"{API}/signals", token=house.token(seat), json=signal)
        assert answer.status == (422 if path == "by hand" else 204)
    assert house.media.paths == {"m1": "relay_tls"}


async def test_a_full_node_says_whether_sound_alone_would_be_taken(house: House, visitor: Visitor) -> None:
    for sound, code in ((True, "pictures_full"), (False, "node_full")):
        house.media.full = Full(sound, "This server is full.")
        answer = await visitor.post(f"{API}/media", token=house.token("kaz"), data="v=0", **SDP)
        assert (answer.status, await answer.json()) == (
            503,
            {"code": code, "message": "This server is full."},
        )
        assert answer.headers["Retry-After"].isdigit()
    house.media.full = None
    answer = await visitor.post(f"{API}/media", token=house.token("kaz"), data="v=0", **SDP)
    assert answer.status == 201
