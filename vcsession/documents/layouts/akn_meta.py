"""The `meta` of an Akoma Ntoso document: what it is, how it came about, who and what it speaks of."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

from vcsession.core.convocation import seats
from vcsession.core.record import DecisionRecord, Record, SittingRecord
from vcsession.documents.plain import file_stem
from vcsession.documents.reading import Reading, taken
from vcsession.documents.sections import Sections

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SOURCE = "#vcsession"
NO_STATE = "zz"
"""ISO 3166-1 leaves these letters to users; the organisation is no state, and the form asks for two"""
LANGUAGES = {"ru": "rus", "en": "eng", "hy": "hye", "be": "bel", "kk": "kaz", "ky": "kir", "tg": "tgk"}
"""ISO 639-2, as the naming convention asks (akn-nc 1.0, 4.5)"""
COUNTED = "delegation"
CONCEPTS = ("present", "absent", "in_favour", "against", "abstaining", "quorate", "inquorate")
FINALITIES = ("final", "preliminary", "ad_referendum", "void")


class Names:
    """Identifiers (`eId`): without spaces, each given once, the same for the same thing."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}

    def of(self, kind: str, code: str) -> str:
        if (kind, code) not in self._given:
            plain = re.sub(r"[^A-Za-z0-9._]+", "-", code)[:40].strip("-")
            wanted = f"{kind}_{plain}" if plain else kind
            self._given[kind, code] = self._free(wanted)
        return self._given[kind, code]

    def new(self, kind: str) -> str:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._free(f"{kind}_n{self._counts[kind]}")

    def _free(self, wanted: str) -> str:
        name, n = wanted, 2
        while name in self._given.values():
            name, n = f"{wanted}_{n}", n + 1
        return name


def root() -> etree._Element:
    return etree.fromstring(f'<akomaNtoso xmlns="{NAMESPACE}"/>')


def add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)


def meta(debate: etree._Element, sections: Sections, record: Record, names: Names) -> None:
    made = add(debate, "meta")
    identified(made, sections, record)
    lifecycle = add(made, "lifecycle", source=SOURCE)
    generated = names.new("event")
    add(lifecycle, "eventRef", eId=generated, date=_day(sections), source=SOURCE, type="generation")
    for corrigendum in record.minutes[-1].corrigenda if record.minutes else ():
        when, name = corrigendum.at.isoformat(), names.of("corrigendum", str(corrigendum.number))
        add(lifecycle, "eventRef", eId=name, date=when, source=SOURCE, type="amendment")
    _analysis(made, sections, record, names)
    _references(made, sections, record, names)


def identified(made: etree._Element, sections: Sections, record: Record, component: str = "main") -> None:
    """Work, expression and manifestation (FRBR); the date is the Record's, never the clock's."""
    c = record.convocation
    day, language = _day(sections), LANGUAGES.get(sections.language, "und")
    number = file_stem(c.symbol) or file_stem(c.id) or "session"
    work = f"/akn/{NO_STATE}/debate/minutes/{_date(c.date_to)}/{number}"
    expression = f"{work}/{language}@{day}"
    of = "" if component == "main" else f"/!{component}"
    held = add(made, "identification", source=SOURCE)
    for level, address in (
        ("FRBRWork", work),
        ("FRBRExpression", expression),
        ("FRBRManifestation", expression),
    ):
        suffix = ".akn" if level == "FRBRManifestation" else ""
        part = add(held, level)
        add(part, "FRBRthis", value=f"{address}{of or '/!main'}{suffix}")
        add(part, "FRBRuri", value=f"{address}{suffix}")
        add(part, "FRBRdate", date=_date(c.date_to) if level == "FRBRWork" else day, name="generation")
        add(part, "FRBRauthor", href="#organisation")
        if level == "FRBRWork":
            add(part, "FRBRcountry", value=NO_STATE)
            add(part, "FRBRnumber", value=number)
        elif level == "FRBRExpression":
            add(part, "FRBRversionNumber", value=str(record.verification.last_version))
            add(part, "FRBRlanguage", language=language)
            authentic = c.languages.authentic
            if sections.language != authentic:
                source = LANGUAGES.get(authentic, "und")
                add(
                    part,
                    "FRBRtranslation",
                    href=f"{work}/{source}@{day}",
                    fromLanguage=source,
                    authoritative="false",
                    by="#vcsession",
                )


def _analysis(made: etree._Element, sections: Sections, record: Record, names: Names) -> None:
    called = [sitting for sitting in record.sittings if sitting.entitled]
    decided = [d for item in record.items for d in item.decisions if taken(d)]
    if not called and not decided:
        return
    parliamentary = add(add(made, "analysis", source=SOURCE), "parliamentary")
    for sitting in called:
        _quorum(parliamentary, record, sitting, names)
    for block in sections.decisions():
        fact = next((d for d in decided if d.number == block.number), None)
        if fact is not None:
            outcome = f"#{names.of('finality', block.finality)}"
            voting = add(parliamentary, "voting", eId=names.of("voting", fact.number), outcome=outcome)
            voting.set("refersTo", f"#{names.of('decision', block.number)}")
            _count(voting, fact, names)


def _quorum(parliamentary: etree._Element, record: Record, sitting: SittingRecord, names: Names) -> None:
    outcome = "quorate" if sitting.quorate else "inquorate"
    checked = add(parliamentary, "quorumVerification", eId=names.of("quorum", sitting.number))
    checked.set("outcome", f"#{names.of('concept', outcome)}")
    needed = record.convocation.rules.quorum_open.needed(sitting.entitled)
    add(checked, "quorum", value=str(needed))
    add(checked, "count", value=str(sitting.present), refersTo=f"#{names.of('concept', 'present')}")


def _count(voting: etree._Element, fact: DecisionRecord, names: Names) -> None:
    counts = [("present", fact.present), ("absent", fact.absent)]
    if (vote := fact.vote) is not None:
        add(voting, "quorum", value=str(vote.needed))
        counts += [
            ("in_favour", vote.in_favour),
            ("against", vote.against),
            ("abstaining", vote.abstaining),
        ]
    for concept, codes in counts:
        refers = f"#{names.of('concept', concept)}"
        add(voting, "count", value=str(len(codes)), refersTo=refers)


def _references(made: etree._Element, sections: Sections, record: Record, names: Names) -> None:
    r = Reading(record, sections.language, sections.form)
    c = record.convocation
    held = add(made, "references", source=SOURCE)

    def known(tag: str, eid: str, shown: str) -> None:
        add(held, tag, eId=eid, href=f"/akn/ontology/{tag[3:].lower()}/{eid}", showAs=shown or eid)

    known("TLCOrganization", "vcsession", "vcsession")
    known("TLCOrganization", "organisation", sections.organisation)
    for delegation in c.delegations:
        known("TLCOrganization", names.of("party", delegation.code), r.name(delegation.code))
    for seat in (*seats(c), *record.issued):
        if seat.delegation is None:
            known("TLCPerson", names.of("seat", seat.id), r.office(seat.id))
    for role in (COUNTED, "officer"):
        known("TLCRole", names.of("role", role), role)
    for finality in FINALITIES:
        known("TLCConcept", names.of("finality", finality), r.words.known("finality", finality) or finality)
    for concept in CONCEPTS:
        known("TLCConcept", names.of("concept", concept), concept)


def _day(sections: Sections) -> str:
    return _date(sections.modified.date())


def _date(day: date) -> str:
    return day.isoformat()
