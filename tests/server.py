"""A server in a process of its own, to be called, stopped and killed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil

PATIENCE_S = 60.0
"""How long a process may take to begin or to end on a machine that is busy."""


def free_port() -> int:
    """A port that is free for TCP and UDP now."""
    while True:
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port: int = tcp.getsockname()[1]
            with contextlib.suppress(OSError):
                udp.bind(("127.0.0.1", port))
                return port


def environment(**changes: str) -> dict[str, str]:
    """Without settings of the machine's own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("VCSESSION_") and k != "REDIS_URL"}
    return kept | changes


class Server:
    """`python -m vcsession COMMAND ...` on a data directory and a port, from `start` to `stop` or `kill`."""

    def __init__(self, data_dir: Path, *command: str, port: int = 0) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.errors = data_dir.parent / f"{data_dir.name}.stderr"
        self._command = [sys.executable, "-m", "vcsession", *(command or ("serve",))]
        self._command += ["--data-dir", str(data_dir), "--port", str(self.port)]
        self._process: subprocess.Popen[str] | None = None

    @property
    def process(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process

    @property
    def children(self) -> list[psutil.Process]:
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def start(self) -> Server:
        """Until it says that it is ready."""
        with self.errors.open("a") as errors:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment()
            )
        assert self._process.stdout is not None
        first = self._process.stdout.readline()
        assert first.startswith("vcsession ready: "), self.errors.read_text()
        return self

    def kill(self) -> None:
        """As a power cut would, for this process."""
        self.process.kill()
        self._ended()

    def stop(self) -> int:
        """As an operator would; the exit status."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        return self._ended()

    def _ended(self) -> int:
        status = self.process.wait(PATIENCE_S)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self._process = None
        return status


@contextlib.contextmanager
def serving(data_dir: Path, *command: str, port: int = 0) -> Iterator[Server]:
    server = Server(data_dir, *command, port=port)
    try:
        yield server.start()
    finally:
        server.stop()
