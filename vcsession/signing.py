"""Signed heads: whoever holds the public key can prove that a log is whole, with no model of ours."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from vcsession.journal import Entry, head_message


class KeyProblem(Exception):
    """The signing key cannot be used; the message is for the person at the keyboard."""


class Broken(Exception):
    """The log was altered, first at `version`."""

    def __init__(self, version: int, reason: str) -> None:
        super().__init__(f"version {version}: {reason}")
        self.version = version
        self.reason = reason


class Signer:
    """An Ed25519 key (RFC 8032). It never leaves the process nor shows in a message."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def load_or_create(cls, path: Path) -> Self:
        """The key kept in `path` (PKCS #8 PEM, readable by its owner alone), made at first use."""
        try:
            if not path.exists():
                _create(path)
            if path.stat().st_mode & 0o077:
                raise KeyProblem(f"the signing key {path} can be read by others: chmod 600 {path}")
            key = load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise KeyProblem(f"the signing key {path} cannot be used: {error.strerror}") from error
        except (ValueError, TypeError):
            raise KeyProblem(f"the signing key {path} is no unencrypted PEM file") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyProblem(f"the signing key {path} is not an Ed25519 key")
        return cls(key)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

    @property
    def public_key(self) -> Ed25519PublicKey:
        return self._key.public_key()

    def public_pem(self) -> bytes:
        return self.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def load_public(pem: bytes) -> Ed25519PublicKey:
    """The public half of a signer's key; raises KeyProblem."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyProblem("this is no public key in a PEM file") from None
    if not isinstance(key, Ed25519PublicKey):
        raise KeyProblem("this is not an Ed25519 public key")
    return key


def seal_holds(seal: str, public_key: str, digest: str) -> bool:
    """Whether the seal of a signature is the key's over the 32 bytes of what was signed; all in hex."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(seal), bytes.fromhex(digest))
    except (ValueError, InvalidSignature):
        return False
    return True


def verify_chain(
    entries: Iterable[Entry],
    public_key: Ed25519PublicKey,
    session: str,
    audience: str,
    *,
    head: tuple[int, str] | None = None,
) -> None:
    """Raise Broken unless the entries are an unaltered log from version 1 on, each signed with the key.

    `head` is a (version, hash) known from elsewhere: a browser's last one, or printed minutes. Without it
    a log that was cut short at its end looks whole, for it once was.
    """
    version, last = 0, ""
    for entry in entries:
        version += 1
        _verify(entry, version, last, public_key, session, audience)
        last = entry.hash
        if head and head[0] == version and head[1] != last:
            raise Broken(version, "the hash is not the one known from elsewhere")
    if head and version < head[0]:
        raise Broken(version + 1, f"missing: the log went on to version {head[0]} at least")


def _verify(
    entry: Entry, version: int, last: str, public_key: Ed25519PublicKey, session: str, audience: str
) -> None:
    if entry.version != version:
        raise Broken(version, f"version {entry.version} stands in its place")
    if hashlib.sha256(entry.data).hexdigest() != entry.hash:
        raise Broken(version, "the data does not have this hash")
    try:
        public_key.verify(entry.signature, head_message(session, audience, version, entry.hash))
    except InvalidSignature:
        raise Broken(version, "the signature is not of this key") from None
    try:
        said = json.loads(entry.data)
    except ValueError:
        raise Broken(version, "the data is not JSON") from None
    named = {"version": version, "cause": entry.cause, "prev_hash": last}
    if not isinstance(said, dict) or any(said.get(key) != value for key, value in named.items()):
        raise Broken(version, "the data names another version, cause or previous hash")
    if entry.prev_hash != last:
        raise Broken(version, "the previous hash is not that of the version before")


def _create(path: Path) -> None:
    """Whole or not at all; where two create at once, the first one's stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(descriptor)
        os.link(fresh, path)
        _sync(path.parent)
    except FileExistsError:
        pass
    finally:
        os.unlink(fresh)


def _sync(directory: Path) -> None:
    """A name is on disk when its directory is: a lost key would leave signatures that nobody can verify."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
