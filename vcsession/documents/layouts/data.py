"""JSON for programs: the sections as every format prints them, and each decision's facts as codes."""

from __future__ import annotations

import json
from typing import Any

from vcsession.core.record import DecisionRecord, Record, ReservationRecord
from vcsession.documents.sections import Decision, Sections, as_data

VERSION = 1
"""Raised when a field changes its meaning or goes."""


def lay_out(sections: Sections, record: Record, kind: str = "minutes") -> bytes:
    """`kind` names the document by the key that holds the version of this form; only minutes list facts."""
    verification = record.verification
    document = {
        kind: VERSION,
        "session": record.convocation.id,
        **as_data(sections),
        **(_facts(sections, record) if kind == "minutes" else {}),
        "verification": {
            "first_version": verification.first_version,
            "last_version": verification.last_version,
            "head_hash": verification.head_hash,
            "signature": verification.signature,
            "public_key": verification.public_key,
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _facts(sections: Sections, record: Record) -> dict[str, Any]:
    facts = {d.number: d for item in record.items for d in item.decisions}
    return {
        "decisions": [_decision(block, facts.get(block.number)) for block in sections.decisions()],
        "reservations": [_reservation(r) for r in record.reservations],
    }


def _decision(block: Decision, fact: DecisionRecord | None) -> dict[str, Any]:
    """The printed words; beside them the codes and UTC times, for all that needs no language."""
    plain: dict[str, Any] = {
        "number": block.number,
        "text": block.text,
        "finality": block.finality,
        "standing": block.standing,
        "notes": list(block.notes),
    }
    if fact is None:
        return plain
    return plain | {
        "item": fact.item,
        "kind": fact.kind,
        "status": fact.status,
        "agreed_as": fact.finality,
        "text_hash": fact.text_hash,
        "taken_at": _iso(fact.taken_at),
        "presiding": fact.presiding,
        "present": list(fact.present),
        "absent": list(fact.absent),
        "confirm": [
            {"delegation": c.delegation, "confirmed_at": _iso(c.confirmed_at)} for c in fact.confirm_list
        ],
        "confirm_by": _iso(fact.confirm_by),
        "confirmed_at": _iso(fact.confirmed_at),
        "due": _iso(fact.due),
        "supersedes": fact.supersedes,
        "superseded_by": fact.superseded_by or None,
        "reservations": [r.number for r in fact.reservations],
    }


def _reservation(r: ReservationRecord) -> dict[str, Any]:
    """Its text exactly as it was received; the sections print it with the same care for unseen characters."""
    return {
        "number": r.number,
        "kind": r.kind,
        "delegation": r.delegation,
        "decision": r.decision,
        "status": r.status,
        "language": r.language or None,
        "text": r.text,
        "announced_at": _iso(r.announced_at),
        "received_at": _iso(r.received_at),
        "recorded_at": _iso(r.recorded_at),
        "lifted_at": _iso(r.lifted_at),
    }


def _iso(when: Any) -> str | None:
    return None if when is None else when.isoformat()
