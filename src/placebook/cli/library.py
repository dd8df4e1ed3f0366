"""placebook library: keep documents, read them into passages, and look at what is there."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import pasted
from placebook.cli.library_codes import codes
from placebook.cli.library_said import one_line, printable, say_document, say_quote, say_taken, say_total, title
from placebook.cli.library_search import code, mentions, search, vectors
from placebook.cli.library_survey import survey
from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.book.document_registers import RegisterForm
    from placebook.sources.reading import Limits
    from placebook.store.library import Library

AT_ONCE = click.option("--at-once", default=2, show_default=True, help="How many documents are read at the same time.")
SECONDS = click.option(
    "--seconds", default=120, show_default=True, help="Seconds of computing that one document may take."
)
MEMORY = click.option(
    "--memory", default=1500, show_default=True, help="Megabytes of memory that one document may take."
)
BY = click.option("--by", default="", help="Who says it, for the history; your name on this machine if not named.")


@click.group()
def library() -> None:
    """Keep strategies, plans and reports, cut into passages of 80 to 180 words that can be quoted with their page."""


for command in (search, mentions, vectors, code, codes, survey):
    library.add_command(command)


@library.command("add")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@BOOK
@click.option(
    "--register",
    type=click.Path(path_type=Path),
    help="A CSV that says what each file is, or a YAML that describes it.",
)
@click.option(
    "--column", multiple=True, metavar="OURS=THEIRS", help="Which column of the register says it: address=url."
)
@click.option("--all", "for_all", multiple=True, metavar="OURS=WORDS", help="Said of every file: type=local plan.")
@BY
@AT_ONCE
@SECONDS
@MEMORY
def add(
    paths: tuple[Path, ...],
    book: Path,
    register: Path | None,
    column: tuple[str, ...],
    for_all: tuple[str, ...],
    by: str,
    at_once: int,
    seconds: int,
    memory: int,
) -> None:
    """Keep the files at PATHS (folders, PDF, Word, HTML, text) and read them. Run again, it goes on."""
    held = open_library(book)
    form = _form(register, column, for_all)
    if not paths and form is None:
        raise click.UsageError("name a file or a folder, or a register that holds texts")
    from placebook.cli.progress import progress
    from placebook.web.library.adding import take_in

    with progress("keeping") as done:
        taken = take_in(held, paths, form, by or name_of_user(), done)
    say_taken(taken, book)
    read_all_waiting(held, book, at_once, _limits(seconds, memory))


@library.command("read")
@BOOK
@click.option("--again", is_flag=True, help="Read every document again, not only those that wait.")
@AT_ONCE
@SECONDS
@MEMORY
def read(book: Path, again: bool, at_once: int, seconds: int, memory: int) -> None:
    """Read the documents that wait, or all again. A passage keeps its id as long as its words are the same."""
    read_all_waiting(open_library(book), book, at_once, _limits(seconds, memory), again)


@library.command("list")
@BOOK
def list_documents(book: Path) -> None:
    """List every document: its id, pages, passages, state, and what it is called."""
    held = open_library(book)
    from placebook.web.library.problems import state_of
    from placebook.web.library.records import documents

    readings = held.readings()
    every = documents()
    for one in every:
        found = readings.get(one.id)
        counts = f"{found.pages:5,} p {found.passages:6,} passages" if found else " " * 23
        said = one_line(title(one, found))
        click.echo(
            f"{one.id[:12]}  {one.media:<5}{counts}  {state_of(found):<12}  {one.body_name or 'body not said'}: {said}"
        )
    say_total(every, readings)


@library.command("show")
@click.argument("name")
@BOOK
@click.option("--page", type=int, help="Show the passages on this page.")
@click.option("--quote", help="Find these words, and say on which page they stand.")
def show(name: str, book: Path, page: int | None, quote: str | None) -> None:
    """Show one document by the beginning of its id or by its name: what is said of it, and its passages."""
    held = open_library(book)
    from placebook.web.library.records import find_document

    document = find_document(name)
    found = held.reading(document.id)
    if quote is not None:
        say_quote(held, document, quote, page)
        return
    if page is None:
        say_document(held, document, found)
        return
    for passage in held.passages(document.id, page):
        first, last = passage.pages
        where = f"page {first}" if first == last else f"pages {first} to {last}"
        click.echo(f"[{passage.id}] {where}, {passage.kind}, {passage.words} words: {' > '.join(passage.headings)}")
        click.echo(printable(passage.text) + "\n")


@library.command("problems")
@BOOK
def problems(book: Path) -> None:
    """List what could not be read, what is wrong with registers, and what nobody said of documents."""
    held = open_library(book)
    from placebook.web.library.problems import problems_of

    count = 0
    for line in problems_of(held):
        click.echo(printable(line))
        count += 1
    if not count:
        click.echo("There is no problem.")


@library.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@BOOK
@click.option("--without-files", is_flag=True, help="Leave the files as received out.")
def export(folder: Path, book: Path, without_files: bool) -> None:
    """Write the library as plain files: documents, history, pages and passages as CSV, and the files themselves."""
    held = open_library(book)
    from placebook.web.library.export import export_library

    for path in export_library(held, folder, not without_files):
        click.echo(path)


@library.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@BOOK
@AT_ONCE
@SECONDS
@MEMORY
def import_library(folder: Path, book: Path, at_once: int, seconds: int, memory: int) -> None:
    """Bring a library back from the files that export wrote: the same documents, history, and passages."""
    held = open_library(book)
    from placebook.web.library.export import import_library as bring_back

    click.echo(f"{bring_back(held, folder):,} documents came back.")
    read_all_waiting(held, book, at_once, _limits(seconds, memory))


def open_library(book: Path) -> Library:
    """Make the records of a book the ones that are used. Raises ContentError when the folder is no book."""
    from placebook.book.place_book import open_book
    from placebook.store.library import Library
    from placebook.web.start import make_ready

    open_book(book)
    make_ready(book)
    return Library(book)


def _form(register: Path | None, column: tuple[str, ...], for_all: tuple[str, ...]) -> RegisterForm | None:
    from placebook.book.document_registers import RegisterForm, register_form

    columns, words = _pairs(column), _pairs(for_all)
    if register is not None:
        return register_form(register, columns, words)
    if columns:
        raise click.UsageError("--column needs a --register")
    return RegisterForm(None, {}, words) if words else None


def _pairs(written: tuple[str, ...]) -> dict[str, str]:
    wrong = [one for one in written if "=" not in one]
    if wrong:
        raise click.UsageError(f"{wrong[0]!r} has no = in it; write it as in type=local plan")
    return {one.split("=", 1)[0].strip(): one.split("=", 1)[1].strip() for one in written}


def _limits(seconds: int, memory: int) -> Limits:
    from placebook.sources.reading import Limits

    return Limits(memory * 1_000_000, seconds)


def name_of_user() -> str:
    """The name of whoever is at this machine, as far as it says."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "not said"


def read_all_waiting(
    held: Library, book: Path, at_once: int = 2, limits: Limits | None = None, again: bool = False
) -> None:
    """Read the documents that wait, or all again, and say what came of it."""
    from placebook.cli.progress import progress
    from placebook.sources.reading import Limits
    from placebook.web.library.adding import read_waiting, to_be_read

    waiting = to_be_read(held, again)
    with progress("reading", len(waiting)) as done:

        def seen(one: object, fault: str) -> None:
            done(1)
            if fault:
                click.echo(f"note: {printable(getattr(one, 'name', ''))}: {fault}", err=True)

        faults = read_waiting(held, waiting, limits or Limits(), at_once, seen)
    readings = held.readings()
    pages, passages = (sum(getattr(one, what) for one in readings.values()) for what in ("pages", "passages"))
    click.echo(
        f"{len(waiting) - faults:,} read now, {faults:,} not. The library holds {pages:,} pages, {passages:,} passages."
    )
    for what, command in (("See them", "list"), ("What is wrong", "problems")):
        click.echo(f"{what}: placebook library {command} --book {pasted(book)}")
