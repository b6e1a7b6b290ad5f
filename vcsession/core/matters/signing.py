"""The minutes from their final text on: put to the room, signed, issued, corrected by corrigendum only.

Each head signs once, or says that it does not; a page signed by hand is entered by the secretary with the
hash of its scan. Nobody who did not take part at the last sitting is waited for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from vcsession.core.changing import replace
from vcsession.core.matters import copies, roll_call
from vcsession.core.matters.agenda import check_text, may_decide
from vcsession.core.matters.circulating import version, with_minutes
from vcsession.core.matters.consensus import absent_do_not_block, alone_before_the_room
from vcsession.core.matters.incidents import everybody_hears
from vcsession.core.matters.languages import interpreted
from vcsession.core.matters.minutes import (
    PRESIDING,
    SHA256,
    Corrigendum,
    Minutes,
    Signature,
    VersionMade,
    must_be_hash,
)
from vcsession.core.matters.side_rooms import heads_at_the_table
from vcsession.core.matters.signatures import (
    AdoptMinutes,
    CorrigendumDrafted,
    CorrigendumIssued,
    DraftCorrigendum,
    Issue,
    IssueCorrigendum,
    MinutesAdopted,
    MinutesIssued,
    MinutesSigned,
    MinutesSuperseded,
    OpenSigning,
    RegisterScan,
    ScanRegistered,
    Sign,
    SigningOpened,
    Supersede,
)
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Actor, Decide, Fold, Stamp

if TYPE_CHECKING:
    from vcsession.core.state import State

ED25519 = re.compile(r"[0-9a-f]{128}")

ELSEWHERE = frozenset({"expected", "absent", "excused", "not_participating"})
"""The presence of a delegation that took no part in the last sitting."""


def signer_of(state: State, actor: Actor) -> str:
    """Under which name this seat's own signature is kept."""
    if actor.seat == state.presiding.seat:
        return PRESIDING
    return actor.delegation or actor.seat


def awaited(state: State, minutes: Minutes) -> tuple[str, ...]:
    """Who must still sign, or say that it does not, before the minutes are issued: delegations' codes in
    protocol order, `presiding`, `secretary`.
    """
    found = []
    if state.convocation.rules.signatures == "heads":
        found = [code for code, p in state.presence.items() if p.state not in ELSEWHERE]
        order = [code for code in roll_call.entitled(state) if code in found]
        found = [code for code in order if code not in minutes.signatures]
    if PRESIDING not in minutes.signatures:
        found.append(PRESIDING)
    secretaries = {seat.id for seat in state.seats.values() if seat.role == "secretary"}
    if not secretaries & minutes.signatures.keys():
        found.append("secretary")
    return tuple(found)


def unsigned(state: State, minutes: Minutes) -> tuple[str, ...]:
    """The delegations whose head may still sign, whether they are waited for or not."""
    return tuple(code for code in roll_call.entitled(state) if code not in minutes.signatures)


def unscanned(minutes: Minutes) -> tuple[str, ...]:
    """Whose page signed by hand is not registered."""
    signatures = minutes.signatures.values()
    return tuple(s.signer for s in signatures if s.manner != "refused" and not s.scan)


def not_adopted_yet(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if state.minutes[entity].adopted_at is not None:
        raise refuse("already_adopted")


def room_has_adopted(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    """While the session goes on, the room is asked; later there is no room to ask."""
    if state.closed_at is None and state.minutes[entity].adopted_at is None:
        raise refuse("minutes_not_adopted")


def may_sign(state: State, actor: Actor, entity: str, _now: datetime) -> None:
    signer = signer_of(state, actor)
    if signer == actor.delegation and not roll_call.counts(state.delegations[signer]):
        raise refuse("may_not_sign")
    if actor.role != "secretary" and signer in state.minutes[entity].signatures:
        raise refuse("already_signed")


def all_have_answered(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    for signer in awaited(state, state.minutes[entity]):
        raise refuse("signatures_awaited", id=signer)


def draft_there(state: State, _actor: Actor, entity: str, _now: datetime) -> None:
    if not any(c.number is None for c in state.minutes[entity].corrigenda):
        raise refuse("no_draft")


def open_signing(
    state: State, _a: Actor, command: OpenSigning, _n: datetime
) -> Iterator[VersionMade | SigningOpened]:
    must_be_hash(command.hash, "hash")
    minutes = state.minutes[command.minutes]
    first, last = minutes.version.last, command.last
    if last is not None and not first <= last <= state.version:
        raise refuse("bad_field", field="last", problem=f"from {first} to {state.version}")
    if last is not None and last > first:
        yield version(state, minutes, "signing", last)
    yield SigningOpened(command.minutes, command.hash)


def sign(state: State, actor: Actor, command: Sign, _n: datetime) -> Iterator[MinutesSigned]:
    minutes = state.minutes[command.minutes]
    signer = signer_of(state, actor)
    if command.delegation is not None and command.delegation != signer:
        if actor.role != "secretary":
            raise refuse("not_your_delegation")
        signer = command.delegation
        if signer not in state.delegations:
            raise refuse("unknown", what="delegation", id=signer)
        if not roll_call.counts(state.delegations[signer]):
            raise refuse("may_not_sign")
        if command.manner != "refused" and not command.scan:
            raise refuse("bad_field", field="scan", problem="the hash of the page signed by hand is missing")
    if signer in minutes.signatures:
        raise refuse("already_signed")
    if command.hash != minutes.hash:
        raise refuse("hash_differs")
    if command.manner == "with_reservation" and not command.words.strip():
        raise refuse("bad_field", field="words", problem="the words of the reservation are missing")
    if command.scan:
        must_be_hash(command.scan, "scan")
    if command.seal and not ED25519.fullmatch(command.seal):
        raise refuse("bad_field", field="seal", problem="an Ed25519 signature, 128 hexadecimal digits")
    if bool(command.seal) != bool(SHA256.fullmatch(command.public_key)):
        raise refuse("bad_field", field="public_key", problem="64 hexadecimal digits, beside a seal only")
    yield MinutesSigned(
        command.minutes,
        signer,
        actor.seat,
        command.manner,
        command.words,
        command.scan,
        command.seal,
        command.public_key,
    )


def register(state: State, _a: Actor, command: RegisterScan, _n: datetime) -> Iterator[ScanRegistered]:
    must_be_hash(command.scan, "scan")
    minutes = state.minutes[command.minutes]
    signature = minutes.signatures.get(command.signer)
    if signature is None or signature.manner == "refused":
        raise refuse("unknown", what="signature", id=command.signer)
    if command.signer not in unscanned(minutes):
        raise refuse("already_registered")
    yield ScanRegistered(command.minutes, command.signer, command.scan)


def draft(state: State, _a: Actor, command: DraftCorrigendum, _n: datetime) -> Iterator[CorrigendumDrafted]:
    check_text(state, command.text, "text")
    yield CorrigendumDrafted(command.minutes, command.text)


def issue_corrigendum(
    state: State, _a: Actor, command: IssueCorrigendum, _n: datetime
) -> Iterator[CorrigendumIssued]:
    issued = sum(1 for c in state.minutes[command.minutes].corrigenda if c.number is not None)
    yield CorrigendumIssued(command.minutes, issued + 1)


def supersede(state: State, _a: Actor, command: Supersede, _n: datetime) -> Iterator[MinutesSuperseded]:
    if not command.reason.strip():
        raise refuse("bad_field", field="reason", problem="the reason is missing")
    yield MinutesSuperseded(command.minutes, command.reason)


def fold_opened(state: State, event: SigningOpened, _stamp: Stamp) -> State:
    return with_minutes(state, event.minutes, state="signing", hash=event.hash)


def _signed(state: State, number: str, signature: Signature) -> State:
    signatures = {**state.minutes[number].signatures, signature.signer: signature}
    return with_minutes(state, number, signatures=signatures)


def fold_signed(state: State, event: MinutesSigned, stamp: Stamp) -> State:
    signature = Signature(
        event.signer,
        event.seat,
        event.manner,
        event.words,
        event.scan,
        event.seal,
        event.public_key,
        stamp.at,
    )
    return _signed(state, event.minutes, signature)


def fold_registered(state: State, event: ScanRegistered, _stamp: Stamp) -> State:
    former = state.minutes[event.minutes].signatures[event.signer]
    return _signed(state, event.minutes, replace(former, scan=event.scan))


def _issued(state: State, number: str) -> tuple[Corrigendum, ...]:
    return tuple(c for c in state.minutes[number].corrigenda if c.number is not None)


def fold_drafted(state: State, event: CorrigendumDrafted, stamp: Stamp) -> State:
    draft = Corrigendum(None, event.text, stamp.at)
    return with_minutes(state, event.minutes, corrigenda=(*_issued(state, event.minutes), draft))


def fold_corrigendum(state: State, event: CorrigendumIssued, stamp: Stamp) -> State:
    draft = replace(state.minutes[event.minutes].corrigenda[-1], number=event.number, at=stamp.at)
    return with_minutes(state, event.minutes, corrigenda=(*_issued(state, event.minutes), draft))


GUARDS = {
    "adopt_minutes": (
        may_decide,
        not_adopted_yet,
        alone_before_the_room,
        roll_call.every_link_holds,
        everybody_hears,
        heads_at_the_table,
        interpreted,
        absent_do_not_block,
    ),
    "open_signing": (room_has_adopted,),
    "sign": (may_sign,),
    "issue": (all_have_answered,),
    "issue_corrigendum": (draft_there,),
}
DECIDE: dict[type, Decide] = {
    AdoptMinutes: lambda state, _a, command, _n: iter(
        (MinutesAdopted(command.minutes, state.presiding.seat or "", roll_call.present(state)),)
    ),
    OpenSigning: open_signing,
    Sign: sign,
    RegisterScan: register,
    Issue: lambda state, _a, command, _n: iter(
        (MinutesIssued(command.minutes), copies.at_issue(state, command.minutes))
    ),
    DraftCorrigendum: draft,
    IssueCorrigendum: issue_corrigendum,
    Supersede: supersede,
}
FOLD: dict[type, Fold] = {
    MinutesAdopted: lambda state, event, stamp: with_minutes(state, event.minutes, adopted_at=stamp.at),
    SigningOpened: fold_opened,
    MinutesSigned: fold_signed,
    ScanRegistered: fold_registered,
    MinutesIssued: lambda state, event, stamp: with_minutes(
        state, event.minutes, state="issued", issued_at=stamp.at
    ),
    CorrigendumDrafted: fold_drafted,
    CorrigendumIssued: fold_corrigendum,
    MinutesSuperseded: lambda state, event, _stamp: with_minutes(
        state, event.minutes, state="superseded_minutes", superseded_because=event.reason
    ),
}
