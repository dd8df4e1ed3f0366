"""Frameworks leave as SKOS that other tools can trust: it parses, comes back whole and keeps SKOS's own rules."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SKOS

from placebook.book.frameworks import shipped_frameworks
from placebook.store.skos import BASE, FORMATS, frameworks_as_skos
from placebook.types import Concept, Framework, Relation

MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def parsed(frameworks, format):
    return Graph().parse(data=frameworks_as_skos(frameworks, format), format=format)


@pytest.fixture(scope="module")
def graph():
    return parsed(shipped_frameworks(), "turtle")


def integrity_faults(graph):
    """What breaks a numbered integrity condition of the SKOS reference, or leaves a concept in no scheme."""
    return [
        *_classes_mixed(graph),
        *_labels_mixed(graph),
        *_related_and_broader(graph),
        *_exact_and_other(graph),
        *_strays(graph),
    ]


def _classes_mixed(graph):
    for thing in set(graph.subjects(RDF.type, SKOS.Concept)) & set(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        yield f"S9: {thing} is a concept and a scheme"


def _labels_mixed(graph):
    for concept in set(graph.subjects(RDF.type, SKOS.Concept)):
        preferred = list(graph.objects(concept, SKOS.prefLabel))
        for language, count in Counter(label.language for label in preferred).items():
            if count > 1:
                yield f"S14: {concept} has {count} preferred labels in {language}"
        for label in set(preferred) & set(graph.objects(concept, SKOS.altLabel)):
            yield f"S13: {concept} has {label} as preferred and other label"


def _wider(graph):
    """Everything that is broader, by concept: as declared, as the inverse of narrower, and across schemes."""
    wider = {}
    for this, that in [*graph.subject_objects(SKOS.broader), *graph.subject_objects(SKOS.broadMatch)]:
        wider.setdefault(this, set()).add(that)
    for that, this in [*graph.subject_objects(SKOS.narrower), *graph.subject_objects(SKOS.narrowMatch)]:
        wider.setdefault(this, set()).add(that)
    return wider


def _above(concept, wider):
    seen, waiting = set(), [concept]
    while waiting:
        for each in wider.get(waiting.pop(), ()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return seen


def _related_and_broader(graph):
    wider = _wider(graph)
    for this, that in [*graph.subject_objects(SKOS.related), *graph.subject_objects(SKOS.relatedMatch)]:
        if that in _above(this, wider) or this in _above(that, wider):
            yield f"S27: {this} and {that} are related, and one is above the other"
    for concept in wider:
        if concept in _above(concept, wider):
            yield f"cycle: {concept} is above itself"


def _exact_and_other(graph):
    same = {}
    for this, that in graph.subject_objects(SKOS.exactMatch):
        same.setdefault(this, set()).add(that)
        same.setdefault(that, set()).add(this)
    for mapping in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch):
        for this, that in graph.subject_objects(mapping):
            if that in _above(this, same):
                yield f"S46: {this} and {that} mean the same and are mapped otherwise too"


def _strays(graph):
    for concept in set(graph.subjects(RDF.type, SKOS.Concept)):
        schemes = list(graph.objects(concept, SKOS.inScheme))
        if len(schemes) != 1 or (schemes[0], RDF.type, SKOS.ConceptScheme) not in graph:
            yield f"{concept} is in {len(schemes)} schemes"
        top, above = list(graph.objects(concept, SKOS.topConceptOf)), list(graph.objects(concept, SKOS.broader))
        if (top == schemes) == bool(above):  # either at the top of its scheme or below something in it
            yield f"{concept} is reached from no top concept"


def test_the_shipped_frameworks_keep_the_rules_of_skos(graph):
    assert integrity_faults(graph) == []


def test_every_element_comes_back_with_its_words(graph):
    frameworks = shipped_frameworks()
    elements = [(id, concept) for id, framework in frameworks.items() for concept in framework.walk()]
    assert len(set(graph.subjects(RDF.type, SKOS.ConceptScheme))) == len(frameworks)
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == len(elements)
    for id, concept in elements:
        address = URIRef(f"{BASE}{id}#{concept.id}")
        assert str(graph.value(address, SKOS.prefLabel)) == concept.title
        assert str(graph.value(address, SKOS.definition) or "") == concept.definition
        assert {str(label) for label in graph.objects(address, SKOS.altLabel)} == set(concept.also_called)
        notes = {str(note) for note in graph.objects(address, SKOS.changeNote)}
        assert notes == {f"Wording: {concept.flag}"} | ({f"Gap: {concept.gap}"} if concept.gap else set())


def test_every_relation_comes_back(graph):
    drawn = {(link.relation, link.this, link.that) for f in shipped_frameworks().values() for link in f.relations}
    back = {
        (str(mapping).rpartition("#")[2], this.removeprefix(BASE), that.removeprefix(BASE))
        for mapping in MAPPINGS
        for this, that in graph.subject_objects(mapping)
    }
    assert back == drawn


def test_every_framework_says_its_version_source_and_licence(graph):
    for id, framework in shipped_frameworks().items():
        scheme = URIRef(BASE + id)
        assert graph.value(scheme, OWL.versionInfo) == Literal(framework.version)
        assert str(graph.value(scheme, DCTERMS.source)) == framework.source
        assert graph.value(scheme, DCTERMS.license) == URIRef("https://spdx.org/licenses/MIT")
        if framework.supersedes:
            assert graph.value(scheme, DCTERMS.replaces) == URIRef(BASE + framework.supersedes)


def test_the_order_of_elements_is_kept(graph):
    goals = [URIRef(f"{BASE}sdgs#goal-{number}") for number in range(1, 18)]
    assert [str(graph.value(goal, SKOS.notation)) for goal in goals] == [str(number) for number in range(1, 18)]
    assert str(graph.value(URIRef(f"{BASE}areas-of-focus#community"), SKOS.notation)) == "2.2"


def test_json_ld_and_turtle_say_the_same(graph):
    assert isomorphic(graph, parsed(shipped_frameworks(), "json-ld"))


@pytest.mark.parametrize("format", FORMATS)
def test_one_framework_alone_and_none_at_all_can_be_written(format):
    pause = shipped_frameworks()["pause"]
    alone = parsed({"pause": pause}, format)
    assert set(alone.subjects(RDF.type, SKOS.ConceptScheme)) == {URIRef(f"{BASE}pause")}
    assert len(parsed({}, format)) == 0


def test_a_publisher_can_give_an_address_of_its_own():
    written = frameworks_as_skos({"pause": shipped_frameworks()["pause"]}, "turtle", base="https://data.example/lists/")
    assert "<https://data.example/lists/pause> a skos:ConceptScheme" in written
    assert BASE not in written


def test_another_format_is_answered_with_those_there_are():
    with pytest.raises(ValueError, match=r"no format called 'rdfxml'\. There is: json-ld, turtle"):
        frameworks_as_skos({}, "rdfxml")


@pytest.mark.parametrize("format", ["json-ld", pytest.param("turtle", marks=pytest.mark.slow)])
def test_the_same_frameworks_give_the_same_bytes_in_every_run(format):
    program = (
        "import hashlib; from placebook.book.frameworks import shipped_frameworks; "
        "from placebook.store.skos import frameworks_as_skos; "
        f"text = frameworks_as_skos(shipped_frameworks(), {format!r}); "
        "import sys; sys.stdout.write(hashlib.sha256(text.encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def scheme(id, tree, links=()):
    """A drawn framework: {"a": {"b": {}}} is a with b below it; links are 'b relatedMatch other#c'."""

    def concepts(below):
        return tuple(Concept(name, name, "adapted", parts=concepts(parts)) for name, parts in below.items())

    lines = [link.split() for link in links]
    relations = tuple(Relation(relation, f"{id}#{this}", that) for this, relation, that in lines)
    return Framework(id, id, "1", "", "", "MIT", concepts(tree), relations)


@pytest.mark.parametrize(
    ("broken", "links"),
    [
        ("S27", ["c broadMatch one#b", "c relatedMatch one#a"]),
        ("S46", ["c exactMatch one#b", "c broadMatch one#b"]),
        ("cycle", ["c broadMatch one#b", "c narrowMatch one#a"]),
    ],
)
def test_the_rules_would_notice_a_crosswalk_that_contradicts_itself(broken, links):
    one, two = scheme("one", {"a": {"b": {}}}), scheme("two", {"c": {}}, links)
    assert integrity_faults(parsed({"one": one}, "turtle")) == []
    assert any(fault.startswith(broken) for fault in integrity_faults(parsed({"one": one, "two": two}, "turtle")))


def test_the_rules_would_notice_a_name_used_twice():
    twice = Framework("one", "one", "1", "", "", "MIT", (Concept("a", "A", "adapted", also_called=("A",)),))
    assert [fault[:3] for fault in integrity_faults(parsed({"one": twice}, "turtle"))] == ["S13"]
