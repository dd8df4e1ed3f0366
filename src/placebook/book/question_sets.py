"""Question sets: outcomes with statements for each level and the rules that decide a level, one YAML file each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from placebook.book import yaml
from placebook.book.cyber_framework import is_cyber_framework, read_cyber_framework
from placebook.book.fields import Fields, block, blocks, text, texts, whole
from placebook.decide.rules import rule_faults
from placebook.decide.status import SHARES
from placebook.measure.tree import nearest_name
from placebook.types import ContentError, Framework, Outcome, Profile, QuestionSet, Statement, StatusRule

MOST_LEVELS = 6  # rules are tried on every mix: three to the power of this


def read_question_set(path: Path) -> QuestionSet:
    """Read one question set, in our form or in that of the Cyber Assessment Framework's published file.

    Raises ContentError with the file, the line, what was found and what would be right: also when the rules leave a
    mix of answers undecided, or lower a level because more is met.
    """
    read = yaml.read_yaml(path, anchors=True)
    if is_cyber_framework(read):
        return _trusted(read_cyber_framework(read, path.stem), str(path))
    fields = Fields(yaml.read_yaml(path))
    levels = _titles(fields.take("levels", block))
    if not 2 <= len(levels) <= MOST_LEVELS:
        raise fields.fault(f"{len(levels)} levels; write 2 to {MOST_LEVELS}, the lowest first", "levels")
    outcomes = tuple(_outcomes(fields.take("outcomes", block), levels))
    made = QuestionSet(
        id=fields.take("questions", text),
        version=fields.take("version", text),
        title=fields.take("title", text),
        levels=levels,
        rules=tuple(_rules(fields.take("rules", blocks), levels)),
        outcomes=outcomes,
        profiles=tuple(_profiles(fields.take("profiles", block, default=None), levels, outcomes)),
        says=fields.take("says", text),
        does_not_say=fields.take("does_not_say", text),
        source=fields.take("source", text),
        licence=fields.take("licence", text),
        frameworks=fields.take("frameworks", texts),
        test_again_after_months=fields.take("test_again_after_months", whole, default=None),
        gap=fields.take("gap", text, default=""),
    )
    fields.finish()
    if made.id != path.stem:
        raise fields.fault(f"the file {path.name} holds {made.id!r}; give both the same name", "questions")
    return _trusted(made, str(path))


def _trusted(made: QuestionSet, file: str) -> QuestionSet:
    for fault in rule_faults(made):
        raise ContentError(f"{file}: {fault}")
    return made


def _titles(named: yaml.Mapping) -> dict[str, str]:
    fields = Fields(named, inside="levels")
    return {name: fields.take(name, text) for name in named}


def _rules(written: Iterable[yaml.Mapping], levels: dict[str, str]) -> Iterator[StatusRule]:
    for one in written:
        fields = Fields(one, inside="rule")
        level = fields.take("level", text)
        where = fields.take("where", block, default=yaml.Mapping(one.file, one.line))
        because = fields.take("because", text)
        fields.finish()
        for name in (level, *where):
            if name not in levels:
                raise fields.fault(f"no level is called {name!r}; {nearest_name(name, list(levels))}")
        shares = Fields(where, inside="where")
        yield StatusRule(level, {name: shares.take(name, _shares) for name in where}, because)


def _shares(value: object) -> tuple[str, ...]:
    """One of none, some and all, or a list of them."""
    words = texts(value) if isinstance(value, list) else (text(value),)
    wrong = [word for word in words if word not in SHARES]
    if wrong or not words:
        raise ValueError(f"{', '.join(wrong) or 'nothing'} is no share; write none, some or all")
    return words


def _outcomes(named: yaml.Mapping, levels: dict[str, str]) -> Iterator[Outcome]:
    for name in named:
        if not isinstance(named[name], yaml.Mapping):
            raise ContentError(f"{named.file}, line {named.line_of(name)}: {name!r} needs its title below it")
        fields = Fields(named[name], inside=f"outcome {name!r}")
        outcome = Outcome(
            id=name,
            title=fields.take("title", text),
            asks=fields.take("asks", text),
            statements=tuple(_statements(fields.take("statements", block, default=None), levels)),
            prompts=fields.take("prompts", texts, default=()),
            concepts=fields.take("concepts", texts),
            gap=fields.take("gap", text, default=""),
        )
        fields.finish()
        if not outcome.statements and not outcome.gap:
            raise fields.fault("there are no statements; write some, or say why not under 'gap'")
        ids = [one.id for one in outcome.statements]
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice:
            raise fields.fault(f"two statements are called {twice!r}; give each a name of its own")
        yield outcome


def _statements(named: yaml.Mapping | None, levels: dict[str, str]) -> Iterator[Statement]:
    if named is None:
        return
    fields = Fields(named, inside="statements")
    for level in named:
        if level not in levels:
            raise fields.fault(f"no level is called {level!r}; {nearest_name(level, list(levels))}", level)
        below = fields.take(level, block)
        words = Fields(below, inside=f"statements, {level}")
        for name in below:
            yield Statement(name, level, words.take(name, text))


def _profiles(named: yaml.Mapping | None, levels: dict[str, str], outcomes: tuple[Outcome, ...]) -> Iterator[Profile]:
    asked = [one.id for one in outcomes if one.statements]
    for name in named or ():
        fields = Fields(block(named[name] if named else None), inside=f"profile {name!r}")
        title = fields.take("title", text)
        every = fields.take("every", text, default="")
        needs = fields.take("needs", block, default=None)
        fields.finish()
        wanted = dict.fromkeys(asked, every) if every else {}
        wanted |= {outcome: str(level) for outcome, level in (needs or {}).items()}
        for outcome, level in wanted.items():
            if outcome not in asked or level not in levels:
                raise fields.fault(f"{outcome}: {level} is not an outcome and a level of this set; mend the name")
        yield Profile(name, title, wanted)


def shipped_question_sets() -> dict[str, QuestionSet]:
    """Every question set that comes with Placebook, by id, in the order of ids."""
    return {path.stem: read_question_set(path) for path in sorted(shipped_folder().glob("*.yaml"))}


def find_question_set(name: str) -> QuestionSet:
    """The question set of that name: a file, or one that is shipped. Raises ContentError that names what there is."""
    if name.endswith((".yaml", ".yml")):
        return read_question_set(Path(name))
    path = shipped_folder() / f"{name}.yaml"
    if path.is_file() and Path(name).name == name:
        return read_question_set(path)
    known = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
    raise ContentError(f"no question set called {name!r}; {nearest_name(name, known)}")


def shipped_folder() -> Path:
    """Where the question sets that come with Placebook lie on this machine."""
    return Path(str(files("placebook") / "content" / "question-sets"))


def broken_links(questions: QuestionSet, frameworks: dict[str, Framework]) -> tuple[str, ...]:
    """Frameworks and concepts that a question set names and that are not there, one sentence each."""
    known = {f"{id}#{each.id}" for id, one in frameworks.items() for each in one.walk()} | set(frameworks)
    named = {*questions.frameworks, *(link for one in questions.outcomes for link in one.concepts)}
    return tuple(f"{questions.id}.yaml: there is no {link!r} among the frameworks" for link in sorted(named - known))
