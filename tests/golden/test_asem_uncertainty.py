"""COINr's uncertainty (100 runs) and sensitivity (600 runs) of the ASEM example, replayed run by run.

COINr saved, for every run, the most points it would winsorise, the normalisation, the set of perturbed
weights and the aggregation. Each run here is our recipe with those four things changed, through the same
engine as any index. Source: output of COINr 1.1.14 (MIT licence) on its own ASEM data, 51 x 49.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from placebook.measure.build import build_index
from placebook.types import Cube, Direction, Indicator, Part, Recipe, Step

NORMALISE = {
    "n_zscore": Step("normalise", "z_score", {"mean": 10.0, "sd": 2.0}),
    "n_minmax": Step("normalise", "min_max", {"low": 1.0, "high": 100.0}),
}
AGGREGATE = {"a_amean": Step("aggregate", "arithmetic"), "a_gmean": Step("aggregate", "geometric")}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def asem(shared):
    return shared / "asem"


@cache
def figures(asem: Path) -> Cube:
    found = rows(asem / "dset_Imputed.csv")
    names = tuple(name for name in found[0] if name != "uCode")
    values = np.array([[float(row[name]) if row[name] else np.nan for name in names] for row in found])
    return Cube(values[:, :, None], tuple(row["uCode"] for row in found), names, ("2018",))


@cache
def asem_recipe(asem: Path) -> Recipe:
    meta = {row["iCode"]: row for row in rows(asem / "iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")}

    def part(code: str) -> Part:
        below = tuple(part(name) for name, row in meta.items() if row["Parent"] == code)
        return Part(code, code, float(meta[code]["Weight"]), below, None if below else code)

    leaves = {name: row for name, row in meta.items() if row["Type"] == "Indicator"}
    way = {"1": Direction.HIGHER_IS_BETTER, "-1": Direction.LOWER_IS_BETTER}
    return Recipe(
        id="asem",
        title="Sustainable Connectivity",
        says="",
        does_not_say="",
        method_source="",
        higher_means="more",
        levels=("index", "sub-index", "pillar", "indicator"),
        tree=part("Index"),
        steps=(Step("treat", "skew_kurtosis"), Step("normalise", "min_max"), Step("aggregate", "arithmetic")),
        indicators=tuple(Indicator(name, name, direction=way[row["Direction"]]) for name, row in leaves.items()),
    )


@cache
def weight_sets(asem: Path) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in rows(asem / "ua_noisy_weights_100.csv"):
        found.setdefault(row["wset"], {})[row["iCode"]] = float(row["Weight"])
    return found


def weighted(part: Part, weights: dict[str, float]) -> Part:
    below = tuple(weighted(one, weights) for one in part.parts)
    return replace(part, weight=weights[part.name], parts=below)


def one_run(asem: Path, run: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Scores and ranks of the index in one of COINr's runs, made by our engine."""
    usual = asem_recipe(asem)
    steps = (
        Step("treat", "skew_kurtosis", {"winmax": int(run["winmax"])}),
        NORMALISE[run["norm"]],
        AGGREGATE[run["agg"]],
    )
    tree = weighted(usual.tree, weight_sets(asem)[run["wset"]])
    index = build_index(replace(usual, tree=tree, steps=steps), figures(asem))
    return index.scores.column("Index", "2018"), index.ranks.column("Index", "2018")


def saved(path: Path, areas: tuple[str, ...]) -> dict[str, np.ndarray]:
    found = {row["uCode"]: row for row in rows(path)}
    names = [name for name in next(iter(found.values())) if name != "uCode"]
    return {name: np.array([float(found[area][name]) for area in areas]) for name in names}


@pytest.mark.parametrize("what", ["ua100", pytest.param("sa100", marks=pytest.mark.slow)])
def test_every_run_gives_coinrs_scores_and_ranks(asem, what):
    areas = figures(asem).areas
    scores, ranks = saved(asem / f"{what}_scores.csv", areas), saved(asem / f"{what}_ranks.csv", areas)
    runs = rows(asem / f"{what}_para.csv")
    assert len(runs) == {"ua100": 100, "sa100": 600}[what]
    for run in runs:
        score, rank = one_run(asem, run)
        assert np.abs(score - scores[f"r_{run['rep']}"]).max() < 1e-9, run
        assert np.array_equal(rank, ranks[f"r_{run['rep']}"]), run
