"""The committed reference pages are the ones that the content makes."""

from pathlib import Path

import pytest

from placebook.book.frameworks import broken_links, read_framework, shipped_frameworks
from placebook.book.markdown import table
from placebook.book.reference import PAGES, write_reference

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_committed_page_is_the_generated_one(name):
    committed = (DOCS / name).read_text(encoding="utf-8")
    assert committed == PAGES[name](), "run: uv run python -m placebook.book.reference"


def test_pages_are_written_with_the_same_line_ends_everywhere(tmp_path):
    for path in write_reference(tmp_path / "docs"):
        assert b"\r" not in path.read_bytes()
    assert {path.name for path in (tmp_path / "docs").iterdir()} == set(PAGES)


def test_a_bar_or_a_line_break_cannot_end_a_table():
    assert table(("a", "b"), [("x|y", "two\nlines")]).splitlines() == [
        "| a | b |",
        "| --- | --- |",
        "| x\\|y | two lines |",
    ]


def test_the_framework_shown_as_an_example_can_be_read(tmp_path):
    shown = PAGES["frameworks.md"]().partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "our-place-2035.yaml").write_text(shown, encoding="utf-8")
    example = read_framework(tmp_path / "our-place-2035.yaml")
    assert broken_links({**shipped_frameworks(), example.id: example}) == ()
