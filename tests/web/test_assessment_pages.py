"""The pages of assessments: levels, the plan, challenges, peers and dates; only what says that it is public."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from site_pages import HOSTILE, Seen, page_of

from commands import refused, run
from placebook.book.assessment_files import read_assessment_yaml
from placebook.decide.assessed import HeldAssessment, earlier
from placebook.pages.assessments import public_assessment
from placebook.pages.shelf import Shelf
from placebook.types import ContentError
from placebook.web.routes import all_paths
from small_shelf import small_shelf

FOLDER = Path(str(files("placebook") / "content/example/assessments"))
OLD, NEW = (read_assessment_yaml(FOLDER / f"digital-practices-{year}.yaml") for year in (2013, 2014))
PATH = "assessments/digital-practices-2014.html"


@pytest.fixture(scope="module", autouse=True)
def ready(small_book):
    from placebook.web.start import make_ready

    make_ready(small_book)


def shelf_with(*held: HeldAssessment) -> Shelf:
    return replace(small_shelf(), assessments=held)


def test_levels_plan_challenges_peers_and_dates_are_said():
    page = public_assessment(shelf_with(OLD, NEW), NEW.id)
    assert page is not None
    by_title = {one.title: one for one in page.page.lines}
    trials = by_title["Quick trials"]
    assert (trials.level, trials.moved, trials.owner) == (None, "no longer known", "Digital team")
    assert trials.to_find_out == ("Before a trial it is written down what would count as success.",)
    assert (trials.peers, trials.peers_not_known) == ({"Not yet": 0, "Partly": 1, "In place": 1}, 1)
    assert [(one.outcome, bool(one.reply)) for one in page.challenges] == [
        ("People take part", True),
        ("Quick trials", False),
    ]
    assert [(one.on, one.levels[0]) for one in page.past] == [("2013-03-31", "Not yet")]
    html = page_of(shelf_with(OLD, NEW), PATH)
    assert "no reply yet" in html
    assert "<strong>Find out:</strong> Before a trial" in html
    assert 'href="digital-practices-2013.html"' in html


def test_what_is_not_public_is_nowhere_on_the_site():
    hidden = replace(OLD, public=False)
    shelf = shelf_with(hidden, NEW)
    assert "assessments/digital-practices-2013.html" not in set(all_paths(shelf))
    assert public_assessment(shelf, OLD.id) is None
    assert "31 March 2013" not in page_of(shelf, PATH)
    assert "No assessment is public here." in page_of(shelf_with(hidden), "assessments/index.html")


def test_only_the_same_body_by_the_same_set_comes_before():
    other = replace(OLD, assessment=replace(OLD.assessment, about="Another body"))
    assert earlier([other, NEW], NEW) == ()
    assert earlier([NEW, OLD], NEW) == (OLD,)
    assert earlier([NEW, OLD], OLD) == ()


def test_an_assessment_is_not_public_unless_it_says_so(tmp_path):
    folder = tmp_path / "assessments"
    folder.mkdir()
    text = (FOLDER / "digital-practices-2013.yaml").read_text(encoding="utf-8").replace("public: true\n", "")
    (folder / "digital-practices-2013.yaml").write_text(text, encoding="utf-8")
    assert read_assessment_yaml(folder / "digital-practices-2013.yaml").public is False


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("set: digital-practices", "set: digital-practises", "no question set is called 'digital-practises'"),
        ("after: false", "after: perhaps", "'perhaps' is no answer"),
        ("after: false", "afer: false", "has no statement 'afer'"),
        ("date: 2013-03-31", "date: 2013-02-30", "is no day"),
        ("by: Digital team", "by: Digital team\nreviewed: {by: digital team, date: 2013-04-01}", "somebody else must"),
        ("by: Digital team", "by: Digital team\npeers: [nobody]", "there is no assessments/peers/nobody.yaml"),
        ("by: Digital team", "by: Digital team\npeers: [../../x]", "there is no assessments/peers/"),
        ("by: Digital team", "by: Digital team\nprofile: best", "has no profile 'best'"),
        ("assessment: digital-practices-2013", "assessment: x", "give both one name"),
    ],
)  # fmt: skip
def test_a_fault_is_said_in_one_sentence(tmp_path, old, new, said):
    text = (FOLDER / "digital-practices-2013.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "a").mkdir()
    path = tmp_path / "a" / "digital-practices-2013.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        read_assessment_yaml(path)


def test_the_command_reads_the_same_file():
    new, old = (FOLDER / f"digital-practices-{year}.yaml" for year in (2014, 2013))
    out = run("assess", "digital-practices", new, "--before", old, "--beside", FOLDER / "peers/first-peer.yaml").out
    assert "participation  People take part: Partly" in out
    assert "Before: Not yet; higher" in out
    assert "says itself about whom" in run("assess", "digital-practices", new, "--by", "x").err
    assert "no question set is called" in refused("assess", "unlucky-seven", new)


def test_names_that_look_like_markup_stay_words():
    held = replace(NEW, assessment=replace(NEW.assessment, about=HOSTILE, by=HOSTILE, reviewed_by=HOSTILE))
    for path in ("assessments/index.html", PATH):
        html = page_of(shelf_with(OLD, held), path)
        assert "<script>alert" not in html
        assert Seen(html).forbidden == []
