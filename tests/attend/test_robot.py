"""Robots against a server that offers what the test says."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from av import AudioFrame, VideoFrame

from tests.attend.house import House
from vcsession.attend import BadLink, Manners, attend, run
from vcsession.core.slices import Act

QUICK = Manners(
    answers_roll_call_after_s=(0, 0),
    agrees_after_s=(0, 0),
    asks_every_s=0,
    speaks_s=(0, 0),
    returns_after_s=(0, 0),
    reads_out_after_s=(0, 0),
    seed=1,
)
ANSWER = Act("answer_roll_call", {"delegation": "ARM"})
RETURN = Act("return", {"delegation": "ARM"})


@asynccontextmanager
async def robots(*links: str, manners: Manners = QUICK) -> AsyncIterator[asyncio.Task[int]]:
    """Robots attend while the block runs."""
    stop = asyncio.Event()
    task = asyncio.create_task(attend(links, manners=manners, stop=stop))
    try:
        yield task
    finally:
        stop.set()
        await task


async def test_enters_answers_the_roll_call_and_takes_part(house: House) -> None:
    async with robots(house.link("arm-head")):
        assert await house.opened.get() == "arm-head"
        await house.offer(ANSWER)
        seat, command = await house.commands.get()
        assert (seat, command["type"], command["delegation"]) == ("arm-head", "answer_roll_call", "ARM")
        first = command["cause"]
        await house.offer(Act("record_answer", {"decision": "1", "answer": "agree"}))
        _, command = await house.commands.get()
        assert command == {
            "type": "record_answer",
            "cause": command["cause"],
            "decision": "1",
            "answer": "agree",
        }
        assert command["cause"] not in ("", first)


async def test_asks_for_the_floor_and_yields_it(house: House) -> None:
    async with robots(house.link("arm-head")):
        await house.opened.get()
        await house.offer(Act("request_floor", {"kind": "intervention"}), queue=2)
        await house.offer(Act("request_floor", {"kind": "intervention"}), queue=1)
        _, asked = await house.commands.get()
        assert asked["type"] == "request_floor"
        await house.offer(Act("yield_floor", {"request": "request-7"}), microphone="open")
        _, yielded = await house.commands.get()
        assert (yielded["type"], yielded["request"]) == ("yield_floor", "request-7")


async def test_does_not_act_on_a_blocked_act(house: House) -> None:
    async with robots(house.link("arm-head")):
        await house.opened.get()
        await house.offer(Act(ANSWER.type, ANSWER.fields, blocked="no_sitting"), RETURN)
        assert (await house.commands.get())[1]["type"] == "return"
        await house.offer(ANSWER)
        assert (await house.commands.get())[1]["type"] == "answer_roll_call"


async def test_sends_a_picture_and_a_sound(house: House) -> None:
    async with robots(house.link("arm-head")):
        tracks = {track.kind: track for track in [await house.tracks.get() for _ in range(2)]}
        frame = await tracks["video"].recv()
        assert isinstance(frame, VideoFrame)
        assert (frame.width, frame.height) == (320, 180)
        luma = bytes(frame.planes[0])
        assert max(luma) - min(luma) > 100  # something is written on it
        loudest = 0
        for _ in range(20):
            sound = await tracks["audio"].recv()
            assert isinstance(sound, AudioFrame)
            loudest = max(loudest, *memoryview(bytes(sound.planes[0])).cast("h"))
        assert 1000 < loudest < 8000  # to be heard, and low
    assert "a=sendonly" in house.offers[0]
    assert "a=recvonly" not in house.offers[0]
    assert house.left_media.get_nowait() == "arm-head"


async def test_an_observer_sends_nothing(house: House) -> None:
    async with robots(house.link("observer"), house.link("arm-head")):
        assert {await house.opened.get() for _ in range(2)} == {"observer", "arm-head"}
        await house.offer(RETURN, seat="observer")
        await (await house.tracks.get()).recv()
    assert len(house.offers) == 1
    assert house.commands.empty()


async def test_leaves_when_a_person_opens_its_seat(house: House) -> None:
    async with robots(house.link("arm-head"), house.link("blr-head")) as attending:
        for _ in range(4):
            await (await house.tracks.get()).recv()
        await house.send({"frame": "elsewhere"}, "arm-head")
        assert await house.left_media.get() == "arm-head"
        await house.close_socket(4409, "blr-head")
        assert await house.left_media.get() == "blr-head"
        assert await attending == 0
    assert house.entered.qsize() == 2


async def test_leaves_when_its_link_is_revoked(house: House) -> None:
    async with robots(house.link("observer")) as attending:
        await house.opened.get()
        await house.close_socket(4401, "observer")
        assert await attending == 1


async def test_leaves_when_its_link_is_refused(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async with robots(house.link("unknown")) as attending:
        assert await attending == 1
    assert house.opened.empty()
    assert "its link was refused" in caplog.text
    assert "token-of" not in caplog.text


@pytest.mark.parametrize("code", [1001, 1011, 1012, 4307])
async def test_comes_back_to_its_seat_after_another_close(house: House, code: int) -> None:
    async with robots(house.link("arm-head")):
        assert await house.opened.get() == "arm-head"
        await house.close_socket(code)
        assert await house.opened.get() == "arm-head"
        await house.offer(ANSWER)
        assert (await house.commands.get())[1]["type"] == "answer_roll_call"


async def test_comes_back_with_its_media_when_the_socket_breaks(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with robots(house.link("arm-head")):
        for _ in range(2):
            await (await house.tracks.get()).recv()
        transport = house.sockets["arm-head"]._req.transport  # type: ignore[union-attr]
        assert transport is not None
        transport.abort()
        for _ in range(2):
            await (await house.tracks.get()).recv()
    assert "token-of" not in caplog.text


async def test_sends_again_when_its_media_connection_ends(house: House) -> None:
    async with robots(house.link("arm-head")):
        for _ in range(2):
            await (await house.tracks.get()).recv()
        await house.media[0].close()
        for _ in range(2):
            await (await house.tracks.get()).recv()
    assert house.entered.qsize() == 1


async def test_tries_again_while_the_server_is_in_trouble(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.failures = 2
    async with robots(house.link("observer")):
        assert await house.opened.get() == "observer"
    assert house.failures == 0
    assert caplog.text.count("tries again") == 1


@pytest.mark.parametrize("link", ["", "nonsense", "http://127.0.0.1:1/join", "ftp://127.0.0.1/join#secret"])
async def test_says_in_a_sentence_what_is_no_link(link: str) -> None:
    with pytest.raises(BadLink, match="not a join link") as caught:
        await attend([link], stop=asyncio.Event())
    assert "secret" not in str(caught.value)


def test_a_wrong_link_ends_the_program_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nonsense"]) == 2
    assert capsys.readouterr().err.startswith("This is not a join link")


PROGRAM = "import sys; from vcsession.attend import run; sys.exit(run(sys.argv[1:]))"
PARENT = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", *sys.argv[1:]])
sys.stdin.read()
"""


async def test_a_refused_link_ends_the_program_with_status_2(house: House) -> None:
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, house.link("unknown"), stderr=pipe
    )
    _, said = await program.communicate()
    assert program.returncode == 2
    assert said.decode() == "robot 1 leaves: its link was refused\n"


async def test_the_program_reads_links_from_standard_input_and_leaves_at_sigterm(house: House) -> None:
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", PROGRAM, "-", stdin=pipe)
    try:
        assert program.stdin is not None
        program.stdin.write(f"{house.link('arm-head')}\n".encode())
        program.stdin.close()
        await (await house.tracks.get()).recv()
        program.send_signal(signal.SIGTERM)
        assert await program.wait() == 0
        assert house.left_media.get_nowait() == "arm-head"
    finally:
        with contextlib.suppress(ProcessLookupError):
            program.kill()
        await program.wait()


async def test_the_program_leaves_when_its_parent_dies(house: House) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, PROGRAM, house.link("arm-head"), stdin=asyncio.subprocess.PIPE
    )
    await (await house.tracks.get()).recv()
    parent.kill()
    await parent.wait()
    assert await house.left_media.get() == "arm-head"
