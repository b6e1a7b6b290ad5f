"""What a room may rely on, of the log in memory and of the real one alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.contract.chains import chain, entry
from vcsession.journal import Conflict, Entry, Fenced, Log
from vcsession.log.memory import MemoryLog
from vcsession.log.redis import PAGE, RedisLog


@pytest.fixture(params=["memory", "redis"])
async def log(request: pytest.FixtureRequest, store_url: str) -> AsyncIterator[Log]:
    log: Log = MemoryLog() if request.param == "memory" else await RedisLog.connect(store_url)
    yield log
    await log.close()


async def fill(log: Log, session: str, entries: list[Entry], audience: str = "plenary") -> int:
    epoch = await log.claim(session)
    for e in entries:
        assert await log.append(session, audience, e, epoch=epoch) == e
    return epoch


async def test_what_was_appended_is_read_in_order(log: Log, session: str) -> None:
    entries = chain(5, text="Проект решения, пункт «б»")
    await fill(log, session, entries)
    assert await log.read(session, "plenary") == entries
    assert await log.read(session, "plenary", after=3) == entries[3:]
    assert await log.read(session, "plenary", after=1, limit=2) == entries[1:3]
    assert await log.read(session, "plenary", limit=0) == []
    assert await log.read(session, "plenary", after=5) == []


async def test_a_log_longer_than_one_reply_is_read_whole(log: Log, session: str) -> None:
    entries = chain(2 * PAGE + 1)
    await fill(log, session, entries)
    assert await log.read(session, "plenary") == entries
    assert await log.read(session, "plenary", after=PAGE - 1, limit=PAGE + 1) == entries[PAGE - 1 : 2 * PAGE]


async def test_nothing_is_known_of_an_unknown_session(log: Log, session: str) -> None:
    assert await log.read(session, "plenary") == []
    assert await log.find(session, "plenary", "cause-1") is None
    assert session not in await log.sessions()


async def test_an_entry_is_found_by_its_cause(log: Log, session: str) -> None:
    entries = chain(3)
    await fill(log, session, entries)
    assert await log.find(session, "plenary", "cause-2") == entries[1]
    assert await log.find(session, "plenary", "cause-4") is None


@pytest.mark.parametrize("text", ["", "another payload"], ids=["same", "different"])
async def test_a_known_cause_gives_its_first_entry_and_stores_nothing(
    log: Log, session: str, text: str
) -> None:
    first, second = chain(2)
    epoch = await fill(log, session, [first, second])
    again = entry(1, cause=first.cause, text=text)
    assert await log.append(session, "plenary", again, epoch=epoch) == first
    next_but_known = entry(3, second.hash, cause=first.cause, text=text)
    assert await log.append(session, "plenary", next_but_known, epoch=epoch) == first
    assert await log.read(session, "plenary") == [first, second]


@pytest.mark.parametrize("version", [0, 1, 2, 4, 40])
async def test_a_wrong_version_is_a_conflict(log: Log, session: str, version: int) -> None:
    entries = chain(2)
    epoch = await fill(log, session, entries)
    with pytest.raises(Conflict):
        await log.append(session, "plenary", entry(version, entries[1].hash, cause="new"), epoch=epoch)
    assert await log.read(session, "plenary") == entries
    assert await log.find(session, "plenary", "new") is None
    good = entry(3, entries[1].hash, cause="new")
    assert await log.append(session, "plenary", good, epoch=epoch) == good


@pytest.mark.parametrize("prev_hash", ["", "0" * 64])
async def test_a_wrong_previous_hash_is_a_conflict(log: Log, session: str, prev_hash: str) -> None:
    entries = chain(2)
    epoch = await fill(log, session, entries)
    with pytest.raises(Conflict):
        await log.append(session, "plenary", entry(3, prev_hash), epoch=epoch)
    assert await log.read(session, "plenary") == entries


async def test_the_first_version_follows_nothing(log: Log, session: str) -> None:
    epoch = await log.claim(session)
    with pytest.raises(Conflict):
        await log.append(session, "plenary", entry(1, "0" * 64), epoch=epoch)
    assert await log.append(session, "plenary", entry(1), epoch=epoch) == entry(1)


async def test_a_claim_fences_the_owner_before(log: Log, session: str) -> None:
    first, second = chain(2)
    old = await fill(log, session, [first])
    new = await log.claim(session)
    assert new > old
    with pytest.raises(Fenced):
        await log.append(session, "plenary", second, epoch=old)
    with pytest.raises(Fenced):  # even for what is stored already: the old owner must stop
        await log.append(session, "plenary", first, epoch=old)
    assert await log.read(session, "plenary") == [first]
    assert await log.append(session, "plenary", second, epoch=new) == second


@pytest.mark.parametrize("epoch", [0, 1, 7])
async def test_nobody_writes_to_a_session_that_was_not_claimed(log: Log, session: str, epoch: int) -> None:
    with pytest.raises(Fenced):
        await log.append(session, "plenary", entry(1), epoch=epoch)
    assert await log.read(session, "plenary") == []


async def test_audiences_have_chains_and_causes_of_their_own(log: Log, session: str) -> None:
    plenary = chain(3)
    epoch = await fill(log, session, plenary)
    paper = entry(1, cause="cause-1", text="internal position")
    assert await log.append(session, "delegation:kaz", paper, epoch=epoch) == paper
    assert await log.read(session, "plenary") == plenary
    assert await log.read(session, "delegation:kaz") == [paper]
    assert await log.find(session, "delegation:kaz", "cause-2") is None


async def test_sessions_are_listed_once_and_do_not_mix(log: Log, session: str) -> None:
    other = f"{session}-other"
    await fill(log, session, chain(2))
    await log.claim(session)
    epoch = await log.claim(other)
    assert [s for s in await log.sessions() if s.startswith(session)] == [session, other]
    assert epoch == 1
    assert await log.read(other, "plenary") == []


async def test_of_two_writers_of_one_version_one_wins(log: Log, session: str) -> None:
    epoch = await log.claim(session)
    prev = ""
    for version in range(1, 21):
        rivals = [entry(version, prev, cause=f"{version}-{who}") for who in "ab"]
        outcomes = await asyncio.gather(
            *(log.append(session, "plenary", rival, epoch=epoch) for rival in rivals), return_exceptions=True
        )
        won = [o for o in outcomes if isinstance(o, Entry)]
        assert len(won) == 1
        assert [type(o) for o in outcomes if o not in won] == [Conflict]
        assert (await log.read(session, "plenary"))[-1] == won[0]
        prev = won[0].hash


async def test_one_command_sent_twice_at_once_is_stored_once(log: Log, session: str) -> None:
    epoch = await log.claim(session)
    outcomes = await asyncio.gather(
        *(log.append(session, "plenary", entry(1), epoch=epoch) for _ in range(5))
    )
    assert outcomes == [entry(1)] * 5
    assert await log.read(session, "plenary") == [entry(1)]


async def test_a_large_entry_is_kept_to_the_byte(log: Log, session: str) -> None:
    large = entry(1, text="й" * 500_000)
    assert len(large.data) > 1_000_000
    await fill(log, session, [large])
    assert await log.read(session, "plenary") == [large]


async def test_twenty_sessions_at_once(log: Log, session: str) -> None:
    entries = chain(10)
    names = [f"{session}-{n}" for n in range(20)]
    await asyncio.gather(*(fill(log, name, entries) for name in names))
    assert [await log.read(name, "plenary") for name in names] == [entries] * 20
