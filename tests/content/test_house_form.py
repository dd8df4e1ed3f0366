"""One way to write what can be written in two: "46%", and not with a space before the sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import placebook

CODE = Path(placebook.__file__).parent
MANUAL = CODE.parents[1]
SPACED = re.compile(r"[\d}] %")  # "46 %", and "{share} %" in what a program prints


def spaced(files: Iterator[Path]) -> Iterator[str]:
    """Where a percentage has a space in it."""
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if SPACED.search(line):
                yield f"{path.name}, line {number}: {line.strip()}"


def test_what_the_program_says_has_no_space_before_a_per_cent_sign() -> None:
    assert not list(spaced(CODE.rglob("*.py")))


@pytest.mark.skipif(not (MANUAL / "docs").is_dir(), reason="the manual is not beside an installed Placebook")
def test_nor_has_the_manual() -> None:
    assert not list(spaced(iter([*MANUAL.glob("*.md"), *MANUAL.glob("docs/*.md")])))


def test_what_has_one_is_found(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("46 % of it\n46% of it\n| 5 % | 6% |\n(7 %)\nat 8 %\n", encoding="utf-8")
    (tmp_path / "code.py").write_text('x = y % 7\nreturn f"{share} %"\n', encoding="utf-8")
    assert [one.partition(":")[0] for one in spaced(iter(sorted(tmp_path.iterdir())))] == [
        "code.py, line 2",
        *("page.md, line 1", "page.md, line 3", "page.md, line 4", "page.md, line 5"),
    ]
