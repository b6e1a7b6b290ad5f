"""The private store: nothing to install, nothing to clean up, nothing lost."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.contract.chains import chain
from vcsession.journal import Entry, Log, StoreUnavailable
from vcsession.log import embedded, server
from vcsession.log.embedded import EmbeddedStore, StoreError, open_store, socket_of
from vcsession.log.redis import RedisLog

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def log_of(url: str) -> AsyncIterator[Log]:
    log = await RedisLog.connect(url)
    try:
        yield log
    finally:
        await log.close()


async def write(url: str, length: int = 3) -> list[Entry]:
    entries = chain(length)
    async with log_of(url) as log:
        epoch = await log.claim("echelon-2020")
        for entry in entries:
            await log.append("echelon-2020", "plenary", entry, epoch=epoch)
    return entries


async def read(url: str) -> list[Entry]:
    async with log_of(url) as log:
        return await log.read("echelon-2020", "plenary")


@asynccontextmanager
async def owner(data_dir: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Another process that owns the data directory, and the pid of its store."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.contract.owner",
        str(data_dir),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        yield process, int(await process.stdout.readline())
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def ended(pid: int) -> None:
    """Until this process, which need not be a child, is no more."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(descriptor, gone.set)
    try:
        await asyncio.wait_for(gone.wait(), 20)
    finally:
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)


async def listening(data_dir: Path) -> Path:
    for _ in range(1000):
        if path := socket_of(data_dir):
            return path
        await asyncio.sleep(0.01)
    raise AssertionError("no store listens")


def begin_by_hand(data_dir: Path) -> Path:
    """The store's directory and configuration, as an owner leaves them."""
    directory = data_dir / "store"
    directory.mkdir(mode=0o700, parents=True)
    configuration = directory / "store.conf"
    configuration.write_text(server.configuration(directory, directory / "socket"))
    return configuration


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


async def test_data_survives_a_stop_and_a_start(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        entries = await write(store.url)
        url = store.url
    with pytest.raises(StoreUnavailable):
        await RedisLog.connect(url)
    async with EmbeddedStore(tmp_path) as store:
        assert await read(store.url) == entries


async def test_only_this_user_reaches_the_store(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir(mode=0o755)
    async with EmbeddedStore(tmp_path):
        assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "store" / "socket").stat().st_mode) == 0o700


async def test_a_second_owner_is_told_who_the_first_is(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        with pytest.raises(StoreError, match=f"is in use by vcsession, process {os.getpid()}: stop that"):
            await EmbeddedStore(tmp_path).start()
        entries = await write(store.url)
        assert await read(store.url) == entries
    async with EmbeddedStore(tmp_path):
        pass


async def test_a_command_joins_the_store_of_a_running_server(tmp_path: Path) -> None:
    assert socket_of(tmp_path) is None
    async with EmbeddedStore(tmp_path) as store:
        entries = await write(store.url)
        assert socket_of(tmp_path) == tmp_path / "store" / "socket"
        async with open_store(tmp_path) as url:
            assert await read(url) == entries
        assert await read(store.url) == entries  # the guest left, the store stays
    assert socket_of(tmp_path) is None


async def test_a_command_joins_the_store_of_another_process(tmp_path: Path) -> None:
    async with owner(tmp_path) as (_, store_pid):
        async with open_store(tmp_path) as url:
            await write(url)
        os.kill(store_pid, 0)


async def test_a_command_without_a_server_begins_a_store_and_ends_it(tmp_path: Path) -> None:
    async with open_store(tmp_path) as url:
        entries = await write(url)
    assert socket_of(tmp_path) is None
    async with open_store(tmp_path) as url:
        assert await read(url) == entries


async def test_commands_that_begin_at_once_share_one_store(tmp_path: Path) -> None:
    everybody = asyncio.Barrier(3)

    async def command() -> str:
        async with open_store(tmp_path) as url:
            await everybody.wait()
            await read(url)
            await everybody.wait()
            return url

    assert len(set(await asyncio.gather(*(command() for _ in range(3))))) == 1


async def test_the_store_dies_with_its_owner(tmp_path: Path) -> None:
    async with owner(tmp_path) as (process, store_pid):
        entries = await write(f"unix://{socket_of(tmp_path)}")
        process.kill()
        await ended(store_pid)
    async with EmbeddedStore(tmp_path) as store:
        assert await read(store.url) == entries


async def test_an_owner_that_ends_orderly_leaves_nothing_running(tmp_path: Path) -> None:
    async with owner(tmp_path) as (process, store_pid):
        assert process.stdin
        process.stdin.close()
        await ended(store_pid)
        assert await process.wait() == 0
    assert socket_of(tmp_path) is None


async def test_an_orphan_is_ended_and_its_data_kept(tmp_path: Path) -> None:
    configuration = begin_by_hand(tmp_path)
    orphan = await asyncio.create_subprocess_exec(
        server.find_server(), str(configuration), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        entries = await write(f"unix://{await listening(tmp_path)}")
        async with EmbeddedStore(tmp_path) as store:
            assert await asyncio.wait_for(orphan.wait(), 10) == 0
            assert await read(store.url) == entries
    finally:
        if orphan.returncode is None:
            orphan.kill()
        await orphan.wait()


async def test_an_orphan_that_hangs_is_ended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_STOP_SECONDS", 0.2)
    async with owner(tmp_path) as (process, store_pid):
        entries = await write(f"unix://{socket_of(tmp_path)}")
        os.kill(store_pid, signal.SIGSTOP)
        process.kill()
        await process.wait()
        async with EmbeddedStore(tmp_path) as store:
            await ended(store_pid)
            assert await read(store.url) == entries


async def test_a_store_that_dies_alone_is_begun_again(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        entries = await write(store.url)
        killed = store.pid
        assert killed
        os.kill(killed, signal.SIGKILL)
        await ended(killed)
        await listening(tmp_path)
        async with open_store(tmp_path) as url:
            assert await read(url) == entries
        assert store.pid != killed


@pytest.fixture
def short() -> Iterator[Path]:
    """A directory whose path leaves room for a socket's name, wherever pytest keeps its own."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


async def test_a_deep_directory_gets_a_socket_with_a_short_path(
    tmp_path: Path, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    deep = tmp_path / ("каталог-" * 10)
    async with EmbeddedStore(deep) as store:
        entries = await write(store.url)
        place = socket_of(deep)
        assert place
        assert place.is_relative_to(short)
        assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
        # Another shell may have another runtime directory: the owner wrote down where it listens.
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
        async with open_store(deep) as url:
            assert await read(url) == entries


async def test_a_runtime_folder_that_others_can_enter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / f"vcsession-{os.getuid()}").mkdir(mode=0o755)
    with pytest.raises(StoreError, match="is no private folder of this user"):
        await EmbeddedStore(tmp_path / ("deep-" * 30)).start()


async def test_a_path_with_quotes_and_spaces_is_as_good_as_any(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path / 'a "b" \\c d%20') as store:
        entries = await write(store.url)
        assert await read(store.url) == entries


@pytest.mark.parametrize(
    ("recorded", "refused"),
    [
        ("valkey 9.1.0", False),
        ("valkey 8.0.3", False),
        ("valkey 9.1.99", True),
        ("valkey 10.0.0", True),
        ("redis 7.2.4", True),
    ],
)
async def test_data_does_not_go_back_to_an_older_server(tmp_path: Path, recorded: str, refused: bool) -> None:
    async with EmbeddedStore(tmp_path) as store:
        entries = await write(store.url)
    version = tmp_path / "store" / "version"
    assert version.read_text() == f"{await server.version_of(server.find_server())}\n"
    version.write_text(f"{recorded}\n")
    if refused:
        with pytest.raises(StoreError, match=f"was written by {recorded} .* may not read it"):
            await EmbeddedStore(tmp_path).start()
        assert version.read_text() == f"{recorded}\n"
    else:
        async with EmbeddedStore(tmp_path) as store:
            assert await read(store.url) == entries
        assert version.read_text() != f"{recorded}\n"


async def test_what_the_server_says_before_it_ends_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong configuration is reported on standard output, and only there."""
    answer = 'if [ "$1" = --version ]; then echo "Valkey server v=9.1.2 sha=0"; exit; fi'
    refuse = "echo '*** FATAL CONFIG FILE ERROR ***'; echo \">>> 'port zero'\"; exit 1"
    monkeypatch.setenv("VCSESSION_REDIS_SERVER", str(program(tmp_path / "server", f"{answer}; {refuse}")))
    with pytest.raises(StoreError, match=r"ended with status 1: .*FATAL CONFIG FILE ERROR.* 'port zero'"):
        await EmbeddedStore(tmp_path).start()
    monkeypatch.delenv("VCSESSION_REDIS_SERVER")
    async with EmbeddedStore(tmp_path):  # the lock was given back
        pass


async def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    async with EmbeddedStore(tmp_path) as store:
        await write(store.url)
    (damaged,) = (tmp_path / "store" / "appendonlydir").glob("*.incr.aof")
    damaged.write_bytes(b"*nonsense\r\n" + damaged.read_bytes())
    with pytest.raises(StoreError, match="Bad file format reading the append only file"):
        await EmbeddedStore(tmp_path).start()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (None, "cannot be run: No such file or directory"),
        ("echo Redis server v=6.2.14", "is redis 6.2.14: version 7 or newer is needed"),
        ("echo hello", "'hello' is no version of a Valkey or Redis server"),
    ],
)
async def test_an_unusable_program_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, sentence: str
) -> None:
    path = tmp_path / "server"
    monkeypatch.setenv("VCSESSION_REDIS_SERVER", str(program(path, script) if script else path))
    with pytest.raises(StoreError, match=sentence):
        await EmbeddedStore(tmp_path).start()


async def test_a_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, no directory")
    with pytest.raises(StoreError, match=r"cannot use .*data/store: Not a directory"):
        await EmbeddedStore(tmp_path / "data").start()
