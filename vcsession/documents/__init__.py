"""Documents of a session: Record -> Sections (worded once) -> HTML, PDF, DOCX, Markdown,
Akoma Ntoso, JSON."""

from vcsession.documents.minutes import (
    Document,
    Format,
    UnknownFormat,
    UnknownLanguage,
    gaps,
    minutes,
    sections,
)
from vcsession.documents.sections import Form

__all__ = ["Document", "Form", "Format", "UnknownFormat", "UnknownLanguage", "gaps", "minutes", "sections"]
