"""What stands at the head or foot of page after page: found by repetition, and set aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from placebook.learn.layout import ReadPage, SetAside
from placebook.learn.page_lines import Line

EDGE = 0.13  # share of the page's height, from its top and from its foot, in which heads and feet stand
LEAST_PAGES = 3
NEAR = 4.0  # points by which the same foot may move from page to page
NUMBER = re.compile(r"(page|p\.?)?[\s\-–|]*\d{1,4}([\s\-–|]*(of|/)\s*\d{1,4})?[\s\-–|]*", re.IGNORECASE)
WHY_HEAD, WHY_NUMBER = "running head or foot", "page number"


def running_heads(
    pages: Sequence[ReadPage], lines: Mapping[int, Sequence[Line]]
) -> tuple[dict[int, set[int]], list[SetAside]]:
    """The lines of each page, by their place, that are heads, feet or page numbers; and what is set aside for it.

    A line near the edge whose words, with all figures made alike, stand at the same height on three pages or more is
    one. So is a page number that stands alone at the edge. The text of the page itself is never repeated like that.
    """
    seen: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    for page in pages:
        for place, line in enumerate(lines[page.number]):
            if _at_the_edge(page, line):
                seen[_alike(page, line)].append((line.middle, page.number, place))
    found: dict[int, set[int]] = defaultdict(set)
    for places in seen.values():
        for group in _at_one_height(places):
            if len({number for _, number, _ in group}) >= LEAST_PAGES:
                for _, number, place in group:
                    found[number].add(place)
    aside = []
    for page in pages:
        for place, line in enumerate(lines[page.number]):
            said = page.text[line.start : line.end]
            if place in found[page.number]:
                aside.append(SetAside(page.number, line.start, line.end, WHY_HEAD))
            elif _at_the_edge(page, line) and NUMBER.fullmatch(said.strip()):
                found[page.number].add(place)
                aside.append(SetAside(page.number, line.start, line.end, WHY_NUMBER))
    return found, aside


def _at_the_edge(page: ReadPage, line: Line) -> bool:
    return line.bottom < EDGE * page.height or line.top > (1 - EDGE) * page.height


def _alike(page: ReadPage, line: Line) -> str:
    return re.sub(r"\d+|\b[ivxl]+\b", "#", "".join(page.text[line.start : line.end].split()).casefold())


def _at_one_height(places: list[tuple[float, int, int]]) -> list[list[tuple[float, int, int]]]:
    """Places grouped so that within each group the next lies no more than NEAR below the one before."""
    groups: list[list[tuple[float, int, int]]] = []
    for place in sorted(places):
        if groups and place[0] - groups[-1][-1][0] <= NEAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def repeated_edges(pages: Sequence[str]) -> list[tuple[int, int]]:
    """For pages without boxes: how many characters at the start and at the end of each are a head or foot.

    Words are compared one by one with figures made alike; three or more words (or fewer, if they are all of a line)
    that begin three pages or more are a head, and the same at the end is a foot.
    """
    words = [[(m.start(), m.end(), _word_alike(m[0])) for m in re.finditer(r"\S+", page)] for page in pages]
    heads = _common_beginnings([[key for *_, key in each] for each in words])
    feet = _common_beginnings([[key for *_, key in reversed(each)] for each in words])
    cut = []
    for page, each, head, foot in zip(pages, words, heads, feet, strict=True):
        left = min(foot, len(each) - head)
        begins = each[head - 1][1] if head else 0
        ends = each[len(each) - left][0] if left else len(page)
        cut.append((begins, len(page) - ends))
    return cut


LONGEST_EDGE, SHORTEST_EDGE = 20, 3  # words


def _common_beginnings(pages: Sequence[Sequence[str]]) -> list[int]:
    """For each page, the longest beginning of up to 20 words that it shares with at least two others; 0 for none."""
    count: dict[tuple[str, ...], int] = defaultdict(int)
    for page in pages:
        for length in range(SHORTEST_EDGE, min(LONGEST_EDGE, len(page)) + 1):
            count[tuple(page[:length])] += 1
    return [
        next(
            (
                n
                for n in range(min(LONGEST_EDGE, len(page)), SHORTEST_EDGE - 1, -1)
                if count[tuple(page[:n])] >= LEAST_PAGES
            ),
            0,
        )
        for page in pages
    ]


def _word_alike(word: str) -> str:
    return re.sub(r"\d+", "#", word.casefold())
