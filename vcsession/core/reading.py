"""Commits -> the Record. The minutes cost nothing live: they are read from the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from vcsession.core import minuted, proposals_read, rectified
from vcsession.core import reading_following as following
from vcsession.core.catalogue import Event
from vcsession.core.changing import replace
from vcsession.core.convocation import seats
from vcsession.core.matters import (
    agenda,
    appeals,
    conduct,
    decisions,
    floor,
    in_camera,
    incidents,
    presiding,
    reservations,
    roll_call,
    session,
    silence,
    sittings,
    speaking,
    voting,
)
from vcsession.core.matters import answers as answering
from vcsession.core.matters import text as drafts
from vcsession.core.reading_lines import lines
from vcsession.core.reading_registry import Terms, papers, person
from vcsession.core.reading_votes import condition, late, vote
from vcsession.core.record import (
    AlternativeRecord,
    Confirmation,
    CouldNotHear,
    DecisionRecord,
    Interruption,
    ItemRecord,
    PointOfOrder,
    PresenceChange,
    PresidingInterval,
    Record,
    Reopening,
    ReplyRecord,
    ReservationRecord,
    RollCallAnswer,
    SilenceRecord,
    SittingRecord,
    Speech,
    UnitRecord,
    Verification,
    VoteRecord,
)
from vcsession.core.session import apply
from vcsession.core.state import State
from vcsession.core.vocabulary import Commit, Stamp, Text


@dataclass(slots=True)
class _Sitting:
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
class _Decision:
    presiding: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    objections: list[str] = field(default_factory=list)
    interruptions: list[datetime] = field(default_factory=list)
    silences: list[SilenceRecord] = field(default_factory=list)
    ended_at: datetime | None = None
    vote: VoteRecord | None = None


class _Reader:
    def __init__(self) -> None:
        self.state = State()
        self.adopted: tuple[str, ...] = ()
        self.terms = Terms()
        self.sittings: dict[str, _Sitting] = defaultdict(_Sitting)
        self.decisions: dict[str, _Decision] = defaultdict(_Decision)
        self.began: dict[str, datetime] = {}
        self.ended: dict[str, tuple[datetime, str]] = {}
        self.presiding: list[PresidingInterval] = []
        self.moved: dict[str, tuple[datetime, agenda.ItemMoved]] = {}
        self.suspensions: list[Interruption] = []
        self.reopened: dict[str, list[Reopening]] = defaultdict(list)

    def read(self, commit: Commit[Event]) -> None:
        stamp = Stamp(commit.version, commit.at, commit.actor)
        for event in commit.events:
            self.take(event, stamp)
            self.terms.take(event, stamp)
            self.state = apply(self.state, (event,), stamp)
        self.state = replace(self.state, version=commit.version, at=commit.at)

    def take(self, event: object, stamp: Stamp) -> None:
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

    def _in_camera(self, at: datetime) -> bool:
        parts = (part for sitting in self.sittings.values() for part in sitting.closed_parts)
        return any(part.since <= at and (part.until is None or at < part.until) for part in parts)

    def _opened(self, number: str, at: datetime) -> None:
        parts = self.sittings[number].closed_parts
        if parts and parts[-1].until is None:
            parts[-1] = replace(parts[-1], until=at)

    def record(self, verification: Verification) -> Record:
        state = self.state
        # what is said in a closed part stands in no document; its decisions do
        speeches = tuple(
            self._speech(r)
            for r in state.requests.values()
            if r.id in self.began and not self._in_camera(self.began[r.id])
        )
        taken = [self._decision(d) for d in state.decisions.values()]
        return Record(
            convocation=state.convocation,
            status=state.status,
            opened_at=state.opened_at,
            closed_at=state.closed_at,
            agenda_adopted_at=state.agenda_adopted_at,
            agenda=self.adopted,
            items=tuple(self._item(i, speeches, taken) for i in state.items.values()),
            sittings=tuple(self._sitting(s) for s in state.sittings.values()),
            presiding=tuple(rectified.presiding(state, self.presiding)),
            speeches=speeches,
            verification=verification,
            statements=tuple(following.statements(state)),
            forwardings=tuple(following.forwardings(state)),
            sequence=state.sequence,
            first_convened=following.first_convened(state),
            next_round=state.next_round,
            communique=following.the_communique(state),
            units=tuple(self._unit(u) for u in state.units.values()),
            minutes=minuted.minutes(state, {r for r, at in self.began.items() if not self._in_camera(at)}),
            papers=tuple(papers(state)),
            credentials=tuple(self.terms.records(state)),
            proposals=proposals_read.proposals(state),
            positions=proposals_read.positions(state),
            issued=tuple(state.seats.values())[len(tuple(seats(state.convocation))) :],
            reservations=tuple(_reservation(r) for r in state.reservations.values()),
            suspensions=tuple(self.suspensions),
            rectifications=tuple(
                one
                for one in rectified.told(state)
                if one.former is None or one.former.kind != "speech" or not self._in_camera(one.former.at)
            ),
        )

    def _speech(self, request: floor.FloorRequest) -> Speech:
        began = self.began[request.id]
        ended_at, ended = self.ended.get(request.id, (None, ""))
        delegation, seat = rectified.speaker(self.state, request)
        seconds = round(speaking.spoken(request, ended_at or self.state.at))
        return Speech(
            delegation,
            seat,
            request.kind,
            request.item,
            request.asked_at,
            began,
            ended_at,
            ended,
            seconds,
            rectified.statement(self.state, request.id),
            minuted.wording(self.state, request.id),
            tuple(person(self.state, id) for id in dict.fromkeys(request.people)),
        )

    def _item(
        self, item: agenda.Item, speeches: Iterable[Speech], taken: Iterable[DecisionRecord]
    ) -> ItemRecord:
        return ItemRecord(
            item.number,
            item.title,
            item.rapporteur,
            item.documents,
            item.state,
            item.outcome,
            item.opened_at,
            item.concluded_at,
            tuple(s for s in speeches if s.item == item.number),
            tuple(d for d in taken if d.item == item.number),
            item.translations,
            *self._whither(item.number),
        )

    def _whither(self, item: str) -> tuple[datetime | None, str, Text]:
        """When an item was deferred or referred, until when, to which body."""
        if item not in self.moved:
            return None, "", {}
        at, event = self.moved[item]
        return (at, event.to, {}) if isinstance(event.to, str) else (at, "", event.to)

    def _sitting(self, sitting: sittings.Sitting) -> SittingRecord:
        gathered = self.sittings[sitting.number]
        present, entitled, quorate = gathered.quorum
        answers = rectified.answers(self.state, sitting.number, gathered.answers)
        return SittingRecord(
            sitting.number,
            sitting.opens_at,
            sitting.called_to_order_at,
            tuple(answers.values()),
            sitting.quorum_declared_at,
            present,
            entitled,
            quorate,
            tuple(rectified.changes(self.state, sitting.number, gathered.changes, answers)),
            tuple(rectified.suspensions(self.state, sitting.number, gathered.suspensions)),
            sitting.ended_at,
            "in_progress" if sitting.in_progress else sitting.state,
            tuple(told for id, told in gathered.incidents.items() if id in gathered.interrupting),
            tuple(p for p in gathered.points.values() if not self._in_camera(p.at)),
            tuple(gathered.rounds),
            tuple(gathered.closed_parts),
            gathered.discussed_since,
            tuple(lines(self.state, sitting.number)),
            tuple(ReplyRecord(c, r.answer, r.sequence, r.at) for c, r in sitting.replies.items()),
        )

    def _unit(self, unit: drafts.Unit) -> UnitRecord:
        return UnitRecord(
            unit.path,
            unit.kind,
            unit.row,
            unit.current.text,
            unit.current.number,
            unit.current.hash,
            unit.state,
            unit.agreed_at,
            tuple(Confirmation(code, at) for code, at in unit.confirm_list.items()),
            tuple(AlternativeRecord(a.text, a.delegations) for a in unit.alternatives),
            tuple(self.reopened[unit.path]),
        )

    def _decision(self, d: decisions.Decision) -> DecisionRecord:
        gathered = self.decisions[d.number]
        return DecisionRecord(
            d.number,
            d.item,
            d.kind,
            d.text,
            d.hash,
            d.state,
            d.finality or "",
            d.taken_at,
            gathered.presiding,
            gathered.present,
            gathered.absent,
            tuple(Confirmation(code, at) for code, at in d.confirm_list.items()),
            d.confirmed_at,
            d.subject_to,
            d.confirm_by,
            d.assignee,
            d.due,
            tuple(gathered.objections),
            tuple(gathered.interruptions),
            tuple(gathered.silences),
            d.supersedes,
            d.superseded_by,
            gathered.ended_at,
            tuple(_reservation(r) for r in self.state.reservations.values() if r.decision == d.number),
            gathered.vote,
            condition(d),
            late(d),
            d.translations,
            *following.publicity(self.state, d.number),
            d.round,
            minuted.former_texts(self.state, d.number),
        )


def _reservation(r: reservations.Reservation) -> ReservationRecord:
    return ReservationRecord(
        r.number,
        r.kind,
        r.delegation,
        r.decision,
        r.state,
        r.announced_at,
        r.text,
        r.language,
        r.received_at,
        r.recorded_at,
        r.lifted_at,
        r.letter,
        r.unit,
    )


def read(commits: Iterable[Commit[Event]], verification: Verification) -> Record:
    """The Record of a log from its first commit on; raises LookupError for an empty log."""
    reader = _Reader()
    for commit in commits:
        reader.read(commit)
    return reader.record(verification)
