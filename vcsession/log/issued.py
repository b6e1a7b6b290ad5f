"""What was issued, by its hash: a small file of JSON for each, so that anybody may ask for one quickly.

It is made from the log and can be made from it again; the files themselves are on the shelf.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

_DIGEST = re.compile("[0-9a-f]{64}")
_NAME = re.compile("[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class Issued:
    """`hash`: SHA-256 of a file, or the hash of the log (`head`) that every copy carries on its pages.

    `first` and `last`: the entries of the log that it was made from; `issued_at` as in the log. `template`
    and `libraries` made it; `file` is its name, "" for a hash that is no file of ours. `copies`: how many
    were given out; `copy`: which of them this is, 0 where it has no number. `superseded`: it was issued, and
    is no longer what holds.
    """

    hash: str
    session: str
    symbol: str
    number: str
    format: str
    language: str
    first: int
    last: int
    head: str
    issued_at: str
    corrigenda: int
    file: str
    template: str
    libraries: Mapping[str, str]
    copies: int = 0
    copy: int = 0
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class MadeWith:
    """A version of the minutes and what printed it when it was made: entries, templates, libraries."""

    session: str
    number: str
    version: int
    first: int
    last: int
    template: str
    libraries: Mapping[str, str]


class IssuedFiles:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, issued: Issued) -> None:
        self._write(f"{issued.hash}.json", json.dumps(asdict(issued), ensure_ascii=False).encode())
        self._write(self._of(issued.session, issued.number), issued.head.encode())

    def find(self, digest: str) -> Issued | None:
        """What was issued under this hash, with what its latest copy knows; None for everything else."""
        found = self._read(digest)
        if found is None:
            return None
        latest = self._read(found.head) or found
        gone = (self._folder / f"{self._of(found.session, found.number)}.superseded").exists()
        return replace(found, corrigenda=latest.corrigenda, copies=latest.copies, superseded=gone)

    def note(self, made: MadeWith) -> None:
        """A version was made; what is known of one stays."""
        name = self._version(made.session, made.number, made.version)
        if not (self._folder / name).exists():
            self._write(name, json.dumps(asdict(made), ensure_ascii=False).encode())

    def made(self, session: str, number: str) -> list[MadeWith]:
        """What is known of the versions of these minutes, in their order."""
        found = []
        for path in self._folder.glob(self._version(session, number, "*")):
            with contextlib.suppress(OSError, ValueError, TypeError):
                found.append(MadeWith(**json.loads(path.read_bytes())))
        return sorted(found, key=lambda made: made.version)

    def _version(self, session: str, number: str, version: object) -> str:
        return f"{self._of(session, number)}.version-{version}"

    def of(self, session: str, number: str) -> bool:
        """Whether the files of these minutes were kept."""
        return (self._folder / self._of(session, number)).exists()

    def supersede(self, session: str, number: str) -> None:
        if self.of(session, number):
            self._write(f"{self._of(session, number)}.superseded", b"")

    def _of(self, session: str, number: str) -> str:
        return f"{session}.{number}" if _NAME.fullmatch(session) and number.isdigit() else "none"

    def _read(self, digest: str) -> Issued | None:
        if not _DIGEST.fullmatch(digest):
            return None
        try:
            return Issued(**json.loads((self._folder / f"{digest}.json").read_bytes()))
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(dir=self._folder, prefix=".new-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self._folder / name)
