"""One self-contained page: its style inside, no script, nothing fetched."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import segno
from jinja2 import PackageLoader, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from vcsession.documents.sections import Sections, as_data
from vcsession.documents.wording import Hole


def lay_out(sections: Sections) -> bytes:
    return _template().render(document=as_data(sections)).encode()


@cache
def _template() -> Template:
    environment = SandboxedEnvironment(
        loader=PackageLoader("vcsession.documents", "templates"),
        undefined=Hole,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["qr"] = _qr
    # From the package, never from a Record: a style element takes no escapes.
    css = Markup(files("vcsession.documents").joinpath("templates/minutes.css").read_text("utf-8"))
    return environment.get_template("minutes.html.j2", globals={"css": css})


def _qr(data: str, description: str) -> Markup:
    """The code as an inline picture; segno writes only its own marks, the description is escaped here."""
    drawn = io.BytesIO()
    segno.make(data, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=0, svgclass=None, lineclass=None
    )
    picture = Markup(drawn.getvalue().decode())
    return Markup('<span role="img" aria-label="{}">{}</span>').format(description, picture)
