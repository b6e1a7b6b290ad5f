"""A join link, read; and what entering with it gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from yarl import URL


class BadLink(ValueError):
    """Not a join link; the text is a plain sentence that does not repeat the link's secret."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where to enter, and the seat's token."""

    origin: URL
    token: str = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def read_link(link: str) -> Invitation:
    """`http(s)://host/join#TOKEN` -> the invitation. Raises BadLink."""
    try:
        url = URL(link.strip())
        origin = url.origin()
    except ValueError:
        raise BadLink("This is not a join link; one looks like http://host:port/join#TOKEN.") from None
    if url.scheme not in ("http", "https") or not url.fragment:
        raise BadLink("This is not a join link; one looks like http://host:port/join#TOKEN.")
    return Invitation(origin, url.fragment)
