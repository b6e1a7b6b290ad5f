"""The floor: who asks for it, in what order, who has it. Who has it is heard: see `core.routing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vcsession.core.rules import SpeechKind

Kind = Literal["point_of_order", "procedural_motion", "reply", "intervention"]

PRECEDENCE: tuple[SpeechKind, ...] = (
    "point_of_order",
    "procedural_motion",
    "turn",
    "reply",
    "intervention",
)
"""A request is put behind those of its own kind and of higher ones; within a kind, first in, first out."""


@dataclass(frozen=True, slots=True)
class FloorRequest:
    """`seat` is who will speak; `requested_by` the seat that asked for it.

    `spoken_s` counts up to the last pause. `kind` "turn" is one of a round of the table. `ruling` is what the
    presiding officer said to a point of order: upheld, dismissed, or "" so far.
    """

    id: str
    seat: str
    delegation: str | None
    kind: SpeechKind
    item: str | None
    requested_by: str
    asked_at: datetime
    state: str = "pending"
    granted_at: datetime | None = None
    began_at: datetime | None = None
    spoken_s: float = 0.0
    paused_for: str = ""
    ruling: str = ""
    confirmed_at: datetime | None = None
    """When the delegation confirmed what was entered for it (`matters.telephone`)"""
    people: tuple[str, ...] = ()
    """Who spoke, by name, one after another; the last one is speaking (`matters.naming`)"""


@dataclass(frozen=True, slots=True)
class RequestFloor:
    """`delegation` only where the secretary asks on behalf of one."""

    kind: Kind = "intervention"
    delegation: str | None = None
    item: str | None = None
    type: Literal["request_floor"] = "request_floor"


@dataclass(frozen=True, slots=True)
class Accept:
    request: str
    type: Literal["accept"] = "accept"


@dataclass(frozen=True, slots=True)
class Refuse:
    request: str
    reason: str
    type: Literal["refuse"] = "refuse"


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    request: str
    type: Literal["withdraw_request"] = "withdraw_request"


@dataclass(frozen=True, slots=True)
class Reorder:
    """`place` counts from 1."""

    request: str
    place: int
    type: Literal["reorder"] = "reorder"


@dataclass(frozen=True, slots=True)
class Grant:
    request: str
    type: Literal["grant"] = "grant"


@dataclass(frozen=True, slots=True)
class BeginSpeech:
    request: str
    type: Literal["begin_speech"] = "begin_speech"


@dataclass(frozen=True, slots=True)
class LapseRequest:
    request: str
    type: Literal["lapse_request"] = "lapse_request"


@dataclass(frozen=True, slots=True)
class PauseSpeech:
    request: str
    type: Literal["pause_speech"] = "pause_speech"


@dataclass(frozen=True, slots=True)
class ResumeSpeech:
    request: str
    type: Literal["resume_speech"] = "resume_speech"


@dataclass(frozen=True, slots=True)
class YieldFloor:
    request: str
    type: Literal["yield_floor"] = "yield_floor"


@dataclass(frozen=True, slots=True)
class EndSpeech:
    request: str
    type: Literal["end_speech"] = "end_speech"


@dataclass(frozen=True, slots=True)
class RevokeFloor:
    request: str
    type: Literal["revoke_floor"] = "revoke_floor"


@dataclass(frozen=True, slots=True)
class FloorRequested:
    request: str
    seat: str
    delegation: str | None
    kind: SpeechKind
    item: str | None
    type: Literal["floor_requested"] = "floor_requested"


@dataclass(frozen=True, slots=True)
class RequestQueued:
    """`place` counts from 1."""

    request: str
    place: int
    type: Literal["request_queued"] = "request_queued"


@dataclass(frozen=True, slots=True)
class RequestClosed:
    """The request left the list without a speech: withdrawn, refused or lapsed."""

    request: str
    outcome: Literal["withdrawn", "refused", "lapsed"]
    reason: str = ""
    type: Literal["request_closed"] = "request_closed"


@dataclass(frozen=True, slots=True)
class FloorGranted:
    request: str
    seat: str
    type: Literal["floor_granted"] = "floor_granted"


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    request: str
    type: Literal["speech_began"] = "speech_began"


@dataclass(frozen=True, slots=True)
class SpeechPaused:
    """`because`: presiding, link, incident, point_of_order, interpretation."""

    request: str
    because: str
    type: Literal["speech_paused"] = "speech_paused"


@dataclass(frozen=True, slots=True)
class SpeechResumed:
    request: str
    type: Literal["speech_resumed"] = "speech_resumed"


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """`outcome`: finished (by the speaker or an officer), revoked."""

    request: str
    outcome: Literal["finished", "revoked"]
    type: Literal["speech_ended"] = "speech_ended"


Command = (
    RequestFloor
    | Accept
    | Refuse
    | WithdrawRequest
    | Reorder
    | Grant
    | BeginSpeech
    | LapseRequest
    | PauseSpeech
    | ResumeSpeech
    | YieldFloor
    | EndSpeech
    | RevokeFloor
)
Event = (
    FloorRequested
    | RequestQueued
    | RequestClosed
    | FloorGranted
    | SpeechBegan
    | SpeechPaused
    | SpeechResumed
    | SpeechEnded
)
