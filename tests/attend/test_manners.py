"""What robots do and when, on a clock turned by hand."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.attend.house import me
from vcsession.attend.intentions import Intentions
from vcsession.attend.manners import Key, Manners
from vcsession.core.slices import Act

ANSWER = Act("answer_roll_call", {"delegation": "ARM"})
AGREE = Act("record_answer", {"decision": "1", "answer": "agree"})
OBJECT = Act("record_answer", {"decision": "1", "answer": "object"})
ASK = Act("request_floor", {"kind": "intervention"})
YIELD = Act("yield_floor", {"request": "request-7"})
RETURN = Act("return", {"delegation": "ARM"})


class Timer:
    def __init__(self, at: float, call: Callable[[], None]) -> None:
        self.at = at
        self.call = call
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


class Stage:
    """A robot's intentions and a clock: what is offered, time passing, what was done when."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.now = 0.0
        self.done: list[tuple[float, str]] = []
        self._timers: list[Timer] = []
        self.intentions = Intentions(manners or Manners(), random.Random(1), self._do, self._later)

    def _do(self, act: Act) -> None:
        self.done.append((self.now, " ".join((act.type, *act.fields.values()))))

    def _later(self, delay: float, callback: Callable[[Key, Act], None], /, *args: Any) -> Timer:
        timer = Timer(self.now + delay, lambda: callback(*args))
        self._timers.append(timer)
        return timer

    def shows(self, *acts: Act, seat: str = "arm-head", queue: int = 0, **facts: Any) -> None:
        self.intentions.see(me(seat, acts=acts, **facts), queue)

    def passes(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [t for t in self._timers if t.at <= end and not t.cancelled]:
            timer = min(due, key=lambda t: t.at)
            self._timers.remove(timer)
            self.now = timer.at
            timer.call()
        self.now = end

    @property
    def acts(self) -> list[str]:
        return [act for _, act in self.done]


def test_answers_the_roll_call_after_a_pause() -> None:
    stage = Stage(Manners(answers_roll_call_after_s=(2, 3)))
    stage.shows(ANSWER)
    stage.passes(60)
    ((at, act),) = stage.done
    assert act == "answer_roll_call ARM"
    assert 2 <= at <= 3


def test_reads_the_steps_as_well_as_the_acts() -> None:
    stage = Stage()
    stage.intentions.see(me(steps=(ANSWER,)), 0)
    stage.passes(60)
    assert stage.acts == ["answer_roll_call ARM"]


def test_does_not_what_is_blocked() -> None:
    stage = Stage()
    stage.shows(Act(ANSWER.type, ANSWER.fields, blocked="no_sitting"), RETURN)
    stage.passes(60)
    assert stage.acts == ["return ARM"]
    stage.shows(ANSWER)
    stage.passes(60)
    assert stage.acts == ["return ARM", "answer_roll_call ARM"]


def test_drops_what_is_offered_no_more() -> None:
    stage = Stage(Manners(answers_roll_call_after_s=(2, 2)))
    stage.shows(ANSWER)
    stage.passes(1)
    stage.shows()
    stage.passes(60)
    assert stage.acts == []


def test_a_look_that_changes_nothing_does_not_put_it_off() -> None:
    stage = Stage(Manners(answers_roll_call_after_s=(2, 2)))
    stage.shows(ANSWER)
    stage.passes(1)
    stage.shows(ANSWER, RETURN)
    stage.passes(1)
    assert stage.done == [(2, "answer_roll_call ARM")]


def test_agrees_once_to_each_decision() -> None:
    stage = Stage()
    stage.shows(AGREE, OBJECT)
    stage.passes(60)
    stage.shows(AGREE, OBJECT)  # another seat did something before the answer was recorded
    stage.shows(AGREE, OBJECT, answer="agree")
    stage.passes(60)
    assert stage.acts == ["record_answer 1 agree"]
    stage.shows(Act("record_answer", {"decision": "2", "answer": "agree"}))
    stage.passes(60)
    assert stage.acts == ["record_answer 1 agree", "record_answer 2 agree"]


def test_agrees_again_when_a_decision_is_put_again() -> None:
    stage = Stage()
    stage.shows(AGREE)
    stage.passes(60)
    stage.shows()
    stage.shows(AGREE)
    stage.passes(60)
    assert stage.acts == ["record_answer 1 agree"] * 2


def test_does_not_change_an_answer_that_a_person_gave() -> None:
    stage = Stage()
    stage.shows(AGREE, OBJECT, answer="object")
    stage.passes(60)
    assert stage.acts == []


def test_asks_for_the_floor_speaks_and_yields() -> None:
    stage = Stage(Manners(asks_every_s=90, speaks_s=(8, 20)))
    stage.shows(ASK)
    stage.passes(200)
    ((asked_at, asked),) = stage.done
    assert asked == "request_floor intervention"
    assert 18 <= asked_at <= 162
    stage.shows(YIELD, microphone="open")
    stage.passes(60)
    spoke_for, act = stage.done[1][0] - 200, stage.done[1][1]
    assert act == "yield_floor request-7"
    assert 8 <= spoke_for <= 20
    stage.shows(ASK)
    stage.passes(200)
    assert stage.acts == ["request_floor intervention", "yield_floor request-7", "request_floor intervention"]


def test_does_not_ask_into_a_long_list() -> None:
    stage = Stage(Manners(asks_at_most=2))
    stage.shows(ASK, queue=2)
    stage.passes(1000)
    assert stage.acts == []
    stage.shows(ASK, queue=1)
    stage.passes(1000)
    assert stage.acts == ["request_floor intervention"]


def test_a_paused_speech_goes_on_when_the_microphone_opens() -> None:
    stage = Stage(Manners(speaks_s=(10, 10)))
    stage.shows(YIELD, microphone="open")
    stage.passes(9)
    stage.shows(YIELD, microphone="closed_by_procedure")
    stage.passes(60)
    assert stage.acts == []
    stage.shows(YIELD, microphone="open")
    stage.passes(60)
    assert stage.acts == ["yield_floor request-7"]


@pytest.mark.parametrize(
    ("manners", "act"),
    [
        (Manners(arrives_late_after_s=5), Act("arrive_late", {"delegation": "ARM"})),
        (Manners(confirms_after_s=5), Act("confirm_by_delegation", {"decision": "1"})),
    ],
)
def test_some_acts_are_left_to_persons_unless_wanted(manners: Manners, act: Act) -> None:
    shy = Stage()
    shy.shows(act)
    shy.passes(1000)
    assert shy.acts == []
    bold = Stage(manners)
    bold.shows(act)
    bold.passes(1000)
    assert len(bold.done) == 1
    assert bold.done[0][0] == 5


def test_a_secretary_only_reads_out() -> None:
    stage = Stage()
    mark = Act("mark_present", {"delegation": "ARM"})
    stage.shows(mark, Act("read_out", {"decision": "1"}), AGREE, seat="secretary")
    stage.passes(60)
    assert stage.acts == ["read_out 1"]


@pytest.mark.parametrize("seat", ["chair", "observer"])
def test_others_only_attend(seat: str) -> None:
    stage = Stage()
    stage.shows(ANSWER, AGREE, ASK, Act("read_out", {"decision": "1"}), seat=seat)
    stage.passes(1000)
    assert stage.acts == []


def test_after_a_reconnection_it_looks_afresh() -> None:
    stage = Stage(Manners(answers_roll_call_after_s=(2, 2)))
    stage.shows(ANSWER)
    stage.passes(1)
    stage.intentions.forget()
    stage.passes(60)
    assert stage.acts == []
    stage.shows(ANSWER)
    stage.passes(60)
    stage.intentions.forget()
    stage.shows(ANSWER)
    stage.passes(60)
    assert stage.acts == ["answer_roll_call ARM"] * 2
