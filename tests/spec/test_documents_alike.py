"""Which documents are nearly the same, in which language they are, and which dates they bear."""

from __future__ import annotations

from papers import SENTENCE, WELSH
from placebook.learn.likeness import near_duplicates, signature
from placebook.learn.told import dates_in, language_of


def words(first: int, last: int) -> str:
    """A text in which no five words come twice."""
    return " ".join(f"word{n}" for n in range(first, last))


def test_a_text_with_a_few_changes_is_nearly_the_same_and_half_a_text_is_not() -> None:
    texts = {"plan": words(0, 1000), "second": words(0, 950), "half": words(500, 1500), "short": words(0, 20)}
    signs = {name: made for name, text in texts.items() if (made := signature(text)) is not None}
    found = near_duplicates(signs)
    assert [(one.one, one.other) for one in found] == [("plan", "second")]
    assert abs(found[0].share - 946 / 996) < 0.1  # the share is 0.95; 128 values estimate it
    assert "short" not in signs


def test_the_language_is_told_by_small_words_or_not_at_all() -> None:
    assert language_of(SENTENCE * 10) == "en"
    assert language_of(WELSH * 5) == "cy"
    assert language_of((SENTENCE + " " + WELSH) * 10) == ""
    assert language_of("Budget 2024 2025 2026") == ""


def test_dates_are_found_with_their_page_and_a_day_that_cannot_be_is_none() -> None:
    pages = [(1, "Agreed on 3rd March 2025, from April 2024."), (2, "13/03/2025 and 31/31/2025; 4 Mawrth 2021")]
    assert dates_in(pages) == (
        ("2025-03-03", 1, "3rd March 2025"),
        ("2024-04", 1, "April 2024"),
        ("2021-03-04", 2, "4 Mawrth 2021"),
        ("2025-03-13", 2, "13/03/2025"),
    )
