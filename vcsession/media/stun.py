"""STUN for an ICE-lite agent: read an authenticated check, write the answer (RFC 8489, RFC 8445)."""

from __future__ import annotations

import binascii
import hmac
import ipaddress
import struct
from collections.abc import Callable
from dataclasses import dataclass

COOKIE = 0x2112A442
_HEAD = struct.Struct("!HHL")
_ATTRIBUTE = struct.Struct("!HH")
USERNAME, MESSAGE_INTEGRITY, USE_CANDIDATE, XOR_MAPPED_ADDRESS, FINGERPRINT = 0x06, 0x08, 0x25, 0x20, 0x8028


@dataclass(frozen=True, slots=True)
class Check:
    """An ICE connectivity check whose integrity held."""

    transaction: bytes
    ufrag: str
    nominated: bool


def read_check(data: bytes, password_of: Callable[[str], str | None]) -> Check | None:
    """The check, or None for anything that is not one meant for us. `password_of` takes the local ufrag.

    Costs no hash until the ufrag is known. May raise struct.error or UnicodeDecodeError on garbage: the
    caller catches Exception (trap 3).
    """
    kind, length, cookie = _HEAD.unpack_from(data)
    if kind != 0x0001 or cookie != COOKIE or length != len(data) - 20 or length % 4:
        return None
    username, nominated, at = "", False, 20
    while at < len(data):
        attribute, size = _ATTRIBUTE.unpack_from(data, at)
        value = data[at + 4 : at + 4 + size]
        if len(value) != size:
            return None
        if attribute == MESSAGE_INTEGRITY:
            ufrag = username.partition(":")[0]
            password = password_of(ufrag)
            if password is None or not hmac.compare_digest(_integrity(data[:at], password), value):
                return None
            return Check(data[8:20], ufrag, nominated)
        if attribute == USERNAME:
            username = value.decode()
        elif attribute == USE_CANDIDATE:
            nominated = True
        at += 4 + size + -size % 4
    return None


def answer(check: Check, address: tuple[str, int], password: str) -> bytes:
    """The success response to `check`, as seen from `address` (host, port)."""
    host = ipaddress.ip_address(address[0].partition("%")[0])
    pad = struct.pack("!L", COOKIE) + check.transaction
    mapped = bytes(a ^ b for a, b in zip(struct.pack("!H", address[1]), pad, strict=False))
    mapped += bytes(a ^ b for a, b in zip(host.packed, pad, strict=False))
    body = _attribute(XOR_MAPPED_ADDRESS, bytes([0, 1 if host.version == 4 else 2]) + mapped)
    return seal(_HEAD.pack(0x0101, len(body), COOKIE) + check.transaction + body, password)


def seal(message: bytes, password: str) -> bytes:
    """`message` with MESSAGE-INTEGRITY and FINGERPRINT added."""
    message += _attribute(MESSAGE_INTEGRITY, _integrity(message, password))
    message = _with_length(message, 8)
    return message + _attribute(FINGERPRINT, struct.pack("!L", binascii.crc32(message) ^ 0x5354554E))


def _integrity(before: bytes, password: str) -> bytes:
    return hmac.digest(password.encode(), _with_length(before, 24), "sha1")


def _with_length(message: bytes, more: int) -> bytes:
    return message[:2] + struct.pack("!H", len(message) - 20 + more) + message[4:]


def _attribute(kind: int, value: bytes) -> bytes:
    return _ATTRIBUTE.pack(kind, len(value)) + value + bytes(-len(value) % 4)
