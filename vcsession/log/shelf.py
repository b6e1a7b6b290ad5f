"""The bytes of filed documents: a folder for each session, a file for each content, named by its SHA-256."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path

_SESSION = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DIGEST = re.compile("[0-9a-f]{64}")

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class ShelfUnavailable(OSError):
    """The file was not kept, or cannot be read; the text is a plain sentence. Nothing else is touched."""


class Shelf:
    """`keep` returns only when the bytes and their name are on the disk; what is there never changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, session: str, data: bytes) -> str:
        """The digest under which the bytes are kept; the same bytes twice are one file."""
        return await asyncio.to_thread(self._keep, session, data)

    async def take(self, session: str, digest: str) -> bytes:
        """The bytes, exactly those that were kept."""
        return await asyncio.to_thread(self._take, session, digest)

    def _path(self, session: str, digest: str) -> Path:
        """Only names of these two forms, so that no path leads out of the folder."""
        if not _SESSION.fullmatch(session) or not _DIGEST.fullmatch(digest):
            raise ShelfUnavailable("There is no such file.")
        return self._folder / session / digest

    def _keep(self, session: str, data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(session, digest)
        fresh = ""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.exists() and self._whole(path, digest):
                return digest
            descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # mode 0600
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, path)
            fresh = ""
            for folder in (path.parent, self._folder):
                _sync(folder)
        except OSError as error:
            reason = "The disk is full" if error.errno in FULL else "The disk did not take it"
            raise ShelfUnavailable(f"{reason}; the document was not filed. Nothing else was lost.") from error
        finally:
            if fresh:
                Path(fresh).unlink(missing_ok=True)
        return digest

    def _whole(self, path: Path, digest: str) -> bool:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest

    def _take(self, session: str, digest: str) -> bytes:
        try:
            data = self._path(session, digest).read_bytes()
        except OSError as error:
            raise ShelfUnavailable("The file of this document is not on this server.") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise ShelfUnavailable("The file of this document was altered on the disk; it is not handed out.")
        return data


def _sync(folder: Path) -> None:
    """A name is on disk when its directory is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
