"""Correlate: how figures go up and down together from area to area, with gaps said."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placebook.types import Numbers


@dataclass(frozen=True, slots=True)
class Correlation:
    """Correlations of every two columns, how many areas each rests on, and how easily chance gives as much."""

    r: Numbers  # shape (parts, parts), from -1 to 1; NaN where there is none
    areas: NDArray[np.int64]  # shape (parts, parts): areas that have both figures
    chance: Numbers  # shape (parts, parts): two-sided p-value of no correlation at all

    def unlikely_by_chance(self, level: float = 0.05) -> Numbers:
        """The correlations whose p-value is not above `level`; the others are NaN."""
        return np.where(self.chance <= level, self.r, np.nan)


def correlation(x: ArrayLike, *, missing: str = "pairwise") -> Correlation:
    """Correlate every two columns (Pearson).

    Parts of one component should go up and down together: otherwise their average hides what each says.

        r = cov(a, b) / (sd(a) sd(b))       chance: Student's t of r sqrt((n - 2) / (1 - r^2)), two-sided

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value
    missing : "pairwise": each pair uses the areas that have both figures; "complete": all pairs use
        the areas that have every figure, so that the matrix is that of one set of areas

    Returns
    -------
    Correlation. r is NaN where a column does not vary over the areas used; chance is NaN below three areas

    Raises
    ------
    ValueError : if x is not two-dimensional or `missing` is neither of the two

    Source: as R's cor(use = "pairwise.complete.obs") and cor.test(); reproduced from figures made
    with COINr 1.1.14, which leaves out correlations with a p-value above 0.05.
    """
    pairs = covariance_pairs(x, missing=missing)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = np.clip(pairs.covariance / np.sqrt(pairs.variance * pairs.variance.T), -1.0, 1.0)
    np.fill_diagonal(r, np.where(np.isnan(np.diag(r)), np.nan, 1.0))
    return Correlation(r, pairs.areas, _chance(r, pairs.areas))


def least_beyond_chance(areas: int, level: float = 0.05) -> float:
    """The size of a correlation that luck alone gives in only `level` of pairs, over so many areas.

        r = t / sqrt(n - 2 + t^2)       t: the two-sided point of Student's t with n - 2 degrees of freedom

    Over 17 areas that is 0.48: a smaller correlation is no sign of anything. NaN below three areas.
    """
    from scipy.special import stdtrit

    freedom = areas - 2
    if freedom < 1:
        return float("nan")
    t = float(stdtrit(freedom, 1 - level / 2))
    return float(t / np.sqrt(freedom + t * t))


def complete_rows(x: ArrayLike) -> Numbers:
    """The rows that have every figure, shape (rows, parts)."""
    figures = _two_dimensional(x)
    rows: Numbers = figures[~np.any(np.isnan(figures), axis=1)]
    return rows


def correlation_of_complete_rows(x: ArrayLike) -> Numbers:
    """The correlation matrix of the areas that have every figure, for methods that need one whole matrix.

    Raises
    ------
    ValueError : if fewer than three areas have every figure, or a part has the same figure in all of them
    """
    rows = complete_rows(x)
    if len(rows) < 3:
        raise ValueError(f"{len(rows)} areas have a figure for every part, and at least 3 are needed")
    same = np.flatnonzero(np.max(rows, axis=0) == np.min(rows, axis=0))
    if same.size:
        which = ", ".join(str(i + 1) for i in same)
        raise ValueError(f"part {which} of {rows.shape[1]} has the same figure everywhere, so it goes with nothing")
    return correlation(rows).r


def correlation_with(x: ArrayLike, whole: ArrayLike) -> Numbers:
    """Correlate every part with the whole, each over the areas that have both.

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value
    whole : shape (areas,), NaN = no value

    Returns
    -------
    shape (parts,), from -1 to 1; NaN where a part or the whole does not vary

    Raises
    ------
    ValueError : if x is not two-dimensional or the two have different numbers of areas
    """
    figures = _two_dimensional(x)
    score = np.asarray(whole, dtype=np.float64)
    if score.shape != (len(figures),):
        raise ValueError(f"the whole has shape {score.shape}, and the parts have {len(figures)} areas")
    pairs = [correlation(np.column_stack([score, part])).r[0, 1] for part in figures.T]
    return np.array(pairs)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Sums over the areas that both columns of a pair have, divided by their number less one."""

    covariance: Numbers  # shape (parts, parts)
    variance: Numbers  # shape (parts, parts): of the column's part, over the areas of the pair
    areas: NDArray[np.int64]


def covariance_pairs(x: ArrayLike, *, missing: str = "pairwise") -> Pairs:
    """Covariances of every two columns. Parameters and errors are those of `correlation`."""
    figures = _two_dimensional(x)
    if missing not in ("pairwise", "complete"):
        raise ValueError(f"missing must be 'pairwise' or 'complete', not {missing!r}")
    if missing == "complete":
        figures = complete_rows(figures)
    if not np.any(np.isnan(figures)):
        return _pairs_without_gaps(figures)
    columns = [_against(figures, part) for part in range(figures.shape[1])]
    covariance, variance, areas = (np.array(table) for table in zip(*columns, strict=True))
    return Pairs(covariance, variance, areas.astype(np.int64))


def _pairs_without_gaps(figures: Numbers) -> Pairs:
    """All pairs in one matrix product, which is what `_against` comes to where every area has every figure."""
    n, k = figures.shape
    centred = figures - np.sum(figures, axis=0) / max(n, 1)
    centred[:, np.all(figures == figures[:1], axis=0)] = 0.0  # the mean of equal figures may be off by rounding
    covariance: Numbers = centred.T @ centred / (n - 1 if n > 1 else np.nan)
    return Pairs(covariance, np.tile(np.diag(covariance), (k, 1)), np.full((k, k), n, dtype=np.int64))


def _against(figures: Numbers, part: int) -> tuple[Numbers, Numbers, Numbers]:
    """One part against all: covariances, variances of the others over the same areas, numbers of areas."""
    both = ~np.isnan(figures) & ~np.isnan(figures[:, part, None])
    n: Numbers = np.sum(both, axis=0, dtype=np.float64)
    least = np.maximum(n, 1)
    other = np.where(both, figures, 0.0)
    other = np.where(both, other - np.sum(other, axis=0) / least, 0.0)
    own = np.where(both, figures[:, part, None], 0.0)
    own = np.where(both, own - np.sum(own, axis=0) / least, 0.0)
    freedom = np.where(n > 1, n - 1, np.nan)
    covariance: Numbers = np.sum(own * other, axis=0) / freedom
    variance: Numbers = np.sum(other * other, axis=0) / freedom
    return covariance, variance, n


def _chance(r: Numbers, areas: NDArray[np.int64]) -> Numbers:
    from scipy.special import stdtr

    freedom = np.where(areas > 2, areas - 2.0, np.nan)
    with np.errstate(divide="ignore"):
        t = np.abs(r) * np.sqrt(freedom / (1 - r * r))
    p: Numbers = 2 * stdtr(freedom, -t)
    return p


def _two_dimensional(x: ArrayLike) -> Numbers:
    figures = np.asarray(x, dtype=np.float64)
    if figures.ndim != 2 or figures.shape[1] == 0:
        raise ValueError(f"figures must have shape (areas, parts), not {figures.shape}")
    if np.any(np.isinf(figures)):
        raise ValueError(f"infinite figures: {np.sum(np.isinf(figures))}; give a number or none")
    return figures
