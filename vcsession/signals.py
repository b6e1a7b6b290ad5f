"""What a browser says that is no event: sizes, languages, quiet words. No log and no core knows of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar, get_args

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError, with_config
from pydantic_core import PydanticCustomError

from vcsession import wire
from vcsession.core.lines import LONGEST, Line

T = TypeVar("T")

_STRICT: Final = ConfigDict(strict=True, extra="forbid")

MAX_SIZES: Final = 40
MAX_LINES: Final = 8192

Name = Annotated[str, Field(max_length=wire.MAX_NAME)]


@dataclass(frozen=True, slots=True)
class Listen:
    """`language` "" for the floor alone. `media`: on this connection only."""

    language: Name
    media: Name = ""
    signal: Literal["listen"] = "listen"


@dataclass(frozen=True, slots=True)
class Interpret:
    """In a side room to be heard in this language alone; "" for a voice like any other there."""

    language: Name
    signal: Literal["interpret"] = "interpret"


@dataclass(frozen=True, slots=True)
class Sound:
    """Of all devices of the seat the one with this media connection is to be heard."""

    media: Name
    signal: Literal["sound"] = "sound"


@dataclass(frozen=True, slots=True)
class Slower:
    """An interpreter asks whoever speaks for less speed."""

    signal: Literal["slower"] = "slower"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights in pixels of the screen, by place.

    A place of height 0 gets no picture, until it is named with another height or not named.
    """

    media: Name
    lines: Annotated[Mapping[str, Annotated[int, Field(ge=0, le=MAX_LINES)]], Field(max_length=MAX_SIZES)]
    signal: Literal["sizes"] = "sizes"


@dataclass(frozen=True, slots=True)
class Path:
    """By which way sound and picture of this media connection go."""

    media: Name
    path: Literal["udp", "relay_udp", "relay_tcp", "relay_tls"]
    signal: Literal["path"] = "path"


def _said(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "nothing is said")
    return text


@with_config(_STRICT)
@dataclass(frozen=True, slots=True)
class Quiet:
    """Words beside the record, on one of the quiet lines."""

    line: Line
    text: Annotated[str, Field(min_length=1, max_length=LONGEST), AfterValidator(_said)]
    seat: Name | None = None
    signal: Literal["quiet"] = "quiet"


Signal = Listen | Interpret | Sound | Slower | Sizes | Path | Quiet

SIGNALS: Final = tuple(kind.__dataclass_fields__["signal"].default for kind in get_args(Signal))

SIGNAL: Final[TypeAdapter[Signal]] = TypeAdapter(
    Annotated[Signal, Field(discriminator="signal")], config=_STRICT
)
QUIET: Final = TypeAdapter(Quiet)


def signal(data: str) -> Signal | None:
    """What a browser says that is no event; None where it is a command. Raises Refused `bad_field`."""
    raw = wire.plain(data)
    if not isinstance(raw, dict) or raw.get("signal") not in SIGNALS:
        return None
    return _read(SIGNAL, raw)


def quiet(raw: object) -> Quiet:
    """From {"line": "chair", "text": "..", "seat": ".."}; raises Refused `bad_field`."""
    return _read(QUIET, raw)


def _read(kind: TypeAdapter[T], raw: Any) -> T:
    wire.check(raw, "body")
    try:
        return kind.validate_json(json.dumps(raw))
    except ValidationError as error:
        raise wire.refusal(error) from None
