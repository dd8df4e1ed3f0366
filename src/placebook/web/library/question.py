"""A question to the library as an address holds it. What cannot be read in it is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from placebook.learn.query import LONGEST
from placebook.pages.library_search import ASK, MODES

SEARCH, TABLE, MENTIONS, MENTIONS_TABLE = (
    f"library/{name}" for name in ("search.html", "search.csv", "mentions.html", "mentions.csv")
)
MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """All that a search may ask. '' and the first value of each are left out of an address."""

    q: str = ""
    mode: str = ASK
    near: str = ""  # a passage, to which others are wanted that are close in meaning
    type: str = ""
    kind: str = ""
    year: str = ""
    status: str = ""
    concept: str = ""  # codebook:version:concept
    like: str = ""  # GSS code of a council: only documents of places like it
    strength: str = ""  # only passages that a case study of this strength quotes
    page: int = 1

    def but(self, **changed: Any) -> Question:
        """The same question with some things changed, from the first page on."""
        return replace(self, **{"page": 1, **changed})

    def address(self, path: str = SEARCH) -> str:
        """Where its answer stands."""
        said = {name: getattr(self, name) for name in NAMES if getattr(self, name) != PLAIN[name]}
        return f"{path}?{urlencode(said)}" if said else path

    @property
    def suggested(self) -> tuple[str, str, str] | None:
        """Codebook, version and concept, or None."""
        parts = self.concept.split(":")
        return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None


PLAIN = asdict(Question())
NAMES = tuple(PLAIN)


def question_of(query: Mapping[str, tuple[str, ...]]) -> Question:
    """The question of an address. Of a name that stands twice the last counts; what is too long is cut."""
    said = {name: query[name][-1].strip()[:LONGEST] for name in NAMES if query.get(name)}
    page = said.pop("page", "1")
    mode = said.pop("mode", ASK)
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    return Question(**said, mode=mode if mode in MODES else ASK, page=min(max(1, number), MOST_PAGES))
