"""Pages of decisions: both rings and their twin, what is pinned stays, nothing is added up, and words stay words."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from site_pages import HOSTILE, Seen, page_of

from placebook.decide.wheel import EFFECTS, NOT_KNOWN, Decision, Expectation, Option, Pinned, Segment, Sway
from placebook.pages.area import area_page
from placebook.pages.decision import decision_page
from placebook.pages.decision_figures import figures_for, pin_of, trend_of
from placebook.pages.decisions import decisions_page, due_page
from placebook.pages.shelf import Shelf
from placebook.pages.wheel_chart import WheelCell, WheelChart, WheelSector
from placebook.types import State
from placebook.web.routes import all_paths
from placebook.web.svg import draw
from placebook.web.svg_wheel import sign_of
from placebook.web.write import as_json
from small_shelf import LIFE, small_shelf

HIDDEN = Segment("ideas#long-life", "short", Sway.LARGE_NEGATIVE, "Because.", judgement_only=True)
RISES = Expectation("life", "rise", "2027-05-01")
GOOD = Segment("ideas#long-life", "long", Sway.SMALL_POSITIVE, "So.", judgement_only=True, expects=RISES)
UNKNOWN = Segment("ideas#well", "short", State.EFFECT_UNKNOWN, "Nobody has looked.")


def decision(**changes: object) -> Decision:
    found = Decision(
        id="bench",
        title="A bench",
        proposal="Put up a bench?",
        areas=("Ashford",),
        factor_sets=("ideas",),
        chosen="bench",
        decided_on="2026-11-01",
        options=(Option("as-now", "Carry on as now"), Option("bench", "A bench", "Wood.", (HIDDEN, GOOD, UNKNOWN))),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def shelf_with(*held: Decision, pin: bool = True) -> Shelf:
    shelf = small_shelf()
    made = tuple(replace(one, pinned=pin_of(shelf, one, "2026-11-28")) if pin else one for one in held)
    return replace(shelf, decisions=made)


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def with_figures(shelf: Shelf, factor: float) -> Shelf:
    """The same book with every figure multiplied: what a revision by its source would do."""
    values = shelf.cube.values * factor
    return replace(shelf, cube=replace(shelf.cube, values=np.array(values)), build="another")


def test_a_draft_is_on_no_page():
    shelf = shelf_with(decision(), pin=False)
    assert decisions_page(shelf).decisions == ()
    assert "No decision has been published here yet." in page_of(shelf, "decisions/index.html")
    assert not [path for path in all_paths(shelf) if path.startswith("decisions/bench")]
    assert area_page(shelf, "Ashford").decisions == ()


def test_a_published_one_is_in_the_list_and_on_the_page_of_its_area():
    shelf = shelf_with(decision())
    assert 'href="bench.html"' in page_of(shelf, "decisions/index.html")
    assert "../decisions/bench.html" in page_of(shelf, "areas/Ashford.html")
    assert "../decisions/bench.html" not in page_of(shelf, "areas/Barton.html")
    whole = replace(shelf, decisions=tuple(replace(one, areas=("town",)) for one in shelf.decisions))
    assert "../decisions/bench.html" in page_of(whole, "areas/Barton.html")  # it lies in the town


def test_each_ring_says_what_the_table_says():
    shelf = shelf_with(decision())
    (group,) = decision_page(shelf, shelf.decisions[0]).sets
    chart = group.wheels[1]
    assert chart.rows == (
        ("1", "A long life", "large negative", "small positive"),
        ("2", "Being well", "effect unknown", "not yet answered"),
    )
    svg = str(draw(chart))
    for words in ("A long life, short term: large negative", "Being well, long term: not yet answered"):
        assert words in svg
    assert "effect unknown: Being well (short term)" in svg  # in the description, which is read out
    assert str(draw(chart)) == svg
    html = page_of(shelf, "decisions/bench.html")
    assert "Large negative" in html
    assert Seen(html).forbidden == []
    assert len(set(Seen(html).ids)) == len(Seen(html).ids)


def test_all_nine_words_look_different_and_what_is_not_known_shares_no_ground_with_what_is():
    sectors = tuple(
        WheelSector(i, word, "", WheelCell("short", word, "none"), WheelCell("long", word, "none"))
        for i, word in enumerate(EFFECTS, start=1)
    )
    svg = str(draw(WheelChart("w", "All words", "All of them.", sectors)))
    looks = re.findall(r'fill="([^"]+)" stroke="[^"]+" stroke-width=".7"([^>]*)><title>\d\. [^,]+, short', svg)
    signs = [re.sub(r"[-\d.]+", "", sign_of(word, 0, 0, 5)) for word in EFFECTS]
    assert len({(*look, sign) for look, sign in zip(looks, signs, strict=True)}) == 9
    grounds = dict(zip(EFFECTS, (fill for fill, _ in looks), strict=True))
    not_known = {grounds.pop(str(word)) for word in NOT_KNOWN}
    assert not not_known & set(grounds.values())
    assert len(set(grounds.values())) == 6


def test_what_is_pinned_stays_when_figures_change():
    shelf = shelf_with(decision())
    before = page_of(shelf, "decisions/bench.html")
    later = with_figures(shelf, 1.1)
    assert page_of(later, "decisions/bench.html").replace("Build <code>another", "Build <code>") == before.replace(
        f"Build <code>{shelf.build[:12]}", "Build <code>"
    )
    assert figures_for(shelf, decision(), _factor(shelf)) != figures_for(later, decision(), _factor(later))
    draft = decision_page(later, decision())
    assert draft.sets[0].factors[0].figures != decision_page(later, later.decisions[0]).sets[0].factors[0].figures


def _factor(shelf: Shelf):
    from placebook.decide.wheel import factors_of

    return factors_of(shelf.frameworks["ideas"])[0]


def test_a_figure_that_was_carried_is_not_shown_as_published():
    shelf = small_shelf()
    last = shelf.evidence.estimated.copy()
    last[:, :, -1] = True
    figures = figures_for(replace(shelf, evidence=replace(shelf.evidence, estimated=last)), decision(), _factor(shelf))
    assert figures[0].period == shelf.cube.periods[-2]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, 2, 3, 4], ("rising, 2010 to 2013", "better")),
        ([4, 3, 2, 1], ("falling, 2010 to 2013", "worse")),
        ([1, 3, 2, 2], ("too small to tell, 2010 to 2013", "")),
        ([1, 2, 3], ("too few years to tell (3 years of figures)", "")),
        ([], ("too few years to tell (no figure)", "")),
    ],
)
def test_a_trend_is_said_only_where_there_is_one(values, said):
    periods = [str(2010 + i) for i in range(len(values))]
    assert trend_of(LIFE, periods, [float(one) for one in values]) == said


def test_no_number_is_added_up_over_factors():
    """Every number in the value of a page is a figure's own, a factor's number, or in words that people wrote."""
    shelf = shelf_with(decision())
    page = decision_page(shelf, shelf.decisions[0])

    def numbers(value: object, way: str = "") -> list[str]:
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return []
        if isinstance(value, int | float):
            return [way]
        if isinstance(value, tuple | list):
            return [one for each in value for one in numbers(each, way)]
        if isinstance(value, dict):
            return [one for key, each in value.items() for one in numbers(each, f"{way}.{key}")]
        return [one for one in numbers(_fields(value), way)]

    assert set(numbers(page)) == {
        ".sets.factors.number",
        ".sets.factors.figures.value",
        ".sets.factors.figures.middle",
        ".sets.factors.figures.decimals",
        ".sets.wheels.sectors.number",
    }
    html = re.sub(r"<[^>]+>", " ", page_of(shelf, "decisions/bench.html"))
    assert not re.search(r"\b(total|overall|score)\b(?! score\b)[^.]{0,20}\d", html, re.IGNORECASE)
    assert not re.search(r"\b\d+ (of \d+ )?(large|small|mixed|unknown|positive|negative|effects?)\b", html)


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}  # type: ignore[attr-defined]


def test_the_differences_can_be_sorted_without_a_script():
    shelf = shelf_with(decision())
    live = page_of(shelf, "decisions/bench.html", live=True)
    assert "bench.html?order=factor" in live or "?order=factor" in live
    assert "In the order of the factors." in page_of(shelf, "decisions/bench.html", live=True, order="factor")
    assert "First what is good" in page_of(shelf, "decisions/bench.html", live=True, order="nonsense")


def test_words_that_look_like_markup_stay_words():
    hostile = decision(title=HOSTILE, proposal=HOSTILE, notice=HOSTILE, because=HOSTILE, owner=HOSTILE)
    segment = replace(HIDDEN, reason=HOSTILE)
    hostile = replace(hostile, options=(hostile.options[0], Option("bench", HOSTILE, HOSTILE, (segment,))))
    for path in ("decisions/index.html", "decisions/bench.html", "decisions/due.html", "areas/Ashford.html"):
        html = page_of(shelf_with(hostile), path)
        assert "<script>alert" not in html
        assert Seen(html).forbidden == []


def test_the_annex_can_be_fetched_and_is_that_of_the_page():
    from placebook.web.routes import Asked, find

    shelf = shelf_with(decision())
    paths = {path for path in all_paths(shelf) if "/annex." in path}
    assert paths >= {f"decisions/bench/annex.{ending}" for ending in ("html", "docx", "xlsx")}
    html = page_of(shelf, "decisions/bench.html")
    for path in paths:
        route, named = find(path)
        made = route.make(Asked(shelf, named, {}, lambda _: None))
        assert made.content[:2] == {"html": b"<!", "pdf": b"%P"}.get(named["ending"], b"PK")
        assert f'href="{path.removeprefix("decisions/")}"' in html
    route, named = find("decisions/bench/annex.exe")
    assert route.make(Asked(shelf, named, {}, lambda _: None)) is None


def test_an_address_that_is_none_is_no_link():
    from placebook.decide.wheel import EvidenceLink

    link = EvidenceLink(source="A page", address="javascript:alert(1)")
    odd = decision(options=(Option("bench", "A bench", "", (replace(HIDDEN, evidence=(link,)),)),))
    assert "javascript:" not in page_of(shelf_with(odd), "decisions/bench.html")


# --- it comes back ---


def test_before_after_and_peers_in_the_words_moved_with():
    shelf = shelf_with(decision())
    held = shelf.decisions[0]
    assert held.pinned is not None
    early = tuple(replace(one, period="2010", value=78.0) for one in held.pinned.figures)
    back = replace(shelf, decisions=(replace(held, pinned=replace(held.pinned, figures=early)),))
    page = due_page(back, "2027-05-01")
    ((line,), later) = page.due, page.later
    assert later == ()
    (moved,) = line.moved
    last = shelf.cube.periods[-1]
    assert (moved.before_period, moved.after_period) == ("2010", last)
    assert "it moved with what was expected" in moved.says or "it did not move with what was expected" in moved.says
    assert "similar place" in moved.peers
    html = page_of(back, "decisions/due.html", on="2027-05-01")
    assert "A figure may have moved with a decision and not because of it." in html
    assert "caused" not in html
    assert due_page(back, "2027-04-30").due == ()
    assert "In order of the day" in page_of(back, "decisions/due.html")


def test_without_a_newer_figure_it_is_too_early_to_say():
    (line,) = due_page(shelf_with(decision()), "2030-01-01").due
    assert (line.moved[0].after, line.moved[0].verdict) == ("", "too early to say")


def test_a_figure_that_its_source_revised_is_said_to_be():
    shelf = shelf_with(decision())
    (line,) = due_page(with_figures(shelf, 1.1), "2030-01-01").due
    assert line.moved[0].revised


def test_a_page_value_goes_into_json_as_it_is():
    shelf = shelf_with(decision())
    assert b'"effect":"effect unknown"' in as_json(decision_page(shelf, shelf.decisions[0]))
    assert isinstance(shelf.decisions[0].pinned, Pinned)
