"""Words in tables that a spreadsheet would run as a formula: an apostrophe before them, and away again."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(words: str) -> str:
    """Words that no spreadsheet runs."""
    return f"'{words}" if words.startswith(FORMULA) else words


def unsafe(words: str) -> str:
    """The words that `safe` was given."""
    return words[1:] if words.startswith("'") and words[1:].startswith(FORMULA) else words
