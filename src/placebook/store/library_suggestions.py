"""What a named rule suggested for passages, beside the passages: never a person's code, and never counted as one.

The codebook is kept as it was used, in library/codebooks/, so that what an older version said can still be shown.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from placebook.store.whole import whole_file
from placebook.types import Codebook, Suggestion

SCHEMA = """
create table if not exists suggestion (
    codebook text not null, version text not null, passage text not null, concept text not null, score real not null,
    sure integer not null, method text not null, made_by text not null, because text not null,
    primary key (codebook, version, passage, concept)
) without rowid;
create index if not exists suggestion_concept on suggestion (codebook, version, concept);
create index if not exists suggestion_passage on suggestion (passage);
"""


@dataclass(frozen=True, slots=True)
class SuggestedConcept:
    """How many passages and documents a machine is sure of for one concept."""

    codebook: str
    version: str
    concept: str
    passages: int
    documents: int


def keep_suggestions(link: sqlite3.Connection, codebook: Codebook, made: Iterable[Suggestion]) -> int:
    """Keep suggestions by one version of a codebook in place of those kept before. Gives how many."""
    link.execute("delete from suggestion where codebook = ? and version = ?", (codebook.id, codebook.version))
    before = link.total_changes
    link.executemany(
        "insert into suggestion values (?,?,?,?,?,?,?,?,?)",
        (
            (
                *(codebook.id, codebook.version, one.passage, one.concept, one.score, one.sure),
                *(one.method, one.version, json.dumps(one.because, ensure_ascii=False)),
            )
            for one in made
        ),
    )
    return link.total_changes - before


def suggested_concepts(link: sqlite3.Connection) -> list[SuggestedConcept]:
    """Every concept that is surely suggested somewhere, by codebook, version and concept."""
    rows = link.execute(
        "select codebook, version, concept, count(*), count(distinct document) from suggestion "
        "join numbered using (passage) where sure group by 1, 2, 3 order by 1, 2, 3"
    )
    return [SuggestedConcept(*row) for row in rows]


def suggested_for(link: sqlite3.Connection, passages: Iterable[str]) -> dict[str, list[tuple[str, str, Suggestion]]]:
    """What is suggested for passages: codebook, its version, and the suggestion, by passage."""
    found: dict[str, list[tuple[str, str, Suggestion]]] = {}
    rows = link.execute(
        "select * from suggestion where passage in (select value from json_each(?)) order by 1, 2, 4",
        (json.dumps(sorted(passages)),),
    )
    for codebook, version, passage, concept, score, sure, method, made_by, because in rows:
        one = Suggestion(passage, concept, score, bool(sure), method, made_by, tuple(json.loads(because)))
        found.setdefault(passage, []).append((codebook, version, one))
    return found


def suggested_among(link: sqlite3.Connection, passages: Iterable[str]) -> list[tuple[str, str, str, int]]:
    """The concepts that are surely suggested among passages: codebook, version, concept, and in how many documents."""
    return link.execute(
        "select codebook, version, concept, count(distinct document) n from suggestion join numbered using (passage) "
        "where sure and passage in (select value from json_each(?)) group by 1, 2, 3 order by 1, 2, n desc, 3",
        (json.dumps(sorted(passages)),),
    ).fetchall()


def best_suggested(
    link: sqlite3.Connection, concept: tuple[str, str, str], most: int
) -> list[tuple[str, str, Suggestion]]:
    """The passages that speak most for a concept, as (passage, document, suggestion): one for each document."""
    rows = link.execute(
        "select passage, document, score, method, made_by, because from suggestion join numbered using (passage) "
        "where codebook = ? and version = ? and concept = ? and sure order by score desc, passage",
        concept,
    )
    found: dict[str, tuple[str, str, Suggestion]] = {}
    for passage, document, score, method, made_by, because in rows:
        said = Suggestion(passage, concept[2], score, True, method, made_by, tuple(json.loads(because)))
        found.setdefault(document, (passage, document, said))
        if len(found) == most:
            break
    return list(found.values())


def keep_codebook(library: Path, codebook: Codebook, file: Path) -> None:
    """Keep a codebook as it is used now."""
    path = kept_codebook(library, codebook.id, codebook.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as partial:
        shutil.copyfile(file, partial)


def kept_codebook(library: Path, name: str, version: str) -> Path:
    """Where a version of a codebook is kept. Signs that could lead elsewhere are left out."""
    plain = "".join(sign for sign in version if sign.isalnum() or sign in ".-").strip(".") or "none"
    safe = "".join(sign for sign in name if sign.isalnum() or sign in "-_") or "none"
    return library / "codebooks" / plain / f"{safe}.yaml"
