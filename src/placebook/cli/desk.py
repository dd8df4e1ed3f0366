"""placebook desk: the people who write at the desk of a book, and whether it is safe on a network."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import click

from placebook.cli.aligned import pasted
from placebook.cli.opened import BOOK
from placebook.decide.flow import CONTRIBUTOR, ROLES
from placebook.types import ContentError

SECRET = "PLACEBOOK_SECRET"  # noqa: S105 - the name of it
LEAST_SECRET = 50  # characters
_WITHOUT_HTTPS = frozenset({"security.W004", "security.W008", "security.W012", "security.W016"})


@click.group()
def desk() -> None:
    """Give people accounts at the desk of a book, and say whether the desk is safe on a network.

    People open the desk at /desk/ of the served book. The first administrator is made here; others then by hand there.
    """


@desk.command("invite")
@BOOK
@click.argument("email")
@click.option("--name", default="", help="How the person is called in the history; else the start of the address.")
@click.option("--role", type=click.Choice(ROLES), default=CONTRIBUTOR, show_default=True)
def invite(book: Path, email: str, name: str, role: str) -> None:
    """Give EMAIL a role in a book, and print the address at which that person sets a password, once, in three days.

    It holds only while the server runs with the same PLACEBOOK_SECRET as this command.
    """
    if not os.environ.get(SECRET):
        raise ContentError(
            f"{SECRET} is not set, so nobody could use the address that is made; set one for this command and for "
            f"placebook serve, such as this, made just now: export {SECRET}={secrets.token_urlsafe(48)}"
        )
    from placebook.book.place_book import open_book
    from placebook.web.start import make_ready

    opened = open_book(book)
    make_ready(book)
    from django.conf import settings

    from placebook.web.records import make_tables

    make_tables()
    from placebook.web.desk.people import add_person, invitation

    person = add_person(email, name, opened.id, role)
    click.echo(f"{person.email}: {role} in {opened.title}")
    click.echo(f"{settings.ADDRESS or 'http://127.0.0.1:8000'}/desk/invited/{invitation(person)}/")


@desk.command("people")
@BOOK
def people(book: Path) -> None:
    """List everyone with a role in a book."""
    from placebook.book.place_book import open_book
    from placebook.web.start import make_ready

    opened = open_book(book)
    make_ready(book)
    from placebook.web.records import make_tables, there_are_records

    if not there_are_records():
        click.echo(
            f"Nobody has an account yet; run: placebook desk invite EMAIL --role administrator --book {pasted(book)}"
        )
        return
    make_tables()
    from placebook.web.desk.people import members

    for person, role in members(opened.id):
        click.echo(f"{role:<14} {person.email}  {person.name}")


@desk.command("check")
@BOOK
def check(book: Path) -> None:
    """Say what would be unsafe if the book were served on a network as it is set up now. Exit code 1 if anything is."""
    from placebook.web.start import make_ready

    make_ready(book)
    from django.core.checks import WARNING, run_checks

    found = [
        one for one in run_checks(include_deployment_checks=True) if one.level >= WARNING and not one.is_silenced()
    ]
    said = _unsafe([(str(one.id), f"{one.msg}" + (f" {one.hint}" if one.hint else "")) for one in found])
    for line in said:
        click.echo(line)
    click.echo(f"{len(said)} found." if said else "Nothing found.")
    if said:
        sys.exit(1)


def _unsafe(found: list[tuple[str, str]]) -> list[str]:
    """What is unsafe, one sentence each with what would be right, from the ids and words of Django's own checks."""
    said = []
    if len(os.environ.get(SECRET, "")) < LEAST_SECRET:
        said.append(
            f"{SECRET} is not set or is shorter than {LEAST_SECRET} characters, so sign-ins can be lost or guessed; "
            f"set one, such as this, made just now: {secrets.token_urlsafe(48)}"
        )
    if any(id in _WITHOUT_HTTPS for id, _ in found):
        said.append(
            "The desk can be used without encryption, so passwords can be read on the way; "
            "set PLACEBOOK_ADDRESS to the address that people use, beginning with https://"
        )
    return said + [words for id, words in found if id not in _WITHOUT_HTTPS and id != "security.W009"]
