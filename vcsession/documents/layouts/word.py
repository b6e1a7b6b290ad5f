"""DOCX with Word's own styles, for a secretariat to correct: texts are runs, never markup."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

import docx
import segno
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.table import CT_Row, CT_Tc
from docx.section import Section as Part
from docx.section import _Footer, _Header
from docx.shared import Length, Mm
from docx.table import Table as Grid
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph as Line

from vcsession.documents.layouts.word_styles import DECISIONS, complete, element, prepare
from vcsession.documents.layouts.word_template import opened
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
    marking,
)

PROPERTY = 255
"""Characters that a document property may have"""
UNBROKEN = 1600
"""Bytes of a cell's text that are kept on one page, as in the PDF"""


def lay_out(sections: Sections, template: bytes | None = None) -> bytes:
    """`template`: a secretariat's own .docx; raises WrongTemplate where it cannot be one."""
    if template is None:
        document = docx.Document()
        prepare(document, sections.language)
    else:
        document = opened(template)
        complete(document, sections.language)
    if sections.landscape:
        _turn(document.sections[0])
    _properties(document, sections)
    for head, foot in frames(document):
        _running(document, head, foot, sections)
    _head(document, sections)
    before = None
    for section in sections.sections:
        first_annex = section.annex and before is not None and not before.annex
        _section(document, sections, section, first_annex=first_annex, own=template is None)
        before = section
    written = io.BytesIO()
    document.save(written)
    return _dated(written.getvalue(), sections.modified)


def _properties(document: Document, sections: Sections) -> None:
    properties = document.core_properties
    properties.title = f"{sections.title} {sections.subtitle}"[:PROPERTY]
    properties.subject = sections.symbol[:PROPERTY]
    properties.author = properties.last_modified_by = sections.organisation[:PROPERTY]
    properties.language = sections.language
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = sections.modified.replace(tzinfo=None)


def frames(document: Document) -> Iterator[tuple[_Header, _Footer]]:
    """What stands over and under the pages of the first part: one pair, and those of first and even pages."""
    part = document.sections[0]
    yield part.header, part.footer
    if part.different_first_page_header_footer:
        yield part.first_page_header, part.first_page_footer
    if document.settings.odd_and_even_pages_header_footer:
        yield part.even_page_header, part.even_page_footer


def _running(document: Document, header: _Header, footer: _Footer, sections: Sections) -> None:
    """Symbol and marking over every page, state of the text and page number under it.

    Below what a template has there; where it numbers its pages, ours is not said again.
    """
    numbered = bool(footer._element.xpath(".//w:fldSimple | .//w:instrText"))
    head, foot = _line(header), _line(footer)
    for line in (head, foot):
        line.paragraph_format.tab_stops.add_tab_stop(_width(document), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{sections.symbol}\t")
    head.add_run(marking(sections)).bold = True
    foot.add_run(sections.status).italic = True
    if not numbered:
        foot.add_run(f"\t{sections.page} ")
        _field(foot, "PAGE")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES")
    if sections.fingerprint:
        footer.add_paragraph(sections.fingerprint, style="Fingerprint")


def _line(frame: _Header | _Footer) -> Line:
    """The empty line that every new one has, or a further one; in a style of ours, without Word's tabs."""
    empty = len(frame.paragraphs) == 1 and not frame.paragraphs[0]._p.xpath("w:r | w:hyperlink | w:sdt")
    line = frame.paragraphs[0] if empty and not frame.tables else frame.add_paragraph()
    line.style = "Running"
    return line


def _head(document: Document, sections: Sections) -> None:
    document.add_paragraph(sections.organisation, style="Organisation")
    document.add_paragraph(sections.title, style="Title")
    document.add_paragraph(sections.subtitle, style="Subtitle")
    for note in filter(None, (sections.status, " ".join(sections.notes))):
        document.add_paragraph(note, style="Document Note")


def _section(
    document: Document, sections: Sections, section: Section, *, first_annex: bool, own: bool
) -> None:
    """`own`: the frame of the pages is ours, not a template's."""
    turned = document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    if section.landscape and not sections.landscape:
        _new_part(document, sections, landscape=True, own=own)
    elif turned and not sections.landscape:
        _new_part(document, sections, landscape=False, own=own)
    if section.title:
        heading = document.add_heading(section.title, 1)
        heading.paragraph_format.page_break_before = (first_annex and not section.landscape) or None
    for block in section.blocks:
        _block(document, block)
        if section.key == "closing":  # nobody signs a page that holds nothing but signatures
            document.paragraphs[-1].paragraph_format.keep_with_next = True


def _new_part(document: Document, sections: Sections, *, landscape: bool, own: bool) -> None:
    part = document.add_section(WD_SECTION.NEW_PAGE)
    if landscape != (part.orientation == WD_ORIENT.LANDSCAPE):
        _turn(part)
    if own:  # the tab stands at the edge of these pages; a template's frame goes on as it is
        part.header.is_linked_to_previous = part.footer.is_linked_to_previous = False
        _running(document, part.header, part.footer, sections)


def _turn(part: Part) -> None:
    turned = part.orientation == WD_ORIENT.LANDSCAPE
    part.orientation = WD_ORIENT.PORTRAIT if turned else WD_ORIENT.LANDSCAPE
    part.page_width, part.page_height = part.page_height, part.page_width


def _block(document: Document, block: Block) -> None:
    match block:
        case Heading(text):
            document.add_heading(text, 2)
        case Paragraph(text, lead):
            _led(document.add_paragraph(), lead, text).paragraph_format.keep_with_next = not text
        case Facts():
            _facts(document, block)
        case Listing(entries):
            for mark, text in entries:
                document.add_paragraph(f"{mark}\t{text}", style="Entry")
        case Table():
            _table(document, block)
        case Decision():
            _decision(document, block)
        case Signatures():
            _signatures(document, block)
        case Code(data, description):
            _code(document, data, description)


def _led(line: Line, lead: str, text: str) -> Line:
    if lead:
        line.add_run(lead, style="Lead")
    if text:
        line.add_run(f" {text}" if lead else text)
    return line


def _facts(document: Document, facts: Facts) -> None:
    grid = _grid(document, (2, 5) if not facts.digits else (1, 3))
    for label, value in facts.rows:
        cells = _row(grid).cells
        cells[0].paragraphs[0].style = "Table Text"
        cells[0].paragraphs[0].add_run(label, style="Note")
        cells[1].paragraphs[0].add_run(value)
        if facts.digits:
            cells[1].paragraphs[0].style = "Digits"
    _widths(document, grid, (2, 5) if not facts.digits else (1, 3))


def _table(document: Document, table: Table) -> None:
    if table.caption:
        document.add_paragraph(table.caption, style="Caption")
    shares = [column.share for column in table.columns]
    grid = _grid(document, shares)
    grid.style = "Table Grid"
    _margins(grid)
    header = _row(grid)
    header._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, column in zip(header.cells, table.columns, strict=True):
        cell.paragraphs[0].style = "Table Text"
        cell.paragraphs[0].add_run(column.title, style="Lead")
        cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill="EEF0F3"))
    _widths(document, grid, shares)
    style = document.styles["Table Text"].style_id
    widths = [cell.width for cell in header._tr.tc_lst]
    for row in table.rows:
        grid._tbl.append(_plain_row(row, widths, style))
    document.add_paragraph(style="Table Text")


def _margins(grid: Grid) -> None:
    """Narrow columns need their room for words."""
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="57", type="dxa"))
    look = grid._tbl.tblPr.xpath("w:tblLook")
    look[0].addprevious(margins) if look else grid._tbl.tblPr.append(margins)


def _plain_row(texts: Sequence[str], widths: Sequence[Length | None], style: str) -> CT_Row:
    """A row of texts, without the library's search for the style of each cell: a protocol has thousands."""
    row = cast(CT_Row, OxmlElement("w:tr"))
    if all(len(text.encode()) < UNBROKEN for text in texts):
        row.get_or_add_trPr().append(element("w:cantSplit"))
    for text, width in zip(texts, widths, strict=True):
        cell = cast(CT_Tc, OxmlElement("w:tc"))
        row.append(cell)
        if width is not None:
            cell.width = width
        line = cell.add_p()
        line.style = style
        line.add_r().text = text
    return row


def _decision(document: Document, decision: Decision) -> None:
    style = DECISIONS[decision.finality]
    lines = [_led(document.add_paragraph(style=style), f"{decision.label}.", decision.text)]
    for text, look in ((decision.standing, "Lead"), *((note, "Note") for note in decision.notes)):
        lines[-1].paragraph_format.keep_with_next = True
        lines.append(document.add_paragraph(style=style))
        lines[-1].add_run(text, style=look)
    document.add_paragraph(style="Table Text")


def _signatures(document: Document, signatures: Signatures) -> None:
    grid = _grid(document, (2, 1))
    for line in signatures.lines:
        row = _row(grid)
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        who, place = row.cells
        _led(who.paragraphs[0], line.role, "").paragraph_format.space_before = Mm(6)
        who.add_paragraph(line.post)
        if line in signatures.lines[:2]:  # the first ones stay with what closes the text
            for part in who.paragraphs:
                part.paragraph_format.keep_with_next = True
        borders = element("w:tcBorders")
        borders.append(element("w:bottom", val="single", sz="6", space="0", color="000000"))
        place._tc.get_or_add_tcPr().append(borders)
    _widths(document, grid, (2, 1))


def _code(document: Document, data: str, description: str) -> None:
    drawn = io.BytesIO()
    segno.make(data, error="m").save(drawn, kind="png", scale=8, border=0)
    picture = document.add_paragraph().add_run().add_picture(drawn, width=Mm(32))
    picture._inline.docPr.set("descr", description)
    document.add_paragraph().add_run(description, style="Note")


def _grid(document: Document, shares: Sequence[int]) -> Grid:
    grid: Grid = document.add_table(0, len(shares))
    grid.autofit = False
    return grid


def _row(grid: Grid) -> Row:
    row: Row = grid.add_row()  # type: ignore[no-untyped-call]
    return row


def _widths(document: Document, grid: Grid, shares: Sequence[int]) -> None:
    """Word takes the widths from the columns, LibreOffice from the cells."""
    widths = [Length(_width(document) * share // sum(shares)) for share in shares]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for row in grid._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def _width(document: Document) -> Length:
    part = document.sections[-1]
    assert part.page_width is not None
    assert part.left_margin is not None
    assert part.right_margin is not None
    return Length(part.page_width - part.left_margin - part.right_margin)


def _field(line: Line, name: str) -> None:
    """A field that Word counts anew on every page (ECMA-376 part 1, 17.16)."""
    field = element("w:fldSimple", instr=name)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


def _dated(written: bytes, modified: datetime) -> bytes:
    """The same package, its entries dated by the Record and not by the clock; ZIP begins in 1980."""
    stamp = modified.timetuple()[:6] if modified.year >= 1980 else (1980, 1, 1, 0, 0, 0)
    dated = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as old,
        zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, stamp), old.read(name), zipfile.ZIP_DEFLATED)
    return dated.getvalue()
