"""Frameworks as SKOS, the web's common form for lists of concepts, so that other people's tools can read them.

Each framework becomes a concept scheme and each element a concept. How the wording stands to its source (`flag`)
and what is not known (`gap`) are change notes, because a reader of the list needs both. No blank node is made, so
nothing is named at random. Source: W3C (2009), SKOS Simple Knowledge Organization System Reference.

Importing this module loads rdflib, so a door that may not need it imports it inside the function that does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import DC, DCTERMS, SKOS

from placebook.types import Concept, Framework

# Where concepts live unless a publisher gives an address of their own.
BASE = "urn:placebook:framework:"
FORMATS = ("json-ld", "turtle")

Triple = tuple[URIRef, URIRef, URIRef | Literal]

_PREFIXES = {"dc": str(DC), "dct": str(DCTERMS), "owl": str(OWL), "skos": str(SKOS)}
_SPDX = "https://spdx.org/licenses/"
_LICENCES = frozenset({"MIT", "OGL-UK-3.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"})


def frameworks_as_skos(frameworks: Mapping[str, Framework], format: str, base: str = BASE) -> str:
    """These frameworks as one SKOS document, in JSON-LD or Turtle. The same frameworks give the same bytes.

    Parameters
    ----------
    frameworks : by id. Relations to a framework that is not among them are kept: they are links, as on the web
    format : "json-ld" or "turtle"
    base : what every address begins with; a framework is base + id, and a concept is base + id + "#" + concept

    Raises
    ------
    ValueError : if the format is another one
    """
    if format not in FORMATS:
        raise ValueError(f"no format called {format!r}. There is: {', '.join(FORMATS)}")
    graph = Graph(bind_namespaces="none")
    for prefix, address in _PREFIXES.items():
        graph.bind(prefix, address)
    for id in sorted(frameworks):
        for triple in _scheme(frameworks[id], base):
            graph.add(triple)
    return graph.serialize(format="turtle") if format == "turtle" else json_ld_in_order(graph, _PREFIXES)


def _scheme(framework: Framework, base: str) -> Iterator[Triple]:
    """One framework, its concepts and its relations."""
    here = URIRef(base + framework.id)
    yield here, RDF.type, SKOS.ConceptScheme
    yield from _described(framework, here)
    for id in framework.based_on:
        yield here, DCTERMS.references, URIRef(base + id)
    if framework.supersedes is not None:
        yield here, DCTERMS.replaces, URIRef(base + framework.supersedes)
    for place, concept in enumerate(framework.concepts, start=1):
        top = URIRef(f"{here}#{concept.id}")
        yield here, SKOS.hasTopConcept, top
        yield top, SKOS.topConceptOf, here
        yield from _concept(concept, here, str(place))
    for line in framework.relations:
        yield URIRef(base + line.this), SKOS[line.relation], URIRef(base + line.that)
        if line.because:
            yield URIRef(base + line.this), SKOS.note, _english(f"{line.relation} {line.that}: {line.because}")


def _described(framework: Framework, here: URIRef) -> Iterator[Triple]:
    """What a framework says about itself."""
    yield here, OWL.versionInfo, Literal(framework.version)
    yield from _words(
        here,
        (SKOS.prefLabel, framework.title),
        (DCTERMS.title, framework.title),
        (DCTERMS.description, framework.says),
        (DCTERMS.source, framework.source),
        (DC.publisher, framework.published_by),
        (DC.rights, framework.licence),
        (SKOS.changeNote, f"Gap: {framework.gap}" if framework.gap else ""),
    )
    licence = framework.licence.partition(" ")[0]
    if licence in _LICENCES:
        yield here, DCTERMS.license, URIRef(_SPDX + licence)


def _concept(concept: Concept, scheme: URIRef, place: str) -> Iterator[Triple]:
    """One concept, then those below it. Its place, such as 1.2, keeps the order, which SKOS itself forgets."""
    here = URIRef(f"{scheme}#{concept.id}")
    yield here, RDF.type, SKOS.Concept
    yield here, SKOS.inScheme, scheme
    yield here, SKOS.notation, Literal(place)
    yield from _words(
        here,
        (SKOS.prefLabel, concept.title),
        *((SKOS.altLabel, name) for name in concept.also_called),
        (SKOS.definition, concept.definition),
        (SKOS.scopeNote, concept.note),
        (SKOS.changeNote, f"Wording: {concept.flag}"),
        (SKOS.changeNote, f"Gap: {concept.gap}" if concept.gap else ""),
    )
    for number, part in enumerate(concept.parts, start=1):
        below = URIRef(f"{scheme}#{part.id}")
        yield here, SKOS.narrower, below
        yield below, SKOS.broader, here
        yield from _concept(part, scheme, f"{place}.{number}")


def _words(here: URIRef, *said: tuple[URIRef, str]) -> Iterable[Triple]:
    return ((here, name, _english(words)) for name, words in said if words)


def _english(words: str) -> Literal:
    return Literal(words, lang="en-GB")


def json_ld_in_order(graph: Graph, prefixes: Mapping[str, str]) -> str:
    """rdflib's JSON-LD with its things in one order: rdflib itself walks sets, whose order changes by the run."""
    document: dict[str, Any] = json.loads(graph.serialize(format="json-ld", context=dict(prefixes)))
    del document["@context"]
    things = document.get("@graph", [document])  # rdflib leaves the list out when there is one thing
    for thing in things:
        for word, said in thing.items():
            if isinstance(said, list):
                thing[word] = sorted(said, key=lambda one: json.dumps(one, sort_keys=True))
    in_order = sorted(things, key=lambda thing: str(thing["@id"]))
    whole = {"@context": dict(prefixes), "@graph": in_order}
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
