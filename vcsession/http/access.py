"""Who is calling: seats' tokens (Ed25519 JWT, RFC 8037) and the cookies that `enter` sets.

Denied by default: a call acts for a seat only if a token signed here names that seat of that session.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import web
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from vcsession.core.matters import seats
from vcsession.core.state import State
from vcsession.core.vocabulary import Actor
from vcsession.signing import Signer

ALGORITHM = "Ed25519"


class Denied(Exception):
    """No token, a wrong one, or one for another session (401)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says: this seat of this session. The secretariat's token names no session.

    `serial` counts the links that were issued for the seat; the tokens of the first do not say it.
    """

    session: str
    seat: str
    serial: int = 1


@dataclass(frozen=True, slots=True)
class CheckClaim:
    """What the token of a line check says: this delegation of this session. It is no seat's."""

    session: str
    delegation: str


SECRETARIAT = Claim("", "secretariat")


class Access:
    """Makes and reads tokens. A seat's token works until the seat is revoked or the session archived."""

    def __init__(self, pem: bytes) -> None:
        self._key = OKPKey.import_key(pem)

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """The key kept in `path`, made at first use; raises KeyProblem."""
        Signer.load_or_create(path)
        return cls(path.read_bytes())

    def token(self, claim: Claim) -> str:
        claims: dict[str, str | int] = {"session": claim.session, "seat": claim.seat}
        if claim.serial > 1:
            claims["serial"] = claim.serial
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])

    def check_token(self, claim: CheckClaim) -> str:
        """It names no seat, so no call of a seat takes it."""
        claims = {"session": claim.session, "check": claim.delegation}
        return jwt.encode({"alg": ALGORITHM}, claims, self._key, algorithms=[ALGORITHM])

    def read_check(self, token: str) -> CheckClaim:
        """The claim of a line check's token; raises Denied, for the token of a seat too."""
        claims = self._claims(token)
        session, delegation = claims.get("session"), claims.get("check")
        if not isinstance(session, str) or not isinstance(delegation, str):
            raise Denied("this link opens no line check; a seat's link is opened on the join page")
        return CheckClaim(session, delegation)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            jwt.JWTClaimsRegistry().validate(claims)  # ours have no end; one that has is held to it
        except (JoseError, ValueError, TypeError, KeyError):
            raise Denied("this link is not valid; ask the secretary for a new one") from None
        return claims

    def read(self, token: str) -> Claim:
        """The claim of a token signed here; raises Denied."""
        claims = self._claims(token)
        session, seat, serial = claims.get("session"), claims.get("seat"), claims.get("serial", 1)
        if not isinstance(session, str) or not isinstance(seat, str) or type(serial) is not int:
            raise Denied("this link is not valid; ask the secretary for a new one")
        return Claim(session, seat, serial)

    def claim(self, request: web.Request) -> Claim:
        """Whose call this is: the bearer's token, or the cookie of the seat that the call names."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            return self.read(token.strip())
        seat = request.headers.get("X-Seat") or request.query.get("seat", "")
        cookie = request.cookies.get(cookie_name(request, seat))
        if not seat or cookie is None:
            raise Denied("enter with your join link first")
        claim = self.read(cookie)
        if claim.seat != seat:
            raise Denied("this cookie belongs to another seat")
        return claim


def actor_of(claim: Claim, state: State) -> Actor:
    """The actor a claim stands for in this state; the role comes from the session, never from a message."""
    seat = state.seats.get(claim.seat)
    if seat is None or claim.session != state.convocation.id:
        raise Denied("this link is for another session")
    link = seats.link(state, seat.id)
    if link.state == "revoked_seat" or link.serial != claim.serial:
        raise Denied("this link is no longer valid; ask the secretary for a new one")
    return Actor(seat.id, seat.role, seat.delegation)


SECURE_HOST: Final = web.AppKey("secure_host", str)
"""The host of the public https address: a proxy there speaks plain HTTP to us. "" where there is none."""


def secure(request: web.Request) -> bool:
    """Whether the browser speaks https."""
    return request.secure or request.host == request.app[SECURE_HOST]


def cookie_name(request: web.Request, seat: str) -> str:
    return f"__Host-vcsession-{seat}" if secure(request) else f"vcsession-{seat}"


def set_cookie(request: web.Request, response: web.Response, seat: str, token: str) -> None:
    response.set_cookie(
        cookie_name(request, seat), token, httponly=True, samesite="Strict", secure=secure(request), path="/"
    )
