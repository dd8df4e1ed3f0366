"""placebook library codes: take the coding of a book to other programs and back, and see how far people agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.store.library import Library
    from placebook.types import Codebook, Framework
    from placebook.web.library.coded import Brought


@click.group()
def codes() -> None:
    """Take the codes on passages to other programs and back (CSV, REFI-QDA), and see how far people agree."""


@codes.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@BOOK
@click.option("--framework", help="For a .qdc: the codebook, by its id or as a .yaml file.")
def export(file: Path, book: Path, framework: str | None) -> None:
    """Write the codes of a book to FILE: a tidy table (.csv), a REFI-QDA project (.qdpx) or a codebook (.qdc).

    A project holds the whole text of every document that carries a code: mind its licence before you hand it on.
    """
    _ending(file, (".csv", ".qdpx", ".qdc"))
    held, title, frameworks = _open(book)
    from placebook.web.library.coded import project, write_tidy

    if file.suffix == ".csv":
        click.echo(f"{file}: {write_tidy(book, held, file):,} codes")
    elif file.suffix == ".qdpx":
        from placebook.store.refi import write_qdpx

        made = project(book, title, held, frameworks, _codebooks(book))
        write_qdpx(file, made)
        count = sum(len(place.codings) for source in made.sources for place in source.selections)
        click.echo(f"{file}: {count:,} codes on {len(made.sources):,} documents")
    else:
        _write_qdc(file, book, framework, frameworks)


@codes.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@BOOK
@click.option("--as", "name", help="What to call the file in codes/ or codebooks/; as FILE is called if not named.")
@click.option("--code", "mapped", multiple=True, metavar="THEIRS=OURS", help="What a code is here: Rent=four-rs#renew.")
@click.option("--framework", help="For a .qdc: the framework that its concepts are of.")
def import_codes(file: Path, book: Path, name: str | None, mapped: tuple[str, ...], framework: str | None) -> None:
    """Bring codes from FILE into a book, as codes/NAME.csv; a .qdc becomes codebooks/NAME.yaml.

    What is in the book already is not taken twice. What could not be taken over is said.
    """
    _ending(file, (".csv", ".qdpx", ".qdc"))
    from placebook.learn.refi_codebook import slug

    held, _, frameworks = _open(book)
    called = slug(name or file.stem)
    if file.suffix == ".qdc":
        _read_qdc(file, book, called, framework, frameworks)
        return
    brought = _brought(file, book, held, mapped, frameworks)
    for line in brought.left_out:
        click.echo(f"note: {line}", err=True)
    if brought.new:
        from placebook.web.library.code_tables import write_codes

        click.echo(write_codes(book, called, brought.new))
    click.echo(f"{len(brought.new):,} new, {brought.before:,} there before.")


@codes.command("agreement")
@BOOK
@click.option("--framework", required=True, help="The codebook: its id, or a .yaml file.")
@click.option("--alpha", default=0.667, show_default=True, help="The agreement below which a code is indicative.")
def agreement(book: Path, framework: str, alpha: float) -> None:
    """Say for each concept how far people agree who coded the same passages, and which codes are only indicative."""
    from placebook.book.codebooks import find_codebook
    from placebook.book.passage_codes import read_passage_codes
    from placebook.learn.adjudicate import Settled, adjudicate, rulings_of
    from placebook.learn.codings import codings_of
    from placebook.learn.reliability import Threshold, reliability
    from placebook.types import DataError

    _open(book)
    codebook = find_codebook(framework, (book / "codebooks",))
    every = read_passage_codes(book)
    made = codings_of(every, codebook.framework)
    try:
        lines = adjudicate(made, rulings_of(every, codebook.framework))
    except ValueError as why:
        raise DataError(f"{book / 'codes'}: {why}") from None
    click.echo(f"{'concept':<30}{'passages':>9}{'carry':>7}{'alpha':>7}  95% limits     counts")
    for one in reliability(made, [rule.concept for rule in codebook.rules], Threshold(alpha)):
        known = one.alpha.value == one.alpha.value
        value = f"{one.alpha.value:.2f}" if known else "-"
        limits = f"{one.alpha.lower:5.2f} to {one.alpha.upper:4.2f}" if known else "not known"
        counts = f"indicative: {one.indicative}" if one.indicative else "in full"
        click.echo(f"{one.concept:<30}{one.passages:9,}{one.put:7,}{value:>7}  {limits:<13}  {counts}")
    said = ", ".join(f"{sum(line.state is state for line in lines):,} {state}" for state in Settled)
    click.echo(f"Codes: {said}.")


def _ending(file: Path, known: tuple[str, ...]) -> None:
    if file.suffix not in known:
        raise click.UsageError(f"{file.name} ends in {file.suffix or 'nothing'}; write {', '.join(known)}")


def _open(book: Path) -> tuple[Library, str, dict[str, Framework]]:
    from placebook.book.frameworks import shipped_frameworks
    from placebook.book.place_book import open_book
    from placebook.store.library import Library
    from placebook.web.start import make_ready

    opened = open_book(book)
    make_ready(book)
    return Library(book), opened.title, {**shipped_frameworks(), **opened.frameworks}


def _codebooks(book: Path) -> dict[str, Codebook]:
    """The codebook of each framework that has one: the book's own first."""
    from placebook.book.codebooks import codebook_files, read_codebook

    return {one.framework: one for one in map(read_codebook, codebook_files((book / "codebooks",)))}


def _write_qdc(file: Path, book: Path, framework: str | None, frameworks: dict[str, Framework]) -> None:
    from placebook.book.codebooks import find_codebook
    from placebook.learn.refi_codebook import tree_of
    from placebook.store.refi import write_qdc
    from placebook.types import DataError

    if framework is None:
        raise click.UsageError("name the codebook with --framework")
    codebook = find_codebook(framework, (book / "codebooks",))
    if codebook.framework not in frameworks:
        raise DataError(f"{book}: the codebook is for {codebook.framework!r}, which is no framework that is there")
    write_qdc(file, [tree_of(frameworks[codebook.framework], codebook)])
    click.echo(f"{file}: {len(codebook.rules):,} codes with a rule")


def _read_qdc(file: Path, book: Path, called: str, framework: str | None, frameworks: dict[str, Framework]) -> None:
    from placebook.learn.refi_codebook import codebook_from
    from placebook.sources.refi import read_qdc
    from placebook.types import ContentError, DataError
    from placebook.web.library.coded import codebook_lines, concept_guids
    from placebook.web.library.concepts import write_codebook

    if framework is None or framework not in frameworks:
        raise click.UsageError(f"name the framework of its concepts with --framework; {framework!r} is none")
    concepts = {guid: name.partition("#")[2] for guid, name in concept_guids([frameworks[framework]]).items()}
    try:
        found = codebook_from(read_qdc(file), concepts)
    except ValueError as why:
        raise DataError(f"{file}: {why}") from None
    if not found.rules:
        raise DataError(f"{file}: none of its codes says when it is put on a text; describe them and export it again")
    path = book / "codebooks" / f"{called}.yaml"
    if path.exists():
        raise ContentError(f"{path}: is there already; name another with --as")
    few = write_codebook(path, codebook_lines(called, framework, found.head, found.rules), found.rules)
    click.echo(f"{path}: {len(found.rules):,} codes")
    if few:
        click.echo(f"note: {', '.join(few[:5])}: write four phrases or more for each before it is used", err=True)


def _brought(
    file: Path, book: Path, held: Library, mapped: tuple[str, ...], frameworks: dict[str, Framework]
) -> Brought:
    from placebook.web.library.coded import concept_guids, from_project, from_tidy

    known = concept_guids(frameworks.values())
    if file.suffix == ".csv":
        return from_tidy(file, book, held, known.values())
    from placebook.sources.refi import read_qdpx

    theirs = dict(one.split("=", 1) for one in mapped if "=" in one)
    wrong = [one for one in mapped if "=" not in one] + [
        f"{name}={ours}" for name, ours in theirs.items() if ours and ours not in known.values()
    ]
    if wrong:
        raise click.UsageError(f"--code {wrong[0]!r}: write THEIRS=framework#concept, with a concept that is there")
    return from_project(read_qdpx(file), book, held, {**known, **theirs})
