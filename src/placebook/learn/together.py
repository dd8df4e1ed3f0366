"""Passages of one table read together: what the clear ones have in common decides on the doubtful ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from placebook.learn.suggest import TOGETHER, Scored, Vectors, nearest_texts
from placebook.types import Numbers

FEWEST = 30  # passages of a concept, below which they say too little of it
DOUBT = 0.06  # of score: so far apart, the higher of two concepts is taken to be e = 2.7 times as likely
SHARE = 0.5  # of what the passages say of one another, beside what the codebook says
HELD = 5.0  # passages in the middle of all that each concept is given, so that a rare one keeps near to it
MOST_CHANGED = 0.1  # of passages that come to another concept; more, and the groups are no longer the codebook's
ROUNDS = 3  # more say the same in a clean table, and run away with one in which most is about something else


def read_together(scored: Scored, vectors: Vectors) -> Scored:
    """Score passages again, each in the light of the others of the same table. No person's code is used.

    Why: a codebook says in few words what a concept is. A thousand passages show which directions of meaning tell the
    concepts apart in this kind of text, and which are only its manner. The price: the score of a passage then hangs
    on its company, so who wants to compare passages of two tables scores each alone.

        chance = softmax(score alone / 0.06)
        three times: gains  = group_gains(vectors of passages, chance)
                     chance = softmax((score alone / 0.06) + gains / 2)
        score  = score alone + 0.06 * gains / 2

    A group that holds one concept and the mistakes for others would take passages from that concept, so a table must
    hold many concepts. And where most passages are about nothing in the codebook, groups follow what else those have in
    common; then many passages would change, and each is better read alone.

    Parameters
    ----------
    scored : passages scored alone, by meaning
    vectors : of these passages and of the codebook's texts

    Returns
    -------
    Scored, with the concept that each passage would be given alone. What came in, unchanged, where there are fewer
    than 30 passages with words for each concept, where fewer than half of the concepts come first in 30 passages, where
    more than a tenth of passages would change, or where there is only one concept. Passages without words keep their
    score

    Raises
    ------
    ValueError : vectors that are not one for each passage

    Source: expectation and maximisation from a start that is known, as Nigam and others (2000), Text classification
    from labeled and unlabeled documents using EM, with a normal distribution for each concept; the share is ours
    (DECISIONS.md says what it was measured on).
    """
    if len(vectors.passages) != len(scored.passages):
        raise ValueError(f"{len(scored.passages)} passages and {len(vectors.passages)} vectors: one for each is wanted")
    told = np.array([bool(passage.strip()) for passage in scored.passages], dtype=bool)
    if not _worth_it(scored, told):
        return scored
    scores = scored.scores.copy()
    scores[told] += DOUBT * SHARE * settled_gains(scores[told], vectors.passages[told])
    if np.mean(np.argmax(scores[told], axis=1) != scored.first[told]) > MOST_CHANGED:
        return scored
    return replace(
        scored,
        method=TOGETHER,
        version=f"{scored.version}, {int(told.sum()):,} passages together",
        scores=scores,
        nearest=nearest_texts(scored.codebook, vectors, scores),
        alone=tuple(scored.codebook.rules[place].concept for place in scored.first),
    )


def _worth_it(scored: Scored, told: NDArray[np.bool_]) -> bool:
    """Whether there are passages enough, on concepts enough."""
    concepts = scored.scores.shape[1]
    come_first = np.bincount(scored.first[told], minlength=concepts)
    return bool(concepts > 1 and told.sum() >= FEWEST * concepts and 2 * np.sum(come_first >= FEWEST) >= concepts)


def settled_gains(scores: Numbers, vectors: Numbers) -> Numbers:
    """What groups that begin as the codebook's and are drawn anew three times say for each passage and concept."""
    alone = scores / DOUBT
    gains = np.zeros_like(alone)
    for _ in range(ROUNDS):
        gains = group_gains(vectors, _chances(alone + SHARE * gains))
    return gains


def _chances(logs: Numbers) -> Numbers:
    raised = np.exp(logs - logs.max(axis=1, keepdims=True))
    shares: Numbers = raised / raised.sum(axis=1, keepdims=True)
    return shares


def group_gains(vectors: Numbers, chance: Numbers) -> Numbers:
    """How much likelier each passage is as one of each concept's group than of the groups on average, as a logarithm.

    Every group is taken to be normally distributed about its own middle, all with the same spread.

        v      = vector - mean of all vectors
        middle = sum(chance * v) / (sum(chance) + 5)               of each concept
        within = sum(chance * (v - middle)(v - middle)') / N       over passages and concepts
        spread = (N * within + D * (mean of within's diagonal) * identity) / (N + D)
        gain   = (v' spread^-1 middle - middle' spread^-1 middle / 2) * min(1, sum(chance) / 30),
                 less its mean over concepts

    The last factor: a group of a few passages is mostly mistakes, and says little.
    D dimensions have D * (D + 1) / 2 spreads, more than a table has passages; so a round spread, the same in
    all directions, counts beside what was found as much as D passages do.

    Parameters
    ----------
    vectors : shape (passages, D)
    chance : that a passage is about each concept, shape (passages, concepts), rows that sum to 1

    Returns
    -------
    shape (passages, concepts), rows that sum to 0; all 0 where every vector is the same

    Source: Fisher (1936), The use of multiple measurements in taxonomic problems; the shrunk spread after Friedman
    (1989), Regularized discriminant analysis.
    """
    count, dimensions = vectors.shape
    apart = vectors - vectors.mean(axis=0)
    size = chance.sum(axis=0)[:, np.newaxis]
    middle = (chance.T @ apart) / (size + HELD)
    # sum(chance * v) is (size + HELD) * middle, which takes the sum of products about the middles to this:
    within = (apart.T @ apart - ((size + 2 * HELD) * middle).T @ middle) / count
    round_spread = float(np.trace(within)) / dimensions
    if round_spread < 1e-12:
        return np.zeros_like(chance)
    spread = (count * within + dimensions * round_spread * np.eye(dimensions)) / (count + dimensions)
    weights = np.linalg.solve(spread, middle.T)
    gains = (apart @ weights - np.sum(middle.T * weights, axis=0) / 2) * np.minimum(1, size[:, 0] / FEWEST)
    less: Numbers = gains - gains.mean(axis=1, keepdims=True)
    return less
