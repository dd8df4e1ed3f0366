"""The ASEM example of COINr 1.1.14 (51 countries, 49 indicators): aggregation and weights, reproduced."""

import numpy as np
import pytest

from asem import CLOSE, Asem
from placebook.methods import aggregate, importance, weight
from placebook.methods.outrank import outranking

CONN = ("ConEcFin", "Instit", "P2P", "Physical", "Political")


@pytest.fixture(scope="module")
def asem(shared):
    return Asem(shared / "asem")


@pytest.mark.parametrize(
    ("table", "method", "options"),
    [
        ("dset_Aggregated", "arithmetic", {}),
        ("agg_a_amean", "arithmetic", {}),
        ("agg_a_gmean", "geometric", {}),  # of figures normalised to 1 to 100
        ("agg_a_genmean", "generalised", {"order": 0.5}),  # of the same; the order is the one that fits
    ],
)
def test_every_whole_of_the_index(asem, table, method, options):
    assert len(asem.families) == 11
    for whole, parts in asem.families.items():
        found = aggregate.METHODS[method](asem.figures(table, parts), list(parts.values()), **options)
        assert np.max(np.abs(found - asem.column(table, whole))) < CLOSE, whole


@pytest.mark.parametrize("order", [0.4, 0.6, 1])
def test_no_other_order_fits_the_generalised_mean(asem, order):
    parts = asem.families["Conn"]
    found = aggregate.generalised(asem.figures("agg_a_genmean", parts), np.ones(5), order=order)
    assert np.max(np.abs(found - asem.column("agg_a_genmean", "Conn"))) > 0.1


def test_outranking_of_every_two_countries(asem):
    published = asem.figures("outrank_matrix_conn", [f"V{i}" for i in range(1, 52)])
    found = outranking(asem.figures("agg_copeland_conn", CONN), np.ones(5))
    assert np.max(np.abs(found - published)) < CLOSE


@pytest.mark.parametrize("column", ["Conn_copeland_eq", "Conn_copeland_w"])
def test_copeland_score_of_every_country(asem, column):
    weights = asem.families["Conn"]
    found = aggregate.copeland(asem.figures("agg_copeland_conn", CONN), [weights[name] for name in CONN])
    assert np.array_equal(found, asem.column("agg_copeland_conn", column))


def test_effective_weight_of_every_part(asem):
    rows = asem.rows("effective_weights")[::-1]  # from the index down
    names = [row["iCode"] for row in rows]
    whole_of = {part: whole for whole, parts in asem.families.items() for part in parts}
    wholes = [names.index(whole_of[name]) if name in whole_of else -1 for name in names]
    found = importance.effective_weights([float(row["Weight"]) for row in rows], wholes)
    assert np.max(np.abs(found - [float(row["EffWeight"]) for row in rows])) < CLOSE


def test_weights_from_the_first_component(asem):
    """The loadings of Environ, Social and SusEcFin in the sustainability sub-index, one of them negative."""
    published = {row["iCode"]: float(row["Weight"]) for row in asem.rows("pca_weights_sust")}
    parts = asem.families["Sust"]
    found = weight.principal_components(asem.figures("dset_Aggregated", parts), np.ones(3))
    assert np.max(np.abs(found.weights - [published[name] for name in parts])) < CLOSE
    assert found.says[-1] == "the weight of part 2 is negative: a gain there would lower the whole"


# --- weights towards equal importance of the eight pillars in the index ----------------------------


@pytest.fixture(scope="module")
def pillars(asem):
    return [*asem.families["Conn"], *asem.families["Sust"]]


def through_two_sub_indices(x, weights):
    """The index from eight pillars: five make one sub-index, three the other, and the two count alike."""
    return (aggregate.arithmetic(x[:, :5], weights[:5]) + aggregate.arithmetic(x[:, 5:], weights[5:])) / 2


def test_importance_of_each_pillar_as_coinr_obtained_it(asem, pillars):
    """COINr's list of importances is in the order of the alphabet and belongs to the last weights it
    tried (SusEcFin up by a tenth), not to the weights it returned (Environ up by a tenth)."""
    x = asem.figures("dset_Aggregated", pillars)
    last_tried = np.where(np.array(pillars) == "SusEcFin", 0.1375, 0.125)
    found = importance.importance_shares(x, last_tried, through_two_sub_indices)
    obtained = asem.column("opt_weights_corr", "Obtained")
    assert np.max(np.abs(found[np.argsort(pillars)] - obtained)) < CLOSE


def test_our_optimised_weights_are_nearer_to_equal_importance_than_coinrs(asem, pillars):
    """Equal importance cannot be had here. COINr's default tolerance stops after its first simplex:
    squared distance 0.0390 with equal weights, 0.0381 with its own, 0.0083 with ours."""
    x = asem.figures("dset_Aggregated", pillars)
    published = {row["iCode"]: float(row["Weight"]) for row in asem.rows("opt_weights")}

    def distance(weights):
        return np.sum((importance.importance_shares(x, weights, through_two_sub_indices) - 1 / 8) ** 2)

    ours = weight.optimised(x, np.ones(8), aggregate=through_two_sub_indices)
    assert distance(np.ones(8)) == pytest.approx(0.03896, abs=1e-5)
    assert distance(np.array([published[name] for name in pillars])) == pytest.approx(0.03813, abs=1e-5)
    assert distance(ours.weights) < 0.00826
    assert "cannot be had" in ours.says[0]
