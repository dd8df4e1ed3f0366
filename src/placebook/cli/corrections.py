"""placebook corrections: read what readers found wrong, and say what came of it."""

from __future__ import annotations

from pathlib import Path

import click

from placebook.cli.opened import BOOK

STATUSES = ("looked at", "corrected", "not changed")


@click.group()
def corrections() -> None:
    """Read what readers found wrong on the site, and say in public what came of it."""


@corrections.command("list")
@BOOK
def list_reports(book: Path) -> None:
    """List every report, newest first, with the address of whoever sent it, which is never published."""
    _open(book)
    from placebook.web.corrections.reports import everything

    found = everything()
    for one in found:
        click.echo(f"{one.pk}  {one.received.isoformat()}  {one.status}  {one.page or 'no page named'}")
        for name, words in (("said", one.what), ("from", one.contact), ("reply", one.reply)):
            if words:
                click.echo(f"    {name}: {_in_one_line(words)}")
    if not found:
        click.echo("There is no report yet.")


@corrections.command("answer")
@click.argument("number", type=int)
@click.option("--status", required=True, type=click.Choice(STATUSES), help="Where it stands now.")
@click.option("--reply", default="", help="What is said in public about it.")
@BOOK
def answer_report(number: int, status: str, reply: str, book: Path) -> None:
    """Say in public what came of report NUMBER. From then on its words are shown, never who sent it."""
    _open(book)
    from placebook.web.corrections.reports import answer

    answer(number, status, reply.strip())
    click.echo(f"Report {number}: {status}. The live site says so now; bake again for plain files.")


def _open(book: Path) -> None:
    """Make the table of a book the one that is read. Raises ContentError when the folder is no book."""
    from placebook.book.place_book import open_book
    from placebook.web.start import make_ready

    open_book(book)
    make_ready(book)


def _in_one_line(words: str) -> str:
    """Words from outside, without line ends and without letters that a terminal takes for orders."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())
