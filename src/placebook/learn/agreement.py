"""How far people who code the same passages agree, beyond what chance would give."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Codes = NDArray[np.int64]  # each code as 0, 1, 2...; MISSING where a coder gave none
MISSING = -1
RUNS, SEED = 1_000, 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """A measure of agreement: 1 is full, 0 is what chance gives, NaN where nothing could differ. Limits hold 95%."""

    value: float
    lower: float
    upper: float
    units: int  # passages that were compared


def cohens_kappa(first: Sequence[Hashable], second: Sequence[Hashable], confidence: float = 0.95) -> Agreement:
    """Agreement of two coders who each put one code on the same passages.

    Why not the share of equal codes: two coders who both say "no" nine times in ten agree on four fifths by chance.

        kappa = (observed share - share by chance) / (1 - share by chance)

    with the share by chance from how often each coder used each code. Limits come from the large-sample variance, and
    are cut at -1 and 1.

    Parameters
    ----------
    first, second : one code for each passage, in the same order
    confidence : of the limits, 0 to 1

    Returns
    -------
    Agreement; NaN throughout where both coders used one and the same code only, as chance then gives all there is

    Raises
    ------
    ValueError : lists of two lengths, or empty ones

    Source: Cohen (1960), A coefficient of agreement for nominal scales; variance from Fleiss, Cohen and Everitt (1969),
    Large sample standard errors of kappa and weighted kappa.
    """
    if len(first) != len(second) or not first:
        raise ValueError(f"two codes for each passage are wanted, not {len(first)} and {len(second)}")
    names = {code: place for place, code in enumerate(dict.fromkeys([*first, *second]))}
    table = np.zeros((len(names), len(names)))
    np.add.at(table, ([names[code] for code in first], [names[code] for code in second]), 1)
    share = table / len(first)
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, chance = float(np.trace(share)), float(rows @ columns)
    if chance >= 1:
        return Agreement(float("nan"), float("nan"), float("nan"), len(first))
    kappa = (observed - chance) / (1 - chance)
    spread = np.sqrt(_variance(share, rows, columns, observed, chance) / len(first))
    reach = float(ndtri((1 + confidence) / 2) * spread)
    return Agreement(kappa, max(-1.0, kappa - reach), min(1.0, kappa + reach), len(first))


def _variance(
    share: NDArray[np.float64], rows: NDArray[np.float64], columns: NDArray[np.float64], observed: float, chance: float
) -> float:
    """The variance of kappa times the number of passages (Fleiss, Cohen and Everitt 1969, formula 13)."""
    kappa = (observed - chance) / (1 - chance)
    both = rows[np.newaxis, :] + columns[:, np.newaxis]  # of cell (i, j): column total i and row total j
    weights = both * (1 - kappa)
    same = np.diag(share) * (1 - (rows + columns) * (1 - kappa)) ** 2
    apart = share * weights**2
    np.fill_diagonal(apart, 0)
    total = same.sum() + apart.sum() - (kappa - chance * (1 - kappa)) ** 2
    return max(0.0, float(total)) / (1 - chance) ** 2


def krippendorffs_alpha(codes: Codes, runs: int = RUNS, seed: int = SEED) -> Agreement:
    """Agreement of any number of coders, some of whom may have left passages out.

        alpha = 1 - (n - 1) * sum of o(c, k), c not k / sum of n(c) * n(k), c not k

    where o(c, k) counts pairs of codes within passages, each pair weighing 1 / (codes of that passage - 1), n(c) is
    how often a code was used in passages with two codes or more, and n their sum. Limits are the 2.5th and 97.5th
    percentile over `runs` samples of passages drawn with replacement.

    Parameters
    ----------
    codes : shape (coders, passages); MISSING where a coder gave no code
    runs, seed : of the limits

    Returns
    -------
    Agreement; NaN where fewer than two different codes were used

    Raises
    ------
    ValueError : no passage has two codes

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability; limits by resampling of passages, as in
    Hayes and Krippendorff (2007).
    """
    compared = codes[:, np.sum(codes != MISSING, axis=0) > 1]
    if not compared.shape[1]:
        raise ValueError("no passage has two codes, so nothing can be compared")
    counts = _counts(compared)
    draws = np.random.default_rng(seed).integers(0, len(counts), (runs, len(counts)))
    found = np.array([_alpha(counts[draw]) for draw in draws])
    known = found[~np.isnan(found)]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return Agreement(_alpha(counts), float(low), float(high), len(counts))


def _counts(codes: Codes) -> NDArray[np.float64]:
    """How often each code stands on each passage, shape (passages, codes)."""
    counts = np.zeros((codes.shape[1], int(codes.max()) + 1))
    for row in codes:
        given = row != MISSING
        np.add.at(counts, (np.flatnonzero(given), row[given]), 1)
    return counts


def _alpha(counts: NDArray[np.float64]) -> float:
    each = counts.sum(axis=1)
    pairs = (counts[:, :, np.newaxis] * counts[:, np.newaxis, :]) / (each - 1)[:, np.newaxis, np.newaxis]
    apart = float(pairs.sum() - np.einsum("ijj->", pairs))
    used = counts.sum(axis=0)
    total = float(used.sum())
    expected = float(total**2 - (used**2).sum())
    return float("nan") if expected == 0 else 1 - (total - 1) * apart / expected


def agreement_on(code: str, first: Sequence[frozenset[str]], second: Sequence[frozenset[str]]) -> Agreement:
    """Cohen's kappa on one concept, where passages may carry several: did each coder put it on or not."""
    return cohens_kappa([code in codes for codes in first], [code in codes for codes in second])
