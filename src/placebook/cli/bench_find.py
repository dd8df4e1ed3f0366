"""placebook bench learn --find and --promises: how well passages are found, and how soon.

Three kinds of questions, none of which was used to set anything:

- a promise: words that people quoted from plans, and the passages they were quoted from (a CSV with `quote`, `passage`,
  `scope`, `target_year` and `council`). It is asked as it stands, by every other of its telling words, and by its
  target alone, then among the documents of its council. Any passage counts that holds four fifths of the quote's runs
  of three words;
- a known item: four telling words drawn at random from a passage, as from the memory of somebody who has read it
  (Azzopardi and de Rijke, 2006, Automatic construction of known-item finding test beds, SIGIR);
- the same for time, among as many passages as are asked for.
"""

from __future__ import annotations

import csv
import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from placebook.learn.query import TOKEN, fold, read_query
from placebook.store.library_index import Scope

if TYPE_CHECKING:
    from sqlite3 import Connection

    from placebook.store.library import Library
    from placebook.web.library.finding import Meaning

COLUMNS = ("quote", "passage", "scope", "target_year", "council")
FIRST = 10  # places in which a passage must be found
HELD = 0.8  # of a quote's runs of three words: a passage that has so many holds the quote
KNOWN_ITEMS, DRAWN, SEED = 500, 4, 20261128
IN_A_DOCUMENT = 100  # passages, of the library that time is taken on
DIMENSIONS = 384
TIMED = 200  # questions


@dataclass(frozen=True, slots=True)
class Promise:
    """A quoted promise, and the passage that holds it."""

    quote: str
    passage: str
    scope: str
    year: str
    council: str


def promises_of(file: Path) -> list[Promise]:
    """The promises of a table. Raises DataError for one without the columns."""
    from placebook.types import DataError

    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        gone = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if gone:
            raise DataError(f"{file}: has no column {gone[0]!r}; a table of promises has {', '.join(COLUMNS)}")
        return [
            Promise(row["quote"], row["passage"], row["scope"], row["target_year"].partition(".")[0], row["council"])
            for row in rows
        ]


def found_well(book: Path, promises: Path) -> Iterator[str]:
    """Find promises and known items among the passages of a book's library and those of the table, line by line."""
    from placebook.store.library import Library
    from placebook.web.library.records import documents
    from placebook.web.start import make_ready

    make_ready(book)
    told, of_body = promises_of(promises), defaultdict(set)
    for one in documents():
        of_body[one.body_name].add(one.id)
    with TemporaryDirectory() as folder:
        held = _with_promises(Library(book), Path(folder), told)
        make_ready(Path(folder))
        meaning = _meaning(held, told)
        with held.opened() as link:
            names = [row[0] for row in link.execute("select passage from numbered order by passage")]
            yield f"{len(names):,} passages, of which {len({one.passage for one in told}):,} are those of the table"
            for way, by in (("words", None), ("words and meaning", meaning))[: 2 if meaning else 1]:
                for kind, (ask, own) in ASKED.items():
                    scopes = [Scope({*of_body[one.council], _document(one)}) if own else Scope() for one in told]
                    found = sum(
                        _is_found(held, link, one, ask(one), by, scope) for one, scope in zip(told, scopes, strict=True)
                    )
                    yield f"recall at {FIRST}, {kind:<46} {way:<18} {found / len(told):6.3f}"
                yield f"mean reciprocal rank, {'known items':<41} {way:<18} {_known_items(held, link, names, by):6.3f}"


def _half(promise: Promise) -> str:
    return " ".join(read_query(promise.quote.replace('"', " ")).telling[::2])


def _target(promise: Promise) -> str:
    scope = {"Whole area": "whole area, borough, county", "Council operations": "the council's own operations"}
    return f"net zero target by {promise.year or 'soon'} for {scope.get(promise.scope, promise.scope)}"


Ask = Callable[[Promise], str]
ASKED: dict[str, tuple[Ask, bool]] = {  # how it is asked, and whether among documents of its council only
    "the quote as it stands": (lambda one: one.quote.replace('"', " "), False),
    "every other telling word of it": (_half, False),
    "its year and scope, in its council's documents": (_target, True),
}


def _with_promises(library: Library, folder: Path, told: Sequence[Promise]) -> Library:
    """A copy of a library with the passages of the table in it, those of a council as one document."""
    from placebook.store.library import Library

    made = Library(folder)
    made.folder.mkdir(parents=True)
    shutil.copyfile(library.file, made.file)
    if (library.folder / "vectors").is_dir():
        shutil.copytree(library.folder / "vectors", made.folder / "vectors")
    by_council: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in told:
        by_council[_document(one)].append((_name_of(one), one.passage))
    with made.opened() as link:
        for document, passages in by_council.items():
            made.put(link, document, _put(passages))
    return made


def _document(promise: Promise) -> str:
    return f"promises of {promise.council}"


def _name_of(promise: Promise) -> str:
    return sha256(f"promise\n{promise.quote}\n{promise.passage}".encode()).hexdigest()[:24]


def _put(passages: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "version": 1,
        "pages": [],
        "passages": [
            (name, "text", [], [[1, 0, len(text), ""]], n, len(text.split()), text)
            for n, (name, text) in enumerate(dict(passages).items(), start=1)
        ],
    }


def _meaning(held: Library, told: Sequence[Promise]) -> Meaning | None:
    """What finds by meaning, once the passages of the table have vectors too; None where the library has none."""
    from placebook.store.library_vectors import VectorFolder
    from placebook.web.library.finding import meaning_of

    meaning = meaning_of(held)
    if meaning is None:
        return None
    kept = VectorFolder(held.folder, meaning.model.name)
    kept.add([(_name_of(one), one.passage) for one in told], meaning.model.vectors, lambda _: None)
    return meaning_of(held)


def _is_found(
    held: Library, link: Connection, promise: Promise, asked: str, meaning: Meaning | None, scope: Scope
) -> bool:
    """Whether the passage of the table, or another that holds the quote, is among the first."""
    first = _first(link, asked, meaning, FIRST, scope)
    if _name_of(promise) in first:
        return True
    runs = _runs(promise.quote)
    texts = [passage.text for passage, _ in held.some_passages(link, first).values()]
    return any(len(runs & _runs(text)) >= HELD * len(runs) for text in texts) if runs else False


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [fold(word) for word in TOKEN.findall(text)]
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def _first(link: Connection, asked: str, meaning: Meaning | None, most: int, scope: Scope) -> list[str]:
    from placebook.web.library.finding import order_of
    from placebook.web.library.question import Question

    return [name for name, _ in order_of(link, Question(asked), scope, meaning).found[:most]]


def _known_items(held: Library, link: Connection, names: Sequence[str], meaning: Meaning | None) -> float:
    random = np.random.default_rng(SEED)
    wanted = sorted(random.choice(np.array(names), min(KNOWN_ITEMS, len(names)), replace=False).tolist())
    texts = held.some_passages(link, wanted)
    total = 0.0
    for name in wanted:
        order = _first(link, drawn_words(texts[name][0].text, random), meaning, 100, Scope())
        total += 1 / (1 + order.index(name)) if name in order else 0.0
    return total / len(wanted)


def drawn_words(text: str, random: np.random.Generator) -> str:
    """Some telling words of a text, drawn at random; of letters only, three at least."""
    words = sorted({fold(word) for word in read_query(text).telling if word.isalpha() and len(word) > 2})
    return " ".join(random.choice(np.array(words), min(DRAWN, len(words)), replace=False)) if words else text[:40]


def found_soon(count: int, book: Path | None) -> Iterator[str]:
    """Ask a library of so many passages, and say how long whole answers take: with facets, quotes and pages.

    Passages are those of the book's library, again and again until there are enough, or made up. Vectors are drawn at
    random: they stand in for time only.
    """
    from placebook.store.library import Library
    from placebook.web.start import make_ready

    with TemporaryDirectory() as folder:
        make_ready(Path(folder))
        held = Library(Path(folder))
        texts = _texts(Library(book) if book else None, count)
        _fill(held, texts)
        random = np.random.default_rng(SEED)
        drawn = [drawn_words(texts[at], random).split() for at in random.integers(0, len(texts), TIMED + 1)]
        # two words of one passage and two of another: no passage holds all, so that meaning is asked too
        asked = [" ".join([*one[:2], *other[:2]]) for one, other in pairwise(drawn)]
        yield f"{len(texts):,} passages, {len(texts) // IN_A_DOCUMENT:,} documents, {TIMED} questions of {DRAWN} words"
        for mode in ("exact", "ask"):
            yield _timed(held, asked, mode, f"{mode}, words alone")
        if _random_vectors(held, random):
            yield _timed(held, asked, "ask", "ask, words and meaning")
            yield _timed(held, asked, "related", "related, meaning alone")
        else:
            yield "no model is installed, so answers by meaning are not timed"


def _texts(library: Library | None, count: int) -> list[str]:
    own = [one.text for one in library.every_passage()] if library is not None else []
    if not own:
        from placebook.cli.bench_learn import WORDS

        random = np.random.default_rng(SEED)
        ends = [f"word{n}" for n in range(20_000)]
        own = [" ".join([*random.choice(WORDS, 110), *random.choice(ends, 10)]) for _ in range(min(count, 10_000))]
    return [own[at % len(own)] for at in range(count)]


def _fill(held: Library, texts: Sequence[str]) -> None:
    from placebook.types import Document
    from placebook.web.library.records import bring_back

    documents = []
    with held.opened() as link:
        for at in range(0, len(texts), IN_A_DOCUMENT):
            id = sha256(str(at).encode()).hexdigest()
            some = [(f"{at + n:024x}", text) for n, text in enumerate(texts[at : at + IN_A_DOCUMENT])]
            held.put(link, id, _put(some))
            status = ("adopted", "draft", "")[at // IN_A_DOCUMENT % 3]
            documents.append(Document(id, (f"plan-{at}",), "pdf", 1, "2026-01-01", body="E06000001", status=status))
    bring_back(documents, ())


def _random_vectors(held: Library, random: np.random.Generator) -> bool:
    from placebook.store.library_vectors import VectorFolder
    from placebook.web.library.finding import installed_model

    model = installed_model()
    if model is None:
        return False

    def drawn(texts: list[str]) -> Any:
        made = random.normal(size=(len(texts), DIMENSIONS))
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    passages = ((one.id, "") for one in held.every_passage())
    VectorFolder(held.folder, model.name).add(passages, drawn, lambda _: None)
    return True


def _timed(held: Library, asked: Sequence[str], mode: str, what: str) -> str:
    from placebook.web.library.question import Question
    from placebook.web.library.searching import search_page

    search_page(held, Question(asked[0], mode), {})  # the first answer reads vectors and the model
    cpu, clock = [], []
    for words in asked:
        start, began = time.process_time(), time.perf_counter()
        search_page(held, Question(words, mode), {})
        cpu.append(1000 * (time.process_time() - start))
        clock.append(1000 * (time.perf_counter() - began))
    half, most = np.percentile(cpu, [50, 95])
    by_clock = np.percentile(clock, 95)
    return f"{what:<28} computing, ms: half {half:6.1f}, 95% {most:6.1f}; by the clock 95% {by_clock:6.1f}"
