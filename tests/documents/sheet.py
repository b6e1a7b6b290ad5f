"""The contact sheet: PDF pages as pictures, to be looked at before a document changes its looks.

    python -m tests.documents.sheet FOLDER        # needs pdftoppm (Debian: poppler-utils)

Writes FOLDER/<document>.png, eight pages a picture: played rounds in both languages, a numbered copy, the
letters of all member states in every face, a long table, the papers.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import typst

from tests.core.closing import issued
from tests.documents import played
from tests.documents.convened import t
from tests.documents.round import record
from tests.documents.test_files import LETTERS
from tests.documents.test_life import told
from vcsession.core.record import Record
from vcsession.documents import minutes
from vcsession.documents.papers import paper

DPI = 60
ON_ONE = 8
GRID = """#set page(width: auto, height: auto, margin: 6pt, fill: rgb("#d7dbe0"))
#grid(columns: 4, gutter: 6pt, ..sys.inputs.pages.split("|").map(page => image(page, width: 300pt)))
"""


def lettered() -> Record:
    """Armenian, Kazakh, Kyrgyz and Tajik letters in the facts, the tables, the head and the signatures."""
    made = record()
    c = made.convocation
    text = t(LETTERS, LETTERS)
    heads = tuple(replace(d, represents=(text,), head=replace(d.head, title=text)) for d in c.delegations)
    items = tuple(
        replace(i, title=text, decisions=tuple(replace(d, text=text) for d in i.decisions))
        for i in made.items
    )
    return replace(made, convocation=replace(c, purpose=text, delegations=heads), items=items)


def documents() -> Iterator[tuple[str, bytes]]:
    """Name and PDF."""
    for name, round_ in (("demo", played.demo()), ("troubled", played.troubled())):
        for language in ("ru", "en"):
            yield f"{name}-{language}", minutes(round_, format="pdf", language=language).data
    yield "copy-ru", minutes(told(issued()), format="pdf", language="ru", copy=4).data
    yield "letters-ru", minutes(lettered(), format="pdf", language="ru").data
    crowded = minutes(played.crowded(), format="pdf", language="ru", form="short").data
    yield "crowded-ru", crowded
    for which in ("communique", "evening", "register", "decisions", "letter"):
        yield f"{which}-ru", paper(played.demo(), which, format="pdf", language="ru").data


def sheets(name: str, document: bytes, folder: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as work:
        source = Path(work, "document.pdf")
        source.write_bytes(document)
        command = ["pdftoppm", "-r", str(DPI), "-png", "-l", "24", str(source), str(Path(work, "page"))]
        subprocess.run(command, check=True, timeout=120)
        pages = sorted(path.name for path in Path(work).glob("page*.png"))
        Path(work, "grid.typ").write_text(GRID)
        for n in range(0, len(pages), ON_ONE):
            some = "|".join(pages[n : n + ON_ONE])
            grid = typst.compile(
                Path(work, "grid.typ"), root=Path(work), format="png", ppi=90.0, sys_inputs={"pages": some}
            )
            target = folder / f"{name}-{n // ON_ONE + 1}.png"
            target.write_bytes(grid)
            yield target


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, document in documents():
        for target in sheets(name, document, folder):
            sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
