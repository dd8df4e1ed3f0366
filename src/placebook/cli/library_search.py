"""placebook library search, mentions, vectors and code: find what documents say, and count who says it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from placebook.pages.library_search import Hit, LikeMine
    from placebook.store.library import Library
    from placebook.types import Framework

MODES = ("ask", "exact", "related")
FORMS = click.option(
    "--as",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="How to show it.",
)
TYPE = click.option("--type", "kind_of_document", default="", help="Only documents of this kind: climate plan.")
KIND = click.option("--kind", default="", help="Only bodies of this kind: unitary authority.")
YEAR = click.option("--year", default="", help="Only documents whose years begin with this one.")


@click.command("search")
@click.argument("words")
@BOOK
@click.option("--mode", type=click.Choice(MODES), default="ask", show_default=True, help="How to search.")
@TYPE
@KIND
@YEAR
@click.option("--status", default="", help='Only documents of this status: adopted, draft, withdrawn, "not said".')
@click.option("--concept", default="", metavar="CODEBOOK:VERSION:CONCEPT", help="Only where a machine suggests this.")
@click.option("--like", default="", metavar="CODE", help="Only councils like this one, by the book's tables of peers.")
@click.option("--strength", default="", help="Only what a case study of this strength quotes: Maryland level 3.")
@click.option("--page", default=1, show_default=True, help="Which twenty of the results.")
@FORMS
def search(
    words: str,
    book: Path,
    mode: str,
    kind_of_document: str,
    kind: str,
    year: str,
    status: str,
    concept: str,
    like: str,
    strength: str,
    page: int,
    form: str,
) -> None:
    """Find passages that answer WORDS, each with its page.

    Words in quotation marks are found side by side. "ask" goes by words, and by meaning where there are vectors;
    "exact" wants every word as written; "related" goes by meaning alone.
    """
    held, frameworks = _open(book)
    from placebook.web.library.question import Question
    from placebook.web.library.searching import search_page

    name, places = _places_like(book, like)
    asked = Question(words, mode, "", kind_of_document, kind, year, status, concept, like, strength, max(1, page))
    found = search_page(held, asked, frameworks, places, name, _strengths(book))
    if form == "text":
        _say(found.notes, found.says)
        for one in found.places:
            click.echo(f"like {found.like_name}: {one.name} ({one.documents} documents): {one.reason}")
    _show(found, found.hits, form)
    if form == "text" and found.pages > 1:
        more = f"; the next: --page {found.page + 1}" if found.page < found.pages else ""
        click.echo(f"\nPage {found.page} of {found.pages}{more}.")


@click.command("mentions")
@click.argument("phrase", default="")
@BOOK
@click.option("--codebook", default="", help="Count a concept of this codebook instead.")
@click.option("--version", default="", help="The version of the codebook.")
@click.option("--concept", default="", help="The concept.")
@TYPE
@KIND
@YEAR
@FORMS
def mentions(
    phrase: str,
    book: Path,
    codebook: str,
    version: str,
    concept: str,
    kind_of_document: str,
    kind: str,
    year: str,
    form: str,
) -> None:
    """Count the documents that hold PHRASE word for word, with a quote and its page for each.

    Adopted documents and drafts are counted apart. A concept is counted by the phrases of one version of a codebook.
    """
    held, frameworks = _open(book)
    from placebook.types import DataError
    from placebook.web.library.mentions import Mention, mentions_page

    asked = Mention(phrase, codebook, version, concept, kind_of_document, kind, year)
    found = mentions_page(held, asked, frameworks, most=1_000_000)
    if found.fault:
        raise DataError(found.fault)
    if form == "text":
        _say(found.notes, found.sentence)
        click.echo(found.rule)
    _show(found, [hit for group in found.groups for hit in group.quotes], form)


@click.command("vectors")
@BOOK
@click.option("--again", is_flag=True, help="Make all of them again.")
@click.option("--model", type=click.Path(path_type=Path), help="The folder of a model; the installed one if not named.")
def vectors(book: Path, again: bool, model: Path | None) -> None:
    """Make the vectors by which passages are found by meaning. Ended and run again, it goes on. Needs a model."""
    held, _ = _open(book)
    from placebook.cli.progress import progress
    from placebook.sources.sentence_model import find_model, missing_runners, read_model
    from placebook.store.library_vectors import VectorFolder
    from placebook.types import DataError

    folder = find_model(model)
    if folder is None or missing_runners():
        raise DataError(
            "no model is installed, so no vectors can be made; see docs/coding.md, or search by words alone"
        )
    reader = read_model(folder)
    kept = VectorFolder(held.folder, reader.name)
    if again:
        kept.clear()
    there = kept.names()
    wanted = [(one.id, one.text) for one in held.every_passage() if one.id not in there]
    with progress("Reading passages", total=len(wanted)) as tell:
        made = kept.add(wanted, reader.vectors, tell)
    click.echo(f"{made:,} vectors made, {len(there):,} there before, by {reader.name}.")


@click.command("code")
@BOOK
@click.option("--framework", required=True, help="The codebook: the id of one that is shipped, or a .yaml file.")
@click.option("--coverage", default=0.5, show_default=True, help="The share of passages to be sure of.")
@click.option("--no-model", is_flag=True, help="Go by words alone, even where there are vectors.")
def code(book: Path, framework: str, coverage: float, no_model: bool) -> None:
    """Suggest a concept for every passage of the library, and keep that apart from what people coded.

    Only passages that it is sure of are shown and searched by concept. Run again, it takes the place of what the same
    version of the codebook suggested before.
    """
    if not 0 <= coverage <= 1:
        raise click.BadParameter(f"a share from 0 to 1 is wanted, not {coverage:g}", param_hint="--coverage")
    held, _ = _open(book)
    from placebook.web.library.concepts import codebook_file, suggest_for_library
    from placebook.web.library.finding import meaning_of

    file = codebook_file(framework, (book / "codebooks",))
    count, sure = suggest_for_library(held, file, None if no_model else meaning_of(held), coverage)
    click.echo(f"{count:,} suggestions kept, sure of {sure:,}. A machine's suggestion is never a person's code.")


def _open(book: Path) -> tuple[Library, Mapping[str, Framework]]:
    from placebook.book.frameworks import shipped_frameworks
    from placebook.book.place_book import open_book
    from placebook.store.library import Library
    from placebook.types import DataError
    from placebook.web.start import make_ready

    opened = open_book(book)
    make_ready(book)
    held = Library(book)
    if not held.file.is_file():
        raise DataError(f"{book}: its library holds no document yet; run placebook library add")
    return held, {**shipped_frameworks(), **opened.frameworks}


def _strengths(book: Path) -> dict[str, str]:
    from placebook.book.cases import shipped_cases
    from placebook.book.place_book import open_book
    from placebook.pages.evidence import strength_of_passages

    return strength_of_passages((*open_book(book).cases, *shipped_cases().values()))


def _places_like(book: Path, code: str) -> tuple[str, tuple[LikeMine, ...]]:
    if not code:
        return "", ()
    from placebook.book.peer_tables import read_peer_tables
    from placebook.book.place_book import open_book
    from placebook.pages.like_mine import places_like
    from placebook.types import DataError

    opened = open_book(book)
    own = tuple(area.code for area in opened.areas if area.kind == opened.area_kind)
    name, places = places_like(read_peer_tables(book, own), code)
    if not places:
        raise DataError(f"--like: no table of peers of this book has {code!r}; see peers/ in docs/place-book.md")
    return name, places


def _say(notes: Iterable[str], sentence: str) -> None:
    for note in notes:
        click.echo(f"note: {note}", err=True)
    if sentence:
        click.echo(sentence)


def _show(page: object, hits: Sequence[Hit], form: str) -> None:
    """Write what was found as lines to read, as CSV, or as the JSON of the page."""
    if form == "json":
        from placebook.web.write import as_json

        click.echo(as_json(page).decode(), nl=False)
    elif form == "csv":
        from placebook.web.kinds_search import table_of

        sys.stdout.write(table_of(hits).decode().replace("\r\n", "\n"))
    else:
        for one in hits:
            _line(one)


def _line(one: Hit) -> None:
    body, status = (
        f"{what} not said" if said == "not said" else said
        for what, said in (("body", one.body), ("status", one.status))
    )
    click.echo(f"\n{_plain(body)}: {_plain(one.title)}, {one.where} [{one.passage}], {status}")
    words = "".join(click.style(_plain(part), bold=True) if found else _plain(part) for part, found in one.parts)
    click.echo(f"  {'…' if one.goes_on_before else ''}{words}{'…' if one.goes_on_after else ''}")


def _plain(words: str) -> str:
    """Words from outside on one line, without signs that a terminal takes for orders."""
    return "".join(each if each.isprintable() else " " for each in words)
