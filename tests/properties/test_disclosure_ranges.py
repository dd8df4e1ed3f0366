"""What is true of every table that has passed the gate, checked by trying every table that fits what is shown."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from placebook.measure.disclosure import protect
from placebook.types import Counts, DisclosureRule

SMALL = DisclosureRule(hide_up_to=2)
MOST = 4  # the largest count of a drawn table


def tables(areas: int, kinds: int):
    return st.lists(st.integers(0, MOST), min_size=areas * kinds, max_size=areas * kinds).map(
        lambda cells: np.array(cells, float).reshape(areas, kinds)
    )


def counts_of(cells: np.ndarray) -> Counts:
    areas, kinds = cells.shape
    return Counts(cells[:, None, :].copy(), tuple("ABCD"[:areas]), ("2014",), tuple("xyz"[:kinds]))


def with_totals(cells: np.ndarray) -> np.ndarray:
    wide = np.hstack([cells, cells.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


@cache
def all_tables(areas: int, kinds: int, most: int) -> np.ndarray:
    """Every table of whole counts up to `most`, with totals."""
    grid = np.array(list(product(range(most + 1), repeat=areas * kinds)), float).reshape(-1, areas, kinds)
    wide = np.concatenate([grid, grid.sum(axis=2, keepdims=True)], axis=2)
    return np.concatenate([wide, wide.sum(axis=1, keepdims=True)], axis=1)


def is_safe(hidden: np.ndarray, whole: np.ndarray, every: np.ndarray, rule: DisclosureRule) -> bool:
    """Slow and obvious: over all tables that agree with what is shown, does each small count reach 1 and the most?"""
    fits = every[np.all((every == whole) | hidden, axis=(1, 2))]
    small = (whole > 0) & (whole <= rule.hide_up_to)
    return bool(np.all(fits.min(axis=0)[small] <= 1) and np.all(fits.max(axis=0)[small] >= rule.hide_up_to))


@settings(max_examples=20, deadline=None)
@given(tables(3, 2))
def test_every_range_covers_what_the_rule_hides(cells):
    """An attacker who tries every table of whole counts finds no small count to within the range."""
    whole = with_totals(cells)
    done = protect(counts_of(cells), SMALL, dict.fromkeys("ABC", "All"))
    assert is_safe(done.table.hidden[:, 0, :], whole, all_tables(3, 2, MOST + 2), SMALL)


@settings(max_examples=12, deadline=None)
@given(tables(2, 2))
def test_nothing_less_would_be_safe(cells):
    """No choice that loses less, of all 2 to the 9th, protects a two by two table and its totals."""
    whole, every = with_totals(cells), all_tables(2, 2, MOST + 3)
    done = protect(counts_of(cells), SMALL, {"A": "All", "B": "All"})
    small = (whole > 0) & (whole <= SMALL.hide_up_to)
    size = np.array([[1.0, 1, 2], [1, 1, 2], [2, 2, 4]])
    free = np.argwhere(~small)
    losses = [
        size[hidden].sum()
        for many in range(len(free) + 1)
        for some in combinations(free, many)
        if is_safe(hidden := _hidden(small, some), whole, every, SMALL)
    ]
    assert size[done.table.hidden[:, 0, :]].sum() == min(losses)


def _hidden(small: np.ndarray, more) -> np.ndarray:
    hidden = small.copy()
    for one in more:
        hidden[tuple(one)] = True
    return hidden


@settings(max_examples=8, deadline=None)
@given(tables(4, 3), st.sampled_from([1, 3, 5]), st.booleans())
def test_what_is_shown_is_rounded_and_never_small(cells, base, zero_is_safe):
    rule = DisclosureRule(round_to=base, zero_is_safe=zero_is_safe)
    done = protect(counts_of(cells), rule, dict.fromkeys("ABCD", "All"))
    seen = ~np.isnan(done.shown)
    true = cells[:, None, :]
    assert not np.any(done.hidden & seen)
    assert np.all(done.hidden | seen)
    assert np.all(done.shown[seen] % base == 0)
    assert np.all(np.abs(done.shown - true)[seen] <= base / 2)
    assert np.all(done.hidden[(true > 0) & (true <= 4)])
    assert zero_is_safe or np.all(done.hidden[true == 0])
