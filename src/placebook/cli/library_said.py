"""What the commands of the library print of documents, quotes and what was taken in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import pasted

if TYPE_CHECKING:
    from pathlib import Path

    from placebook.store.library import Library, Reading
    from placebook.types import Document
    from placebook.web.library.adding import Taken


def say_taken(taken: Taken, book: Path) -> None:
    """What came in, what was there before, and what was passed over."""
    click.echo(
        f"{taken.new:,} new, {taken.changed:,} changed in what is said of them, {taken.there_before:,} there before."
    )
    for ending, count in sorted(taken.passed_over.items()):
        click.echo(f"Passed over: {count:,} of {ending}")
    for line in taken.problems[:10]:
        click.echo(f"note: {printable(line)}", err=True)
    if len(taken.problems) > 10:
        click.echo(
            f"note: {len(taken.problems) - 10:,} more; see placebook library problems --book {pasted(book)}", err=True
        )


def title(document: Document, found: Reading | None) -> str:
    """What a document is called, and who says so."""
    if document.title:
        return document.title
    if found is not None and found.title:
        return f"{found.title} [from {found.title_from}]"
    return f"no title said [{document.names[0]}]"


def say_total(every: list[Document], readings: dict[str, Reading]) -> None:
    """How many documents there are in each state."""
    from placebook.web.library.problems import state_of

    counts = Counter(state_of(readings.get(one.id)) for one in every)
    said = ", ".join(f"{count:,} {state}" for state, count in counts.most_common())
    click.echo(f"{len(every):,} documents{': ' + said if said else ''}.")


def say_document(held: Library, document: Document, found: Reading | None) -> None:
    """All that is said of one document."""
    from placebook.web.library.problems import facts_of

    for what, words in facts_of(held, document, found):
        click.echo(f"{what:<14}{printable(words)}")


def say_quote(held: Library, document: Document, quote: str, page: int | None) -> None:
    """Where a quote stands. Raises DataError where it does not."""
    from placebook.learn.quotes import find_quote
    from placebook.types import DataError

    for one in held.pages(document.id):
        place = find_quote(one.text, quote) if page in (None, one.number) else None
        if place:
            click.echo(f"{document.id[:12]}, page {one.number}, characters {place[0]} to {place[1]}: {one_line(quote)}")
            return
    where = f"on page {page}" if page is not None else "on any page"
    raise DataError(
        f"these words do not stand {where} of {document.id[:12]}, so the quote is refused; copy them as printed"
    )


def one_line(words: str) -> str:
    """Words from outside on one line."""
    return " ".join(printable(words).split())


def printable(words: str) -> str:
    """Words from outside without letters that a terminal takes for orders."""
    return "".join(each if each.isprintable() or each == "\n" else " " for each in words)
