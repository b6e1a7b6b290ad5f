"""The register of persons: one spelling for each, in every document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from vcsession.core.changing import replace
from vcsession.core.matters.agenda import check_text
from vcsession.core.refusals import refuse
from vcsession.core.vocabulary import Stamp, Text

if TYPE_CHECKING:
    from vcsession.core.state import State


Capacity = Literal["head", "alternate", "member"]


MOST_PEOPLE: Final = 50


LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Person:
    """One person has one spelling in each language: documents print this registry, never what was typed."""

    id: str
    delegation: str
    name: Text
    rank: Text
    post: Text


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name, as typed. Who is known by the name in the authentic language is the same person."""

    name: Text
    rank: Text = field(default_factory=dict)
    post: Text = field(default_factory=dict)
    capacity: Capacity = "member"


@dataclass(frozen=True, slots=True)
class PersonRegistered:
    """A new person, or another spelling of a known one: it holds from the beginning on."""

    person: Person
    type: Literal["person_registered"] = "person_registered"


def check_people(state: State, people: tuple[Named, ...]) -> None:
    if not 0 < len(people) <= MOST_PEOPLE:
        raise refuse("bad_field", field="people", problem=f"1 to {MOST_PEOPLE} persons")
    if sum(named.capacity == "head" for named in people) > 1:
        raise refuse("bad_field", field="people", problem="a delegation has one head")
    for named in people:
        check_text(state, named.name, "name")
        for language in state.convocation.languages.working:
            if not named.name.get(language, "").strip():
                raise refuse("bad_field", field="name", problem=f"the spelling in {language} is missing")
        if any(
            len(words) > LONGEST_NAME for t in (named.name, named.rank, named.post) for words in t.values()
        ):
            raise refuse("bad_field", field="name", problem=f"at most {LONGEST_NAME} letters")


def registered(
    state: State, delegation: str, named: Named, persons: Mapping[str, Person]
) -> tuple[str, Person | None]:
    """The person's id, and the registry's new entry for it; None where nothing is new."""
    authentic = state.convocation.languages.authentic
    name = named.name[authentic].strip()
    of = [p for p in persons.values() if p.delegation == delegation]
    known = next((p for p in of if p.name[authentic].strip() == name), None)
    id = known.id if known else f"{delegation}-p{len(of) + 1}"
    rank = named.rank or (known.rank if known else {})
    post = named.post or (known.post if known else {})
    entry = Person(id, delegation, named.name, rank, post)
    return id, None if entry == known else entry


def fold_registered(state: State, event: PersonRegistered, _stamp: Stamp) -> State:
    return replace(state, persons={**state.persons, event.person.id: event.person})


@dataclass(frozen=True, slots=True)
class Attendant:
    person: str
    capacity: Capacity
