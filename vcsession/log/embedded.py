"""A private Valkey in the data directory, so that there is no server to install.

Unix socket only; every commit on disk before it is acknowledged; one owner, by a file lock; dead when its
owner is, and begun again when it dies alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import fcntl
import hashlib
import logging
import os
import signal
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

from vcsession.log import server
from vcsession.log.server import StoreError

__all__ = ["EmbeddedStore", "StoreError", "StoreInUse", "die_with", "open_store", "socket_of"]

logger = logging.getLogger(__name__)

_SOCKET_PATH_MAX = 107
"""sockaddr_un.sun_path on Linux, without its closing zero byte."""
_PR_SET_PDEATHSIG = 1
_START_SECONDS = 30.0
_STOP_SECONDS = 10.0
_PAUSE_SECONDS = 0.2
"""Before a store that died is begun again: one that dies at every write (disk full) shall not spin."""


class StoreInUse(StoreError):
    """Another process owns the data directory."""


class EmbeddedStore:
    """The owner of `data_dir`/store.

    Start it from the main thread: the store dies with the thread that began it (PR_SET_PDEATHSIG).
    """

    def __init__(self, data_dir: Path) -> None:
        self._dir = data_dir.resolve() / "store"
        self._lock: IO[str] | None = None
        self._socket: Path | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        if self._socket is None:
            raise RuntimeError("the store is not started")
        return _url(self._socket)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> Self:
        """Own the directory and answer on the socket. Raises StoreError with a sentence."""
        try:
            self._dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._dir.chmod(0o700)
            self._lock = _own(self._dir)
            await _stop_orphan(self._dir)
            self._socket = _socket_path(self._dir)
            self._lock.truncate(0)
            self._lock.write(f"{os.getpid()}\n{self._socket}\n")
            self._lock.flush()
            await self._begin()
        except OSError as error:
            await self.stop()
            raise StoreError(f"cannot use {self._dir}: {error.strerror or error}") from error
        except BaseException:
            await self.stop()
            raise
        self._watch = asyncio.create_task(self._begin_again(), name="store")
        return self

    async def stop(self) -> None:
        if self._watch:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
        if self._process:
            await _end(self._process)
            self._process = None
        if self._socket:
            self._socket.unlink(missing_ok=True)
            self._socket = None
        if self._lock:
            self._lock.close()
            self._lock = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _begin(self) -> None:
        assert self._socket is not None
        program = server.find_server()
        version = await server.version_of(program)
        server.refuse_older(self._dir / "version", version)
        self._socket.unlink(missing_ok=True)
        configuration = self._dir / "store.conf"
        configuration.write_text(server.configuration(self._dir, self._socket))
        # A wrong configuration is reported on standard output, not in the server's own log file.
        with (self._dir / "store.log").open("ab") as output:
            said_from = output.tell()
            self._process = await asyncio.create_subprocess_exec(
                program,
                str(configuration),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # the terminal's ^C is for its owner alone
                preexec_fn=die_with(os.getpid()),
            )
        await self._answering(self._process, said_from)
        server.record_version(self._dir / "version", version)

    async def _answering(self, process: asyncio.subprocess.Process, said_from: int) -> None:
        assert self._socket is not None
        try:
            async with asyncio.timeout(_START_SECONDS):
                while process.returncode is None:
                    if await _answers(self._socket):
                        return
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise StoreError(f"the store in {self._dir} did not answer in {_START_SECONDS:.0f} s") from None
        said = (self._dir / "store.log").read_bytes()[said_from:].decode(errors="replace")
        last = " ".join(" ".join(said.splitlines()[-5:]).split()) or "it said nothing"
        raise StoreError(f"the store in {self._dir} ended with status {process.returncode}: {last}")

    async def _begin_again(self) -> None:
        while True:
            if self._process:
                logger.error("the store ended with status %s; it is begun again", await self._process.wait())
            await asyncio.sleep(_PAUSE_SECONDS)
            try:
                await self._begin()
            except (StoreError, OSError) as error:
                logger.error("the store does not begin: %s", error)
                await asyncio.sleep(1.0)


def socket_of(data_dir: Path) -> Path | None:
    """The socket of a store that runs on this data directory; None if none does."""
    for path in _sockets(data_dir.resolve() / "store"):
        with contextlib.suppress(OSError), _connected(path):
            return path
    return None


@contextlib.asynccontextmanager
async def open_store(data_dir: Path) -> AsyncIterator[str]:
    """The URL of the directory's store: of the one that runs, or else of one begun here and ended after."""
    own = EmbeddedStore(data_dir)
    url = await _join_or_start(own, data_dir)
    try:
        yield url
    finally:
        await own.stop()


async def _join_or_start(own: EmbeddedStore, data_dir: Path) -> str:
    loop = asyncio.get_running_loop()
    give_up = loop.time() + _START_SECONDS
    while True:
        try:
            await own.start()
            return own.url
        except StoreInUse:
            path = socket_of(data_dir)
            if path and await _answers(path):
                return _url(path)
            if loop.time() > give_up:
                raise
        await asyncio.sleep(0.05)  # its owner is just starting, or just leaving


def _own(directory: Path) -> IO[str]:
    """The directory's lock, held until it is closed."""
    lock = (directory / "lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        pid = lock.readline().strip()
        lock.close()
        raise StoreInUse(
            f"{directory.parent} is in use by vcsession{f', process {pid}' if pid else ''}: "
            "stop that, or choose another --data-dir or set REDIS_URL"
        ) from None
    return lock


def _url(path: Path) -> str:
    return f"unix://{quote(str(path))}"


def _socket_path(directory: Path) -> Path:
    """In the directory, or in a private one where that path is too long for a socket."""
    path = directory / "socket"
    if _fits(path):
        return path
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"vcsession-{os.getuid()}"
    base.mkdir(mode=0o700, exist_ok=True)
    found = base.lstat()
    # Anybody may make a folder of that name in a shared one, and would be our store.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise StoreError(f"{base} is no private folder of this user: remove it, or shorten --data-dir")
    return base / f"{hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]}.socket"


def _sockets(directory: Path) -> list[Path]:
    """Where the last owner's store may listen: the usual place, and the one it wrote down."""
    usual = directory / "socket"
    places = [usual] if _fits(usual) else []
    with contextlib.suppress(OSError):
        owner = (directory / "lock").read_text().splitlines()
        places += [Path(line) for line in owner[1:2] if line != str(usual)]
    return places


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= _SOCKET_PATH_MAX


@contextlib.contextmanager
def _connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(path))
        yield connection


async def _answers(path: Path) -> bool:
    """Whether the store there takes commands: it does not while it still loads, or hangs."""
    try:
        async with asyncio.timeout(1):
            reader, writer = await asyncio.open_unix_connection(path)
            with contextlib.closing(writer):
                writer.write(b"PING\r\n")
                return await reader.readline() == b"+PONG\r\n"
    except OSError:  # the time limit's too
        return False


async def _stop_orphan(directory: Path) -> None:
    """End what a killed owner left behind: called under the lock, when nobody else may listen."""
    for path in _sockets(directory):
        with contextlib.suppress(FileNotFoundError, ConnectionRefusedError), _connected(path) as connection:
            # The kernel's word for who listens (unix(7)): no answer is needed of a store that hangs.
            peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
            pid, uid, _ = struct.unpack("3i", peer)
            if pid == 0 or uid != os.getuid():
                raise StoreError(f"the store of a former vcsession still runs on {path}: stop it first")
            logger.warning("ending the store that a killed vcsession left behind, process %d", pid)
            await _end_stranger(pid)


async def _end_stranger(pid: int) -> None:
    """End a process that is no child of ours: politely, then not."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(descriptor, ended.set)
    try:
        signal.pidfd_send_signal(descriptor, signal.SIGTERM)
        try:
            await asyncio.wait_for(ended.wait(), _STOP_SECONDS)
        except TimeoutError:
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            await ended.wait()
    except ProcessLookupError:
        pass
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def die_with(parent: int) -> Callable[[], None] | None:
    """What the child does between fork and exec: ask to be ended with its parent (Linux only)."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return ask
