"""Strengths and weaknesses of one country, as COINr 1.1.14 lists them (ASEM, United Kingdom).

COINr ranks the raw indicators, each turned so that higher is better, and takes the five best and
the five worst. Both lists are free of ties at the cut, so they can be compared as they are but for
the order of indicators that share a rank. COINr's summary (ranks of the index and its wholes) is
compared with our ranking of its aggregated scores.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from placebook.measure.strengths import Placing, strengths, weaknesses
from placebook.types import Index, Part
from small_index import index_of, leaf


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def figure(cell: str) -> float:
    return float(cell) if cell not in ("", "NA") else np.nan


def index_from(file: Path, directions: dict[str, float]) -> Index:
    """An index whose parts are columns of one of COINr's tables, each turned by its direction."""
    table = rows(file)
    tree = Part("asem", "ASEM", parts=tuple(leaf(code) for code in directions))
    scores = {c: np.array([[d * figure(row[c])] for row in table]) for c, d in directions.items()}
    return index_of(tree, scores, tuple(row["uCode"] for row in table), ("2018",))


@pytest.fixture(scope="module")
def raw(shared: Path) -> Index:
    about = rows(shared / "asem" / "iMeta.csv")
    directions = {row["iCode"]: float(row["Direction"]) for row in about if row["Type"] == "Indicator"}
    return index_from(shared / "asem" / "dset_Raw.csv", directions)


def by_code(placed: tuple[Placing, ...]) -> dict[str, int]:
    return {p.part: p.place for p in placed}


@pytest.mark.parametrize(("name", "listed"), [("strengths", strengths), ("weaknesses", weaknesses)])
def test_the_five_best_and_worst_indicators_of_the_united_kingdom(shared, raw, name, listed):
    theirs = {row["Code"]: int(row["Rank"]) for row in rows(shared / "asem" / f"gbr_{name}.csv")}
    assert len(theirs) == 5
    assert by_code(listed(raw, "GBR", 5)) == theirs


def test_lists_begin_with_the_best_and_with_the_worst(raw):
    assert [p.place for p in strengths(raw, "GBR", 8)] == sorted(p.place for p in strengths(raw, "GBR", 8))
    assert weaknesses(raw, "GBR", 5)[0].part == "GDPGrow"  # rank 42


def test_the_summary_of_the_united_kingdom(shared):
    summary = rows(shared / "asem" / "gbr_summary.csv")
    aggregated = index_from(shared / "asem" / "dset_Aggregated.csv", {row["Code"]: 1.0 for row in summary})
    placed = {p.part: p for p in strengths(aggregated, "GBR", len(summary))}
    for row in summary:
        ours = placed[row["Code"]]
        assert (ours.place, f"{ours.score:.4g}") == (int(row["Rank"]), f"{float(row['Score']):.4g}"), row["Name"]
