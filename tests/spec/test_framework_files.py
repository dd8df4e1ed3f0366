"""A framework file, drawn, and what is said when it is wrong."""

import pytest

from placebook.book.frameworks import broken_links, find_framework, frameworks_in, read_framework
from placebook.types import Concept, ContentError, Framework, Relation

GOOD = """\
framework: warm-homes
version: "2035"
title: Our Place 2035
published_by: A borough
source: Corporate plan (2025), p. 14
licence: OGL-UK-3.0
based_on: [four-rs]
supersedes: cold-homes
says: What the borough wants by 2035.
concepts:
  homes:
    title: Homes
    flag: not in the source
    parts:
      warm:
        title: Warm homes
        flag: verbatim name
        definition: Everyone lives in a warm home.
        also_called: [Cosy homes]
        indicators: [fuel-poverty]
  belonging:
    title: Belonging
    flag: paraphrased
    gap: No figures below regional level since 2021.
relations:
  - {relation: relatedMatch, this: warm-homes#warm, that: areas-of-focus#housing, because: Warm is decent.}
"""


def read(folder, text, name="warm-homes"):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read_framework(path)


def test_a_framework_is_read_as_it_is_drawn(tmp_path):
    warm = Concept("warm", "Warm homes", "verbatim name", "Everyone lives in a warm home.",
                   also_called=("Cosy homes",), indicators=("fuel-poverty",))  # fmt: skip
    homes = Concept("homes", "Homes", "not in the source", parts=(warm,))
    belonging = Concept("belonging", "Belonging", "paraphrased", gap="No figures below regional level since 2021.")
    because = "Warm is decent."
    assert read(tmp_path, GOOD) == Framework(
        id="warm-homes",
        title="Our Place 2035",
        version="2035",
        published_by="A borough",
        source="Corporate plan (2025), p. 14",
        licence="OGL-UK-3.0",
        says="What the borough wants by 2035.",
        based_on=("four-rs",),
        supersedes="cold-homes",
        concepts=(homes, belonging),
        relations=(Relation("relatedMatch", "warm-homes#warm", "areas-of-focus#housing", because),),
    )


WORDINGS = "verbatim name, adapted, paraphrased, not in the source"
BELONGING = GOOD[GOOD.index("  belonging:") : GOOD.index("relations:")]
SLIPS = [
    ("title: Our Place", "tittle: Our Place", "line 1: the key 'title' is missing (there is 'tittle')"),
    ("says: What", "colour: blue\nsays: What", "line 9: unknown key 'colour'"),
    ("flag: para", "flag: perh", f"line 23 (concept 'belonging'): 'flag': 'perhphrased' is not one of: {WORDINGS}"),
    ("flag: verbatim", "flag: verbatum", "(did you mean verbatim name?)"),
    ("    flag: paraphrased\n", "", "line 22 (concept 'belonging'): the key 'flag' is missing"),
    ("    gap: No", "    gasp: No", "unknown key 'gasp' (line 24, did you mean 'gap'?)"),
    (BELONGING, "  belonging: lots\n", "line 21: 'belonging' holds 'lots'; write its title and flag below it"),
    ("  belonging:", "  Belonging Here:", "'Belonging Here' is not an id"),
    ("  belonging:", "  warm:", "the concept 'warm' stands twice"),
    ("  belonging:", "  homes:", "line 21: the key 'homes' stands twice (first on line 11)"),
    ("[Cosy homes]", "[Warm homes]", "`also_called` repeats a name"),
    ("relatedMatch", "sameAs", "'sameAs' is not one of: exactMatch, closeMatch"),
    ("this: warm-homes#warm,", "this: four-rs#reset,", "a relation stands in the file of its `this`"),
    ("this: warm-homes#warm,", "this: warm-homes#cold,", "warm-homes has no concept 'cold'"),
    ("areas-of-focus#housing", "warm-homes#homes", "are of one framework; show how they stand by `parts`"),
    ("areas-of-focus#housing", "housing", "'housing' does not name a concept; write framework#concept"),
    (", because: Warm is decent.", "", "(relations): the key 'because' is missing"),
    ("framework: warm-homes", "framework: warm", "the file warm-homes.yaml holds 'warm'"),
    ("framework: warm-homes", "framework: Warm homes", "'Warm homes' is not an id"),
    ('"2035"', "1.10", "'version': 1.1 is a number; text is wanted, so put it in quotes"),
    ("title: Our Place 2035", "title: no", "a bare no reads two ways"),
]


@pytest.mark.parametrize(("was", "becomes", "said"), SLIPS, ids=[said for _, _, said in SLIPS])
def test_a_slip_is_answered_with_file_line_and_what_would_be_right(tmp_path, was, becomes, said):
    assert GOOD.count(was) == 1
    with pytest.raises(ContentError) as told:
        read(tmp_path, GOOD.replace(was, becomes))
    assert f"{tmp_path / 'warm-homes.yaml'}, line " in str(told.value)
    assert said in str(told.value)


def test_a_list_without_members_must_say_why(tmp_path):
    bare = GOOD.partition("concepts:")[0]
    with pytest.raises(ContentError, match="holds no concepts and no gap; list its members, or say in `gap`"):
        read(tmp_path, bare)
    assert read(tmp_path, bare + "gap: The plan does not list them.\n").concepts == ()


def drawn(id, concepts="", links=(), **lineage):
    """A framework with one-letter concepts and links written as 'a relatedMatch other#b'."""
    lines = [link.split() for link in links]
    return Framework(
        id=id, title=id, version="1", published_by="", source="", licence="",
        concepts=tuple(Concept(letter, letter, "adapted") for letter in concepts),
        relations=tuple(Relation(relation, f"{id}#{this}", that) for this, relation, that in lines),
        **lineage,
    )  # fmt: skip


def faults(*frameworks):
    return broken_links({framework.id: framework for framework in frameworks})


def test_links_that_lead_somewhere_are_no_fault():
    assert (
        faults(drawn("one", "ab", ["a closeMatch two#a"]), drawn("two", "a", based_on=("one",), supersedes="one")) == ()
    )


def test_every_broken_link_is_told_in_one_sentence():
    one = drawn("one", "a", ["a closeMatch two#z", "a closeMatch three#a"], based_on=("none",), supersedes="one")
    assert faults(one, drawn("two", "a")) == (
        "one.yaml: based_on names 'none', which is not there; name another framework's id",
        "one.yaml: supersedes names 'one', itself; name another framework's id",
        "one.yaml: one#a closeMatch two#z, and there is no two#z; name a concept as framework#concept",
        "one.yaml: one#a closeMatch three#a, and there is no three#a; name a concept as framework#concept",
    )


def test_two_concepts_are_joined_only_once_from_whichever_side():
    one, two = drawn("one", "a", ["a broadMatch two#a"]), drawn("two", "a", ["a relatedMatch one#a"])
    assert faults(one, two) == (
        "two.yaml: two#a and one#a are joined already, in one.yaml; keep one of the two relations",
    )


def test_a_book_may_have_frameworks_of_its_own_and_its_own_come_first(tmp_path):
    own = GOOD.replace("framework: warm-homes", "framework: four-rs").replace("warm-homes#", "four-rs#")
    read(tmp_path, own, name="four-rs")
    assert find_framework("four-rs", [tmp_path]).title == "Our Place 2035"
    assert find_framework("four-rs").title == "The four Rs of place-based recovery"
    assert list(frameworks_in(tmp_path)) == ["four-rs"]
    assert frameworks_in(tmp_path / "not-there") == {}


@pytest.mark.parametrize("name", ["four-arse", "../four-rs"])
def test_an_unknown_name_is_answered_with_the_nearest(name):
    with pytest.raises(ContentError, match=r"no framework called .*; did you mean 'four-rs'\?"):
        find_framework(name)


def test_a_name_like_no_other_is_answered_with_names_there_are():
    with pytest.raises(ContentError, match=r"no framework called ''; there is: accessibility-maturity, .* \.\.\."):
        find_framework("")
