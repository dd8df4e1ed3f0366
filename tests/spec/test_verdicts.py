"""What people said while they coded, and the file of codes that comes of it: drawn tables that a person can check."""

from __future__ import annotations

import pytest

from placebook.learn.adjudicate import Ruling
from placebook.learn.codings import Coding
from placebook.learn.suggest import on_the_ladder
from placebook.learn.verdicts import Said, codes_of, standing
from placebook.pages.marked import marked
from placebook.types import Suggestion


def said(line: str) -> list[Said]:
    """Each word as concept:verdict."""
    return [Said(*word.replace("back", "taken back").split(":")) for word in line.split()]


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("", {}),
        ("homes:accepted", {"homes": "accepted"}),
        ("homes:accepted homes:rejected", {"homes": "rejected"}),
        ("homes:accepted homes:back", {}),
        ("homes:back", {}),
        ("homes:accepted work:added homes:back homes:added", {"work": "added", "homes": "added"}),
        ("homes:rejected work:added homes:accepted", {"homes": "accepted", "work": "added"}),
    ],
)
def test_the_last_verdict_on_a_concept_holds(line: str, holds: dict[str, str]) -> None:
    assert list(standing(said(line)).items()) == list(holds.items())


def test_a_word_that_is_no_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="'maybe' is no verdict; there is: accepted, added, rejected, taken back"):
        Said("homes", "maybe")


def test_rows_of_a_file_of_codes() -> None:
    """Two people read p, and differ on work and on parks; q has one reader, and r two who found nothing."""
    codings = [
        Coding("p", "Ash", ("homes", "work"), "2", "contributor", "2026-11-01", "a memo"),
        Coding("p", "Birch", ("parks", "homes"), "2"),
        Coding("q", "Ash", ("work",), "2"),
        Coding("r", "Ash", (), "2"),
        Coding("r", "Birch", (), "2"),
    ]
    rulings = [Ruling("p", "work", False, "Cedar", "It is about homes.", "2026-11-02")]
    table = """
        p | homes | Ash   | agreed     | a memo
        p | work  | Ash   | in dispute |
        p | parks | Birch | in dispute |
        p | homes | Birch | agreed     |
        p | work  | Cedar | rejected   | It is about homes.
        q | work  | Ash   |            |
        r | none  | Ash   |            |
        r | none  | Birch |            |
    """
    wanted = [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]
    made = codes_of(codings, rulings, "themes")
    assert [(one.passage, one.concept.partition("#")[2], one.by, one.status, one.memo) for one in made] == wanted
    assert {one.concept.partition("#")[0] for one in made} == {"themes"}
    assert not any(one.method for one in made)
    assert (made[0].version, made[0].role, made[0].date) == ("2", "contributor", "2026-11-01")


def test_a_ruling_on_what_is_agreed_by_now_makes_no_row() -> None:
    codings = [Coding("p", "Ash", ("homes",)), Coding("p", "Birch", ("homes",))]
    made = codes_of(codings, [Ruling("p", "homes", False, "Cedar", "No.")], "themes")
    assert [(one.by, one.status) for one in made] == [("Ash", "agreed"), ("Birch", "agreed")]


@pytest.mark.parametrize(
    ("text", "words", "drawn"),
    [
        ("A warm home", ["warm home"], "A [warm home]"),
        ("warm homes and a warm\n home", ["warm home", "warm"], "[warm] homes and a [warm\n home]"),
        ("lukewarm (warm)", ["warm"], "lukewarm ([warm])"),
        ("a.b axb", ["a.b"], "[a.b] axb"),
        ("nothing", ["", " "], "nothing"),
        ("", ["x"], ""),
    ],
)
def test_words_that_made_a_suggestion_are_set_apart(text: str, words: list[str], drawn: str) -> None:
    pieces = marked(text, words)
    assert "".join(piece for piece, _ in pieces) == text
    assert "".join(f"[{piece}]" if found else piece for piece, found in pieces) == drawn


def offered(line: str) -> tuple[Suggestion, ...]:
    return tuple(Suggestion("p", concept, 1.0, False, "x", "1", ()) for concept in line.split())


@pytest.mark.parametrize(
    ("from_codes", "by_rule", "learned", "most", "given"),
    [
        ("", "homes work", "", 5, "homes work"),
        ("work", "homes work", "work", 5, "work homes"),
        ("work", "parks homes work", "work parks", 5, "work homes"),  # the codes say that it is not about parks
        ("work parks", "homes", "work parks", 2, "work parks"),
    ],
)
def test_of_what_was_learned_the_codes_speak_and_of_all_else_the_codebook(
    from_codes: str, by_rule: str, learned: str, most: int, given: str
) -> None:
    found = on_the_ladder(offered(from_codes), offered(by_rule), frozenset(learned.split()), most)
    assert " ".join(one.concept for one in found) == given
