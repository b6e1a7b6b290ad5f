"""The styles of the Word document: Word's own names where it has them, so that it can be restyled."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section as Part
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from lxml import etree

from vcsession.documents.sections import Finality

FONT = "Times New Roman"
ACCENT = RGBColor(0x1F, 0x3D, 0x6B)
QUIET = RGBColor(0x59, 0x62, 0x6C)
BORDERS: dict[Finality, str] = {
    "final": "single",
    "preliminary": "dashed",
    "ad_referendum": "dotted",
    "void": "double",
}
DECISIONS: dict[Finality, str] = {
    "final": "Decision Final",
    "preliminary": "Decision Preliminary",
    "ad_referendum": "Decision Ad Referendum",
    "void": "Decision Void",
}
KEPT = frozenset(
    {
        "Title",
        "Subtitle",
        "Heading 1",
        "Heading 2",
        "Caption",
        "Header",
        "Footer",
        "Table Grid",
        "Normal Table",
    }
)
PARAGRAPHS = (
    "Title",
    "Subtitle",
    "Heading 1",
    "Heading 2",
    "Caption",
    "Running",
    "Fingerprint",
    "Organisation",
    "Document Note",
    "Table Text",
    "Digits",
    "Entry",
    *DECISIONS.values(),
)
CHARACTERS = ("Lead", "Note")
"""The styles that a document uses: a template's own of these names win over ours"""
LOCALES = {"ru": "ru-RU", "en": "en-GB"}


def prepare(document: Document, language: str) -> None:
    """Sets page, fonts, language and styles of an empty document."""
    upright(document.sections[0])
    _prune(document)
    for style in document.styles:
        if isinstance(style, CharacterStyle):
            _font(style)
    _language(document, language)
    _styles(document, frozenset())


def complete(document: Document, language: str) -> None:
    """Adds to a secretariat's template the styles that it lacks; its own stay as they are."""
    _language(document, language)
    _styles(document, frozenset(style.name or "" for style in document.styles))


def _styles(document: Document, own: frozenset[str]) -> None:
    def paragraph(name: str, **look: Any) -> ParagraphStyle | None:
        return None if name in own else _paragraph(document, name, **look)

    paragraph("Normal", size=11, after=4)
    paragraph("Title", size=18, bold=True, before=12, after=2, centred=True)
    paragraph("Subtitle", size=12, after=6, centred=True)
    paragraph("Heading 1", size=13, bold=True, before=16, after=5, colour=ACCENT)
    paragraph("Heading 2", size=11, bold=True, before=10, after=4)
    paragraph("Caption", size=9, bold=True, before=6, after=3, keep=True)
    paragraph("Running", size=8.5, colour=QUIET)
    paragraph("Fingerprint", size=7, colour=QUIET)
    paragraph("Organisation", size=12, bold=True, before=4, after=4, centred=True)
    paragraph("Document Note", size=9, after=4, centred=True, colour=QUIET)
    paragraph("Table Text", size=9, after=0)
    if digits := paragraph("Digits", size=8, after=0):
        digits.font.name = "Courier New"
    if entry := paragraph("Entry", after=3):
        entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Mm(9), Mm(-9)
        entry.paragraph_format.tab_stops.add_tab_stop(Mm(9))
    for finality, name in DECISIONS.items():
        if decision := paragraph(name, after=0):
            decision.paragraph_format.left_indent = Mm(6)
            decision.paragraph_format.space_before = Pt(3)
            _left_border(decision, BORDERS[finality])
    if "Lead" not in own:
        _character(document, "Lead").font.bold = True
    if "Note" not in own:
        note = _character(document, "Note")
        note.font.size, note.font.color.rgb = Pt(9.5), QUIET
    if "Table Grid" not in document.styles:
        _grid(document)


def _character(document: Document, name: str) -> CharacterStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    assert isinstance(style, CharacterStyle)
    return style


def _grid(document: Document) -> None:
    style = document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
    table = element("w:tblPr")
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="auto"))
    table.append(borders)
    style.element.append(table)


def _prune(document: Document) -> None:
    """Leaves what is used: python-docx brings 160 styles, and looks through them all for every run."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/stylesWithEffects", "/numbering")):
                del relations[key]
    for style in list(document.styles):
        default = style.element.get(qn("w:default")) is not None
        if not default and style.name not in KEPT:
            style.delete()
            continue
        for link in style.element.xpath("w:link"):
            link.getparent().remove(link)


def upright(part: Part) -> None:
    """A4 with a binding margin."""
    part.page_width, part.page_height = Mm(210), Mm(297)
    part.left_margin, part.right_margin = Mm(28), Mm(18)
    part.top_margin = part.bottom_margin = Mm(24)


def _paragraph(
    document: Document,
    name: str,
    *,
    size: float = 11,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    centred: bool = False,
    keep: bool = False,
    colour: RGBColor | None = None,
) -> ParagraphStyle:
    styles = document.styles
    if name not in styles:
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = styles[name]
    assert isinstance(style, ParagraphStyle)
    _font(style)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour or RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
    if centred:
        form.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if keep:
        form.keep_with_next = True
    # Word's own title has a border and wide letters.
    for part in style.element.xpath("w:pPr/w:pBdr | w:rPr/w:spacing | w:rPr/w:kern"):
        part.getparent().remove(part)
    return style


def _font(style: CharacterStyle) -> None:
    """One family for every script: a theme's font would win over a named one, so the theme's names go."""
    for fonts in style.element.xpath("w:rPr/w:rFonts"):
        fonts.getparent().remove(fonts)
    style.font.name = FONT
    for script in ("w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(script), FONT)


def _language(document: Document, language: str) -> None:
    for default in document.styles.element.xpath("w:docDefaults//w:lang"):
        default.set(qn("w:val"), LOCALES.get(language, language))


def _left_border(style: ParagraphStyle, line: str) -> None:
    borders = element("w:pBdr")
    borders.append(element("w:left", val=line, sz="18", space="8", color=str(ACCENT)))
    style.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def element(tag: str, **attributes: str) -> etree._Element:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
