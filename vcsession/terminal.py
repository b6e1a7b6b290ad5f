"""What the commands share: settings, the log, tables, and one sentence when something is wrong."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote
from uuid import uuid4
from zoneinfo import ZoneInfo

import click
from aiohttp import ClientError, ClientSession, ClientTimeout
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import ValidationError
from redis.exceptions import RedisError
from rich.console import Console
from rich.table import Table

from vcsession import wire
from vcsession.clock import Clock
from vcsession.config import Settings
from vcsession.convene import BadSessionFile, to_plain, to_yaml
from vcsession.core.matters.amending import AmendConvocation
from vcsession.core.matters.seats import ReissueLink, RevokeSeat
from vcsession.core.rounds import NothingLeft, next_round
from vcsession.core.session import fold
from vcsession.core.state import State
from vcsession.core.vocabulary import Refused
from vcsession.http.access import SECRETARIAT as THE_SECRETARIAT
from vcsession.journal import Entry, Log, StoreUnavailable
from vcsession.log.embedded import StoreError, open_store, socket_of
from vcsession.log.redis import RedisLog
from vcsession.room import PLENARY, SECRETARIAT
from vcsession.rooms import Rooms, SessionExists, UnknownSession
from vcsession.serve import NOTE, CannotServe, Keys
from vcsession.signing import Broken, KeyProblem, verify_chain
from vcsession.wire import Unreadable

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    # A wake-up costs a packet as much as its way through us; libuv's is the shorter (README, Decisions).
    from uvloop import run as run_loop


EXPECTED = (
    BadSessionFile,
    CannotServe,
    KeyProblem,
    NothingLeft,
    Refused,
    SessionExists,
    StoreError,
    StoreUnavailable,
    UnknownSession,
    Unreadable,
)
"""Failures whose message is a plain sentence for the person at the keyboard."""


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a command to its end; whatever is wrong from outside ends in one sentence and exit status 2."""
    try:
        run_loop(work)
        sys.stdout.flush()
    except EXPECTED as error:
        stop(str(error))
    except Broken as error:
        stop(f"the log was altered: {error}; `vcsession verify` checks it")
    except RedisError as error:
        stop(f"the store does not answer: {error}")
    except BrokenPipeError:
        # Whoever read our output has enough. What is still buffered goes nowhere, or the exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        stop(
            ": ".join(str(part) for part in (error.filename, error.strerror) if part) or type(error).__name__
        )


def stop(sentence: str) -> NoReturn:
    click.echo(f"vcsession: {sentence}", err=True)
    sys.exit(2)


def chosen(**given: Any) -> Settings:
    """From the environment, with the options that were given."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0])
        name = field if field.isupper() else f"VCSESSION_{field.upper()}"
        stop(f"the setting {name} is wrong: {first['msg'].lower().removeprefix('value error, ')}.")


@asynccontextmanager
async def opened_log(settings: Settings) -> AsyncIterator[Log]:
    """The log of a data directory or of REDIS_URL, shared with a server that runs there."""
    if settings.redis_url is not None:
        store = await RedisLog.connect(settings.redis_url)
        try:
            yield store
        finally:
            await store.close()
        return
    async with open_store(settings.data_dir) as url:
        store = await RedisLog.connect(url)
        try:
            yield store
        finally:
            await store.close()


async def entries_of(store: Log, session: str) -> list[Entry]:
    """Raises UnknownSession."""
    entries = await store.read(session, PLENARY) if session in await store.sessions() else []
    if not entries:
        raise UnknownSession(f"there is no session {session!r}; `vcsession sessions` lists them")
    return entries


def state_of(entries: list[Entry]) -> State:
    """What the entries fold into; raises Unreadable."""
    state = State()
    for entry in entries:
        state = fold(state, wire.load_commit(entry.data))
    return state


async def change(
    settings: Settings,
    own: Keys,
    session: str,
    command: RevokeSeat | ReissueLink | AmendConvocation,
    server: str | None,
) -> None:
    """Revoke a seat, renew its link, amend the convocation: by the server that runs on this data, for only
    the owner appends.
    """
    note = settings.data_dir / NOTE
    if settings.redis_url is None and socket_of(settings.data_dir) is None and server is None:
        async with opened_log(settings) as store:
            rooms = Rooms(store, own.record, Clock())
            try:
                room = await rooms.get(session)
                await room.handle(SECRETARIAT, command, f"{command.type}-{uuid4()}")
            finally:
                await rooms.close()
        return
    url = server or (note.read_text(encoding="utf-8") if note.exists() else "")
    if not url:
        raise CannotServe(
            "a server may run on this log and must do this itself; say where, with --server URL"
        )
    path = f"/api/sessions/{quote(session, safe='')}/"
    body: dict[str, Any] | None = None
    if isinstance(command, AmendConvocation):
        path, body = f"{path}amend", to_plain(command.convocation)
    else:
        act = "revoke" if isinstance(command, RevokeSeat) else "reissue"
        path = f"{path}seats/{quote(command.seat, safe='')}/{act}"
    headers = {"Authorization": f"Bearer {own.access.token(THE_SECRETARIAT)}"}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ANSWERS_WITHIN_S)) as client,
            client.post(url.rstrip("/") + path, headers=headers, json=body) as answer,
        ):
            said = await answer.json()
    except (ClientError, TimeoutError, ValueError) as error:
        raise CannotServe(f"the server at {url} does not answer") from error
    if answer.status != 200:
        raise CannotServe(str(said.get("message", f"the server answered {answer.status}")))


ANSWERS_WITHIN_S = 30.0


def next_file(state: State, first_day: date | None) -> str:
    """The next round's session file; its sittings open at the local times of the former's."""
    c = state.convocation
    first = first_day or c.date_to + timedelta(weeks=4)
    zone = ZoneInfo(c.time_zone)
    sittings = []
    for sitting in c.sittings:
        there = sitting.opens_at.astimezone(zone)
        opens_at = datetime.combine(there.date() + (first - c.date_from), there.time(), zone)
        sittings.append(replace(sitting, opens_at=opens_at.astimezone(UTC)))
    made = next_round(state, first, sittings)
    return to_yaml(made, REMARKS.format(symbol=c.symbol))


REMARKS = """The next round after {symbol}, made from its log.
Look through it before you convene: dates, sittings, officers and title are the former round's, moved on.
Then tell the former session of it: link_next_round."""


def line_of(entry: Entry) -> str:
    """A commit in one line, or as much of it as can be read."""
    try:
        commit = wire.load_commit(entry.data)
    except Unreadable:
        return f"{entry.version:>6}  unreadable"
    events = ", ".join(event.type for event in commit.events)
    by = commit.actor
    who = f"{by.seat}, entered by {by.entered_by}" if by.entered_by else by.seat
    return f"{commit.version:>6}  {wire.stamp(commit.at)}  {who:<14}  {events}"


def print_links(seats: list[dict[str, Any]]) -> None:
    # A link is one word, whatever the terminal's width, so that it can be copied.
    width = max(len(row["seat"]) for row in seats)
    click.echo()
    for row in seats:
        click.echo(f"{row['seat']:<{width}}  {row['role']:<11}  {row['delegation'] or '':<4}  {row['link']}")


def print_table(rows: list[dict[str, Any]]) -> None:
    table = Table(*rows[0], box=None)
    for row in rows:
        table.add_row(*map(str, row.values()))
    Console().print(table)


def stop_asked() -> asyncio.Event:
    """Set at SIGINT or SIGTERM. To be called before anything is begun that must be ended."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def write(data: bytes, output: Path | None) -> None:
    """To the file, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)


def checked(entries: list[Entry], public_key: Ed25519PublicKey, session: str) -> list[Entry]:
    """The entries, if none of them was altered; raises Broken."""
    verify_chain(entries, public_key, session, PLENARY)
    return entries
