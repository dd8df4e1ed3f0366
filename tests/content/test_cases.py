"""Every case study that comes with Placebook is valid, linked, honest about its source, and as many as it should be."""

import csv
import re
from pathlib import Path

import pytest

from placebook.book.cases import shipped_cases, shipped_folder, wrong_links
from placebook.book.frameworks import find_framework, shipped_frameworks
from placebook.book.register import is_called, register
from placebook.learn.strength import PROPOSED, strength

DATA = Path(__file__).parents[3] / "shared"
SETS = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
EVERY = [case for one in shipped_cases().values() for case in one.cases]
TABLE = "recovery-examples-2021"
# names of the table that the register does not hold in that form
READ_AS = {
    "Aberdeen": "Aberdeen City",
    "Bristol": "Bristol, City of",
    "Edinburgh": "City of Edinburgh",
    "Glasgow": "Glasgow City",
    "Mid Lothian": "Midlothian",
    "East Dumbarton": "East Dunbartonshire",
    "Yorkshire and Humber": "Yorkshire and The Humber",
}


def cases_of(name):
    return shipped_cases()[name].cases


def table_rows():
    path = DATA / "data" / "frameworks" / "recovery_plan_examples.csv"
    if not path.exists():
        pytest.skip("the table of examples is not beside the project; this compares cases with it")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", SETS)
def test_every_concept_barrier_and_area_of_a_case_is_there(name):
    assert list(wrong_links(shipped_cases()[name], shipped_frameworks(), register())) == []


def test_there_are_as_many_cases_as_the_sources_have():
    assert {name: len(cases_of(name)) for name in SETS} == {
        TABLE: 95,
        "missions-prospectus-2024": 21,
        "ai-consultation-2022": 4,
    }
    assert len({case.id for case in EVERY}) == len(EVERY)


def test_a_case_has_an_area_of_the_register_or_says_why_not():
    for case in EVERY:
        assert bool(case.areas) != bool(case.no_area), case.id
    without = {case.place for case in cases_of(TABLE) if not case.areas}
    assert without == {"Yorkshire", "West Midlands", "London Councils", "London Grid for Learning"}


def test_every_place_of_the_table_has_the_code_of_that_name():
    for case in cases_of(TABLE):
        names = re.split(" & (?=County|Suffolk)", case.place)
        for code, name in zip(case.areas, names, strict=bool(case.areas)):
            assert is_called(code, READ_AS.get(name, name)), f"{case.id}: {code} is not {name}"


def test_a_name_that_is_read_as_another_says_so():
    said = {case.place: " ".join(case.defects) for case in cases_of(TABLE)}
    assert "No area is called East Dumbarton" in said["East Dumbarton"]
    assert "Midlothian" in said["Mid Lothian"]


def test_every_mention_of_the_table_is_carried_over_with_its_links():
    printed = [(row["area"], row["place_as_printed"], row["link_as_printed"]) for row in table_rows()]
    areas = {f"areas-of-focus#{one.id}": one.title for one in find_framework("areas-of-focus").walk()}
    ours = [(areas[case.concepts[0]], case.place, link) for case in cases_of(TABLE) for link in case.sources[0].links]
    assert len(printed) == 97
    assert sorted(ours) == sorted(printed)


def test_a_link_that_is_printed_for_two_pairs_is_flagged_at_both():
    by_link = {}
    for case in cases_of(TABLE):
        for link in case.sources[0].links:
            by_link.setdefault(link, []).append(case)
    twice = {link: cases for link, cases in by_link.items() if len(cases) > 1}
    assert set(twice) == {"bit.ly/3fPKtjl", "bit.ly/2TmxQEP", "bit.ly/3hVyweo"}
    for link, cases in twice.items():
        assert all(any(link in defect for defect in case.defects) for case in cases)
    printed_twice = [case for case in cases_of(TABLE) if len(case.sources[0].links) > 1]
    assert [case.place for case in printed_twice] == ["Haringey", "Staffordshire"]
    assert all("2 times" in " ".join(case.defects) for case in printed_twice)


def test_an_ended_area_of_a_case_says_that_its_code_is_of_the_time():
    for case in EVERY:
        ended = [code for code in case.areas if register()[code].last_year]
        assert not ended or any("of the time" in defect for defect in case.defects), case.id


def test_each_area_of_focus_has_its_five_or_six_examples():
    counts = {}
    for case in cases_of(TABLE):
        counts[case.concepts[0]] = counts.get(case.concepts[0], 0) + 1
    assert len(counts) == 16
    assert sorted(set(counts.values())) == [5, 6]


def test_each_mission_has_its_examples():
    counts = {}
    for case in cases_of("missions-prospectus-2024"):
        mission = [one for one in case.concepts if one.startswith("five-missions#")]
        assert len(mission) == 1, case.id
        counts[mission[0].partition("#")[2]] = counts.get(mission[0].partition("#")[2], 0) + 1
    assert counts == {"growth": 4, "clean-energy": 5, "streets": 4, "opportunity": 3, "nhs": 5}


def test_no_case_without_an_evaluation_has_a_level():
    for case in EVERY:
        found = strength(case)
        assert found.stage == PROPOSED
        assert found.maryland.level is None, case.id
        assert case.evaluation is not None or (found.nesta.level is None and not found.present), case.id


def test_quotes_stand_in_the_founding_papers():
    folder = DATA / "seeds"
    if not folder.is_dir():
        pytest.skip("the founding papers are not beside the project; this looks quotes up in them")
    texts = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    plain = re.sub(r"\s+", " ", texts.replace("’", "'"))
    for case in EVERY:
        for place in case.sources:
            assert place.quote in plain, f"{case.id}: {place.quote}"
            assert len(place.quote.split()) <= 12, f"{case.id}: a short quote, please"


def test_what_is_said_is_not_copied_from_the_founding_papers():
    """No run of nine words is the same, so that the sentences are ours."""
    folder = DATA / "seeds"
    if not folder.is_dir():
        pytest.skip("the founding papers are not beside the project; this compares sentences with them")
    texts = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    read = re.findall(r"\w+", texts.casefold())
    runs = {tuple(read[i : i + 9]) for i in range(len(read) - 8)}
    for case in EVERY:
        words = re.findall(r"\w+", " ".join((case.problem, case.done, case.outcome, *case.lessons)).casefold())
        same = [words[i : i + 9] for i in range(len(words) - 8) if tuple(words[i : i + 9]) in runs]
        assert not same, f"{case.id}: {' '.join(same[0])}"
