"""The catalogue of a site as DCAT 3, which data.gov.uk and other portals read: datasets, their files and their makers.

Addresses begin with the site's own where it has one. Where it has none they are relative, and a reader resolves them
against the address it fetched the catalogue from. No blank node is made, so nothing is named at random.

Source: W3C (2024), Data Catalog Vocabulary (DCAT) - Version 3.
Importing this module loads rdflib, so a door that may not need it imports it inside the function that does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, URIRef

from placebook.pages.data import DataPage, DataTable, Download
from placebook.store.skos import json_ld_in_order
from placebook.types import NOTHING

JSON_LD, TURTLE = "json-ld", "turtle"
FORMATS = (JSON_LD, TURTLE)
LICENCES = {
    "OGL-UK-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
AREA_CODE = "http://statistics.data.gov.uk/id/statistical-geography/"
_CODE = re.compile(r"[EWSNK]\d{8}")
_PREFIXES = {"dcat": str(DCAT), "dct": str(DCTERMS), "foaf": str(FOAF), "rdfs": str(RDFS), "xsd": str(XSD)}
Triple = tuple[URIRef, URIRef, URIRef | Literal]


@dataclass(frozen=True, slots=True)
class Where:
    """What a catalogue must know beside its page: the site's address ("" for none), its keeper and its places."""

    home: str = ""
    contact: str = ""
    places: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # what the areas lie in: code -> name

    def of(self, path: str) -> URIRef:
        """The address of a path of the site, in full or as seen from data/."""
        page, mark, part = path.partition("#")
        seen = quote(page, safe="/-._~") if self.home else quote(_from_data(page), safe="/-._~")
        return URIRef(f"{self.home}{seen}{mark}{quote(part, safe='-._~')}")


def catalogue(page: DataPage, where: Where, format: str) -> str:
    """The catalogue in JSON-LD or Turtle. The same page gives the same bytes. Raises ValueError for another format."""
    if format not in FORMATS:
        raise ValueError(f"no format called {format!r}. There is: {', '.join(FORMATS)}")
    graph = Graph(bind_namespaces="none")
    for prefix, address in _PREFIXES.items():
        graph.bind(prefix, address)
    for triple in _catalogue(page, where):
        graph.add(triple)
    return graph.serialize(format="turtle") if format == TURTLE else json_ld_in_order(graph, _PREFIXES)


def _catalogue(page: DataPage, where: Where) -> Iterator[Triple]:
    here, keeper = where.of("data/index.html#catalogue"), where.of("data/index.html#keeper")
    yield here, RDF.type, DCAT.Catalog
    yield here, DCTERMS.title, _english(page.title)
    yield here, DCTERMS.description, _english(f"Figures, scores and ranks of {page.title}, with how sure they are.")
    yield here, DCTERMS.language, Literal("en-GB")
    yield here, FOAF.homepage, where.of("data/index.html")
    yield here, DCTERMS.publisher, keeper
    yield keeper, RDF.type, FOAF.Agent
    yield keeper, FOAF.name, _english(f"Who keeps this site: {page.title}")
    if where.contact:
        yield keeper, FOAF.mbox, URIRef(f"mailto:{where.contact}")
    if page.issued:
        yield here, DCTERMS.modified, Literal(page.issued, datatype=XSD.date)
    yield from _licensed(here, page.licences)
    yield from _places(here, where)
    for table in (*page.tables, *page.indicators):
        yield here, DCAT.dataset, where.of(f"data/index.html#{table.id}")
        yield from _dataset(table, page, where, keeper)


def _dataset(table: DataTable, page: DataPage, where: Where, keeper: URIRef) -> Iterator[Triple]:
    here = where.of(f"data/index.html#{table.id}")
    yield here, RDF.type, DCAT.Dataset
    yield here, DCTERMS.title, _english(f"{table.title}: {page.title}")
    yield here, DCTERMS.description, _english(table.says or table.title)
    yield here, DCTERMS.identifier, Literal(table.id)
    yield here, DCAT.landingPage, where.of(f"data/index.html#{table.id}")
    issued = table.issued or page.issued
    if issued:
        yield here, DCTERMS.issued, Literal(issued, datatype=XSD.date)
    yield from _published(here, table, where, keeper)
    yield from _licensed(here, table.licences)
    yield from _places(here, where)
    yield from _time(here, table.periods)
    for download in table.downloads:
        file = where.of(f"data/index.html#{table.id}-{download.format.lower()}")
        yield here, DCAT.distribution, file
        yield from _distribution(file, download, table, where)


def _published(here: URIRef, table: DataTable, where: Where, keeper: URIRef) -> Iterator[Triple]:
    """Who published the figures: the maker of the source, or for what is worked out here who keeps the site."""
    if table.url:
        yield here, DCTERMS.source, URIRef(quote(table.url, safe=":/?#[]@!$&'()*+,;=%-._~"))
    if not table.publisher:
        yield here, DCTERMS.publisher, keeper
        return
    maker = where.of(f"data/index.html#publisher-{re.sub(r'[^a-z0-9]+', '-', table.publisher.lower())}")
    yield here, DCTERMS.publisher, maker
    yield maker, RDF.type, FOAF.Agent
    yield maker, FOAF.name, _english(table.publisher)


def _distribution(file: URIRef, download: Download, table: DataTable, where: Where) -> Iterator[Triple]:
    address = where.of(download.path)
    yield file, RDF.type, DCAT.Distribution
    yield file, DCTERMS.title, _english(f"{table.title}: {download.format}")
    yield file, DCAT.downloadURL, address
    yield file, DCAT.accessURL, where.of(f"data/index.html#{table.id}")
    yield file, DCAT.mediaType, URIRef(MEDIA_TYPES + download.media_type)
    yield from _licensed(file, table.licences, in_words=False)
    if download.conforms_to:
        yield file, DCTERMS.conformsTo, URIRef(download.conforms_to)
    if download.described_by:
        yield file, RDFS.seeAlso, where.of(download.described_by)


def _licensed(here: URIRef, licences: Iterable[str], in_words: bool = True) -> Iterator[Triple]:
    """Each licence we know by its address; what must be said of its owner, or one we do not know, in words."""
    for licence in licences:
        name = re.split(r"[;\s]", licence, maxsplit=1)[0]
        if name in LICENCES:
            yield here, DCTERMS.license, URIRef(LICENCES[name])
        if name not in LICENCES or (in_words and licence != name):
            yield here, DCTERMS.rights, _english(licence)


def _places(here: URIRef, where: Where) -> Iterator[Triple]:
    for code, name in where.places.items():
        place = URIRef(AREA_CODE + code) if _CODE.fullmatch(code) else where.of(f"data/index.html#place-{code}")
        yield here, DCTERMS.spatial, place
        yield place, RDF.type, DCTERMS.Location
        yield place, RDFS.label, _english(name)


def _time(here: URIRef, periods: Iterable[str]) -> Iterator[Triple]:
    """From the first year to the last, where both are years."""
    years = [period for period in periods if re.fullmatch(r"\d{4}", period)]
    if not years:
        return
    time = URIRef(f"{here}-time")
    yield here, DCTERMS.temporal, time
    yield time, RDF.type, DCTERMS.PeriodOfTime
    yield time, DCAT.startDate, Literal(years[0], datatype=XSD.gYear)
    yield time, DCAT.endDate, Literal(years[-1], datatype=XSD.gYear)


def _from_data(path: str) -> str:
    """A path of the site as seen from data/."""
    return path.removeprefix("data/") if path.startswith("data/") else f"../{path}"


def _english(words: str) -> Literal:
    return Literal(words, lang="en-GB")
