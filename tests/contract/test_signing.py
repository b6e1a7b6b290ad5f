"""A log that was altered after the fact is found out, whichever way it was altered."""

from __future__ import annotations

import hashlib
import json
import random
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.contract.chains import chain, entry, signed
from vcsession.journal import Entry, head_message
from vcsession.signing import Broken, KeyProblem, Signer, load_public, verify_chain

LENGTH = 60
SESSION, AUDIENCE = "echelon-2020", "plenary"

Log = list[Entry]

STRANGER = Signer(Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer.load_or_create(tmp_path_factory.mktemp("key") / "signing.pem")


@pytest.fixture(scope="module")
def log(signer: Signer) -> Log:
    return signed(chain(LENGTH, text="Согласовано"), signer, SESSION, AUDIENCE)


def flip(value: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(value))
    return value[:at] + bytes([value[at] ^ 1 << dice.randrange(8)]) + value[at + 1 :]


def flip_text(value: str, dice: random.Random) -> str:
    at = dice.randrange(len(value))
    return value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]


def flip_data(log: Log, at: int, dice: random.Random) -> Log:
    return [*log[:at], replace(log[at], data=flip(log[at].data, dice)), *log[at + 1 :]]


def flip_data_and_hash(log: Log, at: int, dice: random.Random) -> Log:
    data = flip(log[at].data, dice)
    return [*log[:at], replace(log[at], data=data, hash=hashlib.sha256(data).hexdigest()), *log[at + 1 :]]


def flip_hash(log: Log, at: int, dice: random.Random) -> Log:
    return [*log[:at], replace(log[at], hash=flip_text(log[at].hash, dice)), *log[at + 1 :]]


def flip_prev_hash(log: Log, at: int, dice: random.Random) -> Log:
    other = flip_text(log[at].prev_hash, dice) if log[at].prev_hash else "0" * 64
    return [*log[:at], replace(log[at], prev_hash=other), *log[at + 1 :]]


def flip_cause(log: Log, at: int, dice: random.Random) -> Log:
    return [*log[:at], replace(log[at], cause=flip_text(log[at].cause, dice)), *log[at + 1 :]]


def renumber(log: Log, at: int, dice: random.Random) -> Log:
    return [*log[:at], replace(log[at], version=log[at].version + dice.choice([-1, 1])), *log[at + 1 :]]


def flip_signature(log: Log, at: int, dice: random.Random) -> Log:
    return [*log[:at], replace(log[at], signature=flip(log[at].signature, dice)), *log[at + 1 :]]


def delete(log: Log, at: int, dice: random.Random) -> Log:
    return log[:at] + log[at + 1 :]


def delete_and_renumber(log: Log, at: int, dice: random.Random) -> Log:
    return log[:at] + [replace(e, version=e.version - 1) for e in log[at + 1 :]]


def insert(log: Log, at: int, dice: random.Random) -> Log:
    return [*log[:at], dice.choice(log), *log[at:]]


def swap(log: Log, at: int, dice: random.Random) -> Log:
    a, b = sorted(dice.sample(range(len(log)), 2))
    return [*log[:a], log[b], *log[a + 1 : b], log[a], *log[b + 1 :]]


def swap_signatures(log: Log, at: int, dice: random.Random) -> Log:
    a, b = dice.sample(range(len(log)), 2)
    new = list(log)
    new[a] = replace(log[a], signature=log[b].signature)
    return new


def truncate(log: Log, at: int, dice: random.Random) -> Log:
    return log[:at]


def behead(log: Log, at: int, dice: random.Random) -> Log:
    return log[at + 1 :]


def rewrite(log: Log, at: int, dice: random.Random) -> Log:
    """Another text, and every hash after it computed anew: all that is missing is the key."""
    new = log[:at]
    for old in log[at:]:
        prev = new[-1].hash if new else ""
        text = "Не согласовано" if old.version == at + 1 else "Согласовано"
        new.append(replace(entry(old.version, prev, text=text), signature=old.signature))
    return new


def forge(log: Log, at: int, dice: random.Random) -> Log:
    """The same, signed from there on with a key of the forger's."""
    new = rewrite(log, at, dice)
    return [*new[:at], *signed(new[at:], STRANGER, SESSION, AUDIENCE)]


Attack = Callable[[Log, int, random.Random], Log]
ATTACKS: list[Attack] = [
    flip_data,
    flip_data_and_hash,
    flip_hash,
    flip_prev_hash,
    flip_cause,
    renumber,
    flip_signature,
    delete,
    delete_and_renumber,
    insert,
    swap,
    swap_signatures,
    truncate,
    behead,
    rewrite,
    forge,
]


def test_a_clean_log_passes(log: Log, signer: Signer) -> None:
    verify_chain(log, signer.public_key, SESSION, AUDIENCE)
    verify_chain(log, signer.public_key, SESSION, AUDIENCE, head=(LENGTH, log[-1].hash))
    verify_chain(log, signer.public_key, SESSION, AUDIENCE, head=(7, log[6].hash))
    verify_chain([], signer.public_key, SESSION, AUDIENCE)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_no_alteration_goes_undetected(attack: Attack, log: Log, signer: Signer) -> None:
    head = (LENGTH, log[-1].hash)
    for seed in range(40):
        dice = random.Random(seed)
        altered = attack(list(log), dice.randrange(LENGTH), dice)
        assert altered != log
        with pytest.raises(Broken):
            verify_chain(altered, signer.public_key, SESSION, AUDIENCE, head=head)


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a is not truncate], ids=lambda a: a.__name__)
def test_but_for_its_end_a_log_proves_itself(attack: Attack, log: Log, signer: Signer) -> None:
    """Without a head known from elsewhere, only what is missing at the very end stays hidden."""
    for seed in range(5):
        dice = random.Random(seed)
        altered = attack(list(log), dice.randrange(LENGTH - 1), dice)
        with pytest.raises(Broken):
            verify_chain(altered, signer.public_key, SESSION, AUDIENCE)


def test_the_place_of_the_damage_is_named(log: Log, signer: Signer) -> None:
    altered = [*log[:16], replace(log[16], data=log[16].data + b" "), *log[17:]]
    with pytest.raises(Broken, match="version 17: the data does not have this hash"):
        verify_chain(altered, signer.public_key, SESSION, AUDIENCE)
    with pytest.raises(Broken, match="version 41: missing: the log went on to version 60"):
        verify_chain(log[:40], signer.public_key, SESSION, AUDIENCE, head=(LENGTH, log[-1].hash))


@pytest.mark.parametrize(
    ("session", "audience"), [("echelon-2021", "plenary"), ("echelon-2020", "delegation:kaz")]
)
def test_a_log_does_not_pass_for_that_of_another(
    log: Log, signer: Signer, session: str, audience: str
) -> None:
    with pytest.raises(Broken):
        verify_chain(log, signer.public_key, session, audience)


@pytest.mark.parametrize(
    "said", [{"version": 2}, {"prev_hash": "0" * 64}, {"cause": "other"}, {"version": None}]
)
def test_the_data_itself_must_say_where_it_stands(signer: Signer, said: dict[str, object]) -> None:
    """Signed by the owner and yet wrong: whoever reads the data alone would be misled."""
    good = entry(1)
    data = json.dumps({**json.loads(good.data), **said}).encode()
    bad = replace(good, data=data, hash=hashlib.sha256(data).hexdigest())
    verify_chain(signed([good], signer, SESSION, AUDIENCE), signer.public_key, SESSION, AUDIENCE)
    with pytest.raises(Broken, match="names another version, cause or previous hash"):
        verify_chain(signed([bad], signer, SESSION, AUDIENCE), signer.public_key, SESSION, AUDIENCE)


@pytest.mark.parametrize("data", [b"[]", b"nonsense", b"\xff"])
def test_data_that_is_no_commit_breaks_the_log(signer: Signer, data: bytes) -> None:
    bad = replace(entry(1), data=data, hash=hashlib.sha256(data).hexdigest())
    with pytest.raises(Broken):
        verify_chain(signed([bad], signer, SESSION, AUDIENCE), signer.public_key, SESSION, AUDIENCE)


def test_a_replay_with_the_owners_key_but_another_history_is_seen_by_a_kept_head(
    log: Log, signer: Signer
) -> None:
    """Even the owner cannot rewrite what a browser has seen."""
    other = signed(chain(LENGTH, text="Не согласовано"), signer, SESSION, AUDIENCE)
    verify_chain(other, signer.public_key, SESSION, AUDIENCE)
    with pytest.raises(Broken, match="known from elsewhere"):
        verify_chain(other, signer.public_key, SESSION, AUDIENCE, head=(7, log[6].hash))


def test_a_head_is_what_a_browser_would_write() -> None:
    assert (
        head_message("эшелон", "plenary", 3, "ab") == '["vcsession-head","эшелон","plenary",3,"ab"]'.encode()
    )
    assert head_message('a","b', "c", 1, "") != head_message("a", 'b","c', 1, "")


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.pem"
    first = Signer.load_or_create(path)
    again = Signer.load_or_create(path)
    assert first.public_pem() == again.public_pem()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["signing.pem"]
    load_public(first.public_pem()).verify(again.sign(b"message"), b"message")


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "signing.pem"
    Signer.load_or_create(path)
    path.chmod(0o640)
    with pytest.raises(KeyProblem, match="can be read by others: chmod 600"):
        Signer.load_or_create(path)
    path.chmod(0o600)
    Signer.load_or_create(path)


def test_a_file_that_is_no_such_key_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "signing.pem"
    other_kind = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for content in (b"", b"nonsense", other_kind):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(KeyProblem, match=r"the signing key .* is n"):
            Signer.load_or_create(path)
        assert path.read_bytes() == content
