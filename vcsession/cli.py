"""The command line. Every wrong input gives one plain sentence and exit status 2."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from vcsession.clock import Clock
from vcsession.config import Settings
from vcsession.convene import read_session_file
from vcsession.core.matters.amending import AmendConvocation
from vcsession.core.matters.seats import ReissueLink, RevokeSeat
from vcsession.demo import demonstrating
from vcsession.http.access import SECRETARIAT
from vcsession.logs import say_what_went_wrong
from vcsession.papers import COMMANDS, as_json, data_dir
from vcsession.room import PLENARY
from vcsession.serve import check_links, convene, keys, links, running
from vcsession.terminal import (
    change,
    chosen,
    entries_of,
    line_of,
    next_file,
    opened_log,
    print_links,
    print_table,
    run,
    state_of,
    stop,
    stop_asked,
    write,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vcsession")
def cli() -> None:
    """Staff negotiations by video-conference: the procedure drives the media.

    Example: vcsession demo
    """
    say_what_went_wrong()


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), help="TCP and UDP port (8080).")
@data_dir
@click.option("--no-robots", is_flag=True, help="Leave the other seats empty.")
@as_json
def demo(port: int | None, data_dir: Path | None, no_robots: bool, as_json: bool) -> None:
    """Run ECHELON-2020 with robots in every seat but the chair's.

    Example: vcsession demo --port 8080
    """

    async def work(folder: Path) -> None:
        stopped = stop_asked()
        settings = chosen(port=port, data_dir=folder)
        async with demonstrating(settings, robots=not no_robots) as running_demo:
            if as_json:
                found = {"url": running_demo.server.url, "session": running_demo.session}
                click.echo(json.dumps({**found, "seats": running_demo.seats}, ensure_ascii=False))
            else:
                click.echo(f"vcsession ready: {running_demo.server.url}")
                print_links(running_demo.seats)
            sys.stdout.flush()
            await stopped.wait()

    if data_dir is not None:
        run(work(data_dir))
        return
    with tempfile.TemporaryDirectory(prefix="vcsession-demo-") as folder:
        run(work(Path(folder)))


@cli.command()
@click.option("--host", help="Address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="TCP and UDP port (8080).")
@click.option("--tls-cert", type=click.Path(dir_okay=False, path_type=Path), help="Certificate chain, PEM.")
@click.option("--tls-key", type=click.Path(dir_okay=False, path_type=Path), help="Its key, PEM.")
@data_dir
def serve(**given: Any) -> None:
    """Run the server. Every option is a setting too: VCSESSION_PORT, VCSESSION_PUBLIC_URL ...

    Example: vcsession serve --host 0.0.0.0 --port 8443 --tls-cert chain.pem --tls-key key.pem
    """

    async def work() -> None:
        stopped = stop_asked()
        async with running(chosen(**given)) as server:
            click.echo(f"vcsession ready: {server.url}")
            sys.stdout.flush()
            await stopped.wait()

    run(work())


@cli.command(name="convene")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_dir
@as_json
def convene_command(file: Path, data_dir: Path | None, as_json: bool) -> None:
    """Convene a session from its file and print the join links.

    Example: vcsession convene echelon-2020.yaml
    """

    async def work() -> None:
        convocation = read_session_file(file)
        settings = chosen(data_dir=data_dir)
        own = keys(settings.data_dir)
        async with opened_log(settings) as store:
            room = await convene(store, own, Clock(), convocation)
        seats = links(room.state, own.access, _base(settings))
        if as_json:
            click.echo(json.dumps({"session": room.name, "seats": seats}, ensure_ascii=False))
        else:
            click.echo(f"session {room.name} is convened")
            print_links(seats)

    run(work())


@cli.command(name="links")
@click.argument("session")
@click.option("--revoke", metavar="SEAT", help="End this seat: its links, sockets and media, at once.")
@click.option("--reissue", metavar="SEAT", help="Renew the link of this seat; the former one is dead.")
@click.option("--checks", is_flag=True, help="The links of the line check, for technical contacts, instead.")
@click.option("--server", metavar="URL", help="Where the server on this log runs, if it is not found.")
@data_dir
@as_json
def links_command(
    session: str,
    revoke: str | None,
    reissue: str | None,
    checks: bool,
    server: str | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Print the join links of a session again; revoke a seat, or renew one link and print it.

    With --checks, one link for each delegation's technical contact: it opens the line check and nothing else.

    Example: vcsession links echelon-2020 --reissue kaz
    """

    async def work() -> None:
        settings = chosen(data_dir=data_dir)
        own = keys(settings.data_dir)
        if revoke is not None and reissue is not None:
            stop("--revoke and --reissue are two commands; give one of them.")
        async with opened_log(settings) as store:
            await entries_of(store, session)
        if revoke is not None:
            await change(settings, own, session, RevokeSeat(revoke), server)
        if reissue is not None:
            await change(settings, own, session, ReissueLink(reissue), server)
        async with opened_log(settings) as store:
            state = state_of(await entries_of(store, session))
        if checks:
            found = check_links(state, own.access, _base(settings))
            if as_json:
                click.echo(json.dumps({"session": session, "checks": found}, ensure_ascii=False))
            else:
                click.echo("".join(f"\n{one['delegation']:<8}  {one['link']}" for one in found))
            return
        seats = links(state, own.access, _base(settings))
        if reissue is not None:
            seats = [seat for seat in seats if seat["seat"] == reissue]
        if as_json:
            click.echo(json.dumps({"session": session, "seats": seats}, ensure_ascii=False))
        else:
            print_links(seats)

    run(work())


@cli.command()
@click.argument("who", type=click.Choice(["secretariat"]))
@data_dir
def token(who: str, data_dir: Path | None) -> None:
    """Print the token that may convene sessions over HTTP.

    Example: vcsession token secretariat
    """

    async def work() -> None:
        click.echo(keys(chosen(data_dir=data_dir).data_dir).access.token(SECRETARIAT))

    run(work())


@cli.command()
@click.argument("session")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--server", metavar="URL", help="Where the server on this log runs, if it is not found.")
@data_dir
def amend(session: str, file: Path, server: str | None, data_dir: Path | None) -> None:
    """Amend a convened session from its changed file: dates, venue, mode, sittings, delegations, officers.

    Example: vcsession amend echelon-2020 echelon-2020.yaml
    """

    async def work() -> None:
        convocation = read_session_file(file)
        settings = chosen(data_dir=data_dir)
        own = keys(settings.data_dir)
        async with opened_log(settings) as store:
            await entries_of(store, session)
        await change(settings, own, session, AmendConvocation(convocation), server)
        click.echo(f"session {session} is amended")

    run(work())


@cli.command(name="next")
@click.argument("session")
@click.option(
    "--from", "first_day", type=click.DateTime(["%Y-%m-%d"]), help="Its first day; else four weeks later."
)
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else the output."
)
@data_dir
def next_command(
    session: str, first_day: datetime | None, output: Path | None, data_dir: Path | None
) -> None:
    """Write the session file of the next round: what was left open goes on.

    Example: vcsession next echelon-2020 --from 2020-09-15 -o echelon-2020-3.yaml
    """

    async def work() -> None:
        async with opened_log(chosen(data_dir=data_dir)) as store:
            state = state_of(await entries_of(store, session))
        write(next_file(state, first_day.date() if first_day else None).encode(), output)

    run(work())


@cli.command()
@data_dir
@as_json
def sessions(data_dir: Path | None, as_json: bool) -> None:
    """List the sessions, with state and dates.

    Example: vcsession sessions
    """

    async def work() -> None:
        rows = []
        async with opened_log(chosen(data_dir=data_dir)) as store:
            for name in await store.sessions():
                state = state_of(await store.read(name, PLENARY))
                if state.convened is not None:
                    c = state.convened
                    dates = {"from": c.date_from.isoformat(), "to": c.date_to.isoformat()}
                    rows.append({"session": name, "symbol": c.symbol, "state": state.status, **dates})
        if as_json:
            click.echo(json.dumps(rows, ensure_ascii=False))
        elif rows:
            print_table(rows)
        else:
            click.echo("no session has been convened yet; `vcsession convene FILE.yaml` makes one")

    run(work())


@cli.command(name="log")
@click.argument("session")
@click.option("--follow", is_flag=True, help="Go on as new commits come.")
@data_dir
@as_json
def log_command(session: str, follow: bool, data_dir: Path | None, as_json: bool) -> None:
    """Print the commits of a session, one a line.

    Example: vcsession log echelon-2020 --follow
    """

    async def work() -> None:
        async with opened_log(chosen(data_dir=data_dir)) as store:
            entries = await entries_of(store, session)
            last = 0
            while True:
                for entry in entries:
                    click.echo(entry.data.decode() if as_json else line_of(entry))
                    last = entry.version
                if not follow:
                    return
                await asyncio.sleep(0.5)
                entries = await store.read(session, PLENARY, after=last)

    run(work())


@cli.command()
@click.argument("links", nargs=-1, required=True)
@click.option(
    "--asks-every",
    type=click.FloatRange(min=0),
    default=90.0,
    show_default=True,
    metavar="S",
    help="Ask for the floor about every S seconds; 0: never.",
)
def attend(links: tuple[str, ...], asks_every: float) -> None:
    """Take a seat as a robot: a generated picture and tone, over real WebRTC.

    `-` alone reads the links from standard input, one a line.

    Example: vcsession attend http://localhost:8080/join#TOKEN
    """
    from vcsession import attend as robots  # brings the codecs, which no other command needs

    sys.exit(robots.run(list(links), manners=robots.Manners(asks_every_s=asks_every or None)))


for command in COMMANDS:
    cli.add_command(command)


def _base(settings: Settings) -> str:
    return settings.public_url or f"http://localhost:{settings.port}"


def main() -> None:
    """A wrong command line, too, is one sentence and exit status 2."""
    try:
        cli(prog_name="vcsession", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        stop(" ".join(error.format_message().split()))
    except click.Abort:
        sys.exit(130)
