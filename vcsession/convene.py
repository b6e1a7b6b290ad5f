"""Session file -> `Convocation`: YAML or JSON, checked whole before anything is written.

Three steps, each with faults of its own kind: the text becomes a plain tree that remembers its lines
(`_Tree`), pydantic gives the tree the shape of the dataclasses, and the core says what does not hold
together (`core.coherence`). Every fault is a sentence that names the line and the field.
"""

from __future__ import annotations

import functools
import io
import itertools
import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import Any, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from vcsession.core.coherence import Flaw, Where, flaws, near
from vcsession.core.convocation import RIGHTS, Convocation

# ECHELON-2020 has 30 KB and 1,170 fields and entries. The limits keep a hostile file below a second.
MOST_BYTES = 256 * 1024
MOST_FIELDS = 20_000
MOST_ENTRIES = 500
DEEPEST = 10
LONGEST_TEXT = 20_000
"""As long as a text of a command, which the next round's file takes over."""
LONGEST_NAME = 64
MOST_PROBLEMS = 50

_TOO_LONG = f"a session file has at most {MOST_BYTES // 1024} KB."

# What XML cannot hold cannot be printed in the documents; half a surrogate pair cannot be stored at all.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_TIME = re.compile(r"(19|20)\d\d-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?")
_MOMENT = re.compile(_TIME.pattern + r"(\.\d+)?(Z|[+-]\d\d:\d\d)")
_NOTHING = ("", "~", "null", "Null", "NULL")

# In a tuple, because an adapter of a dataclass itself takes no configuration.
_SHAPE = TypeAdapter(tuple[Convocation], config=ConfigDict(extra="forbid", defer_build=True))


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1, as do the positions in `field` ("delegations.3.time_zone")."""

    line: int | None
    field: str
    message: str


class BadSessionFile(Exception):
    """A session file that cannot be convened; `str` of it is its first sentence, `sentences` are all."""

    def __init__(self, problems: tuple[Problem, ...], name: str = "") -> None:
        super().__init__(problems, name)
        self.problems = problems
        self.name = name

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(self._sentence(problem) for problem in self.problems)

    def _sentence(self, problem: Problem) -> str:
        line = f"line {problem.line}" if problem.line else ""
        place = ", ".join(filter(None, (self.name, line)))
        return ": ".join(filter(None, (place, problem.field, problem.message)))

    def __str__(self) -> str:
        more = len(self.problems) - 1
        return self.sentences[0] + (f" (And {more} more.)" if more else "")


def read_session_file(path: Path) -> Convocation:
    """Reads a YAML session file; raises `BadSessionFile`, also where the file cannot be read."""
    tree = _Tree(path.name)
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise tree.bad((), f"the file cannot be read ({reason}).") from None
    if len(raw) > MOST_BYTES:
        raise tree.bad((), _TOO_LONG)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise tree.bad((), "the text is not UTF-8.", raw.count(b"\n", 0, error.start) + 1) from None
    return parse_session(text, path.name)


def parse_session(text: str, name: str) -> Convocation:
    """The session of a YAML text; `name` is what its sentences call the file."""
    tree = _Tree(name)
    return _convocation(tree.yaml(text), tree)


def plain_tree(text: str) -> object:
    """The plain data of a YAML text, whatever it says: for a form, which shows what is wrong with it.

    Raises BadSessionFile where it is no YAML.
    """
    return _Tree("").yaml(text)


def from_json(data: object) -> Convocation:
    """The session of the body of `POST /api/sessions`: the session file as JSON."""
    tree = _Tree("")
    return _convocation(tree.json(data, ()), tree)


def to_plain(convocation: Convocation) -> dict[str, Any]:
    """A convocation as the plain data of its session file, which `from_json` reads as the same."""
    zone = zoneinfo.ZoneInfo(convocation.time_zone)
    (data,) = _SHAPE.dump_python((convocation,), mode="json", exclude_defaults=True)
    for written, delegation in zip(data["delegations"], convocation.delegations, strict=True):
        written["rights"] = asdict(delegation.rights)  # the usual ones depend on its kind
    for planned, sitting in zip(data["sittings"], convocation.sittings, strict=True):
        planned["opens_at"] = sitting.opens_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    found: dict[str, Any] = data
    return found


def to_yaml(convocation: Convocation, remarks: str = "") -> str:
    """The session file of a convocation, which `parse_session` reads as the same; `remarks` stand at its top.

    Raises BadSessionFile where it would not be accepted: it would be too long.
    """
    writer = YAML(pure=True)
    writer.width = 110
    out = io.StringIO()
    writer.dump(to_plain(convocation), out)
    text = "".join(f"# {line}\n" for line in remarks.splitlines()) + out.getvalue()
    parse_session(text, "")
    return text


class _Tree:
    """Plain data (dict, list, str, and of JSON also numbers) and the line at which each part stands.

    All scalars of YAML stay text, so that `number: 2.10` and `id: on` mean what they say; pydantic makes
    numbers where numbers are due.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Where, int] = {}
        self._fields = 0
        self._events: Iterator[Event] = iter(())

    def yaml(self, text: str) -> object:
        if len(text) > MOST_BYTES:
            raise self.bad((), _TOO_LONG)
        self._events = YAML(typ="safe", pure=True).parse(text)
        try:
            return self._document()
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            message = f"this is not YAML: {error.problem or error.context}."
            raise self.bad((), message, mark.line + 1 if mark else None) from None
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise self.bad((), f"this is not YAML: {error.reason}.", line) from None
        except (ValueError, OverflowError):  # of chr(), which the library calls on any number
            raise self.bad((), "this is not YAML: an escape names no character.") from None

    def json(self, value: object, where: Where) -> object:
        self._count(where)
        if isinstance(value, dict):
            return {self._name(name, where): self.json(one, (*where, name)) for name, one in value.items()}
        if isinstance(value, list):
            return [self.json(one, (*where, n)) for n, one in enumerate(value)]
        return self._text(value, where) if isinstance(value, str) else value

    def bad(self, where: Where, message: str, line: int | None = None) -> BadSessionFile:
        return BadSessionFile((self.problem(where, message, line),), self.name)

    def problem(self, where: Where, message: str, line: int | None = None) -> Problem:
        """At the place itself, or at the nearest around it that has a line."""
        around = where
        while line is None and around not in self.lines and around:
            around = around[:-1]
        field = ".".join(str(step + 1 if isinstance(step, int) else step) for step in where)
        return Problem(line or self.lines.get(around), field, message)

    def _document(self) -> object:
        value: object = None
        for event in self._events:
            if isinstance(event, StreamEndEvent):
                return value
            if isinstance(event, (AliasEvent, ScalarEvent, SequenceStartEvent, MappingStartEvent)):
                if () in self.lines:
                    raise self.bad((), "there is a second document here.", _line(event))
                self.lines[()] = _line(event)
                value = self._node(event, ())
        return value

    def _node(self, event: Event, where: Where) -> object:
        self._count(where)
        if not isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent)) or event.anchor:
            raise self.bad(where, "anchors and aliases are not read here.", _line(event))
        if event.tag is not None:
            raise self.bad(where, "tags are not read here.", _line(event))
        if isinstance(event, SequenceStartEvent):
            ones = enumerate(self._until(SequenceEndEvent))
            return [self._node(one, self._at(one, (*where, n))) for n, one in ones]
        if isinstance(event, MappingStartEvent):
            return self._mapping(where)
        if event.style is None and event.value in _NOTHING:
            return None
        return self._text(event.value, where)

    def _mapping(self, where: Where) -> dict[str, object]:
        found: dict[str, object] = {}
        for event in self._until(MappingEndEvent):
            name = self._name(event.value if isinstance(event, ScalarEvent) else None, where, _line(event))
            inner = (*where, name)
            if inner in self.lines:
                first = self.lines[inner]
                raise self.bad(inner, f"this is given twice, first in line {first}.", _line(event))
            found[name] = self._node(next(self._events), self._at(event, inner))
        return found

    def _at(self, event: Event, where: Where) -> Where:
        self.lines[where] = _line(event)
        return where

    def _until(self, end: type[Event]) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _count(self, where: Where) -> None:
        self._fields += 1
        if self._fields > MOST_FIELDS:
            raise self.bad((), f"a session file has at most {MOST_FIELDS} fields.")
        if where and isinstance(where[-1], int) and where[-1] >= MOST_ENTRIES:
            raise self.bad(where[:-1], f"a list has at most {MOST_ENTRIES} entries.")
        if len(where) > DEEPEST:
            raise self.bad(where[:3], "this is nested too deep.")

    def _name(self, value: object, where: Where, line: int | None = None) -> str:
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or _UNPRINTABLE.search(value):
            raise self.bad(where, f"the name of a field has 1 to {LONGEST_NAME} characters.", line)
        return value

    def _text(self, value: str, where: Where) -> str:
        if len(value) > LONGEST_TEXT:
            raise self.bad(where, f"a text has at most {LONGEST_TEXT} characters.")
        if _UNPRINTABLE.search(value):
            raise self.bad(where, "there is a control character in the text.")
        return value.strip()


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _convocation(data: object, tree: _Tree) -> Convocation:
    try:
        (convocation,) = _SHAPE.validate_python((_with_rights(data),))
    except ValidationError as error:
        _refuse(tree, map(_shape_flaw, error.errors(include_url=False)))
        raise
    _refuse(tree, _time_flaws(convocation, data))
    _refuse(tree, flaws(convocation, _zones()))
    zone = zoneinfo.ZoneInfo(convocation.time_zone)
    _refuse(tree, _clock_flaws(convocation, zone))
    return replace(
        convocation,
        sittings=tuple(
            replace(sitting, opens_at=sitting.opens_at.replace(tzinfo=zone).astimezone(UTC))
            for sitting in convocation.sittings
        ),
    )


def _refuse(tree: _Tree, found: Iterable[Flaw]) -> None:
    few = itertools.islice(found, MOST_PROBLEMS)
    problems = [tree.problem(flaw.where, flaw.message) for flaw in few]
    if problems:
        problems.sort(key=lambda problem: problem.line or 0)
        raise BadSessionFile(tuple(problems), tree.name) from None


def _with_rights(data: object) -> object:
    """An organ or an observer has the rights of its kind unless the file says otherwise."""
    if isinstance(data, dict) and isinstance(data.get("delegations"), list):
        for delegation in data["delegations"]:
            if isinstance(delegation, dict) and isinstance(given := delegation.get("rights", {}), dict):
                for usual in (rights for kind, rights in RIGHTS.items() if kind == delegation.get("kind")):
                    delegation["rights"] = asdict(usual) | given
    return data


_SENTENCES: Mapping[str, str] = {
    "missing": "this field is missing.",
    "dataclass": "this must be a group of fields.",
    "tuple": "this must be a list.",
    "dict": "this must be words by language, such as {{en: ..., ru: ...}}.",
    "string": "this must be text.",
    "int": "{given} is not a whole number.",
    "bool": "{given} is neither true nor false.",
    "date": "{given} is not a date, such as 2020-07-07.",
    "datetime": "{given} is not a time, such as 2020-07-07 10:00.",
    "literal": "this must be {expected}, not {given}.",
}
"""What the first word of a fault's type in pydantic means to who wrote the file."""


def _shape_flaw(error: ErrorDetails) -> Flaw:
    where: Where = error["loc"][1:]
    if error["type"] == "unexpected_keyword_argument":
        return Flaw(where, f"there is no such field{near(str(where[-1]), _fields_at(where[:-1]))}")
    if not where:
        return Flaw(where, "the fields of a session are missing.")
    given = error["input"]
    if given is None:
        return Flaw(where, "this field is empty.")
    sentence = _SENTENCES.get(error["type"].partition("_")[0], "{said}.")
    message = sentence.format(
        given=f'"{given[:60]}"' if isinstance(given, str) else str(given)[:60],
        expected=error.get("ctx", {}).get("expected", "").replace("'", '"'),
        said=error["msg"],
    )
    return Flaw(where, message)


def _fields_at(where: Where) -> list[str]:
    """The names of the fields that may stand at a place of a session file."""
    shape: Any = Convocation
    for step in where:
        if isinstance(step, str):
            hint = get_type_hints(shape)[step]
            shape = next(kind for kind in (hint, *get_args(hint)) if is_dataclass(kind))
    return [field.name for field in fields(shape)]


def _time_flaws(convocation: Convocation, data: Any) -> Iterator[Flaw]:
    """pydantic also takes a count of seconds since 1970 for a date; a session file does not."""
    days: list[Where] = [("date_from",), ("date_to",)]
    days += [("legal_basis", n, "date") for n in range(len(convocation.legal_basis))]
    days += [("proposals", n, "received") for n in range(len(convocation.proposals))]
    places = [(where, _DAY, "a date, such as 2020-07-07.") for where in days]
    places += [
        (("sittings", n, "opens_at"), _TIME, "a local time without an offset, such as 2020-07-07 10:00.")
        for n in range(len(convocation.sittings))
    ]
    for n, former in enumerate(convocation.confirming):
        here: Where = ("confirming", n)
        places.append(((*here, "taken_at"), _MOMENT, "a time with its offset, such as 2020-07-07T10:43:00Z."))
        for name in ("confirm_by", "due"):
            if getattr(former, name) is not None:
                places.append(((*here, name), _DAY, "a date, such as 2020-07-07."))
    places += [
        (
            ("reservations", n, "announced_at"),
            _MOMENT,
            "a time with its offset, such as 2020-07-07T10:43:00Z.",
        )
        for n in range(len(convocation.reservations))
    ]
    for where, form, like in places:
        given = str(functools.reduce(lambda inner, step: inner[step], where, data))
        if not form.fullmatch(given):
            yield Flaw(where, f'"{given[:60]}" is not {like}')


def _clock_flaws(convocation: Convocation, zone: zoneinfo.ZoneInfo) -> Iterator[Flaw]:
    """In spring a clock leaps over an hour that no sitting can open in."""
    for n, sitting in enumerate(convocation.sittings):
        there = sitting.opens_at.replace(tzinfo=zone)
        if there.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != sitting.opens_at:
            yield Flaw(("sittings", n, "opens_at"), f"the clocks of {zone.key} leap over this time.")


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
