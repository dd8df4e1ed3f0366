"""The words of a page put together into lines, in the order in which the file holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from placebook.learn.layout import ReadPage, Word

WIDE_GAP = 1.5  # of the size of the letters: more than a space between two words of one line
SAME_LINE = 0.45  # share of the lower of two words that must lie beside the other


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other without a wide gap: a line of a column, or a cell of one line."""

    page: int
    words: tuple[Word, ...]
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool

    @property
    def start(self) -> int:
        """Where it begins in the page's text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the page's text."""
        return self.words[-1].end

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2


def line_of(page: int, words: Iterable[Word]) -> Line:
    """The line that some words make."""
    made = tuple(words)
    long = [word for word in made if word.end - word.start > 1] or list(made)
    return Line(
        page,
        made,
        min(word.left for word in made),
        min(word.top for word in made),
        max(word.right for word in made),
        max(word.bottom for word in made),
        median(word.size for word in long),
        all(word.bold for word in long),
    )


def lines_of(page: ReadPage) -> list[Line]:
    """The lines of a page as its file orders them. A wide gap between two words makes two lines of one."""
    lines: list[list[Word]] = []
    for word in page.words:
        if lines and goes_on(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [line_of(page.number, words) for words in lines]


def goes_on(line: list[Word], word: Word) -> bool:
    """Whether a word stands beside the last of a line, with no wide gap between the two."""
    last = line[-1]
    size = max(last.size, word.size)
    beside = min(last.bottom, word.bottom) - max(last.top, word.top)
    if beside < SAME_LINE * min(last.bottom - last.top, word.bottom - word.top):
        return False
    return -0.6 * size < word.left - last.right < WIDE_GAP * size
