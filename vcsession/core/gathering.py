"""What a record needs is gathered from the commits as they are folded, one after another."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vcsession.core.catalogue import Event
from vcsession.core.changing import replace
from vcsession.core.matters import (
    agenda,
    appeals,
    conduct,
    decisions,
    floor,
    in_camera,
    incidents,
    presiding,
    roll_call,
    session,
    silence,
    sittings,
    voting,
)
from vcsession.core.matters import answers as answering
from vcsession.core.matters import text as drafts
from vcsession.core.reading_registry import Terms
from vcsession.core.reading_votes import vote
from vcsession.core.record import (
    CouldNotHear,
    Interruption,
    PointOfOrder,
    PresenceChange,
    PresidingInterval,
    Reopening,
    RollCallAnswer,
    SilenceRecord,
    VoteRecord,
)
from vcsession.core.session import apply
from vcsession.core.state import State
from vcsession.core.vocabulary import Commit, Stamp


@dataclass(slots=True)
class GatheredSitting:
    """What is gathered about one sitting while its commits are read."""

    answers: dict[str, RollCallAnswer] = field(default_factory=dict)
    quorum: tuple[int, int, bool] = (0, 0, False)
    changes: list[PresenceChange] = field(default_factory=list)
    suspensions: list[Interruption] = field(default_factory=list)
    incidents: dict[str, CouldNotHear] = field(default_factory=dict)
    interrupting: set[str] = field(default_factory=set)
    points: dict[str, PointOfOrder] = field(default_factory=dict)
    rounds: list[datetime] = field(default_factory=list)
    closed_parts: list[Interruption] = field(default_factory=list)
    discussed_since: datetime | None = None


@dataclass(slots=True)
class GatheredDecision:
    presiding: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    objections: list[str] = field(default_factory=list)
    interruptions: list[datetime] = field(default_factory=list)
    silences: list[SilenceRecord] = field(default_factory=list)
    ended_at: datetime | None = None
    vote: VoteRecord | None = None


class Gathered:
    """The state, and beside it what no state keeps: who answered when, what was interrupted, who presided."""

    def __init__(self) -> None:
        self.state = State()
        self.adopted: tuple[str, ...] = ()
        self.terms = Terms()
        self.sittings: dict[str, GatheredSitting] = defaultdict(GatheredSitting)
        self.decisions: dict[str, GatheredDecision] = defaultdict(GatheredDecision)
        self.began: dict[str, datetime] = {}
        self.ended: dict[str, tuple[datetime, str]] = {}
        self.presiding: list[PresidingInterval] = []
        self.moved: dict[str, tuple[datetime, agenda.ItemMoved]] = {}
        self.suspensions: list[Interruption] = []
        self.reopened: dict[str, list[Reopening]] = defaultdict(list)

    def read(self, commit: Commit[Event]) -> None:
        stamp = Stamp(commit.version, commit.at, commit.actor)
        for event in commit.events:
            self._take(event, stamp)
            self.terms.take(event, stamp)
            self.state = apply(self.state, (event,), stamp)
        self.state = replace(self.state, version=commit.version, at=commit.at)

    def _take(self, event: object, stamp: Stamp) -> None:
        at = stamp.at
        current = self.state.sitting.number if self.state.sitting else ""
        match event:
            case sittings.SittingCalledToOrder():
                answers = self.sittings[event.sitting].answers
                for code in self.state.delegations:
                    # whoever takes no part in the session is not called again
                    presence = "expected" if code in event.expected else "not_participating"
                    answers[code] = RollCallAnswer(code, presence, None, "")
                self._presides(event.presiding, at, "chair")
            case sittings.QuorumDeclared():
                self.sittings[event.sitting].quorum = (event.present, event.entitled, True)
            case sittings.OpenedForDiscussionOnly():
                self.sittings[event.sitting].quorum = (event.present, event.entitled, False)
                self.sittings[event.sitting].discussed_since = at
            case sittings.SittingSuspended():
                self.sittings[event.sitting].suspensions.append(Interruption(at, None, event.reason))
            case sittings.SittingResumed():
                self._resumed(event.sitting, at)
            case sittings.SittingEnded():
                self._resumed(event.sitting, at)
                self._opened(event.sitting, at)
                if event.outcome != "cancelled":
                    self._presides(None, at, "ended")
            case roll_call.RollCallAnswered():
                actor = stamp.actor
                pressed = actor.entered_by or ""
                answer = RollCallAnswer(event.delegation, event.presence, at, actor.seat, pressed)
                self.sittings[current].answers[event.delegation] = answer
            case roll_call.PresenceChanged():
                change = PresenceChange(at, event.delegation, event.what, event.present)
                self.sittings[current].changes.append(change)
            case agenda.AgendaAdopted():
                self.adopted = event.items
            case agenda.ItemMoved(state="deferred" | "referred"):
                self.moved[event.item] = (at, event)
            case agenda.ItemOpened():
                self.moved.pop(event.item, None)
            case session.SessionSuspended():
                self.suspensions.append(Interruption(at, None, event.reason))
            case session.SessionResumed():
                self.suspensions[-1] = replace(self.suspensions[-1], until=at)
            case floor.FloorGranted() if self._is_point(event.request):
                self._point(current, event.request, at)
            case floor.RequestClosed() if self._is_point(event.request):
                if event.outcome == "refused":
                    self._point(current, event.request, at, ruling="refused", reason=event.reason)
                elif event.outcome == "lapsed":
                    self.sittings[current].points.pop(event.request, None)
            case conduct.PointRuled():
                points = self.sittings[current].points
                points[event.request] = replace(
                    points[event.request], ruling=event.ruling, words=event.words, ruled_at=at
                )
            case appeals.RulingAppealed():
                points = self.sittings[current].points
                points[event.request] = replace(points[event.request], appealed_by=event.delegation)
            case appeals.AppealEnded():
                for gathered in self.sittings.values():
                    if (point := gathered.points.get(event.request)) is not None:
                        gathered.points[event.request] = replace(point, appeal=event.outcome)
            case in_camera.PartClosed():
                self.sittings[event.sitting].closed_parts.append(Interruption(at, None, "closed_part"))
            case in_camera.PartOpened():
                self._opened(event.sitting, at)
            case conduct.RoundOpened():
                self.sittings[current].rounds.append(at)
            case floor.SpeechBegan():
                self.began.setdefault(event.request, at)
            case floor.SpeechPaused():
                self._interrupted(current, event.because)
            case floor.SpeechEnded():
                self.ended[event.request] = (at, event.outcome)
            case decisions.DecisionTaken():
                taken = self.decisions[event.decision]
                taken.presiding, taken.present, taken.absent = event.presiding, event.present, event.absent
            case decisions.DecisionObjected(insists=True) | answering.ObjectionMaintained():
                objections = self.decisions[event.decision].objections
                if event.delegation not in objections:
                    objections.append(event.delegation)
            case answering.ObjectionWithdrawn():
                objections = self.decisions[event.decision].objections
                objections[:] = [code for code in objections if code != event.delegation]
            case voting.VoteDeclared():
                taken = self.decisions[event.decision]
                taken.presiding, taken.present, taken.absent = event.presiding, event.present, event.absent
                taken.vote = vote(self.state, event, at)
            case decisions.DecisionHeld():
                self.decisions[event.decision].interruptions.append(at)
                self._interrupted(current, event.because)
            case incidents.HearingLost():
                told = CouldNotHear(at, None, event.delegation, event.seat)
                self.sittings[current].incidents[event.incident] = told
            case incidents.IncidentCleared():
                self._heard_again(event.incident, at)
            case drafts.UnitReopened():
                self.reopened[event.unit].append(Reopening(at, event.delegation, event.decision))
            case silence.SilenceBegan():
                self.decisions[event.decision].silences.append(SilenceRecord(at, event.expires_at))
            case silence.SilenceBroken():
                self._silence_ended(
                    event.decision,
                    broken_at=at,
                    broken_by=event.delegation,
                    broken_as=event.kind,
                    text=event.text,
                    letter=event.letter,
                )
            case silence.SilenceExpired():
                self._silence_ended(event.decision, expired=True)
            case silence.SilenceAnnounced():
                self._silence_ended(event.decision, announced_at=at)
            case silence.DecisionSuperseded() | silence.DecisionRevoked():
                self.decisions[event.decision].ended_at = at
            case presiding.PresidingChanged():
                # a lost link that comes back in time changes nobody's place; between sittings there is none
                if current and event.state in ("chair_presiding", "deputy_presiding", "vacant"):
                    self._presides(event.seat, at, event.because)

    def _is_point(self, request: str) -> bool:
        return self.state.requests[request].kind == "point_of_order"

    def _point(self, sitting: str, request: str, at: datetime, ruling: str = "", reason: str = "") -> None:
        asked = self.state.requests[request]
        self.sittings[sitting].points[request] = PointOfOrder(
            at, asked.delegation or "", asked.seat, ruling, {}, reason, None
        )

    def _presides(self, seat: str | None, at: datetime, because: str) -> None:
        last = self.presiding[-1] if self.presiding else None
        if last is not None and last.until is None:
            if last.seat == seat:
                return
            self.presiding[-1] = replace(last, until=at)
        if seat is not None:
            self.presiding.append(PresidingInterval(seat, at, None, because))

    def _interrupted(self, sitting: str, because: str) -> None:
        if because == "incident" and (incident := incidents.deaf(self.state)) is not None:
            self.sittings[sitting].interrupting.add(incident.id)

    def _heard_again(self, incident: str, at: datetime) -> None:
        for sitting in self.sittings.values():
            if (told := sitting.incidents.get(incident)) is not None:
                sitting.incidents[incident] = replace(told, until=at)

    def _silence_ended(self, number: str, **how: Any) -> None:
        silences = self.decisions[number].silences
        silences[-1] = replace(silences[-1], **how)

    def _resumed(self, number: str, at: datetime) -> None:
        suspensions = self.sittings[number].suspensions
        if suspensions and suspensions[-1].until is None:
            suspensions[-1] = replace(suspensions[-1], until=at)

    def in_camera_at(self, at: datetime) -> bool:
        parts = (part for sitting in self.sittings.values() for part in sitting.closed_parts)
        return any(part.since <= at and (part.until is None or at < part.until) for part in parts)

    def _opened(self, number: str, at: datetime) -> None:
        parts = self.sittings[number].closed_parts
        if parts and parts[-1].until is None:
            parts[-1] = replace(parts[-1], until=at)
