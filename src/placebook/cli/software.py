"""placebook software: the register of programs in use, as files and as a table, and the weakness that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK
from placebook.cli.scrutiny import day_of

if TYPE_CHECKING:
    from placebook.decide.software import Application
    from placebook.types import Assessment

FILE = click.Path(path_type=Path)
TODAY = click.option("--today", default="", metavar="DAY", help="The day to hold dates against, as 2026-11-28.")


@click.group()
def software() -> None:
    """List the programs in use and their end of support, move them as a table, and say what is out of support."""


@software.command("list")
@BOOK
@TODAY
@click.option("-o", "--output", metavar="OUT.csv", type=FILE, help="Write all of it as a table.")
def list_(book: Path, today: str, output: Path | None) -> None:
    """List the programs of a book. With --today it says how support stands, and which lines nobody has looked at."""
    from placebook.book.software import HEADINGS, rows
    from placebook.cli.aligned import aligned
    from placebook.cli.index import check_output, write_table
    from placebook.store.tables import Heading, table_of

    if output is not None:
        check_output(output, endings=(".csv",))
    held, day = _held(book), day_of(today)
    if output is not None:
        made = list(rows(held))
        columns = {name: [row[name] or None for row in made] for name in HEADINGS}
        write_table(table_of(tuple(Heading(name) for name in HEADINGS), columns, ()), output)
        click.echo(f"{output}: {len(made)} programs")
        return
    lines = [_line(one, day) for one in held]
    click.echo("\n".join(aligned(("Program", "Maker", "Owner", "Support", "Looked at"), lines, words=(0, 1, 2, 3, 4))))


def _line(one: Application, day: str) -> tuple[str, ...]:
    from placebook.book.software import application_plain
    from placebook.decide.software import is_stale, standing

    support = "withdrawn" if one.withdrawn else str(application_plain(one)["end_of_support"])
    ask = bool(day) and not one.withdrawn
    support += f", {standing(one, day)}" if ask else ""
    looked = one.checked_on + (", look again" if ask and is_stale(one, day) else "")
    return f"{one.name} {one.version}".strip(), one.supplier, one.owner, support, looked


@software.command("import")
@click.argument("table", metavar="TABLE.csv", type=FILE)
@BOOK
@click.option("--replace", is_flag=True, help="Let rows take the place of programs that are there.")
def import_(table: Path, book: Path, replace: bool) -> None:
    """Write each row of TABLE (CSV or XLSX) as a file software/ID.yaml of the book. If a row is wrong, none is."""
    from placebook.book.software import FOLDER, application_plain, from_table
    from placebook.book.yaml import yaml_text
    from placebook.store.whole import whole_file
    from placebook.types import DataError

    found, there = from_table(table), {one.id for one in _held(book)}
    taken = sorted(one.id for one in found if one.id in there)
    if taken and not replace:
        raise DataError(f"{book} holds {', '.join(taken)} already; add --replace to let the table take their place")
    (book / FOLDER).mkdir(exist_ok=True)
    for one in found:
        with whole_file(book / FOLDER / f"{one.id}.yaml") as partial:
            partial.write_text(yaml_text(application_plain(one)), encoding="utf-8", newline="\n")
    click.echo(f"{book / FOLDER}: {len(found)} programs, {len(taken)} of them replaced")


@software.command("weakness")
@BOOK
@click.option("--today", required=True, metavar="DAY", help="The day to hold dates against, as 2026-11-28.")
@click.option("--about", default="", help="Whom the answers are about; the book's title if left out.")
@click.option("--by", default="Register of software", show_default=True, help="The team that answers.")
@click.option("-o", "--output", metavar="OUT.yaml", type=FILE, help="Write an assessment of this one outcome.")
def weakness(book: Path, today: str, about: str, by: str, output: Path | None) -> None:
    """Answer the outcome `unsupported-software` of the set `unlucky-seven` from the programs of a book."""
    from placebook.book.place_book import open_book
    from placebook.book.question_sets import find_question_set
    from placebook.cli.index import check_output
    from placebook.decide.software import SET, weakness_assessment
    from placebook.decide.status import statuses

    if output is not None:
        check_output(output, endings=(".yaml",))
    place, questions = open_book(book), find_question_set(SET)
    made = weakness_assessment(place.software, questions.version, about or place.title, day_of(today), by)
    (answer,) = made.outcomes
    found = next(one for one in statuses(questions, made) if one.outcome == answer.outcome)
    says = {each.id: each.says for one in questions.outcomes if one.id == answer.outcome for each in one.statements}
    for name, said in answer.answers.items():
        word = ("yes" if said else "no") if isinstance(said, bool) else said.value
        click.echo(f"{word:<16}{says[name]}")
    level = (
        questions.levels[found.level] if found.level else f"{found.state.value}; may be {' or '.join(found.possible)}"
    )
    click.echo(f"Level: {level}")
    click.echo("\n".join(f"  {one}" for one in answer.evidence))
    if output is not None:
        _write(made, output)


def _write(made: Assessment, output: Path) -> None:
    from placebook.book.assessment_files import assessment_plain
    from placebook.book.yaml import yaml_text
    from placebook.store.whole import whole_file

    with whole_file(output) as partial:
        partial.write_text(yaml_text(assessment_plain(made, output.stem)), encoding="utf-8", newline="\n")
    click.echo(f"{output}: one outcome of seven is answered; it is not public")


def _held(book: Path) -> tuple[Application, ...]:
    from placebook.book.place_book import open_book

    return open_book(book).software
