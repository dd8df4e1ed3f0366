"""What two readings put on passages, how far they agree on each concept, and how often suggestions meet them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placebook.learn.agreement import Agreement, agreement_on, cohens_kappa
from placebook.learn.codings import NONE
from placebook.types import Numbers


@dataclass(frozen=True, slots=True)
class Labelled:
    """The concepts that each of two independent readings put on a passage, the main one first."""

    passage: str
    first: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def agreed(self) -> frozenset[str]:
        """The concepts that both readings put on it."""
        return frozenset(self.first) & frozenset(self.second)


@dataclass(frozen=True, slots=True)
class OnConcept:
    """How two readings agree on one concept, and how many passages each put it on."""

    concept: str
    first: int
    second: int
    agreement: Agreement


def on_each_concept(labelled: Sequence[Labelled], concepts: Sequence[str]) -> tuple[OnConcept, ...]:
    """Agreement of the two readings on each concept that either used, in the order of the codebook."""
    firsts, seconds = [frozenset(one.first) for one in labelled], [frozenset(one.second) for one in labelled]
    return tuple(
        OnConcept(
            concept,
            sum(concept in codes for codes in firsts),
            sum(concept in codes for codes in seconds),
            agreement_on(concept, firsts, seconds),
        )
        for concept in concepts
        if any(concept in codes for codes in (*firsts, *seconds))
    )


def on_the_main_concept(labelled: Sequence[Labelled]) -> Agreement:
    """Agreement of the two readings on what each passage is most about, "none" counting as an answer."""
    mains = [[(codes or (NONE,))[0] for codes in (one.first, one.second)] for one in labelled]
    return cohens_kappa([first for first, _ in mains], [second for _, second in mains])


@dataclass(frozen=True, slots=True)
class Met:
    """How often suggestions met what both readings agree on, among passages on which they agree on any concept."""

    passages: int
    first: float  # share whose highest suggestion is an agreed concept
    among_three: float  # share with an agreed concept among the three highest


def how_often_met(labelled: Sequence[Labelled], scores: Numbers, concepts: Sequence[str]) -> Met:
    """How often the highest suggestion, and any of the three highest, is a concept that both readings put there.

    Parameters
    ----------
    labelled : passages
    scores : of these passages, shape (passages, concepts)
    concepts : what stands in each column

    Returns
    -------
    Met. Passages on which the readings agree on no concept are left out: nothing there can be met

    Raises
    ------
    ValueError : no passage has an agreed concept
    """
    wanted = [(place, one.agreed) for place, one in enumerate(labelled) if one.agreed]
    if not wanted:
        raise ValueError("the two readings agree on a concept on no passage, so no suggestion can meet them")
    order = np.argsort(-scores, axis=1, kind="stable")
    names = np.array(concepts)
    first = [names[order[place, 0]] in agreed for place, agreed in wanted]
    three = [bool(agreed & set(names[order[place, :3]])) for place, agreed in wanted]
    return Met(len(wanted), float(np.mean(first)), float(np.mean(three)))
