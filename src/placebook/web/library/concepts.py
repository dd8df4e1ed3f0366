"""What a machine suggests for passages of the library: made, kept, and shown as what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from placebook.book.codebooks import FEWEST_PHRASES, find_codebook, read_codebook, shipped_folder
from placebook.learn.query import phrases_of
from placebook.learn.suggest import Vectors, score_passages, suggestions
from placebook.pages.library_search import ConceptQuotes, ConceptsPage, Hit
from placebook.store.library import Library
from placebook.store.library_suggestions import (
    SuggestedConcept,
    best_suggested,
    keep_codebook,
    keep_suggestions,
    kept_codebook,
    suggested_concepts,
)
from placebook.store.whole import whole_file
from placebook.types import Codebook, CodeRule, ContentError, Framework
from placebook.web.library.facts import facts_of_documents
from placebook.web.library.finding import Meaning, hits_of
from placebook.web.library.question import MENTIONS, Question

QUOTES = 5  # of a concept on its page


def suggest_for_library(library: Library, file: Path, meaning: Meaning | None, coverage: float) -> tuple[int, int]:
    """Suggest a concept of a codebook for every passage, and keep that with the codebook as it is now.

    Gives how many suggestions, and how many of them are sure. Suggestions by the same version are replaced.
    """
    codebook = read_codebook(file)
    passages = list(library.every_passage())
    if meaning is not None:
        have = set(meaning.vectors.passages)
        passages = [one for one in passages if one.id in have]
    texts = [one.text for one in passages]
    made = list(
        suggestions(
            score_passages(texts, codebook, vectors_of(meaning, codebook, [one.id for one in passages])),
            [one.id for one in passages],
            coverage,
        )
    )
    keep_codebook(library.folder, codebook, file)
    with library.opened() as link:
        count = keep_suggestions(link, codebook, made)
    return count, sum(one.sure for one in made)


def vectors_of(meaning: Meaning | None, codebook: Codebook, names: Sequence[str]) -> Vectors | None:
    """The vectors of passages and of the texts of a codebook; None without a model."""
    if meaning is None:
        return None
    rows = {name: row for row, name in enumerate(meaning.vectors.passages)}
    values = meaning.vectors.values[[rows[name] for name in names]].astype(float)
    spoken = meaning.model.vectors([text for rule in codebook.rules for text in rule.texts])
    return Vectors(meaning.model.name, values, spoken)


def codebook_file(name: str, folders: Sequence[Path]) -> Path:
    """The file of a codebook: one that is named, one of the book, or one that is shipped."""
    find_codebook(name, folders)
    if name.endswith((".yaml", ".yml")):
        return Path(name)
    return next(path for folder in (*folders, shipped_folder()) if (path := folder / f"{name}.yaml").is_file())


def codebook_as_used(library: Library, name: str, version: str) -> Codebook | None:
    """One version of a codebook: as kept when it was used, or the one that is shipped. None: there is none here."""
    kept = kept_codebook(library.folder, name, version)
    for path in (kept, shipped_folder() / kept.name):
        if path.is_file():
            found = _read(path, path.stat().st_mtime_ns)
            if found is not None and (found.id, found.version) == (name, version):
                return found
    return None


@lru_cache(maxsize=32)
def _read(path: Path, changed: int) -> Codebook | None:
    del changed
    try:
        return read_codebook(path)
    except ContentError:
        return None


def rule_of(library: Library, codebook: str, version: str, concept: str) -> CodeRule | None:
    """When a concept is put on a passage, in one version of a codebook."""
    found = codebook_as_used(library, codebook, version)
    return next((rule for rule in found.rules if rule.concept == concept), None) if found else None


def concept_title(
    library: Library, codebook: str, version: str, concept: str, frameworks: Mapping[str, Framework]
) -> str:
    """The title of a concept in its framework; its id where the framework is not at hand."""
    found = codebook_as_used(library, codebook, version)
    framework = frameworks.get(found.framework) if found else None
    walked = framework.walk() if framework else ()
    return next((one.title for one in walked if one.id == concept), concept)


def codebooks_used(library: Library) -> list[tuple[str, str]]:
    """Every codebook and version by which something is suggested."""
    if not library.file.is_file():
        return []
    with library.opened() as link:
        return sorted({(one.codebook, one.version) for one in suggested_concepts(link)})


def concepts_page(
    library: Library, codebook: str, version: str, frameworks: Mapping[str, Framework]
) -> ConceptsPage | None:
    """What is suggested for each concept of one version of a codebook; None where nothing is."""
    if not library.file.is_file():
        return None
    every = facts_of_documents(library)
    with library.opened() as link:
        all_of_it = [one for one in suggested_concepts(link) if (one.codebook, one.version) == (codebook, version)]
        if not all_of_it:
            return None
        made = []
        for one in all_of_it:
            best = best_suggested(link, (codebook, version, one.concept), QUOTES)
            rule = rule_of(library, codebook, version, one.concept)
            query = phrases_of(rule.phrases if rule else ())
            there = [(passage, document) for passage, document, _ in best if document in every]
            because = {passage: f"Because of: {'; '.join(said.because)}" for passage, _, said in best}
            hits = hits_of(library, link, there, every, query, because=because)
            made.append(_quotes(library, one, hits, frameworks))
    found = codebook_as_used(library, codebook, version)
    return ConceptsPage(codebook, version, found.title if found else codebook, found.says if found else "", tuple(made))


def _quotes(
    library: Library, one: SuggestedConcept, hits: Sequence[Hit], frameworks: Mapping[str, Framework]
) -> ConceptQuotes:
    from urllib.parse import urlencode

    title = concept_title(library, one.codebook, one.version, one.concept, frameworks)
    pinned = {"codebook": one.codebook, "version": one.version, "concept": one.concept}
    return ConceptQuotes(
        one.concept,
        title,
        one.documents,
        one.passages,
        tuple(hits),
        Question(concept=f"{one.codebook}:{one.version}:{one.concept}").address(),
        f"{MENTIONS}?{urlencode(pinned)}",
    )


def write_codebook(path: Path, lines: Iterable[str], rules: Iterable[CodeRule]) -> list[str]:
    """Write a codebook that came from elsewhere, and give the concepts that have too few phrases to be used yet."""
    path.parent.mkdir(exist_ok=True)
    with whole_file(path) as partial:
        partial.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return [rule.concept for rule in rules if len(set(rule.phrases)) < FEWEST_PHRASES]
