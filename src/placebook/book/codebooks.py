"""Codebooks: when each concept of a framework is put on a passage, read from one YAML file each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from placebook.book import yaml
from placebook.book.fields import Fields, block, text, texts
from placebook.measure.tree import nearest_name
from placebook.types import Codebook, CodeRule, ContentError, Framework

FEWEST_PHRASES = 4


def read_codebook(path: Path) -> Codebook:
    """Read one codebook file and check all that can be checked without its framework.

    Raises ContentError with the file, the line, what was found and what would be right.
    """
    fields = Fields(yaml.read_yaml(path))
    codebook = Codebook(
        id=fields.take("codebook", text),
        version=fields.take("version", text),
        framework=fields.take("framework", text),
        title=fields.take("title", text),
        says=fields.take("says", text),
        written_from=fields.take("written_from", text),
        rules=tuple(_rules(fields.take("codes", block))),
    )
    fields.finish()
    if codebook.id != path.stem:
        raise fields.fault(f"the file {path.name} holds {codebook.id!r}; give both the same name", "codebook")
    return codebook


def _rules(named: yaml.Mapping) -> Iterator[CodeRule]:
    for name in named:
        if not isinstance(named[name], yaml.Mapping):
            raise ContentError(f"{named.file}, line {named.line_of(name)}: {name!r} needs its definition below it")
        fields = Fields(named[name], inside=f"code {name!r}")
        rule = CodeRule(
            concept=name,
            definition=fields.take("definition", text),
            include=fields.take("include", texts, default=()),
            exclude=fields.take("exclude", texts, default=()),
            phrases=fields.take("phrases", texts),
            negative_phrases=fields.take("negative_phrases", texts, default=()),
        )
        fields.finish()
        if len(set(rule.phrases)) < FEWEST_PHRASES:
            said = f"has {len(set(rule.phrases))} phrases; write at least {FEWEST_PHRASES} that speak for the concept"
            raise fields.fault(said, "phrases")
        yield rule


def shipped_codebooks() -> dict[str, Codebook]:
    """Every codebook that comes with Placebook, by id, in the order of ids."""
    return {path.stem: read_codebook(path) for path in sorted(shipped_folder().glob("*.yaml"))}


def find_codebook(name: str, folders: Iterable[Path] = ()) -> Codebook:
    """The codebook of that name: a file, or one from the first of the folders that has it, else one that is shipped.

    Raises ContentError that names what there is.
    """
    if name.endswith((".yaml", ".yml")):
        return read_codebook(Path(name))
    places = (*folders, shipped_folder())
    for folder in places:
        if (folder / f"{name}.yaml").is_file() and Path(name).name == name:
            return read_codebook(folder / f"{name}.yaml")
    known = sorted({path.stem for folder in places for path in folder.glob("*.yaml")})
    raise ContentError(f"no codebook called {name!r}; {nearest_name(name, known)}")


def codebook_files(folders: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Every codebook file: those that are shipped, then those of the folders, so that a later one may take the place of
    an earlier one for the same framework."""
    return tuple(path for folder in (shipped_folder(), *folders) for path in sorted(folder.glob("*.yaml")))


def shipped_folder() -> Path:
    """Where the codebooks that come with Placebook lie on this machine."""
    return Path(str(files("placebook") / "content" / "codebooks"))


def broken_rules(codebook: Codebook, framework: Framework) -> tuple[str, ...]:
    """Rules for concepts that the framework does not hold, one sentence each."""
    known = {concept.id for concept in framework.walk()}
    return tuple(
        f"{codebook.id}.yaml: there is no concept {rule.concept!r} in {framework.id}; mend its name"
        for rule in codebook.rules
        if rule.concept not in known
    )
