"""What the server's outside needs of its neighbours, as small interfaces of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from aiohttp import web

from vcsession.core.convocation import Convocation
from vcsession.core.matters.line_checks import Line
from vcsession.core.matters.replies import Answer
from vcsession.core.milestones import Milestone
from vcsession.http.access import Access
from vcsession.http.relays import Relays
from vcsession.room import Room
from vcsession.rooms import Rooms


class Joined(Protocol):
    """A media connection that was answered: its id, the answer's SDP and its entity tag."""

    @property
    def id(self) -> str: ...
    @property
    def answer(self) -> str: ...
    @property
    def etag(self) -> str: ...


class Restarted(Protocol):
    """An ICE restart that was answered (RFC 9725, 4.3); an empty fragment where there is nothing to say."""

    @property
    def fragment(self) -> str: ...
    @property
    def etag(self) -> str: ...


class StaleTag(Exception):
    """The entity tag names an ICE session that has been replaced; the text is a plain sentence."""


class Full(Exception):
    """The node carries no more connections; the text is a plain sentence.

    `sound`: it may come without pictures.
    """

    def __init__(self, sound: bool, sentence: str) -> None:
        super().__init__(sentence)
        self.sound = sound


class MediaPlane(Protocol):
    """The media end point's other half.

    An offer that a full node cannot take is a Full. `measured` is what was measured of a seat's line, None
    where there is nothing yet; `lines` are all figures of a session's connections, as plain data;
    `addresses` the hosts and the port that browsers send to.

    A wrong offer or fragment is a ValueError; a connection that is not this seat's, or no more, a
    LookupError; another entity tag than the last a StaleTag. Entity tags are without the quotes of HTTP.
    """

    async def offer(
        self, session: str, seat: str, sdp: str, *, may_publish: bool, device: str = ""
    ) -> Joined: ...
    async def restart(
        self, session: str, seat: str, connection: str, fragment: str, etag: str
    ) -> Restarted: ...
    async def leave(self, session: str, seat: str, connection: str) -> None: ...
    def listen(self, session: str, seat: str, language: str, connection: str = "") -> None: ...
    def interpret(self, session: str, seat: str, language: str) -> None: ...
    def sound(self, session: str, seat: str, connection: str) -> None: ...
    def resize(self, session: str, seat: str, connection: str, lines: Mapping[str, int]) -> None: ...
    def tell_path(self, session: str, seat: str, connection: str, path: str) -> None: ...
    def measured(self, session: str, seat: str) -> Line | None: ...
    def lines(self, session: str) -> list[dict[str, Any]]: ...
    def addresses(self) -> tuple[tuple[str, ...], int]: ...


class CheckedMedia(Protocol):
    """The media of a line that is checked for a delegation. Errors are those of `MediaPlane`."""

    async def check(self, session: str, delegation: str, sdp: str) -> Joined: ...
    async def end_check(self, session: str, delegation: str, connection: str) -> None: ...
    def checked(self, session: str, delegation: str, connection: str) -> Line | None: ...


class Checks(Protocol):
    """Where what the line checks found is kept: the last of each delegation."""

    def keep(self, session: str, delegation: str, found: Mapping[str, Any]) -> None: ...
    def of(self, session: str) -> dict[str, Mapping[str, Any]]: ...


class Document(Protocol):
    """A rendered document, ready to be sent."""

    @property
    def data(self) -> bytes: ...
    @property
    def content_type(self) -> str: ...
    @property
    def file_name(self) -> str: ...


class Shelf(Protocol):
    """Where the files of documents are kept; trouble is an OSError whose text is a plain sentence."""

    async def keep(self, session: str, data: bytes) -> str: ...
    async def take(self, session: str, digest: str) -> bytes: ...


class Recordings(Protocol):
    """The recordings of a session's open parts, in files of their own. Neither call raises."""

    async def ended(self, session: str) -> list[dict[str, Any]]: ...
    def file(self, session: str, name: str) -> Path: ...


@dataclass(frozen=True, slots=True)
class Signable:
    """The hash of the text as printed for signature, and the last entry of the log in it."""

    hash: str
    last: int


class Issued(Protocol):
    """What may be told of an issued document to whoever holds its hash."""

    @property
    def symbol(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def issued_at(self) -> str: ...
    @property
    def corrigenda(self) -> int: ...
    @property
    def copies(self) -> int: ...
    @property
    def superseded(self) -> bool: ...


class Replied(Protocol):
    """What a calendar answered to an invitation; `delegation` "" where it does not say whose answer it is."""

    @property
    def sitting(self) -> str: ...
    @property
    def delegation(self) -> str: ...
    @property
    def answer(self) -> Answer: ...
    @property
    def sequence(self) -> int: ...


Minutes = Callable[[Room, str, str, str, int, int | None], Awaitable[Document]]
"""(room, format, language, form, until, copy) -> the minutes as of this version, or a numbered copy of the
issued ones; ValueError with a sentence for a wrong format, language, form or number."""

Paper = Callable[[Room, str, str, str, str], Awaitable[Document]]
"""(room, name, format, language, invited) -> another paper; ValueError likewise."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that the handlers use."""

    rooms: Rooms
    access: Access
    media: MediaPlane
    checking: CheckedMedia
    minutes: Minutes
    paper: Paper
    signable: Callable[[Room, str], Awaitable[Signable]]
    """(room, minutes) -> their text printed and kept; a ValueError with `places` where a fact is missing"""
    versions: Callable[[Room, str], list[dict[str, Any]]]
    """(room, minutes) -> each version, with what it was made with"""
    replies: Callable[[Room, bytes], Awaitable[Sequence[Replied]]]
    """(room, a calendar's file) -> the replies in it; a ValueError with a sentence where it is none"""
    issued: Callable[[str], Issued | None]
    """A hash -> the issued document that it is of"""
    shelf: Shelf
    recordings: Recordings
    checks: Checks
    convene: Callable[[Convocation], Awaitable[Room]]
    static: Path
    public_url: str
    seats: Callable[[Room], list[dict[str, Any]]]
    """The join links of a session: seat, role, delegation, link, token"""
    metrics: Callable[[], bytes]
    course: Callable[[Room, int], Awaitable[tuple[Milestone, ...]]]
    """(room, until) -> what happened, as of this version"""
    check: Callable[[Room], Awaitable[object]]
    """Whether the logs and files of a session are whole: a dataclass of figures"""
    bundle: Callable[[Room], Awaitable[bytes]]
    """The archive of a session; Broken where its log was altered"""
    papers: Mapping[str, tuple[str, ...]]
    """The other papers, each with its formats"""
    sessions: Callable[[], Awaitable[Sequence[object]]]
    """Every session, for the secretariat's list: dataclasses"""
    relays: Relays = field(default_factory=Relays)


OUTSIDE: Final = web.AppKey("outside", Outside)
