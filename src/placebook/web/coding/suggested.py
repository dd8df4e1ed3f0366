"""Codebooks as they are used for coding, and what a machine suggests for a passage: shown, and never kept as a code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from placebook.book.codebooks import codebook_files, read_codebook
from placebook.learn.suggest import Scored, on_the_ladder, ranked, score_passages
from placebook.store.library import Library
from placebook.types import Codebook, CodeRule, DataError, Framework, Passage, Suggestion
from placebook.web.coding.taught import Taught, scored_by_codes, taught_by
from placebook.web.library.concepts import vectors_of
from placebook.web.library.finding import meaning_of

MOST = 5


def library() -> Library:
    """The library of the book."""
    return Library(Path(settings.BOOK))


def codebooks() -> dict[str, tuple[Codebook, Path]]:
    """The codebook of each framework, the book's own before a shipped one, with its file."""
    found = {}
    for path in codebook_files((Path(settings.BOOK) / "codebooks",)):
        codebook = _read(path, path.stat().st_mtime_ns)
        found[codebook.framework] = (codebook, path)
    return found


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Codebook:
    del changed
    return read_codebook(path)


def codebook_of(framework: str) -> Codebook:
    """The codebook of a framework. Raises DataError where it is gone."""
    found = codebooks().get(framework)
    if found is None:
        raise DataError(f"there is no codebook for {framework} any more; put it back into codebooks/ of the place book")
    return found[0]


def titles_of(codebook: Codebook, frameworks: Mapping[str, Framework]) -> dict[str, str]:
    """What the concepts of a codebook are called in its framework; their ids where it is not at hand."""
    framework = frameworks.get(codebook.framework)
    named = {one.id: one.title for one in framework.walk()} if framework else {}
    return {rule.concept: named.get(rule.concept, rule.concept) for rule in codebook.rules}


def suggestions_for(passage: Passage, codebook: Codebook, book: str) -> tuple[Suggestion, ...]:
    """The concepts that speak most for a passage, weighed among all passages of its document.

    By meaning and words where the library has vectors and the model that made them is here, else by words alone; and
    of concepts with enough finished codes, by what those have taught.
    """
    held, taught = library(), taught_by(book, codebook.framework)
    names, scored, by_codes, learned = _scored(Path(settings.BOOK), passage.document, codebook, taught, _stamp(held))
    if passage.id not in names:
        return ()
    row = names.index(passage.id)
    from_codes = ranked(by_codes, row, passage.id, MOST) if by_codes is not None else ()
    return on_the_ladder(from_codes, ranked(scored, row, passage.id, MOST), learned, MOST)


def _stamp(held: Library) -> tuple[int, ...]:
    """When the passages or their vectors were last written."""
    files = (held.file, held.file.with_name(held.file.name + "-wal"), *sorted((held.folder / "vectors").rglob("*")))
    return tuple(path.stat().st_mtime_ns for path in files if path.is_file())


@lru_cache(maxsize=32)
def _scored(
    book: Path, document: str, codebook: Codebook, taught: Taught, stamp: tuple[int, ...]
) -> tuple[tuple[str, ...], Scored, Scored | None, frozenset[str]]:
    del stamp
    held = Library(book)
    passages, meaning = held.passages(document), meaning_of(held)
    names = tuple(one.id for one in passages)
    if meaning is not None and not set(names) <= set(meaning.vectors.passages):
        meaning = None  # added after the vectors were made
    scored = score_passages([one.text for one in passages], codebook, vectors_of(meaning, codebook, names))
    return names, scored, *scored_by_codes(held, names, codebook, taught, meaning)


def search(codebook: Codebook, titles: Mapping[str, str], words: str) -> tuple[CodeRule, ...]:
    """The concepts that hold every word in their name, definition, examples or phrases; those by name first."""
    wanted = words.casefold().split()
    found = [
        (not all(word in titles[rule.concept].casefold() for word in wanted), place, rule)
        for place, rule in enumerate(codebook.rules)
        if all(word in _said(rule, titles[rule.concept]) for word in wanted)
    ]
    return tuple(rule for _, _, rule in sorted(found, key=lambda one: one[:2]))


def _said(rule: CodeRule, title: str) -> str:
    return " ".join((title, rule.concept, *rule.texts, *rule.include)).casefold()
