"""Pages of case studies: the list with its filters, and one case with all that its source says and does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from placebook.learn.strength import EMMIE, NOT_SCOREABLE, Strength, strength
from placebook.pages.chart_figures import kept
from placebook.pages.evidence import CaseLine, authority_of, case_line, concept_titles, every_case, halves, reach
from placebook.pages.shelf import Shelf
from placebook.types import CaseSet, CaseStudy

NOT_SAID = "The source does not say."
NONE = "none"
FILTERS = ("focus", "r", "authority", "strength")
_HEADS = {"focus": "Area of focus", "r": "Pillar of recovery", "authority": "Kind of authority", "strength": "Strength"}
_FIELDS = (
    ("problem", "The problem"),
    ("done", "What was done"),
    ("for_whom", "For whom"),
    ("body", "Who did it"),
    ("partners", "With whom"),
    ("cost", "What it cost"),
    ("scale", "How large it was"),
    ("stage", "Stage of the left shift"),
    ("barriers", "Barriers, and principles at stake"),
    ("outcome", "What came of it"),
    ("measured_how", "How that was measured"),
    ("direction", "Which way the effect went"),
    ("consent", "Who agreed to its being told"),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the list: its options with how many cases each has, and the one that is chosen."""

    id: str
    title: str
    options: tuple[tuple[str, str, int], ...]  # value, title, count
    chosen: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    """The list of case studies. `unscoreable` counts those that are on no level of the Maryland scale."""

    total: int
    shown: int
    unscoreable: int
    filters: tuple[Filter, ...]
    groups: tuple[tuple[str, str, tuple[CaseLine, ...]], ...]  # title of the set, what it says, its cases
    asked_in_vain: str
    has_index: bool
    modules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """One case study. `said` holds what the source says, and `missing` what it does not."""

    line: CaseLine
    strength: Strength
    emmie: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str, str], ...]  # code, name, kind
    no_area: str
    said: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    status: str
    lessons: tuple[str, ...]
    concepts: tuple[tuple[str, str, str], ...]  # framework, concept, title
    indicators: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str, str, tuple[str, ...], str], ...]  # document, page, quote, links, passage
    defects: tuple[str, ...]
    set_title: str
    coded_by: str
    licence: str


def cases_page(shelf: Shelf, asked: Mapping[str, str]) -> CasesPage:
    """The list, narrowed to what an address asks for. What it asks for in vain is said and left aside."""
    cases, tags = every_case(shelf), _tags(shelf)
    options = {name: _options(name, tags) for name in FILTERS}
    chosen = {name: asked.get(name, "") for name in FILTERS}
    vain = [name for name in FILTERS if chosen[name] and chosen[name] not in {value for value, _, _ in options[name]}]
    chosen.update(dict.fromkeys(vain, ""))
    shown = [case for case in cases if all(not chosen[name] or chosen[name] in tags[case.id][name] for name in FILTERS)]
    lines = {case.id: case_line(shelf, case) for case in shown}
    groups = tuple(
        (one.title, one.says, tuple(lines[case.id] for case in shown if case.set == one.id)) for one in shelf.cases
    )
    return CasesPage(
        total=len(cases),
        shown=len(shown),
        unscoreable=sum(strength(case).maryland.level is None for case in cases),
        filters=tuple(Filter(name, _HEADS[name], options[name], chosen[name]) for name in FILTERS),
        groups=tuple(group for group in groups if group[2]),
        asked_in_vain=" ".join(f"No case has the {_HEADS[name].lower()} {asked[name][:60]!r}." for name in vain),
        has_index=shelf.index is not None,
        modules=tuple((one.id, one.title) for one in shelf.frameworks["what-works-modules"].concepts),
    )


def _tags(shelf: Shelf) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """By case and filter: each value that the case has, with its title."""

    def made() -> dict[str, dict[str, dict[str, str]]]:
        pillars = {f"four-rs#{one.id}": one.title for one in shelf.frameworks["four-rs"].walk()}
        reached = {link: set(reach(shelf, link)) for link in pillars}
        return {case.id: _tags_of(shelf, case, pillars, reached) for case in every_case(shelf)}

    return kept(shelf, "case tags", made)


def _tags_of(
    shelf: Shelf, case: CaseStudy, pillars: Mapping[str, str], reached: Mapping[str, set[str]]
) -> dict[str, dict[str, str]]:
    titles = concept_titles(shelf)
    focus = {link.partition("#")[2]: titles[link] for link in case.concepts if link.startswith("areas-of-focus#")}
    rs = {link.partition("#")[2]: pillars[link] for link in pillars if reached[link] & set(case.concepts)}
    authority = authority_of(shelf, case)
    level = strength(case).maryland
    return {
        "focus": focus or {NONE: "none of the sixteen"},
        "r": rs or {NONE: "none by the crosswalk"},
        "authority": {authority or NONE: authority or "no area"},
        "strength": {str(level.level or NONE): f"Maryland {level.words}" if level.level else NOT_SCOREABLE},
    }


def _options(name: str, tags: Mapping[str, Mapping[str, Mapping[str, str]]]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter(pair for each in tags.values() for pair in each[name].items())
    return tuple((value, title, counts[value, title]) for value, title in sorted(counts, key=lambda pair: pair[1]))


def case_page(shelf: Shelf, id: str) -> CasePage | None:
    """The page of one case study, or None where there is none of that id."""
    case = next((one for one in every_case(shelf) if one.id == id), None)
    if case is None:
        return None
    home = next(one for one in shelf.cases if one.id == case.set)
    titles, found = concept_titles(shelf), strength(case)
    said, missing = _said(case, titles)
    return CasePage(
        line=case_line(shelf, case),
        strength=found,
        emmie=tuple((title, said) for (_, title), (_, said) in zip(EMMIE, found.emmie, strict=True)),
        areas=tuple(_area(shelf, code) for code in case.areas),
        no_area=case.no_area,
        said=said,
        missing=missing,
        status=case.status,
        lessons=case.lessons,
        concepts=tuple((*halves(link), titles.get(link, link)) for link in case.concepts),
        indicators=tuple((one, shelf.indicators[one].title) for one in case.indicators if one in shelf.indicators),
        sources=_sources(case, home),
        defects=case.defects,
        set_title=home.title,
        coded_by=home.coded_by,
        licence=home.licence,
    )


def _area(shelf: Shelf, code: str) -> tuple[str, str, str]:
    known = shelf.case_areas.get(code)
    return (code, code, "") if known is None else (code, known.name, known.kind)


def _said(case: CaseStudy, titles: Mapping[str, str]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    pairs = [(title, _words(getattr(case, name), titles)) for name, title in _FIELDS]
    lacking = [title for title, words in pairs if not words]
    lacking += [title for title, there in (("Lessons", case.lessons), ("An indicator", case.indicators)) if not there]
    return tuple(pair for pair in pairs if pair[1]), tuple(lacking)


def _words(value: str | tuple[str, ...], titles: Mapping[str, str]) -> str:
    return value if isinstance(value, str) else "; ".join(titles.get(one, one) for one in value)


def _sources(case: CaseStudy, home: CaseSet) -> tuple[tuple[str, str, str, tuple[str, ...], str], ...]:
    return tuple((home.documents[one.document], one.page, one.quote, one.links, one.passage) for one in case.sources)


def case_paths(shelf: Shelf) -> Iterator[str]:
    """The path of every case."""
    return (f"works/cases/{case.id}.html" for case in every_case(shelf))
