"""Normalise by goalposts: two figures for each indicator, written down or found in the data by a stated rule.

Same arguments as in `normalise`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from placebook.methods.reference import counted, percentile, refuse
from placebook.types import Numbers

End = float | Mapping[str, float]  # a figure, or one of RULES with its number
RULES = ("percentile", "worst", "best")
CLIPS = (True, False, "low", "high")


def goalposts(
    x: Numbers,
    reference: Numbers,
    sign: Numbers,
    goalposts: Sequence[Sequence[End]] | Numbers,
    scale: str | Sequence[str] = "linear",
    clip: bool | str = True,
    low: float = 0,
    high: float = 100,
) -> Numbers:
    """Score each area by how far it lies between two fixed figures, chosen once and written down.

    Because the goalposts do not move with the data, scores compare over time and between
    editions: this is how the Human Development Index and the Social Progress Index are made. An end
    may also be found in the data by a stated rule, as in the Sustainable Development Report: a
    percentile counted from the worst figure, or the mean of the best or worst few. Such an end moves.

        share = (x - a) / (b - a)                          linear
        share = (ln x - ln a) / (ln b - ln a)              log: equal ratios, equal steps
        score = low + (high - low) * share                 share held within 0 to 1 when `clip`

    Parameters
    ----------
    x, reference, sign : shapes (areas, k), (rows, k), (k,); see `normalise`
    goalposts : for each column the figure a that scores `low` and b that scores `high` (one pair: for all);
        each a number, {percentile: 0 worst to 100 best}, {best: mean of so many} or {worst: mean of so many}
    scale : "linear" or "log" for all columns, or one word for each
    clip : hold scores within low to high; a figure beyond a goalpost counts as the goalpost. "low" or
        "high" holds only that end
    low, high : the scores at the two goalposts. Points

    Returns
    -------
    shape (areas, k), points

    Raises
    ------
    ValueError : goalposts that are equal, missing or run against the direction of their column;
        a log scale with a goalpost that is not above zero, or (without clip) such a figure; an unknown word

    Source: UNDP (2024), Human Development Report 2023-24, Technical note 1; Lafortune, Fuller, Moreno,
    Schmidt-Traub and Kroll (2018), SDG Index and Dashboards, Detailed Methodological Paper.
    """
    if clip not in CLIPS:
        raise ValueError(f"clip is true, false, low or high, not {clip!r}")
    posts = figures_of(goalposts, reference, sign)
    there = np.any(~np.isnan(reference), axis=0)
    refuse((there & ~np.all(np.isfinite(posts), axis=0)) | (posts[0] == posts[1]), "no two different goalposts")
    refuse((posts[1] - posts[0]) * sign < 0, "goalposts that run against the direction of the indicator")
    held = _between(x, posts, clip)
    log = _log_columns(scale, x.shape[1])
    refuse(log & (posts.min(axis=0) <= 0), "a log scale, which needs goalposts above zero")
    refuse(log & np.any(held <= 0, axis=0), "a log scale, which needs figures above zero")
    a, b, y = (np.log(part, out=part.copy(), where=np.broadcast_to(log, part.shape)) for part in (*posts, held))
    score: Numbers = low + (high - low) * (y - a) / (b - a)
    return score


def figures_of(ends: Sequence[Sequence[End]] | Numbers, reference: Numbers, sign: Numbers) -> Numbers:
    """The goalposts of every column as figures, shape (2, k): the end that scores low, then the one that scores high.

    Raises
    ------
    ValueError : an end that is neither a number nor a known rule, or not one pair for all or for each column
    """
    pairs = [ends] if np.ndim(ends) == 1 and len(ends) == 2 else list(ends)  # type: ignore[arg-type]
    pairs = pairs * len(sign) if len(pairs) == 1 else pairs
    if len(pairs) != len(sign) or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"goalposts are one pair for each of {len(sign)} columns, not {ends!r}")
    found = np.empty((2, len(sign)))
    for k, pair in enumerate(pairs):
        for at, end in enumerate(pair):
            found[at, k] = _figure(end, reference[:, k : k + 1] * sign[k]) * _turned(end, sign[k])
    return found


def _turned(end: Any, sign: float) -> float:
    return sign if isinstance(end, Mapping) else 1.0


def _figure(end: Any, directed: Numbers) -> float:
    """One end: a number as it is, or what a rule finds among directed figures (higher is better), shape (rows, 1)."""
    if not isinstance(end, Mapping):
        return float(end)
    if len(end) != 1 or next(iter(end)) not in RULES:
        raise ValueError(f"an end of goalposts is a number or one of {', '.join(RULES)} with a number, not {dict(end)}")
    ((rule, number),) = end.items()
    if rule == "percentile":
        if not 0 <= number <= 100:
            raise ValueError(f"a percentile lies from 0 (worst) to 100 (best), not {number}")
        return float(percentile(directed, number)[0])
    return _mean_of(directed if rule == "best" else -directed, number) * (1 if rule == "best" else -1)


def _mean_of(x: Numbers, count: float) -> float:
    """The mean of the `count` highest figures of one column."""
    if count < 1 or count != int(count) or np.any(counted(x) < count):
        raise ValueError(
            f"a mean of the best or worst {count} figures cannot be had: write 1 up to the number of areas"
        )
    known = np.sort(x[~np.isnan(x)])
    return float(np.mean(known[len(known) - int(count) :])) if known.size else np.nan


def _between(x: Numbers, posts: Numbers, clip: bool | str) -> Numbers:
    """Figures held at the goalposts that `clip` names."""
    first = np.where(posts[0] <= posts[1], posts[0], -np.inf), np.where(posts[0] > posts[1], posts[0], np.inf)
    last = np.where(posts[1] <= posts[0], posts[1], -np.inf), np.where(posts[1] > posts[0], posts[1], np.inf)
    held = np.clip(x, *first) if clip in (True, "low") else x
    return np.clip(held, *last) if clip in (True, "high") else held


def _log_columns(scale: str | Sequence[str], columns: int) -> NDArray[np.bool_]:
    """True for each column on a log scale. Raises ValueError for a scale that is neither linear nor log."""
    words = [scale] * columns if isinstance(scale, str) else list(scale)
    for word in words:
        if word not in ("linear", "log"):
            raise ValueError(f"a goalpost scale is linear or log, not {word!r}")
    if len(words) != columns:
        raise ValueError(f"there are {columns} columns but {len(words)} scales")
    return np.array([word == "log" for word in words], dtype=np.bool_)
