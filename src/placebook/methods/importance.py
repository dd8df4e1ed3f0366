"""What a part counts for in its whole, whatever weight it was given: its importance, and its share of the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from placebook.methods.aggregate import METHODS as AGGREGATE
from placebook.methods.correlate import complete_rows, correlation_of_complete_rows
from placebook.types import Numbers

Aggregate = str | Mapping[str, Any] | Callable[[Numbers, Numbers], Numbers]


def importance_shares(x: ArrayLike, weights: ArrayLike, aggregate: Aggregate = "arithmetic") -> Numbers:
    """Each part's share of importance under some weights: its correlation with the whole over the sum of them all.

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out
    weights : shape (parts,)
    aggregate : a name of `aggregate.METHODS`, a mapping with `method` and its options, or a function of (x, weights)

    Returns
    -------
    shape (parts,); sizes sum to 1, and a part that goes against the whole is below zero
    """
    return shares_of(standardised(x), combining(aggregate)(complete_rows(x), one_each(x, weights)))


def effective_weights(weights: ArrayLike, wholes: Sequence[int]) -> Numbers:
    """What each part of a tree weighs in the index: its share of its whole, times that whole's share, and so on up.

    It shows what nobody decided: in a large component each indicator weighs little.

    Parameters
    ----------
    weights : shape (parts,) or (parts, periods), each part's weight among its neighbours; NaN = not measured
    wholes : for each part the position of its whole, which must come before it; -1 for the index itself

    Returns
    -------
    the shape of `weights`: shares of 1 for the index; the parts of each whole sum to that whole's share

    Raises
    ------
    ValueError : if a part comes before its whole, or the weights within a whole sum to zero

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 6.
    """
    given = np.asarray(weights, dtype=np.float64)
    above = np.asarray(wholes, dtype=np.int64)
    if np.any(above >= np.arange(len(above))):
        raise ValueError("every part must come after its whole")
    share = np.full(given.shape, np.nan)
    for whole in dict.fromkeys(above.tolist()):
        parts = np.flatnonzero(above == whole)
        total = np.nansum(given[parts], axis=0)
        if np.any(total == 0):
            raise ValueError(f"the weights of the {len(parts)} parts of the whole at {whole} sum to zero")
        share[parts] = given[parts] / total * (share[whole] if whole >= 0 else 1.0)
    return share


def one_each(x: ArrayLike, weights: ArrayLike) -> Numbers:
    """The weights as numbers, shape (parts,). Raises ValueError where there is not one for each part."""
    parts, given = np.shape(x)[-1], np.asarray(weights, dtype=np.float64)
    if given.shape != (parts,):
        raise ValueError(f"{parts} parts need {parts} weights, one each, and the shape given is {given.shape}")
    return given


def combining(aggregate: Aggregate) -> Callable[[Numbers, Numbers], Numbers]:
    """The function (x, weights) that an aggregation stands for."""
    if callable(aggregate):
        return aggregate
    how = {"method": aggregate} if isinstance(aggregate, str) else dict(aggregate)
    name = str(how.pop("method", ""))
    if name not in AGGREGATE:
        raise ValueError(f"there is no way to aggregate called {name!r}; there is: {', '.join(AGGREGATE)}")
    return lambda x, weights: AGGREGATE[name](x, weights, **how)


def standardised(x: ArrayLike) -> Numbers:
    """Complete rows, each column less its mean and divided so that its squares sum to 1."""
    correlation_of_complete_rows(x)  # refuses figures that have no correlation
    rows = complete_rows(x)
    centred = rows - np.mean(rows, axis=0)
    standard: Numbers = centred / np.sqrt(np.sum(centred**2, axis=0))
    return standard


def shares_of(standard: Numbers, whole: Numbers) -> Numbers:
    """Correlations with the whole as shares of the sum of their sizes (the whole's own spread drops out)."""
    covariance = np.sum(standard * (whole - np.mean(whole))[:, None], axis=0)
    share: Numbers = covariance / np.sum(np.abs(covariance))
    return share
