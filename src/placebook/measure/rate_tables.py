"""Any rate from the columns of a table: rows into groups, groups into figures with limits. No book is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.methods.compare import against, funnel
from placebook.methods.estimates import NO_FIGURE, Estimate, Texts, Truths, reasons
from placebook.methods.inequality import RUNS, SEED, error_from_limits, slope_index
from placebook.methods.life import FEWEST_PEOPLE, WIDEST, life_expectancy
from placebook.methods.pool import quantiles
from placebook.methods.rates import EXACT_BELOW, mean, proportion, rate
from placebook.methods.shrink import shrunk_rate
from placebook.methods.standardise import (
    directly_standardised,
    expected_events,
    reference_rate,
    standardised_ratio,
)
from placebook.types import DataError, Numbers, State

Key = tuple[str, ...]
Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What may be chosen: see each method for what its options mean."""

    per: float | None = None  # None: what is usual for the method
    confidence: tuple[float, ...] = (95.0,)
    parts: int = 10
    highest_first: bool = True
    kind: str | None = None
    transform: bool = False
    benchmark: float | None = None
    fewest: float | None = None
    widest: float = WIDEST
    runs: int = RUNS
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table: the figures that play each role, and which group each row is in.

    `keys` are the groups in the order in which they first come, `group` the number of the group of each row.
    """

    figures: Mapping[str, Numbers]  # role -> shape (rows,)
    keys: tuple[Key, ...]
    group: NDArray[np.int64]

    def has(self, role: str) -> bool:
        """Whether a column plays this role."""
        return role in self.figures

    def summed(self, role: str) -> Numbers:
        """The sum of a column in each group; NaN where a figure is missing."""
        total: Numbers = np.bincount(self.group, self.figures[role], minlength=len(self.keys)).astype(np.float64)
        return total

    def stacked(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Groups of equally many rows at a time: their numbers, and their rows in order, shape (groups, rows)."""
        order = np.argsort(self.group, kind="stable")
        sizes = np.bincount(self.group, minlength=len(self.keys))
        starts = np.cumsum(sizes) - sizes
        for size in np.unique(sizes):
            some = np.flatnonzero(sizes == size)
            yield some, order[starts[some][:, None] + np.arange(size)]


@dataclass(frozen=True, slots=True)
class Made:
    """What came out: one row for each key, and columns by name."""

    keys: tuple[Key, ...]
    columns: Columns


@dataclass(frozen=True, slots=True)
class Method:
    """One method, the roles that columns must and may play in it, and what its figures are usually per."""

    make: Callable[[Rows, Asked], Made]
    says: str
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    per: float = 1
    each_row: bool = True  # without groups every row is one; else all rows are one group
    counts: tuple[str, ...] = field(default=("numerator", "denominator"))  # roles that cannot be below zero


def group_rows(keys: Sequence[Key], figures: Mapping[str, Numbers]) -> Rows:
    """Rows with the same key are one group, in the order in which groups first come."""
    known = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    return Rows(figures, tuple(known), np.array([known[key] for key in keys], np.int64))


def _columns(found: Estimate, asked: Asked, before: Columns | None = None) -> Columns:
    columns: Columns = {**(before or {}), "value": found.value}
    for place, level in enumerate(asked.confidence):
        columns |= {f"lower_{level:g}": found.lower[..., place], f"upper_{level:g}": found.upper[..., place]}
    return columns | {"why": found.why}


def _counts(rows: Rows) -> Columns:
    return {role: rows.summed(role) for role in ("numerator", "denominator")}


def _rate(rows: Rows, asked: Asked) -> Made:
    counts = _counts(rows)
    found = rate(counts["numerator"], counts["denominator"], _per(asked, "rate"), asked.confidence)
    return Made(rows.keys, _columns(found, asked, counts))


def _proportion(rows: Rows, asked: Asked) -> Made:
    counts = _counts(rows)
    found = proportion(counts["numerator"], counts["denominator"], _per(asked, "proportion"), asked.confidence)
    return Made(rows.keys, _columns(found, asked, counts))


def _mean(rows: Rows, asked: Asked) -> Made:
    values = rows.figures["value"]
    count, total = np.bincount(rows.group, minlength=len(rows.keys)).astype(np.float64), rows.summed("value")
    from_mean = (values - (total / np.maximum(count, 1))[rows.group]) ** 2
    squares = np.bincount(rows.group, from_mean, minlength=len(rows.keys))
    found, deviation = mean(total, squares, count, asked.confidence)
    return Made(rows.keys, _columns(found, asked, {"sum": total, "count": count, "deviation": deviation}))


def _dsr(rows: Rows, asked: Asked) -> Made:
    fewest = EXACT_BELOW if asked.fewest is None else asked.fewest
    per, roles = _per(asked, "dsr"), ("numerator", "denominator", "standard")
    found = _by_group(
        rows,
        roles,
        lambda x, n, w: directly_standardised(x, n, w, per, asked.confidence, fewest),
        len(asked.confidence),
    )
    return Made(rows.keys, _columns(found, asked, _counts(rows)))


def _ratio(rows: Rows, asked: Asked) -> Made:
    observed, expected, _ = _observed(rows)
    found = standardised_ratio(observed, expected, _per(asked, "smr"), asked.confidence)
    return Made(rows.keys, _columns(found, asked, {"observed": observed, "expected": expected}))


def _isr(rows: Rows, asked: Asked) -> Made:
    observed, expected, reference = _observed(rows)
    found = standardised_ratio(observed, expected, 1, asked.confidence)
    usual = reference * _per(asked, "isr")
    scaled = Estimate(found.value * usual, found.lower * usual[:, None], found.upper * usual[:, None], found.why)
    return Made(rows.keys, _columns(scaled, asked, {"observed": observed, "expected": expected, "reference": usual}))


def _observed(rows: Rows) -> tuple[Numbers, Numbers, Numbers]:
    """Observed and expected events of each group, and the crude rate of its reference."""
    expected, crude = np.full(len(rows.keys), np.nan), np.full(len(rows.keys), np.nan)
    for some, at in rows.stacked():
        n, events, people = (
            rows.figures[role][at] for role in ("denominator", "reference-numerator", "reference-denominator")
        )
        expected[some], crude[some] = expected_events(n, events, people), reference_rate(events, people, 1)
    return rows.summed("numerator"), expected, crude


def _by_group(rows: Rows, roles: Sequence[str], make: Callable[..., Estimate], levels: int) -> Estimate:
    """One estimate for each group, from the rows of the group as bands."""
    found = _empty(len(rows.keys), levels)
    for some, at in rows.stacked():
        _put(found, some, make(*(rows.figures[role][at] for role in roles)))
    return found


def _empty(size: int, levels: int) -> Estimate:
    """Room for the estimates of so many groups."""
    lower, upper = np.full((size, levels), np.nan), np.full((size, levels), np.nan)
    return Estimate(np.full(size, np.nan), lower, upper, np.full(size, "", dtype=object))


def _put(whole: Estimate, places: NDArray[np.int64], part: Estimate) -> None:
    whole.value[places], whole.why[places] = part.value, part.why
    whole.lower[places], whole.upper[places] = part.lower, part.upper


def _life(rows: Rows, asked: Asked) -> Made:
    fewest = FEWEST_PEOPLE if asked.fewest is None else asked.fewest
    keys: list[Key] = []
    parts: list[Columns] = []
    for group, key in enumerate(rows.keys):
        at = np.flatnonzero(rows.group == group)
        at = at[np.argsort(rows.figures["age"][at], kind="stable")]
        ages, deaths, people = (rows.figures[role][at] for role in ("age", "numerator", "denominator"))
        try:
            found = life_expectancy(deaths, people, ages.tolist(), asked.confidence, fewest, asked.widest)
        except ValueError as why:
            raise DataError(f"{' '.join(key) or 'the table'}: {why}") from None
        used = {"people": np.cumsum(people[::-1])[::-1], "deaths": np.cumsum(deaths[::-1])[::-1]}
        keys += [key] * len(at)
        parts.append(_columns(found, asked, {"age": ages, **used}))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Made(tuple(keys), joined)


def _inequality(rows: Rows, asked: Asked) -> Made:
    kind, levels = asked.kind or "plain", len(asked.confidence)
    error = rows.figures.get("error")
    if error is None:
        if not (rows.has("lower") and rows.has("upper")):
            raise DataError("the limits of each figure are needed; name --error, or --lower and --upper (95% limits)")
        error = error_from_limits(rows.figures["lower"], rows.figures["upper"], kind)
    columns = {**rows.figures, "error": error}
    size = len(rows.keys)
    both = (_empty(size, levels), _empty(size, levels))
    for some, at in rows.stacked():
        order = np.take_along_axis(at, np.argsort(columns["group"][at], axis=1, kind="stable"), axis=1)
        y, e, people = (columns[role][order] for role in ("value", "error", "denominator"))
        found = slope_index(y, e, people, kind, asked.transform, asked.confidence, asked.runs, asked.seed)
        for whole, part in zip(both, (found.slope, found.relative), strict=True):
            _put(whole, some, part)
    per = _per(asked, "sii")
    slope, relative = _columns(both[0].times(per), asked), _columns(both[1], asked)
    named = {f"relative_{name}" if name != "value" else "relative": column for name, column in relative.items()}
    return Made(rows.keys, {"slope" if name == "value" else name: column for name, column in slope.items()} | named)


def _funnel(rows: Rows, asked: Asked) -> Made:
    kind, counts = asked.kind or "rate", _counts(rows)
    x, n, per = counts["numerator"], counts["denominator"], _per(asked, "funnel")
    found = funnel(x, n, kind, per, asked.confidence, asked.benchmark)
    shown = (proportion if kind == "proportion" else rate)(x, n, per, asked.confidence)
    columns = counts | {"value": shown.value, "benchmark": found.limits.value}
    for place, level in enumerate(asked.confidence):
        low, high = found.limits.lower[:, place], found.limits.upper[:, place]
        columns |= {f"lower_{level:g}": low, f"upper_{level:g}": high}
        columns[f"compared_{level:g}"] = against(shown.lower[:, place], shown.upper[:, place], found.benchmark)
    return Made(rows.keys, columns | {"why": shown.why})


def _quantile(rows: Rows, asked: Asked) -> Made:
    found = quantiles(rows.figures["value"], asked.parts, asked.highest_first)
    few = f"fewer areas than {asked.parts} have a figure"
    why = reasons(found.shape, (np.isnan(rows.figures["value"]), NO_FIGURE), (np.isnan(found), few))
    return Made(rows.keys, {"quantile": found, "why": why})


def _shrunk(rows: Rows, asked: Asked) -> Made:
    counts, per = _counts(rows), _per(asked, "shrunk")
    found = shrunk_rate(counts["numerator"], counts["denominator"], per, asked.confidence)
    there: Truths = ~np.isnan(found.estimate.value)
    state: Texts = np.where(there, State.ESTIMATED.value, State.NOT_MEASURED.value).astype(object)
    columns = _columns(found.estimate, asked, counts)
    return Made(rows.keys, columns | {"own_share": found.own, "state": state})


def _per(asked: Asked, method: str) -> float:
    return METHODS[method].per if asked.per is None else asked.per


_COUNTS = ("numerator", "denominator")
_BANDS = (*_COUNTS, "reference-numerator", "reference-denominator")
METHODS: dict[str, Method] = {
    "rate": Method(_rate, "crude rate; exact and Byar's limits", _COUNTS, per=100_000),
    "proportion": Method(_proportion, "share of a whole; Wilson's limits", _COUNTS),
    "mean": Method(_mean, "mean of measurements; Student's limits", ("value",), each_row=False, counts=()),
    "dsr": Method(
        _dsr,
        "directly standardised rate; Dobson's limits",
        (*_COUNTS, "standard"),
        per=100_000,
        each_row=False,
        counts=(*_COUNTS, "standard"),
    ),
    "isr": Method(_isr, "indirectly standardised rate", _BANDS, per=100_000, each_row=False, counts=_BANDS),
    "smr": Method(_ratio, "indirectly standardised ratio", _BANDS, each_row=False, counts=_BANDS),
    "life": Method(_life, "life expectancy; Chiang, Silcocks and others", (*_COUNTS, "age"), each_row=False),
    "sii": Method(
        _inequality,
        "slope and relative index of inequality",
        ("value", "denominator", "group"),
        ("error", "lower", "upper"),
        each_row=False,
        counts=("denominator", "error"),
    ),
    "funnel": Method(_funnel, "limits of a funnel plot", _COUNTS),
    "quantile": Method(_quantile, "tenths, fifths... by order", ("value",), counts=()),
    "shrunk": Method(_shrunk, "rates drawn to the wider area (Marshall); estimated", _COUNTS, per=100_000),
}
