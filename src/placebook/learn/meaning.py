"""The second rung of coding: how near a passage lies to what a concept means, by vectors that a model gave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from placebook.types import Numbers

BIAS_SHARE = 0.5  # of a concept's likeness to other concepts that is taken off


def meaning_scores(passages: Numbers, texts: Numbers, owner: Sequence[int]) -> Numbers:
    """How near each passage lies to each concept, by what they mean.

    A concept is several texts: its definition and its phrases. A passage that is very near to one of them, and fairly
    near to all, is about it. Some concepts are worded so widely that they lie near to everything; half of how near a
    concept's texts lie to the texts of all the others is taken off, so that they do not win by width alone. That
    bias comes from the codebook only, so the score of one passage does not depend on the others at hand.

        centre = mean of the concept's texts, brought to length 1
        bias   = mean over all texts of other concepts of (text . centre)
        score  = (largest of (passage . text) + passage . centre) / 2 - bias / 2

    Parameters
    ----------
    passages : shape (passages, dimensions), each of length 1
    texts : shape (texts, dimensions), each of length 1
    owner : the concept of each text, as 0, 1, 2...

    Returns
    -------
    shape (passages, concepts), about -1 to 1

    Raises
    ------
    ValueError : a concept without a text, or vectors of two lengths

    Source: nearest-centroid classification by sentence vectors, as in Reimers and Gurevych (2019), Sentence-BERT; the
    combination with the nearest text and the bias are ours (DECISIONS.md says what they were measured on).
    """
    owners: NDArray[np.int64] = np.asarray(owner, dtype=np.int64)
    if passages.shape[1] != texts.shape[1]:
        raise ValueError(f"vectors of {passages.shape[1]} and of {texts.shape[1]} numbers cannot be compared")
    count = int(owners.max()) + 1
    missing = sorted(set(range(count)) - set(owners.tolist()))
    if missing:
        raise ValueError(f"concept {missing[0]} has no text")
    scores = np.empty((len(passages), count))
    for concept in range(count):
        own = texts[owners == concept]
        centre = _length_one(own.mean(axis=0))
        others = texts[owners != concept]
        bias = float(np.mean(others @ centre)) if len(others) else 0.0
        nearest = np.max(passages @ own.T, axis=1, initial=-1.0)
        scores[:, concept] = (nearest + passages @ centre) / 2 - BIAS_SHARE * bias
    return scores


def _length_one(vector: Numbers) -> Numbers:
    length = float(np.linalg.norm(vector))
    longer: Numbers = vector / length if length else vector
    return longer


def neighbour_means(vectors: Numbers, count: int = 10, at_once: int = 2_000) -> Numbers:
    """The mean vector of the `count` passages nearest to each passage, itself left out: what it stands among.

    Parameters
    ----------
    vectors : shape (passages, dimensions), each of length 1
    count : how many neighbours; where there are fewer passages, all others
    at_once : how many passages are compared with all at a time, to bound memory

    Returns
    -------
    shape (passages, dimensions); zeros where there is no other passage
    """
    means = np.zeros_like(vectors)
    near = min(count, len(vectors) - 1)
    for start in range(0, len(vectors) if near > 0 else 0, at_once):
        likeness = vectors[start : start + at_once] @ vectors.T
        rows = np.arange(len(likeness))
        likeness[rows, rows + start] = -np.inf
        nearest = np.argpartition(-likeness, near - 1, axis=1)[:, :near]
        means[start : start + at_once] = vectors[np.sort(nearest, axis=1)].mean(axis=1)
    return means
