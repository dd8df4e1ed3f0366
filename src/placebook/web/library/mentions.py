"""Sentences that count: "31 of 96 plans mention energy security", with a quote and its page for each of the 31."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from urllib.parse import urlencode

from placebook.learn.phrases import negative_places, phrase_places
from placebook.learn.query import LONGEST, Query, all_of, phrases_of, read_query
from placebook.learn.words import words_of
from placebook.pages.library_search import DocumentFacts, Hit, MentionsPage, mention_groups, mention_sentence
from placebook.store.library import Library
from placebook.store.library_index import Scope, held_exactly, with_any_stem
from placebook.types import CodeRule, Framework
from placebook.web.library.concepts import codebook_as_used, concept_title, rule_of
from placebook.web.library.facts import facts_of_documents
from placebook.web.library.finding import hits_of
from placebook.web.library.question import MENTIONS_TABLE

MOST = 200  # quotes on the page; all are in the CSV
NARROWED = ("type", "kind", "year")
NAMES = ("phrase", "codebook", "version", "concept", *NARROWED)


@dataclass(frozen=True, slots=True)
class Mention:
    """What is counted: words as written, or a concept by the phrases of one version of a codebook; and among what."""

    phrase: str = ""
    codebook: str = ""
    version: str = ""
    concept: str = ""
    type: str = ""
    kind: str = ""
    year: str = ""

    def address(self, path: str) -> str:
        """Where it is counted."""
        said = {name: getattr(self, name) for name in NAMES if getattr(self, name)}
        return f"{path}?{urlencode(said)}"


def mention_of(query: Mapping[str, tuple[str, ...]]) -> Mention:
    """What an address asks to be counted. What is too long is cut."""
    return Mention(**{name: query[name][-1].strip()[:LONGEST] for name in NAMES if query.get(name)})


@dataclass(frozen=True, slots=True)
class _Rule:
    """How it is decided that a passage mentions something."""

    what: str
    says: str
    query: Query
    code: CodeRule | None = None


def mentions_page(
    library: Library, asked: Mention, frameworks: Mapping[str, Framework], most: int = MOST
) -> MentionsPage:
    """Count the documents that mention something, by status, with a quote of each that does."""
    rule = _rule(library, asked, frameworks)
    if isinstance(rule, str):
        return MentionsPage("Count mentions", "", "", rule, (), (), "", 0)
    every = facts_of_documents(library) if library.file.is_file() else {}
    among = {one.id: one for one in every.values() if all(getattr(asked, n) in ("", getattr(one, n)) for n in NARROWED)}
    quotes = _quotes(library, rule, among)
    groups = mention_groups(tuple(among.values()), quotes, rule.what, most)
    return MentionsPage(
        title=f"Documents that mention {rule.what}",
        rule=rule.says,
        sentence=mention_sentence(groups),
        fault="",
        groups=groups,
        notes=tuple(_notes(asked, among, quotes, library)),
        csv=asked.address(MENTIONS_TABLE) if quotes else "",
        left_out=max(0, len(quotes) - most),
    )


def _rule(library: Library, asked: Mention, frameworks: Mapping[str, Framework]) -> _Rule | str:
    """The rule that an address names, or why there is none."""
    if asked.codebook or asked.concept:
        return _concept_rule(library, asked, frameworks)
    query = read_query(asked.phrase) if '"' in asked.phrase else phrases_of([asked.phrase])
    if not query:
        return "Nothing is asked for. Write some words, or choose a concept of a codebook."
    said = " and ".join(f"“{' '.join(phrase)}”" for phrase in (*query.phrases, *((word,) for word in query.words)))
    says = f"A document mentions it where a passage holds {said} word for word. Capitals and accents do not matter."
    return _Rule(said, says, query)


def _concept_rule(library: Library, asked: Mention, frameworks: Mapping[str, Framework]) -> _Rule | str:
    if codebook_as_used(library, asked.codebook, asked.version) is None:
        return f"This library has no version {asked.version or '(none named)'} of a codebook {asked.codebook!r}."
    code = rule_of(library, asked.codebook, asked.version, asked.concept)
    if code is None:
        return f"Version {asked.version} of {asked.codebook} has no concept {asked.concept!r}."
    title = concept_title(library, asked.codebook, asked.version, asked.concept, frameworks)
    phrases = ", ".join(f"“{phrase}”" for phrase in code.phrases)
    barred = ", ".join(f"“{phrase}”" for phrase in code.negative_phrases)
    says = (
        f"A document mentions it where a passage holds one of these, in any form of their words: {phrases}"
        f"{f'; and not only within: {barred}' if barred else ''}. "
        f"This is version {asked.version} of the codebook {asked.codebook}."
    )
    return _Rule(f"“{title}”", says, phrases_of(code.phrases), code)


def _quotes(library: Library, rule: _Rule, among: Mapping[str, DocumentFacts]) -> dict[str, Hit]:
    """The best passage of each document, by its id. Documents are in the order of bodies and titles."""
    if not among:
        return {}
    with library.opened() as link:
        best: dict[str, str] = {}
        for passage, document in _held(library, link, rule, Scope(frozenset(among))):
            best.setdefault(document, passage)
        order = sorted(best, key=lambda one: (among[one].body_name, among[one].title, one))
        hits = hits_of(library, link, [(best[one], one) for one in order], among, rule.query, rule.code is not None)
    return dict(zip(order, hits, strict=True))


def _held(library: Library, link: Connection, rule: _Rule, scope: Scope) -> list[tuple[str, str]]:
    if rule.code is None:
        return held_exactly(link, all_of(rule.query), scope)
    found = with_any_stem(link, rule.query.phrases, scope)
    if not rule.code.negative_phrases:
        return found
    texts = library.some_passages(link, [name for name, _ in found])
    return [one for one in found if _speaks(texts[one[0]][0].text, rule.code)]


def _speaks(text: str, code: CodeRule) -> bool:
    """Whether a phrase of a concept stands in a text other than within a negative phrase."""
    words = words_of(text)
    barred = negative_places(words, code)
    return not barred or any(not barred.issuperset(run) for run in phrase_places(words, code))


def _notes(
    asked: Mention, among: Mapping[str, DocumentFacts], quotes: Mapping[str, Hit], library: Library
) -> list[str]:
    said = []
    narrowed = [getattr(asked, name) for name in NARROWED if getattr(asked, name)]
    if narrowed:
        said.append(f"Only documents of: {', '.join(narrowed)}.")
    part = sum(not one.whole for name, one in among.items() if name not in quotes)
    if part:
        said.append(
            f"Of {part:,} documents without a quote only a part could be read, so they may mention it elsewhere: "
            "the numbers are the least that is known."
        )
    twice = sum(pair.one in quotes and pair.other in quotes for pair in library.likenesses())
    if twice:
        said.append(f"{twice:,} pairs of documents with a quote are nearly the same text, and each counts.")
    return said
