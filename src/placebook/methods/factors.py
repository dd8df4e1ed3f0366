"""What parts have in common: principal components and the one-factor model, from their correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from placebook.methods.correlate import correlation_of_complete_rows
from placebook.types import Numbers

LEAST_UNIQUENESS = 0.005  # a part that the factor explains wholly is held here, so that the fit has an answer


@dataclass(frozen=True, slots=True)
class Components:
    """The principal components of parts, the one with the most variance first."""

    loadings: Numbers  # shape (parts, components): each column has length 1 and a sum that is not negative
    eigenvalues: Numbers  # shape (components,): variance of each component, in variances of one part

    @property
    def shares(self) -> Numbers:
        """Each component's share of all variance, shape (components,), summing to 1."""
        share: Numbers = self.eigenvalues / np.sum(self.eigenvalues)
        return share


@dataclass(frozen=True, slots=True)
class OneFactor:
    """Parts as readings of one thing that is not seen: what each takes from it and what is its own."""

    loadings: Numbers  # shape (parts,): correlation of each part with the factor
    uniquenesses: Numbers  # shape (parts,): share of each part's variance that is its own
    score_weights: Numbers  # shape (parts,): weights on standardised parts that best guess the factor
    at_limit: NDArray[np.bool_]  # shape (parts,): uniqueness held at its least value


def components(x: ArrayLike) -> Components:
    """Find the principal components of parts, each part standardised first.

    The first is the weighted sum of parts that differs most from area to area. If it holds most of
    the variance, one number says most of what the parts say.

        R = V diag(e) V'      R: correlations of the areas that have every figure; V: loadings

    Parameters
    ----------
    x : shape (areas, parts), NaN = no value; areas with a gap are left out

    Returns
    -------
    Components. A component has no sign of its own; each is turned so that its loadings do not sum below zero

    Raises
    ------
    ValueError : if fewer than three areas have every figure, or a part does not vary

    Source: Jolliffe (2002), Principal Component Analysis, 2nd edition, section 2.3 (correlation
    matrix); OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 4.
    """
    return components_of(correlation_of_complete_rows(x))


def components_of(correlations: Numbers) -> Components:
    """The principal components that belong to a correlation matrix, shape (parts, parts)."""
    values, vectors = np.linalg.eigh(correlations)
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    return Components(np.column_stack([turned(v) for v in vectors.T]), values)


def turned(loadings: Numbers) -> Numbers:
    """Loadings with the sign that makes their sum positive; where it is zero, the first that counts is positive."""
    total = float(np.sum(loadings))
    if abs(total) > 1e-9:
        return loadings if total > 0 else -loadings
    first = loadings[np.argmax(np.abs(loadings) > 1e-9)]
    return loadings if first >= 0 else -loadings


def one_factor(correlations: ArrayLike) -> OneFactor:
    """Fit the one-factor model to correlations by maximum likelihood.

    It takes parts as imperfect readings of one thing, such as how well children do at school, and
    works out how much each reading has of it. Unlike a principal component it leaves each part's own
    noise out.

        R ~ l l' + diag(u)      l: loadings, u: uniquenesses
        u makes  sum over the smaller eigenvalues e of diag(u)^-1/2 R diag(u)^-1/2 of (e - ln e - 1)  least
        score weights = R^-1 l = (l / u) / (1 + sum(l^2 / u))     (Thomson's regression scores)

    The sum is made least by a bounded quasi-Newton search (L-BFGS-B with the exact slope) from
    several fixed starts, so the same correlations always give the same answer.

    Parameters
    ----------
    correlations : shape (parts, parts), symmetric with 1 on the diagonal

    Returns
    -------
    OneFactor, turned so that the loadings do not sum below zero. No uniqueness is below 0.005

    Raises
    ------
    ValueError : if there are fewer than three parts (the model then has no single answer), or the
        matrix is not one of correlations

    Source: Lawley and Maxwell (1971), Factor Analysis as a Statistical Method, 2nd edition;
    Joreskog (1967), Some contributions to maximum likelihood factor analysis, Psychometrika 32;
    the bound of 0.005 is that of R's factanal().
    """
    r = _checked(correlations)
    found = [_search(r, start) for start in _starts(r)]
    u, _ = min(found, key=lambda each: round(each[1], 9))
    values, vectors = np.linalg.eigh(_scaled(r, u))
    loadings = turned(np.sqrt(u) * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0)))
    weights = (loadings / u) / (1 + np.sum(loadings**2 / u))
    return OneFactor(loadings, u, weights, u <= LEAST_UNIQUENESS * (1 + 1e-6))


def _checked(correlations: ArrayLike) -> Numbers:
    r = np.asarray(correlations, dtype=np.float64)
    if r.ndim != 2 or r.shape[0] != r.shape[1] or not np.allclose(r, r.T, atol=1e-8):
        raise ValueError(f"a one-factor model needs a square, symmetric table of correlations, not shape {r.shape}")
    if not np.allclose(np.diag(r), 1.0, atol=1e-8) or np.max(np.abs(r)) > 1 + 1e-8:
        raise ValueError("a one-factor model needs correlations: 1 on the diagonal, all from -1 to 1")
    if len(r) < 3:
        raise ValueError(f"a one-factor model needs at least 3 parts, and there are {len(r)}")
    return r


def _starts(r: Numbers) -> list[Numbers]:
    """Uniquenesses to begin from: Joreskog's guess, and high, middle and low ones."""
    k = len(r)
    joreskog = (1 - 0.5 / k) / np.diag(np.linalg.pinv(r))
    even = [np.full(k, level) for level in (0.5, 0.9, 0.1)]
    return [np.clip(start, 0.01, 0.99) for start in (joreskog, *even)]


def _search(r: Numbers, start: Numbers) -> tuple[Numbers, float]:
    from scipy.optimize import minimize

    bounds = [(LEAST_UNIQUENESS, 1.0)] * len(r)
    options = {"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-10}
    found = minimize(_misfit, start, args=(r,), jac=True, method="L-BFGS-B", bounds=bounds, options=options)  # type: ignore[call-overload]
    return np.asarray(found.x, dtype=np.float64), float(found.fun)


def _scaled(r: Numbers, u: Numbers) -> Numbers:
    scaled: Numbers = r / np.sqrt(np.outer(u, u))
    return scaled


def _misfit(u: Numbers, r: Numbers) -> tuple[float, Numbers]:
    """How badly uniquenesses fit, best over all loadings, and its slope for each of them."""
    values, vectors = np.linalg.eigh(_scaled(r, u))
    rest = np.maximum(values[:-1], 1e-12)
    common = np.sqrt(u) * vectors[:, -1]
    explained = common**2 * max(values[-1] - 1.0, 0.0)
    return float(np.sum(rest - np.log(rest) - 1.0)), (explained + u - np.diag(r)) / u**2
