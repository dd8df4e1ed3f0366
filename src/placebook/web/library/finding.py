"""Search the library: by words, by meaning, and by both put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from sqlite3 import Connection

import numpy as np

from placebook.learn.citing import cited, page_at
from placebook.learn.fusion import fused
from placebook.learn.query import Query, all_of, read_query
from placebook.learn.snippets import WITHHELD, snippet
from placebook.pages.library_search import EXACT, RELATED, DocumentFacts, Hit, hit_of
from placebook.sources.sentence_model import SentenceModel, find_model, missing_runners, read_model
from placebook.store.library import Library
from placebook.store.library_index import Scope, best_by_words, held_exactly, in_how_many, is_telling, passages_within
from placebook.store.library_vectors import PassageVectors, VectorFolder
from placebook.types import Numbers
from placebook.web.library.question import Question

MOST = 100  # passages that an order of words or of meaning holds
RARE, FEW_WORDS = 5, 3  # a word in so few passages, in a question of so few words, is looked for as it stands
RARE_TOGETHER = 20  # passages that hold all words of a question: whoever asks knows the words
PART = 60  # passages on one page of a document
NO_MODEL = "Words alone: no model is installed here, or no vectors were made (placebook library vectors)."


@dataclass(frozen=True, slots=True)
class Order:
    """Passages, best first, each with its document; how each came there; and what is to be said of the way."""

    found: tuple[tuple[str, str], ...]
    because: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """The vectors of a library and the model that made them."""

    model: SentenceModel
    vectors: PassageVectors

    def of(self, text: str) -> Numbers:
        """The vector of some words."""
        found: Numbers = np.asarray(self.model.vectors([text])[0])
        return found


@lru_cache(maxsize=1)
def installed_model() -> SentenceModel | None:
    """The model that is installed, or None; read once."""
    folder = find_model()
    return None if folder is None or missing_runners() else read_model(folder)


def meaning_of(library: Library) -> Meaning | None:
    """What finds by meaning, where there are vectors and the model that made them is installed."""
    if not (library.folder / "vectors").is_dir():
        return None
    model = installed_model()
    if model is None:
        return None
    vectors = VectorFolder(library.folder, model.name).read()
    return Meaning(model, vectors) if vectors.passages else None


def order_of(link: Connection, asked: Question, scope: Scope, meaning: Meaning | None) -> Order:
    """The passages that answer a question, best first. The same question and library give the same order."""
    query = read_query(asked.q)
    if asked.mode == RELATED or asked.near:
        return _by_meaning(link, asked, scope, meaning)
    if not query:
        return Order(())
    if asked.mode == EXACT:
        return Order(tuple(held_exactly(link, all_of(query), scope)))
    telling = query.only(is_telling(link)) if scope == Scope() else query
    why = words_alone(link, query, meaning)
    if why or meaning is None:
        return Order(tuple(best_by_words(link, telling, scope, MOST)), notes=(why,))
    within = passages_within(link, scope)
    with ThreadPoolExecutor(1) as beside:  # the two look at the same time, as neither needs the other
        near = beside.submit(lambda: meaning.vectors.nearest(meaning.of(asked.q), within, MOST))
        words = best_by_words(link, telling, scope, MOST)
        return _joined(link, [name for name, _ in words], near.result())


def words_alone(link: Connection, query: Query, meaning: Meaning | None) -> str:
    """Why a question is answered by words alone; "" where meaning is asked too."""
    if query.phrases:
        return "Words alone: what stands in quotation marks is looked for as it stands."
    if len(query.telling) <= FEW_WORDS:
        for word in query.telling:
            if 0 < in_how_many(link, [word], RARE + 1) <= RARE:
                return f"Words alone: “{word}” is rare here, so it is looked for as it stands."
    together = in_how_many(link, query.telling, RARE_TOGETHER + 1)
    if 0 < together <= RARE_TOGETHER:
        return f"Words alone: {together} of the passages hold all of these words."
    return NO_MODEL if meaning is None else ""


def _by_meaning(link: Connection, asked: Question, scope: Scope, meaning: Meaning | None) -> Order:
    if meaning is None:
        return Order((), notes=(NO_MODEL.replace("Words alone", "Nothing is close in meaning"),))
    vector = meaning.vectors.of(asked.near) if asked.near else meaning.of(asked.q) if asked.q else None
    if vector is None:
        return Order(())
    near = meaning.vectors.nearest(vector, passages_within(link, scope), MOST + 1)
    return _joined(link, [], [name for name in near if name != asked.near][:MOST])


def _joined(link: Connection, words: Sequence[str], near: Sequence[str]) -> Order:
    """Two orders as one, each passage with its place in both. Vectors of passages that are gone are passed over."""
    names = [name for name, _ in fused([words, near])]
    documents = _documents_of(link, names)
    places = [{name: at for at, name in enumerate(order, start=1)} for order in (words, near)]
    because = {
        name: ", ".join(
            f"place {place[name]} by {what}"
            for what, place in zip(("words", "meaning"), places, strict=True)
            if name in place
        )
        for name in names
    }
    return Order(tuple((name, documents[name]) for name in names if name in documents)[:MOST], because)


def _documents_of(link: Connection, names: Iterable[str]) -> dict[str, str]:
    import json

    return dict(
        link.execute(
            "select passage, document from numbered where passage in (select value from json_each(?))",
            (json.dumps(list(names)),),
        )
    )


def hits_of(
    library: Library,
    link: Connection,
    found: Sequence[tuple[str, str]],
    facts: Mapping[str, DocumentFacts],
    query: Query,
    stems: bool = True,
    because: Mapping[str, str] | None = None,
    near: bool = False,
) -> list[Hit]:
    """Passages with their words, page and document, in the order given."""
    passages = library.some_passages(link, [name for name, _ in found])
    made = []
    for name, document in found:
        passage, place = passages[name]
        one = facts[document]
        shown = snippet(passage.text, query, stems=stems) if one.quotable else WITHHELD
        first, last = passage.pages
        page = first if first == last else page_at(passage, shown.at, library.page_texts(link, passage))
        address = Question(mode=RELATED, near=name).address() if near else ""
        where = cited(passage, one.media, page, one.pages)
        path = passage_path(one, name, place)
        made.append(hit_of(one, name, passage.headings, shown, where, path, (because or {}).get(name, ""), address))
    return made


def passage_path(facts: DocumentFacts, passage: str, place: int) -> str:
    """Where a passage stands on the site: on the page of its document where its words may be shown."""
    short = facts.id[:12]
    if not facts.licensed:
        return f"library/{short}.html"
    part = place // PART + 1
    page = f"library/{short}.html" if part == 1 else f"library/{short}/part-{part}.html"
    return f"{page}#passage-{passage}"
