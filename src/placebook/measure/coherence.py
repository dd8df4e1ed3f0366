"""Whether the parts of each whole belong together, and which pairs of parts say the same or the opposite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placebook.methods import factors
from placebook.methods.correlate import complete_rows, correlation
from placebook.methods.diagnose import correlation_flags, cronbach_alpha, kmo
from placebook.methods.jackknife import jackknife_error
from placebook.types import Index, Numbers, Part

_NINETY = 1.645  # standard errors to either side that hold 90 in 100
_FEWEST_AREAS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A number about the parts of a whole, and how far it could be off; or why there is none."""

    value: float | None
    give_or_take: float | None = None  # half the width of rough 90% limits
    why_none: str = ""


@dataclass(frozen=True, slots=True)
class WholeCheck:
    """Whether the parts of one whole belong together. All its numbers rest on the same areas."""

    name: str
    title: str
    parts: int  # those that carry scores
    areas: int  # those that have a score on every part
    alpha: Reading  # Cronbach's
    adequacy: Reading  # Kaiser, Meyer and Olkin's
    first_share: Reading  # of the variance, held by the first principal component
    eigenvalue: Reading  # of that component, in variances of one part
    above_one: int | None  # how many components have an eigenvalue above 1


@dataclass(frozen=True, slots=True)
class PairCheck:
    """Two parts whose scores go together too closely, or against each other within one whole."""

    whole: str | None  # title of the whole they are parts of; None: indicators of different wholes
    first: str  # titles
    second: str
    r: float
    areas: int
    chance: float | None  # how often luck alone gives a correlation of that size; None below three areas
    problem: str  # redundant or wrong sign


def whole_checks(index: Index, t: int) -> tuple[WholeCheck, ...]:
    """One check for every whole of the tree that is measured, in its order. `t` is the position of the period."""
    return tuple(_whole_check(index, whole, t) for whole in index.recipe.tree.walk() if whole.measured)


def scores_of(index: Index, parts: Sequence[Part], t: int) -> Numbers:
    """The scores of some parts in one period, shape (areas, parts)."""
    return index.scores.values[:, [index.place(part.name) for part in parts], t]


def _whole_check(index: Index, whole: Part, t: int) -> WholeCheck:
    rows = complete_rows(scores_of(index, whole.measured, t))
    why = _why_none(whole, rows)
    if why:
        none = Reading(None, None, why)
        return WholeCheck(whole.name, whole.title, len(whole.measured), len(rows), none, none, none, none, None)
    numbers, errors = _numbers(rows), jackknife_error(_numbers, rows)
    alpha, adequacy, share, eigenvalue = (_reading(*pair) for pair in zip(numbers, errors, strict=True))
    if adequacy.value is None:
        adequacy = Reading(None, None, _why_no_adequacy(rows))
    above = int(np.sum(factors.components(rows).eigenvalues > 1 + 1e-9))
    return WholeCheck(
        whole.name, whole.title, len(whole.measured), len(rows), alpha, adequacy, share, eigenvalue, above
    )


def _why_none(whole: Part, rows: Numbers) -> str:
    if len(whole.measured) < 2:
        return "it has one part"
    if len(rows) < _FEWEST_AREAS:
        return f"only {len(rows)} areas have a score on every part"
    same = [part.title for part, column in zip(whole.measured, rows.T, strict=True) if np.ptp(column) == 0]
    return f"{' and '.join(same)} has the same score everywhere" if same else ""


def _why_no_adequacy(rows: Numbers) -> str:
    if rows.shape[1] == 2:
        return "with two parts it is always 0.5"
    return "one part follows exactly from the others, as it must where areas are few"


def _numbers(rows: Numbers) -> Numbers:
    """Alpha, adequacy, share and eigenvalue of the first component; NaN where there is none."""
    found = np.full(4, np.nan)
    if len(rows) < _FEWEST_AREAS or np.any(np.ptp(rows, axis=0) == 0):
        return found
    first = factors.components(rows)
    found[0] = cronbach_alpha(rows)
    found[2:] = first.shares[0], first.eigenvalues[0]
    if rows.shape[1] > 2 and first.eigenvalues[-1] > 1e-9:
        found[1] = kmo(rows).overall
    return found


def _reading(value: float, error: float) -> Reading:
    if np.isnan(value):
        return Reading(None)
    return Reading(float(value), None if np.isnan(error) else _NINETY * float(error))


# --- pairs ----------------------------------------------------------------------------------------


def pair_checks(index: Index, t: int) -> tuple[PairCheck, ...]:
    """Pairs of parts to look at again: within each whole both kinds, across wholes indicators that say the same."""
    found: list[PairCheck] = []
    for whole in index.recipe.tree.walk():
        found += _flagged(index, whole.measured, t, whole)
    leaves = [part for part in index.recipe.tree.walk() if part.indicator is not None]
    together = {(a.name, b.name) for whole in index.recipe.tree.walk() for a in whole.parts for b in whole.parts}
    found += _flagged(index, leaves, t, None, frozenset(together))
    return tuple(found)


def _flagged(
    index: Index,
    parts: Sequence[Part],
    t: int,
    whole: Part | None,
    leave_out: frozenset[tuple[str, str]] = frozenset(),
) -> list[PairCheck]:
    if len(parts) < 2:
        return []
    table = correlation(scores_of(index, parts, t))
    found = []
    for flag in correlation_flags(table.r):
        first, second = parts[flag.first], parts[flag.second]
        if whole is None and (flag.problem != "redundant" or (first.name, second.name) in leave_out):
            continue
        areas, chance = int(table.areas[flag.first, flag.second]), float(table.chance[flag.first, flag.second])
        said = None if np.isnan(chance) else chance
        title = None if whole is None else whole.title
        found.append(PairCheck(title, first.title, second.title, flag.r, areas, said, flag.problem))
    return found
