"""What finished codes have taught: the third rung of the ladder, where there are enough codes and a model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import Max

from placebook.learn.suggest import Scored
from placebook.learn.trained import FEWEST_CODES, learned, trained_scores
from placebook.store.library import Library
from placebook.types import Codebook, DataError
from placebook.web.coding.models import Mark, RulingRow
from placebook.web.coding.work import lines, readings, seen_by
from placebook.web.library.finding import Meaning

EVERY = (
    50  # finished passages: with so many more it is learned anew, so that suggestions do not change while people work
)
Taught = tuple[tuple[str, str], ...]  # passage, and the concept that it is most about


def taught_by(book: str, framework: str) -> Taught:
    """The concept that each finished passage is most about, in the order in which they were finished.

    Only what everybody has finished teaches: else a suggestion would tell the second of a blind pair of the first's
    code. Cut to a multiple of 50.
    """
    last = [model.objects.aggregate(last=Max("id"))["last"] or 0 for model in (Mark, RulingRow)]
    found = _mains(Path(settings.BOOK), book, framework, tuple(last))
    return found[: len(found) // EVERY * EVERY]


@lru_cache(maxsize=8)
def _mains(folder: Path, book: str, framework: str, last: tuple[int, ...]) -> Taught:
    del folder, last
    work = seen_by(readings(book, framework), None)
    ends: dict[str, int] = {}
    for one in work:
        ends[one.passage] = max(ends.get(one.passage, 0), one.marks[-1].pk)
    found: dict[str, str] = {}
    for line in lines(book, framework, work):
        if line.belongs:
            found.setdefault(line.passage, line.concept)
    return tuple((passage, found[passage]) for passage in sorted(found, key=ends.__getitem__))


def scored_by_codes(
    held: Library, names: Sequence[str], codebook: Codebook, taught: Taught, meaning: Meaning | None
) -> tuple[Scored | None, frozenset[str]]:
    """Passages scored by what was taught, the first of them those that are named; and the concepts that were learned.

    None where fewer than two concepts have 50 codes, or nothing can learn here.
    """
    concepts = learned([concept for _, concept in taught], FEWEST_CODES)
    if meaning is None or len(concepts) < 2:
        return None, frozenset()
    rows = {name: row for row, name in enumerate(meaning.vectors.passages)}
    main = {name: concept for name, concept in taught if name in rows}
    every = list(dict.fromkeys([*names, *main]))
    with held.opened() as link:
        texts = held.some_passages(link, every)
    values = meaning.vectors.values[[rows[name] for name in every]].astype(np.float64)
    words = [texts[name][0].text if name in texts else "" for name in every]
    try:
        found = trained_scores(words, values, [main.get(name) for name in every], codebook, meaning.model.name)
    except DataError:  # scikit-learn is not installed, or too many passages have gone
        return None, frozenset()
    return found, concepts
