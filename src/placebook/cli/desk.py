"""placebook desk: the people who write at the desk of a book, and whether it is safe on a network."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from placebook.cli.aligned import pasted
from placebook.cli.opened import BOOK
from placebook.decide.flow import CONTRIBUTOR, ROLES


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
    for one in found:
        click.echo(f"{one.id}: {one.msg}" + (f" {one.hint}" if one.hint else ""))
    click.echo(f"{len(found)} found." if found else "Nothing found.")
    if found:
        sys.exit(1)
