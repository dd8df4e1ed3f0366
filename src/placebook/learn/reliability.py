"""How far each code can be trusted: agreement of people who coded the same passages, and which codes are indicative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placebook.learn.agreement import MISSING, RUNS, SEED, Agreement, agreement_on, krippendorffs_alpha
from placebook.learn.codings import Coding, by_passage

NOT_KNOWN = Agreement(float("nan"), float("nan"), float("nan"), 0)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What agreement a code needs to count in full.

    Krippendorff (2004, p. 241) takes no code below an alpha of 0.667 for more than a first hint, and asks for 0.8
    where it matters. With fewer than five passages that carry the code, agreement says little.
    """

    alpha: float = 0.667
    passages: int = 5


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far people agree on one concept. `indicative` is "" for a code that counts in full, else why it does not."""

    concept: str
    passages: int  # coded by two people or more
    put: int  # of these, how many carry the concept by anybody
    kappa: Agreement | None  # Cohen's, where the same two people coded them all
    alpha: Agreement  # Krippendorff's, for any people
    indicative: str


def reliability(
    codings: Sequence[Coding],
    concepts: Sequence[str],
    threshold: Threshold | None = None,
    runs: int = RUNS,
    seed: int = SEED,
) -> tuple[Reliability, ...]:
    """Agreement on each concept among the passages that two people or more coded, with limits.

    Why: a code on which trained people differ is a hint and no finding; whoever counts it should be told.

    Codings of a passage are compared only where they were made by the same version of the codebook: others differ
    because the rule did.

    Parameters
    ----------
    codings : each person once for each passage
    concepts : of the codebook, in its order
    threshold : what a code needs; alpha 0.667 and five passages where not named
    runs, seed : of the limits of alpha

    Returns
    -------
    One line for each concept, in order. Agreement is NaN where there is nothing that could differ

    Raises
    ------
    ValueError : a person coded a passage twice
    """
    least = threshold or Threshold()
    twice = [each for each in map(_comparable, by_passage(codings).values()) if len(each) > 1]
    people = sorted({one.coder for each in twice for one in each})
    return tuple(_on(concept, twice, people, least, runs, seed) for concept in concepts)


def _comparable(codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """The codings by the version that most of them have, the later written of equals."""
    counts: dict[str, int] = {}
    for one in codings:
        counts[one.version] = counts.get(one.version, 0) + 1
    best = max(counts, key=lambda version: (counts[version], version))
    return tuple(one for one in codings if one.version == best)


def _on(
    concept: str, twice: Sequence[Sequence[Coding]], people: Sequence[str], least: Threshold, runs: int, seed: int
) -> Reliability:
    put = sum(any(concept in one.concepts for one in each) for each in twice)
    codes = np.full((len(people), len(twice)), MISSING, dtype=np.int64)
    for column, each in enumerate(twice):
        for one in each:
            codes[people.index(one.coder), column] = concept in one.concepts
    alpha = krippendorffs_alpha(codes, runs, seed) if twice else NOT_KNOWN
    return Reliability(concept, len(twice), put, _kappa(concept, twice, people), alpha, _doubt(alpha, put, least))


def _kappa(concept: str, twice: Sequence[Sequence[Coding]], people: Sequence[str]) -> Agreement | None:
    if len(people) != 2 or any(len(each) != 2 for each in twice):
        return None
    in_order = [sorted(each, key=lambda one: one.coder) for each in twice]
    first, second = ([frozenset(each[at].concepts) for each in in_order] for at in (0, 1))
    return agreement_on(concept, first, second)


def _doubt(alpha: Agreement, put: int, least: Threshold) -> str:
    if not alpha.units:
        return "no passage was coded by two people"
    if put < least.passages:
        carry = "passage coded by two people carries" if put == 1 else "passages coded by two people carry"
        return f"only {put} {carry} it, fewer than {least.passages}"
    if np.isnan(alpha.value) or alpha.value < least.alpha:
        said = "not known" if np.isnan(alpha.value) else f"{alpha.value:.2f}"
        return f"agreement (alpha) is {said}, below {least.alpha:g}"
    return ""
