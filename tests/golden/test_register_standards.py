"""The names in the register's crosswalk are those of the published standards, and its order is that of the UK's."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from placebook.book.register_standard import shipped_standard

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "registers"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the standards' own files are not here")
FIELDS = shipped_standard().fields


def test_every_field_of_the_uk_standard_is_there_in_its_order_and_tier():
    with (DATA / "Algorithmic_transparency_data_standard.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    published = [(row["attribute"].rstrip("*"), row["name"].strip(), int(row["tier"][-1])) for row in rows]
    assert [(one.name, one.title, one.tier) for one in FIELDS] == published
    assert [one.repeats for one in FIELDS] == [row["attribute"].endswith("*") for row in rows]
    assert [one.required for one in FIELDS] == [row["required"] == "TRUE" for row in rows]


def test_names_in_the_eurocities_standard_are_its_own():
    text = (DATA / "schema-v0_3_1.yaml").read_text(encoding="utf-8")
    published = set(re.findall(r'^- attribute: "?([A-Za-z_]+)', text, flags=re.M))
    ours = {one.others["eurocities"][0] for one in FIELDS if "eurocities" in one.others}
    assert len(published) > 20
    assert ours <= published


def test_names_in_the_dutch_standard_are_its_own():
    published = set(json.loads((DATA / "minbzk_v1_0.json").read_text(encoding="utf-8"))["properties"])
    ours = {one.others["dutch"][0] for one in FIELDS if "dutch" in one.others}
    assert len(published) > 20
    assert ours <= published
