"""The ASEM example of COINr 1.1.14 (51 countries, 49 indicators): aggregation, reproduced from its figures."""

import csv
from pathlib import Path

import numpy as np
import pytest

from placebook.methods import aggregate
from placebook.methods.outrank import outranking

ASEM = Path(__file__).parents[3] / "shared" / "data" / "asem"
pytestmark = pytest.mark.skipif(not ASEM.is_dir(), reason="the ASEM reference figures are not on this machine")

CLOSE = 1e-9
CONN = ("ConEcFin", "Instit", "P2P", "Physical", "Political")


def figures(name, columns):
    """Columns of a saved table, shape (rows, columns); an empty cell or NA is NaN."""
    with (ASEM / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row[c]) if row[c] not in ("", "NA") else np.nan for c in columns] for row in rows])


@pytest.fixture(scope="module")
def families():
    """Each whole of the index with its parts and their weights: {whole: ((part, weight), ...)}."""
    with (ASEM / "iMeta.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Parent"] not in ("", "NA")]
    wholes = dict.fromkeys(row["Parent"] for row in rows)
    return {
        whole: tuple((row["iCode"], float(row["Weight"])) for row in rows if row["Parent"] == whole) for whole in wholes
    }


@pytest.mark.parametrize(
    ("table", "method", "options"),
    [
        ("dset_Aggregated", "arithmetic", {}),
        ("agg_a_amean", "arithmetic", {}),
        ("agg_a_gmean", "geometric", {}),  # of figures normalised to 1 to 100
        ("agg_a_genmean", "generalised", {"order": 0.5}),  # of the same; the order is the one that fits
    ],
)
def test_every_whole_of_the_index(families, table, method, options):
    assert len(families) == 11  # eight pillars, two sub-indices, the index
    for whole, parts in families.items():
        names, weights = zip(*parts, strict=True)
        found = aggregate.METHODS[method](figures(table, names), weights, **options)
        assert np.max(np.abs(found - figures(table, [whole])[:, 0])) < CLOSE, whole


def test_outranking_of_every_two_countries():
    published = figures("outrank_matrix_conn", [f"V{i}" for i in range(1, 52)])
    found = outranking(figures("agg_copeland_conn", CONN), np.ones(5))
    assert np.max(np.abs(found - published)) < CLOSE


@pytest.mark.parametrize("column", ["Conn_copeland_eq", "Conn_copeland_w"])
def test_copeland_score_of_every_country(families, column):
    weights = dict(families["Conn"])
    found = aggregate.copeland(figures("agg_copeland_conn", CONN), [weights[name] for name in CONN])
    assert np.array_equal(found, figures("agg_copeland_conn", [column])[:, 0])
