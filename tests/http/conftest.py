"""A server in this process: the real application and room, with fakes for media and documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, ClientWebSocketResponse, CookieJar
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.hall import SIGNER, Hall
from vcsession.core.matters.line_checks import Line
from vcsession.core.matters.seats import link, live
from vcsession.http.access import Access, Claim
from vcsession.http.application import application
from vcsession.http.ports import Full, Outside, StaleTag
from vcsession.http.relays import Relays
from vcsession.issuing import Issuing
from vcsession.log.checks import Checks
from vcsession.log.issued import IssuedFiles
from vcsession.log.shelf import Shelf
from vcsession.reading_room import ReadingRoom, sessions
from vcsession.recordings import Recordings
from vcsession.room import Room

SESSION = "echelon-2020"
API = f"/api/sessions/{SESSION}"


def pem() -> bytes:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True)
class Answer:
    id: str = ""
    answer: str = ""
    fragment: str = ""
    etag: str = ""


@dataclass
class FakeMedia:
    """Keeps whose connection is whose, as the plane's door does; an offer begins with v=0."""

    owners: dict[str, tuple[str, str]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    offers: list[tuple[str, str, str, bool]] = field(default_factory=list)
    listening: dict[tuple[str, str], str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    interpreting: dict[tuple[str, str], str] = field(default_factory=dict)
    sounding: dict[tuple[str, str], str] = field(default_factory=dict)
    sizes: dict[tuple[str, str, str], dict[str, int]] = field(default_factory=dict)

    full: Full | None = None
    line: Line | None = None
    """What is measured of any seat, and of any check."""
    paths: dict[str, str] = field(default_factory=dict)

    async def offer(
        self, session: str, seat: str, sdp: str, *, may_publish: bool, device: str = ""
    ) -> Answer:
        if not sdp.startswith("v=0"):
            raise ValueError("The offer is no SDP.")
        if self.full is not None:
            raise self.full
        self.offers.append((session, seat, sdp, may_publish))
        connection = f"m{len(self.offers)}"
        self.devices[connection] = device
        self.owners[connection], self.tags[connection] = (session, seat), "e1"
        return Answer(id=connection, answer="v=0\r\nanswer", etag="e1")

    async def restart(self, session: str, seat: str, connection: str, fragment: str, etag: str) -> Answer:
        if self.owners.get(connection) != (session, seat):
            raise LookupError(connection)
        if etag not in ("*", self.tags[connection]):
            raise StaleTag("The media connection has been restarted since.")
        if "ice-ufrag" not in fragment:
            raise ValueError("The fragment names no ice-ufrag.")
        if "same" in fragment:
            return Answer(etag=self.tags[connection])
        self.tags[connection] = "e2"
        return Answer(fragment="a=ice-ufrag:ours", etag="e2")

    async def leave(self, session: str, seat: str, connection: str) -> None:
        if self.owners.get(connection) == (session, seat):
            del self.owners[connection]

    def listen(self, session: str, seat: str, language: str, connection: str = "") -> None:
        self.listening[session, seat] = f"{language} {connection}".strip()

    def interpret(self, session: str, seat: str, language: str) -> None:
        self.interpreting[session, seat] = language

    def sound(self, session: str, seat: str, connection: str) -> None:
        self.sounding[session, seat] = connection

    def resize(self, session: str, seat: str, connection: str, lines: Mapping[str, int]) -> None:
        self.sizes[session, seat, connection] = dict(lines)

    def tell_path(self, session: str, seat: str, connection: str, path: str) -> None:
        if self.owners.get(connection) == (session, seat):
            self.paths[connection] = path

    async def check(self, session: str, delegation: str, sdp: str) -> Answer:
        return await self.offer(f"check {session}", delegation, sdp, may_publish=True)

    async def end_check(self, session: str, delegation: str, connection: str) -> None:
        await self.leave(f"check {session}", delegation, connection)

    def checked(self, session: str, delegation: str, connection: str) -> Line | None:
        return self.line if self.owners.get(connection) == (f"check {session}", delegation) else None

    def measured(self, session: str, seat: str) -> Line | None:
        return self.line

    def lines(self, session: str) -> list[dict[str, Any]]:
        owners = self.owners.items()
        return [{"connection": one, "seat": seat} for one, (name, seat) in owners if name == session]

    def addresses(self) -> tuple[tuple[str, ...], int]:
        return ("192.0.2.7",), 8443


@dataclass(frozen=True)
class Paper:
    data: bytes
    content_type: str
    file_name: str


async def minutes(room: Room, format: str, language: str, form: str, until: int, copy: int | None) -> Paper:
    if format not in ("html", "pdf"):
        raise ValueError(f'there is no format "{format}"; the formats are html and pdf.')
    words = f"{room.name} {language} {form}".encode()
    return Paper(
        words, "application/pdf" if format == "pdf" else "text/html; charset=utf-8", f"minutes.{format}"
    )


async def paper(room: Room, name: str, format: str, language: str, invited: str) -> Paper:
    if name not in ("agenda", "calendar", "decisions", "communique"):
        raise ValueError(f"there is no paper {name!r}.")
    return Paper(f"{name} {language}".encode(), "text/plain; charset=utf-8", f"{name}.{format}")


class Visitor:
    """One browser: its cookies, and the calls that it makes."""

    def __init__(self, house: House, session: ClientSession) -> None:
        self._house = house
        self.session = session

    async def enter(self, seat: str) -> ClientResponse:
        return await self.post("/api/enter", json={"token": self._house.token(seat)})

    async def call(
        self, method: str, path: str, *, seat: str = "", token: str = "", **how: Any
    ) -> ClientResponse:
        """With `seat`, as that seat by its cookie; with `token`, as its bearer."""
        headers = dict(how.pop("headers", {}))
        headers |= {"X-Seat": seat} if seat else {}
        headers |= {"Authorization": f"Bearer {token}"} if token else {}
        url = self._house.server.make_url(path)
        return await self.session.request(method, url, headers=headers, **how)

    async def get(self, path: str, **how: Any) -> ClientResponse:
        return await self.call("GET", path, **how)

    async def post(self, path: str, **how: Any) -> ClientResponse:
        return await self.call("POST", path, **how)

    async def do(self, seat: str, type: str, **fields: Any) -> ClientResponse:
        """A command of this seat, by its bearer token."""
        command = {"type": type, "cause": f"{seat}-{type}-{fields}"[:100], **fields}
        return await self.post(f"{API}/commands", token=self._house.token(seat), json=command)


@dataclass
class House:
    hall: Hall
    access: Access
    media: FakeMedia
    server: TestServer
    stack: AsyncExitStack
    shelf: Path
    issuing: Issuing

    def token(self, seat: str, session: str = SESSION) -> str:
        return self.access.token(Claim(session, seat))

    async def visitor(self) -> Visitor:
        """A browser of its own."""
        session = await self.stack.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        return Visitor(self, session)

    async def socket(
        self, seat: str, *, after: int | None = None, token: str = "", session: str = SESSION, **headers: str
    ) -> ClientWebSocketResponse:
        visitor = await self.visitor()
        query = {"seat": seat} | ({"after": str(after)} if after is not None else {})
        url = self.server.make_url(f"/api/sessions/{session}/socket").with_query(query)
        headers = {"Authorization": f"Bearer {token or self.token(seat)}"} | headers
        return await visitor.session.ws_connect(url, headers=headers)


@asynccontextmanager
async def built(static: Path, *, printing: bool = False) -> AsyncIterator[House]:
    """With `printing`, the minutes are the real ones."""
    hall = await Hall.convened()
    shelf, issued = Shelf(static / "shelf"), IssuedFiles(static / "issued")
    issuing = Issuing(shelf, issued, SIGNER.public_key.public_bytes_raw(), lambda: "https://talks.example")
    reading = ReadingRoom(SIGNER, shelf)
    hall.room.on_commit = lambda session, _state, commit: issuing.told(
        lambda _name: hall.room, session, commit
    )
    access, media = Access(pem()), FakeMedia()
    outside = Outside(
        rooms=hall.rooms,
        access=access,
        media=media,
        checking=media,
        minutes=issuing.minutes if printing else minutes,
        paper=paper,
        signable=issuing.signable,
        versions=issuing.versions,
        replies=issuing.replies,
        issued=issued.find,
        shelf=shelf,
        recordings=Recordings(static / "recordings", hall.log, hall.time),
        checks=Checks(static / "checks", lambda: "2020-07-01T09:00:00.000Z"),
        convene=hall.rooms.convene,
        static=static,
        public_url="https://talks.example",
        seats=lambda room: [
            {
                "seat": seat.id,
                "link": f"https://talks.example/join#{access.token(Claim(room.name, seat.id))}",
                "token": access.token(Claim(room.name, seat.id, link(room.state, seat.id).serial)),
            }
            for seat in live(room.state)
        ],
        course=reading.course,
        check=reading.check,
        bundle=reading.bundle,
        sessions=lambda: sessions(hall.rooms),
        papers={"agenda": ("html", "pdf"), "calendar": ("html", "ics"), "decisions": ("html", "csv")},
        relays=Relays(("turn:r.example:443?transport=tcp", "turns:r.example:443"), "shared"),
        metrics=lambda: b"vcsession_sessions 1\n",
    )
    async with AsyncExitStack() as stack:
        server = TestServer(application(outside))
        await server.start_server(shutdown_timeout=2.0)
        stack.push_async_callback(hall.rooms.close)
        stack.push_async_callback(server.close)
        stack.push_async_callback(issuing.close)
        yield House(hall, access, media, server, stack, static / "shelf", issuing)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "index.html").write_text("<!doctype html><title>vcsession</title>")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app-1a2b.js").write_text("export {};")
    async with built(tmp_path) as house:
        yield house


@pytest.fixture
async def visitor(house: House) -> Visitor:
    return await house.visitor()


async def until(condition: Callable[[], object]) -> None:
    """Wait until the condition holds; it is looked at often, because nothing tells of it."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
