"""Write web/src/generated/slices.ts from the dataclasses in vcsession/core/slices.

    python deploy/client_types.py            # writes the file
    python deploy/client_types.py --print    # prints it

The way is dataclass -> JSON schema (pydantic) -> TypeScript, so that the client's types cannot say
something else than the wire.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from vcsession.core import slices

TARGET = Path(__file__).parents[1] / "web/src/generated/slices.ts"
HEAD = """// Written by deploy/client_types.py from vcsession/core/slices; do not edit.

/** An instant in UTC, ISO 8601 with `Z`. */
export type Instant = string;
/** A calendar day, YYYY-MM-DD. */
export type Day = string;
"""
NAMES = {
    "session": slices.SessionSlice,
    "sitting": slices.SittingSlice,
    "roll_call": slices.RollCallSlice,
    "agenda": slices.AgendaSlice,
    "floor": slices.FloorSlice,
    "rectifying": slices.RectifyingSlice,
    "decisions": slices.DecisionsSlice,
    "reservations": slices.ReservationsSlice,
    "text": slices.TextSlice,
    "following": slices.FollowingSlice,
    "papers": slices.PapersSlice,
    "credentials": slices.CredentialsSlice,
    "languages": slices.LanguagesSlice,
    "folder": slices.FolderSlice,
    "bureau": slices.BureauSlice,
    "me": slices.MeSlice,
}
"""Under which name each slice travels."""


def type_of(schema: dict[str, Any]) -> str:
    """The TypeScript type of one JSON schema, as pydantic writes them."""
    match schema:
        case {"$ref": str(ref)}:
            return ref.rsplit("/", 1)[-1]
        case {"anyOf": list(options)}:
            return " | ".join(type_of(option) for option in options)
        case {"enum": list(values)}:
            return " | ".join(f'"{value}"' for value in values)
        case {"const": str(value)}:
            return f'"{value}"'
        case {"type": "array", "items": dict(items)}:
            return f"ReadonlyArray<{type_of(items)}>"
        case {"type": "object", "additionalProperties": dict(values)}:
            return f"Readonly<Record<string, {type_of(values)}>>"
        case {"type": "string", "format": "date-time"}:
            return "Instant"
        case {"type": "string", "format": "date"}:
            return "Day"
        case {"type": "integer" | "number"}:
            return "number"
        case {"type": "string" | "boolean" | "null" as name}:
            return str(name)
    raise ValueError(f"no TypeScript for {schema}")


def source() -> str:
    """The whole of slices.ts."""
    schema = TypeAdapter(slices.Slice).json_schema(mode="serialization")
    parts = [HEAD]
    for name, definition in sorted(schema["$defs"].items()):
        parts.append(f"export interface {name} {{")
        parts += [f"  readonly {key}: {type_of(value)};" for key, value in definition["properties"].items()]
        parts.append("}\n")
    parts.append("/** Every slice by the name under which it travels. */\nexport interface Slices {")
    parts += [f"  readonly {name}: {cls.__name__};" for name, cls in NAMES.items()]
    parts.append("}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    if "--print" in sys.argv:
        sys.stdout.write(source())
    else:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(source(), encoding="utf-8")
