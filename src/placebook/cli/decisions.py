"""placebook decisions: list, show, check and publish decisions, write their annexes, and say which come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK

if TYPE_CHECKING:
    from placebook.book.place_book import PlaceBook
    from placebook.decide.wheel import Decision
    from placebook.pages.decision import DecisionPage
    from placebook.pages.decisions import DueLine

ON = click.option("--on", default="", metavar="DATE", help="The day, as 2026-11-28; today if not named.")
NAME = click.argument("name")


@click.group()
def decisions() -> None:
    """List, show, check and publish decisions with their options, write annexes, and say which come back for review."""


@decisions.command("list")
@BOOK
def list_decisions(book: Path) -> None:
    """List the decisions of a book, drafts too."""
    found = _book(book).decisions
    for one in found:
        state = f"published {one.pinned.when}" if one.pinned else "draft"
        chosen = one.option(one.chosen)
        click.echo(f"{one.id:<36}{state:<24}{one.title}{f' -> {chosen.title}' if chosen else ''}")
    if not found:
        click.echo(f"No decision is held; write one as {book / 'decisions' / 'NAME.yaml'}.")


@decisions.command("show")
@NAME
@BOOK
def show(name: str, book: Path) -> None:
    """Show one decision: what each option does, where they differ, and what is not known. The book must be built."""
    for line in _shown(_page(book, name)):
        click.echo(line)


@decisions.command("check")
@click.argument("name", required=False)
@BOOK
@click.option("--to-publish", is_flag=True, help="Also say what stops a draft from being published.")
@click.pass_context
def check(ctx: click.Context, name: str | None, book: Path, to_publish: bool) -> None:
    """Say what is wrong with a decision, or with all, and what would be right. Exit code 1 when there is something."""
    from placebook.book.check_decisions import around_decisions
    from placebook.decide.wheel_faults import draft_faults, publishing_faults

    read = _book(book)
    around, wrong = around_decisions(read), 0
    for one in read.decisions if name is None else (_find(read, name),):
        look = publishing_faults if to_publish or one.is_published else draft_faults
        found = look(one, around)
        wrong += len(found)
        click.echo(f"{one.id}: {'nothing is wrong' if not found else f'{len(found)} to mend'}")
        for fault in found:
            click.echo(f"  {fault}")
    if wrong:
        ctx.exit(1)


@decisions.command("pin")
@NAME
@BOOK
@ON
def pin(name: str, book: Path, on: str) -> None:
    """Publish a decision: write the figures and the evidence as they stand now into its file.

    From then on its page shows them, whatever changes later. It is refused while something is missing, and it is done
    once: a decision that is taken anew is a new file, and the old one names it as superseded_by.
    """
    from placebook.book.check_decisions import around_decisions
    from placebook.cli.decision_files import pin_file
    from placebook.decide.wheel_faults import publishing_faults
    from placebook.pages.decision_figures import pin_of
    from placebook.types import ContentError
    from placebook.web.shelf import read_shelf

    day, read = _day(on), _book(book)
    decision = _find(read, name)
    if decision.pinned is not None:
        raise ContentError(
            f"{name}: was published on {decision.pinned.when}, and what was pinned stays; write a new decision under "
            f"another name, and superseded_by: in this one"
        )
    faults = publishing_faults(decision, around_decisions(read))
    if faults:
        more = f" and {len(faults) - 1} more (placebook decisions check {name} --to-publish)" if faults[1:] else ""
        raise ContentError(f"{name}: {faults[0]}{more}")
    pinned = pin_of(read_shelf(book), decision, day)
    pin_file(book, decision, pinned)
    click.echo(f"{name}: published on {day}, with the figures and the evidence of that day.")


@decisions.command("due")
@BOOK
@ON
def due(book: Path, on: str) -> None:
    """Say which decisions come back for review by a day, and how their figures have moved since."""
    from placebook.pages.decisions import due_page
    from placebook.web.shelf import read_shelf

    page = due_page(read_shelf(book), _day(on))
    for line in page.due:
        for said in _due_lines(line):
            click.echo(said)
    if not page.due:
        click.echo(f"Nothing is due on {page.on}.")
    if page.later:
        first = page.later[0]
        click.echo(f"Next: {first.title}, on {first.review_on}.")


@decisions.command("annex")
@NAME
@BOOK
@click.option("--to", "folder", type=click.Path(path_type=Path), required=True, help="The folder to write into.")
def annex(name: str, book: Path, folder: Path) -> None:
    """Write the annex of a cabinet report: HTML, Word, PDF, a workbook and JSON, byte for byte the same each time.

    The PDF, and the pictures in the Word file, need the extra `annex` (pip install "placebook[annex]").
    """
    from placebook.cli.decision_files import write_annex

    paths = write_annex(_page(book, name), folder)
    for path in paths:
        click.echo(str(path))
    if not any(path.suffix == ".pdf" for path in paths):
        click.echo('No PDF, and no pictures in the Word file: run pip install "placebook[annex]" for them.', err=True)


def _day(on: str) -> str:
    """The day that was named, or today's."""
    from datetime import date

    try:
        return date.fromisoformat(on).isoformat() if on else date.today().isoformat()
    except ValueError:
        raise click.BadParameter(f"{on!r} is no day; write it as 2026-11-28", param_hint="--on") from None


def _book(folder: Path) -> PlaceBook:
    from placebook.book.place_book import open_book

    return open_book(folder)


def _find(book: PlaceBook, name: str) -> Decision:
    from placebook.measure.tree import nearest_name
    from placebook.types import ContentError

    known = {one.id: one for one in book.decisions}
    if name not in known:
        raise ContentError(f"no decision is called {name!r}; {nearest_name(name, sorted(known))}")
    return known[name]


def _page(folder: Path, name: str) -> DecisionPage:
    from placebook.pages.decision import decision_page
    from placebook.web.shelf import read_shelf

    decision = _find(_book(folder), name)
    return decision_page(read_shelf(folder), decision)


def _shown(page: DecisionPage) -> Iterator[str]:
    yield f"{page.title} ({f'published {page.pinned_on}' if page.pinned_on else 'draft'})"
    if page.notice:
        yield page.notice
    yield f"\n{page.proposal}\n"
    for option in page.options:
        yield f"  {option.title}{' (chosen)' if option.chosen else ''}: {option.says}"
    kind = ""
    for row in page.differences:
        if row.kind != kind:
            kind = row.kind
            yield f"\n{kind.capitalize()}"
        yield f"  {row.factor}, {row.term}: " + "; ".join(f"{one.option}: {one.effect}" for one in row.effects)
    yield "\nNot known"
    for one in page.unknown:
        yield f"  {one.option}, {one.factor}, {one.term}: {one.state}. {one.reason}"
    if not page.unknown:
        yield "  nothing: every effect has been judged"


def _due_lines(line: DueLine) -> Iterator[str]:
    yield f"{line.review_on}  {line.title} ({line.option})"
    yield f"  {line.factor}, {line.term}: {line.indicator_title} was expected to {line.direction}."
    for one in line.moved:
        after = f"after {one.after} ({one.after_period})" if one.after else "no newer figure yet"
        yield f"    {one.name}: before {one.before or 'no figure'} ({one.before_period}), {after}. {one.says}"
        if one.peers:
            yield f"      Beside it: {one.peers}."
