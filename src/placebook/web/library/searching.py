"""The page of a search: what was found, how it may be narrowed, and places like a council's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from sqlite3 import Connection

from placebook.learn.query import read_query
from placebook.pages.library_search import (
    AT_ONCE,
    EXACT,
    FACETS,
    MODES,
    Choice,
    CodebookLink,
    DocumentFacts,
    Facet,
    Hit,
    LikeMine,
    Mode,
    SearchPage,
    counts_of,
    found_sentence,
)
from placebook.store.library import Library
from placebook.store.library_index import Scope
from placebook.store.library_suggestions import suggested_among
from placebook.types import NOTHING, Framework
from placebook.web.library.concepts import codebook_as_used, codebooks_used, concept_title
from placebook.web.library.facts import facts_of_documents
from placebook.web.library.finding import MOST, Order, hits_of, meaning_of, order_of
from placebook.web.library.question import MENTIONS, NAMES, TABLE, Question

MOST_CHOICES = 25
IN_A_TABLE = 500  # passages held at once
GRADED = "by the Maryland scale; counts are passages"
MACHINE, SAID = "suggested by a machine, not coded by people", "as said of the documents"
Frameworks = Mapping[str, Framework]


def search_page(
    library: Library,
    asked: Question,
    frameworks: Frameworks,
    places: Sequence[LikeMine] = (),
    like_name: str = "",
    strengths: Mapping[str, str] = NOTHING,
) -> SearchPage:
    """Answer a question. `places` are those like the council that the question names; `strengths` say by passage how
    strong the case study is that quotes it."""
    every = facts_of_documents(library) if library.file.is_file() else {}
    places = [_with_documents(one, every) for one in places]
    if not every:
        return _laid_out(asked, Order(()), (), (), every, places, like_name, ())
    with library.opened() as link:
        order = _order(library, link, asked, every, places, strengths)
        chosen = order.found[(asked.page - 1) * AT_ONCE : asked.page * AT_ONCE]
        meaning = (library.folder / "vectors").is_dir()
        stems = asked.mode != EXACT
        hits = hits_of(library, link, chosen, every, read_query(asked.q), stems, order.because, meaning)
        facets = (*_facets(library, link, asked, order, every, frameworks), *_by_strength(asked, order, strengths))
    return _laid_out(asked, order, hits, facets, every, places, like_name, tuple(_codebooks(library)))


def every_hit(
    library: Library, asked: Question, places: Sequence[LikeMine] = (), strengths: Mapping[str, str] = NOTHING
) -> Iterator[Hit]:
    """All that was found, for a table: every page of it, some passages at a time."""
    every = facts_of_documents(library) if library.file.is_file() else {}
    if not every:
        return
    with library.opened() as link:
        order = _order(library, link, asked, every, places, strengths)
        for at in range(0, len(order.found), IN_A_TABLE):
            some = order.found[at : at + IN_A_TABLE]
            yield from hits_of(
                library, link, some, every, read_query(asked.q), asked.mode != EXACT, order.because, near=False
            )


def _order(
    library: Library,
    link: Connection,
    asked: Question,
    every: Mapping[str, DocumentFacts],
    places: Sequence[LikeMine],
    strengths: Mapping[str, str],
) -> Order:
    wanted = scope_of(asked, every, places, strengths)
    order = order_of(link, asked, wanted, meaning_of(library))
    return Order(tuple(one for one in order.found if one[1] in every), order.because, order.notes)


def scope_of(
    asked: Question,
    every: Mapping[str, DocumentFacts],
    places: Sequence[LikeMine],
    strengths: Mapping[str, str] = NOTHING,
) -> Scope:
    """Among which passages a question looks."""
    quoted = None
    if asked.strength:
        quoted = frozenset(passage for passage, said in strengths.items() if said == asked.strength)
    names = [name for name in FACETS if getattr(asked, name)]
    if not names and not asked.like:
        return Scope(None, asked.suggested, quoted)
    like = {one.code for one in places}
    chosen = (
        one.id
        for one in every.values()
        if all(getattr(one, name) == getattr(asked, name) for name in names) and (not asked.like or one.body in like)
    )
    return Scope(frozenset(chosen), asked.suggested, quoted)


def _with_documents(one: LikeMine, every: Mapping[str, DocumentFacts]) -> LikeMine:
    return LikeMine(one.code, one.name, one.reason, sum(each.body == one.code for each in every.values()))


def _facets(
    library: Library,
    link: Connection,
    asked: Question,
    order: Order,
    every: Mapping[str, DocumentFacts],
    frameworks: Frameworks,
) -> Iterator[Facet]:
    """Ways to narrow: what people and registers said of the documents, then apart from it what a machine suggests."""
    documents = [every[name] for name in sorted({document for _, document in order.found})]
    for name, title in FACETS.items():
        counts = counts_of(documents, name)
        own = getattr(asked, name)
        if len(counts) > 1 or own:
            yield Facet(title, SAID, tuple(_choice(asked, name, own, value, n) for value, n in counts[:MOST_CHOICES]))
    by_codebook: dict[tuple[str, str], list[Choice]] = {}
    for codebook, version, concept, n in suggested_among(link, [name for name, _ in order.found]):
        value = f"{codebook}:{version}:{concept}"
        label = concept_title(library, codebook, version, concept, frameworks)
        choices = by_codebook.setdefault((codebook, version), [])
        choices.append(_choice(asked, "concept", asked.concept, value, n, label))
    for (codebook, version), choices in by_codebook.items():
        yield Facet(f"{codebook}, version {version}", MACHINE, tuple(choices[:MOST_CHOICES]))


def _by_strength(asked: Question, order: Order, strengths: Mapping[str, str]) -> Iterator[Facet]:
    """How strong the case studies are that quote what was found. Counts are passages, as a document has many."""
    counts = Counter(strengths[passage] for passage, _ in order.found if passage in strengths)
    if asked.strength:
        counts.setdefault(asked.strength, 0)
    if counts:
        choices = (_choice(asked, "strength", asked.strength, value, n) for value, n in sorted(counts.items()))
        yield Facet("Strength of a case study that quotes it", GRADED, tuple(choices))


def _choice(asked: Question, name: str, own: str, value: str, count: int, label: str = "") -> Choice:
    chosen = own == value
    return Choice(label or value, count, chosen, asked.but(**{name: "" if chosen else value}).address())


def _laid_out(
    asked: Question,
    order: Order,
    hits: Sequence[Hit],
    facets: tuple[Facet, ...],
    every: Mapping[str, DocumentFacts],
    places: Sequence[LikeMine],
    like_name: str,
    codebooks: tuple[CodebookLink, ...],
) -> SearchPage:
    count, of = len(order.found), len({document for _, document in order.found})
    pages = max(1, -(-count // AT_ONCE))
    is_asked = bool(read_query(asked.q) or asked.near)
    notes = list(order.notes)
    if is_asked and asked.page > pages:
        notes.append(f"There is no page {asked.page:,} of these results; the last is page {pages:,}.")
    return SearchPage(
        words=asked.q,
        modes=tuple(Mode(id, label, id == asked.mode) for id, label in MODES.items()),
        asked=is_asked,
        says=found_sentence(asked.mode, count, of, asked.q, MOST) if is_asked else "",
        notes=tuple(note for note in notes if note),
        hits=tuple(hits),
        facets=facets,
        kept=tuple((name, getattr(asked, name)) for name in _kept(asked)),
        like=asked.like,
        like_name=like_name,
        places=tuple(places),
        page=asked.page,
        pages=pages,
        before=asked.but(page=min(asked.page - 1, pages)).address() if asked.page > 1 else "",
        after=asked.but(page=asked.page + 1).address() if asked.page < pages else "",
        csv=asked.but().address(TABLE) if count else "",
        count=_count_address(asked) if asked.mode == EXACT and read_query(asked.q) else "",
        documents=len(every),
        passages=sum(one.passages for one in every.values()),
        codebooks=codebooks,
    )


def _codebooks(library: Library) -> Iterator[CodebookLink]:
    for name, version in codebooks_used(library):
        found = codebook_as_used(library, name, version)
        yield CodebookLink(
            f"{found.title if found else name}, version {version}", f"library/concepts/{name}/{version}.html"
        )


def _kept(asked: Question) -> list[str]:
    return [name for name in NAMES if name not in ("q", "mode", "page", "near", "like") and getattr(asked, name)]


def _count_address(asked: Question) -> str:
    from urllib.parse import urlencode

    said = {"phrase": asked.q.replace('"', " ").strip(), "type": asked.type, "kind": asked.kind, "year": asked.year}
    return f"{MENTIONS}?{urlencode({name: value for name, value in said.items() if value})}"
