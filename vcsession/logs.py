"""The program's own messages: JSON lines on standard error, without anybody's words in them."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, Final

import structlog

PLACES: Final = 8
"""How many of the innermost places of a failure are told."""


def say_what_went_wrong(level: int = logging.WARNING) -> None:
    """From now on messages of this level and above go to standard error."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _place_of_failure,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json())
    logging.basicConfig(level=logging.ERROR, handlers=[handler])


def failure(error: BaseException | None, at: TracebackType | None) -> dict[str, Any]:
    """Its kind and place. Its text may hold what was sent, or a secret, and is left out."""
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at)]
    return {"failure": type(error).__name__, "places": places[-PLACES:]}


def _place_of_failure(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if event.pop("exc_info", None):
        _, error, at = sys.exc_info()
        event.update(failure(error, at))
    return event


class _Json(logging.Formatter):
    """For the libraries, which log in the usual way."""

    def format(self, record: logging.LogRecord) -> str:
        # asyncio's first line says what happened; those after it show the failure with its text
        said = {"event": record.getMessage().partition("\n")[0], "logger": record.name}
        if record.exc_info:
            _, error, at = record.exc_info
            said |= failure(error, at)
        return json.dumps({**said, "level": record.levelname.lower(), "timestamp": self.formatTime(record)})
