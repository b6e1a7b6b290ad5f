"""The archive of a session: one ZIP with its log, keys and documents, and how anybody checks it anywhere.

Members are stored, not compressed, so that the same members are the same bytes under every zlib:

    manifest.json            every other member but the signature, with its SHA-256 and its length
    manifest.sig             Ed25519 over `manifest_message`, hex
    keys/record.pem          the public key
    log/plenary.jsonl        each commit, byte for byte, one a line
    log/heads.jsonl          of each commit: version, hash, signature
    documents/...            minutes and papers, in every format and language
    files/<sha256>.<type>    the files of the register, and the minutes as signed

Checked is every byte of the file: the members by the manifest, the manifest by its signature, and the
container by writing it again, so that a comment, an extra field, an order or a date changed is found too.

Of a delegation's own there is neither its folder, which is another log, nor a paper's file; but the plenary's
log, which must be whole, tells of a paper of its own who filed it when, under which title and name.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, get_args

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vcsession.core.matters.papers import TYPES
from vcsession.core.state import State
from vcsession.documents.minutes import Document, Format, minutes
from vcsession.documents.papers import Paper, formats, paper
from vcsession.documents.sections import Form
from vcsession.documents.wording import LANGUAGES
from vcsession.issue import SIGNED, record_in_the_morning, record_of, record_to_print
from vcsession.journal import Entry
from vcsession.log.shelf import Shelf
from vcsession.room import PLENARY
from vcsession.signing import Broken, KeyProblem, Signer, load_public, verify_chain

VERSION = 1
MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "keys/record.pem"
FILES = "files/"
LOG, HEADS = "log/plenary.jsonl", "log/heads.jsonl"
DATED = (1980, 1, 1, 0, 0, 0)
"""The first moment of ZIP: an archive is dated by its log, not by its file."""


class Altered(Exception):
    """The bundle is not as it was written; `entry` is the first thing in it that is wrong."""

    def __init__(self, entry: str, reason: str) -> None:
        super().__init__(f"{entry}: {reason}")
        self.entry = entry
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Whole:
    """What was checked: the session, its last version and hash, how many members."""

    session: str
    version: int
    hash: str
    members: int


def documents(
    entries: list[Entry], public_key: bytes, address: str = "", template: bytes | None = None
) -> Iterator[Document]:
    """Every document in every format, language and form; its code leads to `address` as on the copies that
    were given out. `template`: a secretariat's own for DOCX.
    """
    record = record_of(entries, public_key, address)
    printed = record_to_print(entries, public_key, None, address)
    morning = record_in_the_morning(entries, public_key)
    for language in LANGUAGES:
        for form in get_args(Form):
            for format in get_args(Format):
                yield minutes(printed, format=format, language=language, form=form, template=template)
        for name in get_args(Paper):
            for format in formats(name):
                yield paper(
                    record, name, format=format, language=language, morning=morning, template=template
                )


def files(state: State) -> dict[str, str]:
    """What the register and the minutes name: SHA-256 -> the name of its member.

    A paper that is its author's own, or was never registered, is not the archive's.
    """
    found = {
        paper.hash: f"{FILES}{paper.hash}.{TYPES[paper.media_type]}"
        for paper in state.papers.values()
        if paper.hash and paper.audience != "delegation" and paper.registered_at is not None
    }
    signed = (m.hash for m in state.minutes.values() if m.hash)
    return {**{digest: f"{FILES}{digest}.{SIGNED}" for digest in signed}, **found}


async def gathered(shelf: Shelf, session: str, state: State) -> tuple[dict[str, bytes], list[str]]:
    """The members that `files` names, and a sentence for each that the shelf cannot give whole."""
    found, absent = {}, []
    for digest, name in files(state).items():
        try:
            found[name] = await shelf.take(session, digest)
        except OSError as error:
            absent.append(f"{named(state, digest)} is not in the archive: {error}")
    return found, absent


def named(state: State, digest: str) -> str:
    """A file of `files` in words: the symbol of its document, or the minutes whose signed text it is."""
    for number, m in state.minutes.items():
        if m.hash == digest:
            return f"the signed text of minutes {number} ({digest[:12]})"
    paper = next(p for p in state.papers.values() if p.hash == digest)
    return f"document {paper.symbol or paper.id} ({digest[:12]})"


def bundle(
    session: str,
    entries: list[Entry],
    signer: Signer,
    made: Iterable[Document],
    filed: Mapping[str, bytes] | None = None,
) -> bytes:
    """The archive of a log that was verified; the same log, documents and files give the same bytes.

    `filed`: the members that `files` names.
    """
    members = {
        KEY: signer.public_pem(),
        LOG: b"".join(entry.data + b"\n" for entry in entries),
        HEADS: b"".join(_json(_head(entry)) + b"\n" for entry in entries),
        **{f"documents/{document.file_name}": document.data for document in made},
        **(filed or {}),
    }
    manifest = _json(
        {
            "bundle": VERSION,
            "session": session,
            "head": _head(entries[-1]),
            "members": {name: _digest(data) for name, data in sorted(members.items())},
        }
    )
    signature = signer.sign(manifest_message(session, manifest)).hex().encode()
    return _zip({**members, MANIFEST: manifest, SIGNATURE: signature})


def manifest_message(session: str, manifest: bytes) -> bytes:
    """What the server signs of a bundle: `["vcsession-bundle","echelon-2020","<sha256 of the manifest>"]`."""
    return _json(["vcsession-bundle", session, hashlib.sha256(manifest).hexdigest()])


def verify(data: bytes, key: Ed25519PublicKey | None) -> Whole:
    """Check every member, every commit and the container; raises Altered with the first that is wrong.

    Without `key` the bundle is checked by the key inside it, which proves nothing about whose it is.
    """
    members = _unzip(data)
    manifest = _manifest(members)
    listed: dict[str, Any] = manifest["members"]
    for name in (*sorted(listed), SIGNATURE):
        if name not in members:
            raise Altered(name, "it is missing")
    for name in sorted(members):
        if name not in listed and name not in (MANIFEST, SIGNATURE):
            raise Altered(name, "it was added")
    public = key or _key(members)
    last = _chain(members, manifest["session"], public)
    for name in sorted(listed):
        if _digest(members[name]) != listed[name]:
            raise Altered(name, "its bytes are not those that the manifest names")
    for name in sorted(members):
        if name.startswith(FILES) and PurePosixPath(name).stem != _digest(members[name])["sha256"]:
            raise Altered(name, "it is not the file that its name says")
    if manifest.get("head") != _head(last):
        raise Altered(MANIFEST, "its head is not the log's")
    if _key(members).public_bytes_raw() != public.public_bytes_raw():
        raise Altered(KEY, "it is another key than the one to check with")
    try:
        signature = bytes.fromhex(members[SIGNATURE].decode("ascii"))
        public.verify(signature, manifest_message(manifest["session"], members[MANIFEST]))
    except (ValueError, InvalidSignature):
        raise Altered(SIGNATURE, "the manifest's signature is not of this key") from None
    if _zip(members) != data:
        raise Altered("the ZIP file", "something besides its members was altered")
    return Whole(manifest["session"], last.version, last.hash, len(members))


def _chain(members: Mapping[str, bytes], session: str, public: Ed25519PublicKey) -> Entry:
    """The last entry of the log, all of whose entries are good."""
    commits, heads = members[LOG].split(b"\n"), members[HEADS].split(b"\n")
    entries = []
    for n, (data, head) in enumerate(zip(commits[:-1], heads[:-1], strict=False), 1):
        where = f"{LOG}, version {n}"
        try:
            said, signed = json.loads(data), json.loads(head)
            entry = Entry(
                signed["version"],
                said["cause"],
                data,
                signed["hash"],
                said["prev_hash"],
                bytes.fromhex(signed["signature"]),
            )
        except (ValueError, KeyError, TypeError):
            raise Altered(where, "the commit or its head cannot be read") from None
        if head != _json(_head(entry)):
            raise Altered(f"{HEADS}, version {n}", "it is not as it was written")
        entries.append(entry)
    try:
        verify_chain(entries, public, session, PLENARY)
    except Broken as broken:
        raise Altered(f"{LOG}, version {broken.version}", broken.reason) from None
    except (TypeError, ValueError):
        raise Altered(LOG, "it is not a log") from None
    if len(commits) != len(heads) or not entries or commits[-1] or heads[-1]:
        raise Altered(f"{LOG}, version {len(entries) + 1}", "commits and heads are not the same in number")
    return entries[-1]


def _manifest(members: Mapping[str, bytes]) -> dict[str, Any]:
    if MANIFEST not in members:
        raise Altered(MANIFEST, "it is missing")
    try:
        manifest = json.loads(members[MANIFEST])
    except ValueError:
        raise Altered(MANIFEST, "it is not JSON") from None
    known = isinstance(manifest, dict) and isinstance(manifest.get("session"), str)
    if not known or not isinstance(manifest.get("members"), dict) or _json(manifest) != members[MANIFEST]:
        raise Altered(MANIFEST, "it is not a manifest of ours")
    if missing := {KEY, LOG, HEADS} - manifest["members"].keys():
        raise Altered(MANIFEST, f"it does not name {min(missing)}")
    return dict(manifest)


def _key(members: Mapping[str, bytes]) -> Ed25519PublicKey:
    try:
        return load_public(members[KEY])
    except KeyProblem as problem:
        raise Altered(KEY, str(problem)) from None


def _zip(members: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as package:
        for name, data in sorted(members.items()):
            package.writestr(zipfile.ZipInfo(name, DATED), data)
    return written.getvalue()


def _unzip(data: bytes) -> dict[str, bytes]:
    """Stored members only: a bundle that unpacks to more than itself is none of ours."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members: dict[str, bytes] = {}
            for entry in package.infolist():
                if entry.filename in members:
                    raise Altered(entry.filename, "it stands there twice")
                if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > len(data):
                    raise Altered(entry.filename, "it is not stored as it was written")
                try:
                    members[entry.filename] = package.read(entry)
                except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError) as error:
                    raise Altered(entry.filename, f"it cannot be read ({error})") from None
            return members
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise Altered("the ZIP file", f"it cannot be read ({error})") from None


def _head(entry: Entry) -> dict[str, Any]:
    return {"version": entry.version, "hash": entry.hash, "signature": entry.signature.hex()}


def _digest(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
