"""The law as a machine of Hypothesis: what holds after every step, whatever was done."""

from __future__ import annotations

from datetime import timedelta

from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)

from tests.core.timeline import Timeline
from vcsession import wire
from vcsession.core import view
from vcsession.core.catalogue import Command
from vcsession.core.machines import RULES, STAYS
from vcsession.core.matters import (
    caucus,
    communique,
    consensus,
    corrections,
    decisions,
    in_camera,
    incidents,
    late,
    minutes,
    papers,
    positions,
    presiding,
    proposals,
    reservations,
    roll_call,
    seats,
    signatures,
    signing,
    silence,
    sittings,
    voting,
)
from vcsession.core.permitting import ENTITIES, entity_of
from vcsession.core.reading import read
from vcsession.core.record import Verification
from vcsession.core.routing import heard, plenary
from vcsession.core.session import apply, fold
from vcsession.core.state import State
from vcsession.core.vocabulary import OFFICERS, Stamp

CLOSED = ("finished", "withdrawn", "refused", "lapsed", "revoked")
DECIDED = {"adopted", "adopted_preliminarily", "adopted_ad_referendum"}


def status(state: State, machine: str, entity: str) -> str:
    """An entity's state; of a request that is over, too."""
    if machine == "floor_request":
        return state.requests[entity].state
    if machine == "point_of_order":
        return "ruled" if state.requests[entity].ruling else "raised"
    if machine == "caucus_room" and entity in state.rooms:
        return state.rooms[entity].state
    return ENTITIES[machine](state)[entity]


def heard_seats(state: State) -> list[str]:
    """Who has the floor now, one for each open floor."""
    requests = (state.requests[r] for r in state.speakers)
    return [r.seat for r in requests if r.state in ("granted", "speaking")]


class Lawful(RuleBasedStateMachine):
    """`room` is what a test plays with; `replayed` follows its log."""

    room: Timeline
    replayed: State

    def as_the_table_says(self, before: State, seat: str, command: Command) -> None:
        """The first event of the command brings its entity where the command's row says."""
        machine, row = RULES[command.type]
        if not row.sources:
            return
        commit = self.room.commits[-1]
        entity = entity_of(machine, self.room.actor(seat), command)
        source = status(before, machine.name, entity)
        assert source in row.sources
        after = before
        for event in commit.events:
            after = apply(after, (event,), Stamp(commit.version, commit.at, commit.actor))
            target = status(after, machine.name, entity)
            if target == (source if row.target == STAYS else row.target):
                return
        raise AssertionError(f"{command.type}: {source} -> {target}, not {row.target}")

    def lawful(self, before: State, seat: str) -> None:
        """What each event of the last commit may say, by the state that it was decided on."""
        commit, state = self.room.commits[-1], self.room.state
        for event in commit.events:
            match event:
                case decisions.DecisionTaken():
                    decision = before.decisions[event.decision]
                    assert decision.state == "put_to_room_state"
                    assert set(decision.answers.values()) <= {"agree"}, (
                        "an objection or a request for time stands"
                    )
                    assert seat == before.presiding.seat
                    assert before.presiding.epoch == decision.epoch
                    figures = roll_call.quorum(before)
                    assert figures.decide_met
                    assert figures.in_grace == 0
                    assert event.present == roll_call.present(before)
                    assert not set(event.present) & {*event.absent}
                    assert all(code in before.delegations for code in event.confirm_list)
                    unheard = set(event.present) - set(decision.answers)
                    ends = consensus.window_ends(before, decision)
                    assert not unheard or (ends is not None and commit.at >= ends)
                case voting.VoteOpened():
                    assert event.voters == voting.voters(before, event.decision)
                    assert roll_call.quorum(before).decide_met
                case voting.VoteCast():
                    assert event.delegation in before.decisions[event.decision].voters
                case voting.VoteDeclared():
                    told = voting.tally(before, before.decisions[event.decision])
                    assert event.carried == (len(told.in_favour) >= event.needed > 0)
                    assert not {*told.awaited} & {*roll_call.present(before)}
                    assert (seat, before.presiding.epoch) == (
                        before.presiding.seat,
                        before.decisions[event.decision].epoch,
                    )
                case late.DelegationAssociated() | late.ReopeningAsked():
                    assert event.delegation in before.decisions[event.decision].absent
                case presiding.PresidingChanged():
                    epoch = before.presiding.epoch
                    changes = event.seat not in (None, before.presiding.seat)
                    returns = before.presiding.seat is None
                    assert event.epoch == epoch + (1 if changes or returns else 0)
                case silence.SilenceBegan():
                    hours = timedelta(hours=before.convocation.rules.silence_min_h)
                    assert event.expires_at - commit.at >= hours
                    assert before.decisions[event.decision].state == "read_out_state"
                    assert all(d.state != "put_to_room_state" for d in before.decisions.values())
                case silence.SilenceBroken():
                    until = before.decisions[event.decision].silence_until
                    assert until is not None
                    assert commit.at < until
                case silence.DecisionSuperseded():
                    assert before.decisions[event.by].supersedes == event.decision
                case proposals.ProposalAccepted():
                    assert not positions.objecting(before, "proposal", event.proposal)
                    assert before.proposals[event.proposal].state in ("under_discussion", "bracketed")
                case proposals.ProposalWithdrawn():
                    assert commit.actor.delegation == before.proposals[event.proposal].delegation
                case reservations.ReservationTextReceived() | reservations.ReservationLifted():
                    author = before.reservations[event.reservation].delegation
                    assert commit.actor.delegation == author, "nobody else touches it"
                case corrections.DecisionTextCorrected():
                    correction = before.corrections[event.correction]
                    assert correction.until is not None
                    assert commit.at >= correction.until
                    assert (correction.objections, correction.kind) == ({}, "decision_text")
                    assert (event.old, event.old_hash) == (
                        before.decisions[event.decision].text,
                        before.decisions[event.decision].hash,
                    )
                case minutes.MinutesMoved(state="final_text"):
                    assert not any(c.open for c in before.corrections.values())
                    deadline = before.minutes[event.minutes].deadline
                    assert deadline is not None
                    assert commit.at >= deadline
                case signatures.MinutesSigned():
                    assert event.signer not in before.minutes[event.minutes].signatures
                case signatures.MinutesIssued():
                    assert signing.awaited(before, before.minutes[event.minutes]) == ()
                case sittings.QuorumDeclared():
                    assert event.present <= event.entitled == 6
        assert state.at == commit.at

    @invariant()
    def the_log_tells_the_whole_state(self) -> None:
        """Replayed from zero, through the wire, after every step."""
        for commit in self.room.commits[self.replayed.version :]:
            stored = wire.load_commit(wire.dump_commit(commit))
            assert stored == commit
            self.replayed = fold(self.replayed, stored)
        assert self.replayed == self.room.state

    @invariant()
    def what_is_hashed_is_what_stands(self) -> None:
        """3.4, 6 and 14: a text is agreed to, corrected and printed under its own hash, and no other."""
        state = self.room.state
        for decision in state.decisions.values():
            assert decision.hash == consensus.hash_of(state, decision.text, decision.condition)
        for unit in state.units.values():
            for version in unit.versions:
                assert version.hash == consensus.text_hash(
                    version.text, state.convocation.languages.authentic
                )

    @invariant()
    def whoever_is_shut_out_neither_hears_nor_speaks(self) -> None:
        """3.4, 9, 10 and 20: closed parts, items of others, side rooms."""
        state = self.room.state
        hall = plenary(state)
        shut = {seat for seat in state.seats if in_camera.wall(state, seat)} | caucus.away(state)
        assert not shut & hall.hearers
        assert not shut & {hall.floor, *hall.voices, *hall.pictures, *hall.interpretation.values()}

    @invariant()
    def one_of_each(self) -> None:
        state = self.room.state
        assert sum(s.in_progress for s in state.sittings.values()) <= 1
        assert sum(i.state == "under_consideration" for i in state.items.values()) <= 1
        assert len(heard_seats(state)) <= state.convocation.rules.max_open_floors

    @invariant()
    def each_delegation_has_one_head_and_aides_are_in_the_room(self) -> None:
        state = self.room.state
        heads = [s.delegation for s in state.seats.values() if s.role == "head"]
        assert sorted(map(str, heads)) == sorted(state.delegations)
        assert not {aide for aide in state.aides.values() if seats.revoked(state, aide)}

    @invariant()
    def a_paper_is_shown_to_its_readers_only(self) -> None:
        state = self.room.state
        for paper in list(state.papers.values())[-3:]:
            if paper.audience == "delegation":
                assert set(papers.readers(state, paper)) == {paper.delegation}
            assert paper.hash == "" or not paper.registered_at or paper.audience != "delegation"

    @invariant()
    def the_list_is_in_order(self) -> None:
        state = self.room.state
        line = [*state.queue, *state.speakers]
        assert len(line) == len(set(line))
        assert all(state.requests[r].state in ("pending", "queued") for r in state.queue)
        assert all(state.requests[r].state in ("granted", "speaking", "paused") for r in state.speakers)
        assert state.sitting is not None or not line
        rest = set(state.requests) - set(line)
        assert all(state.requests[r].state in CLOSED for r in rest)

    @invariant()
    def what_is_before_the_room_can_be_taken(self) -> None:
        state = self.room.state
        put = [d for d in state.decisions.values() if d.state in decisions.BEFORE_THE_ROOM]
        assert len(put) <= 1
        for decision in put:
            assert state.sitting is not None
            assert state.sitting.state == "in_session"
            assert not state.sitting.discussion_only
            assert state.items[decision.item].state == "under_consideration"
            assert decision.epoch == state.presiding.epoch
            assert state.presiding.state in ("chair_presiding", "deputy_presiding")
            figures = roll_call.quorum(state)
            assert (figures.decide_met, figures.in_grace) == (True, 0)
            assert incidents.deaf(state) is None

    @invariant()
    def nobody_speaks_while_somebody_cannot_hear(self) -> None:
        state = self.room.state
        if incidents.deaf(state) is not None:
            assert not any(state.requests[r].state == "speaking" for r in state.speakers)
        assert not heard(state) & incidents.muted(state)

    @invariant()
    def what_is_decided_stays_told(self) -> None:
        for decision in self.room.state.decisions.values():
            if decision.state == "adopted":
                assert all(decision.confirm_list.values()), "final only when everybody asked has confirmed"
            assert (decision.finality is None) == (decision.taken_at is None)
            if decision.state == "under_silence":
                assert decision.silence_until is not None
                assert decision.silence_until > self.room.now, "the clock comes round to it"
            assert decision.state not in DECIDED or decision.finality is not None

    @invariant()
    def what_was_announced_stays_told(self) -> None:
        """The text is there from its receipt on, word for word, until the end."""
        rows = view.reservations(self.room.state).reservations
        assert [row.number for row in rows] == [*self.room.state.reservations]
        for row in rows:
            assert bool(row.text) == (row.received_at is not None)
            assert row.state != "recorded" or row.text
            assert row.state not in ("announced", "not_received") or not row.text

    @invariant()
    def a_draft_goes_onward_by_its_letters(self) -> None:
        """Each state is asked once a version; the states have approved only when all have."""
        state = self.room.state
        for forwarding in state.forwardings.values():
            turn = f"{forwarding.id}.{forwarding.turn}/"
            asked = [a for id, a in state.approvals.items() if id.startswith(turn)]
            assert len(asked) in (0, 6)
            assert len(set(forwarding.versions)) == len(forwarding.versions)
            for step in forwarding.steps:
                assert step.letter or step.state in ("prepared", "approved_by_states")
            if forwarding.state == "approved_by_states":
                assert all(a.state.startswith("approved") for a in asked)
                assert not forwarding.standing()

    @invariant()
    def nothing_is_told_that_may_not_be(self) -> None:
        state, written = self.room.state, self.room.state.communique
        if written.state not in ("unwritten", "released"):
            assert all(communique.may_be_told(state, id) for id in written.facts)
        if written.state in ("cleared", "embargoed", "released"):
            assert "chair" in written.cleared
        shown = view.following(state, "observers")
        assert (shown.forwardings, shown.facts) == ((), ())
        assert written.state == "released" or not shown.communique.text

    @invariant()
    def nobody_reads_minutes_before_their_time(self) -> None:
        state = self.room.state
        for number, made in state.minutes.items():
            seen = {
                s
                for s in state.seats
                if number in {m.number for m in view.minutes(state, self.room.actor(s))}
            }
            officers = {s.id for s in state.seats.values() if s.role in OFFICERS}
            assert officers <= seen
            if made.circulated_at is None:
                assert seen == officers
            elif made.issued_at is None:
                assert not seen & {"observer", "obs", "technician"}

    @invariant()
    def proposals_and_brackets_tell_the_same(self) -> None:
        state = self.room.state
        for unit in state.units.values():
            for one in unit.alternatives:
                assert not one.proposal or state.proposals[one.proposal].state == "bracketed"
        for p in state.proposals.values():
            if p.state == "bracketed":
                assert p.id in [one.proposal for one in state.units[p.unit].alternatives]
            assert p.circulated == (p.state not in ("submitted", "registered")) or p.state == "withdrawn"
        numbers = [p.number for p in state.proposals.values() if p.number]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def what_the_table_may_not_know_it_is_not_shown(self) -> None:
        state = self.room.state
        shown = {row.id for row in view.text(state, "table").proposals}
        assert shown == {p.id for p in state.proposals.values() if p.circulated}
        outside = view.text(state, "observers")
        assert (outside.proposals, outside.positions) == ((), ())

    @invariant()
    def only_the_floor_and_the_chair_are_heard(self) -> None:
        state = self.room.state
        hall = plenary(state)
        assert {hall.floor, *hall.voices} <= {None, state.presiding.seat, *heard_seats(state)}
        assert not set(heard_seats(state)) & caucus.away(state), "who enters a room has ended its speech"

    @invariant()
    def whoever_is_shut_out_has_no_part_in_the_room(self) -> None:
        state, hall = self.room.state, plenary(self.room.state)
        out = {seat for seat in state.seats if in_camera.shut_out(state, seat)}
        line = {state.requests[r].seat for r in (*state.queue, *state.speakers)}
        assert not out & {*line, *hall.hearers, *hall.voices, *hall.pictures, hall.floor}
        for seen_by in ("observers", "technicians"):
            assert view.the_floor(state, seen_by).queue == ()
            assert all(row.taken_at for row in view.the_decisions(state, seen_by).decisions)
            assert view.text(state, seen_by).proposals == ()

    @invariant()
    def nothing_of_a_revoked_seat_is_left(self) -> None:
        state = self.room.state
        gone = {id for id, one in state.links.items() if one.state == "revoked_seat"}
        assert not gone & {state.requests[r].seat for r in (*state.queue, *state.speakers)}
        assert not gone & heard(state)

    @invariant()
    def nobody_is_named_who_asked_for_time(self) -> None:
        for row, decision in zip(
            view.the_decisions(self.room.state).decisions, self.room.state.decisions.values(), strict=True
        ):
            asking = {code for code, answer in decision.answers.items() if answer == "need_time"}
            assert not asking & {*row.answers.agree, *row.answers.object}
            assert row.answers.need_time == len(asking)

    def teardown(self) -> None:
        """The minutes can be read from the log."""
        if not hasattr(self, "room"):
            return
        state = self.room.state
        record = read(self.room.commits, Verification(1, 1, "", "", ""))
        assert [d.number for item in record.items for d in item.decisions if d.taken_at] == sorted(
            (d.number for d in state.decisions.values() if d.taken_at),
            key=lambda number: (
                list(state.items).index(state.decisions[number].item),
                int(number.split(".")[1]),
            ),
        )
