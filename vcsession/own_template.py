"""The secretariat's own Word template: a file of the data directory, or one named on the command line."""

from __future__ import annotations

from pathlib import Path

from vcsession.documents.layouts.word_template import WrongTemplate, checked

PLACE = Path("templates", "word.docx")
"""In the data directory"""


def own_template(data_dir: Path, named: Path | None = None) -> bytes | None:
    """The template that documents are made with, None for ours; raises WrongTemplate with one sentence."""
    path = named or data_dir / PLACE
    if named is None and not path.exists():
        return None
    try:
        return checked(path.read_bytes())
    except OSError as error:
        raise WrongTemplate(f"The Word template {path} cannot be read: {error.strerror}.") from error
    except WrongTemplate as error:
        raise WrongTemplate(f"{path}: {error}") from error
