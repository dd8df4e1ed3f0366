"""placebook diagnose: whether the parts of an index belong together, what rules it, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned
from placebook.cli.opened import BOOK, PERIOD, RECIPE, open_built

if TYPE_CHECKING:
    from placebook.measure.coherence import Reading, WholeCheck
    from placebook.measure.diagnosis import Diagnosis
    from placebook.measure.diagnosis_words import Rule
    from placebook.measure.indicator_checks import AreaCheck, IndicatorCheck

WIDTH = 96
_MOST_AREAS = 40  # more are counted, not listed: those with the least published come first
_NOBODY: Mapping[str, str] = {}


@click.command()
@BOOK
@RECIPE
@PERIOD
def diagnose(book: Path, recipe: str | None, period: str | None) -> None:
    """Say whether the parts of a book's index belong together, what rules it, and what it rests on.

    Reads the last build and changes nothing. Each number comes with its rule of thumb and its source.
    """
    place = open_built(book)
    click.echo("\n".join(diagnosis_lines(place.diagnosis(recipe, period), place.names)))


def diagnosis_lines(found: Diagnosis, names: Mapping[str, str] = _NOBODY) -> list[str]:
    """A diagnosis as lines of plain text. `names`: the names of areas by code, where they are known."""
    from placebook.measure.diagnosis_words import RULES, how_sure, look_again

    again = look_again(found, names) or ("Nothing that the usual limits would point to.",)
    indicators = _indicator_lines(found.indicators)
    sections = [
        [f"Diagnosis of {found.title}, {found.period}: {found.areas:,} areas", *_wrapped([how_sure(found)])],
        ["LOOK AGAIN AT", *_wrapped(again, "  ")],
        ["WHOLES: do their parts belong together?", *_whole_lines(found.wholes)],
        ["INDICATORS: weight, sway and what they rest on, in per cent; spread in points", *indicators],
        ["AREAS: what the index rests on in each, in per cent", *_area_lines(found.coverage, names)],
        *([["WEIGHTS worked out from the figures", *_wrapped(found.weights, "  ")]] if found.weights else []),
        ["WHAT THE NUMBERS MEAN", *[line for rule in RULES for line in _rule_lines(rule)]],
    ]
    lines: list[str] = []
    for section in sections:
        lines += [*section, ""]
    return lines[:-1]


def _whole_lines(wholes: Sequence[WholeCheck]) -> list[str]:
    head = ("", "parts", "areas", "alpha", "KMO", "first component", "eigenvalues above 1")
    rows = [
        (
            whole.title,
            str(whole.parts),
            f"{whole.areas:,}",
            _number(whole.alpha),
            _number(whole.adequacy),
            _with_eigenvalue(whole),
            _count(whole.above_one),
        )
        for whole in wholes
    ]
    why = {f"No number: {whole.title}, as {whole.alpha.why_none}." for whole in wholes if whole.alpha.why_none}
    why |= {f"No KMO: {whole.adequacy.why_none}." for whole in wholes if not whole.alpha.why_none}
    return [*_table(head, rows), *_wrapped(sorted(why - {"No KMO: ."}), "  ")]


def _number(reading: Reading) -> str:
    if reading.value is None:
        return "none"
    margin = "" if reading.give_or_take is None else f" ±{reading.give_or_take:.2f}"
    return f"{reading.value:.2f}{margin}"


def _with_eigenvalue(whole: WholeCheck) -> str:
    share, eigenvalue = whole.first_share, whole.eigenvalue
    if share.value is None or eigenvalue.value is None:
        return "none"
    margin = "" if share.give_or_take is None else f" ±{100 * share.give_or_take:.0f}"
    return f"{100 * share.value:.0f}{margin}% ({eigenvalue.value:.1f})"


def _count(number: int | None) -> str:
    return "none" if number is None else str(number)


def _indicator_lines(indicators: Sequence[IndicatorCheck]) -> list[str]:
    ends = any(one.at_low is not None for one in indicators)
    head = ("", "weight", "sway", "alone", "published", "estimated", "missing", "spread")
    rows = [
        (
            one.title,
            f"{100 * one.weight:.1f}",
            *map(_share, (one.variance_share, one.importance, one.published, one.estimated, one.missing)),
            "none" if one.spread is None else f"{one.spread:.3g}",
            *([_share(one.at_low), _share(one.at_high)] if ends else []),
        )
        for one in indicators
    ]
    return _table((*head, "low end", "high end") if ends else head, rows)


def _share(share: float | None) -> str:
    return "none" if share is None else str(round(100 * share))


def _area_lines(coverage: Sequence[AreaCheck], names: Mapping[str, str]) -> list[str]:
    ordered = sorted(coverage, key=lambda one: (one.weight, one.published))
    shown, more = ordered[:_MOST_AREAS], len(ordered[_MOST_AREAS:])
    head = ("", "published", "estimated", "missing", "published, by weight")
    rows = [
        (names.get(one.area, one.area), *map(_share, (one.published, one.estimated, one.missing, one.weight)))
        for one in shown
    ]
    rest = [f"  ... and {more:,} more areas, with no less published by weight"] if more else []
    return [*_table(head, rows), *rest]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"  {line}" for line in aligned(head, rows)]


def _rule_lines(rule: Rule) -> list[str]:
    after = "    "
    return [
        *wrap(f"{rule.name}: {rule.meaning}", WIDTH, initial_indent="  ", subsequent_indent=after),
        *wrap(f"Rule of thumb: {rule.rule}", WIDTH, initial_indent=after, subsequent_indent=after),
        *wrap(f"Source: {rule.source}", WIDTH, initial_indent=after, subsequent_indent=after),
    ]


def _wrapped(sentences: Sequence[str], indent: str = "") -> list[str]:
    after = f"{indent}  " if indent else ""
    return [line for one in sentences for line in wrap(one, WIDTH, initial_indent=indent, subsequent_indent=after)]
