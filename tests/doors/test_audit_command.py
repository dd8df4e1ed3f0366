"""placebook audit, as people meet it, on a table laid out as the well-known public case of recidivism scores is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from commands import run

# race, decile_score, two_year_recid, how many: 250 and 200 people
ROWS = (
    ("African-American", 8, 1, 90), ("African-American", 8, 0, 50), ("African-American", 3, 1, 40),
    ("African-American", 3, 0, 70), ("Caucasian", 8, 1, 40), ("Caucasian", 8, 0, 25), ("Caucasian", 3, 1, 40),
    ("Caucasian", 3, 0, 95), ("Other", 8, 1, 2), ("Other", 8, 0, 30), ("Other", 3, 1, 20), ("Other", 3, 0, 40),
)  # fmt: skip
ASKED = ("--outcome", "two_year_recid", "--group", "race")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "scores.csv"
    lines = ["id,sex,race,decile_score,score_text,two_year_recid"]
    for race, score, came, many in ROWS:
        words = "High" if score >= 8 else "Low"
        lines += [f"{len(lines)},{('Male', 'Female')[i % 2]},{race},{score},{words},{came}" for i in range(many)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_rates_by_group_with_limits(table):
    done = run("audit", table, *ASKED, "--score", "decile_score", "--positive-at", 5)
    assert done.code == 0, done.err
    assert "Selected: a score of 5 or more." in done.out
    row = done.row("race: African-American")
    assert row[:5] == ["race: African-American", "250", "0", "0", "56.0% (49.8 to 62.0)"]
    assert row[7].startswith("41.7%")  # false positives: 50 of 120
    assert done.row("race: Caucasian")[7].startswith("20.8%")  # 25 of 120
    assert "false positive parity)? No, clearly not" in done.out
    assert "fair" not in done.out.lower()
    assert "Calibration" in done.out


@pytest.mark.parametrize(
    "way",
    [("--decision", "decile_score", "--positive-at", 5), ("--decision", "score_text", "--decision-is", "High")],
)
def test_other_ways_to_name_the_same_decision(table, way):
    done = run("audit", table, *ASKED, *way)
    assert done.row("race: Caucasian")[7].startswith("20.8%")  # 25 of 120
    assert "Calibration" not in done.out


def test_json_and_csv_hold_no_small_count(table, tmp_path):
    out = tmp_path / "audit.json"
    done = run("audit", table, *ASKED, "--group", "sex", "--decision", "score_text", "--decision-is", "High", "-o", out)
    assert done.code == 0, done.err
    plain = json.loads(out.read_text(encoding="utf-8"))
    assert len(plain["read"]["sha256"]) == 64
    assert set(plain["words"]) == {"race", "sex", "race; sex"}
    with (tmp_path / "audit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    small = [row for row in rows if row["numerator"] and 0 < float(row["numerator"]) <= 4]
    assert small == []
    other = next(row for row in rows if row["group"] == "race: Other" and row["what"] == "precision")
    assert (other["value"], other["state"]) == ("", "too small to show")
    again = tmp_path / "again.json"
    run("audit", table, *ASKED, "--group", "sex", "--decision", "score_text", "--decision-is", "High", "-o", again)
    assert again.read_bytes() == out.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--decision", "decile_score"), "row 2, column 'decile_score': '8' is neither yes nor no"),
        (("--decision", "deciles", "--positive-at", 5), "has no column 'deciles'. Did you mean 'decile_score'?"),
        (("--score", "decile_score", "--positive-at", 5, "--scale", 1, 5), "8 lies outside the scale of 1 to 5"),
        (("--score", "score_text", "--positive-at", 5), "'High' is no score"),
        (("--decision", "score_text", "--decision-is", "Highest"), "Highest stands nowhere"),
        (("--score", "decile_score"), "name the column of decisions with --decision"),
        (("--positive-at", 5), "--positive-at needs a column of scores"),
        (("--decision", "two_year_recid", "--group", "race"), "named twice"),
    ],
)
def test_what_cannot_be_audited_is_said_in_one_sentence(table, tmp_path, words, said):
    out = tmp_path / "audit.json"
    done = run("audit", table, *ASKED, *words, "-o", out)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert not out.exists()


def test_an_outcome_that_is_no_answer_and_one_that_is_missing(table):
    text = table.read_text(encoding="utf-8").replace("African-American,8,High,1", "African-American,8,High,-1", 6)
    table.write_text(text, encoding="utf-8")
    way = ("--score", "decile_score", "--positive-at", 5)
    assert "'-1' is neither yes nor no" in run("audit", table, *ASKED, *way).err
    done = run("audit", table, *ASKED, *way, "--missing", "-1")
    assert done.row("race: African-American")[1:3] == ["250", "6"]


def test_one_group_is_no_comparison(table):
    table.write_text("race,d,y\n" + "A,1,1\nA,0,0\n" * 20, encoding="utf-8")
    done = run("audit", table, "--outcome", "y", "--decision", "d", "--group", "race")
    assert "column 'race' has one group only, 'A'" in done.err
