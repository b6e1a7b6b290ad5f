"""Janus and the plane under the same load, turn by turn, in one run; medians over the turns."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GENERATOR = Path(__file__).with_name("generator.py")
SETTLE = {"janus": "2", "vcsession": "8"}
"""Seconds before a window. The plane begins with 1.5 Mbit/s for a line it does not know, and lets it grow by
half in each second that loses nothing: until 25 Mbit/s flow, pictures come one by one."""
BESIDES = 5
"""Participants who are in the room when a newcomer's join is measured."""


@dataclass(frozen=True, slots=True)
class Load:
    sfuload: Path
    python: str
    profile: str
    seconds: float

    async def run(self, server: Server, command: str, people: int, *more: str) -> dict[str, Any]:
        """One run of the generator against a server: what it measured. Raises RuntimeError with its words."""
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            # fmt: off
            words = [
                self.python, str(GENERATOR), str(self.sfuload), command,
                "--adapter", server.adapter, "--url", server.url, "--pid", str(server.process.pid),
                "--opt", f"people={people + command.count('join')}", "-n", str(people),
                "--profile", self.profile, "--json", file.name, *more,
            ]
            # fmt: on
            process = await asyncio.create_subprocess_exec(
                *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
            )
            said, _ = await process.communicate()
            if process.returncode:
                raise RuntimeError(said.decode(errors="replace"))
            result: dict[str, Any] = json.loads(Path(file.name).read_text())
            return result


@dataclass(frozen=True, slots=True)
class Server:
    name: str
    adapter: str
    url: str
    process: asyncio.subprocess.Process


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextlib.asynccontextmanager
async def ours() -> AsyncIterator[Server]:
    """The plane in a process of its own."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.bench.media.server", str(port)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        yield Server("vcsession", "vcsession", f"http://127.0.0.1:{port}", process)
    finally:
        process.stdin.close()
        await process.wait()


@contextlib.asynccontextmanager
async def janus(load: Load) -> AsyncIterator[Server]:
    """Debian's Janus, its videoroom alone, as sfuload's own script starts it."""
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="bench-janus-"))
    script = await asyncio.create_subprocess_exec(
        "sh",
        str(load.sfuload / "servers" / "janus.sh"),
        str(folder),
        str(port),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await script.communicate()
    pid = int(said)
    try:
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                await asyncio.sleep(0.1)
        yield Server("janus", "janus", f"ws://127.0.0.1:{port}", _Foreign(pid))  # type: ignore[arg-type]
    finally:
        os.kill(pid, signal.SIGTERM)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Foreign:
    """A process that another one started."""

    pid: int


@dataclass(slots=True)
class Column:
    """One server at one n: what each turn gave."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    joins: list[dict[str, Any]] = field(default_factory=list)

    def median(self, *path: str) -> float:
        values = []
        for run in self.runs:
            value: Any = run["runs"][0]
            for key in path:
                value = value[key]
            values.append(float(value))
        return statistics.median(values)

    def memory(self) -> float:
        """MiB of the process for each participant, in the first turn: later ones reuse what is there."""
        first = self.runs[0]
        return float((first["median"]["rss_mib"] - first["rss_idle_mib"]) / first["n"])


async def compare(load: Load, sizes: Sequence[int], turns: int, joins: int) -> None:
    for people in sizes:
        async with janus(load) as theirs, ours() as mine:
            columns = {server.name: Column() for server in (theirs, mine)}
            for _ in range(turns):
                for server in (theirs, mine):
                    window = ("--runs", "1", "--seconds", str(load.seconds), "--settle", SETTLE[server.name])
                    try:
                        columns[server.name].runs.append(await load.run(server, "bench", people, *window))
                    except RuntimeError as problem:
                        # A full machine times out in a handshake; the other turns and sizes still count.
                        print(f"n = {people}, {server.name}: {str(problem).strip().splitlines()[-1]}")
            if all(column.runs for column in columns.values()):
                _print(people, columns)
    if joins:
        async with janus(load) as theirs, ours() as mine:
            columns = {server.name: Column() for server in (theirs, mine)}
            for _ in range(turns):
                for server in (theirs, mine):
                    result = await load.run(server, "join", BESIDES, "--joins", str(joins))
                    columns[server.name].joins += result["joins"]
            _print_joins(columns)


def _print(people: int, columns: dict[str, Column]) -> None:
    print(f"n = {people}, {', '.join(columns['janus'].runs[0]['srtp'])}")
    for name, column in columns.items():
        each = sorted(run["runs"][0]["server"]["us_per_forwarded"] for run in column.runs)
        print(
            f"  {name:9} CPU {statistics.median(each):.1f} us a forwarded packet"
            f" ({each[0]:.1f} to {each[-1]:.1f});"
            f" {column.median('out_pps'):,.0f} packets/s out, loss {column.median('loss'):.4%};"
            f" delay p50 {column.median('latency_ms', 'all', 'p50'):.2f} ms,"
            f" p99 {column.median('latency_ms', 'all', 'p99'):.2f} ms;"
            f" {column.memory():.2f} MiB a participant",
            flush=True,
        )
    theirs, mine = (column.median("server", "us_per_forwarded") for column in columns.values())
    busy = statistics.median(column.median("machine_busy_cores") for column in columns.values())
    print(f"  ratio {mine / theirs:.2f}; {busy:.1f} cores of the machine busy", flush=True)


def _print_joins(columns: dict[str, Column]) -> None:
    for name, column in columns.items():
        for key, what in (("first_media_ms", "first packet"), ("all_streams_ms", "all streams")):
            took = sorted(join[key] for join in column.joins if join[key] is not None)
            if took:
                p50, p99 = statistics.median(took), took[min(len(took) - 1, int(0.99 * len(took)))]
                print(f"  {name:9} join to {what}: p50 {p50:.0f} ms, worst of {len(took)} {p99:.0f} ms")
