"""Akoma Ntoso 3.0, a `debate` (OASIS akn-core 1.0): the same sections, with the Record's facts as elements.

`domain.md` 4.3 says what becomes what. Texts are element text, never markup; identifiers are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from vcsession.core.record import ItemRecord, Record, Speech
from vcsession.documents.chapters import course
from vcsession.documents.chapters.reservations import standing
from vcsession.documents.layouts.akn_meta import COUNTED, Names, add, identified, meta, root
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import (
    Block,
    Code,
    Decision,
    Facts,
    Heading,
    Listing,
    Paragraph,
    Section,
    Sections,
    Signatures,
    Table,
)

Element = etree._Element
PARTS = {"opening": "sitting", "items": "item", "course": "sitting"}
"""What a heading begins inside a section, where that has a name in the debate"""


def lay_out(sections: Sections, record: Record) -> bytes:
    debate = add(root(), "debate", name="minutes")
    _Debate(sections, record).write(debate)
    tree = debate.getroottree()
    etree.indent(tree, " ")
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8") + b"\n"


class _Debate:
    def __init__(self, sections: Sections, record: Record) -> None:
        self.sections = sections
        self.record = record
        self.reading = Reading(record, sections.language, sections.form)
        self.names = Names()

    def write(self, debate: Element) -> None:
        body = [section for section in self.sections.sections if not section.annex]
        meta(debate, self.sections, self.record, self.names)
        self._preface(add(debate, "preface"))
        inside = add(debate, "debateBody")
        for section in body:
            if section.key != "signatures":
                self._section(inside, section)
        conclusions = add(debate, "conclusions")
        for section in body:
            if section.key == "signatures":
                _line(conclusions, section.title)
                self._blocks(conclusions, section.blocks)
        attachments = add(debate, "attachments")
        for section in self.sections.sections:
            if section.annex:
                self._annex(attachments, section)

    def _preface(self, preface: Element) -> None:
        s = self.sections
        for text in filter(None, (s.organisation, s.symbol, s.marking, s.numbered, s.status, s.fingerprint)):
            _line(preface, text)
        title = add(_line(preface, ""), "docTitle")
        _text(title, f"{s.title} {s.subtitle}")
        for text in s.notes:
            _line(preface, text)

    def _section(self, body: Element, section: Section) -> None:
        part = add(body, "debateSection", name=section.key, eId=self.names.new(section.key))
        add(part, "heading").text = section.title
        for heading, blocks in _parts(section.blocks):
            if heading is None:
                self._blocks(part, blocks)
                continue
            name = PARTS.get(section.key, "part")
            inner = add(part, "debateSection", name=name, eId=self.names.new(f"{section.key}_{name}"))
            _text(add(inner, "heading"), heading.text)
            match section.key:
                case "opening":
                    self._blocks(inner, blocks[:1])
                    if blocks[1:]:
                        self._blocks(add(inner, "rollCall", eId=self.names.new("rollCall")), blocks[1:])
                case "items":
                    self._item(inner, heading, blocks)
                case "course":
                    self._course(inner, heading, blocks)
                case _:
                    self._blocks(inner, blocks)

    def _item(self, part: Element, heading: Heading, blocks: tuple[Block, ...]) -> None:
        w = self.reading.words
        item = next(
            (
                i
                for i in self.record.items
                if heading.text == w.say("item", number=one_line(i.number), title=w.inline(i.title))
            ),
            None,
        )
        spoken = item is None or self.sections.form == "short"
        for block in blocks:
            if item is not None and not spoken and _decides(block):
                self._speeches(part, item)
                spoken = True
            if isinstance(block, Decision):
                self._decision(part, item, block)
            else:
                self._blocks(part, (block,))
        if item is not None and not spoken:
            self._speeches(part, item)

    def _speeches(self, part: Element, item: ItemRecord) -> None:
        for speech in item.speeches:
            said = add(part, "speech", by=self._speaker(speech), startTime=speech.began_at.isoformat())
            if speech.ended_at is not None:
                said.set("endTime", speech.ended_at.isoformat())
            said.set("as", f"#{self.names.of('role', _role(speech))}")
            _text(add(said, "from"), self.reading.speaker(speech.delegation, speech.seat))
            add(said, "p").text = self.reading.words.known("speech", speech.kind)

    def _speaker(self, speech: Speech) -> str:
        kind, code = ("seat", speech.seat) if speech.delegation is None else ("party", speech.delegation)
        return f"#{self.names.of(kind, code)}"

    def _decision(self, part: Element, item: ItemRecord | None, block: Decision) -> None:
        made = add(part, "resolutions", eId=self.names.of("decision", block.number))
        made.set("refersTo", f"#{self.names.of('finality', block.finality)}")
        add(made, "num").text = block.label
        _text(add(made, "narrative"), block.text)
        _line(made, block.standing)
        facts = next(
            (d for d in (item.decisions if item else ()) if one_line(d.number) == block.number), None
        )
        reserved = {standing(self.reading, r): r for r in (facts.reservations if facts else ())}
        for note in block.notes:
            if note not in reserved:
                _line(made, note)
        for note, reservation in reserved.items():
            stated = add(part, "declarationOfVote", eId=self.names.of("reservation", reservation.number))
            stated.set("refersTo", f"#{self.names.of('party', reservation.delegation)}")
            _line(stated, note)

    def _course(self, part: Element, heading: Heading, blocks: tuple[Block, ...]) -> None:
        r = self.reading
        sitting = next((s for s in r.held() if r.sitting_title(s) == heading.text), None)
        happened = course.events(r, sitting) if sitting is not None else []
        if not happened:
            self._blocks(part, blocks)
        for event in happened:
            match event.kind:
                case "suspension" | "end":
                    _timed(add(part, "adjournment", eId=self.names.new("adjournment")), event)
                case "point_of_order":
                    _timed(add(part, "pointOfOrder", eId=self.names.new("pointOfOrder")), event)
                case _:
                    _recorded(add(part, "scene"), event)

    def _annex(self, attachments: Element, section: Section) -> None:
        attachment = add(attachments, "attachment", eId=self.names.new(f"annex_{section.key}"))
        _text(add(attachment, "heading"), section.title)
        document = add(attachment, "doc", name=section.key)
        identified(add(document, "meta"), self.sections, self.record, component=section.key)
        body = add(document, "mainBody")
        for heading, blocks in _parts(section.blocks):
            part = body
            if heading is not None:
                part = add(body, "div", eId=self.names.new(f"{section.key}_part"))
                _text(add(add(part, "p"), "b"), heading.text)
            self._blocks(part, blocks)

    def _blocks(self, part: Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Heading(text):
                    _line(part, text)
                case Paragraph(text, lead):
                    _line(part, text, lead)
                case Facts(rows):
                    _table(part, "", (), rows)
                case Listing(entries):
                    listed = add(part, "blockList", eId=self.names.new("list"))
                    for mark, text in entries:
                        entry = add(listed, "item", eId=self.names.new("entry"))
                        add(entry, "num").text = mark
                        _line(entry, text)
                case Table(caption, columns, rows):
                    _table(part, caption, [column.title for column in columns], rows)
                case Decision():
                    self._decision(part, None, block)
                case Signatures(lines):
                    for line in lines:
                        signed = _line(part, "", line.role)
                        _text(add(signed, "signature"), line.post)
                case Code(data, description):
                    _line(part, f"{description}: {data}")


def _parts(blocks: tuple[Block, ...]) -> Iterator[tuple[Heading | None, tuple[Block, ...]]]:
    """The blocks before the first heading, then each heading with what stands under it."""
    heading: Heading | None = None
    under: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            if heading is not None or under:
                yield heading, tuple(under)
            heading, under = block, []
        else:
            under.append(block)
    if heading is not None or under:
        yield heading, tuple(under)


def _decides(block: Block) -> bool:
    """Whether the talk is over here: a lead that stands alone begins the decisions."""
    return isinstance(block, Decision) or (
        isinstance(block, Paragraph) and bool(block.lead) and not block.text
    )


def _role(speech: Speech) -> str:
    return COUNTED if speech.delegation is not None else "officer"


def _table(part: Element, caption: str, titles: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    table = add(part, "table")
    if caption:
        _text(add(table, "caption"), caption)
    titles = list(titles)
    if titles:
        header = add(table, "tr")
        for title in titles:
            _line(add(header, "th"), title)
    for row in rows:
        cells = add(table, "tr")
        for cell in row:
            _line(add(cells, "td"), cell)


def _timed(part: Element, event: course.Event) -> None:
    _recorded(add(part, "p"), event)


def _recorded(line: Element, event: course.Event) -> None:
    """The time for programs, an empty element; the line says it in words."""
    moment = add(line, "recordedTime", time=event.at.isoformat())
    moment.tail = event.line


def _line(part: Element, text: str, lead: str = "") -> Element:
    line = add(part, "p")
    if lead:
        bold = add(line, "b")
        bold.text = lead
        bold.tail = " " if text else ""
    if text:
        _text(line, text)
    return line


def _text(element: Element, text: str) -> None:
    """Text with `eol` for its line ends, after whatever the element holds already."""
    for n, line in enumerate(text.split("\n")):
        if n:
            add(element, "eol")
        if len(element):
            element[-1].tail = (element[-1].tail or "") + line
        else:
            element.text = (element.text or "") + line
