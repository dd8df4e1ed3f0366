"""The Cyber Assessment Framework as its published data file: objectives, principles, outcomes, rules and profiles.

We ship none of its text. A council that has the file loads it as it is, and the rules in it decide each outcome.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from placebook.book import yaml
from placebook.book.fields import Fields, block, optional_text, text, texts
from placebook.types import Outcome, Profile, QuestionSet, Statement, StatusRule

# The order in which the file's keys name shares, as in all_some_none.
_GROUPS = ("achieved", "partially-achieved", "not-achieved")
_LEVELS = tuple(reversed(_GROUPS))  # the lowest first


def is_cyber_framework(read: yaml.Mapping) -> bool:
    """Whether a file has the form of the Cyber Assessment Framework's."""
    return "assessment-rules" in read and "objectives" in read


def read_cyber_framework(read: yaml.Mapping, name: str) -> QuestionSet:
    """The framework as a question set. Raises ContentError for a key that is new or gone, with its line."""
    fields = Fields(read)
    titles = _titles(fields, fields.take("indicator_statuses", texts))
    fields.take("validation_messages", block)
    rules = tuple(_rules(fields.take("assessment-rules", block), titles))
    principles = _below(fields.take("objectives", block), "principles")
    named = [outcomes for principle in principles for outcomes in _below(principle, "outcomes")]
    fields.finish()
    found = [_outcome(code, block(outcomes[code]), titles, read) for outcomes in named for code in outcomes]
    needs: dict[str, dict[str, str]] = {}
    for outcome, wanted in found:
        for profile, level in wanted.items():
            needs.setdefault(profile, {})[outcome.id] = level
    return QuestionSet(
        id=name,
        version=name.rpartition("-v")[2],
        title="Cyber Assessment Framework",
        levels=titles,
        rules=rules,
        outcomes=tuple(outcome for outcome, _ in found),
        profiles=tuple(Profile(profile, profile.capitalize(), wanted) for profile, wanted in needs.items()),
        source="National Cyber Security Centre, as data of a public repository",
    )


def _titles(fields: Fields, written: tuple[str, ...]) -> dict[str, str]:
    """Our level -> the file's title of it: Not achieved is not-achieved."""
    by_id = {title.lower().replace(" ", "-"): title for title in written}
    if set(by_id) != set(_LEVELS):
        raise fields.fault(
            f"the statuses are {', '.join(written)}; Achieved, Partially achieved and Not achieved "
            "are what this reader knows",
            "indicator_statuses",
        )
    return {level: by_id[level] for level in _LEVELS}


def _rules(table: yaml.Mapping, titles: dict[str, str]) -> Iterator[StatusRule]:
    """One rule for each key such as all_some_none: the shares that are achieved, partially and not achieved."""
    fields = Fields(table, inside="assessment-rules")
    for shares in product(("all", "none", "some"), repeat=len(_GROUPS)):
        said = Fields(fields.take("_".join(shares), block), inside="_".join(shares))
        message = said.take("outcome_status_message", text)
        level = _level(said, "outcome_status", titles)
        said.finish()
        yield StatusRule(level, {group: (share,) for group, share in zip(_GROUPS, shares, strict=True)}, message)
    fields.finish()


def _level(fields: Fields, key: str, titles: dict[str, str]) -> str:
    written = fields.take(key, text)
    for level, title in titles.items():
        if title == written:
            return level
    raise fields.fault(f"{written!r} is no status; the file has {', '.join(titles.values())}", key)


def _below(named: yaml.Mapping, what: str) -> Iterator[yaml.Mapping]:
    """What each block holds under a key: the principles of objectives, the outcomes of principles."""
    for name in named:
        fields = Fields(block(named[name]), inside=name)
        for key in ("code", "title", "description"):
            fields.take(key, optional_text)
        yield fields.take(what, block)
        fields.finish()


def _outcome(
    code: str, named: yaml.Mapping, titles: dict[str, str], read: yaml.Mapping
) -> tuple[Outcome, dict[str, str]]:
    """One outcome, and the level that each profile wants of it."""
    fields = Fields(named, inside=code)
    if fields.take("code", text) != code:
        raise fields.fault(f"the outcome {code} has another code inside; give both the same", "code")
    outcome = Outcome(
        id=code,
        title=fields.take("title", text),
        asks=fields.take("description", optional_text),
        statements=tuple(_statements(fields.take("indicators", block))),
    )
    if fields.take("assessment-rules", block) is not read["assessment-rules"]:
        raise fields.fault("this outcome has rules of its own; one table for all is what this reader knows")
    wanted = fields.take("min_profile_requirement", block)
    fields.finish()
    profiles = Fields(wanted, inside=f"{code}, profiles")
    return outcome, {profile: _level(profiles, profile, titles) for profile in wanted}


def _statements(groups: yaml.Mapping) -> Iterator[Statement]:
    fields = Fields(groups, inside="indicators")
    for level in _LEVELS:
        below = fields.take(level, block)
        for name in below:
            one = Fields(block(below[name]), inside=name)
            yield Statement(name, level, one.take("description", text))
            one.take("ncsc-index", text)
            one.finish()
    fields.finish()
