"""placebook what-if and ledger: what one change does, and what changed between two builds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.scores import BOOK, PART, PERIOD, RECIPE

if TYPE_CHECKING:
    from placebook.measure.ledger import Entry
    from placebook.measure.what_if import WhatIf
    from placebook.types import Recipe


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
    from placebook.notebook import open as open_place

    place = open_place(book)
    changed, said = _changed(place.recipe(recipe), weight, without, step, settings)
    if not said:
        raise click.UsageError("say what to change: --weight, --without, --step or --set")
    found = place.what_if(changed, "; ".join(said), part, period)
    for line in what_if_lines(found, {area.code: area.name for area in place.book.areas}):
        click.echo(line)


def _changed(
    recipe: Recipe,
    weight: Sequence[str],
    without: Sequence[str],
    step: Sequence[str],
    settings: Sequence[str],
) -> tuple[Recipe, list[str]]:
    """The recipe with every change made, and each change in words."""
    from placebook.book.recipe_steps import read_step
    from placebook.book.yaml import read_yaml_text
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
        recipe = with_step(recipe, read_step(read_yaml_text(text, "--step"), "--step"))
        said.append(text)
    for one in settings:
        key, value = _pair(one, "--set")
        recipe = with_setting(recipe, key, value)
        said.append(f"{key} {value}")
    return recipe, said


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


def what_if_lines(found: WhatIf, names: dict[str, str]) -> list[str]:
    """The areas that move, most places first, and a line that sums up."""
    lines = [f"What if: {found.change}? ({found.part}, {found.period})", ""]
    width = max((len(names.get(move.area, move.area)) for move in found.moves), default=4)
    lines.append(f"{'area':<{width}}  {'rank':>12}  places  {'score':>16}")
    for move in found.moves:
        lines.append(
            f"{names.get(move.area, move.area):<{width}}  {_whole(move.rank_before):>4} to {_whole(move.rank_after):>4}  "
            f"{_places(move.places):>6}  {_decimal(move.score_before):>6} to {_decimal(move.score_after):>6}"
        )
    lines += ["", f"{found.moved} of {len(found.moves)} areas change rank; on average {found.mean_move:.1f} places."]
    return lines


@click.command()
@BOOK
@RECIPE
@PERIOD
@PART
def ledger(book: Path, recipe: str | None, period: str | None, part: str | None) -> None:
    """Split every area's change in rank since the previous build into four parts that sum exactly."""
    from placebook.notebook import open as open_place

    place = open_place(book)
    entries = place.ledger(recipe, part, period)
    for line in ledger_lines(entries, {area.code: area.name for area in place.book.areas}):
        click.echo(line)


def ledger_lines(entries: Sequence[Entry], names: dict[str, str]) -> list[str]:
    """One line an area: ranks before and after, and places gained (+) or lost (-) through each cause."""
    width = max((len(names.get(one.area, one.area)) for one in entries), default=4)
    head = f"{'area':<{width}}  {'rank':>12}  {'boundary':>8}  {'method':>6}  {'missing':>7}  {'data':>5}"
    lines = ["Places gained (+) or lost (-) between the previous build and this one, by cause.", "", head]
    for one in entries:
        causes = "  ".join(
            f"{_places(value):>{size}}"
            for value, size in ((one.boundary, 8), (one.method, 6), (one.missing, 7), (one.data, 5))
        )
        lines.append(
            f"{names.get(one.area, one.area):<{width}}  {_whole(one.rank_before):>4} to {_whole(one.rank_after):>4}  "
            f"{one.note or causes}"
        )
    return lines


def _whole(value: int | None) -> str:
    return "-" if value is None else str(value)


def _decimal(value: float | None) -> str:
    return "no data" if value is None else f"{value:.2f}"


def _places(value: int | None) -> str:
    return "-" if value is None else f"{value:+d}" if value else "0"
