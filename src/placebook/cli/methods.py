"""placebook explain: the method of an index in plain English, from its recipe alone."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from placebook.cli.opened import BOOK, is_named

if TYPE_CHECKING:
    from placebook.measure.explain import Explanation, StepLine
    from placebook.types import Recipe

WIDTH = 96


@click.command()
@click.argument("recipe", required=False)
@BOOK
def explain(recipe: str | None, book: Path) -> None:
    """Say in words how an index is made: its parts, weights, steps, formulas, sources and limits.

    RECIPE is a recipe file, the id of a recipe of the book that --book names, or the id of one that comes with
    Placebook. Without it, the default recipe of the book is explained.
    """
    from placebook.measure.explain import explain as explained

    click.echo(explanation_text(explained(_recipe(recipe, book))), nl=False)


def _recipe(name: str | None, book: Path) -> Recipe:
    """A recipe by id within a book that was named, else by file or by id among those that ship."""
    from placebook.cli.index import find_recipe
    from placebook.notebook import open as open_place

    if name is None or is_named("book"):
        return open_place(book).recipe(name)
    return find_recipe(Path(name))


def explanation_text(said: Explanation) -> str:
    """The whole explanation as plain text."""
    blocks = [
        [said.title, f"Recipe {said.id}, version {said.version}. A higher score means {said.higher_means}."],
        [*_wrapped(f"It says: {said.says}"), *_wrapped(f"It does not say: {said.does_not_say}")],
        ["PARTS, with the share of the whole that each carries by its declared weight", *_tree(said)],
        ["STEPS, in the order they are done", *_steps(said)],
        ["OVER TIME", *_listed(said.over_time)],
        ["RANKS", *_listed(said.ranks)],
        ["PEERS", *_listed(said.peers)],
        *([["PROGRESS", *_listed(said.progress)]] if said.progress else []),
        ["SOURCE OF THE METHOD", *_wrapped(said.method_source, "  ")],
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _tree(said: Explanation) -> list[str]:
    lines = []
    for part in said.parts:
        share = "      " if part.share is None else f"{part.share:6.1%}"
        note = f"  ({part.note})" if part.note else ""
        lines.append(f"{share}  {'  ' * part.depth}{part.title}{note}")
    return lines


def _steps(said: Explanation) -> list[str]:
    return [line for number, step in enumerate(said.steps, start=1) for line in _step(number, step)]


def _step(number: int, step: StepLine) -> list[str]:
    first, *rest = step.words or ("nothing is done",)
    lines = _wrapped(f"{number}. {step.family}: {first}", "", "   ")
    for sentence in rest:
        lines += _wrapped(sentence, "   ")
    for method in step.methods:
        lines += _wrapped(f"{method.name.replace('_', ' ')}: {method.meaning}", "   ", "     ")
        lines += [f"       {line}" for line in method.formula.splitlines()]
        if method.source:
            lines += _wrapped(f"Source: {method.source}", "     ")
    return lines


def _listed(sentences: tuple[str, ...]) -> list[str]:
    return [line for sentence in sentences for line in _wrapped(sentence, "  ")]


def _wrapped(text: str, first: str = "", after: str | None = None) -> list[str]:
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=first if after is None else after)
