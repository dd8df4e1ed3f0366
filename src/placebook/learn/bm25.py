"""How well passages answer words, by BM25, for all passages at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers

K1, B = 1.2, 0.75
FAINT = 1e-6  # the weight of a word that stands in half of all passages or more

Places = tuple[NDArray[np.intp], Numbers]  # passages that hold a word, and how often each does


def bm25(words: Sequence[Places], lengths: Numbers) -> Numbers:
    """The score of every passage for some words; 0 for one that holds none of them.

    Why: a word that few passages hold says more than one that many do, the tenth time that it stands in a passage says
    less than the first, and a long passage holds a word sooner by chance.

        weight of a word = ln((N - n + 1/2) / (n + 1/2)), at least 0.000001
        score            = sum over words of weight * f * (K1 + 1) / (f + K1 * (1 - B + B * length / mean length))

    where N counts passages, n those that hold the word, and f is how often it stands in this one.

    Parameters
    ----------
    words : for each word the passages that hold it, each once and by its row in `lengths`, and how often
    lengths : of each passage, in words; NaN for a row without a passage

    Returns
    -------
    shape of lengths

    Source: Robertson and Zaragoza (2009), The probabilistic relevance framework; with the constants and the least
    weight of SQLite's FTS5, whose order it gives.
    """
    count = int(np.sum(~np.isnan(lengths)))
    scores = np.zeros(len(lengths))
    if not count:
        return scores
    mean = float(np.nansum(lengths)) / count
    for rows, times in words:
        if len(rows):
            weight = max(FAINT, float(np.log((count - len(rows) + 0.5) / (len(rows) + 0.5))))
            long = K1 * (1 - B + B * lengths[rows] / mean)
            scores[rows] += weight * (times * (K1 + 1) / (times + long))
    return scores
