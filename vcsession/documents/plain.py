"""What a document prints of a text that somebody wrote: all of it, and nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"[ \t\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_BREAKS = re.compile(r"(?: ?\n ?)+")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


@lru_cache(maxsize=1 << 14)
def printable(text: str) -> str:
    """The text with single line ends, runs of spaces as one, and each unseen character as its number.

    A signed page shows what its file holds: a control, a direction override or a character without width
    could make two texts look alike, or one read backwards, so it is printed as `[U+202E]`.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    text = text.translate({0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"})
    text = _SPACES.sub(" ", text)
    text = _BREAKS.sub("\n", text).strip(" \n")
    return "".join(c if c == "\n" or unicodedata.category(c) not in _UNSEEN else number(c) for c in text)


def number(character: str) -> str:
    """A character that cannot be shown, as its Unicode number."""
    return f"[U+{ord(character):04X}]"


def one_line(text: str) -> str:
    """A printable text inside a sentence: its line ends become spaces."""
    return printable(text).replace("\n", " ")


def file_stem(text: str) -> str:
    """A symbol as part of a file name: ASCII letters, digits and hyphens, at most 60 of them."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")[:60].strip("-")
