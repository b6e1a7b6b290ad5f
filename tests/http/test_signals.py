"""What a seat says that is no event: read strictly, and passed to the media plane or to the booth's ends."""

from __future__ import annotations

import json

import pytest

from tests.http.conftest import House, until
from tests.http.test_socket import SEAT, frame
from vcsession.core.vocabulary import Refused
from vcsession.signals import Slower, signal


async def test_a_seat_says_which_language_it_listens_to(house: House) -> None:
    arm = await house.socket("arm")
    version = house.hall.room.state.version
    for language in ("en", ""):
        await arm.send_json({"signal": "listen", "language": language})
        await until(lambda language=language: house.media.listening.get(SEAT) == language)  # type: ignore[misc]
    await arm.send_json({"signal": "listen", "language": 7})
    assert (await frame(arm, "refused"))["code"] == "bad_field"
    assert house.hall.room.state.version == version, "it is no event"


async def test_a_seat_says_how_large_it_shows_its_places(house: House) -> None:
    arm = await house.socket("arm")
    version = house.hall.room.state.version
    await arm.send_json({"signal": "sizes", "media": "c1", "lines": {"floor": 720, "tile-1": 90}})
    await until(lambda: house.media.sizes.get((*SEAT, "c1")) == {"floor": 720, "tile-1": 90})
    wrong: list[dict[str, object]] = [
        {"media": "c1"},
        {"lines": {}},
        {"media": "c1", "lines": {"floor": -1}},
        {"media": "c1", "lines": {"floor": True}},
        {"media": "c1", "lines": {"floor": 9000}},
        {"media": "c1", "lines": {f"tile-{n}": 1 for n in range(41)}},
    ]
    for fields in wrong:
        await arm.send_json({"signal": "sizes", **fields})
        assert (await frame(arm, "refused"))["code"] == "bad_field"
    assert house.media.sizes == {(*SEAT, "c1"): {"floor": 720, "tile-1": 90}}
    assert house.hall.room.state.version == version, "it is no event"


async def test_what_a_seat_says_to_the_media_plane_is_read_strictly(house: House) -> None:
    arm = await house.socket("arm")
    version = house.hall.room.state.version
    await arm.send_json({"signal": "listen", "language": "en", "media": "c1"})
    await arm.send_json({"signal": "interpret", "language": "ru"})
    await arm.send_json({"signal": "sound", "media": "c1"})
    await until(lambda: house.media.sounding.get(SEAT) == "c1")
    assert (house.media.listening[SEAT], house.media.interpreting[SEAT]) == ("en c1", "ru")
    wrong: list[dict[str, object]] = [
        {"signal": "listen"},
        {"signal": "listen", "language": "en", "media": None},
        {"signal": "listen", "language": "en", "seat": "blr"},
        {"signal": "interpret", "language": "x" * 65},
        {"signal": "interpret", "language": "en", "media": "c1"},
        {"signal": "sound"},
        {"signal": "slower", "seat": "blr"},
    ]
    for said in wrong:
        await arm.send_json(said)
        assert (await frame(arm, "refused"))["code"] == "bad_field"
    assert house.hall.room.state.version == version, "it is no event"


async def test_slower_is_the_booths_to_say(house: House) -> None:
    arm = await house.socket("arm")
    await arm.send_json({"signal": "slower"})
    assert (await frame(arm, "refused"))["code"] == "not_interpreting"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"signal": "sizes", "media": "m1", "lines": {"floor": 7.5}}, "lines.floor"),
        ({"signal": "path", "media": "m1", "path": "pigeon"}, "path"),
        ({"signal": "path", "media": "m1", "path": "udp", "seat": "blr"}, "seat"),
        ({"signal": "quiet", "line": "chair", "text": " \n"}, "text"),
        ({"signal": "quiet", "line": "chair", "text": "bell\x07"}, "text"),
        ({"signal": "quiet", "line": "gallery", "text": "words"}, "line"),
    ],
)
def test_a_signal_that_is_none_names_its_wrong_field(said: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        signal(json.dumps(said))
    assert (refused.value.code, refused.value.detail["field"]) == ("bad_field", field)


def test_a_command_is_no_signal() -> None:
    assert signal('{"type": "call_to_order", "cause": "c", "sitting": "1"}') is None
    assert signal('{"signal": "wave"}') is None
    assert signal('{"signal": "slower"}') == Slower()
