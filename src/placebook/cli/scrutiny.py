"""placebook scrutiny: look at a system or an algorithm from five sides, as plain files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.decide.scrutiny import ScrutinyGuide
    from placebook.pages.scrutiny import ScrutinyLine

FILE = click.Path(path_type=Path)


@click.group()
def scrutiny() -> None:
    """Say what a system does to people and what must follow, and draft its register entry."""


@scrutiny.command("list")
@BOOK
@click.option("--guides", is_flag=True, help="List the guides that there are instead.")
@click.option("--today", default="", metavar="DAY", help="The day to hold dates against, as 2026-11-28.")
def list_(book: Path, guides: bool, today: str) -> None:
    """List what a book has looked at, with what is still to do; or the guides that there are."""
    from placebook.book.place_book import open_book
    from placebook.book.scrutiny import guide_for, shipped_guides
    from placebook.cli.aligned import aligned
    from placebook.decide.scrutiny import HeldScrutiny
    from placebook.pages.scrutiny import scrutiny_line

    if guides:
        rows = [
            (one.id, f"{sum(len(each.prompts) for each in one.attributes)}", one.title)
            for one in shipped_guides().values()
        ]
        click.echo("\n".join(aligned(("Guide", "Prompts", "Title"), rows, words=(0, 2))))
        return
    day = day_of(today)
    lines = [scrutiny_line(HeldScrutiny(one, guide_for(one)), day) for one in open_book(book).scrutinies]
    found = [(one.id, _ended(one), "signed" if one.signed else "not signed", f"{one.open}", one.title) for one in lines]
    click.echo(
        "\n".join(aligned(("Scrutiny", "Outcome", "Signed", "Still to do", "System"), found, words=(0, 1, 2, 4)))
    )


def _ended(one: ScrutinyLine) -> str:
    return "withdrawn" if one.withdrawn else one.outcome or "no outcome yet"


@scrutiny.command("show")
@click.argument("name", metavar="FILE.yaml|GUIDE")
@click.option("--today", default="", metavar="DAY", help="The day to hold dates against, as 2026-11-28.")
@click.option("-o", "--output", metavar="OUT.yaml", type=FILE, help="With a guide: write a form to fill in.")
def show(name: str, today: str, output: Path | None) -> None:
    """Show a scrutiny in words, or the prompts, flags and rules of a GUIDE."""
    from placebook.book.scrutiny import guide_for, read_scrutiny, shipped_guides
    from placebook.decide.scrutiny import HeldScrutiny
    from placebook.pages.scrutiny import page_of_scrutiny
    from placebook.pages.scrutiny_words import guide_lines, scrutiny_lines

    guide = shipped_guides().get(name)
    if output is not None:
        if guide is None:
            raise click.UsageError("-o writes an empty form of a guide; name a guide")
        _write_form(guide, output)
        return
    if guide is not None:
        click.echo("\n".join(guide_lines(guide)))
        return
    found = read_scrutiny(Path(name))
    page = page_of_scrutiny(HeldScrutiny(found, guide_for(found)), today=day_of(today))
    click.echo("\n".join(scrutiny_lines(page)))


@scrutiny.command("check")
@click.argument("file", type=FILE)
@click.option("--today", default="", metavar="DAY", help="The day to hold dates against, as 2026-11-28.")
@click.pass_context
def check(ctx: click.Context, file: Path, today: str) -> None:
    """Say what keeps FILE from being signed, and what is overdue. Exit code 1 when there is anything."""
    from placebook.book.scrutiny import guide_for, read_scrutiny
    from placebook.decide.scrutiny_rules import overdue, what_blocks

    found = read_scrutiny(file)
    day = day_of(today)
    wrong = [f"cannot be signed: {one}" for one in what_blocks(guide_for(found), found)]
    wrong += [f"overdue: {one}" for one in (overdue(guide_for(found), found, day) if day else ())]
    for one in wrong:
        click.echo(f"{found.id} {one}.")
    if wrong:
        ctx.exit(1)
    click.echo(f"{found.id}: {'signed' if found.signed_by else 'can be signed'}; nothing is missing.")


@scrutiny.command("draft-entry")
@click.argument("file", type=FILE)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=FILE,
    help="A .yaml file, as a book keeps it; .json; or .csv for spreadsheets.",
)
def draft_entry(file: Path, output: Path | None) -> None:
    """Draft the register entry that FILE can write, in the names of the UK's standard, and print or write it."""
    from placebook.book.register_entries import entry_yaml
    from placebook.book.register_standard import shipped_standard
    from placebook.book.scrutiny import guide_for, read_scrutiny
    from placebook.cli.index import check_output
    from placebook.decide.register import missing
    from placebook.decide.scrutiny_entry import entry_of_scrutiny
    from placebook.registered import ENDINGS, write_any_entry

    if output is not None:
        check_output(output, file, endings=ENDINGS)
    found, standard = read_scrutiny(file), shipped_standard()
    entry = entry_of_scrutiny(guide_for(found), found, standard)
    if output is None:
        click.echo(entry_yaml(entry), nl=False)
        return
    write_any_entry(entry, standard, output)
    gone = missing(entry, standard)
    required = sum(field.required for field in gone)
    click.echo(f"{output}: {len(entry.values)} fields; {len(gone)} not yet provided, {required} of them required")


def _write_form(guide: ScrutinyGuide, output: Path) -> None:
    from placebook.book.scrutiny_form import form_text
    from placebook.cli.index import check_output
    from placebook.store.whole import whole_file

    check_output(output, endings=(".yaml",))
    with whole_file(output) as partial:
        partial.write_text(form_text(guide, output.stem), encoding="utf-8", newline="\n")
    click.echo(f"{output}: nothing is answered yet")


def day_of(today: str) -> str:
    """A day that was typed, or '' for none."""
    from datetime import date

    try:
        return date.fromisoformat(today).isoformat() if today else ""
    except ValueError:
        raise click.BadParameter(f"{today!r} is no day; write it as 2026-11-28", param_hint="--today") from None
