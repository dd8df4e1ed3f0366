"""The labels that come with Placebook are valid, and their agreement is what the manual says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from placebook.book.codebooks import find_codebook
from placebook.book.hand_labels import read_labels, shipped_labels
from placebook.cli.bench_codes import agreement_lines
from placebook.learn.labelled import on_the_main_concept
from placebook.types import DataError

ROOT = Path(__file__).parents[2]
DOCUMENTS = ROOT.parent / "shared" / "data" / "documents"


@pytest.mark.parametrize(("name", "path"), shipped_labels().items())
def test_labels_are_of_passages_and_concepts_and_hold_no_text(name, path):
    labelled = read_labels(path, find_codebook(name))
    assert len(labelled) >= 400
    assert all(re.fullmatch(r"[0-9a-f]{24}", one.passage) for one in labelled)
    assert all(len(set(one.first)) == len(one.first) <= 3 for one in labelled)


def test_agreement_is_what_the_manual_says():
    labelled = read_labels(shipped_labels()["areas-of-focus"], find_codebook("areas-of-focus"))
    found = on_the_main_concept(labelled)
    assert f"{found.value:.2f} ({found.lower:.2f} to {found.upper:.2f})" in (ROOT / "docs/coding.md").read_text("utf-8")
    lines = "\n".join(agreement_lines())
    assert re.search(r"^housing +39 +40 +0\.99 ", lines, flags=re.MULTILINE)
    assert re.search(r"^food +2 +2 .*indicative: fewer than five$", lines, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,housing,homes\n", "row 2: 'homes' is no concept of areas-of-focus"),
        ("a,housing,\na,,\n", "row 3: the passage a stands twice"),
    ],
)
def test_faults_of_labels_are_said(tmp_path, rows, said):
    path = tmp_path / "labels.csv"
    path.write_text(f"passage,first,second\n{rows}", encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_labels(path, find_codebook("areas-of-focus"))


@pytest.mark.slow
@pytest.mark.skipif(not DOCUMENTS.exists(), reason="the labelled council documents are not at hand")
def test_every_labelled_passage_is_found_by_whoever_adds_the_documents(tmp_path):
    from commands import run
    from placebook.store.library import Library

    assert run("new", tmp_path / "book").code == 0
    folders = [DOCUMENTS / "local-plans", DOCUMENTS / "cabinet-papers"]
    added = run("library", "add", *folders, "--book", tmp_path / "book")
    assert added.code == 0, added.err
    held = {passage.id for passage in Library(tmp_path / "book").every_passage()}
    labelled = read_labels(shipped_labels()["areas-of-focus"], find_codebook("areas-of-focus"))
    assert [one.passage for one in labelled if one.passage not in held] == []
