"""What a factor is shown with: how the place stands now, which way it has gone, and what was done in places like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from placebook.decide.wheel import (
    MOST_EVIDENCE,
    Decision,
    Factor,
    FactorEvidence,
    FactorFigure,
    Pinned,
    factors_in,
)
from placebook.measure.comparable import year_of
from placebook.measure.slope import LEAST_YEARS, theil_sen
from placebook.pages.chart_figures import kept
from placebook.pages.evidence import NEARLY, RELATED, SAME, CaseLine, case_line, every_case, held_for, reach
from placebook.pages.framework_site import indicators_by_concept
from placebook.pages.shelf import Shelf
from placebook.types import Direction, Indicator, State

MOST_INDICATORS = 3  # shown with one factor
TREND_YEARS = 6  # the latest published years that a trend looks at
NO_FIGURE = "no figure published"
_NEAREST = {SAME: 0, NEARLY: 1, RELATED: 2}


def indicators_for(shelf: Shelf, decision: Decision, factor: Factor) -> tuple[str, ...]:
    """The indicators that a factor is shown with: those that the decision names, else those that crosswalks lead to.

    Of the second the nearest come first, and only what is the same or nearly the same is taken for a measure.
    """
    declared = decision.measured_by.get(factor.link)
    if declared is not None:
        return tuple(name for name in declared if name in shelf.indicators)[:MOST_INDICATORS]
    gathered = kept(shelf, "indicators by concept", lambda: indicators_by_concept(shelf))
    near = sorted(reach(shelf, factor.link).items(), key=lambda one: _NEAREST[one[1]])
    found = dict.fromkeys(one.indicator for link, how in near if how != RELATED for one in gathered.get(link, ()))
    return tuple(found)[:MOST_INDICATORS]


def figures_for(shelf: Shelf, decision: Decision, factor: Factor) -> tuple[FactorFigure, ...]:
    """The last published figure of each of a factor's indicators for every area that the decision touches."""
    codes = [code for code in decision.areas if code in shelf.cube.areas]
    return tuple(
        _figure(shelf, factor, shelf.indicators[name], code)
        for name in indicators_for(shelf, decision, factor)
        for code in codes
    )


def _figure(shelf: Shelf, factor: Factor, about: Indicator, code: str) -> FactorFigure:
    periods, values = published(shelf, about.id, code)
    last = periods[-1] if periods else ""
    trend, better = trend_of(about, periods, values)
    source = next((one.title for one in shelf.sources if one.id == about.source), "")
    return FactorFigure(
        factor=factor.link,
        indicator=about.id,
        title=about.title,
        unit=about.unit,
        area=code,
        area_name=shelf.names[code],
        period=last,
        value=values[-1] if values else None,
        state=State.OBSERVED.value if values else NO_FIGURE,
        trend=trend,
        better=better,
        middle=middle_of_all(shelf, about.id, last),
        decimals=1 if about.decimals is None else about.decimals,
        source=source,
    )


def published(shelf: Shelf, indicator: str, code: str) -> tuple[list[str], list[float]]:
    """The periods in which a figure was published for an area, and the figures. What was carried or filled in is not
    among them: it stands still because nobody measured."""
    cube = shelf.cube
    if indicator not in cube.indicators or code not in cube.areas:
        return [], []
    at = cube.areas.index(code), cube.indicators.index(indicator)
    row, estimated = cube.values[at], shelf.evidence.estimated[at]
    there = [i for i in range(len(cube.periods)) if not np.isnan(row[i]) and not estimated[i]]
    return [cube.periods[i] for i in there], [float(row[i]) for i in there]


def trend_of(about: Indicator, periods: Sequence[str], values: Sequence[float]) -> tuple[str, str]:
    """Which way a figure has gone, in words, and whether that is better or worse ("" where nobody can say).

    The robust slope over the last published years, with its interval: a change that could as well be none is called
    too small to tell, and with fewer than four years nothing is said.
    """
    if len(values) < LEAST_YEARS:
        few = "no figure" if not values else f"{len(values)} year{'s' if len(values) > 1 else ''} of figures"
        return f"too few years to tell ({few})", ""
    years = [year_of(one) for one in periods[-TREND_YEARS:]]
    try:
        slope = theil_sen(np.array(values[-TREND_YEARS:]), np.array([np.nan if y is None else y for y in years]))
    except ValueError:
        return "its periods are not years that can be compared", ""
    over = f"{periods[-len(years)]} to {periods[-1]}"
    if slope.low <= 0 <= slope.high:
        return f"too small to tell, {over}", ""
    word = "rising" if slope.per_year > 0 else "falling"
    if about.direction is None:
        return f"{word}, {over}", ""
    good = (slope.per_year > 0) == (about.direction is Direction.HIGHER_IS_BETTER)
    return f"{word}, {over}", "better" if good else "worse"


def middle_of_all(shelf: Shelf, indicator: str, period: str) -> float | None:
    """The median of all areas of the kind in one period, or None where none has a figure."""
    if not period or indicator not in shelf.cube.indicators:
        return None
    column = shelf.cube.column(indicator, period)
    there = column[~np.isnan(column)]
    return float(np.median(there)) if len(there) else None


def evidence_for(shelf: Shelf, decision: Decision, factor: Factor) -> tuple[FactorEvidence, ...]:
    """What was done elsewhere about a factor: first the cases that an officer linked, then from here and from similar
    places, then what fits nearest and is strongest. At most three that nobody linked."""
    linked = _linked(shelf, decision, factor)
    taken = {one.case for one in linked}
    offered = [
        _evidence(factor, one, linked=False) for one in _by_likeness(shelf, decision, factor) if one.id not in taken
    ]
    return (*linked, *offered[:MOST_EVIDENCE])


def _linked(shelf: Shelf, decision: Decision, factor: Factor) -> tuple[FactorEvidence, ...]:
    known = kept(shelf, "cases by id", lambda: {one.id: one for one in every_case(shelf)})
    marks = {one.id: one for one in _by_likeness(shelf, decision, factor)}
    wanted = dict.fromkeys(
        link.case
        for option in decision.options
        for segment in option.segments
        if segment.factor == factor.link
        for link in segment.evidence
        if link.case in known
    )
    lines = (marks.get(id) or case_line(shelf, known[id]) for id in wanted)
    return tuple(_evidence(factor, line, linked=True) for line in lines)


def _by_likeness(shelf: Shelf, decision: Decision, factor: Factor) -> list[CaseLine]:
    """The cases held for a factor: those from here and from similar places first, then by how they fit."""
    best: dict[str, CaseLine] = {}
    for code in decision.areas or ("",):
        for one in held_for(shelf, factor.link, code):
            if one.id not in best or (one.mark and not best[one.id].mark):
                best[one.id] = one
    return sorted(best.values(), key=lambda one: (not one.mark, _NEAREST.get(one.fits, 3)))


def case_choices(shelf: Shelf, decision: Decision, factor: Factor) -> tuple[tuple[str, str], ...]:
    """The case studies that may be linked to a factor, by id, in words: those that were linked already, then those
    that bear on it, likest first."""
    linked = [(one.case, f"{one.title} ({one.place}; {one.strength})") for one in _linked(shelf, decision, factor)]
    near = _by_likeness(shelf, decision, factor)
    held = [(one.id, f"{one.title} ({one.place}; {strength_words(one)})") for one in near]
    return tuple(dict([*linked, *held]).items())


def _evidence(factor: Factor, line: CaseLine, linked: bool) -> FactorEvidence:
    return FactorEvidence(
        factor=factor.link,
        case=line.id,
        title=line.title,
        place=line.place,
        like=line.mark,
        fits=line.fits,
        strength=strength_words(line),
        linked=linked,
    )


def strength_words(line: CaseLine) -> str:
    """How strong a case is on both scales, in words, and at which stage that stands."""
    found = line.strength
    if found.maryland.level is None and found.nesta.level is None:
        return f"not scoreable ({found.stage})"
    return f"Maryland {found.maryland.words}; Nesta {found.nesta.words} ({found.stage})"


def pin_of(shelf: Shelf, decision: Decision, on: str) -> Pinned:
    """All figures and evidence that a decision is shown with, as they stand now, to be written into its record.

    Why: later figures must not change what people saw when they decided.

    Parameters
    ----------
    on : the day, as 2026-11-28; no clock is looked at here
    """
    factors = factors_in(decision, shelf.frameworks)
    return Pinned(
        when=on,
        build=shelf.build,
        sets={name: shelf.frameworks[name].version for name in decision.factor_sets if name in shelf.frameworks},
        figures=tuple(one for factor in factors for one in _all_figures(shelf, decision, factor)),
        evidence=tuple(one for factor in factors for one in evidence_for(shelf, decision, factor)),
    )


def _all_figures(shelf: Shelf, decision: Decision, factor: Factor) -> Iterator[FactorFigure]:
    """A factor's figures, and those that an expectation names beside them, so that there is a "before"."""
    yield from figures_for(shelf, decision, factor)
    shown = set(indicators_for(shelf, decision, factor))
    expected = dict.fromkeys(
        segment.expects.indicator
        for option in decision.options
        for segment in option.segments
        if segment.factor == factor.link and segment.expects is not None
    )
    for name in expected:
        if name in shelf.indicators and name not in shown:
            for code in decision.areas:
                if code in shelf.cube.areas:
                    yield _figure(shelf, factor, shelf.indicators[name], code)
