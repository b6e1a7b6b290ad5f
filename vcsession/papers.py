"""The commands that make documents from a log, and those that check one."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vcsession import archive
from vcsession.core.bureau import AUDIENCE
from vcsession.core.matters.minutes import Copy
from vcsession.desk import audience_of
from vcsession.documents.minutes import Document
from vcsession.issue import earlier_rounds, make_minutes, make_paper
from vcsession.issuing import issued_minutes, versions_of
from vcsession.journal import Entry, Log
from vcsession.log.issued import IssuedFiles
from vcsession.log.shelf import Shelf
from vcsession.own_template import own_template
from vcsession.room import PLENARY
from vcsession.serve import CannotServe, keys
from vcsession.signing import Broken, load_public, verify_chain
from vcsession.terminal import checked, chosen, entries_of, opened_log, print_table, run, state_of, write

data_dir = click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the log and the keys are kept; REDIS_URL for the log instead.",
)
session_ = click.argument("session")
format_ = click.option("--format", "format_", default="html", show_default=True, help="In which format.")
language = click.option("--language", default="ru", show_default=True, help="ru or en.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a table.")
template = click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A Word file for docx: its styles, page, header, footer; else templates/word.docx of the data.",
)
output = click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else the output."
)


@click.command()
@session_
@click.option(
    "--format", "format_", default="html", show_default=True, help="html, pdf, docx, md, akn or json."
)
@language
@click.option("--form", default="full", show_default=True, help="full or short.")
@click.option("--copy", type=click.IntRange(1), help="The number of a copy that was given out.")
@template
@output
@data_dir
def minutes(
    session: str,
    format_: str,
    language: str,
    form: str,
    copy: int | None,
    template: Path | None,
    output: Path | None,
    data_dir: Path | None,
) -> None:
    """Render the minutes of a session from its log.

    Example: vcsession minutes echelon-2020 --format pdf --language en -o minutes.pdf
    """

    def made(log: list[Entry], key: bytes, address: str, own: bytes | None) -> Document:
        if copy is not None and not any(c.number == copy for c in _copies(log)):
            raise CannotServe(f"copy no. {copy} has not been given out; `vcsession paper {session} copies`")
        return make_minutes(log, key, format_, language, form, None, address, own, copy)

    run(_made(session, data_dir, output, template, made))


def _copies(log: list[Entry]) -> tuple[Copy, ...]:
    latest = issued_minutes(state_of(log))
    return latest.copies if latest else ()


@click.command()
@session_
@click.argument("paper")
@format_
@language
@click.option("--delegation", default="", help="Of the calendar as ics: the invitation of this one.")
@template
@output
@data_dir
def paper(
    session: str,
    paper: str,
    format_: str,
    language: str,
    delegation: str,
    template: Path | None,
    output: Path | None,
    data_dir: Path | None,
) -> None:
    """Render another paper of a session from its log.

    PAPER is agenda, participants, proposals, speakers, presence, parameters, draft, clean, decisions,
    calendar, letter, forwarding, approval, evening, copies, register or communique; register goes across all
    rounds. Each comes as html, pdf, docx, md, json; a list also as csv, the calendar as ics.

    Example: vcsession paper echelon-2020 decisions --format csv -o decisions.csv
    """
    run(_paper(session, data_dir, output, template, paper, format_, language, delegation))


@click.command()
@session_
@format_
@language
@template
@output
@data_dir
def communique(
    session: str,
    format_: str,
    language: str,
    template: Path | None,
    output: Path | None,
    data_dir: Path | None,
) -> None:
    """Render the draft communiqué of a session from its log.

    Example: vcsession communique echelon-2020 --format docx --language en -o communique.docx
    """
    run(_paper(session, data_dir, output, template, "communique", format_, language))


async def _paper(
    session: str,
    data_dir: Path | None,
    output: Path | None,
    template: Path | None,
    name: str,
    format: str,
    language: str,
    delegation: str = "",
) -> None:
    rounds: list[list[Entry]] = []

    def made(log: list[Entry], key: bytes, address: str, own: bytes | None) -> Document:
        if delegation and delegation not in state_of(log).delegations:
            raise CannotServe(f"there is no delegation {delegation!r} in this session")
        return make_paper(log, key, name, format, language, address, own, rounds, delegation)

    async def before(store: Log, own: Ed25519PublicKey, log: list[Entry]) -> None:
        async def former(id: str) -> list[Entry]:
            return checked(await store.read(id, PLENARY), own, id)

        rounds.extend(await earlier_rounds(former, state_of(log).convocation))

    await _made(session, data_dir, output, template, made, before if name == "register" else None)


async def _made(
    session: str,
    data_dir: Path | None,
    output: Path | None,
    template: Path | None,
    make: Callable[[list[Entry], bytes, str, bytes | None], Document],
    before: Callable[[Log, Ed25519PublicKey, list[Entry]], Awaitable[None]] | None = None,
) -> None:
    """From a log that is whole, to the file or to standard output; `before` reads what else is needed."""
    settings = chosen(data_dir=data_dir)
    own = keys(settings.data_dir).record
    async with opened_log(settings) as store:
        entries = checked(await entries_of(store, session), own.public_key, session)
        if before is not None:
            await before(store, own.public_key, entries)
    try:
        frame = own_template(settings.data_dir, template)
        document = make(entries, own.public_key.public_bytes_raw(), settings.public_url or "", frame)
    except ValueError as error:
        raise CannotServe(str(error)) from error
    write(document.data, output)


@click.command()
@session_
@click.option(
    "-o",
    "output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BUNDLE",
    help="The ZIP file to write.",
)
@data_dir
def export(session: str, output: Path, data_dir: Path | None) -> None:
    """Write the archive of a session: log, signatures, key, every document and the register's files, with
    their checksums. A delegation's own folder and papers are not in it.

    Example: vcsession export echelon-2020 -o echelon-2020.zip
    """

    async def work() -> None:
        settings = chosen(data_dir=data_dir)
        own = keys(settings.data_dir).record
        async with opened_log(settings) as store:
            entries = checked(await entries_of(store, session), own.public_key, session)
        shelf = Shelf(settings.data_dir / "papers")
        state = state_of(entries)
        filed, absent = await archive.gathered(shelf, session, state)
        public_key, address = own.public_key.public_bytes_raw(), settings.public_url or ""
        made = archive.documents(entries, public_key, address, own_template(settings.data_dir))
        output.write_bytes(archive.bundle(session, entries, own, made, filed))
        for sentence in absent:
            click.echo(f"vcsession: {sentence}", err=True)

    run(work())


@click.command()
@session_
@as_json
@data_dir
def versions(session: str, as_json: bool, data_dir: Path | None) -> None:
    """List the versions of the minutes: entries of the log, and the templates and libraries that made each.

    Example: vcsession versions echelon-2020
    """

    async def work() -> None:
        settings = chosen(data_dir=data_dir)
        async with opened_log(settings) as store:
            state = state_of(await entries_of(store, session))
        kept = IssuedFiles(settings.data_dir / "issued")
        rows = [row for m in state.minutes.values() for row in versions_of(session, m, kept)]
        if as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
        elif rows:
            print_table([{**row, "libraries": _listed(row["libraries"])} for row in rows])
        else:
            click.echo("no minutes have been made in this session yet")

    run(work())


def _listed(libraries: dict[str, str] | None) -> str:
    return ", ".join(f"{name} {version}" for name, version in (libraries or {}).items())


@click.command()
@data_dir
def key(data_dir: Path | None) -> None:
    """Print the public key of this data directory, which `verify --key` checks with.

    Example: vcsession key
    """

    async def work() -> None:
        write(keys(chosen(data_dir=data_dir).data_dir).record.public_pem(), None)

    run(work())


@click.command()
@click.argument("session", metavar="SESSION|BUNDLE")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="The server's public key, PEM.")
@data_dir
def verify(session: str, key: Path | None, data_dir: Path | None) -> None:
    """Check the hash chain and every signature of a session's log, and of its delegations' own logs.

    Exit status 1 where one was altered.
    A file that `export` wrote is checked likewise, with every document in it, on any machine.

    Example: vcsession verify echelon-2020
    """

    async def bundle() -> None:
        public = load_public(key.read_bytes()) if key else None
        try:
            whole = archive.verify(Path(session).read_bytes(), public)
        except archive.Altered as altered:
            click.echo(f"altered: {altered}")
            sys.exit(1)
        click.echo(
            f"whole: session {whole.session}, {whole.version} commits, {whole.members} members,"
            f" head {whole.hash}"
        )
        if key is None:
            click.echo("checked with the key inside the bundle; --key says whether it is the server's")

    async def work() -> None:
        settings = chosen(data_dir=data_dir)
        public = load_public(key.read_bytes()) if key else keys(settings.data_dir).record.public_key
        async with opened_log(settings) as store:
            entries = await entries_of(store, session)
            where = ""
            own = 0
            try:
                checked(entries, public, session)
                for log in (*map(audience_of, state_of(entries).delegations), AUDIENCE):
                    where = f"the own log of {log.removeprefix(audience_of(''))}, "
                    kept = await store.read(session, log)
                    verify_chain(kept, public, session, log)
                    own += len(kept)
            except Broken as broken:
                click.echo(f"altered: {where}{broken}")
                sys.exit(1)
        click.echo(f"whole: {len(entries)} commits, head {entries[-1].hash}")
        if own:
            click.echo(f"whole: {own} commits in the delegations' own logs and the bureau's")

    run(bundle() if session.endswith(".zip") else work())


COMMANDS: tuple[click.Command, ...] = (minutes, paper, communique, versions, export, key, verify)
