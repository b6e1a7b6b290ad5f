"""The client's types are what the server's slices are."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_clients_types_are_fresh() -> None:
    source = runpy.run_path(str(ROOT / "deploy/client_types.py"))["source"]
    written = (ROOT / "web/src/generated/slices.ts").read_text(encoding="utf-8")
    assert written == source(), "the slices changed: run `python deploy/client_types.py`, commit its output"


def test_a_shape_without_a_typescript_type_is_named() -> None:
    type_of = runpy.run_path(str(ROOT / "deploy/client_types.py"))["type_of"]
    assert type_of({"type": "array", "items": {"type": "string"}}) == "ReadonlyArray<string>"
    with pytest.raises(ValueError, match="tuple"):
        type_of({"type": "tuple"})
