"""The tables of the core: whole in themselves, carried out by classes, and faithful to their first edition.

`first_edition.txt` holds the rows of `design/statemachines.json` for the machines of this issue. Every row
stands in the code as it stands there, or below with the reason why not.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.core.moves import CLASSES, tag
from vcsession.core.machines import MACHINES, RULES, STAYS, Machine
from vcsession.core.machines.folder import FOLDER
from vcsession.core.session import DECIDE, ENTITIES, FOLD, GUARDS, MATTERS
from vcsession.core.state import State

LATER = "comes with a later issue"

MISSING = {
    "draft_proposal_text": "a row of the delegation's own log, which the plenary knows nothing of",
    "expect_delegation": "a consequence: call_to_order expects every delegation in the same commit",
    "await_approval": "a consequence: direct_to_states awaits each state in the same commit",
    "all_states_approved": "a consequence: of the last state's approval, or the last comment resolved",
    "auto_accept": "a consequence: an open list queues the request in the commit that asks",
}
"""Rows of the first edition that the code does not have."""

CHANGED = {
    "adopt_agenda": "the agenda is adopted as a whole, so it is an entity of its own beside its items",
    "withdraw_request": "observers too: whoever may ask may take it back",
    "yield_floor": "from granted and paused too: who was given the floor may give it back at any moment",
    "end_speech": "from granted too: a silent microphone would hold the floor for good",
    "record_answer": "stays: an objection among the answers moves the decision by an event of its own",
    "reorder": "stays",
    "hold": "from a vote too, which is void when it is interrupted",
    "cannot_hear": "a deputy too, who may have to take the chair at any moment",
    "clear_incident": "chair and deputy what they told, the secretary what was muted, the clock what is over",
    "wait_in_lobby": "whoever was admitted comes back freely; a second device is " + LATER,
    "admit_seat": "from the lobby only: without the rule nobody is admitted, and no entry is made for each",
    "reissue_link": "also for a stranger who waits with somebody's link",
    "revise_text": "stays: a bracketed unit keeps its brackets",
    "bracket": "from brackets too: alternatives are given one after another",
    "agree_preliminarily": "not from brackets: clear says first which text stands",
    "agree_ad_referendum": "not from brackets: clear says first which text stands",
    "submit_proposal": "creates it: what was drafted before stands in the delegation's own log",
    "break_silence": "the secretary too, who enters a capital's letter (3.2)",
    "announce_reservation": "the secretary too, who notes down what a head says aloud (3.2)",
    "generate_minutes": "the secretary alone: a preview follows the log by itself",
    "reissue": "stays",
    "sign": "stays",
    "issue": "from signing only: the officers sign too, so what is issued has its hash",
    "issue_corrigendum": "stays; the presiding officer alone approves what the secretary drafts (3.2)",
    "open_room": "creates the room: a technician, a head or the presiding officer never see an idle one",
    "invite": "a technician too, into the room that it opened",
    "accept_invitation": "everybody but an observer may be invited: officers and interpreters too",
    "decline_invitation": "as accept_invitation",
    "close_room": "a technician the room that it opened",
}
"""Rows that differ from their first edition."""

ADDED = {
    "register_comment": "comments become proposals of the next round: each has its text and its number",
    "resolve_comment": "the guard of all_states_approved speaks of comments resolved",
    "link_next_round": "links both ways (issue 3): the former session learns of its next",
    "set_publicity": "each fact has its publicity level (1.5, 3): the secretary sets it",
    "clear_quote": "each head clears his quote (3.2, 4.2)",
    "draft_communique": "the row communique of 3.2: the secretary drafts and publishes",
    "clear_communique": "the row communique of 3.2: the chair clears, and heads by the rule",
    "embargo_communique": "Communique.embargo_until of 3.1, embargo until signing of 4.2",
    "release_communique": "the row communique of 3.2: the secretary publishes",
    "close_part": "closed is a field of a sitting in domain.md 3.1, and careful point 9, without its acts",
    "open_part": "see close_part",
    "close_list": "a list of speakers that is open or closed needs the acts that make it so",
    "open_list": "see close_list",
    "close_round_of_the_table": "a round of the table can be ended before everybody had the turn",
    "call_on": "where the presiding officer alone says who speaks, nobody else could ask; also for guests",
    "delegate_grants": "the guard of grant speaks of it",
    "recall_grants": "and of its end",
    "rule_on_point": "domain.md 3.2 lists the ruling; a point that was heard out still awaits it",
    "appeal_ruling": "domain.md 3.2: a head appeals against a ruling on a point of order",
    "answer_appeal": "it is put to the room at once",
    "withdraw_appeal": "or taken back",
    "settle_appeal": "the ruling stands unless the room overruled it",
    "enter_rectification": "rectify is done with the presiding officer's consent: the request",
    "consent_to_rectify": "and the consent",
    "drop_rectification": "and what becomes of it without",
    "correct_statement": "domain.md 3.4, 3: the head corrects what was said for the delegation",
    "overlay_minutes": "the secretary's wording is an act of its own, which outlives every version (3.2)",
    "annex_note": "the guard of decline_correction speaks of it",
    "adopt_minutes": "the protocol put to the room (3.4, 19): one act, as the agenda is adopted",
    "register_scan": "the scan of a page signed by hand, registered against the hash (3.4, 19)",
    "draft_corrigendum": "the secretary does it and the chair approves (3.2): two acts",
    "notify_correction": "the 48 hours run from when all were notified: an act with its time",
    "object_to_correction": "the objection that the guard of accept_decision_text speaks of",
    "propose_change": "the words to which the submitter agrees (guard of accept_changed)",
    "agree_to_change": "see propose_change",
    "accept_fact": "domain.md 3.4, 6 has three kinds of correction, the first edition accepts two",
    "leave_room": "back to the plenary, without closing the room to those who stay",
    "end_head_term": "from when to when (name_head): the end of it, by the clock or by the secretary",
    "name_officers_aide": "chair and heads may name an aide (3.4, 16); an officer has no credentials",
    "handover_lapses": "the clock's part of offer_handover: accepted in 10 s, else it stays as it was",
    "declare_language": "a channel's failure holds a decision only for who declared that it depends on it",
    "hand_over": "the chair's own act, which the guard of deputy_assumes speaks of",
    "declare_later_quorum": "late arrivals make the quorum that a sitting for discussion only had not",
    "ask_block_or_reserve": "careful point 5: a step on the presiding officer's console",
    "maintain_objection": "the one answer to ask_block_or_reserve",
    "reserve_instead": "the other answer to it",
    "open_vote": "vote is an option of the rules (domain.md 3.1 procedure, 3.4 point 1), without its rows",
    "cast_vote": "see open_vote",
    "declare_carried": "see open_vote",
    "declare_rejected": "see open_vote",
    "associate": "who was away may associate itself with what was decided (3.4, 1)",
    "ask_reopening": "or ask for reopening (3.4, 1)",
    "answer_reopening": "and is answered",
    "record_condition_met": "a condition has a trigger and a fallback (3.1): one of them comes true",
    "record_condition_not_met": "see record_condition_met",
    "enter_decision_translation": "decisions hold text by language with a status, as units do",
    "enter_item_translation": "items likewise",
    "announce_silence": "what the first edition says under silence_expires: announced at the next sitting",
    "reintroduce_proposal": "withdrawn is an end; any delegation may re-introduce, which is a new proposal",
    "cosponsor_proposal": "co-sponsors are a field in domain.md 3.1: nobody becomes one but by its own act",
    "publish_position": "domain.md 3.2 and 3.4, 3 have the act without a machine",
    "confirm_unit_by_delegation": "how the confirmations come in that confirm_unit waits for",
    "agree_units": "units put en bloc with named exceptions (3.4, 15)",
    "close_units": "units put en bloc with named exceptions (3.4, 15)",
}

WHOLES = {
    "agenda",
    "draft_text",
    "list_of_speakers",
    "granting",
    "point_of_order",
    "appeal",
    "communique",
    "round",
    "position",
}
"""Entities that the first edition has not: what is put to the room as a whole, beside its parts, or what it
speaks of only in a guard."""

BESIDES = {"dropped_entry", "rejected"}
"""States in which something ends that the first edition does not know: a request needs its refusal, and a
vote may be lost."""

UNREACHED: set[str] = set()
"""States in which something ends and that no row leads to yet: their rows are missing, see above."""

BY_ITSELF = {
    "communique": {"drafted": "cleared"},  # by the last clearance
    "forwarding": {"in_internal_approval": "approved_by_states"},  # all_states_approved
    "agenda_item": {"provisional": "adopted"},  # adopt_agenda, a row of the agenda
    "floor_request": {"pending": "queued"},  # auto_accept
}
"""Steps that a row of another machine, or no row at all, makes."""


def first_edition() -> dict[str, tuple[str, frozenset[str], str, frozenset[str]]]:
    """Command -> machine, from-states, to-state, who."""
    found = {}
    machine = ""
    for line in (Path(__file__).parent / "first_edition.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            machine = line[1 : line.index("]")]
        elif line and not line.startswith("#"):
            command, states, who = line.split(" | ")
            sources, target = states.split(" > ")
            froms = frozenset(sources.split()) - {"-"}
            found[command] = (machine, froms, target, frozenset(who.split()))
    return found


def test_every_row_of_the_first_edition_is_there_or_its_absence_has_a_reason() -> None:
    first = first_edition()
    assert len(first) == 196
    assert set(first) - set(RULES) == set(MISSING)
    assert set(RULES) - set(first) == set(ADDED)
    changed = {command for command, row in first.items() if command in RULES and row != as_first(command)}
    assert changed == set(CHANGED), "every difference is written down, and nothing that is none"


def as_first(command: str) -> tuple[str, frozenset[str], str, frozenset[str]]:
    machine, row = RULES[command]
    return machine.name, row.sources, row.target, row.who


def test_command_names_are_unique() -> None:
    names = Counter(t.command for m in (*MACHINES, *FOLDER) for t in m.transitions)
    assert [name for name, n in names.items() if n > 1] == []


def test_every_row_has_a_class_and_every_class_a_row() -> None:
    assert set(CLASSES) == set(RULES)
    assert len(CLASSES) == len(DECIDE), "no two classes have the same type"


def test_every_guard_belongs_to_a_row_and_every_event_is_folded() -> None:
    assert set(GUARDS) <= set(RULES)
    assert sum(len(m.GUARDS) for m in MATTERS) == len(GUARDS)
    assert sum(len(m.FOLD) for m in MATTERS) == len(FOLD)
    assert sum(len(m.DECIDE) for m in MATTERS) == len(DECIDE)
    tags = Counter(tag(event) for event in FOLD)
    assert max(tags.values()) == 1, "the wire tells events apart by their type"
    assert not set(tags) & set(RULES), "commands are imperative, events past"


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_every_state_can_be_reached(machine: Machine) -> None:
    steps = [(s, t.target) for t in machine.transitions for s in t.sources if t.target != STAYS]
    steps += BY_ITSELF.get(machine.name, {}).items()
    reached = {machine.initial}
    while more := {to for source, to in steps if source in reached} - reached:
        reached |= more
    assert machine.states == reached
    assert machine.terminal - UNREACHED <= reached


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_nothing_leaves_a_state_in_which_something_ends(machine: Machine) -> None:
    leaving = {t.command for t in machine.transitions if t.sources & machine.terminal}
    assert leaving == set()


# A caucus room does not exist before it is opened: nobody ever sees an idle one; nor is a draft a proposal.
FROM_THE_FIRST_EDITION = [m for m in MACHINES if m.name not in WHOLES | {"caucus_room", "proposal"}]


@pytest.mark.parametrize("machine", FROM_THE_FIRST_EDITION, ids=lambda m: m.name)
def test_initial_and_terminal_states_are_those_of_the_first_edition(machine: Machine) -> None:
    lines = (Path(__file__).parent / "first_edition.txt").read_text(encoding="utf-8").splitlines()
    (heading,) = (line for line in lines if line.startswith(f"[{machine.name}]"))
    initial, terminal = heading.partition("] initial ")[2].split("; terminal ")
    assert machine.initial == initial
    assert machine.terminal - UNREACHED - BESIDES == set(terminal.split()) - {"-"} - UNREACHED


def test_everything_that_has_a_machine_can_be_asked_for_its_state() -> None:
    assert set(ENTITIES) == {m.name for m in MACHINES}
    assert all(not found(State()) or name in ("agenda", "presiding") for name, found in ENTITIES.items())
