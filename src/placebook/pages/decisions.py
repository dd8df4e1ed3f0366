"""The list of decisions, and those that come back for review with what their figures did since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placebook.decide.wheel import TERM_WORDS, Decision, factors_in
from placebook.decide.wheel_review import TOO_EARLY, Expected, direction_of, expected, in_order, verdict
from placebook.pages.alike import peers_of
from placebook.pages.chart_kinds import number_words
from placebook.pages.decision_figures import published
from placebook.pages.evidence import lineage
from placebook.pages.shelf import Shelf

_DID = {"rise": "rose by", "fall": "fell by", "stay the same": "stayed the same"}


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision of the list."""

    id: str
    title: str
    proposal: str
    notice: str
    decided_by: str
    decided_on: str
    chosen: str  # title of the option; "" while none is chosen
    pinned_on: str
    withdrawn: bool
    superseded_by: str
    areas: tuple[tuple[str, str], ...]  # code and name
    next_review: str  # ISO date; "" where none is set


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """Every decision that is published, the newest first."""

    title: str
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """What one area's figure did since it was pinned, and what it did in similar places over the same time."""

    area: str
    name: str
    unit: str
    before: str  # as people read it; "" where nothing was pinned
    before_period: str
    after: str
    after_period: str
    verdict: str
    says: str
    peers: str
    revised: str  # what was pinned, where its source has changed the figure since


@dataclass(frozen=True, slots=True)
class DueLine:
    """One expectation that comes back."""

    decision: str
    title: str
    option: str
    factor: str
    term: str
    indicator: str
    indicator_title: str
    direction: str
    review_on: str
    due: bool
    moved: tuple[MovedFigure, ...]


@dataclass(frozen=True, slots=True)
class DuePage:
    """What comes back for review. `on` is the day that was handed in; "" for none, and then nothing is called due."""

    title: str
    on: str
    due: tuple[DueLine, ...]
    later: tuple[DueLine, ...]


def published_decisions(shelf: Shelf) -> tuple[Decision, ...]:
    """The decisions that the public may read, the newest first."""
    found = (one for one in shelf.decisions if one.is_published)
    return tuple(sorted(found, key=lambda one: (one.pinned.when if one.pinned else "", one.id), reverse=True))


def decisions_page(shelf: Shelf) -> DecisionsPage:
    """The list. Nothing is ranked: decisions are not better or worse than one another."""
    return DecisionsPage(shelf.title, tuple(_line(shelf, one) for one in published_decisions(shelf)))


def _line(shelf: Shelf, one: Decision) -> DecisionLine:
    chosen = one.option(one.chosen)
    days = [each.expects.review_on for each in expected(one, factors_in(one, shelf.frameworks))]
    return DecisionLine(
        id=one.id,
        title=one.title,
        proposal=one.proposal,
        notice=one.notice,
        decided_by=one.decided_by,
        decided_on=one.decided_on,
        chosen=chosen.title if chosen else "",
        pinned_on=one.pinned.when if one.pinned else "",
        withdrawn=bool(one.withdrawn),
        superseded_by=one.superseded_by,
        areas=tuple((code, shelf.names.get(code, code)) for code in one.areas),
        next_review=min(days, default=""),
    )


def decisions_about(shelf: Shelf, code: str) -> tuple[DecisionLine, ...]:
    """The published decisions that touch an area, or one that it lies in."""
    here = set(lineage(shelf, code))
    return tuple(_line(shelf, one) for one in published_decisions(shelf) if here & set(one.areas))


def due_page(shelf: Shelf, on: str = "") -> DuePage:
    """What comes back for review, the earliest first: what is due on a day, and what comes later.

    Parameters
    ----------
    on : the day, as 2027-03-04, handed in by who asks, as no clock is looked at here
    """
    found = in_order(
        each for one in published_decisions(shelf) for each in expected(one, factors_in(one, shelf.frameworks))
    )
    lines = [_due(shelf, one, on) for one in found]
    return DuePage(shelf.title, on, tuple(o for o in lines if o.due), tuple(o for o in lines if not o.due))


def _due(shelf: Shelf, one: Expected, on: str) -> DueLine:
    about = shelf.indicators.get(one.expects.indicator)
    return DueLine(
        decision=one.decision.id,
        title=one.decision.title,
        option=one.option.title,
        factor=one.factor.title,
        term=TERM_WORDS[one.term],
        indicator=one.expects.indicator if about else "",
        indicator_title=about.title if about else one.expects.indicator,
        direction=one.expects.direction,
        review_on=one.expects.review_on,
        due=one.is_due(on),
        moved=tuple(_moved(shelf, one)),
    )


def _moved(shelf: Shelf, one: Expected) -> Iterator[MovedFigure]:
    pinned = one.decision.pinned
    name = one.expects.indicator
    held = {each.area: each for each in (pinned.figures if pinned else ()) if each.indicator == name}
    for code in one.decision.areas:
        if code in held:
            figure = held[code]
            yield _moved_in(shelf, one, code, figure.value, figure.period, figure.decimals, figure.unit)


def _moved_in(
    shelf: Shelf, one: Expected, code: str, value: float | None, period: str, decimals: int, unit: str
) -> MovedFigure:
    name = one.expects.indicator
    series = dict(zip(*published(shelf, name, code), strict=True))
    newer = [when for when in series if when > period]
    when = max(newer, default="")
    before, after = series.get(period, value), series[when] if when else None
    revised = value is not None and before is not None and round(before, decimals) != round(value, decimals)
    return MovedFigure(
        area=code,
        name=shelf.names.get(code, code),
        unit=unit,
        before="" if before is None else number_words(before, decimals),
        before_period=period,
        after="" if after is None else number_words(after, decimals),
        after_period=when,
        verdict=verdict(one.expects.direction, before, after, decimals),
        says=_says(one.expects.direction, before, after, decimals),
        peers=_peers(shelf, name, code, period, when, decimals) if when else "",
        revised=number_words(value, decimals) if revised else "",
    )


def _says(direction: str, before: float | None, after: float | None, decimals: int) -> str:
    found = verdict(direction, before, after, decimals)
    if before is None or after is None:
        return f"There is no newer figure: {TOO_EARLY}."
    return f"It {_did(before, after, decimals)}: it {found}."


def _did(before: float, after: float, decimals: int) -> str:
    way = direction_of(before, after, decimals)
    amount = "" if way == "stay the same" else f" {number_words(abs(after - before), decimals)}"
    return f"{_DID[way]}{amount}"


def _peers(shelf: Shelf, name: str, code: str, first: str, last: str, decimals: int) -> str:
    """What the figure did in the middle of the similar places that have both."""
    if shelf.index is None or code not in shelf.index.scores.areas:
        return "no similar places are known"
    changes = []
    for other in peers_of(shelf, code).areas:
        series = dict(zip(*published(shelf, name, other), strict=True))
        if first in series and last in series:
            changes.append(series[last] - series[first])
    if not changes:
        return "no similar place has both figures"
    many = f"{len(changes)} similar place{'s' if len(changes) > 1 else ''}"
    return f"in the middle of {many} it {_did(0.0, float(np.median(changes)), decimals)}"
