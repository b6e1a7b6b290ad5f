"""Record -> Sections: which chapters a document has, in which order, under which number."""

from __future__ import annotations

from vcsession.core.record import Record
from vcsession.core.vocabulary import Language
from vcsession.documents.chapters import (
    annexes,
    close,
    corrections,
    course,
    front,
    items,
    lines,
    parameters,
    proposals,
    rectified,
    reservations,
    text,
    translations,
)
from vcsession.documents.plain import one_line
from vcsession.documents.reading import Reading
from vcsession.documents.sections import Block, Form, Section, Sections

BROAD = frozenset({"draft", "proposals"})
"""Annexes whose table is too broad for an upright page."""


def sections(record: Record, language: Language, form: Form, copy: int | None = None) -> Sections:
    """The minutes as finished words; `language` must be one of `wording.LANGUAGES`."""
    r = Reading(record, language, form, copy)
    w = r.words
    attached = form == "full" and front.names_in_all(r) > front.NAMES_IN_THE_BODY and _has_members(r)
    annexed = list(_annexes(r, attached))
    body = [
        Section(key, f"{_roman(n)}. {title}", tuple(blocks))
        for n, (key, title, blocks) in enumerate(_body(r, 1 if attached else None), 1)
    ]
    body += [
        Section(
            key,
            w.say("annex", number=n, title=w.label(f"annex_{key}")),
            tuple(blocks),
            annex=True,
            landscape=key in BROAD,
        )
        for n, (key, blocks) in enumerate(annexed, 1)
    ]
    return document(r, w.say("document_title", form=form), _status(r), (), tuple(body))


def gaps(record: Record, language: Language, form: Form) -> tuple[tuple[str, str], ...]:
    """What is missing in the minutes: (the title of the section, what it is), in the order of the text."""
    r = Reading(record, language, form)
    members = front.names_in_all(r) > front.NAMES_IN_THE_BODY and _has_members(r)
    parts = [(title, str(blocks)) for _key, title, blocks in _body(r, 1 if members else None)]
    parts += [(r.words.label(f"annex_{key}"), str(blocks)) for key, blocks in _annexes(r, members)]
    return tuple((title, what) for title, text in parts for mark, what in r.gaps.items() if mark in text)


def document(
    r: Reading,
    title: str,
    status: str,
    notes: tuple[str, ...],
    body: tuple[Section, ...],
    *,
    landscape: bool = False,
) -> Sections:
    """The head that every paper has, over its sections."""
    w, c = r.words, r.convocation
    authentic = c.languages.authentic
    original = w.known("in_language", authentic) or one_line(authentic)
    translated = "authentic_text" if w.language == authentic else "translated_text"
    return Sections(
        language=w.language,
        form=r.form,
        organisation=w.inline(c.organisation),
        symbol=one_line(c.symbol),
        marking=w.inline(c.marking),
        status=status,
        title=title,
        subtitle=w.say("subtitle", kind=c.kind, ordinal=c.ordinal, title=w.inline(c.title)),
        notes=(*notes, w.say(translated, language=original)),
        page=w.label("page"),
        sections=body,
        modified=r.modified,
        fingerprint=fingerprint(r),
        landscape=landscape,
        numbered=w.say("copy_no", number=r.copy) if r.copy is not None else "",
    )


def fingerprint(r: Reading) -> str:
    """What each page of each copy carries: the entries of the log that it was made from, and their head."""
    v = r.record.verification
    return r.words.say(
        "page_hash", first=v.first_version, last=v.last_version, hash=one_line(v.head_hash)[:HASH]
    )


HASH = 64
"""Digits of SHA-256; a page's foot is no place for anything longer."""


def _status(r: Reading) -> str:
    """Provisional until the minutes are issued; with the time for corrections while they are taken."""
    w, minutes = r.words, r.record.minutes[-1] if r.record.minutes else None
    if r.record.status == "archived" and minutes is None:
        return ""
    if minutes is not None and minutes.issued_at is not None:
        return w.say("issued_minutes", at=r.at(minutes.issued_at))
    if minutes is not None and minutes.status in ("final_text", "signing"):
        return w.say("for_signature")
    said = w.say("provisional", at=r.at(r.last), version=r.record.verification.last_version)
    if minutes is not None and minutes.status == "circulated_minutes":
        said += "; " + w.say("corrections_close", at=r.at(minutes.deadline))
    return said


def _has_members(r: Reading) -> bool:
    return any(d.members for d in r.convocation.delegations)


def _body(r: Reading, members_annex: int | None) -> list[tuple[str, str, list[Block]]]:
    label = r.words.label
    invited = "participants" if r.participation() else "invited"
    chapters = [
        ("general", label("general"), front.general(r)),
        ("participants", label(invited), front.participants(r, members_annex)),
        ("opening", label("opening"), front.opening(r)),
        ("agenda", label("agenda"), items.agenda(r)),
        ("items", label("items"), items.items(r)),
    ]
    if r.form == "full":
        chapters.append(("parameters", label("parameters"), parameters.parameters(r)))
        chapters.append(("decisions", label("decisions"), items.table_of_decisions(r)))
    chapters += [
        ("open", label("open"), items.left_open(r)),
        ("course", label("course"), course.course(r)),
    ]
    if r.form == "full":
        chapters.append(("follow_up", label("follow_up"), close.follow_up(r)))
    if inserted := reservations.statements(r):
        chapters.append(("statements", label("statements"), inserted))
    chapters += [
        ("closing", label("closing"), close.closing(r)),
        ("signatures", label("signatures"), close.signatures(r)),
    ]
    return chapters


def _annexes(r: Reading, attached: bool) -> list[tuple[str, list[Block]]]:
    c = r.convocation
    found: list[tuple[str, list[Block]]] = []
    if attached:
        found.append(("members", annexes.composition(r)))
    if r.form == "full":
        if attended := annexes.attendance(r):
            found.append(("attendance", attended))
        found.append(("presence", annexes.presence(r)))
        if lines.checked(r):
            found.append(("lines", lines.annex(r)))
        if c.draft:
            found.append(("draft", annexes.draft(r, c.draft)))
        if text.touched(r):
            found.append(("text", text.text(r)))
        if r.record.proposals:
            found.append(("proposals", proposals.annex(r)))
        found.append(("speakers", annexes.speakers(r)))
        if r.record.papers:
            found.append(("documents", annexes.documents(r)))
    if r.record.rectifications:
        found.append(("rectifications", rectified.annex(r)))
    if r.record.reservations:  # in the short form too: a reservation belongs to its decision
        found.append(("reservations", reservations.annex(r)))
    if (minutes := corrections.minutes_of(r)) is not None:
        found.append(("corrections", corrections.annex(r, minutes)))
    if r.form == "full":
        if missing := translations.missing(r):
            found.append(("translations", missing))
        found.append(("rules", annexes.rules(r)))
    found.append(("verification", annexes.verification(r)))
    return found


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
