"""Write web/src/generated/*.ts from the dataclasses in vcsession/core/slices.

    python deploy/client_types.py            # writes the files
    python deploy/client_types.py --print    # prints them

Each Python module becomes a file of its own; slices.ts has them all, and is what the client imports.
The way is dataclass -> JSON schema (pydantic) -> TypeScript, so that the client's types cannot say
something else than the wire.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter

from vcsession.core import slices

TARGET = Path(__file__).parents[1] / "web/src/generated"
HEAD = "// Written by deploy/client_types.py from vcsession/core/slices; do not edit.\n"
TIME = {
    "Instant": "/** An instant in UTC, ISO 8601 with `Z`. */\nexport type Instant = string;\n",
    "Day": "/** A calendar day, YYYY-MM-DD. */\nexport type Day = string;\n",
}
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


def homes() -> dict[str, str]:
    """The file of each type that the slices use, by the type's name: that of its Python module."""
    modules = [module for module in vars(slices).values() if isinstance(module, ModuleType)]
    classes = [cls for module in modules for cls in vars(module).values() if is_dataclass(cls)]
    return {cls.__name__: cls.__module__.rsplit(".", 1)[-1] for cls in classes if isinstance(cls, type)}


def interface(name: str, definition: dict[str, Any]) -> str:
    fields = (f"  readonly {key}: {type_of(value)};\n" for key, value in definition["properties"].items())
    return f"export interface {name} {{\n{''.join(fields)}}}\n"


def imports(body: str, own: str, home: dict[str, str]) -> str:
    """The lines that fetch what `body` uses of other files."""
    used: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(re.findall(r"[:<|] ?([A-Z]\w+)", body)) & home.keys()):
        used[home[name]].append(name)
    others = sorted((file, names) for file, names in used.items() if file != own)
    return "".join(f'import type {{ {", ".join(names)} }} from "./{file}.ts";\n' for file, names in others)


def sources() -> dict[str, str]:
    """The text of each file, by the file's name."""
    definitions = TypeAdapter(slices.Slice).json_schema(mode="serialization")["$defs"]
    home = homes() | dict.fromkeys(TIME, "time")
    bodies = defaultdict(list, time=list(TIME.values()))
    for name, definition in sorted(definitions.items()):
        bodies[home[name]].append(interface(name, definition))
    every = [f'export type * from "./{file}.ts";\n' for file in sorted(bodies)]
    travelling = [f"  readonly {name}: {cls.__name__};\n" for name, cls in NAMES.items()]
    shape = [
        "/** Every slice by the name under which it travels. */\n",
        "export interface Slices {\n",
        *travelling,
        "}\n",
    ]
    bodies["slices"] = ["".join(every), "".join(shape)]
    texts = {file: "\n".join(parts) for file, parts in bodies.items()}
    heads = {file: [HEAD, imports(text, file, home)] for file, text in texts.items()}
    return {f"{file}.ts": "\n".join(filter(None, [*heads[file], text])) for file, text in texts.items()}


if __name__ == "__main__":
    for file, text in sources().items():
        if "--print" in sys.argv:
            sys.stdout.write(f"{text}\n")
        else:
            (TARGET / file).write_text(text, encoding="utf-8")
