"""Records that seldom come: one with everything in it, one with next to nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

from tests.documents.convened import at, t
from tests.documents.round import record, unopened
from vcsession.core.convocation import DelegationKind
from vcsession.core.machines.agreeing import DECISION, TEXT_UNIT
from vcsession.core.machines.proposing import PROPOSAL
from vcsession.core.machines.room import AGENDA_ITEM
from vcsession.core.matters.agenda import Outcome
from vcsession.core.matters.conduct import RULINGS
from vcsession.core.matters.facts import KINDS, Fact, FactKind
from vcsession.core.matters.positions import About
from vcsession.core.matters.proposals import ProposalKind
from vcsession.core.matters.sittings import Reason
from vcsession.core.record import (
    AlternativeRecord,
    ConditionRecord,
    Confirmation,
    Interruption,
    LateRecord,
    LineRecord,
    PointOfOrder,
    PositionRecord,
    PresenceChange,
    PresidingInterval,
    Record,
    RectificationRecord,
    Reopening,
    RollCallAnswer,
    UnitRecord,
    VoteRecord,
)
from vcsession.core.rules import Majority, SpeechKind

PRESENCES = ("present", "absent", "excused", "not_participating", "expected")
CHANGES = (
    "arrived_late",
    "stepped_out",
    "returned",
    "link_lost",
    "grace_expired",
    "link_restored",
    "departed",
    "rejoined",
    "marked_temporarily_absent",
)
TAKEN = {"adopted", "adopted_preliminarily", "adopted_ad_referendum"}
NOT_TAKEN = sorted(DECISION.states - TAKEN - {"superseded_decision", "revoked_decision"})
NO_LONGER = ("lapsed", "superseded_decision", "revoked_decision")


def everything() -> Record:
    """A round in which each code of the Record occurs at least once."""
    full = record()
    c = full.convocation
    kinds: tuple[DelegationKind, ...] = get_args(DelegationKind)
    delegations = tuple(replace(d, kind=kinds[n % 4]) for n, d in enumerate(c.delegations))
    first, second = full.sittings
    codes = [d.code for d in c.delegations]
    presences = zip(codes, (*PRESENCES, "absent"), strict=True)
    first = replace(
        first,
        roll_call=tuple(RollCallAnswer(code, presence, None, "") for code, presence in presences),
        changes=tuple(
            PresenceChange(at(7, f"10:{10 + n}"), codes[n % 2], what, 3) for n, what in enumerate(CHANGES)
        ),
        suspensions=tuple(Interruption(at(7, "11:00"), None, reason) for reason in get_args(Reason)),
        quorate=False,
        quorum_declared_at=None,
        present=3,
        points=tuple(
            PointOfOrder(at(7, "11:20"), "ARM", "arm", ruling, t("As it was.", "Так."), "late", None)
            for ruling in ("", "refused", *RULINGS)
        )
        + tuple(
            PointOfOrder(at(7, "11:25"), "ARM", "arm", "upheld", {}, "", None, "KAZ", outcome)
            for outcome in ("", "stands", "overruled", "withdrawn", "left")
        ),
        rounds=(at(7, "11:30"),),
        closed_parts=tuple(
            Interruption(at(7, "11:31"), until, "closed_part") for until in (None, at(7, "11:40"))
        ),
        lines=tuple(
            LineRecord(at(7, "09:55"), seat, code, heard, seen, lines, 2100, 3400, 12, 0, trip)
            for seat, code, heard, seen, lines, trip in (
                ("chair", None, "heard", "seen", 720, 38),
                ("kaz-1", "KAZ", "silent", "seen", 0, 41),
                ("arm", "ARM", "none", "none", 0, None),
            )
        ),
    )
    taken = full.items[1].decisions[0]
    decisions = [
        replace(taken, number=f"9.{n}", status=status, finality="", taken_at=None, objections=("ARM",))
        for n, status in enumerate(NOT_TAKEN)
    ]
    decisions += [replace(taken, number=f"8.{n}", status=status) for n, status in enumerate(NO_LONGER)]
    for n, met in enumerate((None, True, False)):
        recorded = at(7, "11:50") if met is not None else None
        condition = ConditionRecord(
            t("he agrees", "согласие"), t("elsewhere", "иначе"), met, "no. 7", recorded
        )
        reopening = ("asked", "granted", "declined")[n]
        late = LateRecord("KAZ", at(7, "11:51"), reopening, "the dates", at(7, "11:52"))
        vote = VoteRecord(at(7, "11:49"), ("RUS",), (), ("KAZ",), ("ARM",) * n, 1, True)
        decisions.append(replace(taken, number=f"7.{n}", condition=condition, late=(late,), vote=vote))
    items = [
        replace(full.items[0], number=str(n), status=state, decisions=() if n else tuple(decisions))
        for n, state in enumerate(sorted(AGENDA_ITEM.states))
    ]
    items += [
        replace(full.items[0], number=f"o{n}", outcome=outcome, decisions=())
        for n, outcome in enumerate(get_args(Outcome))
    ]
    moved = replace(full.items[0], decisions=(), moved_at=at(7, "12:00"))
    items += [
        replace(moved, number="m1", opened_at=None, deferred_until="1"),
        replace(moved, number="m2", deferred_until="next_round"),
        replace(moved, number="m3", referred_to=t("Staff", "Штаб")),
    ]
    units = [
        UnitRecord(
            path=f"1.{n}",
            kind="date",
            row="1" if n % 2 else "",
            text=t("19 August", "19 августа"),
            version=2,
            text_hash="ab" * 32,
            status=status,
            agreed_at=None,
            confirm_list=(Confirmation("KAZ", None),),
            alternatives=(AlternativeRecord(t("20 August", "20 августа"), ("RUS", "KAZ")),),
            reopened=(Reopening(at(7, "11:00"), "KAZ", "1.1"), Reopening(at(7, "11:30"), "", "")),
        )
        for n, status in enumerate(sorted(TEXT_UNIT.states))
    ]
    (known,) = full.proposals
    proposals = [
        replace(known, number=f"RUS/{n}", status=status, into="KAZ/1", by="KAZ/2", after="KAZ/3")
        for n, status in enumerate(sorted(PROPOSAL.states - {"submitted", "registered"}))
    ]
    proposals += [replace(known, kind=kind) for kind in get_args(ProposalKind)]
    proposals.append(replace(known, status="rejected", maintained=True))
    abouts: tuple[About, ...] = get_args(About)
    return replace(
        full,
        units=tuple(units),
        rectifications=rectifications(),
        suspensions=(
            Interruption(at(7, "12:00"), at(7, "12:30"), "overnight"),
            Interruption(at(7, "13:00"), None, ""),
        ),
        proposals=tuple(proposals),
        positions=tuple(PositionRecord(about, "1.1", "KAZ", "awaiting_instructions") for about in abouts),
        convocation=replace(
            c,
            delegations=delegations,
            mode="hybrid",
            kind="working_group_meeting",
            ordinal=11,
            rules=replace(c.rules, vote=Majority(), speech_limits=dict.fromkeys(get_args(SpeechKind), 90)),
        ),
        items=tuple(items),
        sittings=(first, replace(second, outcome="cancelled")),
        presiding=(
            PresidingInterval("deputy", at(7, "10:00"), at(7, "10:30"), "hand_over"),
            PresidingInterval("chair", at(7, "10:30"), at(7, "11:00"), "chair"),
            PresidingInterval("deputy", at(7, "11:00"), None, "hand_over"),
        ),
    )


def rectifications() -> tuple[RectificationRecord, ...]:
    """Each kind of entry: corrected, entered afterwards, struck out; and a statement."""
    said: dict[FactKind, tuple[str, ...]] = {
        "roll_call": PRESENCES,
        "presence": CHANGES,
        "suspension": get_args(Reason),
    }
    moment = at(7, "11:20")
    found = []
    for kind in KINDS:
        for what in said.get(kind, ("",)):
            fact = Fact("4.1", kind, "1", moment, moment + timedelta(minutes=2), "ARM", "arm", what)
            for former, now in ((fact, fact), (None, fact), (fact, None)):
                one = RectificationRecord(kind, former, now, "late", moment, "secretary", "chair", moment, {})
                found.append(one)
    words = t("We said otherwise.", "Мы сказали иначе.")
    speech = Fact("4.1", "speech", "1", moment, None, "ARM", "arm-1")
    found.append(RectificationRecord("statement", speech, speech, "", moment, "arm", "", moment, words))
    return tuple(found)


def bare() -> Record:
    """Everything that may be empty is."""
    full = unopened()
    c = full.convocation
    convocation = replace(
        c,
        organisation={},
        purpose={},
        venue={},
        host_body={},
        legal_basis=(),
        documents=(),
        draft=None,
        proposals=(),
        marking={},
        follow_up={},
        agenda=(),
        sittings=(),
        subject=replace(c.subject, follow_on=()),
    )
    return replace(full, convocation=convocation, items=(), sittings=(), proposals=())
