"""placebook cases: list case studies, show one, and write copies that do not say whose they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from placebook.learn.blind import Gazetteer
    from placebook.learn.blind_cases import BlindCase
    from placebook.store.tables import Table
    from placebook.types import Area, CaseSet, CaseStudy


@click.group()
def cases() -> None:
    """List case studies, show one with how far it can be believed, and write copies without names."""


@cases.command("list")
@BOOK
@click.option("--about", help="Only cases with this concept: areas-of-focus#food.")
def list_cases(book: Path, about: str | None) -> None:
    """List case studies, strongest first: the book's own, where there is a book, and those that come with Placebook."""
    from placebook.learn.strength import strength, strongest_first

    sets, _ = _sets(book)
    found = sorted((case for one in sets for case in one.cases), key=strongest_first)
    shown = [case for case in found if about is None or about in case.concepts]
    for case in shown:
        click.echo(f"{case.id:<44}{strength(case).maryland.words:<16}{case.place}: {case.title}")
    if not shown:
        click.echo(f"No evidence held for {about}." if about else "No case study is held.")
        return
    unscoreable = sum(strength(case).maryland.level is None for case in shown)
    click.echo(f"{len(shown)} case studies; {unscoreable} cannot be scored on the Maryland scale.")


@cases.command("show")
@click.argument("id")
@BOOK
def show(id: str, book: Path) -> None:
    """Show one case study: what its source says, what it does not, and how far it can be believed."""
    from placebook.learn.strength import EMMIE, strength
    from placebook.measure.tree import nearest_name
    from placebook.types import ContentError

    every = {case.id: case for one in _sets(book)[0] for case in one.cases}
    if id not in every:
        raise ContentError(f"no case study is called {id!r}; {nearest_name(id, sorted(every))}")
    case, found = every[id], strength(every[id])
    click.echo(f"{case.title} ({case.kind}; {case.place})\n")
    missing = []
    for name in (
        "problem",
        "done",
        "for_whom",
        "body",
        "cost",
        "scale",
        "stage",
        "outcome",
        "measured_how",
        "direction",
    ):
        said, title = getattr(case, name), name.replace("_", " ")
        if said:
            click.echo(f"  {title:<14}{said}")
        else:
            missing.append(title)
    click.echo(f"  not said      {', '.join(missing) or 'nothing'}")
    for lesson in (*case.lessons, *case.defects):
        click.echo(f"  {'lesson' if lesson in case.lessons else 'doubt':<14}{lesson}")
    click.echo(f"\n  Maryland      {found.maryland.words}: {found.maryland.because}")
    click.echo(f"  Nesta         {found.nesta.words}: {found.nesta.because}")
    absent = [name for name, _ in EMMIE if name not in found.present]
    click.echo(f"  EMMIE         present: {', '.join(found.present) or 'none'}; absent: {', '.join(absent) or 'none'}")
    click.echo(f"  stage         {found.stage}, by {found.by}")


@cases.command("blind")
@BOOK
@click.option("--set", "only", help="Only the cases of this set.")
@click.option("--remove", multiple=True, metavar="NAME", help="A further name that is to go.")
@click.option("--keep", multiple=True, metavar="WORD", help="A word with a capital that names nobody, and stays.")
@click.option("--without-quotes", is_flag=True, help="Leave quotes out: a quote can be looked up word for word.")
@click.option("--output", "-o", type=click.Path(path_type=Path), required=True, help="A CSV or Parquet file to write.")
def blind(
    book: Path, only: str | None, remove: tuple[str, ...], keep: tuple[str, ...], without_quotes: bool, output: Path
) -> None:
    """Write case studies without names of bodies, places and people. If a second pass finds one, nothing is written."""
    from placebook.cli.index import check_output, write_table
    from placebook.learn.blind_cases import survivors_of
    from placebook.types import DataError

    check_output(output)
    sets, areas = _sets(book)
    chosen = [case for one in sets if only in (None, one.id) for case in one.cases]
    if not chosen:
        raise DataError(f"no set of cases is called {only!r}; there is: {', '.join(one.id for one in sets)}")
    gazetteer = _gazetteer(chosen, areas, remove, keep)
    made = [_blind(case, gazetteer, not without_quotes) for case in chosen]
    left = [(case.id, found) for case, one in zip(chosen, made, strict=True) for found in survivors_of(one, gazetteer)]
    if left:
        said = "; ".join(f"{id} has {found}" for id, found in left[:8])
        more = f" and {len(left) - 8} more" if len(left) > 8 else ""
        raise DataError(f"names survived, so nothing was written: {said}{more}; take them out with --remove, or --keep")
    write_table(_table(made), output)
    click.echo(f"{output}: {len(made)} case studies without names. What was done and numbers may still be recognised.")


def _sets(book: Path) -> tuple[tuple[CaseSet, ...], tuple[Area, ...]]:
    """The sets of a book, where the folder is one, and those that are shipped; and the areas of the book."""
    from placebook.book.cases import shipped_cases
    from placebook.book.place_book import open_book

    shipped = tuple(shipped_cases().values())
    if book == Path() and not (book / "book.yaml").is_file():
        return shipped, ()
    opened = open_book(book)
    return (*opened.cases, *shipped), opened.areas


def _gazetteer(
    chosen: Sequence[CaseStudy], areas: Sequence[Area], remove: Sequence[str], keep: Sequence[str]
) -> Gazetteer:
    from placebook.book.codebooks import shipped_codebooks
    from placebook.book.frameworks import shipped_frameworks
    from placebook.book.gazetteer import gazetteer
    from placebook.learn.blind_cases import TOLD, names_of

    names = [*remove, *(name for case in chosen for name in names_of(case))]
    rules = [text for one in shipped_codebooks().values() for rule in one.rules for text in rule.texts]
    concepts = [concept.definition for one in shipped_frameworks().values() for concept in one.walk()]
    own = [getattr(case, field) for case in chosen for field in TOLD]
    return gazetteer(areas, names, (*rules, *concepts, *own), keep)


def _blind(case: CaseStudy, gazetteer: Gazetteer, quotes: bool) -> BlindCase:
    from placebook.book.frameworks import shipped_frameworks
    from placebook.book.gazetteer import descriptions
    from placebook.learn.blind_cases import blind_case

    titles = {f"{id}#{each.id}": each.title for id, one in shipped_frameworks().items() for each in one.walk()}
    return blind_case(case, gazetteer, descriptions(), titles, quotes)


def _table(made: Sequence[BlindCase]) -> Table:
    """One row for each case, in the order of their words, so that the order gives none away."""
    from placebook.learn.blind_cases import TOLD
    from placebook.store.tables import Heading, table_of

    rows = sorted(made, key=lambda one: one.texts)
    plain = ("title", "where", "kind", "stage", "direction", "status", "maryland", "nesta")
    many = ("lessons", "quotes", "concepts", "emmie")
    columns = {name: [getattr(one, name) or None for one in rows] for name in plain}
    columns |= {name: [dict(one.told).get(name) for one in rows] for name in TOLD}
    columns |= {name: ["; ".join(getattr(one, name)) or None for one in rows] for name in many}
    headings = tuple(
        Heading(name) for name in (*plain[:6], *TOLD, "lessons", "quotes", "concepts", "maryland", "nesta", "emmie")
    )
    return table_of(headings, {one.name: columns[one.name] for one in headings}, ("title", "where"))
