"""Case studies as people write them: each slip is one plain sentence with its file and line."""

import re
from pathlib import Path

import pytest

from placebook.book.cases import read_cases
from placebook.book.check import check_book
from placebook.book.new import new_book
from placebook.learn.strength import strength
from placebook.types import ContentError

CASES = """\
cases: ours
title: Our cases
says: What we did.
coded_by: The council's research team
licence: OGL-UK-3.0
documents:
  report: Our report of 2025
each:
  warm-homes:
    title: Warm homes
    kind: practice
    place: Ashford
    areas: [E07000105]
    concepts: [areas-of-focus#housing]
    sources: [{document: report, page: "4", quote: a warm home}]
"""


def written(tmp_path, old="", new=""):
    assert old in CASES
    path = tmp_path / "ours.yaml"
    path.write_text(CASES.replace(old, new) if old else CASES, encoding="utf-8")
    return path


def test_what_is_not_said_stays_not_said(tmp_path):
    (case,) = read_cases(written(tmp_path)).cases
    assert (case.cost, case.outcome, case.stage, case.direction, case.consent, case.evaluation) == ("",) * 5 + (None,)
    assert case.set == "ours"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: practice", "kind: story", "'story' is not one of: plan, practice, warning"),
        ("    place: Ashford\n", "", "the key 'place' is missing"),
        ("areas: [E07000105]", "area: E07000105", "unknown key 'area'"),
        ("    areas: [E07000105]\n", "", "names no area; write areas"),
        ("areas: [E07000105]", "areas: [E07000105]\n    no_area: It has none.", "names both areas and no_area"),
        ("document: report", "document: paper", "the document 'paper' is not among those of the file: report"),
        ("quote: a warm home", "quote: " + "word " * 31, "the quote has 31 words; keep to 30"),
        ("cases: ours", "cases: theirs", "the file ours.yaml holds 'theirs'"),
        ("  warm-homes:", "  Warm Homes:", "is not an id"),
        ("title: Warm homes", "title: Warm homes\n    cost:", "'cost' is empty"),
        ("title: Warm homes", "title: Warm homes\n    stage: early", "is not one of: acute, community, citizen"),
        ("title: Warm homes", "title: Warm homes\n    evaluation: {times: often}", "is not one of: once"),
        ("title: Warm homes", "title: Warm homes\n    evaluation: {units: -1}", "cannot be below nought"),
        (
            "title: Warm homes",
            "title: Warm homes\n    gradings: [{stage: audited, by: X, date: '2026-01-01', agrees: true, because: So}]",
            "no right of reply",
        ),
        (
            "title: Warm homes",
            "title: Warm homes\n    gradings: [{stage: audited, by: X, date: '1 May', agrees: true, because: Right}]",
            "is no day",
        ),
        (
            "title: Warm homes",
            "title: Warm homes\n    gradings: [{stage: right of reply, by: X, date: '2026-01-01', agrees: false, "
            "because: Wrong, maryland: 6}]",
            "6 is no level",
        ),
    ],
)
def test_a_slip_is_one_sentence_with_its_file(tmp_path, old, new, said):
    with pytest.raises(ContentError) as why:
        read_cases(written(tmp_path, old, new))
    assert said in str(why.value)
    assert "ours.yaml" in str(why.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("areas-of-focus#housing", "areas-of-focus#houses", "there is no concept 'areas-of-focus#houses'"),
        ("E07000105", "E07999999", "no area has the code 'E07999999'"),
        ("title: Warm homes", "title: Warm homes\n    indicators: [warmth]", "the book has no indicator 'warmth'"),
        ("  warm-homes:", "  food-cardiff:", "'food-cardiff' stands in recovery-examples-2021 too"),
    ],
)
def test_check_finds_links_that_lead_nowhere(tmp_path, old, new, said):
    book = tmp_path / "book"
    new_book(book)
    (book / "cases").mkdir()
    assert not check_book(book).faults
    written(book / "cases")
    assert not check_book(book).faults
    written(book / "cases", old, new)
    assert any(said in fault.what for fault in check_book(book).faults)


def test_the_manual_shows_a_set_that_can_be_read(tmp_path):
    manual = (Path(__file__).parents[2] / "docs" / "what-works.md").read_text(encoding="utf-8")
    cases, gradings = re.findall(r"```yaml\n( *(?:cases|gradings):.*?)```", manual, flags=re.DOTALL)
    path = tmp_path / "our-cases.yaml"
    path.write_text(cases + gradings, encoding="utf-8")
    (case,) = read_cases(path).cases
    found = strength(case)
    assert (found.stage, found.maryland.level, found.nesta.level) == ("audited", 3, 3)
