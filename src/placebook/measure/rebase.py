"""Counts of earlier years, rebuilt on other boundaries from the smallest areas held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from placebook.measure.shares import Shares, _some
from placebook.types import Counts, DataError, Numbers

UNITS = 2**20  # a count is shared out in millionths or so: a power of two, so that sums of them are exact
_MOST = 2**53 // UNITS  # a count beyond this cannot be shared out exactly


@dataclass(frozen=True, slots=True)
class Rebased:
    """Counts on other boundaries, and what was done to put them there.

    `way` is best fit or apportioning and `basis` what areas were shared out by. `divided` names the small areas that
    lie in several of the new areas, and `share_divided` is the share of all counts that stood in them: those that had
    to be placed by a rule. `overruled` is the share that best fit put elsewhere than the shares say. `lost` is the
    share of counts whose small area is in no area of the result, of which `lost_codes` are the codes. `without` are
    small areas of the result in which nothing was counted: they are taken to have had nothing to count.
    """

    counts: Counts
    way: str
    basis: tuple[str, ...]
    divided: tuple[str, ...] = ()
    share_divided: float = 0.0
    overruled: float = 0.0
    lost: float = 0.0
    lost_codes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def rebase(
    counts: Counts,
    shares: Shares,
    boundaries: str,
    areas: Sequence[str] = (),
    may_lose: float = 0.0,
    before: Shares | None = None,
) -> Rebased:
    """Rebuild counts of small areas on the boundaries of one year, so that all years make one unbroken series.

    When wards change, ward counts of two years are of different places, and no arithmetic on wards mends that. Counts
    of the smallest areas held can be put together anew. Only counts can: a rate is worked out after, from counts.

        count of ward w = sum over small areas s of  count of s  x  share of s in w

    Totals are equal before and after to the last count, whatever the order they are summed in: each count is shared
    out in units of 1/1,048,576, by rounding the running total of its shares, so that no unit is lost or made. Where
    an area lies whole in one other (best fit) its count moves as it is, and whole counts stay whole.

    Parameters
    ----------
    counts : of the smallest areas held, shape (areas, periods, categories), records, people or events
    shares : where those areas lie on the new boundaries; `best_fit` makes them whole
    boundaries : the year of the boundaries that are wanted, which the shares must lead to
    areas : the areas that the result has, in order; empty means all that the shares lead to from these counts
    may_lose : the share of counts, 0 to 1, that may have no place in the result; declared by whoever decides
    before : under best fit, the shares that it was made from, to say what it overruled

    Returns
    -------
    Rebased : counts of the same periods and categories. NaN (nobody counted) in a small area makes its wards NaN

    Raises
    ------
    DataError : shares that lead to or come from other boundaries; more counts lost than declared; a wanted area that
        has no small area; figures that are no counts

    Source: Office for National Statistics, A Guide to ONS Geography Policy: best-fitting from output areas.
    """
    _check_years(counts, shares, boundaries)
    lost = [code for code in counts.areas if not _placed(shares.parts.get(code, {}), areas)]
    share_lost = _share_of(counts, lost)
    if share_lost > may_lose:
        raise DataError(_lost_words(counts, lost, share_lost, shares))
    kept = [i for i, code in enumerate(counts.areas) if code not in set(lost)]
    used = {counts.areas[i]: shares.parts[counts.areas[i]] for i in kept}
    wanted = tuple(areas) or tuple(sorted({code for parts in used.values() for code in parts}))
    _check_each_has_parts(wanted, shares, boundaries)
    values = _moved(_units(counts.values[kept]), list(used.values()), wanted)
    made = Counts(values, wanted, counts.periods, counts.categories, shares.area_kind, boundaries)
    done = Rebased(made, shares.way, shares.basis, lost=share_lost, lost_codes=tuple(lost))
    return _with_divided(done, counts, list(used), shares, (before or shares).parts)


def _with_divided(
    done: Rebased, counts: Counts, used: Sequence[str], shares: Shares, true: Mapping[str, Mapping[str, float]]
) -> Rebased:
    """What was done, with which areas were divided, what best fit overruled, and where nothing was counted."""
    divided = [code for code in used if len(true.get(code, {})) > 1]
    return replace(
        done,
        divided=tuple(divided),
        share_divided=_share_of(counts, divided),
        overruled=_overruled(counts, divided, true, shares),
        without=_without(counts, shares, done.counts.areas),
    )


def _check_years(counts: Counts, shares: Shares, boundaries: str) -> None:
    if shares.boundaries != boundaries:
        raise DataError(
            f"the lookup leads to the boundaries of {shares.boundaries}, and those of {boundaries} are wanted; "
            f"name a lookup that leads to {boundaries}"
        )
    known = shares.of.split(" and ")
    if counts.boundaries and not set(counts.boundaries.split(" and ")) <= set(known):
        raise DataError(
            f"the counts are of the boundaries of {counts.boundaries} and the lookup begins on those of {shares.of}; "
            f"name a lookup that begins on {counts.boundaries}"
        )


def _placed(parts: Mapping[str, float], areas: Sequence[str]) -> bool:
    return bool(parts) and (not areas or set(parts) <= set(areas))


def _share_of(counts: Counts, codes: Sequence[str]) -> float:
    """The share of all counts that stand in some areas, 0 to 1; 0 where nothing was counted at all."""
    some = set(codes)
    total = float(np.nansum(counts.values))
    inside = float(np.nansum(counts.values[[i for i, code in enumerate(counts.areas) if code in some]]))
    return inside / total if total else 0.0


def _lost_words(counts: Counts, lost: Sequence[str], share: float, shares: Shares) -> str:
    unknown = [code for code in lost if code not in shares.parts]
    where = "are not in the lookup" if unknown else f"lie outside the areas of {shares.boundaries}, in whole or in part"
    return (
        f"{len(lost)} of {len(counts.areas)} areas with counts {where}, such as {_some(unknown or lost)}: "
        f"{100 * share:.2f}% of all counts would be lost; add them to the lookup, or declare may_lose: "
        f"{_rounded_up(share)}"
    )


def _rounded_up(share: float) -> float:
    """A share as it may be declared: the next thousandth above it."""
    return float(np.ceil(max(share, 1e-9) * 1000) / 1000)


def _check_each_has_parts(wanted: Sequence[str], shares: Shares, boundaries: str) -> None:
    reached = set(shares.areas)
    empty = [code for code in wanted if code not in reached]
    if empty:
        raise DataError(
            f"no small area lies in {_some(empty)} of {boundaries} by {shares.way}, so that it would have no counts; "
            "apportion, or count on smaller areas"
        )


def _units(values: Numbers) -> NDArray[np.int64]:
    """Counts as whole numbers of units, with -1 for NaN."""
    known = ~np.isnan(values)
    if np.any(values[known] > _MOST):
        raise DataError(f"a count is above {_MOST:,}, and cannot be shared out exactly; count by shorter periods")
    scaled = np.where(known, values, 0.0) * UNITS
    if np.any(scaled != np.rint(scaled)):
        raise DataError(
            "a figure that is no count cannot be rebased: rates, shares and means do not add up; "
            "rebase the counts they are made of, and work them out after"
        )
    return np.where(known, scaled, -1).astype(np.int64)


def _moved(units: NDArray[np.int64], parts: Sequence[Mapping[str, float]], wanted: Sequence[str]) -> Numbers:
    """The counts of each wanted area: every small area's units, shared out and added up."""
    places = {code: i for i, code in enumerate(wanted)}
    total = np.zeros((len(wanted), *units.shape[1:]), dtype=np.int64)
    unknown = np.zeros(total.shape, dtype=bool)
    for own, shares in zip(units, parts, strict=True):
        at = [places[code] for code in shares]
        total[at] += _shared_out(np.maximum(own, 0), np.array(list(shares.values())))
        unknown[[i for i, share in zip(at, shares.values(), strict=True) if share > 0]] |= own < 0
    return np.where(unknown, np.nan, total / UNITS)


def _shared_out(units: NDArray[np.int64], shares: Numbers) -> NDArray[np.int64]:
    """Units by share, shape (parts, ...): the steps of the rounded running total, which ends at all of them."""
    if len(shares) == 1:
        return units[None]
    running = np.cumsum(shares / shares.sum())
    ends = np.rint(units[None] * running.reshape(-1, *[1] * units.ndim)).astype(np.int64)
    ends[-1] = units
    steps: NDArray[np.int64] = np.diff(ends, axis=0, prepend=np.zeros((1, *units.shape), dtype=np.int64))
    return steps


def _overruled(
    counts: Counts, divided: Sequence[str], true: Mapping[str, Mapping[str, float]], shares: Shares
) -> float:
    """The share of all counts that were put elsewhere than the shares say."""
    wrong = 0.0
    for code in divided:
        used = shares.parts[code]
        apart = sum(max(0.0, share - used.get(other, 0.0)) for other, share in true[code].items())
        wrong += apart * _share_of(counts, [code])
    return wrong


def _without(counts: Counts, shares: Shares, wanted: Sequence[str]) -> tuple[str, ...]:
    """Small areas that lie in the result and that the counts do not have."""
    counted, result = set(counts.areas), set(wanted)
    return tuple(sorted(code for code, parts in shares.parts.items() if code not in counted and result & parts.keys()))
