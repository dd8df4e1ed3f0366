"""The ASEM example of COINr 1.1.14: alpha, correlations, components and availability, reproduced."""

import numpy as np
import pytest

from asem import CLOSE, Asem
from placebook.methods import factors
from placebook.methods.correlate import correlation
from placebook.methods.diagnose import availability, correlation_flags, cronbach_alpha, variance_explained


@pytest.fixture(scope="module")
def asem(shared):
    return Asem(shared / "asem")


def test_alpha_of_every_group(asem):
    """COINr used the aggregated scores (no gaps), and for the index its eight pillars."""
    families = asem.families
    groups = {**families, "Index": {**families["Conn"], **families["Sust"]}}
    published = asem.rows("cronbach")
    assert len(published) == 11
    for row in published:
        found = cronbach_alpha(asem.figures("dset_Aggregated", groups[row["group"]]))
        assert abs(found - float(row["alpha"])) < CLOSE, row["group"]


@pytest.mark.parametrize(
    ("table", "pairs", "left_out"),
    [
        ("corr_ind_ind", 2401, 1066),
        ("corr_ind_pillar", 392, 159),
        ("corr_pillar_subindex", 16, 4),
        ("corr_sub_index", 2, 0),
    ],
)
def test_correlations_and_which_of_them_chance_would_give(asem, table, pairs, left_out):
    """COINr leaves out correlations with a p-value above 0.05: the same ones as ours."""
    rows = asem.rows(table)
    names = sorted({row[heading] for row in rows for heading in ("Var1", "Var2")})
    r = correlation(asem.figures("dset_Aggregated", names)).unlikely_by_chance(0.05)
    found = np.array([r[names.index(row["Var1"]), names.index(row["Var2"])] for row in rows])
    published = asem.column(table, "Correlation")
    assert (len(rows), np.sum(np.isnan(published))) == (pairs, left_out)
    assert np.array_equal(np.isnan(found), np.isnan(published))
    assert np.nanmax(np.abs(found - published)) < CLOSE


def test_pairs_that_say_the_same(asem):
    """COINr's list was made with a limit of 0.75 on normalised scores, rounded to three digits."""
    found = []
    for group, parts in asem.families.items():
        if group in ("Conn", "Sust", "Index"):  # the list is of indicators
            continue
        names = sorted(parts)
        r = correlation(asem.figures("dset_Normalised", names)).r
        flags = correlation_flags(r, redundant=0.75, wrong_sign=-1)
        found += [(group, names[f.first], names[f.second], round(f.r, 3)) for f in flags]
    published = [(row["Group"], row["Ind1"], row["Ind2"], float(row["Corr"])) for row in asem.rows("corr_flags")]
    assert sorted(found) == sorted(published)


def test_principal_components_of_the_sustainability_pillars(asem):
    rows = asem.rows("pca_loadings_sust")
    found = factors.components(asem.figures("dset_Aggregated", [row["iCode"] for row in rows]))
    spread = asem.column("pca_sdev_sust", "sdev")
    assert np.max(np.abs(np.sqrt(found.eigenvalues) - spread)) < CLOSE
    for i, heading in enumerate(("PC1", "PC2", "PC3")):
        published = asem.column("pca_loadings_sust", heading)
        assert np.max(np.abs(found.loadings[:, i] - factors.turned(published))) < CLOSE
    assert np.array_equal(found.loadings[:, 0] > 0, asem.column("pca_loadings_sust", "PC1") > 0)  # PC1 turned alike


def test_variance_explained_is_that_of_the_published_spreads(asem):
    spread = asem.column("pca_sdev_sust", "sdev")
    parts = asem.families["Sust"]
    found = variance_explained(asem.figures("dset_Aggregated", parts))
    assert np.max(np.abs(found - spread**2 / np.sum(spread**2))) < CLOSE


def test_availability_of_every_country(asem):
    indicators = [row["iCode"] for row in asem.rows("iMeta") if row["Type"] == "Indicator"]
    found = availability(asem.figures("dset_Raw", indicators))
    headings = {"N_missing": found.missing, "N_zero": found.zero, "Dat_Avail": found.share, "Non_Zero": found.not_zero}
    for heading, ours in headings.items():
        assert np.max(np.abs(ours - asem.column("data_avail_units", heading))) < CLOSE, heading


def test_availability_of_every_country_by_group(asem):
    families = asem.families

    def indicators(name):
        return [i for part in families[name] for i in indicators(part)] if name in families else [name]

    for group in families:
        found = availability(asem.figures("dset_Raw", indicators(group)))
        assert np.max(np.abs(found.share - asem.column("data_avail_bygroup", group))) < CLOSE, group
