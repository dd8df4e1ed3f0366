"""Rules about single figures: duplicates, figures that cannot be, limits and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from placebook.book.check_areas import MANY
from placebook.book.laid_out import LaidOut
from placebook.sources.figures import PERCENT
from placebook.sources.findings import Finding, fault, warning
from placebook.types import Indicator, State

_MAY_EXCEED = re.compile(r"change|growth|difference|increase|points", re.IGNORECASE)
_ROUNDING = 1e-9


def duplicates(laid: LaidOut) -> Iterator[Finding]:
    """The same area, indicator and period given more than once; whether the figures agree is said."""
    found = laid.observations
    key = laid.area.numbers * len(laid.indicator.labels) + laid.indicator.numbers
    key = key * len(laid.period.labels) + laid.period.numbers
    order = np.argsort(key, kind="stable")
    new = np.concatenate([[True], np.diff(key[order]) != 0]) if len(key) else np.array([], bool)
    first = order[np.maximum.accumulate(np.where(new, np.arange(len(key)), 0))]
    again = [(int(order[i]), int(first[i])) for i in np.flatnonzero(~new)]

    def words(at: int, before: int) -> tuple[str, str]:
        here, there = found.value[at], found.value[before]
        agree = here == there or (np.isnan(here) and np.isnan(there))
        verdict = f"both {_figure(here)}" if agree else f"{_figure(there)} there, {_figure(here)} here"
        where = f"row {found.row[before]}"
        if found.file[before] != found.file[at]:
            where += f" of {found.file[before]}"
        what = f"{found.indicator[at]} of {found.area[at]} in {found.period[at]} stands on {where} too ({verdict})"
        return what, "delete one of the two" if agree else "find out which is right and delete the other"

    yield from laid.group(((at, words(at, before)) for at, before in sorted(again)), fault, "duplicates")


def _figure(value: float) -> str:
    return "no figure" if np.isnan(value) else f"{value:g}"


def two_in_a_year(laid: LaidOut) -> Iterator[Finding]:
    """Different periods that stand for one year: an index by year would have to choose."""
    found = laid.observations
    pairs, _ = laid.first_of_each(laid.indicator, laid.period)
    seen: dict[tuple[str, int], str] = {}
    said: set[str] = set()
    for at in sorted(pairs):
        name, year, period = found.indicator[at], int(found.year[at]), found.period[at]
        other = seen.setdefault((name, year), period)
        if other != period and name not in said:
            said.add(name)
            what = f"{name} has the periods {other} and {period}, which both stand for {year}"
            right = "keep one a year, change dated_by:, or name the periods in the recipe"
            yield warning(str(found.file[at]), int(found.row[at]), what, right)


def impossible(laid: LaidOut) -> Iterator[Finding]:
    """Percentages over 100 or below nought, and figures outside what their indicator says is possible."""
    found = laid.observations
    if not len(found):
        return
    lowest = np.array([_limit(one, one.lowest, 0.0, -np.inf) for one in laid.indicators])
    highest = np.array([_limit(one, one.highest, 100.0, np.inf) for one in laid.indicators])
    which = laid.indicator.numbers
    outside = np.flatnonzero((found.value < lowest[which]) | (found.value > highest[which]))
    words = {int(at): _impossible(laid.indicators[which[at]], float(found.value[at])) for at in outside}
    for number in np.unique(which[outside]):
        wrong = [at for at in words if which[at] == number]
        if len(wrong) > max(MANY, 0.5 * np.sum(which == number)):  # most of its figures: the unit is wrong
            what, _ = words[wrong[0]]
            words |= dict.fromkeys(wrong, (what, "most of its figures are: check unit: and heading: in its source"))
    yield from laid.group(words.items(), fault, "impossible figures")


def _limit(indicator: Indicator, said: float | None, for_a_share: float, otherwise: float) -> float:
    if said is not None:
        return said
    return for_a_share if is_a_share(indicator) else otherwise


def is_a_share(indicator: Indicator) -> bool:
    """Whether its figures are per cent of a whole, from 0 to 100."""
    return bool(PERCENT.search(indicator.unit)) and not _MAY_EXCEED.search(indicator.unit)


def _impossible(indicator: Indicator, value: float) -> tuple[str, str]:
    over = value > (100.0 if indicator.highest is None else indicator.highest)
    said = indicator.highest if over else indicator.lowest
    if said is None:
        what = f"{indicator.id} is {value:g} per cent, {'over 100' if over else 'below 0'}"
        key = "highest" if over else "lowest"
        return what, f"check the figure; if it can be so, say {key}: in its source"
    side = f"above the highest possible, {said:g}" if over else f"below the lowest possible, {said:g}"
    return f"{indicator.id} is {value:g}, {side}", "check the figure, or change what its source says is possible"


def limits(laid: LaidOut) -> Iterator[Finding]:
    """Limits the wrong way round, or a figure that is not between them."""
    found = laid.observations
    slack = _ROUNDING * np.maximum(1, np.abs(found.value))
    wrong = (
        (found.lower > found.value + slack) | (found.value > found.upper + slack) | (found.lower > found.upper + slack)
    )

    def words(at: int) -> tuple[str, str]:
        lower, value, upper = (_figure(column[at]) for column in (found.lower, found.value, found.upper))
        what = f"{found.indicator[at]} is {value}, and its limits are {lower} to {upper}"
        return what, "the figure must lie between them; check all three"

    yield from laid.group(((int(at), words(int(at))) for at in np.flatnonzero(wrong)), fault, "limits")


def negative_counts(laid: LaidOut) -> Iterator[Finding]:
    """Counts below nought, and rates of nobody."""
    found = laid.observations
    for word, wrong in (("numerator", found.numerator < 0), ("denominator", found.denominator <= 0)):
        column = getattr(found, word)
        words = ((int(at), _count(word, float(column[at]))) for at in np.flatnonzero(wrong))
        yield from laid.group(words, fault, f"{word}s")


def _count(word: str, value: float) -> tuple[str, str]:
    low = "must be 0 or more" if word == "numerator" else "must be more than 0, or blank where it is not known"
    return f"the {word} is {value:g}", f"a {word} {low}"


def not_yet(laid: LaidOut) -> Iterator[Finding]:
    """Figures said to be observed in a year after their table was published."""
    found = laid.observations
    if not len(found):
        return
    published = np.array([int(laid.sources[name].published[:4]) for name in laid.source.labels])
    last = published[laid.source.numbers]
    ahead = np.flatnonzero((found.year > last) & (found.state == State.OBSERVED.value))

    def words(at: int) -> tuple[str, str]:
        what = f"{found.indicator[at]} is said to be observed in {found.period[at]}, and was published in {last[at]}"
        return what, "if it is a projection, write estimated under state; else change the period or published:"

    yield from laid.group(((int(at), words(int(at))) for at in ahead), warning, "figures of the future")


FIGURE_RULES = (duplicates, two_in_a_year, impossible, limits, negative_counts, not_yet)
