"""State -> the slices of what is on the table: decisions, reservations, draft text."""

from __future__ import annotations

from collections.abc import Iterator

from vcsession.core import slices
from vcsession.core.audience import Audience, admitted_to, shown, sight
from vcsession.core.changing import replace
from vcsession.core.matters import (
    admission,
    agreeing,
    answers,
    consensus,
    drafting,
    silence,
    voting,
)
from vcsession.core.matters import reservations as reserving
from vcsession.core.matters.decisions import Decision
from vcsession.core.matters.text import Unit
from vcsession.core.state import State
from vcsession.core.view.proposals import circulated, published


def _answers(state: State, d: Decision) -> slices.Answers:
    by = d.answers.items()
    before_the_room = d.state == "put_to_room_state"
    return slices.Answers(
        agree=tuple(code for code, a in by if a == "agree"),
        object=tuple(code for code, a in by if a == "object"),
        need_time=sum(1 for _, a in by if a == "need_time"),
        # Whoever asks for time is still awaited, so nobody can tell it from this list.
        awaited=answers.awaited(state, d) if before_the_room else (),
    )


def _decision(state: State, d: Decision) -> slices.DecisionRow:
    return slices.DecisionRow(
        number=d.number,
        item=d.item,
        kind=d.kind,
        text=d.text,
        hash=d.hash,
        state=d.state,
        finality=d.finality or "",
        put_at=d.put_at,
        window_ends_at=consensus.window_ends(state, d) if d.state == "put_to_room_state" else None,
        answers=_answers(state, d),
        held_because=d.held_because,
        taken_at=d.taken_at,
        confirmed_at=d.confirmed_at,
        confirm_list=tuple(slices.ConfirmRow(code, at) for code, at in d.confirm_list.items()),
        subject_to=d.subject_to,
        confirm_by=d.confirm_by,
        assignee=d.assignee,
        due=d.due,
        silence_until=d.silence_until if d.state in ("under_silence", "silence_broken") else None,
        broken_by=d.broken_by,
        broken_with=d.broken_with,
        supersedes=d.supersedes,
        superseded_by=d.superseded_by,
        unannounced=silence.unannounced(d),
        asked=d.asked,
        maintained=d.maintained,
        vote=_vote(state, d),
        condition=_condition(d),
        late=tuple(
            slices.LateRow(code, late.associated_at, late.reopening, late.reason)
            for code, late in d.late.items()
        ),
        translations=d.translations,
        round=d.round,
    )


def _vote(state: State, d: Decision) -> slices.VoteRow | None:
    if not d.voters:
        return None
    t = voting.tally(state, d)
    return slices.VoteRow(t.in_favour, t.against, t.abstaining, t.not_voting, t.awaited, t.needed)


def _condition(d: Decision) -> slices.ConditionRow | None:
    if (c := d.condition) is None:
        return None
    outcome = "open" if c.met is None else "met" if c.met else "not_met"
    return slices.ConditionRow(c.trigger, c.fallback, outcome, c.ground)


ON_THE_TABLE = ("put_to_room_state", "in_vote", "held", "read_out_state")


def _taken(row: slices.DecisionRow) -> slices.DecisionRow:
    """What observers are told of a decision that was taken: not who answered what, nor who must confirm."""
    return replace(
        row,
        put_at=None,
        answers=slices.Answers((), (), 0, ()),
        confirm_list=(),
        held_because="",
        silence_until=None,
        broken_by="",
        broken_with="",
        asked="",
        maintained=False,
        unannounced=False,
        vote=None,
        late=(),
    )


def _decisions_for(state: State, seen_by: Audience) -> list[Decision]:
    everything = shown(state, seen_by, "decisions") and sight(state, seen_by) == "table"
    taken = shown(state, seen_by, "decisions")
    return [
        d
        for d in state.decisions.values()
        if (everything or (taken and d.taken_at is not None)) and admitted_to(state, seen_by, d.item)
    ]


def the_decisions(state: State, seen_by: Audience = "table") -> slices.DecisionsSlice:
    """Observers see a decision from when it was taken; a delegation with listed items those of its items."""
    table = sight(state, seen_by) == "table"
    rows = _decisions_for(state, seen_by)
    ranked = sorted(
        (d for d in rows if table and d.state in ON_THE_TABLE), key=lambda d: ON_THE_TABLE.index(d.state)
    )
    made = (_decision(state, d) for d in rows)
    return slices.DecisionsSlice(
        decisions=tuple(row if table else _taken(row) for row in made),
        current=ranked[0].number if ranked else None,
    )


def reservations(state: State, seen_by: Audience = "table") -> slices.ReservationsSlice:
    """Everybody sees a text from its receipt on: recording it is no gate that the secretariat could close.

    Who does not sit at the table sees those to the protocol and to the decisions that it sees.
    """
    told = shown(state, seen_by, "reservations")
    seen = {None, *(d.number for d in _decisions_for(state, seen_by))}
    return slices.ReservationsSlice(
        tuple(
            slices.ReservationRow(
                r.number,
                r.kind,
                r.delegation,
                r.decision,
                r.state,
                r.announced_at,
                reserving.deadline(state, r),
                r.text,
                r.language,
                r.received_at,
                r.recorded_at,
                r.lifted_at,
                r.unit,
            )
            for r in state.reservations.values()
            if r.delegation == seen_by or (told and r.decision in seen)
        )
    )


def _unit(state: State, unit: Unit, seen_by: Audience) -> slices.UnitRow:
    table = sight(state, seen_by) == "table"
    return slices.UnitRow(
        path=unit.path,
        kind=unit.kind,
        text=unit.current.text,
        version=unit.current.number,
        hash=unit.current.hash,
        state=unit.state,
        translations=unit.translations,
        alternatives=tuple(
            slices.AlternativeRow(a.text, a.delegations if table else ()) for a in unit.alternatives
        ),
        confirm_list=tuple(slices.ConfirmRow(code, at) for code, at in unit.confirm_list.items() if table),
    )


def _rows(state: State, seen_by: Audience) -> Iterator[slices.DraftRow]:
    draft = state.convocation.draft
    for row in draft.rows if draft else ():
        here = (unit for unit in state.units.values() if unit.row == row.path)
        yield slices.DraftRow(row.path, row.title, tuple(_unit(state, unit, seen_by) for unit in here))
    for unit in state.units.values():
        if not unit.row:
            yield slices.DraftRow(unit.path, {}, (_unit(state, unit, seen_by),))


def text(state: State, seen_by: Audience) -> slices.TextSlice:
    """A delegation with listed items sees the papers of these, and the draft where it is one of them."""
    c = state.convocation
    papers = {d.symbol: d.title for d in c.documents if shown(state, seen_by, "papers")}
    if own := admission.listed(state, seen_by):
        of_own = {symbol for n in own if n in state.items for symbol in state.items[n].documents}
        papers = {symbol: title for symbol, title in papers.items() if symbol in of_own}
    told = shown(state, seen_by, "text")
    if own:
        told = told and c.draft is not None and c.draft.symbol in papers
    return slices.TextSlice(
        symbol=c.draft.symbol if c.draft and told else "",
        title=c.draft.title if c.draft and told else {},
        rows=tuple(_rows(state, seen_by)) if told else (),
        open_brackets=drafting.open_brackets(state) if told else 0,
        package=agreeing.package(state) and told,
        proposals=circulated(state) if told and sight(state, seen_by) == "table" else (),
        positions=published(state) if told and sight(state, seen_by) == "table" else (),
        documents=papers,
    )
