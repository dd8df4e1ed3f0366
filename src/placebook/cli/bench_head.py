"""placebook bench learn --labels: how well a head learns what people's codes say, on labels that are held.

Each passage is scored by a head that has not seen its code: the codes are cut into five parts, and each part is
scored by what the other four teach. Broad domains put several concepts together, as a council's committees do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from placebook.types import Codebook, CodeRule, DataError, Numbers

if TYPE_CHECKING:
    from placebook.learn.labelled import Labelled

PARTS, SEED = 5, 20261128
FEWEST = 8  # codes of a domain, below which it is left out
GOALS = {  # the Sustainable Development Goals as seven broad domains; the grouping is ours
    "livelihoods": (1, 2, 8),
    "health": (3,),
    "learning and fairness": (4, 5, 10),
    "water and energy": (6, 7),
    "industry and use": (9, 12),
    "places and nature": (11, 13, 14, 15),
    "peace and partnership": (16, 17),
}


def head_lines(labels: Path | None, book: Path | None) -> Iterator[str]:
    """How well heads do on a table of passages labelled with goals, and on the labels that come with Placebook."""
    if labels is not None:
        texts, goals = labelled_with_goals(labels)
        domains = {f"goal-{number}": domain for domain, numbers in GOALS.items() for number in numbers}
        yield from _measured(f"{labels.name}, one goal each", texts, goals)
        yield from _measured(f"{labels.name}, seven broad domains", texts, [domains[goal] for goal in goals])
    if book is not None:
        texts, mains = _held_labels(book)
        outcome = _outcomes()
        yield from _measured("areas-of-focus.csv, the four outcomes", texts, [outcome[main] for main in mains])


def labelled_with_goals(path: Path) -> tuple[list[str], list[str]]:
    """Passages and their goals from a table with `text` and `sdg`. Raises DataError for one without."""
    from placebook.sources.tables import read_table

    table = read_table(path)
    if not {"text", "sdg"} <= set(table.headings):
        raise DataError(f"{path}: has {', '.join(table.headings)}; a table of labels has text and sdg")
    pairs = [
        (str(text), f"goal-{float(sdg):.0f}")
        for text, sdg in zip(table.column("text"), table.column("sdg"), strict=True)
        if text and sdg
    ]
    return [text for text, _ in pairs], [goal for _, goal in pairs]


def _held_labels(book: Path) -> tuple[list[str], list[str]]:
    """The labelled passages that a library holds and on whose main concept both readings agree."""
    from placebook.book.codebooks import find_codebook
    from placebook.book.hand_labels import read_labels, shipped_labels
    from placebook.store.library import Library

    texts = {passage.id: passage.text for passage in Library(book).every_passage()}
    every = read_labels(shipped_labels()["areas-of-focus"], find_codebook("areas-of-focus"))
    agreed = [one for one in every if one.passage in texts and _main(one)]
    return [texts[one.passage] for one in agreed], [_main(one) for one in agreed]


def _main(one: Labelled) -> str:
    first, second = (codes[:1] for codes in (one.first, one.second))
    return first[0] if first and first == second else ""


def _outcomes() -> Mapping[str, str]:
    from placebook.book.frameworks import shipped_frameworks

    return {part.id: top.id for top in shipped_frameworks()["areas-of-focus"].concepts for part in top.parts}


def _measured(title: str, texts: Sequence[str], codes: Sequence[str]) -> Iterator[str]:
    counts = Counter(codes)
    kept = [at for at, code in enumerate(codes) if counts[code] >= FEWEST]
    texts, codes = [texts[at] for at in kept], [codes[at] for at in kept]
    names = tuple(sorted(set(codes)))
    vectors = _vectors(texts)
    yield f"{title}: {len(texts):,} passages, {len(names)} classes, each scored by four fifths of the others' codes"
    yield f"{'way':<44}{'right':>8}{'macro-F1':>10}"
    ways: dict[str, list[str]] = {"words, a linear support vector machine": by_words(texts, codes)}
    if vectors is not None:
        ways["trained head, the passage alone"] = by_head(texts, vectors, codes, 0)
        ways["trained head with neighbours"] = by_head(texts, vectors, codes, None)
    for way, given in ways.items():
        right = float(np.mean([one == other for one, other in zip(given, codes, strict=True)]))
        yield f"{way:<44}{right:8.1%}{macro_f1(codes, given):10.3f}"
    if vectors is None:
        yield "no model is installed, so heads are not measured"


def parts_of(codes: Sequence[str]) -> np.ndarray:
    """The part, 0 to 4, of each passage: drawn, with every class spread evenly over the parts."""
    parts = np.zeros(len(codes), dtype=int)
    random = np.random.default_rng(SEED)
    for name in sorted(set(codes)):
        mine = random.permutation(np.flatnonzero(np.array(codes) == name))
        parts[mine] = (np.arange(len(mine)) + random.integers(PARTS)) % PARTS
    return parts


def by_head(texts: Sequence[str], vectors: Numbers, codes: Sequence[str], neighbours: int | None) -> list[str]:
    """What a head says of each passage whose code it has not seen. `neighbours` is 0 for the passage alone."""
    from placebook.learn.trained import NEIGHBOURS, trained_scores

    names, parts = tuple(sorted(set(codes))), parts_of(codes)
    codebook = Codebook("bench", "1", "bench", "", "", "", tuple(CodeRule(name, name) for name in names))
    given = [""] * len(codes)
    for part in range(PARTS):
        seen = [None if parts[at] == part else code for at, code in enumerate(codes)]
        count = NEIGHBOURS if neighbours is None else neighbours
        first = trained_scores(texts, vectors, seen, codebook, "bench", fewest=1, neighbours=count).first
        for at in np.flatnonzero(parts == part).tolist():
            given[at] = names[first[at]]
    return given


def by_words(texts: Sequence[str], codes: Sequence[str]) -> list[str]:
    """What a linear support vector machine on weighted words says, for the same parts."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC
    except ImportError:
        raise DataError("measuring heads needs scikit-learn; install placebook[learn]") from None
    parts, given = parts_of(codes), [""] * len(codes)
    for part in range(PARTS):
        there = np.flatnonzero(parts != part).tolist()
        weigh = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
        fitted = LinearSVC(random_state=1).fit(
            weigh.fit_transform([texts[at] for at in there]), [codes[at] for at in there]
        )
        asked = np.flatnonzero(parts == part).tolist()
        for at, code in zip(asked, fitted.predict(weigh.transform([texts[at] for at in asked])), strict=True):
            given[at] = str(code)
    return given


def macro_f1(codes: Sequence[str], given: Sequence[str]) -> float:
    """The mean over classes of F1 = 2 * right / (said + so), each class counting the same."""
    right = Counter(code for code, said in zip(codes, given, strict=True) if code == said)
    so, said = Counter(codes), Counter(given)
    return float(np.mean([2 * right[name] / (said[name] + so[name]) for name in sorted(so)]))


def _vectors(texts: Sequence[str]) -> Numbers | None:
    from placebook.sources.sentence_model import find_model, missing_runners, read_model

    folder = find_model(None)
    return None if folder is None or missing_runners() else read_model(folder).vectors(list(texts))
