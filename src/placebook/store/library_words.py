"""Where words stand, out of the index of stems, as arrays that stay in memory while the library stays as it is.

SQLite weighs passages one by one; a question of four common words takes it 50 milliseconds among 50,000 passages. What
it needs for that is read once here: how long each passage is, and for each word that was asked which passages hold it.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from placebook.learn.bm25 import Places, bm25
from placebook.types import Numbers

MOST_KEPT = 4_000_000  # places of words that stay in memory: 64 MB
TOKENS = "porter unicode61 remove_diacritics 2"
_PLACES = "create virtual table if not exists temp.stem_places using fts5vocab('main', 'stems', 'instance')"


@dataclass
class _Kept:
    """What is known of one state of the index."""

    lengths: Numbers  # by the number of a passage; NaN where there is none
    places: OrderedDict[str, Places] = field(default_factory=OrderedDict)
    count: int = 0


def scored(link: sqlite3.Connection, words: tuple[str, ...], heading: float) -> Numbers | None:
    """The BM25 score of every passage for words in any of their forms, by the passage's number; 0 where none stands.

    None where a word is several to the index ("o'clock"), so that it must be asked for as a phrase. `heading` is what a
    word of a heading counts beside one of the text.
    """
    stems = [_stems(word) for word in words]
    if any(len(one) != 1 for one in stems):
        return None
    kept = _kept(link)
    link.execute(_PLACES)
    return bm25([_places(link, kept, one[0], heading) for one in stems], kept.lengths)


def _kept(link: sqlite3.Connection) -> _Kept:
    """What is kept for the state in which the index is: two of its records change with every change of it."""
    file = link.execute("select file from pragma_database_list where name = 'main'").fetchone()[0]
    state = b"|".join(row[0] for row in link.execute("select block from stems_data where id in (1, 10) order by id"))
    return _read(_Asked(link, str(file), state))


@dataclass(frozen=True)
class _Asked:
    """A state of an index; two are the same whatever connection asks."""

    link: sqlite3.Connection = field(compare=False)
    file: str
    state: bytes


@lru_cache(maxsize=2)
def _read(asked: _Asked) -> _Kept:
    rows = asked.link.execute("select id, sz from stems_docsize order by id").fetchall()
    lengths = np.full(rows[-1][0] + 1 if rows else 1, np.nan)
    if rows:
        lengths[[number for number, _ in rows]] = _sums(b"".join(sizes for _, sizes in rows), len(rows))
    return _Kept(lengths)


def _sums(sizes: bytes, rows: int) -> Numbers:
    """How many words each passage has in text and headings together, from numbers of variable length as SQLite packs
    them: seven bits to a byte, the highest first, and the eighth bit set on all but the last byte of a number."""
    each = np.frombuffer(sizes, dtype=np.uint8).astype(np.int64)
    last = np.flatnonzero(each < 128)
    first = np.concatenate([[0], last[:-1] + 1])
    bits = 7 * (np.repeat(last, last - first + 1) - np.arange(len(each)))
    numbers = np.add.reduceat((each & 127) << bits, first)
    total: Numbers = numbers.reshape(rows, -1).sum(axis=1).astype(np.float64)
    return total


def _places(link: sqlite3.Connection, kept: _Kept, stem: str, heading: float) -> Places:
    """The passages that hold a stem, and how often, one in a heading counting less."""
    if stem in kept.places:
        kept.places.move_to_end(stem)
        return kept.places[stem]
    # one text and not a row for each place: three times as fast
    said = link.execute(
        "select group_concat(doc * 2 + (col = 'headings')) from stem_places where term = ?", (stem,)
    ).fetchone()[0]
    found = _counted(np.array(said.split(","), dtype=np.int64) if said else np.zeros(0, np.int64), heading)
    kept.places[stem] = found
    kept.count += len(found[0])
    while kept.count > MOST_KEPT and len(kept.places) > 1:
        kept.count -= len(kept.places.popitem(last=False)[1][0])
    return found


def _counted(places: NDArray[np.int64], heading: float) -> Places:
    numbers = places >> 1
    weights = np.where(places & 1, heading, 1.0)
    first = np.flatnonzero(np.diff(numbers, prepend=-1))  # they come in the order of passages
    return numbers[first].astype(np.intp), np.add.reduceat(weights, first) if len(first) else weights


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """The stems that the index makes of a word: asked of SQLite itself, so that both always agree."""
    link = sqlite3.connect(":memory:")
    try:
        link.execute(f'create virtual table one using fts5 (text, content="", tokenize="{TOKENS}")')
        link.execute("create virtual table of_it using fts5vocab(one, instance)")
        link.execute("insert into one (rowid, text) values (1, ?)", (word,))
        return tuple(row[0] for row in link.execute("select term from of_it order by offset"))
    finally:
        link.close()
