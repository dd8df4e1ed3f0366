"""What the words of a document tell about it: in which language they are, and which dates stand at its beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable

ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "for",
        "is",
        "that",
        "with",
        "on",
        "be",
        "are",
        "this",
        "by",
        "will",
        "as",
        "from",
        "have",
        "it",
        "not",
        "which",
        "their",
    ]
)
WELSH = frozenset(
    [
        "yn",
        "y",
        "yr",
        "i",
        "o",
        "ar",
        "mae",
        "ac",
        "bod",
        "gan",
        "wedi",
        "eu",
        "ein",
        "am",
        "hyn",
        "ei",
        "a'r",
        "i'r",
        "o'r",
        "mewn",
        "bydd",
        "sy'n",
        "ni",
        "fel",
        "neu",
    ]
)
LEAST = 20  # such words needed
MOST_DATES = 10
MONTHS = (
    "january february march april may june july august september october november december",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
)
_MONTH = {month: number for line in MONTHS for number, month in enumerate(line.split(), start=1)}
_DATE = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?({'|'.join(_MONTH)}),?\s+((?:19|20)\d\d)\b", re.IGNORECASE
)
_NUMBERS = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")


def language_of(text: str) -> str:
    """en or cy (Welsh) by the commonest small words of each; '' where there are too few, or neither leads clearly.

    One language leads when it has three times as many of its words as the other. A text in both is in neither.
    """
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text[:200_000].casefold().replace("’", "'"))
    english, welsh = (sum(word in common for word in words) for common in (ENGLISH, WELSH))
    if max(english, welsh) < LEAST:
        return ""
    if english > 3 * welsh:
        return "en"
    return "cy" if welsh > 3 * english else ""


def dates_in(pages: Iterable[tuple[int, str]]) -> tuple[tuple[str, int, str], ...]:
    """The first ten dates on some pages: as 2025-03-13 or 2025-03, the page, and the words. No date is preferred.

    13/03/2025 is read as day, month, year, as is usual in the United Kingdom; one that cannot be is left out.
    """
    found: list[tuple[str, int, str]] = []
    for number, text in pages:
        for match in _DATE.finditer(text):
            day, month, year = match[1], _MONTH[match[2].casefold()], match[3]
            _keep(found, year, month, int(day) if day else None, number, match[0])
        for match in _NUMBERS.finditer(text):
            _keep(found, match[3], int(match[2]), int(match[1]), number, match[0])
    return tuple(found[:MOST_DATES])


def _keep(found: list[tuple[str, int, str]], year: str, month: int, day: int | None, page: int, words: str) -> None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return
    date = f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
    if date not in (each[0] for each in found):
        found.append((date, page, " ".join(words.split())))
