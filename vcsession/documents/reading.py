"""A Record read in one language: names, offices, local times, and what follows from several facts at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, time
from datetime import date as Day
from functools import cached_property
from zoneinfo import ZoneInfo

from vcsession.core.convocation import Post, Seat, seats
from vcsession.core.record import DecisionRecord, PresidingInterval, Record, SittingRecord
from vcsession.core.vocabulary import Language
from vcsession.documents.grammar import offset
from vcsession.documents.plain import one_line
from vcsession.documents.sections import Finality, Form
from vcsession.documents.wording import Wording

NO_LONGER = frozenset({"lapsed", "superseded_decision", "revoked_decision"})
OVER = frozenset({"no_consensus", "rejected", "withdrawn_decision", "lapsed"})


def taken(decision: DecisionRecord) -> bool:
    """Whether the gavel fell on it, whatever became of it later."""
    return decision.finality != ""


def finality(decision: DecisionRecord) -> Finality:
    """How final it is now; the words still say how it was agreed."""
    if decision.status in NO_LONGER:
        return "void"
    if decision.confirmed_at is not None:
        return "final"
    match decision.finality:
        case "preliminary":
            return "preliminary"
        case "ad_referendum":
            return "ad_referendum"
        case _:
            return "final"


def by_silence(decision: DecisionRecord) -> bool:
    """Whether it was adopted because nobody broke the silence."""
    return bool(decision.silences) and decision.silences[-1].expired


def awaited(decision: DecisionRecord) -> list[str]:
    """Delegations whose confirmation the decision still waits for."""
    if decision.confirmed_at is not None or decision.status in NO_LONGER:
        return []
    return [entry.delegation for entry in decision.confirm_list if entry.confirmed_at is None]


def moments(value: object) -> Iterator[datetime]:
    """Every time that a value of the Record holds, in no order."""
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from moments(each)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in {"convocation", "opens_at", "expires_at", "deadline", "embargo_until"}:
                yield from moments(getattr(value, field.name))


class Reading:
    """What the chapters ask the Record for. Texts come out printable, times in the session's zone."""

    def __init__(self, record: Record, language: Language, form: Form, copy: int | None = None) -> None:
        """`copy`: the number of the copy that is printed; None where copies are not numbered."""
        self.record = record
        self.copy = copy
        self.convocation = record.convocation
        self.form: Form = form
        self.words = Wording(language, record.convocation.languages.authentic)
        self.zone = ZoneInfo(record.convocation.time_zone)
        self.gaps: dict[str, str] = {}
        """What is missing, by the mark that stands in its place"""
        self._delegations = {d.code: d for d in record.convocation.delegations}
        self._seats = {seat.id: seat for seat in (*seats(record.convocation), *record.issued)}

    @cached_property
    def last(self) -> datetime | None:
        """The latest time that the Record tells of."""
        return max(moments(self.record), default=None)

    @property
    def modified(self) -> datetime:
        """The same for a file's date: before the first event, the day on which the session is to begin."""
        planned = datetime.combine(self.convocation.date_from, time(), self.zone)
        return (self.last or planned).astimezone(UTC)

    @property
    def decisions(self) -> Iterator[DecisionRecord]:
        for item in self.record.items:
            yield from item.decisions

    def gap(self, what: str) -> str:
        """The mark of a fact that is missing; a final text is not issued with one."""
        mark = self.words.say("gap", what=what)
        self.gaps[mark] = what
        return mark

    def name(self, code: str) -> str:
        delegation = self._delegations.get(code)
        return self.words.inline(delegation.official) if delegation else one_line(code)

    def of(self, code: str) -> str:
        delegation = self._delegations.get(code)
        return self.words.inline(delegation.of) if delegation else one_line(code)

    def names(self, codes: tuple[str, ...] | list[str]) -> list[str]:
        """Official names in protocol order."""
        order = list(self._delegations)
        return [
            self.name(c) for c in sorted(codes, key=lambda c: order.index(c) if c in order else len(order))
        ]

    def office(self, seat: str) -> str:
        known = self._seats.get(seat)
        return self.words.inline(known.office) if known else one_line(seat)

    def role(self, seat: str) -> str:
        """ "" for a seat that is not known."""
        known = self._seats.get(seat)
        return known.role if known else ""

    def seats(self, role: str) -> list[Seat]:
        """The seats of a role, in protocol order."""
        return [seat for seat in self._seats.values() if seat.role == role]

    def heads(self, seat: str, delegation: str) -> bool:
        """Whether the seat is that of the delegation's head."""
        known = self._seats.get(seat)
        return known is not None and known.role == "head" and known.delegation == delegation

    def speaker(self, delegation: str | None, seat: str) -> str:
        return self.office(seat) if delegation is None else self.name(delegation)

    def post(self, seat: str) -> Post:
        """The post with its rank, where the convocation gives the seat one."""
        officers = self.convocation.officers
        if seat == "chair":
            return officers.chair
        office = self._seats[seat].office if seat in self._seats else {}
        return next(
            (p for p in (*officers.deputies, *officers.secretaries) if p.title == office), Post(office)
        )

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> Day:
        local: datetime = self.local(moment)
        return local.date()

    def date(self, day: Day | None) -> str:
        return "" if day is None else self.words.grammar.date(day)

    def time(self, moment: datetime | None) -> str:
        return "" if moment is None else self.words.grammar.time(self.local(moment))

    def at(self, moment: datetime | None, day: Day | None = None) -> str:
        return "" if moment is None else self.words.grammar.at(self.local(moment), day)

    def span(self, since: datetime, until: datetime, day: Day | None) -> str:
        return self.words.grammar.span(self.local(since), self.local(until), day)

    def zone_offset(self) -> str:
        return offset(self.zone, self.convocation.date_from)

    def sitting_day(self, sitting: SittingRecord) -> Day:
        return self.day(sitting.called_to_order_at or sitting.opens_at)

    def sitting_title(self, sitting: SittingRecord) -> str:
        return self.words.say(
            "sitting", number=one_line(sitting.number), date=self.date(self.sitting_day(sitting))
        )

    def presided(self, moment: datetime) -> PresidingInterval | None:
        """Who presided at that moment."""
        for interval in reversed(self.record.presiding):
            if interval.since <= moment and (interval.until is None or moment < interval.until):
                return interval
        return None

    def last_presiding(self) -> str:
        """The seat that presides over the closing and signs."""
        return self.record.presiding[-1].seat if self.record.presiding else "chair"

    def entitled(self, sitting: SittingRecord) -> int:
        """Delegations that count for the quorum, also before it was declared."""
        return sitting.entitled or sum(d.rights.counts_quorum for d in self.convocation.delegations)

    def held(self) -> list[SittingRecord]:
        return [sitting for sitting in self.record.sittings if sitting.called_to_order_at is not None]

    def participation(self) -> dict[str, str]:
        """Delegation -> "present" if it took part in any sitting, else how it did not; {} before one."""
        precedence = ("expected", "absent", "excused", "not_participating", "present")
        found: dict[str, str] = {}
        for sitting in self.held():
            answers = [(answer.delegation, answer.presence) for answer in sitting.roll_call]
            answers += [(c.delegation, "present") for c in sitting.changes if c.what == "arrived_late"]
            for code, presence in answers:
                presence = presence if presence in precedence else "present"
                found[code] = max(found.get(code, presence), presence, key=precedence.index)
        return found

    def standing(self, decision: DecisionRecord) -> str:
        """How final a decision is, in finished sentences."""
        return self.words.say(
            "standing",
            finality=decision.finality,
            silence=by_silence(decision),
            at=self.at(decision.taken_at),
            subject_to=self.words.inline(decision.subject_to),
            confirm_by=self.date(decision.confirm_by),
            awaited=[self.of(code) for code in awaited(decision)],
            confirmed=[
                (self.of(entry.delegation), self.at(entry.confirmed_at))
                for entry in decision.confirm_list
                if entry.confirmed_at is not None
            ],
            confirmed_at=self.at(decision.confirmed_at),
            no_longer=self.words.word("no_longer", decision.status) if decision.status in NO_LONGER else "",
            vote=decision.vote is not None and decision.vote.carried,
        )
