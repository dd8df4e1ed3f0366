"""What a file of `measures/` is made of: its counts and what is below the line, from the files of its book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from placebook.book.gather import gather
from placebook.book.measures import Below, Counted, Measure
from placebook.book.periods import read_period, year_of
from placebook.book.rebases import counts_in_table, find_rebase, route_to
from placebook.measure.calendar import AS_COUNTED, bridged, whole_years
from placebook.measure.publish import People
from placebook.measure.publish_plan import BY_BAND
from placebook.measure.rebase import rebase
from placebook.measure.shares import Shares
from placebook.methods.estimates import Truths
from placebook.store.held import read_held
from placebook.types import Counts, DataError, Numbers, State

if TYPE_CHECKING:
    from placebook.book.place_book import PlaceBook


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a measure is made of, before the disclosure gate: nothing of it is published."""

    counts: Counts
    people: People
    estimated: Truths
    within: dict[str, str]
    names: dict[str, str]
    left_out: tuple[str, ...]
    without: tuple[str, ...]


def prepared(book: PlaceBook, measure: Measure) -> Prepared:
    """The counts of a measure on its periods and areas, and what is below the line. Raises as `run_measure` does."""
    counts, guess, names = _counts(book.folder, measure.counted)
    counts, left_out = whole_years(counts, measure.period)
    if guess.shape[1] != len(counts.periods):
        guess = np.repeat(np.any(guess, axis=1, keepdims=True), len(counts.periods), axis=1)
    counts, guess = _between(measure, counts, guess)
    _check_years(counts, measure)
    without = _check_areas(book, measure, counts)
    people, more_names = _people(book, measure, counts)
    names = {area.code: area.name for area in book.areas} | more_names | names
    return Prepared(counts, people, guess, _within(book, counts.areas), names, left_out, without)


# --- counts ---


def every_count(book: PlaceBook, measure: Measure) -> Counts:
    """The counts that a measure is made of, with all their categories, and with all whole periods of its kind."""
    counts, _, _ = _counts(book.folder, replace(measure.counted, categories=()))
    return whole_years(counts, measure.period)[0]


def _counts(folder: Path, said: Counted) -> tuple[Counts, Truths, dict[str, str]]:
    """Counts, where they are estimates (areas, periods), and names of their areas where a lookup gives them."""
    if said.rebase is None or said.boundary_year is None:
        counts = read_held(folder, str(said.records))
        return _picked(counts, said), np.zeros(counts.values.shape[:2], np.bool_), {}
    decided = find_rebase(folder, said.rebase)
    route = route_to(folder, decided, said.boundary_year)
    held = read_held(folder, said.records, kept=True) if said.records else counts_in_table(folder, decided.counts)
    made = rebase(held, route.used, said.boundary_year, may_lose=route.may_lose, before=route.said)
    return _picked(made.counts, said), _shared_out(held, made.counts, made.divided, route.used), route.names


def _shared_out(held: Counts, made: Counts, divided: tuple[str, ...], shares: Shares) -> Truths:
    """Where a part of a count came from an area that was divided, so that it is an estimate: (areas, periods)."""
    places = {code: i for i, code in enumerate(made.areas)}
    rows = {code: i for i, code in enumerate(held.areas)}
    guess = np.zeros(made.values.shape[:2], np.bool_)
    for code in divided:
        some = np.nansum(held.values[rows[code]], axis=1) > 0
        for area in shares.parts[code]:
            guess[places[area]] |= some
    return guess


def _picked(counts: Counts, said: Counted) -> Counts:
    if not said.categories:
        return counts
    unknown = [one for one in said.categories if one not in counts.categories]
    if unknown:
        known = ", ".join(counts.categories)
        raise DataError(f"{said.records or said.rebase}: there is no category {unknown[0]!r}; there is: {known}")
    at = [counts.categories.index(one) for one in said.categories]
    return replace(counts, values=counts.values[:, :, at], categories=said.categories)


def _between(measure: Measure, counts: Counts, guess: Truths) -> tuple[Counts, Truths]:
    """The periods from the first to the last that are wanted."""
    first = year_month(measure.first)[0] if measure.first else (0, 0)
    last = year_month(measure.last)[1] if measure.last else (9999, 12)
    spans = [year_month(label) for label in counts.periods]
    kept = [i for i, (begins, ends) in enumerate(spans) if begins >= first and ends <= last]
    if not kept:
        raise DataError(
            f"{measure.id}: there is no period from {measure.first or 'the first'} to {measure.last or 'the last'}; "
            f"there is {counts.periods[0]} to {counts.periods[-1]}"
        )
    periods = tuple(counts.periods[i] for i in kept)
    return replace(counts, values=counts.values[:, kept], periods=periods), guess[:, kept]


def year_month(label: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Year and month in which a period begins, and in which it ends."""
    period = read_period(label)
    return period.first, period.last


def _check_years(counts: Counts, measure: Measure) -> None:
    """Years that go together must be neighbours."""
    if measure.plan.years == 1:
        return
    years = [year_of(label, "first_year") for label in counts.periods]
    for before, after, label in zip(years, years[1:], counts.periods[1:], strict=False):
        if after != before + 1:
            raise DataError(f"{measure.id}: years go together only as neighbours, and {label} follows {before}")


def _check_areas(book: PlaceBook, measure: Measure, counts: Counts) -> tuple[str, ...]:
    """Counts that feed the book must be of its areas. Returns the book's areas without a count."""
    ours = {area.code for area in book.areas if area.kind == counts.area_kind or not counts.area_kind}
    strange = [code for code in counts.areas if code not in {area.code for area in book.areas}]
    if strange and measure.feeds_the_book:
        year = f" (boundaries of {counts.boundaries})" if counts.boundaries else ""
        raise DataError(
            f"measures/{measure.id}.yaml: counts are of {len(strange)} areas that the book does not list, such as "
            f"{strange[0]}{year}; count or rebase to the book's boundaries, or write table: outside raw/"
        )
    return tuple(sorted(ours - set(counts.areas))) if measure.feeds_the_book else ()


def _within(book: PlaceBook, areas: tuple[str, ...]) -> dict[str, str]:
    """The wider area of each. Areas that the book does not list lie in its one wider area, if it has one."""
    parents = {area.code: area.parent for area in book.areas if area.parent}
    wider = sorted(set(parents.values()))
    usual = wider[0] if len(wider) == 1 else None
    found = {code: parents.get(code, usual) for code in areas}
    return {code: parent for code, parent in found.items() if parent}


# --- what is below the line ---


def _people(book: PlaceBook, measure: Measure, counts: Counts) -> tuple[People, dict[str, str]]:
    """What is below the line, on the areas and periods of the counts; and names of areas, where a lookup has them."""
    said = measure.below
    if said.indicator is not None:
        values, guess, years = _indicator(book, said.indicator, counts.areas)
        return _dated(values, guess, years, counts, said), {}
    below, guess, names = _counts(book.folder, said.counted or Counted())
    if measure.period != AS_COUNTED and said.counted and said.counted.records:
        below, _ = whole_years(below, measure.period)
        guess = np.repeat(np.any(guess, axis=1, keepdims=True), len(below.periods), axis=1)
    laid, guess = _laid_on(below, guess, counts.areas)
    if measure.plan.method in BY_BAND:
        return People(*_by_band(laid, guess, below, counts)), names
    if said.counted and said.counted.records:
        values, at = laid.sum(axis=2), _places(below.periods, counts.periods)
        return People(_at(values, at), _at(guess.astype(float), at) > 0, confidential=True), names
    years = np.array([year_of(label, "first_year") for label in below.periods])
    return _dated(laid.sum(axis=2), guess, years, counts, said), names


def _indicator(book: PlaceBook, name: str, areas: tuple[str, ...]) -> tuple[Numbers, Truths, np.ndarray[Any, Any]]:
    """The figures of an indicator of the book, shape (areas, years)."""
    sources = [one for one in book.sources if any(indicator.id == name for indicator in one.indicators)]
    if not sources:
        known = ", ".join(sorted(book.indicators)) or "none"
        raise DataError(f"no source of the book has the indicator {name!r} to divide by; there is: {known}")
    found = gather(book.folder, sources, areas).observations
    found = found.take(found.indicator == name)
    years = np.unique(found.year)
    places = {code: i for i, code in enumerate(areas)}
    values = np.full((len(areas), len(years)), np.nan)
    guess = np.zeros(values.shape, np.bool_)
    for position in range(len(found)):
        area, year = places.get(str(found.area[position])), int(np.searchsorted(years, found.year[position]))
        if area is not None:
            values[area, year] = found.value[position]
            guess[area, year] = found.state[position] == State.ESTIMATED.value
    return values, guess, years


def _laid_on(below: Counts, guess: Truths, areas: tuple[str, ...]) -> tuple[Numbers, Truths]:
    """The same on the areas of the counts; NaN where an area has none."""
    places = {code: i for i, code in enumerate(below.areas)}
    laid = np.full((len(areas), *below.values.shape[1:]), np.nan)
    laid_guess = np.zeros(laid.shape[:2], np.bool_)
    for i, code in enumerate(areas):
        if code in places:
            laid[i], laid_guess[i] = below.values[places[code]], guess[places[code]]
    return laid, laid_guess


def _by_band(laid: Numbers, guess: Truths, below: Counts, counts: Counts) -> tuple[Numbers, Truths]:
    lacking = [band for band in counts.categories if band not in below.categories]
    if lacking:
        raise DataError(f"the denominator has no category {lacking[0]!r}; it needs those of the counts")
    bands = [below.categories.index(band) for band in counts.categories]
    at = _places(below.periods, counts.periods)
    return _at(laid[:, :, bands], at), _at(guess.astype(float), at) > 0


def _places(have: tuple[str, ...], want: tuple[str, ...]) -> list[int | None]:
    """For each period wanted the place of the same label, or of its year."""
    same = {label: i for i, label in enumerate(have)}
    by_year = {year_of(label, "first_year"): i for i, label in enumerate(have)}
    return [same.get(label, by_year.get(year_of(label, "first_year"))) for label in want]


def _at(values: Numbers, places: list[int | None]) -> Numbers:
    picked = np.full((len(values), len(places), *values.shape[2:]), np.nan)
    for i, place in enumerate(places):
        if place is not None:
            picked[:, i] = values[:, place]
    return picked


def _dated(values: Numbers, guess: Truths, years: np.ndarray[Any, Any], counts: Counts, said: Below) -> People:
    """The figures of the year in which each period begins, with gaps filled as declared and marked."""
    wanted = np.array([year_of(label, "first_year") for label in counts.periods])
    every = np.union1d(years, wanted)
    laid, known = np.full((len(values), len(every)), np.nan), np.zeros((len(values), len(every)), np.bool_)
    at = np.searchsorted(every, years)
    laid[:, at], known[:, at] = values, guess
    filled, made_up = bridged(laid, every.astype(np.float64), said.between, said.after)
    picked = np.searchsorted(every, wanted)
    return People(filled[:, picked], (known | made_up)[:, picked])
