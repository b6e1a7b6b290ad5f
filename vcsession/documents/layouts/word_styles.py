"""The styles of the Word document: Word's own names where it has them, so that it can be restyled."""

from __future__ import annotations

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
LOCALES = {"ru": "ru-RU", "en": "en-GB"}


def prepare(document: Document, language: str) -> None:
    """Sets page, fonts, language and styles of an empty document."""
    upright(document.sections[0])
    _prune(document)
    for style in document.styles:
        if isinstance(style, CharacterStyle):
            _font(style)
    _language(document, LOCALES.get(language, language))
    _paragraph(document, "Normal", size=11, after=4)
    _paragraph(document, "Title", size=18, bold=True, before=12, after=2, centred=True)
    _paragraph(document, "Subtitle", size=12, after=6, centred=True)
    _paragraph(document, "Heading 1", size=13, bold=True, before=16, after=5, colour=ACCENT)
    _paragraph(document, "Heading 2", size=11, bold=True, before=10, after=4)
    _paragraph(document, "Caption", size=9, bold=True, before=6, after=3, keep=True)
    _paragraph(document, "Header", size=8.5, colour=QUIET)
    _paragraph(document, "Footer", size=8.5, colour=QUIET)
    _paragraph(document, "Fingerprint", size=7, colour=QUIET)
    _paragraph(document, "Organisation", size=12, bold=True, before=4, after=4, centred=True)
    _paragraph(document, "Document Note", size=9, after=4, centred=True, colour=QUIET)
    _paragraph(document, "Table Text", size=9, after=0)
    _paragraph(document, "Digits", size=8, after=0).font.name = "Courier New"
    entry = _paragraph(document, "Entry", after=3)
    entry.paragraph_format.left_indent, entry.paragraph_format.first_line_indent = Mm(9), Mm(-9)
    entry.paragraph_format.tab_stops.add_tab_stop(Mm(9))
    for finality, name in DECISIONS.items():
        decision = _paragraph(document, name, after=0)
        decision.paragraph_format.left_indent = Mm(6)
        decision.paragraph_format.space_before = Pt(3)
        _left_border(decision, BORDERS[finality])
    lead = document.styles.add_style("Lead", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(lead, CharacterStyle)
    lead.font.bold = True
    note = document.styles.add_style("Note", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(note, CharacterStyle)
    note.font.size, note.font.color.rgb = Pt(9.5), QUIET


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
    # Word's own title has a border and wide letters, its header tabs for another page.
    for part in style.element.xpath("w:pPr/w:pBdr | w:pPr/w:tabs | w:rPr/w:spacing | w:rPr/w:kern"):
        part.getparent().remove(part)
    return style


def _font(style: CharacterStyle) -> None:
    """One family for every script: a theme's font would win over a named one, so the theme's names go."""
    for fonts in style.element.xpath("w:rPr/w:rFonts"):
        fonts.getparent().remove(fonts)
    style.font.name = FONT
    for script in ("w:cs", "w:eastAsia"):
        style.element.rPr.rFonts.set(qn(script), FONT)


def _language(document: Document, locale: str) -> None:
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), locale)


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
