"""Two orders of the same passages put together: that of words and that of meaning."""

from __future__ import annotations

from collections.abc import Sequence

STEADY = 60  # how little the first places stand out; the value of the source


def fused(orders: Sequence[Sequence[str]], steady: int = STEADY) -> list[tuple[str, float]]:
    """Join orders by the reciprocal of rank: what stands high in several comes first.

    Why not add scores: a score of words has no upper end and one of meaning lies between -1 and 1, so that a sum
    would be ruled by one of them. Ranks can be added whatever they were made from.

        score of a passage = sum over the orders in which it stands of 1 / (steady + rank)

    Parameters
    ----------
    orders : names, best first, each once in an order; one may stand in some orders only
    steady : larger makes the first places count less beside the next. Dimensionless

    Returns
    -------
    names with their score, highest first; of equal ones the name that comes first in the alphabet

    Source: Cormack, Clarke and Buettcher (2009), Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods, SIGIR, p. 758.
    """
    scores: dict[str, float] = {}
    for order in orders:
        for rank, name in enumerate(order, start=1):
            scores[name] = scores.get(name, 0.0) + 1 / (steady + rank)
    return sorted(scores.items(), key=lambda one: (-one[1], one[0]))
