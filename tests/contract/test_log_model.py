"""Random sequences of calls: the log in memory and the real one answer alike, refusals included."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.contract.chains import entry
from vcsession.journal import Conflict, Entry, Fenced, Log
from vcsession.log.memory import MemoryLog
from vcsession.log.redis import RedisLog

SESSIONS = st.sampled_from(["one", "two"])
AUDIENCES = st.sampled_from(["plenary", "delegation:kaz"])
CAUSES = st.integers(0, 15).map("cause-{}".format)


class Both(RuleBasedStateMachine):
    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self.prefix = uuid4().hex
        self.memory = MemoryLog()
        self.redis = self.runner.run(RedisLog.connect(self.url))
        self.epochs: dict[str, int] = {}

    def teardown(self) -> None:
        self.runner.run(self.redis.close())
        self.runner.close()

    def same(self, ask: Any) -> Any:
        answers = [self.runner.run(outcome(ask(log))) for log in (self.memory, self.redis)]
        assert answers[0] == answers[1]
        return answers[0]

    def name(self, session: str) -> str:
        return f"{self.prefix}-{session}"

    @rule(session=SESSIONS)
    def claim(self, session: str) -> None:
        self.epochs[session] = self.same(lambda log: log.claim(self.name(session)))

    @rule(
        session=SESSIONS,
        audience=AUDIENCES,
        cause=CAUSES,
        epochs_ago=st.sampled_from([0, 0, 0, 0, 1, -1]),
        ahead=st.sampled_from([1, 1, 1, 1, 0, 2]),
        chained=st.sampled_from([True, True, True, True, False]),
        text=st.text(st.characters(codec="utf-8"), max_size=20),
    )
    def append(
        self, session: str, audience: str, cause: str, epochs_ago: int, ahead: int, chained: bool, text: str
    ) -> None:
        stored = self.runner.run(self.memory.read(self.name(session), audience))
        version, head = (stored[-1].version, stored[-1].hash) if stored else (0, "")
        fresh = entry(version + ahead, head if chained else "f" * 64, cause=cause, text=text)
        epoch = self.epochs.get(session, 0) - epochs_ago
        self.same(lambda log: log.append(self.name(session), audience, fresh, epoch=epoch))

    @rule(session=SESSIONS, audience=AUDIENCES, after=st.integers(0, 8), limit=st.none() | st.integers(0, 8))
    def read(self, session: str, audience: str, after: int, limit: int | None) -> None:
        self.same(lambda log: log.read(self.name(session), audience, after=after, limit=limit))

    @rule(session=SESSIONS, audience=AUDIENCES, cause=CAUSES)
    def find(self, session: str, audience: str, cause: str) -> None:
        self.same(lambda log: log.find(self.name(session), audience, cause))

    @rule()
    def sessions(self) -> None:
        async def ours(log: Log) -> list[str]:
            return [name for name in await log.sessions() if name.startswith(self.prefix)]

        self.same(ours)


async def outcome(answer: Coroutine[Any, Any, Any]) -> Entry | list[Any] | int | str | None:
    try:
        return await answer  # type: ignore[no-any-return]
    except (Conflict, Fenced) as refusal:
        return repr(refusal)


def test_both_logs_answer_alike(store_url: str) -> None:
    class BothHere(Both):
        url = store_url

    run_state_machine_as_test(
        BothHere, settings=settings(max_examples=40, stateful_step_count=40, deadline=None)
    )
