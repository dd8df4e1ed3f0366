"""placebook rates: any of the methods from a table, in full precision, and each fault with its row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commands import refused, run

COUNTS = """area,region,cases,people
A,North,20,4000
B,North,0,1000
C,South,,1000
D,South,5,0
"""


@pytest.fixture
def counts(tmp_path) -> Path:
    path = tmp_path / "counts.csv"
    path.write_text(COUNTS, encoding="utf-8")
    return path


def rows(*words: object) -> list[dict[str, str]]:
    said = run("rates", *words)
    assert (said.code, said.err) == (0, ""), said
    return list(csv.DictReader(said.out.splitlines()))


RATE = ("--numerator", "cases", "--denominator", "people")


def test_a_rate_of_each_row_keeps_the_columns_that_were_there(counts):
    found = rows(counts, "--method", "rate", *RATE, "--per", "1000", "--confidence", "95,99.8")
    assert [(row["area"], row["region"], row["value"], row["why"]) for row in found] == [
        ("A", "North", "5.0", ""),
        ("B", "North", "0.0", ""),
        ("C", "South", "", "the numerator is missing"),
        ("D", "South", "", "the denominator is zero"),
    ]
    assert float(found[1]["upper_95"]) == pytest.approx(3.688879454113936, abs=1e-15)
    assert float(found[1]["upper_99.8"]) > float(found[1]["upper_95"])


def test_rows_are_summed_by_a_column_and_a_missing_one_is_never_zero(counts):
    found = rows(counts, "--method", "rate", *RATE, "--per", "1000", "--by", "region")
    assert [(row["region"], row["value"], row["why"]) for row in found] == [
        ("North", "4.0", ""),
        ("South", "", "the numerator is missing"),
    ]


def test_out_comes_a_file_whole_or_not_at_all(counts, tmp_path):
    out = tmp_path / "out.csv"
    said = run("rates", counts, "--method", "rate", *RATE, "-o", out)
    assert said.out == f"{out}: 4 rows; crude rate; exact and Byar's limits\n"
    before = out.read_bytes()
    counts.write_text(COUNTS.replace("20,", "-20,"), encoding="utf-8")
    said = refused("rates", counts, "--method", "rate", *RATE, "-o", out)
    assert said == (
        f"{counts}, row 2, column 'cases': -20 is below zero, and a count is not; write the count, "
        "or leave the cell blank"
    )
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.csv", "out.csv"]


def test_every_method_runs_by_its_own_name(tmp_path):
    path = tmp_path / "bands.csv"
    lines = [f"{a},{i},{5 * i},{10 + i},{900 + i},100,{9 + i},900,{i + 1},0.1" for a in "AB" for i in range(4)]
    path.write_text("area,group,age,x,n,std,rx,rn,v,se\n" + "\n".join(lines) + "\n", encoding="utf-8")
    counted = ("--numerator", "x", "--denominator", "n", "--by", "area")
    reference = ("--reference-numerator", "rx", "--reference-denominator", "rn")
    for words, expected in (
        (("dsr", *counted, "--standard", "std"), 2),
        (("smr", *counted, *reference, "--per", "100"), 2),
        (("isr", *counted, *reference), 2),
        (("life", *counted, "--age", "age", "--fewest", "0", "--widest", "999"), 8),
        (("mean", "--value", "v", "--by", "area"), 2),
        (("sii", "--value", "v", "--error", "se", "--group", "group", "--denominator", "n", "--by", "area"), 2),
        (("funnel", *counted[:4], "--kind", "proportion"), 8),
        (("quantile", "--value", "x", "--parts", "2", "--within", "area"), 8),
        (("shrunk", *counted[:4], "--within", "area"), 8),
        (("proportion", *counted), 2),
    ):
        found = rows(path, "--method", *words)
        assert len(found) == expected, words
        assert not any(row.get("why") for row in found), words
    assert {row["state"] for row in rows(path, "--method", "shrunk", *counted[:4])} == {"estimated"}
    quantiles = rows(path, "--method", "quantile", "--value", "x", "--parts", "2", "--within", "area")
    assert [row["quantile"] for row in quantiles] == ["2.0", "2.0", "1.0", "1.0"] * 2


def test_ages_may_be_written_as_bands(tmp_path):
    path = tmp_path / "ages.csv"
    path.write_text("age,d,p\n5-9,1,9000\n0 to 4,2,9000\n90+,300,900\n", encoding="utf-8")
    found = rows(path, "--method", "life", "--numerator", "d", "--denominator", "p", "--age", "age")
    assert [row["age"] for row in found] == ["0.0", "5.0", "90.0"]
    assert found[2]["value"] == "3.0"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--method", "rat", *RATE), "'rat' is no method. There is: rate (crude rate"),
        (("--method", "rate", "--numerator", "cases"), "rate needs --denominator: headings of"),
        (("--method", "rate", *RATE, "--age", "area"), "rate does not use --age; it uses --numerator, --denominator"),
        (("--method", "rate", "--numerator", "case", "--denominator", "people"), "Did you mean 'cases'?"),
        (("--method", "rate", *RATE, "--confidence", "9"), "'9' is no level; write percentages from 50 to below 100"),
        (("--method", "rate", *RATE, "--confidence", "x"), "'x' is no level"),
        (("--method", "rate", *RATE, "--by", "place"), "has no column 'place'"),
        (("--method", "proportion", *RATE), "row 5: 5 of 0 is no proportion; a part is at most the whole"),
        (("--method", "rate", "--numerator", "area", "--denominator", "people"), "row 2, column 'area': 'A' is not a"),
        (("--method", "shrunk", *RATE, "--within", "area"), "A: drawing rates together needs two areas"),
        (("--method", "rate", *RATE, "--per", "0"), "per something above zero"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(counts, words, said):
    assert said in refused("rates", counts, *words)


def test_the_published_life_table_through_the_command(shared, tmp_path):
    small = shared / "small-area"
    given, out = small / "life_expectancy_input.csv", tmp_path / "out.csv"
    assert (
        run(
            "rates",
            given,
            "--method",
            "life",
            "--numerator",
            "deaths",
            "--denominator",
            "pops",
            "--age",
            "startage",
            "-o",
            out,
        ).code
        == 0
    )
    with out.open(newline="") as mine, (small / "life_expectancy.csv").open(newline="") as theirs:
        for ours, published in zip(csv.DictReader(mine), csv.DictReader(theirs), strict=True):
            for name, column in (("value", "value"), ("lower_95", "lowercl"), ("people", "pops_used")):
                assert float(ours[name]) == pytest.approx(float(published[column]), rel=1e-9)
