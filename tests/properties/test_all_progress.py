"""The progress of all areas at once is that of each area alone, with gaps, carried figures and moving weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from placebook.measure.progress import progress
from placebook.measure.progress_all import progress_of_all
from placebook.types import Cube, Part, Step
from small_index import index_of, leaf

YEARS = ("2010", "2011", "2012", "2013", "2014", "2015")
TREE = Part(
    "whole",
    "Whole",
    parts=(
        Part("health", "Health", parts=(leaf("life"), leaf("weight", weight=2.0))),
        Part("safety", "Safety", parts=(leaf("crime"),)),
    ),
)
LEAVES = ("life", "weight", "crime")
STEPS = (Step("normalise", "goalposts"), Step("aggregate", "arithmetic"))


@settings(max_examples=examples(60))
@given(st.integers(0, 10_000), st.integers(1, 12), st.sampled_from(["better", "worse"]), st.booleans())
def test_all_at_once_is_each_alone(seed: int, n: int, high_score_is: str, moving: bool) -> None:
    rng = np.random.default_rng(seed)
    areas = tuple(f"A{i}" for i in range(n))
    base = {name: 50 + rng.normal(0, 3) * np.arange(6.0) + rng.normal(0, 2, (n, 6)) for name in LEAVES}
    scores = {name: np.where(rng.random((n, 6)) < 0.08, np.nan, values) for name, values in base.items()}
    scores["health"] = (scores["life"] + 2 * scores["weight"]) / 3
    scores["safety"] = scores["crime"]
    scores["whole"] = (scores["health"] + scores["safety"]) / 2
    index = index_of(TREE, scores, areas, YEARS, steps=STEPS, high_score_is=high_score_is)
    if moving:
        weights = index.weights.copy()
        weights[index.place("life"), 0] = 9.0
        index = replace(index, weights=weights)
    known = np.stack([np.where(rng.random((n, 6)) < 0.2, np.nan, base[name]) for name in LEAVES], axis=1)
    figures = Cube(known, areas, LEAVES, YEARS)
    for part in (one for one in index.parts if one.indicator is None):
        found = progress_of_all(index, part, "2015", figures)
        alone = [progress(index, area, "2015", figures, [part.name])[0].progress for area in areas]
        assert found.tolist() == alone
