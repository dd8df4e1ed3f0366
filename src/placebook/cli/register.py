"""placebook register: entries of a public register of algorithms, as plain files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.decide.register_from import Drafted
    from placebook.types import RegisterEntry, RegisterStandard

OUT = click.option(
    "-o",
    "--output",
    metavar="OUT.json",
    type=click.Path(path_type=Path),
    help="A .json file, .yaml as a book keeps it, or .csv or .xlsx for spreadsheets.",
)
FILE = click.Path(path_type=Path)


@click.group()
def register() -> None:
    """Draft the register entry of a book's own index; show, compare and check entries of any algorithm."""


@register.command("draft")
@BOOK
@click.option("--recipe", help="The id of a recipe of the book; else its default.")
@OUT
def draft(book: Path, recipe: str | None, output: Path | None) -> None:
    """Draft the entry of the index of a book from its recipe and sources, and print or write it.

    What no recipe can know is left out, and so is not yet provided: people must write it. An entry kept in the book
    as register/RECIPE.json is shown on its site, and marked stale there when the recipe changes.
    """
    from placebook.cli.index import check_output
    from placebook.decide.register import missing
    from placebook.notebook import open as open_place
    from placebook.registered import ENDINGS, write_any_entry
    from placebook.store.register import entry_text, own_entry

    if output is not None:
        check_output(output, endings=ENDINGS)
    place, standard = open_place(book), _standard()
    entry = own_entry(place.recipe(recipe), place.book.sources, standard, place.book.contact)
    if output is None:
        click.echo(entry_text(entry, standard), nl=False)
        return
    write_any_entry(entry, standard, output)
    gone = missing(entry, standard)
    required = sum(field.required for field in gone)
    click.echo(f"{output}: {len(entry.values)} fields; {len(gone)} not yet provided, {required} of them required")


@register.command("show")
@click.argument("entry", type=FILE)
@click.option("--as", "other", help="The names of another standard: eurocities or dutch.")
@OUT
def show(entry: Path, other: str | None, output: Path | None) -> None:
    """Show every field of ENTRY (YAML, JSON, CSV, XLSX), and what is not yet provided; or write another file."""
    from placebook.cli.index import check_output
    from placebook.registered import ENDINGS, read_any_entry, write_any_entry

    if output is not None and other is not None:
        raise click.UsageError("--as prints, so leave out -o; or leave out --as")
    if output is not None:
        check_output(output, entry, endings=ENDINGS)
    standard = _standard()
    found = read_any_entry(entry, standard)
    if output is not None:
        write_any_entry(found, standard, output)
        click.echo(f"{output}: {len(found.values)} fields")
    else:
        click.echo("\n".join(_in_other(found, standard, other) if other else _shown(found, standard)))


def _shown(entry: RegisterEntry, standard: RegisterStandard) -> Iterator[str]:
    from placebook.decide.register import lines_of, missing

    yield f"{entry.id}, version {entry.version} ({standard.title} {standard.version})"
    tier = 0
    for line in lines_of(entry, standard):
        if line.field.tier != tier:
            tier = line.field.tier
            yield f"\nTier {tier}"
        need = " (required)" if line.field.required and not line.values else ""
        yield f"  {line.field.title}: {'; '.join(line.said)}{need}"
    gone = missing(entry, standard)
    needed = sum(field.required for field in gone)
    yield f"\n{len(gone)} of {len(standard.fields)} fields are not yet provided, {needed} of them required."


def _in_other(entry: RegisterEntry, standard: RegisterStandard, other: str) -> Iterator[str]:
    from placebook.decide.register import in_other_standard, without_name

    found = in_other_standard(entry, standard, other)
    yield standard.others[other]
    yield from (f"  {name}: {'; '.join(values)}" for name, values in found.items())
    lost = without_name(entry, standard, other)
    if lost:
        yield f"It has no name for: {', '.join(lost)}."


@register.command("import")
@click.argument("record", type=FILE)
@click.option("--from", "other", required=True, help="The standard whose names it has: eurocities or dutch.")
@click.option("--named", default="", help="In a file of several: the record whose name begins so.")
@click.option("--id", "name", default="", help="The id of the entry; made from its name if left out.")
@OUT
def import_(record: Path, other: str, named: str, name: str, output: Path | None) -> None:
    """Draft an entry from RECORD (JSON, YAML, CSV or XLSX) in another standard's names; say what does not map.

    Nothing is translated, and nothing is checked: what is only similar must be read by somebody before it is public.
    """
    from placebook.cli.index import check_output
    from placebook.decide.register_from import entry_from
    from placebook.registered import ENDINGS, write_any_entry
    from placebook.registered_elsewhere import read_record

    if output is not None:
        check_output(output, record, endings=ENDINGS)
    said, standard = read_record(record, named), _standard()
    made = entry_from(said, standard, other, name or (output.stem if output else _id(said.get("name", ("",))[0])))
    if output is None:
        click.echo("\n".join(_shown(made.entry, standard)))
    else:
        write_any_entry(made.entry, standard, output)
        click.echo(f"{output}: {len(made.entry.values)} fields")
    click.echo("\n".join(_moved(made)))


def _id(title: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", title.lower()))[:80].strip("-") or "entry"


def _moved(made: Drafted) -> Iterator[str]:
    yield "\nFrom their names"
    for one in made.taken:
        maybe = f"; it may belong to {', '.join(one.might_be)}" if one.might_be else ""
        yield f"  {one.theirs} -> {one.ours}{'' if one.same else ', only similar'}{maybe}"
    yield "\nHas no field here, and was left out" if made.left else "\nNothing was left out."
    for theirs, values in made.left.items():
        yield f"  {theirs}: {shorten('; '.join(values), 90, placeholder=' ...')}"


@register.command("diff")
@click.argument("before", type=FILE)
@click.argument("now", type=FILE)
def diff(before: Path, now: Path) -> None:
    """Say what differs between two versions of an entry, field by field."""
    from placebook.decide.register import NOT_YET, changes
    from placebook.registered import read_any_entry

    standard = _standard()
    found = changes(read_any_entry(before, standard), read_any_entry(now, standard))
    for one in found:
        click.echo(
            f"{one.name}\n  before: {'; '.join(one.before) or NOT_YET}\n  now:    {'; '.join(one.now) or NOT_YET}"
        )
    click.echo(f"{len(found)} fields differ.")


@register.command("check")
@click.argument("entry", type=FILE)
@BOOK
@click.option("--today", default="", metavar="DAY", help="The day to hold the review day against, as 2026-11-28.")
@click.pass_context
def check(ctx: click.Context, entry: Path, book: Path, today: str) -> None:
    """Say whether ENTRY still describes the index of the book. Exit code 1 when it is stale."""
    from datetime import date

    from placebook.decide.register import why_stale
    from placebook.notebook import open as open_place
    from placebook.registered import read_any_entry
    from placebook.store.register import marks_of

    try:
        day = date.fromisoformat(today).isoformat() if today else ""
    except ValueError:
        raise click.BadParameter(f"{today!r} is no day; write it as 2026-11-28", param_hint="--today") from None
    found, place = read_any_entry(entry, _standard()), open_place(book)
    why = why_stale(found, marks_of(place.recipe(found.id), place.book.sources), day)
    click.echo(f"{found.id}: stale, as {'; and '.join(why)}" if why else f"{found.id}: as it was when it was written")
    if why:
        ctx.exit(1)


def _standard() -> RegisterStandard:
    from placebook.book.register_standard import shipped_standard

    return shipped_standard()
