"""The well-known public case: scores of recidivism in Broward County, as ProPublica counted and published them.

Larson, Mattu, Kirchner and Angwin (2016), How We Analyzed the COMPAS Recidivism Algorithm: of 7,214 people, how many
had a score of 5 or more ("Medium" or "High"), and how many were arrested again within two years.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import run

# group: not again and low, not again and high, again and low, again and high
PUBLISHED = {
    "African-American": (990, 805, 532, 1369),
    "Caucasian": (1139, 349, 461, 505),
    "All others": (552, 128, 223, 161),  # the published totals less the two
}
TOTALS = (2681, 1282, 1216, 2035)
# group: false positive rate and false negative rate in per cent, precision, as printed
RATES = {
    "everybody": ("32.35", "37.40", "0.61"),
    "race: African-American": ("44.85", "27.99", "0.63"),
    "race: Caucasian": ("23.45", "47.72", "0.59"),
}
CELLS = ((2, 0), (7, 0), (2, 1), (7, 1))  # score, again


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Laid out as the publisher's file is, in which the headings of the score and of earlier crimes stand twice."""
    path = tmp_path / "scores.csv"
    lines = ["race,decile_score,priors_count,decile_score,priors_count,two_year_recid"]
    for race, counts in PUBLISHED.items():
        for (score, again), many in zip(CELLS, counts, strict=True):
            lines += [f"{race},{score},0,{score},0,{again}"] * many
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


def test_the_published_rates_come_out_to_the_last_decimal(table: Path, tmp_path: Path) -> None:
    assert tuple(map(sum, zip(*PUBLISHED.values(), strict=True))) == TOTALS
    asked = ("--outcome", "two_year_recid", "--score", "decile_score", "--positive-at", 5, "--group", "race")
    done = run("audit", table, *asked, "-o", tmp_path / "audit.json")
    assert done.code == 0, done.err
    assert "the heading 'decile_score' stands 2 times (columns B and D) above the same cells" in done.err
    audit = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))["audit"]
    for one in (audit["everybody"], *audit["groupings"][0]["groups"]):
        rates = {rate["name"]: rate["value"] for rate in one["rates"]}
        wrong, missed, right = (rates[name] for name in ("false positive rate", "false negative rate", "precision"))
        if one["group"] in RATES:
            assert (f"{100 * wrong:.2f}", f"{100 * missed:.2f}", f"{right:.2f}") == RATES[one["group"]], one["group"]


def test_what_people_disagreed_about_is_said(table: Path) -> None:
    """Errors differ and precision does not clearly: both sides of the dispute that followed were right."""
    two = "\n".join(line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith("All"))
    table.write_text(two + "\n", encoding="utf-8", newline="\n")
    said = run(
        "audit",
        table,
        "--outcome",
        "two_year_recid",
        "--decision",
        "decile_score",
        "--positive-at",
        5,
        "--group",
        "race",
    )
    assert (
        "(false positive parity)? No, clearly not: race: African-American lies 21.4 points above race: Caucasian"
        in said.out
    )
    assert "(predictive parity)? No clear difference: race: African-American lies 3.8 points above" in said.out
    assert "(0.0 to 7.7)" in said.out
    assert "cannot have equal precision and equal error rates at once" in said.out
