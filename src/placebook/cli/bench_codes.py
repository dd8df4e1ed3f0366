"""placebook bench learn, second part: how far two readings of passages agree, and how often suggestions meet them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placebook.learn.labelled import Labelled
    from placebook.learn.suggest import Vectors
    from placebook.types import Codebook

FEW = 5  # passages with a concept, below which its agreement says little


def agreement_lines() -> Iterator[str]:
    """Agreement of the readings that come with Placebook, for each codebook and concept."""
    from placebook.book.codebooks import find_codebook
    from placebook.book.hand_labels import read_labels, shipped_labels
    from placebook.learn.labelled import on_each_concept, on_the_main_concept

    for name, path in shipped_labels().items():
        codebook = find_codebook(name)
        labelled = read_labels(path, codebook)
        whole = on_the_main_concept(labelled)
        yield f"{codebook.title}: {len(labelled)} passages read twice"
        yield f"{'concept':<28}{'first':>7}{'second':>8}{'kappa':>8}  95% limits"
        yield f"{'the main concept':<28}{'':>15}{whole.value:8.2f}  {whole.lower:.2f} to {whole.upper:.2f}"
        for one in on_each_concept(labelled, [rule.concept for rule in codebook.rules]):
            found = one.agreement
            limits = f"{found.lower:.2f} to {found.upper:.2f}"
            few = "  indicative: fewer than five" if min(one.first, one.second) < FEW else ""
            yield f"{one.concept:<28}{one.first:7}{one.second:8}{found.value:8.2f}  {limits}{few}"


def met_lines(book: Path) -> Iterator[str]:
    """How often suggestions meet what both readings agree on, for the labelled passages that a book's library holds."""
    from placebook.book.codebooks import find_codebook
    from placebook.book.hand_labels import read_labels, shipped_labels
    from placebook.learn.labelled import how_often_met
    from placebook.learn.suggest import score_passages
    from placebook.types import DataError

    for name, path in shipped_labels().items():
        codebook = find_codebook(name)
        held, texts = _held(read_labels(path, codebook), book)
        if not held:
            raise DataError(f"{book}: its library holds none of the passages of {path.name}; add the documents first")
        yield f"{codebook.title}: {len(held)} labelled passages are in this library"
        yield f"{'way':<28}{'passages':>9}{'first':>8}{'in three':>10}"
        concepts = [rule.concept for rule in codebook.rules]
        with_model = _vectors(texts, codebook)
        for vectors in (None, with_model) if with_model is not None else (None,):
            scored = score_passages(texts, codebook, vectors)
            met = how_often_met(held, scored.scores, concepts)
            yield f"{scored.method:<28}{met.passages:9}{met.first:8.1%}{met.among_three:10.1%}"


def _held(labelled: Sequence[Labelled], book: Path) -> tuple[list[Labelled], list[str]]:
    from placebook.store.library import Library

    texts = {passage.id: passage.text for passage in Library(book).every_passage()}
    held = [one for one in labelled if one.passage in texts]
    return held, [texts[one.passage] for one in held]


def _vectors(texts: Sequence[str], codebook: Codebook) -> Vectors | None:
    from placebook.cli.code import vectors_of

    return vectors_of(texts, codebook, None, exact=False)
