"""What is true of every document: nothing is lost, nothing is twice, and offsets make the passages again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from papers import Text, pdf
from placebook.learn.atoms import atoms_of
from placebook.learn.layout import HEADING, ROW, TEXT, ReadDocument, text_of
from placebook.learn.passages import LONGEST, SHORTEST, _best_cuts, _cost, left_over, passages_of
from placebook.learn.quotes import find_quote
from placebook.sources.documents import read_document
from placebook.sources.documents_flow import Flow

WORDS = st.lists(st.sampled_from(["trees,", "homes.", "Air", "and", "(x)", "sus-", "2,000", "e.g.", "The"]), min_size=1)
KINDS = st.sampled_from([HEADING, TEXT, ROW])
BLOCKS = st.lists(st.tuples(KINDS, WORDS, st.integers(1, 6)), min_size=1, max_size=25)


def document(blocks: list[tuple[str, list[str], int]]) -> ReadDocument:
    """A document of some blocks."""
    flow = Flow()
    for kind, words, many in blocks:
        if kind == HEADING:
            flow.heading(" ".join(words), many)
        elif kind == ROW:
            flow.row([" ".join(words)] * many)
        else:
            flow.paragraph(" ".join(words * many * 3))
    return flow.document()


def check(read: ReadDocument) -> None:
    """Every word is in just one place; pieces are the text; order is kept; only ends are short."""
    passages = passages_of("d", read)
    pages = {page.number: page.text for page in read.pages}
    assert left_over(read, passages, read.set_aside) == []
    for one in passages:
        assert text_of(one.pieces, pages) == one.text
        assert one.words <= LONGEST + 1 or len(one.pieces) == 1
    assert len({one.id for one in passages}) == len(passages)


@settings(max_examples=60, deadline=None)
@given(BLOCKS)
def test_every_word_of_a_flowing_document_is_in_one_passage_in_order(blocks) -> None:
    read = document(blocks)
    check(read)
    places = [piece.start for one in passages_of("d", read) for piece in one.pieces]
    assert places == sorted(places)


LINE = st.tuples(st.integers(40, 500), st.integers(20, 830), WORDS, st.sampled_from([9, 11, 16]), st.booleans())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(LINE, max_size=14), min_size=1, max_size=4))
def test_every_word_of_a_page_is_in_one_passage_or_set_aside_wherever_it_stands(pages) -> None:
    made = [[Text(left, top, " ".join(w[:8]), size, bold) for left, top, w, size, bold in page] for page in pages]
    check(read_document(pdf(made), "paper.pdf"))


@settings(max_examples=40, deadline=None)
@given(BLOCKS)
def test_the_cuts_are_the_cheapest_of_all(blocks) -> None:
    read = document(blocks[:4])
    atoms = atoms_of(read.blocks or (), {1: read.pages[0].text})[:11]

    def cost(cuts) -> float:
        total = 0.0
        for first, last in cuts:
            inside = atoms[first:last]
            words = sum(atom.words for atom in inside)
            if (words > LONGEST and len(inside) > 1) or len({atom.kind for atom in inside}) > 1:
                return float("inf")
            total += _cost(words, inside[-1])
            total += sum({1: 8.0, 2: 5.0, 3: 3.0}.get(atom.opens, 1.5) for atom in inside[1:] if atom.opens)
        return total

    def every(at: int):
        if at == len(atoms):
            yield []
        for to in range(at + 1, len(atoms) + 1):
            for rest in every(to):
                yield [(at, to), *rest]

    best = min(cost(cuts) for cuts in every(0))
    assert abs(cost(_best_cuts(atoms)) - best) < 1e-9
    assert SHORTEST < LONGEST


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["office", "first", "long-term", "trees", "staff"]), min_size=3, max_size=8), st.data())
def test_a_quote_is_found_however_its_page_is_set(words, data) -> None:
    page = ""
    for word in words:
        at = data.draw(st.integers(1, len(word) - 1))
        cut = data.draw(st.booleans()) and "-" not in word[at - 1 : at + 1]
        broken = f"{word[:at]}-\n{word[at:]}" if cut else word
        page += broken.replace("ffi", "\ufb03").replace("fi", "\ufb01") + data.draw(
            st.sampled_from([" ", "\r\n", "  "])
        )
    place = find_quote(page, " ".join(words))
    assert place is not None
    assert page[place[0] : place[1]] == page.strip()
