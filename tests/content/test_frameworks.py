"""Every framework that comes with Placebook is valid, linked, and holds as many elements as its source."""

import csv
import itertools
import re
from pathlib import Path

import pytest

from placebook.book.frameworks import broken_links, find_framework, read_framework, shipped_folder, shipped_frameworks
from placebook.book.yaml import read_yaml
from placebook.pages.frameworks import FLAGS

FILES = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
RECIPES = sorted(shipped_folder().parent.glob("**/recipes/*.yaml"))
DATA = Path(__file__).parents[3] / "shared" / "data"

# framework: how many elements stand at each depth, from the top
COUNTS = {
    "four-rs": [4],
    "areas-of-focus": [4, 16],
    "social-progress": [1, 3, 12],
    "doughnut-2012": [2, 20],
    "doughnut-2017": [2, 21],
    "doughnut-2025": [2, 21],
    "city-portrait-lenses": [4],
    "seven-ways": [7],
    "local-digital-capital": [8],
    "local-digital-capital-recommendations": [4],
    "long-term-impacts": [9],
    "five-missions": [5],
    "three-roles": [3],
    "mission-actions": [5, 18, 29],
    "mission-support": [5, 21],
    "policy-themes": [5],
    "digital-trends-2023": [3, 26],
    "digital-tasks-2022": [3],
    "digitalisation-outcomes-2021": [12],
    "digitalisation-outcomes-2023": [12],
    "what-works-modules": [6],
    "what-works-functions": [2, 8],
    "ethical-practice": [5, 32],
    "sdgs": [17],
    "unlucky-seven": [7],
    "levelling-up-tests": [6],
    "levelling-up-meanings": [7],
    "digital-identity-principles": [4],
    "social-value-principles": [7],
    "five-ethical-as": [5],
    "sociotechnical-reminders": [6],
    "norfolk-cyber-approach": [9],
    "bewigan-behaviours": [4],
    "four-challenges": [4],
    "asks-and-offers": [3, 32],
    "strategic-priorities": [3],
    "forward-focus": [9],
    "working-process": [4],
    "core-principles-2011": [3],
    "challenges-2023": [2, 14],
    "why-digital": [4],
    "transformative-technologies": [11],
    "themed-months-2023": [11],
    "technology-human-challenges": [5],
    "hard-problem-approaches": [4],
    "research-programme": [7],
    "supplier-sustainability": [7],
    "impact-survey": [2, 9],
}
MEMBERS_NOT_IN_THE_SOURCES = {
    "borough-manifesto",
    "common-taxonomy",
    "cornwall-wheel",
    "dama",
    "digital-improvement-list",
    "digital-trends-2021",
    "digital-trends-2022",
    "levelling-up-goals",
    "national-toms",
    "pause",
}


def members(framework, top):
    """The ids directly below one element of a framework."""
    found = next(concept for concept in find_framework(framework).walk() if concept.id == top)
    return [part.id for part in found.parts]


def names(framework):
    """Every name in a framework, small letters."""
    return {concept.title.lower() for concept in find_framework(framework).walk()}


def by_depth(concepts):
    """How many elements stand at each depth."""
    counts = []
    while concepts:
        counts.append(len(concepts))
        concepts = tuple(part for concept in concepts for part in concept.parts)
    return counts


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_framework_is_valid(name):
    framework = read_framework(shipped_folder() / f"{name}.yaml")
    assert framework.licence.startswith("MIT for our words")
    assert re.search(r"\d{4}|undated", framework.source), "the source gives no year"


def test_every_link_leads_somewhere():
    frameworks = shipped_frameworks()
    assert list(frameworks) == FILES
    assert broken_links(frameworks) == ()


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_links_to_elements_that_are_there(recipe):
    known = {f"{id}#{concept.id}" for id, framework in shipped_frameworks().items() for concept in framework.walk()}
    linked = set(read_yaml(recipe).get("frameworks", {}).values())
    assert linked <= known


@pytest.mark.parametrize("name", COUNTS)
def test_a_framework_holds_as_many_elements_as_its_source(name):
    assert by_depth(find_framework(name).concepts) == COUNTS[name]


def test_a_list_whose_members_are_not_known_says_so():
    empty = {id for id, framework in shipped_frameworks().items() if not framework.concepts}
    assert empty == MEMBERS_NOT_IN_THE_SOURCES
    assert all(shipped_frameworks()[id].gap for id in empty)


def test_explanations_are_short():
    for framework in shipped_frameworks().values():
        for concept in framework.walk():
            sentences = re.findall(r"[.?!](?:\s|$)", concept.definition)
            assert len(sentences) <= 2, f"{framework.id}#{concept.id}: {concept.definition}"


def test_every_wording_is_used_and_explained():
    used = {concept.flag for framework in shipped_frameworks().values() for concept in framework.walk()}
    assert used == set(FLAGS)


def test_the_fifteen_cells_of_missions_by_roles_are_all_there():
    roles = {
        link.this.partition("#")[2]: link.that.partition("#")[2]
        for link in find_framework("mission-actions").relations
        if link.relation == "broadMatch"
    }
    cells = {
        (mission.id, roles[part.id])
        for mission in find_framework("mission-actions").concepts
        for part in mission.parts
        if part.id in roles
    }
    missions = [mission.id for mission in find_framework("five-missions").concepts]
    assert cells == set(itertools.product(missions, ["leadership", "placemaking", "connected-places"]))


def test_actions_whose_column_is_lost_stand_in_no_role_and_say_so():
    lost = [part for mission in find_framework("mission-actions").concepts for part in mission.parts if not part.parts]
    assert [part.id for part in lost] == ["data-for-growth", "net-zero-buildings", "circular-fairness"]
    assert all(part.note.startswith("Uncertain role.") for part in lost)


def test_trends_drivers_and_enablers_of_2023():
    assert [len(members("digital-trends-2023", top)) for top in ("drivers", "trends", "enablers")] == [8, 12, 6]


def test_asks_and_offers_count_eight_eight_and_sixteen():
    assert [len(members("asks-and-offers", top)) for top in ("worked", "change", "asks")] == [8, 8, 16]


def test_every_attribute_of_ethical_practice_has_themes_and_considerations():
    for attribute in find_framework("ethical-practice").concepts:
        kinds = [part.note for part in attribute.parts]
        assert kinds.count("Key theme.") >= 3
        assert kinds.count("Scrutiny consideration.") >= 1
        assert len(kinds) == kinds.count("Key theme.") + kinds.count("Scrutiny consideration.")


def test_two_components_of_local_digital_capital_are_taken_to_be_not_measured():
    gaps = [concept.id for concept in find_framework("local-digital-capital").walk() if concept.gap]
    assert gaps == ["data-ecosystems", "collaboration"]


def test_three_digitalisation_outcomes_were_renamed():
    old, new = names("digitalisation-outcomes-2021"), names("digitalisation-outcomes-2023")
    assert old - new == {"democracy", "local productivity", "ethics"}
    assert new - old == {"democracy and participation", "economic productivity and growth", "ethics and sustainability"}
    joined = {link.that for link in find_framework("digitalisation-outcomes-2023").relations}
    assert len(joined) == 12


@pytest.mark.parametrize(
    ("newer", "older", "came_new"),
    [("doughnut-2025", "doughnut-2017", set()),
     ("doughnut-2017", "doughnut-2012", {"housing", "networks", "peace-and-justice"})],
)  # fmt: skip
def test_older_names_of_the_doughnut_are_mapped(newer, older, came_new):
    links = [link for link in find_framework(newer).relations if link.that.startswith(f"{older}#")]
    unmapped = {concept.id for concept in find_framework(newer).walk()} - {link.this.split("#")[1] for link in links}
    left_behind = {concept.id for concept in find_framework(older).walk()} - {link.that.split("#")[1] for link in links}
    assert unmapped == came_new
    assert left_behind == ({"resilience"} if older == "doughnut-2012" else set())


def test_water_and_sanitation_says_that_it_is_not_measured():
    gaps = {concept.id: concept.gap for concept in find_framework("social-progress").walk() if concept.gap}
    assert list(gaps) == ["water-and-sanitation"]
    assert gaps["water-and-sanitation"].startswith("Not measured in the example book")


def rows_of(*path):
    file = DATA.joinpath(*path)
    if not file.exists():
        pytest.skip(f"{'/'.join(path)} is not beside the project; this compares names with it")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_social_progress_has_the_names_of_the_abbey_card():
    rows = rows_of("abbey", "abbey_scorecard.csv")
    printed = [row["name"] for row in rows if row["level"] in {"index", "dimension", "component"}]
    assert printed == [concept.title for concept in find_framework("social-progress").walk()]


def test_areas_of_focus_have_the_names_of_the_table():
    printed = dict.fromkeys(
        (row["outcome"], row["area"]) for row in rows_of("frameworks", "recovery_plan_examples.csv")
    )
    ours = [
        (outcome.title, area.title) for outcome in find_framework("areas-of-focus").concepts for area in outcome.parts
    ]
    assert list(printed) == ours


def test_the_doughnut_has_the_dimensions_of_its_data():
    rows = rows_of("doughnut", "9_20250516_Doughnut-GlobalTablesData.csv")
    social, ecological = find_framework("doughnut-2025").concepts
    for ring, domain in ((social, "social"), (ecological, "ecological")):
        assert {row["dimension"] for row in rows if row["domain"] == domain} == {d.title.lower() for d in ring.parts}
