"""placebook serve: the live site of a book, on this machine or for others."""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

import click

from placebook.cli.opened import BOOK

PORT, HOST = 8000, "127.0.0.1"
LAST_TRIED = 100  # ports after the one that was asked for
LONGEST_START = 60.0  # seconds
LONGEST_STOP = 5  # seconds for requests under way to be answered


@click.command()
@BOOK
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="At which port.")
@click.option("--host", default=HOST, show_default=True, help="At which address; 0.0.0.0 lets other machines in.")
def serve(book: Path, port: int, host: str) -> None:
    """Show the site of a book, as it was last built, until Ctrl-C.

    When the book is built again, the new build is shown from then on; until it is whole, the old one serves on.
    """
    serve_book(book, port, host)


def serve_book(book: Path, port: int = PORT, host: str = HOST) -> None:
    """Serve a book until someone stops it. Raises ContentError when there is no book, or no build, to serve."""
    from placebook.book.place_book import open_book
    from placebook.store.builds import current_build

    open_book(book)
    current_build(book)
    free = free_port(host, port)
    if free != port:
        click.echo(f"Port {port} is taken by another program; using {free}.")
    threading.Thread(target=_say_when_ready, args=(host, free), daemon=True).start()
    _run(book, host, free)
    click.echo("Stopped.")


def free_port(host: str, port: int) -> int:
    """The port itself if nobody listens there, else the next that is free. Raises ContentError when none is."""
    from placebook.types import ContentError

    for tried in range(port, min(port + LAST_TRIED, 65536)):
        if _is_free(host, tried):
            return tried
    raise ContentError(f"no port from {port} to {port + LAST_TRIED - 1} is free at {host}; name another with --port")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        if sys.platform != "win32":  # there it would let two programs share a port
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except PermissionError:
            return False
        except OSError as fault:
            if isinstance(fault, socket.gaierror):
                raise click.UsageError(f"{host!r} is no address of this machine; try --host {HOST}") from None
            return False
    return True


def _say_when_ready(host: str, port: int) -> None:
    """Print the address once the site has answered: the first answer reads the book, which nobody should wait for."""
    asked = HOST if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared, not bound
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until and not _answers(asked, port, until):
        time.sleep(0.05)
    shown = f"[{asked}]" if ":" in asked else asked
    click.echo(f"The site is at http://{shown}:{port}/  (Ctrl-C stops it)")
    sys.stdout.flush()


def _answers(host: str, port: int, until: float) -> bool:
    from http.client import HTTPConnection, HTTPException

    link = HTTPConnection(host, port, timeout=max(until - time.monotonic(), 1))
    try:
        link.request("HEAD", "/")
        return link.getresponse().status > 0
    except (OSError, HTTPException):
        return False
    finally:
        link.close()


def _run(book: Path, host: str, port: int) -> None:
    """Run the server, which answers in a process of its own and ends on Ctrl-C."""
    import os

    os.environ["PLACEBOOK_BOOK"] = str(book.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "placebook.web.settings"
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "placebook.web.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=os.cpu_count() or 1,
        log_level=LogLevels.warning,
        websockets=False,
        workers_kill_timeout=LONGEST_STOP,
    ).serve()
