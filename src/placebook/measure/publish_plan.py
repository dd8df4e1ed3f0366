"""How counts become a figure, as a measure declares it, and the runs of years that go together in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from placebook.methods.pool import pooled
from placebook.types import NOTHING, DataError, Numbers

BY_BAND = ("dsr", "smr", "isr")  # these read counts and people by band, and the others a sum
METHODS = ("rate", "proportion", *BY_BAND)
EVERYWHERE = "all areas together"  # the reference of a ratio that names no other


@dataclass(frozen=True, slots=True)
class Plan:
    """How counts become a figure. `per` is what a rate is for each of; `years` go together in one figure.

    Runs of years stand apart, the last one ending with the last year: 2011-2013, 2014-2016. `rolling` ones begin anew
    each year and share years, so that their differences say something of single years; then single years are guarded
    as if they were published too, which hides more.

    `standard` gives the standard population of each band (dsr), `reference` events and people of each band in the
    reference (smr, isr); an empty reference stands for all areas together.
    """

    method: str = "rate"
    per: float = 1
    confidence: tuple[float, ...] = (95.0,)
    years: int = 1
    rolling: bool = False
    shrink: bool = False
    standard: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    reference: Mapping[str, tuple[float, float]] = field(default_factory=lambda: NOTHING)


def whole_given_away(areas: Sequence[str], plans: Iterable[Plan], within: Mapping[str, str]) -> dict[str, str]:
    """The wider area of each area, and all of them within `EVERYWHERE` where a figure gives its total away.

    A ratio (smr) or rate (isr) that has all areas together for its reference is made of their total. Who knows the
    people of each band can solve the ratios of a few areas for it, though nobody published it: then all areas less
    those that are shown are those that are hidden.
    """
    found = {area: within[area] for area in areas if area in within}
    if len(areas) > 1 and any(plan.method in ("smr", "isr") and not plan.reference for plan in plans):
        tops = dict.fromkeys(found.get(area, area) for area in areas)
        found |= dict.fromkeys((top for top in tops if top not in found), EVERYWHERE)
    return found


def in_runs(values: Numbers, plan: Plan) -> Numbers:
    """Sum over runs of periods (the second axis)."""
    if plan.years == 1:
        return np.asarray(values)
    summed = np.moveaxis(pooled(np.moveaxis(values, 1, -1), plan.years), -1, 1)
    return summed if plan.rolling else summed[:, _apart(values.shape[1], plan.years)]


def _apart(periods: int, years: int) -> NDArray[np.int64]:
    """Where runs begin that share no year, the last of them ending with the last period."""
    return np.arange((periods - years) % years, periods - years + 1, years)


def run_labels(periods: tuple[str, ...], plan: Plan) -> tuple[str, ...]:
    """What runs of periods are called: "2011-2013". Raises DataError where there are fewer periods than go together."""
    if plan.years == 1:
        return periods
    if len(periods) < plan.years:
        raise DataError(
            f"{plan.years} periods go together in a figure, and there are {len(periods)}; ask for fewer years"
        )
    joined = " to " if any("/" in label for label in periods) else "-"
    return tuple(f"{periods[i]}{joined}{periods[i + plan.years - 1]}" for i in _begin(len(periods), plan))


def runs_of(periods: tuple[str, ...], plan: Plan) -> dict[str, tuple[str, ...]]:
    """Every run by what it is called, with the single periods in it."""
    labels = run_labels(periods, plan)
    begin = _begin(len(periods), plan) if plan.years > 1 else range(len(periods))
    return {label: periods[i : i + plan.years] for label, i in zip(labels, begin, strict=True)}


def _begin(periods: int, plan: Plan) -> list[int]:
    runs = np.arange(periods - plan.years + 1) if plan.rolling else _apart(periods, plan.years)
    return [int(i) for i in runs]
