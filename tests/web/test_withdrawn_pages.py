"""What was published and then withdrawn keeps its file and its page, which says when and why: every kind of record."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from site_pages import HOSTILE, page_of

from placebook.book.assessment_files import read_assessment_yaml
from placebook.book.register_entries import entry_of, read_entry_yaml
from placebook.book.register_standard import shipped_standard
from placebook.book.scrutiny import guide_for, read_scrutiny
from placebook.book.social_value import read_contract
from placebook.book.software import application_plain, from_table, read_application, rows
from placebook.book.yaml import mapping_of
from placebook.decide.assessed import earlier
from placebook.decide.register import HeldEntry
from placebook.decide.scrutiny import HeldScrutiny
from placebook.decide.software import weakness
from placebook.pages.shelf import Shelf
from placebook.store.register import read_entry, write_entry
from placebook.types import ContentError
from small_shelf import small_shelf

EXAMPLE = Path(str(files("placebook") / "content/example"))
GONE = {"withdrawn": "It is no longer in use.", "withdrawn_on": "2026-11-27"}
SAID = "Withdrawn on 27 November 2026. It is no longer in use."


def _scrutiny(path: Path) -> Shelf:
    one = read_scrutiny(path)
    return replace(small_shelf(), scrutinies=(HeldScrutiny(one, guide_for(one)),))


def _entry(path: Path) -> Shelf:
    return replace(small_shelf(), register=(HeldEntry(read_entry_yaml(path), shipped_standard(), kept=True),))


def _assessment(path: Path) -> Shelf:
    return replace(small_shelf(), assessments=(read_assessment_yaml(path),))


def _program(path: Path) -> Shelf:
    return replace(small_shelf(), software=(replace(read_application(path), public=True),))


def _contract(path: Path) -> Shelf:
    return replace(small_shelf(), contracts=(read_contract(path),))


KINDS: dict[str, tuple[str, Callable[[Path], Shelf], str]] = {
    "scrutiny": ("repairs-sorter", _scrutiny, "scrutiny/index.html"),
    "register": ("repairs-sorter", _entry, "register/index.html"),
    "assessment": ("digital-practices-2014", _assessment, "assessments/index.html"),
    "software": ("housing-system", _program, "software/index.html"),
    "social-value": ("repairs-contract", _contract, "social-value/index.html"),
}


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def words_of(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def withdrawn(kind: str, tmp_path: Path, said: dict[str, Any]) -> Path:
    """The example's record as the desk writes it once it is withdrawn."""
    from placebook.web.desk.kinds import kinds

    found, name = kinds()[kind], KINDS[kind][0]
    shutil.copytree(EXAMPLE / found.folder, tmp_path / found.folder)
    path = tmp_path / found.folder / f"{name}.yaml"
    path.write_text(found.text({**found.body(path), **said}), encoding="utf-8")
    assert {key: found.body(path)[key] for key in said} == said
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_its_page_stays_and_says_when_and_why(kind: str, tmp_path: Path) -> None:
    from placebook.web.desk.kinds import kinds

    name, shelf_of, listed = KINDS[kind]
    shelf = shelf_of(withdrawn(kind, tmp_path, GONE))
    page = words_of(page_of(shelf, kinds()[kind].page(name).partition("#")[0]))
    assert "on 27 November 2026" in page
    assert GONE["withdrawn"] in page
    assert (SAID in page) is (kind != "software")  # whose page is the list
    assert "Withdrawn" in page_of(shelf, listed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_reason_that_looks_like_markup_stays_words(kind: str, tmp_path: Path) -> None:
    from placebook.web.desk.kinds import kinds

    name, shelf_of, _ = KINDS[kind]
    shelf = shelf_of(withdrawn(kind, tmp_path, {**GONE, "withdrawn": HOSTILE}))
    assert "<script>alert" not in page_of(shelf, kinds()[kind].page(name).partition("#")[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_day_without_a_reason_is_refused(kind: str, tmp_path: Path) -> None:
    path = withdrawn(kind, tmp_path, GONE)
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("withdrawn:")]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with pytest.raises(ContentError, match="when it was withdrawn and not why"):
        KINDS[kind][1](path)


@pytest.mark.parametrize("ending", [".json", ".csv"])
def test_an_entry_leaves_as_a_file_and_comes_back_withdrawn(ending: str, tmp_path: Path) -> None:
    entry, standard = read_entry_yaml(withdrawn("register", tmp_path, GONE)), shipped_standard()
    write_entry(entry, standard, tmp_path / f"entry{ending}")
    assert read_entry(tmp_path / f"entry{ending}", standard) == entry
    with pytest.raises(ContentError, match="withdrawn"):
        entry_of(mapping_of({"entry": "x", "version": "1", "fields": {}, "withdrawn_on": "soon"}, "x"), "x")


def test_a_program_that_was_withdrawn_is_no_weakness_and_leaves_with_its_reason(tmp_path: Path) -> None:
    one = read_application(withdrawn("software", tmp_path, GONE))
    assert application_plain(one)["withdrawn"] == GONE["withdrawn"]
    (row,) = rows((one,))
    sheet = tmp_path / "all.csv"
    sheet.write_text(",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n", encoding="utf-8")
    assert replace(from_table(sheet)[0], invented=one.invented) == one
    assert weakness((one,), "2040-01-01") == weakness((), "2040-01-01")


def test_an_assessment_that_was_withdrawn_is_not_held_against_later_ones(tmp_path: Path) -> None:
    before, now = (
        read_assessment_yaml(EXAMPLE / f"assessments/digital-practices-{year}.yaml") for year in (2013, 2014)
    )
    assert earlier((before, now), now) == (before,)
    gone = replace(before, assessment=replace(before.assessment, **GONE))
    assert earlier((gone, now), now) == ()
