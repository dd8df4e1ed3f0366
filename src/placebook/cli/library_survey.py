"""placebook library survey: free answers become passages, closed ones counts with small numbers hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import click

from placebook.cli.opened import BOOK


@click.command("survey")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--questions", required=True, type=click.Path(path_type=Path), help="The YAML file of its questions.")
@BOOK
@click.option(
    "-o", "--output", metavar="OUT.csv", type=click.Path(path_type=Path), help="The counts of closed answers."
)
@click.option("--as-written", is_flag=True, help="Keep free answers with the names that stand in them.")
@click.option("--by", default="", help="Who says it, for the history; your name on this machine if not named.")
def survey(file: Path, questions: Path, book: Path, output: Path | None, as_written: bool, by: str) -> None:
    """Take in the answers of FILE: one row for each person, one column for each question.

    Free answers become documents of the library, each answer a passage, without names of people, places and bodies and
    in an order that tells nobody's. Closed answers are counted by group; counts that are small, or from which one that
    is could be worked out, are hidden.
    """
    from placebook.book.surveys import read_survey
    from placebook.cli.index import check_output
    from placebook.cli.library import name_of_user, open_library, read_all_waiting
    from placebook.store.rows import write_rows
    from placebook.web.library.surveys import (
        HEADINGS,
        closed_answers,
        free_texts,
        keep_free_answers,
        read_answers_table,
        rows_of,
    )

    if output is not None:
        check_output(output, file, endings=(".csv",))
    asked = read_survey(questions)
    table = read_answers_table(file, asked)
    counts = closed_answers(table, asked)  # before anything is kept: where one answer is wrong, nothing is written
    held = open_library(book)
    kept = keep_free_answers(
        held, table, asked, by or name_of_user(), None if as_written else _blind(book, free_texts(table, asked))
    )
    hidden = sum(not one.state.has_value for one in counts)
    click.echo(f"{len(table):,} people; {len(counts):,} counts of closed answers, of which {hidden:,} are hidden.")
    for id, count in kept.items():
        click.echo(f"{id}: {count:,} free answers")
    if output is not None:
        write_rows(output, HEADINGS, rows_of(asked, counts))
        click.echo(output)
    elif counts:
        click.echo("note: name a file with -o to write the counts", err=True)
    if any(kept.values()):
        read_all_waiting(held, book)


def _blind(book: Path, answers: Iterable[str]) -> Callable[[str], str]:
    """What takes the names of people, places and bodies out of an answer."""
    from placebook.book.codebooks import shipped_codebooks
    from placebook.book.frameworks import shipped_frameworks
    from placebook.book.gazetteer import gazetteer
    from placebook.book.place_book import open_book
    from placebook.learn.blind import blind_text

    rules = [text for one in shipped_codebooks().values() for rule in one.rules for text in rule.texts]
    concepts = [concept.definition for one in shipped_frameworks().values() for concept in one.walk()]
    return partial(blind_text, gazetteer=gazetteer(open_book(book).areas, (), (*rules, *concepts, *answers)))
