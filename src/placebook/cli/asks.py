"""placebook asks: list asks and offers, show one, and find what may fit it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placebook.measure.nationwide import PeerTable
    from placebook.types import Ask, Numbers


@click.group()
def asks() -> None:
    """List asks and offers, show one, and find what may fit it: those of a book, and those that come with Placebook."""


@asks.command("list")
@BOOK
@click.option("--state", type=click.Choice(("open", "matched", "met", "withdrawn")), help="Only those in this state.")
def list_asks(book: Path, state: str | None) -> None:
    """List asks and offers with their state and owner."""
    every, _ = _every(book)
    shown = [one for one in every if state is None or one.state == state]
    for one in shown:
        kind = "ask or offer not said" if one.kind == "not said" else one.kind
        click.echo(f"{one.id:<28}{kind:<23}{one.state:<11}{one.owner or 'owner not said'}: {one.title}")
    click.echo(f"{len(shown)} of {len(every)} asks and offers.")


@asks.command("show")
@click.argument("id")
@BOOK
@click.option("--no-model", is_flag=True, help="Find what fits by words alone, even where a model is installed.")
def show(id: str, book: Path, no_model: bool) -> None:
    """Show one ask or offer, and what may fit it, nearest in what it says first."""
    from placebook.learn.board import matches
    from placebook.measure.tree import nearest_name
    from placebook.pages.board import KINDS, STATES, alike, place_words
    from placebook.types import ContentError

    every, tables = _every(book)
    one = next((each for each in every if each.id == id), None)
    if one is None:
        raise ContentError(f"no ask or offer is called {id!r}; {nearest_name(id, sorted(each.id for each in every))}")
    click.echo(f"{one.title}\n{one.says}\n\n{KINDS[one.kind]}. {one.state.capitalize()}. {STATES[one.state]}")
    click.echo(f"Owner: {', '.join(filter(None, (one.owner, one.body))) or 'the source does not say'}")
    for what, words in (("Answer", one.answer), ("Source", one.source)):
        if words:
            click.echo(f"{what}: {words}")
    found = matches(every, alike(tables, every), None if no_model else _vectors(every))[id]
    click.echo("\nWhat may fit:" if found else "\nNothing that is held here fits.")
    titles = {each.id: each.title for each in every}
    for match in found:
        place = place_words(match.place) or "places not compared"
        click.echo(f"  {match.likeness:.2f} by {match.method}, {place}: {titles[match.id]} [{match.id}]")
        if match.because:
            click.echo(f"       {'; '.join(match.because)}")


def _every(book: Path) -> tuple[tuple[Ask, ...], tuple[PeerTable, ...]]:
    """The asks and offers of a book, where there is one, then those that are shipped; and its tables of peers."""
    from placebook.book.asks import shipped_asks

    shipped = tuple(shipped_asks().values())
    if not (book / "book.yaml").is_file():
        return shipped, ()
    from placebook.book.peer_tables import read_peer_tables
    from placebook.book.place_book import open_book

    opened = open_book(book)
    own = tuple(area.code for area in opened.areas if area.kind == opened.area_kind)
    return (*opened.asks, *shipped), tuple(read_peer_tables(book, own))


def _vectors(every: Sequence[Ask]) -> Numbers | None:
    """What a model makes of all entries, where one is installed."""
    from placebook.learn.board import text_of
    from placebook.sources.sentence_model import find_model, missing_runners, read_model

    folder = find_model(None)
    if folder is None or missing_runners():
        return None
    return read_model(folder).vectors([text_of(one) for one in every])
