"""Case studies: what was done somewhere and what came of it, read from one YAML file for each set.

What a source does not say is left out and stays not said: no key has a default that could be taken for an answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields as fields_of
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, one_of, text, texts, truth, whole
from placebook.learn.strength import COMPARISONS, REPLY_STAGES, TIMES, faults_of
from placebook.types import CasePlace, CaseSet, CaseStudy, ContentError, Evaluation, Framework, Grading

FOLDER = "cases"
KINDS = ("plan", "practice", "warning")
STAGES = ("acute", "community", "citizen")
DIRECTIONS = ("better", "worse", "mixed", "no difference")
STATUSES = ("draft", "adopted", "withdrawn")
LONGEST_QUOTE = 30  # words: a quote is a quote and no copy
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CHOICES = {"kind": KINDS, "stage": STAGES, "direction": DIRECTIONS, "status": STATUSES}
_LISTS = frozenset({"areas", "partners", "barriers", "indicators", "lessons", "concepts", "defects"})
_APART = frozenset({"id", "set", "sources", "evaluation", "gradings"})


def read_cases(path: Path) -> CaseSet:
    """Read one set of case studies and check all that can be checked without frameworks and areas.

    Why: a case study is quoted to people who decide. A key nobody knows, a quote as long as a copy, a place without a
    code and without a reason, or a grade that skips a stage is refused, with its file and line.

    Raises ContentError with the file, the line, what was found and what would be right.
    """
    fields = Fields(yaml.read_yaml(path))
    id = fields.take("cases", _id)
    title, says = fields.take("title", text), fields.take("says", text)
    coded_by, licence = fields.take("coded_by", text), fields.take("licence", text)
    documents = {name: text(said) for name, said in fields.take("documents", block).items()}
    same: yaml.Mapping | None = fields.take("same_for_all", block, default=None)
    each = fields.take("each", block)
    fields.finish()
    if id != path.stem:
        raise fields.fault(f"the file {path.name} holds {id!r}; give both the same name", "cases")
    cases = tuple(_case(each, name, same or {}, id, documents) for name in each)
    return CaseSet(id, title, says, coded_by, licence, documents, cases)


def shipped_cases() -> dict[str, CaseSet]:
    """Every set of case studies that comes with Placebook, by id, in order."""
    return dict(_shipped())


@cache
def _shipped() -> dict[str, CaseSet]:
    return {path.stem: read_cases(path) for path in sorted(shipped_folder().glob("*.yaml"))}


def shipped_folder() -> Path:
    """Where the case studies that come with Placebook lie on this machine."""
    return Path(str(files("placebook") / "content" / FOLDER))


def wrong_links(
    one: CaseSet, frameworks: Mapping[str, Framework], areas: Iterable[str], indicators: Iterable[str] | None = None
) -> Iterator[tuple[str, str]]:
    """What is linked and not there: the id of the case and a sentence. Indicators are asked only where they are known.

    Concepts and barriers are looked up in frameworks, area codes among those of a book and the register.
    """
    known = {f"{id}#{concept.id}" for id, framework in frameworks.items() for concept in framework.walk()}
    codes, measured = set(areas), None if indicators is None else set(indicators)
    for case in one.cases:
        for link in (*case.concepts, *(barrier for barrier in case.barriers if "#" in barrier)):
            if link not in known:
                yield case.id, f"there is no concept {link!r}; write framework#concept, as in areas-of-focus#food"
        for code in case.areas:
            if code not in codes:
                yield case.id, f"no area has the code {code!r}; write one that the register of UK authorities holds"
        for name in case.indicators if measured is not None else ():
            if name not in (measured or ()):
                yield case.id, f"the book has no indicator {name!r}; take it out or declare it in a source"


def _case(
    each: yaml.Mapping, name: str, same: Mapping[str, Any], set_id: str, documents: Mapping[str, str]
) -> CaseStudy:
    own = each[name]
    if not isinstance(own, yaml.Mapping):
        raise ContentError(f"{each.file}, line {each.line_of(name)}: {name!r} needs its title below it")
    joined = yaml.Mapping(own.file, own.line)
    for key, value in (*same.items(), *own.items()):
        joined[key] = value
    fields = Fields(joined, inside=f"case {name!r}")
    if not _ID.fullmatch(name):
        raise fields.fault(f"{name!r} is not an id; write small letters, digits and single hyphens")
    case = CaseStudy(
        id=name,
        set=set_id,
        **{field.name: _plain(fields, field.name) for field in fields_of(CaseStudy) if field.name not in _APART},
        sources=tuple(_place(one) for one in fields.take("sources", blocks)),
        evaluation=_evaluation(fields.take("evaluation", block, default=None)),
        gradings=tuple(_grading(one) for one in fields.take("gradings", blocks, default=())),
    )
    fields.finish()
    _check(case, fields, documents)
    return case


def _plain(fields: Fields, name: str) -> Any:
    """One key that holds words or a list of words. Title, kind and place must be said."""
    if name in _LISTS:
        return fields.take(name, texts, default=())
    kind = one_of(*_CHOICES[name]) if name in _CHOICES else text
    return fields.take(name, kind) if name in {"title", "kind", "place"} else fields.take(name, kind, default="")


def _place(said: yaml.Mapping) -> CasePlace:
    fields = Fields(said, "sources")
    place = CasePlace(
        document=fields.take("document", text),
        page=fields.take("page", text, default=""),
        quote=fields.take("quote", text, default=""),
        links=fields.take("links", texts, default=()),
        passage=fields.take("passage", text, default=""),
    )
    fields.finish()
    if len(place.quote.split()) > LONGEST_QUOTE:
        raise fields.fault(f"the quote has {len(place.quote.split())} words; keep to {LONGEST_QUOTE}", "quote")
    return place


def _evaluation(said: yaml.Mapping | None) -> Evaluation | None:
    if said is None:
        return None
    fields = Fields(said, "evaluation")
    kinds: dict[str, Callable[[Any], Any]] = {
        "times": one_of(*TIMES),
        "comparison": one_of(*COMPARISONS),
        "units": whole,
        "replications": whole,
    }
    kinds |= dict.fromkeys(("account", "adjusted", "independent", "manual"), truth)
    found: dict[str, Any] = {
        field.name: fields.take(field.name, kinds.get(field.name, text), default=field.default)
        for field in fields_of(Evaluation)
    }
    fields.finish()
    for name in ("units", "replications"):
        if (found[name] or 0) < 0:
            raise fields.fault(f"{name} is {found[name]}; it cannot be below nought", name)
    return Evaluation(**found)


def _grading(said: yaml.Mapping) -> Grading:
    fields = Fields(said, "gradings")
    grading = Grading(
        stage=fields.take("stage", one_of(*REPLY_STAGES)),
        by=fields.take("by", text),
        date=fields.take("date", _day),
        agrees=fields.take("agrees", truth),
        because=fields.take("because", text),
        maryland=fields.take("maryland", _level, default=None),
        nesta=fields.take("nesta", _level, default=None),
    )
    fields.finish()
    return grading


def _check(case: CaseStudy, fields: Fields, documents: Mapping[str, str]) -> None:
    if bool(case.areas) == bool(case.no_area):
        both = "names both areas and no_area" if case.areas else "names no area"
        raise fields.fault(f"{both}; write areas: [a GSS code], or no_area: and why it has none")
    if not case.sources:
        raise fields.fault("has no source; name a document and its page", "sources")
    for place in case.sources:
        if place.document not in documents:
            known = ", ".join(documents)
            raise fields.fault(f"the document {place.document!r} is not among those of the file: {known}", "sources")
    for fault in faults_of(case.gradings):
        raise fields.fault(fault, "gradings")


def _id(value: Any) -> str:
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{name!r} is not an id; write small letters, digits and single hyphens, as in our-cases")
    return name


def _day(value: Any) -> str:
    written = text(value)
    if not _DAY.fullmatch(written):
        raise ValueError(f"{written!r} is no day; write it as in 2026-03-04")
    return written


def _level(value: Any) -> int:
    level = whole(value)
    if not 1 <= level <= 5:
        raise ValueError(f"{level} is no level; both scales run from 1 to 5")
    return level
