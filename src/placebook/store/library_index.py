"""The index of the words of passages, in the same file as the passages: SQLite keeps the two the same.

Two indexes: `written` holds words as they stand, for what is looked for exactly; `stems` holds stems of words and of
headings, for questions. A passage has a number there, as the index knows numbers only.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from placebook.learn.query import Query, all_of, any_of, any_phrase
from placebook.store.library_words import scored
from placebook.types import Numbers

SCHEMA = """
create table if not exists numbered (number integer primary key, passage text not null unique, document text not null);
create index if not exists numbered_document on numbered (document);
create virtual table if not exists written using fts5
    (text, content='', tokenize="unicode61 remove_diacritics 2");
create virtual table if not exists stems using fts5
    (text, headings, content='', tokenize="porter unicode61 remove_diacritics 2");
create trigger if not exists passage_came after insert on passage begin
    insert into numbered (passage, document) values (new.id, new.document);
    insert into written (rowid, text) select number, new.text from numbered where passage = new.id;
    insert into stems (rowid, text, headings)
        select number, new.text, new.headings from numbered where passage = new.id;
end;
create trigger if not exists passage_went after delete on passage begin
    insert into written (written, rowid, text) select 'delete', number, old.text from numbered where passage = old.id;
    insert into stems (stems, rowid, text, headings)
        select 'delete', number, old.text, old.headings from numbered where passage = old.id;
    delete from numbered where passage = old.id;
end;
"""
_BEFORE_THE_INDEX = """
insert into numbered (passage, document) select id, document from passage order by document, place;
insert into written (rowid, text) select number, text from numbered join passage on id = passage;
insert into stems (rowid, text, headings) select number, text, headings from numbered join passage on id = passage;
"""
FEWEST_COMMON = 1_000  # passages that a common word stands in, however small the library
HEADING = 0.5  # what a word of a heading counts beside one of the text


@dataclass(frozen=True, slots=True)
class Scope:
    """Among which passages to look: None for all. `documents` and `passages` are ids; `concept` must be suggested."""

    documents: Collection[str] | None = None
    concept: tuple[str, str, str] | None = None  # codebook, version, concept
    passages: Collection[str] | None = None  # these alone


def make_index(link: sqlite3.Connection) -> None:
    """Make the index where it is not there, and take in passages that were read before there was one."""
    link.executescript(SCHEMA)
    if link.execute("select exists(select 1 from passage) and not exists(select 1 from numbered)").fetchone()[0]:
        link.executescript(f"begin; {_BEFORE_THE_INDEX} commit;")


def held_exactly(link: sqlite3.Connection, asked: str, scope: Scope) -> list[tuple[str, str]]:
    """Every passage that holds all that is asked, as (passage, document), best first by BM25, then by id.

    `asked` is made by `learn.query.all_of` from words, never what a person typed.
    """
    where, values = _within(scope)
    return link.execute(
        "select passage, document from written join numbered on number = written.rowid "  # noqa: S608  # words of ours
        f"where written match :asked {where} order by round(bm25(written), 6), passage",
        {"asked": asked, **values},
    ).fetchall()


def with_any_stem(link: sqlite3.Connection, phrases: Sequence[tuple[str, ...]], scope: Scope) -> list[tuple[str, str]]:
    """Every passage whose text holds one of some phrases in any form of their words, best first by BM25, then by id."""
    where, values = _within(scope)
    return link.execute(
        "select passage, document from stems join numbered on number = stems.rowid "  # noqa: S608
        f"where stems match :asked {where} order by round(bm25(stems), 6), passage",
        {"asked": f"{{text}} : ({any_phrase(phrases)})", **values},
    ).fetchall()


def best_by_words(link: sqlite3.Connection, query: Query, scope: Scope, most: int) -> list[tuple[str, str]]:
    """The passages that answer best by BM25, as (passage, document): those that hold any of its words in any form.

    Where something stands in quotation marks, SQLite looks for it; words alone are weighed all at once.
    """
    scores = None if query.phrases else scored(link, query.telling, HEADING)
    if scores is None:
        return by_index(link, any_of(query), scope, most)
    where, values = _within(scope)
    if where:
        inside = link.execute(f"select number from numbered where true {where}", values).fetchall()  # noqa: S608
        kept = np.zeros(len(scores), dtype=bool)
        kept[[number for (number,) in inside]] = True
        scores = np.where(kept, scores, 0.0)
    rows = np.flatnonzero(scores)
    near = np.round(scores[rows], 6)
    if len(rows) > most:  # names are looked up for the best only, with all that are as good as the last of them
        rows, near = _best(rows, near, most)
    names = link.execute(
        "select number, passage, document from numbered where number in (select value from json_each(?))",
        (json.dumps(rows.tolist()),),
    ).fetchall()
    score = dict(zip(rows.tolist(), near.tolist(), strict=True))
    names.sort(key=lambda one: (-score[one[0]], one[1]))
    return [(passage, document) for _, passage, document in names[:most]]


def _best(rows: NDArray[np.intp], near: Numbers, most: int) -> tuple[NDArray[np.intp], Numbers]:
    kept = near >= np.partition(near, -most)[-most]
    return rows[kept], near[kept]


def by_index(link: sqlite3.Connection, asked: str, scope: Scope, most: int) -> list[tuple[str, str]]:
    """The same, weighed by SQLite passage by passage. `asked` is made by `learn.query.any_of`."""
    where, values = _within(scope)
    among = f"and rowid in (select number from numbered where true {where})" if where else ""  # noqa: S608
    # names are looked up for the best only
    best = f"select rowid, rank as far from stems where stems match :asked and rank match :weights {among}"  # noqa: S608
    return link.execute(
        f"select passage, document from ({best} order by rank limit :more) join numbered on number = rowid "  # noqa: S608
        "order by round(far, 6), passage limit :most",
        {"asked": asked, "weights": f"bm25(1.0, {HEADING})", "most": most, "more": 2 * most, **values},
    ).fetchall()


def in_how_many(link: sqlite3.Connection, words: Sequence[str], most: int) -> int:
    """How many passages hold all of some words as written, counted up to `most`."""
    rows = link.execute(
        "select count(*) from (select 1 from written where written match ? limit ?)",
        (all_of(Query((), tuple(words))), most),
    )
    return int(rows.fetchone()[0])


def is_telling(link: sqlite3.Connection) -> Callable[[str], bool]:
    """Whether a word tells passages apart: one that stands in more than a fifth of a large library does not.

    Such a word would hardly change the order, and most of the time would go into weighing the passages that hold it.
    """
    many = max(FEWEST_COMMON, int(link.execute("select coalesce(max(number), 0) from numbered").fetchone()[0]) // 5)
    return lambda word: in_how_many(link, [word], many + 1) <= many


def passages_within(link: sqlite3.Connection, scope: Scope) -> set[str] | None:
    """The passages of a scope; None for all."""
    if scope == Scope():
        return None
    where, values = _within(scope)
    return {row[0] for row in link.execute(f"select passage from numbered where true {where}", values)}  # noqa: S608


def _within(scope: Scope) -> tuple[str, dict[str, str]]:
    where, values = "", {}
    if scope.documents is not None:
        where += " and document in (select value from json_each(:documents))"
        values["documents"] = json.dumps(sorted(scope.documents))
    if scope.passages is not None:
        where += " and passage in (select value from json_each(:passages))"
        values["passages"] = json.dumps(sorted(scope.passages))
    if scope.concept is not None:
        where += (
            " and passage in (select passage from suggestion where codebook = :codebook and version = :version"
            " and concept = :concept and sure)"
        )
        values |= dict(zip(("codebook", "version", "concept"), scope.concept, strict=True))
    return where, values
