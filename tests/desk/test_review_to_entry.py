"""A review runs from scrutiny to a published register entry, and an assessment to what would be next, at the desk."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typing_in import type_in

from placebook.book.assessment_files import read_assessment_yaml
from placebook.book.register_entries import read_entry_yaml
from placebook.book.scrutiny import guide_for, read_scrutiny
from placebook.book.yaml import read_yaml
from placebook.decide.scrutiny_rules import what_blocks

if TYPE_CHECKING:
    from django.test import Client

As = Callable[..., "Client"]
EXAMPLE = Path(str(files("placebook") / "content/example"))


def published(as_: As, at: str) -> None:
    assert as_("contributor").post(f"{at}move/", {"move": "send"}).status_code == 302
    assert as_("reviewer").post(f"{at}move/", {"move": "approve"}).status_code == 302
    assert as_("publisher", two_steps=True).post(f"{at}move/", {"move": "publish"}).status_code == 302


def test_from_scrutiny_to_a_published_register_entry(as_: As, desk_book: Path) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    shelf = views.shelves().current()
    paper = {
        key: value for key, value in read_yaml(EXAMPLE / "scrutiny/repairs-sorter.yaml").items() if key != "invented"
    }
    paper["signed"] = {"by": "Head of housing"}
    type_in(as_("contributor"), kinds()["scrutiny"], "repairs-sorter", paper, shelf)
    published(as_, "/desk/scrutiny/repairs-sorter/")
    looked = read_scrutiny(desk_book / "scrutiny/repairs-sorter.yaml")
    before = read_scrutiny(EXAMPLE / "scrutiny/repairs-sorter.yaml")
    assert (looked.answers, looked.follow_ups, looked.conditions) == (
        before.answers,
        before.follow_ups,
        before.conditions,
    )
    assert looked.signed_by == "Head of housing"
    assert what_blocks(guide_for(looked), looked) == ()

    # under the same name the entry is drafted from what was published, and may be sent at once
    client = as_("contributor")
    client.post("/desk/register/new/", {"title": "Sorter", "name": "repairs-sorter"})
    about = {"version": "1", "review_on-day": "1", "review_on-month": "9", "review_on-year": "2027"}
    about |= {f"rests_on/{what}": said for what, said in looked.rests_on.items()}
    assert client.post("/desk/register/repairs-sorter/edit/about/", about).status_code == 302
    assert client.post("/desk/register/repairs-sorter/save/", {"why": "From the scrutiny"}).status_code == 302
    published(as_, "/desk/register/repairs-sorter/")
    entry = read_entry_yaml(desk_book / "register/repairs-sorter.yaml")
    assert entry.values["benefit"][0].startswith("Tenants with a leak")
    assert entry.review_on == "2027-09-01"
    page = as_("").get("/register/repairs-sorter.html").content.decode()
    assert 'href="../scrutiny/repairs-sorter.html"' in page
    assert "An equality assessment: People who write little English" in page
    assert "Stale" not in page
    assert "Proceed with conditions" in as_("").get("/scrutiny/repairs-sorter.html").content.decode()


def test_it_cannot_be_sent_with_an_attribute_unanswered_and_says_which(as_: As) -> None:
    client = as_("contributor")
    client.post("/desk/scrutiny/new/", {"title": "Half looked at", "name": "half"})
    about = {"title": "T", "about": "A", "by": "B", "date-day": "1", "date-month": "2", "date-year": "2026"}
    client.post("/desk/scrutiny/half/edit/about/", about)
    client.post("/desk/scrutiny/half/edit/flags-2/", {"flags/acts-alone/said": "not measured"})
    client.post("/desk/scrutiny/half/save/", {"why": "So far"})
    assert client.post("/desk/scrutiny/half/move/", {"move": "send"}).status_code == 403
    page = client.get("/desk/scrutiny/half/").content.decode()
    assert "Justice is unanswered: nothing is said to left-out, compared, voices" in page
    assert "the flag only-way is not yet answered" in page
    assert "no role is named that signs it" in page
    assert '/edit/work-appeals/">A way to appeal' in page  # nobody knows whether it acts alone
    assert "/edit/work-equality/" not in page


@pytest.mark.slow
def test_from_an_assessment_to_what_would_be_next(as_: As, desk_book: Path) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    shelf = views.shelves().current()
    left_out = ("invented", "peers")
    paper = {
        key: value
        for key, value in read_yaml(EXAMPLE / "assessments/digital-practices-2014.yaml").items()
        if key not in left_out
    }
    type_in(as_("contributor"), kinds()["assessment"], "digital-practices-2014", paper, shelf)
    at = "/desk/assessment/digital-practices-2014/"
    plan = as_("contributor").get(f"{at}edit/next/").content.decode()
    assert "Quick trials: not yet answered; may be Not yet or Partly or In place. Towards Partly:" in plan
    assert "To find out (Digital team, by 2014-12-31): Before a trial it is written down" in plan
    published(as_, at)
    held = read_assessment_yaml(desk_book / "assessments/digital-practices-2014.yaml")
    before = read_assessment_yaml(EXAMPLE / "assessments/digital-practices-2014.yaml")
    assert held.assessment == before.assessment
    page = as_("").get("/assessments/digital-practices-2014.html").content.decode()
    assert "What would be next" in page
    assert "Were the people paid, or only thanked?" in page


@pytest.mark.parametrize("public", ["no", ""])
def test_an_assessment_that_is_not_public_stays_at_the_desk(as_: As, desk_book: Path, public: str) -> None:
    name = f"weak-{public or 'unsaid'}"
    client, at = as_("contributor"), f"/desk/assessment/{name}/"
    client.post("/desk/assessment/new/", {"title": "Our council", "name": name})
    about = {"set": "unlucky-seven", "about": "Us", "by": "IT", "public": public}
    client.post(f"{at}edit/about/", {**about, "date-day": "1", "date-month": "2", "date-year": "2026"})
    client.post(f"{at}save/", {"why": "First"})
    published(as_, at)
    assert (desk_book / f"assessments/{name}.yaml").is_file()
    assert as_("").get(f"/assessments/{name}.html").status_code == 404


READERS = {
    "scrutiny": read_scrutiny,
    "assessment": lambda path: read_assessment_yaml(path).assessment,
    "register": read_entry_yaml,
}


@pytest.mark.parametrize("kind", READERS)
def test_a_file_that_was_kept_by_hand_comes_in_and_goes_out_unchanged(kind: str, tmp_path: Path) -> None:
    from placebook.web.desk.kinds import kinds

    one, read = kinds()[kind], READERS[kind]
    found = sorted((EXAMPLE / one.folder).glob("*.yaml"))
    assert found
    for path in found:
        again = tmp_path / path.name
        again.write_text(one.text(one.body(path)), encoding="utf-8")
        assert one.text(one.body(again)) == again.read_text(encoding="utf-8")
        if kind != "assessment":  # whose peers lie beside it
            assert read(again) == read(path)


def test_a_form_says_what_is_wrong_in_its_own_words(as_: As) -> None:
    client = as_("contributor")
    client.post("/desk/scrutiny/new/", {"title": "Links", "name": "links"})
    about = {"title": "T", "about": "A", "by": "B", "date-day": "1", "date-month": "2", "date-year": "2026"}
    client.post("/desk/scrutiny/links/edit/about/", about)
    client.post("/desk/scrutiny/links/edit/flags-1/", {"flags/personal-data/said": "yes"})
    client.post("/desk/scrutiny/links/edit/work-data-protection/", {"follow_ups/data-protection/link": "javascript:x"})
    client.post("/desk/scrutiny/links/save/", {"why": "First"})
    page = client.get("/desk/scrutiny/links/").content.decode()
    assert "follow_ups, data-protection: &#39;link&#39;" in page
    assert "is no link" in page
    assert "line 1" not in page


AUDIT = {"report": "register/audits/repairs-sorter.json", "date": "2014-08-28", "sha256": "0" * 64}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"report": "register/audits/gone.json"}, "there is no such file"),
        ({"report": "../../outside.json"}, "leads out of the book"),
        ({"report": "/etc/hostname"}, "leads out of the book"),
        ({}, "is of data with SHA-256"),
        ({"sha256": "short"}, "SHA-256 of 64 signs"),
        ({"date": "2014-02-30"}, "is no day"),
    ],
)
def test_nothing_is_published_that_the_site_could_not_read(
    as_: As, desk_book: Path, change: dict[str, str], said: str
) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    kept = desk_book / "register/audits/repairs-sorter.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes((EXAMPLE / "register/audits/repairs-sorter.json").read_bytes())
    kind, shelf = kinds()["register"], views.shelves().current()
    whole = dict(kind.body(EXAMPLE / "register/repairs-sorter.yaml"))
    assert kind.faults(whole, shelf) == ()
    found = kind.faults({**whole, "audits": [{**AUDIT, "sha256": whole["audits"][0]["sha256"], **change}]}, shelf)
    if change:
        assert any(said in one for one in found), found
    else:
        assert found == ()
    (wrong,) = kind.faults({**whole, "audits": [AUDIT]}, shelf)
    assert "is of data with SHA-256" in wrong


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": "2999-01-01"}, "before the answers of 2999-01-01"),
        ({"signed": {"by": "housing repairs TEAM"}}, "somebody else must sign"),
        ({"signed": {}}, "no role is named that signs it"),
        ({"follow_ups/data-protection/done_on": "2999-01-01"}, "was done on 2999-01-01, after the signing"),
    ],
)
def test_a_scrutiny_is_held_against_the_day_on_which_it_would_be_published(
    as_: As, change: dict[str, object], said: str
) -> None:
    from placebook.pages.forms import put
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    kind, shelf = kinds()["scrutiny"], views.shelves().current()
    whole = {**kind.body(EXAMPLE / "scrutiny/repairs-sorter.yaml"), "signed": {"by": "Head of housing"}}
    assert kind.faults(whole, shelf) == ()
    for path, value in change.items():
        whole = put(whole, path, value)
    assert any(said in one for one in kind.faults(whole, shelf)), kind.faults(whole, shelf)


def test_peers_of_an_assessment_that_lie_in_the_book_are_no_fault(as_: As, desk_book: Path) -> None:
    import shutil

    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    kind, shelf = kinds()["assessment"], views.shelves().current()
    whole = kind.body(EXAMPLE / "assessments/digital-practices-2014.yaml")
    assert any("there is no assessments/peers" in one for one in kind.faults(whole, shelf))
    shutil.copytree(EXAMPLE / "assessments/peers", desk_book / "assessments/peers")
    assert kind.faults(whole, shelf) == ()


def test_what_is_missing_is_called_by_the_words_of_the_form(as_: As) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    shelf = views.shelves().current()
    said = {
        "scrutiny": "“What does it do?” must be answered",
        "assessment": "“Which question set?” must be answered",
        "software": "“When does its maker stop mending it?” must be answered",
    }
    for name, words in said.items():
        kind = kinds()[name]
        assert kind.faults(kind.starts("new", "New"), shelf) == (words,)


def test_a_program_is_typed_published_and_shown(as_: As, desk_book: Path) -> None:
    from placebook.book.software import read_application
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    paper = {
        key: value for key, value in read_yaml(EXAMPLE / "software/planning-archive.yaml").items() if key != "invented"
    }
    type_in(as_("contributor"), kinds()["software"], "planning-archive", paper, views.shelves().current())
    published(as_, "/desk/software/planning-archive/")
    held = read_application(desk_book / "software/planning-archive.yaml")
    before = read_application(EXAMPLE / "software/planning-archive.yaml")
    assert (held.end_of_support, held.online, held.apart, held.planned) == (
        before.end_of_support,
        before.online,
        before.apart,
        before.planned,
    )
    page = as_("").get("/software/index.html").content.decode()
    assert "Planning archive" in page
    assert "ended" in page


def test_an_entry_under_the_name_of_the_recipe_is_drafted_from_it(as_: As) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    shelf = views.shelves().current()
    assert shelf.recipe is not None
    body = kinds()["register"].starts(shelf.recipe.id, "Our index")
    assert body["values"]["name"] == shelf.recipe.title
    assert body["rests_on"]["model"]


def test_what_was_public_before_is_kept_and_what_changed_is_said(as_: As, desk_book: Path) -> None:
    client, at = as_("contributor"), "/desk/register/versions/"
    overview = {"values/name": "Versions", "values/description": "It sorts."}
    client.post("/desk/register/new/", {"title": "Versions", "name": "versions"})
    client.post(f"{at}edit/tier-1-overview/", overview)
    client.post(f"{at}edit/tier-1-owner-and-responsibility/", {"values/contact_email": "team@council.example"})
    client.post(f"{at}save/", {"why": "First"})
    published(as_, at)
    client.post(f"{at}edit/tier-1-overview/", {**overview, "values/description": "It sorts and counts."})
    client.post(f"{at}save/", {"why": "It counts now"})
    assert client.post(f"{at}move/", {"move": "send"}).status_code == 403
    assert "version 1 is public and says something else" in client.get(at).content.decode()
    client.post(f"{at}edit/about/", {"version": "2"})
    client.post(f"{at}save/", {"why": "Version 2"})
    published(as_, at)
    assert read_entry_yaml(desk_book / "register/versions.yaml").version == "2"
    kept = desk_book / "register/earlier/versions/1.yaml"
    assert read_yaml(kept)["fields"]["description"] == "It sorts."
    page = as_("").get("/register/versions.html").content.decode()
    assert "Version 2" in page
    assert "It sorts and counts." in page
    assert 'data-label="Before">It sorts.</td>' in page


@pytest.mark.parametrize("version", ["../../outside", "..", "a/b", "1\\2", "", " ", "1." * 9 + "1"])
def test_a_version_that_could_lead_out_of_the_book_is_refused(as_: As, version: str) -> None:
    from placebook.web import views
    from placebook.web.desk.kinds import kinds

    kind, shelf = kinds()["register"], views.shelves().current()
    whole = {**kind.body(EXAMPLE / "register/repairs-sorter.yaml"), "id": "other", "audits": []}
    assert kind.faults(whole, shelf) == ()
    assert kind.faults({**whole, "version": version}, shelf) != ()
