"""The papers beside the minutes: one door for all, in the same formats, and as CSV where they are lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast, get_args

from vcsession.core.record import Record
from vcsession.core.vocabulary import Language
from vcsession.documents import communique, compose
from vcsession.documents.chapters import (
    across,
    annexes,
    copies,
    evening,
    front,
    items,
    letters,
    parameters,
    proposals,
    registers,
    text,
)
from vcsession.documents.communique import Levels
from vcsession.documents.layouts import csv, ics
from vcsession.documents.minutes import Document, Format, UnknownFormat, file_name, known_language, lay_out
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Heading, Paragraph, Section, Sections, Table

Paper = Literal[
    "agenda",
    "participants",
    "proposals",
    "speakers",
    "presence",
    "parameters",
    "draft",
    "clean",
    "decisions",
    "calendar",
    "letter",
    "forwarding",
    "approval",
    "evening",
    "copies",
    "register",
    "communique",
]
FORMATS = ("html", "pdf", "docx", "md", "json")
BROAD = frozenset({"proposals", "decisions", "draft", "clean", "approval", "register"})
"""Their tables are too broad for an upright page."""

FLAT: dict[str, Callable[[Reading], Table]] = {
    "participants": registers.participants,
    "proposals": proposals.table,
    "speakers": registers.speakers,
    "presence": registers.presence,
    "parameters": parameters.table,
    "decisions": registers.decisions,
    "copies": copies.table,
    "register": lambda r: across.table((r,)),
}
"""The papers that are lists, for CSV"""


class UnknownPaper(ValueError):
    """There is no paper of this name."""


def formats(paper: Paper) -> tuple[str, ...]:
    """What a paper can be had in; the communiqué, a text for people, is no data."""
    if paper == "communique":
        return tuple(format for format in FORMATS if format != "json")
    return (*FORMATS, *(("csv",) if paper in FLAT else ()), *(("ics",) if paper == "calendar" else ()))


def paper(
    record: Record,
    name: str,
    *,
    format: str,
    language: str,
    levels: Levels | None = None,
    morning: Record | None = None,
    earlier: tuple[Record, ...] = (),
    invited: str = "",
    template: bytes | None = None,
) -> Document:
    """One paper of the Record: the same Record gives the same bytes.

    `levels` are the publicity that was set on the facts of a communiqué. `morning`: the Record as the day
    began, against which the evening pack tells the changes; without it, the draft that was submitted.
    `earlier`: the former rounds, the first one first, for the register across them. `invited`: the delegation
    whose invitation the calendar is, as ICS. `template`: a .docx for DOCX.

    Raises UnknownPaper, UnknownFormat and UnknownLanguage, each with one plain sentence.
    """
    known = next((each for each in get_args(Paper) if each == name), None)
    if known is None:
        raise UnknownPaper(f"There is no paper “{name}”; choose one of {', '.join(get_args(Paper))}.")
    if format not in formats(known):
        offered = ", ".join(formats(known))
        raise UnknownFormat(f"There is no format “{format}” of this paper; choose one of {offered}.")
    known_language(language)
    made = file_name(record, known, language, format)
    reading = Reading(record, language, "full")
    if format == "csv":
        flat = across.table(_rounds(reading, earlier)) if known == "register" else FLAT[known](reading)
        return Document(csv.lay_out(flat), "text/csv; charset=utf-8", made)
    if format == "ics":
        return Document(ics.lay_out(reading, invited), "text/calendar; charset=utf-8", made)
    composed = sections(record, known, language, levels, morning, earlier)
    return lay_out(composed, record, cast(Format, format), made, kind="paper", template=template)


def sections(
    record: Record,
    name: Paper,
    language: Language,
    levels: Levels | None = None,
    morning: Record | None = None,
    earlier: tuple[Record, ...] = (),
) -> Sections:
    """A paper as finished words."""
    if name == "communique":
        return communique.sections(record, language, levels)
    r = Reading(record, language, "full")
    w, c = r.words, r.convocation
    body = [Section(key, title, tuple(blocks)) for key, title, blocks in _body(r, name, morning, earlier)]
    body.append(Section("verification", w.label("annex_verification"), tuple(annexes.provenance(r))))
    place = w.say("paper_notes", place=w.inline(c.venue), dates=w.grammar.date_range(c.date_from, c.date_to))
    status = w.say("as_it_stood", at=r.at(r.last), version=record.verification.last_version)
    return compose.document(
        r, w.label(f"paper_{name}"), status, (place,), tuple(body), landscape=name in BROAD
    )


def _rounds(r: Reading, earlier: tuple[Record, ...]) -> tuple[Reading, ...]:
    return (*(Reading(record, r.words.language, "full") for record in earlier), r)


def _body(
    r: Reading, name: Paper, morning: Record | None, earlier: tuple[Record, ...]
) -> list[tuple[str, str, list[Block]]]:
    label = r.words.label
    match name:
        case "agenda":
            return [("agenda", label("items_of_agenda"), registers.agenda(r))]
        case "participants":
            return [
                ("officers", label("officers"), registers.officers(r)),
                ("participants", label("participants"), front.participants(r, None)),
            ]
        case "proposals":
            received = proposals.annex(r) if r.record.proposals else _none(r, "no_proposals")
            return [("proposals", label("proposals"), received)]
        case "speakers":
            return [("speakers", label("speakers"), annexes.speakers(r))]
        case "presence":
            return [*_by_heading(annexes.presence(r), label("roll_call")), *_replies(r)]
        case "parameters":
            return [("parameters", label("parameters"), parameters.parameters(r))]
        case "draft":
            return [("plan", label("plan"), text.bracketed(r))]
        case "clean":
            return [("plan", label("plan"), text.clean(r))]
        case "decisions":
            return [
                ("decisions", label("decisions"), items.table_of_decisions(r)),
                ("due", label("due_for_offices"), registers.due(r)),
            ]
        case "calendar":
            return [("calendar", label("sittings"), registers.calendar(r))]
        case "letter":
            return [("letter", label("covering_letter"), letters.letter(r))]
        case "forwarding":
            return _by_heading(letters.sheet(r), label("paper_forwarding"))
        case "approval":
            return _by_heading(letters.approvals(r), label("paper_approval"))
        case "evening":
            return [
                ("changes", label("changes_since_morning"), evening.changes(r, morning)),
                ("decided", label("decided_today"), evening.decisions(r)),
                ("brackets", label("open_brackets"), evening.brackets(r)),
                ("tomorrow", label("tomorrow"), evening.tomorrow(r)),
            ]
        case "copies":
            return [("copies", label("copies"), copies.copies(r))]
        case "register":
            rounds = _rounds(r, earlier)
            return [
                ("register", label("register"), across.register(rounds)),
                ("due", label("due_for_offices"), across.due(rounds)),
            ]
        case "communique":
            return []


def _replies(r: Reading) -> list[tuple[str, str, list[Block]]]:
    replied = registers.replies(r)
    said = Paragraph(r.words.say("replies_expect"))
    return [("replies", r.words.label("replies"), [said, replied])] if replied.rows else []


def _none(r: Reading, sentence: str) -> list[Block]:
    return [Paragraph(r.words.say(sentence))]


def _by_heading(blocks: list[Block], otherwise: str) -> list[tuple[str, str, list[Block]]]:
    """A section for each heading, so that the paper has no level without one above it."""
    parts: list[tuple[str, str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append((f"part-{len(parts) + 1}", block.text, []))
        else:
            if not parts:
                parts.append(("part-1", otherwise, []))
            parts[-1][2].append(block)
    return parts
