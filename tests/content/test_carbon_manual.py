"""What the manual of carbon prints is what Placebook does."""

from __future__ import annotations

import re
from pathlib import Path

from commands import run
from placebook.book.carbon import read_carbon_plan
from placebook.book.carbon_account import loose_account

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "carbon-example"
MANUAL = (DOCS / "carbon.md").read_text(encoding="utf-8")


def printed(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", MANUAL, re.DOTALL)


def test_the_account_that_is_printed_is_that_of_the_worked_example(tmp_path):
    [account] = printed("yaml")
    path = tmp_path / "site-a-and-b.yaml"
    path.write_text(account, encoding="utf-8")
    ours, shipped = read_carbon_plan(path), read_carbon_plan(EXAMPLE / "carbon" / path.name)
    assert {**plain(ours), "lines": 0} == {**plain(shipped), "lines": 0}


def plain(plan: object) -> dict[str, object]:
    return {name: getattr(plan, name) for name in plan.__slots__}  # type: ignore[attr-defined]


def test_the_table_that_is_printed_can_be_counted(tmp_path):
    [table] = printed("csv")
    path = tmp_path / "activity.csv"
    path.write_text(table, encoding="utf-8")
    account = loose_account(path, [EXAMPLE / "raw" / "factors-2023.csv"])
    assert len(account.lines) == len(table.splitlines()) - 1
    assert set(table.splitlines()) <= set((EXAMPLE / "raw" / "activity.csv").read_text(encoding="utf-8").splitlines())


def test_what_is_printed_is_what_the_command_prints():
    shown = next(block for block in printed("text") if block.startswith("$ placebook carbon"))
    said = run("carbon", "--book", EXAMPLE)
    assert said.code == 0
    assert "\n".join(shown.splitlines()[1:]) in said.out


def test_the_example_is_marked_as_made_up():
    words = (EXAMPLE / "carbon" / "site-a-and-b.yaml").read_text(encoding="utf-8")
    assert "made up" in words.splitlines()[0]
    assert "made-up" in run("carbon", "--book", EXAMPLE).lines[0]
