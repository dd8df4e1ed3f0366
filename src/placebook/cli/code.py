"""placebook code: suggest a concept for each passage of a table, and say which words made it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from placebook.learn.suggest import Scored, Vectors
    from placebook.sources.tables import Table as Read
    from placebook.store.tables import Table
    from placebook.types import Codebook

BY_ITSELF = (
    "each passage was scored by itself: a table is read together where it has 30 passages for each concept, half of "
    "the concepts come first in 30 of them, and few passages would be given another concept (see docs/coding.md)"
)


@click.command()
@click.argument("texts", metavar="TEXTS.csv", type=click.Path(path_type=Path))
@click.option("--framework", required=True, help="The codebook: the id of one that is shipped, or a .yaml file.")
@click.option("-o", "--output", metavar="OUT.csv", type=click.Path(path_type=Path), help="A .csv or .parquet file.")
@click.option("--text", "heading", default="text", show_default=True, help="The heading of the passages.")
@click.option("--only", multiple=True, metavar="CONCEPT", help="Choose among these; give it more than once.")
@click.option("--coverage", default=1.0, show_default=True, help="The share of passages to be sure of.")
@click.option("--every-score", is_flag=True, help="A row for each passage and concept, with its score.")
@click.option("--model", type=click.Path(path_type=Path), help="The folder of a model; the installed one if not named.")
@click.option("--no-model", is_flag=True, help="Go by words alone, even where a model is installed.")
@click.option("--exact", is_flag=True, help="Run the model with all its digits: a third slower.")
@click.option("--alone", is_flag=True, help="Score each passage by itself, whatever else stands in the table.")
@click.option("--learn-from", metavar="HEADING", help="The heading of people's own codes, to learn from.")
def code(
    texts: Path,
    framework: str,
    output: Path | None,
    heading: str,
    only: tuple[str, ...],
    coverage: float,
    every_score: bool,
    model: Path | None,
    no_model: bool,
    exact: bool,
    alone: bool,
    learn_from: str | None,
) -> None:
    """Suggest a concept of a framework for each passage of TEXTS.csv, with its score and the words that made it.

    A suggestion is never a person's code. With a model at hand (see the manual) passages are matched by meaning and by
    words, without one by words alone. With 30 passages for each concept the passages of a table are read together, and
    what the clear ones have in common helps with the others. "sure" is no where the second concept comes too close.
    """
    from placebook.cli.index import check_output, write_table
    from placebook.sources.tables import read_table
    from placebook.types import DataError

    if not 0 <= coverage <= 1:
        raise click.BadParameter(f"a share from 0 to 1 is wanted, not {coverage:g}", param_hint="--coverage")
    if output is not None:
        check_output(output, texts)
    codebook = chosen_codebook(framework, only)
    table = read_table(texts, least_columns=1)
    passages = texts_of(table, heading)
    vectors = None if no_model else vectors_of(passages, codebook, model, exact)
    try:
        if learn_from is None:
            scored = _scored_by_rule(passages, codebook, vectors, alone)
        else:
            scored = _scored_from_codes(passages, codebook, vectors, codes_of(table, learn_from))
    except DataError as fault:
        raise DataError(f"{texts}: {fault}") from None
    made = scores_table(scored, table.rows) if every_score else suggestions_table(scored, table.rows, coverage)
    if output is None:
        _print(made)
    else:
        write_table(made, output)
        click.echo(f"{output}: {len(made):,} rows; by {scored.method} ({scored.version})")


def chosen_codebook(framework: str, only: Sequence[str] = ()) -> Codebook:
    """A codebook, or those rules of it whose concepts are named."""
    from dataclasses import replace

    from placebook.book.codebooks import find_codebook
    from placebook.measure.tree import nearest_name
    from placebook.types import ContentError

    codebook = find_codebook(framework)
    known = [rule.concept for rule in codebook.rules]
    for name in only:
        if name not in known:
            raise ContentError(f"--only: {codebook.id} has no concept {name!r}; {nearest_name(name, known)}")
    rules = tuple(rule for rule in codebook.rules if not only or rule.concept in only)
    return replace(codebook, rules=rules)


def texts_of(table: Read, heading: str) -> list[str]:
    """The passages of a table. An empty one is a passage about nothing."""
    return ["" if cell is None else str(cell) for cell in _column(table, heading, "--text")]


def codes_of(table: Read, heading: str) -> list[str | None]:
    """What people coded, where they did."""
    return [None if cell is None else str(cell) for cell in _column(table, heading, "--learn-from")]


def _column(table: Read, heading: str, option: str) -> list[str | float | None]:
    from placebook.types import DataError

    if heading not in table.headings:
        raise DataError(
            f"{table.file}: has no heading {heading!r}; name one of {', '.join(table.headings)} with {option}"
        )
    return list(table.column(heading))


def vectors_of(passages: Sequence[str], codebook: Codebook, model: Path | None, exact: bool) -> Vectors | None:
    """Vectors of passages and of a codebook's texts, where a model and what runs it are there; else None, and why."""
    from placebook.cli.progress import progress
    from placebook.learn.suggest import Vectors
    from placebook.sources.sentence_model import find_model, missing_runners, read_model

    folder = find_model(model)
    if folder is None or (model is None and missing_runners()):
        click.echo("note: no model is installed, so passages are matched by their words alone", err=True)
        return None
    reader = read_model(folder, exact=exact)
    spoken = [text for rule in codebook.rules for text in rule.texts]
    with progress("Reading passages", total=len(passages)) as tell:
        return Vectors(reader.name, reader.vectors(passages, tell), reader.vectors(spoken))


def _scored_by_rule(passages: Sequence[str], codebook: Codebook, vectors: Vectors | None, alone: bool) -> Scored:
    from placebook.learn.suggest import score_passages
    from placebook.learn.together import read_together

    scored = score_passages(passages, codebook, vectors)
    if vectors is None or alone:
        return scored
    together = read_together(scored, vectors)
    if together is scored:
        click.echo(f"note: {BY_ITSELF}", err=True)
    return together


def _scored_from_codes(
    passages: Sequence[str], codebook: Codebook, vectors: Vectors | None, codes: Sequence[str | None]
) -> Scored:
    from placebook.learn.trained import trained_scores
    from placebook.types import DataError

    known = {rule.concept for rule in codebook.rules}
    unknown = sorted({code for code in codes if code is not None and code not in known})
    if unknown:
        raise DataError(f"{unknown[0]!r} is not a concept of {codebook.id}; codes are {', '.join(sorted(known))}")
    if vectors is None:
        raise DataError("learning from codes needs a model; see docs/coding.md, or leave --learn-from out")
    return trained_scores(passages, vectors.passages, codes, codebook, vectors.model)


def suggestions_table(scored: Scored, rows: Sequence[int], coverage: float) -> Table:
    """One row for each passage that a concept speaks for."""
    from placebook.learn.suggest import suggestions
    from placebook.store.tables import Heading, Kind, table_of

    found = list(suggestions(scored, [str(row) for row in rows], coverage))
    headings = (
        Heading("row", Kind.WHOLE, "The row of the table that was read"),
        Heading("concept", says="The concept that is suggested"),
        Heading("score", Kind.NUMBER, "How far the passage speaks for it"),
        Heading("sure", Kind.YES_NO, "Whether the next concept lies far enough behind"),
        Heading("method", says="phrases, meaning, together or trained"),
        Heading("version", says="Of the codebook and the model"),
        Heading("because", says="The words that made it"),
    )
    columns = {
        "row": [int(one.passage) for one in found],
        **{name: [getattr(one, name) for one in found] for name in ("concept", "score", "sure", "method", "version")},
        "because": ["; ".join(one.because) for one in found],
    }
    return table_of(headings, columns, ("row",))


def scores_table(scored: Scored, rows: Sequence[int]) -> Table:
    """One row for each passage and concept."""
    from placebook.store.tables import Heading, Kind, table_of

    concepts = [rule.concept for rule in scored.codebook.rules]
    headings = (Heading("row", Kind.WHOLE), Heading("concept"), Heading("score", Kind.NUMBER))
    columns = {
        "row": [row for row in rows for _ in concepts],
        "concept": concepts * len(rows),
        "score": scored.scores.ravel(),
    }
    return table_of(headings, columns, ("row", "concept"))


def _print(table: Table) -> None:
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(table.rows())
