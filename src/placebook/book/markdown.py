"""Markdown, as far as our reference pages need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "<!-- Made by: uv run python -m placebook.cli.reference. Change the content and run it again. -->"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table. A line break or a bar inside a cell would end it, so both are turned into plain words."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(one_line(cell) for cell in line) + " |" for line in lines)


def one_line(value: object) -> str:
    """Words that can stand in a table's cell or a list's item."""
    return " ".join(str(value).split()).replace("|", "\\|")
