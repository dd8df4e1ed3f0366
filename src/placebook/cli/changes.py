"""placebook what-if and ledger: what one change does, and what changed between two builds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK, PART, PERIOD, RECIPE, open_built

if TYPE_CHECKING:
    from placebook.measure.ledger import Entry
    from placebook.measure.what_if import WhatIf
    from placebook.types import Area, Recipe, Step


@click.command("what-if")
@BOOK
@RECIPE
@PERIOD
@PART
@click.option("--weight", metavar="PART=NUMBER", multiple=True, help="Another weight for a part.")
@click.option("--without", metavar="PART", multiple=True, help="Leave a part out.")
@click.option("--step", metavar="YAML", multiple=True, help="Another way of a step: 'normalise: {method: z_score}'.")
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="Another constants_from or high_score_is.")
def what_if(
    book: Path,
    recipe: str | None,
    period: str | None,
    part: str | None,
    weight: tuple[str, ...],
    without: tuple[str, ...],
    step: tuple[str, ...],
    settings: tuple[str, ...],
) -> None:
    """Change one thing in a recipe, or a few, and see which areas move and by how many places."""
    if not (weight or without or step or settings):
        raise click.UsageError("say what to change: --weight, --without, --step or --set")
    place = open_built(book)
    changed, said = _changed(place.built_recipe(recipe), weight, without, step, settings)
    for line in what_if_lines(place.what_if(changed, "; ".join(said), part, period), place.names):
        click.echo(line)
    for line in _without_effect(changed, weight):
        click.echo(line)


def _without_effect(recipe: Recipe, weight: Sequence[str]) -> list[str]:
    """For each changed weight that can move nothing, why."""
    from placebook.measure.what_if import why_no_effect

    names = dict.fromkeys(_pair(one, "--weight")[0] for one in weight)
    return [f"The weight of {name} moves nothing: {why}." for name in names if (why := why_no_effect(recipe, name))]


def _changed(
    recipe: Recipe,
    weight: Sequence[str],
    without: Sequence[str],
    step: Sequence[str],
    settings: Sequence[str],
) -> tuple[Recipe, list[str]]:
    """The recipe with every change made, and each change in words."""
    from placebook.measure.what_if import with_setting, with_step, with_weight, without_part

    said: list[str] = []
    for one in weight:
        name, value = _pair(one, "--weight")
        recipe = with_weight(recipe, name, _number(value))
        said.append(f"weight of {name} {value}")
    for name in without:
        recipe = without_part(recipe, name)
        said.append(f"without {name}")
    for text in step:
        recipe = with_step(recipe, _step(text))
        said.append(text)
    for one in settings:
        key, value = _pair(one, "--set")
        recipe = with_setting(recipe, key, value)
        said.append(f"{key} {value}")
    return recipe, said


def _step(text: str) -> Step:
    from placebook.book.recipe_steps import read_step
    from placebook.book.yaml import read_yaml_text

    if ":" not in text:
        raise click.BadParameter(f"{text!r}; write a step, as in 'normalise: {{method: z_score}}'", param_hint="--step")
    return read_step(read_yaml_text(text, "--step"), "--step")


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name or not value:
        raise click.BadParameter(f"{text!r}; write name=value", param_hint=option)
    return name, value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no number", param_hint="--weight") from None


def what_if_lines(found: WhatIf, names: Mapping[str, str]) -> list[str]:
    """The areas that move, most places first, and a line that sums up."""
    headings = ("Area", "Rank before", "Rank after", "Places", "Score before", "Score after")
    rows = [
        (
            names.get(move.area, move.area),
            _whole(move.rank_before),
            _whole(move.rank_after),
            _places(move.places),
            _decimal(move.score_before),
            _decimal(move.score_after),
        )
        for move in found.moves
    ]
    return [
        f"What if: {found.change}? ({found.part}, {found.period})",
        "",
        *aligned(headings, rows),
        "",
        f"{found.moved} of {len(found.moves)} areas change rank; on average {found.mean_move:.1f} places.",
    ]


@click.command()
@BOOK
@RECIPE
@PERIOD
@PART
def ledger(book: Path, recipe: str | None, period: str | None, part: str | None) -> None:
    """Split every area's change in rank since the previous build into four parts that sum exactly."""
    place = open_built(book)
    entries, index = place.ledger(recipe, part, period), place.index(recipe)
    title = index.parts[index.place(part or index.recipe.tree.name)].title
    for line in ledger_lines(entries, place.known_areas, f"{title}, {period or index.scores.periods[-1]}"):
        click.echo(line)


def ledger_lines(entries: Sequence[Entry], areas: Mapping[str, Area], what: str) -> list[str]:
    """One line an area: ranks before and after, and places gained (+) or lost (-) through each cause.

    `what` names the part and the period whose ranks these are.
    """
    from placebook.measure.ledger import ORDER

    headings = ["Area", "Before", "After", "Boundary", "Method", "Missing values", "Data"]
    rows = [
        (
            areas[one.area].name if one.area in areas else one.area,
            _whole(one.rank_before),
            _whole(one.rank_after),
            *(_places(value) for value in (one.boundary, one.method, one.missing, one.data)),
            _note(one, areas),
        )
        for one in entries
    ]
    headings += ["Note"] if any(row[-1] for row in rows) else [""]
    return [
        f"{what}: rank in the previous build and in this one, and places gained (+) or lost (-), by cause.",
        "",
        *aligned(headings, rows, words=(0, 7)),
        "",
        f"The parts of a row sum to its change. Causes are taken in this order: {', '.join(ORDER)}; in another order "
        "the parts could be others, with the same sum.",
    ]


def _note(entry: Entry, areas: Mapping[str, Area]) -> str:
    """The entry's note, and for an area that came or left, what it was made of or what it became."""
    from placebook.measure.ledger import LEFT, NEW

    area = areas.get(entry.area)
    others = {LEFT: ("followed by", area.successors), NEW: ("made of", area.predecessors)} if area else {}
    words, codes = others.get(entry.note, ("", ()))
    named = ", ".join(areas[code].name if code in areas else code for code in codes)
    return f"{entry.note}; {words} {named}" if named else entry.note


def _whole(value: int | None) -> str:
    return "-" if value is None else str(value)


def _decimal(value: float | None) -> str:
    return "no data" if value is None else f"{value:.2f}"


def _places(value: int | None) -> str:
    return "-" if value is None else f"{value:+d}" if value else "0"
