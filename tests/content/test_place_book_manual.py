"""The examples in the manual of place books work as printed."""

import re
from pathlib import Path

from placebook.book.check import check_book

MANUAL = (Path(__file__).parents[2] / "docs" / "place-book.md").read_text(encoding="utf-8")


def printed(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", MANUAL, re.DOTALL)


def test_the_cover_the_source_and_the_table_make_a_book(tmp_path):
    cover, source = printed("yaml")
    [table] = printed("csv")
    files = {
        "book.yaml": cover.replace("recipe:", "# recipe:").replace("tiles:", "# tiles:"),
        "areas.csv": "code,name\nE05000026,Abbey\nE05000027,Alibon\n",
        "sources/child-poverty.yaml": source,
        "raw/child-poverty.csv": table,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = check_book(tmp_path)
    assert [str(finding) for finding in report.findings] == [
        "raw/child-poverty.csv, row 3: under 'Figure', figures were read without the per cent sign; "
        "nothing to do if that is right"
    ]
    found = report.observations
    assert list(zip(found.area, found.period, found.year, found.state, strict=True)) == [
        ("E05000026", "2010", 2010, "observed"),
        ("E05000026", "2011/12", 2012, "observed"),
        ("E05000027", "2010", 2010, "not measured"),
        ("E05000027", "2011/12", 2012, "observed"),
    ]
