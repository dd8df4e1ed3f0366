"""On which page a word of a passage stands, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping

from placebook.learn.layout import text_of
from placebook.types import Passage


def page_at(passage: Passage, at: int, pages: Mapping[int, str]) -> int:
    """The page on which the character `at` of a passage stands.

    `pages` holds the text of each page that the passage stands on, as extracted; it is needed only where there are
    more than one.
    """
    first, last = passage.pages
    if first == last:
        return first
    for count, piece in enumerate(passage.pieces, start=1):
        if len(text_of(passage.pieces[:count], pages)) > at:
            return piece.page
    return last


def has_pages(media: str, pages: int) -> bool:
    """Whether a document is cited by its pages. Word files and web pages have none; a text may."""
    return media not in ("docx", "html") and not (media == "text" and pages < 2)


def cited(passage: Passage, media: str, page: int, pages: int) -> str:
    """A place as people cite it: page 4; or the paragraph where a document, of so many pages, has none of its own."""
    if not has_pages(media, pages):
        return f"paragraph {passage.paragraph}"
    return f"answer {page}" if media == "answers" else f"page {page}"
