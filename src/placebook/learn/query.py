"""What a person typed into a search box: phrases in quotation marks, and words. Nothing of it is ever an order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

LONGEST = 500  # characters of a question that are read
MOST_WORDS = 60
TOKEN = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")  # letters and digits of any language, with marks set after them
_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]')
# words that stand in every passage and say nothing of what is wanted
_JOINING_WORDS = """
a about an and any are as at be been between by can could did do does for from had has have how i in into is it its me
my of on or our should so that the their them there these they this those to up was we were what when where which who
why will with would you your
"""
_JOINING = frozenset(_JOINING_WORDS.split())


@dataclass(frozen=True, slots=True)
class Query:
    """A question taken apart. Each phrase is words that stand side by side; `words` are all the others, in order."""

    phrases: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """The words that say something, each once; all of them where none does."""
        said = tuple(dict.fromkeys(word for word in self.words if fold(word) not in _JOINING))
        return said or tuple(dict.fromkeys(self.words))

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every word to be marked where it is found."""
        return tuple(dict.fromkeys((*(word for phrase in self.phrases for word in phrase), *self.telling)))

    def only(self, kept: Callable[[str], bool]) -> Query:
        """The same with those words alone that are kept; all of them where none would be."""
        words = tuple(word for word in self.telling if kept(word))
        return replace(self, words=words or self.telling)

    def __bool__(self) -> bool:
        return bool(self.phrases or self.words)


def read_query(text: str) -> Query:
    """Take a question apart. Of a very long one the first 500 characters and 60 words are read.

    Quotation marks, straight or curved, hold a phrase; one that is never closed is passed over. All other signs only
    part words, so that nothing a person types can be an order to the index.
    """
    text = text[:LONGEST]
    phrases = [tuple(TOKEN.findall(found)) for found in _QUOTED.findall(text)]
    words = TOKEN.findall(_QUOTED.sub(" ", text))[:MOST_WORDS]
    return Query(tuple(phrase[:MOST_WORDS] for phrase in phrases if phrase)[:MOST_WORDS], tuple(words))


def phrases_of(texts: Sequence[str]) -> Query:
    """Each text as one phrase, whatever signs stand in it."""
    phrases = (tuple(TOKEN.findall(text[:LONGEST])[:MOST_WORDS]) for text in texts)
    return Query(tuple(phrase for phrase in phrases if phrase), ())


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word in small letters without accents, as the index holds it: Tŷ -> ty."""
    apart = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def all_of(query: Query) -> str:
    """The question to the index of words as written: every phrase and every word."""
    return " AND ".join([*map(_side_by_side, query.phrases), *(f'"{word}"' for word in dict.fromkeys(query.words))])


def any_of(query: Query) -> str:
    """The question to the index of stems: every phrase, and of the words as many as there are, most telling first."""
    phrases = [_side_by_side(phrase) for phrase in query.phrases]
    words = " OR ".join(f'"{word}"' for word in query.telling) if query.words else ""
    if not phrases:
        return words
    must = " AND ".join(phrases)
    return f"({must}) AND ({phrases[0]} OR {words})" if words else must


def any_phrase(phrases: Sequence[tuple[str, ...]]) -> str:
    """The question for passages that hold at least one of some phrases."""
    return " OR ".join(map(_side_by_side, phrases))


def _side_by_side(phrase: tuple[str, ...]) -> str:
    return f'"{" ".join(phrase)}"'
