"""Frameworks: published ways of thinking, read from one YAML file each and checked to the last link.

A relation stands in the file of its `this` side, and only there, so that a crosswalk between two frameworks
is found in one place: the file of the framework that was written to build on the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, one_of, text, texts
from placebook.measure.tree import nearest_name
from placebook.pages.frameworks import FLAGS, RELATIONS
from placebook.types import Concept, ContentError, Framework, Relation

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_framework(path: Path) -> Framework:
    """Read one framework file and check everything that can be checked without the others.

    Why: a framework is quoted in reports and linked from recipes, so a slip in it spreads. Every element must
    say how its wording stands to its source (`flag`), and a list with no members must say why (`gap`).

    Raises ContentError with the file, the line, what was found and what would be right. Whether links to other
    frameworks lead anywhere is asked of all of them together: see broken_links.
    """
    fields = Fields(yaml.read_yaml(path))
    framework = Framework(
        id=fields.take("framework", _id),
        title=fields.take("title", text),
        version=fields.take("version", text),
        published_by=fields.take("published_by", text),
        source=fields.take("source", text),
        licence=fields.take("licence", text),
        says=fields.take("says", text),
        gap=fields.take("gap", text, default=""),
        based_on=fields.take("based_on", _ids, default=()),
        supersedes=fields.take("supersedes", _id, default=None),
        concepts=_concepts(fields, "concepts"),
        relations=_relations(fields),
    )
    fields.finish()
    _check(framework, fields, path)
    return framework


def shipped_frameworks() -> dict[str, Framework]:
    """Every framework that comes with Placebook, by id, in order. Raises ContentError if a link is broken."""
    return dict(_shipped())


def frameworks_in(folder: Path) -> dict[str, Framework]:
    """Every framework of one folder, by id, in the order of ids. A folder that is not there holds none."""
    return {path.stem: read_framework(path) for path in sorted(folder.glob("*.yaml"), key=lambda path: path.stem)}


def find_framework(id: str, folders: Iterable[Path] = ()) -> Framework:
    """The framework of that name: from the first of the folders that has it, else from those that come with Placebook.

    Raises ContentError that names what there is.
    """
    places = (*folders, shipped_folder())
    for folder in places:
        path = folder / f"{id}.yaml"
        if _ID.fullmatch(id) and path.is_file():
            return read_framework(path)
    known = sorted({path.stem for folder in places for path in folder.glob("*.yaml")})
    raise ContentError(f"no framework called {id!r}; {nearest_name(id, known)}")


def broken_links(frameworks: Mapping[str, Framework]) -> tuple[str, ...]:
    """What is wrong between these frameworks, one sentence each; nothing when every link leads somewhere.

    Looked at: `based_on` and `supersedes`, both sides of every relation, and whether the same two concepts are
    joined more than once, which would let one crosswalk say two things.
    """
    return (*_broken_lineage(frameworks), *_broken_relations(frameworks), *_joined_twice(frameworks))


def shipped_folder() -> Path:
    """Where the frameworks that come with Placebook lie on this machine."""
    return Path(str(files("placebook") / "content" / "frameworks"))


@cache
def _shipped() -> dict[str, Framework]:
    frameworks = frameworks_in(shipped_folder())
    faults = broken_links(frameworks)
    if faults:
        raise ContentError("\n".join(faults))
    return frameworks


def _id(value: Any) -> str:
    name = text(value)
    if not _ID.fullmatch(name):
        raise ValueError(f"{name!r} is not an id; write small letters, digits and single hyphens, as in four-rs")
    return name


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(_id(name) for name in texts(value))


def _link(value: Any) -> str:
    link = text(value)
    framework, _, concept = link.partition("#")
    if not (_ID.fullmatch(framework) and _ID.fullmatch(concept)):
        raise ValueError(f"{link!r} does not name a concept; write framework#concept, as in four-rs#reset")
    return link


def _concepts(fields: Fields, key: str) -> tuple[Concept, ...]:
    named: yaml.Mapping | None = fields.take(key, block, default=None)
    return () if named is None else tuple(_concept(named, name) for name in named)


def _concept(named: yaml.Mapping, name: str) -> Concept:
    if not isinstance(named[name], yaml.Mapping):
        said = f"{name!r} holds {named[name]!r}; write its title and flag below it"
        raise ContentError(f"{named.file}, line {named.line_of(name)}: {said}")
    fields = Fields(named[name], inside=f"concept {name!r}")
    if not _ID.fullmatch(name):
        raise fields.fault(f"{name!r} is not an id; write small letters, digits and single hyphens")
    concept = Concept(
        id=name,
        title=fields.take("title", text),
        flag=fields.take("flag", one_of(*FLAGS)),
        definition=fields.take("definition", text, default=""),
        also_called=fields.take("also_called", texts, default=()),
        gap=fields.take("gap", text, default=""),
        note=fields.take("note", text, default=""),
        indicators=fields.take("indicators", _ids, default=()),
        parts=_concepts(fields, "parts"),
    )
    fields.finish()
    names = [concept.title, *concept.also_called]
    if len(names) != len(set(names)):
        raise fields.fault("`also_called` repeats a name; list each other name once, and not the title", "also_called")
    return concept


def _relations(fields: Fields) -> tuple[Relation, ...]:
    found: tuple[yaml.Mapping, ...] = fields.take("relations", blocks, default=())
    return tuple(_relation(line) for line in found)


def _relation(line: yaml.Mapping) -> Relation:
    fields = Fields(line, inside="relations")
    relation = Relation(
        relation=fields.take("relation", one_of(*RELATIONS)),
        this=fields.take("this", _link),
        that=fields.take("that", _link),
        because=fields.take("because", text),
    )
    fields.finish()
    return relation


def _check(framework: Framework, fields: Fields, path: Path) -> None:
    """What must hold inside one file."""
    if framework.id != path.stem:
        raise fields.fault(f"the file {path.name} holds {framework.id!r}; give both the same name", "framework")
    if not framework.concepts and not framework.gap:
        raise fields.fault("holds no concepts and no gap; list its members, or say in `gap` why they are not known")
    known = [concept.id for concept in framework.walk()]
    for name in known:
        if known.count(name) > 1:
            raise fields.fault(f"the concept {name!r} stands twice; ids are unique in a whole framework", "concepts")
    for relation in framework.relations:
        _check_sides(framework.id, known, relation, fields)


def _check_sides(here: str, known: list[str], relation: Relation, fields: Fields) -> None:
    framework, _, concept = relation.this.partition("#")
    if framework != here:
        raise fields.fault(f"`this` is {relation.this}; a relation stands in the file of its `this`", "relations")
    if concept not in known:
        raise fields.fault(f"`this` is {relation.this}, and {here} has no concept {concept!r}", "relations")
    if relation.that.partition("#")[0] == here:
        said = f"{relation.this} and {relation.that} are of one framework; show how they stand by `parts`"
        raise fields.fault(said, "relations")


def _broken_lineage(frameworks: Mapping[str, Framework]) -> Iterator[str]:
    for framework in frameworks.values():
        for key, names in (("based_on", framework.based_on), ("supersedes", (framework.supersedes,))):
            for name in names:
                if name is not None and (name not in frameworks or name == framework.id):
                    wanted = "itself" if name == framework.id else "which is not there"
                    yield f"{framework.id}.yaml: {key} names {name!r}, {wanted}; name another framework's id"


def _broken_relations(frameworks: Mapping[str, Framework]) -> Iterator[str]:
    known = {f"{id}#{concept.id}" for id, framework in frameworks.items() for concept in framework.walk()}
    for framework in frameworks.values():
        for relation in framework.relations:
            if relation.that not in known:
                said = f"{relation.this} {relation.relation} {relation.that}, and there is no {relation.that}"
                yield f"{framework.id}.yaml: {said}; name a concept as framework#concept"


def _joined_twice(frameworks: Mapping[str, Framework]) -> Iterator[str]:
    seen: dict[frozenset[str], str] = {}
    for framework in frameworks.values():
        for relation in framework.relations:
            pair = frozenset({relation.this, relation.that})
            if pair in seen:
                said = f"{relation.this} and {relation.that} are joined already, in {seen[pair]}.yaml"
                yield f"{framework.id}.yaml: {said}; keep one of the two relations"
            seen.setdefault(pair, framework.id)
