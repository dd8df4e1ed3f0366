"""placebook library search, mentions, vectors and code: what is found, counted and kept, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from commands import run
from library_book import AREAS, COVER, FILLING, library_book
from papers import write
from placebook.store.library import Library
from placebook.store.library_vectors import VectorFolder
from placebook.types import DataError

CODEBOOK = """
codebook: themes
version: "{version}"
framework: themes
title: Codebook for themes
says: When a passage is about a theme.
written_from: Our own words.
codes:
  warmth:
    definition: Warm homes
    phrases: [{phrases}]
    negative_phrases: [heat pumps for fish]
  water:
    definition: Rivers and their banks
    phrases: [river bank, willows along the river, flood, stream]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library_book(tmp_path_factory.mktemp("library-search"))


def found(book: Path, *words: str) -> list[dict[str, str]]:
    """What a search or a count gives as CSV."""
    said = run("library", *words, "--book", book, "--as", "csv")
    assert said.code == 0, said.err
    return list(csv.DictReader(io.StringIO(said.out)))


def test_a_phrase_is_found_with_its_page_and_words_apart_are_not(book: Path) -> None:
    lines = found(book, "search", '"energy security"', "--mode", "exact")
    assert {(line["title"], line["where"]) for line in lines} == {("River plan", "page 2"), ("Draft plan", "page 1")}
    apart = found(book, "search", "energy security", "--mode", "exact")
    assert {line["title"] for line in apart} == {"River plan", "Draft plan", "Hill plan"}


def test_a_question_is_answered_by_stems_without_a_model_and_says_so(book: Path) -> None:
    said = run("library", "search", "who is planting willow near rivers", "--book", book)
    assert said.code == 0
    assert "no model is installed here, or no vectors were made" in said.err
    assert "River plan, page 1" in said.out.splitlines()[2]


def test_the_same_search_gives_the_same_lines(book: Path) -> None:
    assert found(book, "search", "council plan spring") == found(book, "search", "council plan spring")


def test_a_search_is_narrowed_by_status_and_kind_of_body(book: Path) -> None:
    assert {line["title"] for line in found(book, "search", "energy", "--status", "draft")} == {"Draft plan"}
    unitary = found(book, "search", "energy", "--kind", "unitary authority")
    assert {line["title"] for line in unitary} == {"River plan", "Hill plan"}
    assert found(book, "search", "energy", "--year", "1999") == []


def test_mentions_count_a_draft_apart_and_say_what_could_not_be_read(book: Path) -> None:
    said = run("library", "mentions", "energy security", "--book", book)
    assert said.lines[0] == (
        "1 of 4 adopted documents mentions “energy security”; "
        "1 of 1 draft (not yet plans) mentions “energy security”; "
        "0 of 1 document whose status nobody said mention “energy security”."
    )
    assert "Of 1 documents without a quote only a part could be read" in said.err
    assert [line["where"] for line in found(book, "mentions", "energy security")] == ["page 2", "page 1"]


def test_a_count_runs_on_the_version_of_the_codebook_that_it_names(book: Path, tmp_path: Path) -> None:
    file = tmp_path / "themes.yaml"
    for version, phrases in (("1", "heat pumps, cosy, snug, mild"), ("2", "village hall, cosy, snug, mild")):
        file.write_text(CODEBOOK.format(version=version, phrases=phrases), encoding="utf-8")
        said = run("library", "code", "--framework", file, "--book", book, "--no-model", "--coverage", "1")
        assert "never a person's code" in said.out
    counted = {
        version: [
            line["title"]
            for line in found(book, "mentions", "--codebook", "themes", "--version", version, "--concept", "warmth")
        ]
        for version in ("1", "2")
    }
    assert counted == {"1": ["River plan"], "2": ["Draft plan"]}
    gone = run("library", "mentions", "--codebook", "themes", "--version", "3", "--concept", "warmth", "--book", book)
    assert (gone.code, gone.err.strip()) == (
        2,
        "placebook: This library has no version 3 of a codebook 'themes'.",
    )


def test_suggestions_are_kept_with_their_reason_and_searched_by_concept(book: Path, tmp_path: Path) -> None:
    from placebook.store.library_suggestions import suggested_for

    file = write(tmp_path, **{"themes_yaml": CODEBOOK.format(version="9", phrases="heat pumps, cosy, snug, mild")})
    run("library", "code", "--framework", file / "themes.yaml", "--book", book, "--no-model", "--coverage", "1")
    lines = found(book, "search", "council", "--concept", "themes:9:water")
    assert {line["title"] for line in lines} == {"River plan"}
    with Library(book).opened() as link:
        held = suggested_for(link, [line["passage"] for line in lines])
    said = [one for some in held.values() for codebook, version, one in some if (codebook, version) == ("themes", "9")]
    assert {(one.concept, one.method) for one in said} == {("water", "phrases")}
    assert all(one.because for one in said)


def test_a_negative_phrase_alone_is_no_mention(tmp_path: Path) -> None:
    from library_book import PAPERS, document_id

    book = library_book(tmp_path)
    held, text = Library(book), f"The pond has heat pumps for fish. {FILLING}"
    with held.opened() as link:
        passage = ("f" * 24, "text", [], [[1, 0, len(text), ""]], 1, 60, text)
        held.put(
            link, document_id("welsh.pdf"), {"version": 1, "pages": [(1, "text", text, [])], "passages": [passage]}
        )
    assert "welsh.pdf" in PAPERS
    file = write(
        tmp_path / "y", **{"themes_yaml": CODEBOOK.format(version="1", phrases="heat pumps, cosy, snug, mild")}
    )
    run("library", "code", "--framework", file / "themes.yaml", "--book", book, "--no-model")
    asked = ("--codebook", "themes", "--version", "1", "--concept", "warmth")
    assert [line["title"] for line in found(book, "mentions", *asked)] == ["River plan"]
    assert {line["title"] for line in found(book, "mentions", "heat pumps")} == {"River plan", "Cynllun"}


def test_json_is_the_value_of_the_page(book: Path) -> None:
    said = json.loads(run("library", "search", "lighthouse", "--book", book, "--as", "json").out)
    assert [one["title"] for one in said["hits"]] == ["Plan <script>alert('taken')</script> & <b>bold</b>"]
    assert said["notes"] == ["Words alone: “lighthouse” is rare here, so it is looked for as it stands."]


def test_no_cell_of_a_table_can_be_run_as_a_formula() -> None:
    from placebook.pages.library_search import Hit
    from placebook.web.kinds_search import table_of

    hit = Hit("p", "d", "=1+1", "@SUM(A1)", "", "", "page 1", (), (), "+cmd", False, False, "", "", "")
    assert b",'=1+1,'@SUM(A1),,,page 1,p,'+cmd," in table_of([hit])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("search", "x", "--like", "E07000004"), "no table of peers of this book has 'E07000004'"),
        (("mentions", ""), "Nothing is asked for"),
        (("mentions", "--codebook", "../../etc", "--version", "..", "--concept", "x"), "has no version .."),
        (("code", "--framework", "nothing-such"), "no codebook called 'nothing-such'"),
        (("code", "--framework", "sdgs", "--coverage", "2"), "a share from 0 to 1 is wanted"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(book: Path, words: tuple[str, ...], why: str) -> None:
    said = run("library", *words, "--book", book)
    assert said.code == 2
    assert why in said.err


def test_a_book_without_documents_is_told_what_to_do(tmp_path: Path) -> None:
    book = write(tmp_path / "empty", book_yaml=COVER, areas_csv=AREAS)
    said = run("library", "search", "x", "--book", book)
    assert said.code == 2
    assert "run placebook library add" in said.err
    assert not (book / "library").exists()


def vectors_of(texts: list[str]) -> np.ndarray:
    """Letters counted, to stand for a model: the same text, the same vector."""
    made = np.array([[text.count(letter) for letter in "abcdefgh"] for text in texts], dtype=float) + 0.1
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_vectors_go_on_where_they_stopped_and_a_broken_part_is_named(tmp_path: Path) -> None:
    kept = VectorFolder(tmp_path, "a model, int8")
    passages = [(f"{n:04d}", f"text {n} of a plan") for n in range(1_100)]
    asked: list[int] = []

    def stopping(texts: list[str]) -> np.ndarray:
        asked.append(len(texts))
        if len(asked) == 2:
            raise KeyboardInterrupt
        return vectors_of(texts)

    with pytest.raises(KeyboardInterrupt):
        kept.add(passages, stopping, lambda _: None)
    assert len(kept.names()) == 512
    assert kept.add(passages, vectors_of, lambda _: None) == 1_100 - 512
    read = kept.read()
    assert read.passages == tuple(name for name, _ in passages)
    assert np.allclose(read.of("0700"), vectors_of(["text 700 of a plan"])[0], atol=1e-3)
    assert read.of("gone") is None
    (kept.folder / "part-0002.npy").write_bytes(b"no numbers")
    (kept.folder / "part-0002.txt").touch()
    with pytest.raises(DataError, match=r"part-0002.npy.*cannot be read; run placebook library vectors --again"):
        kept.read()
    kept.clear()
    assert kept.names() == set()


CASES = """cases: ours
title: Ours
says: Made up.
coded_by: A team
licence: MIT
documents: {{plan: A plan}}
each:
  tried:
    title: Tried and compared
    kind: practice
    place: Here
    no_area: Made up.
    evaluation: {{times: before and after, comparison: comparable, units: 20}}
    sources: [{{document: plan, passage: {tried}}}]
  told:
    title: Told
    kind: practice
    place: Here
    no_area: Made up.
    sources: [{{document: plan, passage: {told}}}]
"""


def test_a_search_is_narrowed_by_the_strength_of_the_case_that_quotes_a_passage(tmp_path: Path) -> None:
    book = library_book(tmp_path)
    passages = {one.text.split()[1]: one.id for one in Library(book).every_passage()}
    river, hill = passages["plant"], passages["hill"]
    (book / "cases").mkdir()
    (book / "cases" / "ours.yaml").write_text(CASES.format(tried=river, told=hill), encoding="utf-8")
    page = json.loads(run("library", "search", "council spring", "--book", book, "--as", "json").out)
    facet = next(one for one in page["facets"] if "case study" in one["title"])
    labels = {one["label"]: one["documents"] for one in facet["choices"]}
    assert sum(labels.values()) == 2
    level = next(one for one in labels if one.startswith("Maryland"))
    only = found(book, "search", "council spring", "--strength", level)
    assert [line["passage"] for line in only] == [river]
    assert found(book, "search", "council spring", "--strength", "Maryland level 5") == []
