"""The third rung of coding: what people's own codes have taught, once a concept has enough of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from placebook.learn.meaning import neighbour_means
from placebook.learn.suggest import TRAINED, Scored
from placebook.types import Codebook, DataError, Numbers

FEWEST_CODES = 50  # of people, before a concept is learned
NEIGHBOURS = 10
STRENGTH = 10.0  # inverse of the penalty on large weights, as scikit-learn counts it
SEED = 1


def learned(codes: Sequence[str], fewest: int = FEWEST_CODES) -> frozenset[str]:
    """The concepts of which there are enough codes to learn from."""
    return frozenset(concept for concept, count in Counter(codes).items() if count >= fewest)


def trained_scores(
    passages: Sequence[str],
    vectors: Numbers,
    codes: Sequence[str | None],
    codebook: Codebook,
    model: str,
    fewest: int = FEWEST_CODES,
    neighbours: int = NEIGHBOURS,
) -> Scored:
    """Score all passages by what was learned from those that people have coded.

    Why: definitions say what a concept should be; a hundred codes say what people here take it to be. A passage is
    seen with what it stands among: its own vector beside the mean of its ten nearest passages.

        score = probability of a concept, by logistic regression on (vector, mean vector of the neighbours)

    Concepts with fewer than `fewest` codes are not learned and score 0, and so are never suggested by this rung.

    Parameters
    ----------
    passages, vectors : all passages, coded or not; vectors of length 1, shape (passages, dimensions)
    codes : the concept that people put on each passage, or None where nobody has
    codebook : the concepts there are
    model : the name of what made the vectors
    fewest : how many codes a concept needs
    neighbours : among how many others a passage is seen; 0 for the passage alone

    Returns
    -------
    Scored, with probabilities that sum to 1 over the concepts that were learned

    Raises
    ------
    DataError : fewer than two concepts have enough codes, or scikit-learn is not installed

    Source: Hosmer and Lemeshow (2013), Applied Logistic Regression; the neighbours are ours (DECISIONS.md).
    """
    enough = sorted(learned([code for code in codes if code], fewest))
    if len(enough) < 2:
        raise DataError(
            f"{len(enough)} concepts have {fewest} codes of people or more, and two are needed to learn a difference; "
            "code more passages, or go by meaning"
        )
    seen = np.hstack([vectors, neighbour_means(vectors, neighbours)]) if neighbours else vectors
    known = np.array([place for place, code in enumerate(codes) if code in enough])
    head = _fit(seen[known], [codes[place] for place in known])
    scores = np.zeros((len(passages), len(codebook.rules)))
    places = {rule.concept: place for place, rule in enumerate(codebook.rules)}
    scores[:, [places[name] for name in head.classes_]] = head.predict_proba(seen)
    version = f"{codebook.id} {codebook.version}, {model}, {len(known)} codes"
    return Scored(codebook, TRAINED, version, tuple(passages), scores)


def _fit(seen: Numbers, codes: Sequence[str | None]):  # type: ignore[no-untyped-def]  # the package has no types
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        raise DataError("learning from codes needs scikit-learn; install placebook[learn]") from None
    return LogisticRegression(C=STRENGTH, max_iter=2_000, class_weight="balanced", random_state=SEED).fit(seen, codes)
