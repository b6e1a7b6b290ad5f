"""Commits -> the Record. The minutes cost nothing live: they are read from the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from vcsession.core import minuted, proposals_read, rectified
from vcsession.core import reading_following as following
from vcsession.core.catalogue import Event
from vcsession.core.convocation import seats
from vcsession.core.gathering import Gathered
from vcsession.core.matters import (
    agenda,
    decisions,
    floor,
    reservations,
    sittings,
    speaking,
)
from vcsession.core.matters import text as drafts
from vcsession.core.reading_lines import lines
from vcsession.core.reading_registry import papers, person
from vcsession.core.reading_votes import condition, late
from vcsession.core.record import (
    AlternativeRecord,
    Confirmation,
    DecisionRecord,
    ItemRecord,
    Record,
    ReplyRecord,
    ReservationRecord,
    SittingRecord,
    Speech,
    UnitRecord,
    Verification,
)
from vcsession.core.vocabulary import Commit, Text


class _Writer:
    def __init__(self, found: Gathered) -> None:
        self.found = found
        self.state = found.state

    def record(self, verification: Verification) -> Record:
        state = self.state
        # what is said in a closed part stands in no document; its decisions do
        speeches = tuple(
            self._speech(r)
            for r in state.requests.values()
            if r.id in self.found.began and not self.found.in_camera_at(self.found.began[r.id])
        )
        taken = [self._decision(d) for d in state.decisions.values()]
        return Record(
            convocation=state.convocation,
            status=state.status,
            opened_at=state.opened_at,
            closed_at=state.closed_at,
            agenda_adopted_at=state.agenda_adopted_at,
            agenda=self.found.adopted,
            items=tuple(self._item(i, speeches, taken) for i in state.items.values()),
            sittings=tuple(self._sitting(s) for s in state.sittings.values()),
            presiding=tuple(rectified.presiding(state, self.found.presiding)),
            speeches=speeches,
            verification=verification,
            statements=tuple(following.statements(state)),
            forwardings=tuple(following.forwardings(state)),
            sequence=state.sequence,
            first_convened=following.first_convened(state),
            next_round=state.next_round,
            communique=following.the_communique(state),
            units=tuple(self._unit(u) for u in state.units.values()),
            minutes=minuted.minutes(
                state, {r for r, at in self.found.began.items() if not self.found.in_camera_at(at)}
            ),
            papers=tuple(papers(state)),
            credentials=tuple(self.found.terms.records(state)),
            proposals=proposals_read.proposals(state),
            positions=proposals_read.positions(state),
            issued=tuple(state.seats.values())[len(tuple(seats(state.convocation))) :],
            reservations=tuple(_reservation(r) for r in state.reservations.values()),
            suspensions=tuple(self.found.suspensions),
            rectifications=tuple(
                one
                for one in rectified.told(state)
                if one.former is None
                or one.former.kind != "speech"
                or not self.found.in_camera_at(one.former.at)
            ),
        )

    def _speech(self, request: floor.FloorRequest) -> Speech:
        began = self.found.began[request.id]
        ended_at, ended = self.found.ended.get(request.id, (None, ""))
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
        if item not in self.found.moved:
            return None, "", {}
        at, event = self.found.moved[item]
        return (at, event.to, {}) if isinstance(event.to, str) else (at, "", event.to)

    def _sitting(self, sitting: sittings.Sitting) -> SittingRecord:
        gathered = self.found.sittings[sitting.number]
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
            tuple(p for p in gathered.points.values() if not self.found.in_camera_at(p.at)),
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
            tuple(self.found.reopened[unit.path]),
        )

    def _decision(self, d: decisions.Decision) -> DecisionRecord:
        gathered = self.found.decisions[d.number]
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
    found = Gathered()
    for commit in commits:
        found.read(commit)
    return _Writer(found).record(verification)
