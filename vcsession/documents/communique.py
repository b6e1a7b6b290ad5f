"""The communiqué: what the talks may tell the public, move by move (`domain.md` 4.2), in our own sentences.

While the secretary has drafted none, it is composed from the facts; then it is the secretary's text.
Each fact has a level of publicity. `no`: it is not told. `category`: of a decision, what kind of thing was
agreed on which matter, never its text. `full`: its public words too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import get_args

from vcsession.core.convocation import Publicity
from vcsession.core.record import DecisionRecord, ItemRecord, Record
from vcsession.core.vocabulary import Language
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading, finality, taken
from vcsession.documents.sections import Paragraph, Section, Sections

LEVELS: tuple[Publicity, ...] = get_args(Publicity)
Levels = Mapping[str, Publicity]
"""The id of a fact -> its level"""


def facts(record: Record) -> dict[str, Publicity]:
    """Every fact that a communiqué could tell, in its order, with its level.

    Ids: place, mode, dates, participants, represents, lead, quote:opening, item:1, decision:1.1, purpose,
    location, follow_on:1, legal_basis:1, follow_up. Decisions and quotes have the level that the Record
    gives them; a procedural decision is no news unless it is to be told in full.
    """
    c = record.convocation
    found: dict[str, Publicity] = dict.fromkeys(
        ("dates", "mode", "place", "participants", "represents", "lead"), "full"
    )
    for statement in record.statements:
        found[f"quote:{statement.id}"] = "full" if statement.quotable else "no"
    for item in record.items:
        if _considered(item):
            found[f"item:{item.number}"] = "category"
        for decision in item.decisions:
            if _stands(decision):
                found[f"decision:{decision.number}"] = _level(decision)
    found |= dict.fromkeys(("purpose", "location"), "full")
    found |= dict.fromkeys((f"follow_on:{n}" for n, _ in enumerate(c.subject.follow_on, 1)), "full")
    found |= dict.fromkeys((f"legal_basis:{n}" for n, _ in enumerate(c.legal_basis, 1)), "full")
    found["follow_up"] = "full"
    return found


def sections(record: Record, language: Language, levels: Levels | None = None) -> Sections:
    """The communiqué as finished words; `levels` go before those of the Record."""
    r = Reading(record, language, "full")
    w, c = r.words, r.convocation
    told = _Told(r, facts(record) | dict(levels or {}))
    drafted = record.communique
    if drafted is not None and drafted.status != "unwritten":
        paragraphs = w.text(drafted.text).split("\n")
        status, released = drafted.status, drafted.released_at
        embargo = drafted.embargo_until
        until = f"{r.date(r.day(embargo))}, {r.time(embargo)}" if embargo else ""
    else:
        paragraphs = [text for text in told.moves() if text]
        status, released, until = "composed", None, ""
    published = released or record.closed_at
    authentic = c.languages.authentic
    return Sections(
        language=language,
        form="full",
        organisation=w.inline(c.organisation),
        symbol="",
        marking="",
        status=w.say("communique_status", status=status, until=until),
        title=w.label("communique"),
        subtitle=w.say("headline", name=told.name(), place=told.place()),
        notes=(
            r.date(r.day(published) if published else c.date_to),
            *((w.say("communique_translated"),) if language != authentic else ()),
        ),
        page=w.label("page"),
        sections=(Section("communique", "", tuple(map(Paragraph, paragraphs))),),
        modified=r.modified,
    )


def _considered(item: ItemRecord) -> bool:
    """Reviewed and discussed; whatever it led to is told, or kept, as a decision."""
    decided = any(taken(d) and d.kind != "procedural" for d in item.decisions)
    return item.opened_at is not None and not decided


def _stands(decision: DecisionRecord) -> bool:
    """Taken, and still standing; one of a former round once it is confirmed here."""
    ours = not decision.round or decision.confirmed_at is not None
    return taken(decision) and ours and finality(decision) != "void"


def _level(decision: DecisionRecord) -> Publicity:
    level: Publicity = next((each for each in LEVELS if each == decision.publicity), "no")
    return "no" if decision.kind == "procedural" and level == "category" else level


class _Told:
    """The moves, one paragraph each; "" for one that nothing is left of."""

    def __init__(self, reading: Reading, levels: Levels) -> None:
        self.r = reading
        self.levels = levels

    def moves(self) -> Iterator[str]:
        yield self._held()
        yield self._who()
        yield from self._quotes()
        yield self._reviewed()
        for item in self.r.record.items:
            yield from self._decided(item)
        yield self._subject()
        c, w = self.r.convocation, self.r.words
        for n, text in enumerate(c.subject.follow_on, 1):
            yield w.text(text) if self._told(f"follow_on:{n}") else ""
        yield self._legal_basis()
        yield w.text(c.follow_up) if self._told("follow_up") else ""

    def name(self) -> str:
        c = self.r.convocation
        title = self.r.words.inline(c.title)
        return self.r.words.say("round_name", kind=c.kind, ordinal=c.ordinal, title=title)

    def place(self) -> str:
        return self.r.words.inline(self.r.convocation.venue) if self._told("place") else ""

    def _told(self, fact: str) -> bool:
        return self.levels.get(fact, "no") != "no"

    def _held(self) -> str:
        c, w = self.r.convocation, self.r.words
        return w.say(
            "held",
            kind=c.kind,
            name=self.name(),
            began=self.r.record.opened_at is not None,
            dates=w.grammar.date_range(c.date_from, c.date_to) if self._told("dates") else "",
            mode=w.word("mode", c.mode) if self._told("mode") else "",
            place=self.place(),
        )

    def _who(self) -> str:
        r, w = self.r, self.r.words
        there, began = r.participation(), r.record.opened_at is not None
        came = [d for d in r.convocation.delegations if not there or there.get(d.code) == "present"]
        said = []
        if self._told("participants") and came:
            said.append(w.say("took_part", began=began, of=[r.of(d.code) for d in came]))
            departments = [w.inline(text) for d in came for text in d.represents]
            if self._told("represents") and departments:
                said.append(w.say("represented", names=departments))
        if self._told("lead"):
            said.append(w.say("under_lead", began=began, lead=w.post(r.convocation.overall_lead)))
        return " ".join(said)

    def _quotes(self) -> Iterator[str]:
        """Words that their author gave leave to quote, whatever anybody sets."""
        r, w = self.r, self.r.words
        for statement in r.record.statements:
            if statement.quotable and self._told(f"quote:{statement.id}"):
                yield w.say(
                    "quote",
                    opening=statement.id == "opening",
                    text=w.text(statement.public_text or statement.text),
                    of=r.of(statement.delegation) if statement.delegation else "",
                    office=r.office(statement.seat) if statement.seat else "",
                )

    def _reviewed(self) -> str:
        matters = [
            self._matter(item)
            for item in self.r.record.items
            if _considered(item) and self._told(f"item:{item.number}")
        ]
        return self.r.words.say("reviewed", matters=matters) if matters else ""

    def _decided(self, item: ItemRecord) -> Iterator[str]:
        told = [d for d in item.decisions if self._told(f"decision:{d.number}")]
        standing = [d for d in told if _stands(d)]
        for (final, assigned), group in groupby(standing, key=lambda d: (finality(d), _assigns(d))):
            decisions = list(group)
            if assigned:
                yield from (self._assigned(item, d) for d in decisions)
            else:
                kinds = dict.fromkeys(self.r.words.say("agreed_kind", kind=d.kind) for d in decisions)
                said = self.r.words.say(
                    "agreed_on", finality=final, kinds=[k for k in kinds if k], matter=self._matter(item)
                )
                yield " ".join((said, *filter(None, map(self._text, decisions))))

    def _assigned(self, item: ItemRecord, decision: DecisionRecord) -> str:
        assignee, matter = self.r.words.inline(decision.assignee), self._matter(item)
        task, _, after = matter.partition(":")
        if assignee.lower() in after.lower():  # an item's title may name the office already
            matter = task
        said = self.r.words.say("assigned_to", finality=finality(decision), assignee=assignee, matter=matter)
        return " ".join(filter(None, (said, self._text(decision))))

    def _text(self, decision: DecisionRecord) -> str:
        if self.levels.get(f"decision:{decision.number}") != "full":
            return ""
        return self.r.words.say(
            "decision_text", text=self.r.words.text(decision.public_text or decision.text)
        )

    def _matter(self, item: ItemRecord) -> str:
        return self.r.words.say("matter", title=self.r.words.inline(item.title))

    def _subject(self) -> str:
        c, w = self.r.convocation, self.r.words
        purpose, location = w.inline(c.subject.purpose), w.inline(c.subject.location)
        said = []
        if self._told("purpose") and purpose:
            said.append(w.say("subject_purpose", kind=c.subject.kind, purpose=purpose))
        if self._told("location") and location:
            said.append(w.say("subject_location", kind=c.subject.kind, location=location))
        return " ".join(said)

    def _legal_basis(self) -> str:
        r, w = self.r, self.r.words
        named = [
            w.say("legal_act", instrument=w.inline(basis.instrument), act=w.inline(basis.approving_act))
            for n, basis in enumerate(r.convocation.legal_basis, 1)
            if self._told(f"legal_basis:{n}")
        ]
        return w.say("in_accordance", kind=one_line(r.convocation.subject.kind), acts=named) if named else ""


def _assigns(decision: DecisionRecord) -> bool:
    return decision.kind == "assignment" and bool(decision.assignee)
