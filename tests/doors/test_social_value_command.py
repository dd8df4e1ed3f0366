"""placebook social-value, as people meet it: a table becomes a pack, and a contract is shown with its unknowns."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from commands import refused, run
from placebook.book.social_value import HEADINGS, read_pack, shipped_packs

EXAMPLE = Path(str(files("placebook") / "content/example/social-value"))
CONTRACT = EXAMPLE / "repairs-contract.yaml"
ROWS = (
    "jobs,Jobs,local,Local,local-people,Local people employed,years,\"20,000\",A list\n"
    "jobs,Jobs,local,Local,apprentices,Apprentices,weeks,£200,A list\n"
    "social,Community,time,Time,care-leavers,Care leavers,people,,\n"
)  # fmt: skip
ABOUT = ("--title", "T", "--source", "S", "--licence", "L")


def test_the_shipped_pack_is_empty_and_says_why():
    assert [(name, len(one.measures)) for name, one in shipped_packs().items()] == [("national-toms", 0)]
    assert "licensed" in shipped_packs()["national-toms"].gap
    path = Path(str(files("placebook") / "content/social-value/national-toms.yaml"))
    assert "0 measures\nGap: " in run("social-value", "pack", path).out


def test_a_table_becomes_a_pack(tmp_path):
    table, out = tmp_path / "t.csv", tmp_path / "ours.yaml"
    table.write_text(",".join(HEADINGS) + "\n" + ROWS, encoding="utf-8")
    done = run("social-value", "pack", table, "-o", out, *ABOUT)
    assert done.out.endswith("3 measures\n"), done.err
    found = read_pack(out)
    assert [(one.id, one.proxy_value, one.theme) for one in found.measures] == [
        ("local-people", 20_000, "jobs"),
        ("apprentices", 200, "jobs"),
        ("care-leavers", None, "social"),
    ]
    assert "care-leavers: Care leavers (people), no proxy value" in run("social-value", "pack", out).out


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("jobs,Work,local,Local,x,X,years,1,A", "row 5: 'jobs' is called 'Work' and above it 'Jobs'"),
        ("jobs,Jobs,local,Local,apprentices,X,years,1,A", "row 5: the measure 'apprentices' stands twice"),
        ("jobs,Jobs,local,Local,x,X,years,lots,A", "row 5: 'lots' is no money value"),
        ("jobs,Jobs,local,Local,x,X,years,1,", "'proxy_source'"),
        ("social,Community,time,Time,apprentices,X,years,1,A", "the measure 'apprentices' stands twice"),
    ],
)
def test_a_row_that_is_wrong_leaves_nothing(tmp_path, row, said):
    table, out = tmp_path / "t.csv", tmp_path / "ours.yaml"
    table.write_text(",".join(HEADINGS) + "\n" + ROWS + row + "\n", encoding="utf-8")
    assert said in refused("social-value", "pack", table, "-o", out, *ABOUT)
    assert not out.exists()


def test_a_contract_is_shown_with_its_unknowns():
    out = run("social-value", "show", CONTRACT).out
    assert "delivered 8: £60,000\n  partly delivered; verified" in out
    assert "delivered 400: not known, at most £72,000 (attribution not known)" in out
    assert "delivered nothing known, and 2 of 2 not known" in out


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pack: invented-measures", "pack: national-toms", "it has none: the pack is empty"),
        ("pack: invented-measures", "pack: other", "no pack of measures is called 'other'"),
        ("    bid: 10\n", "    bid: ten\n", "a number is wanted"),
        ("delivered: not measured", "delivered: some", "'some' is no quantity"),
        ("deadweight: 0.25", "deadweight: 25", "write a share from 0 to 1"),
        ("by: Internal audit", "by: An invented builder", "assures a delivery of their own"),
        ("by: Internal audit, ", "", "the key 'by' is missing"),
        ("    delivered: 400\n", "    delivered: 400\n    verified: true\n", "unknown key 'verified'"),
    ],
)  # fmt: skip
def test_a_fault_is_said_in_one_sentence(tmp_path, old, new, said):
    folder = tmp_path / "social-value"
    (folder / "packs").mkdir(parents=True)
    pack = "packs/invented-measures.yaml"
    (folder / pack).write_bytes((EXAMPLE / pack).read_bytes())
    text = CONTRACT.read_text(encoding="utf-8")
    assert old in text
    (folder / CONTRACT.name).write_text(text.replace(old, new), encoding="utf-8")
    assert said in refused("social-value", "show", folder / CONTRACT.name)
