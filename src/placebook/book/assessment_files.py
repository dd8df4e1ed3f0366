"""Assessments as YAML, as a place book keeps them and people type them: assessments/ID.yaml.

Chosen peers lie in assessments/peers/, and question sets of the book's own in question-sets/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from placebook.book import yaml
from placebook.book.fields import Fields, block, blocks, day, text, texts, truth
from placebook.book.question_sets import read_question_set, shipped_question_sets
from placebook.book.withdrawals import withdrawal, withdrawal_plain
from placebook.decide.assessed import HeldAssessment
from placebook.decide.checks import assessment_faults
from placebook.decide.status import UNKNOWN
from placebook.measure.tree import nearest_name
from placebook.types import Assessment, Challenge, OutcomeAnswer, Profile, QuestionSet, State

FOLDER = "assessments"
SETS = "question-sets"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORDS: Mapping[str, bool | State] = {"yes": True, "no": False, **{state.value: state for state in UNKNOWN}}
_PLAIN = (("owner", text), ("target", text), ("comment", text), ("target_date", day), ("last_tested", day))


def read_assessment_yaml(path: Path) -> HeldAssessment:
    """Read one assessment with its peers. Raises ContentError with the file, the line, and what would be right."""
    book = path.parent.parent
    return assessment_of(yaml.read_yaml(path), path.stem, known_sets(book), book / FOLDER / "peers")


def known_sets(book: Path) -> Mapping[str, QuestionSet]:
    """The question sets that come with Placebook, and the book's own."""
    own = {path.stem: read_question_set(path) for path in sorted((book / SETS).glob("*.yaml"))}
    return {**_shipped(), **own}


@cache
def _shipped() -> Mapping[str, QuestionSet]:
    return shipped_question_sets()


def assessment_of(
    said: yaml.Mapping, stem: str, sets: Mapping[str, QuestionSet], peers: Path | None = None
) -> HeldAssessment:
    """The assessment in a block of keys; `stem` is the name under which it is kept. Raises ContentError as above."""
    fields = Fields(said)
    name = fields.take("assessment", text)
    questions = _set(fields, sets)
    assessment = Assessment(
        set=questions.id,
        version=fields.take("version", text, default=questions.version),
        about=fields.take("about", text),
        on=fields.take("date", day),
        by=fields.take("by", text),
        outcomes=tuple(_outcomes(fields.take("outcomes", block, default=None))),
        **_reviewed(fields.take("reviewed", block, default=None)),
        **withdrawal(fields),
    )
    profile = _profile(fields, questions)
    beside = tuple(_peer(fields, one, sets, peers) for one in fields.take("peers", texts, default=()))
    public = fields.take("public", _truth_or_word, default=False)
    invented = fields.take("invented", truth, default=False)
    fields.finish()
    if name != stem or not _ID.fullmatch(stem):
        raise fields.fault(f"the file of {stem!r} holds {name!r}; give both one name of small letters", "assessment")
    for wrong in assessment_faults(questions, assessment):
        raise fields.fault(wrong)
    return HeldAssessment(name, assessment, questions, profile, beside, public, invented)


def assessment_plain(one: Assessment, name: str) -> dict[str, Any]:
    """An assessment as keys and values that `assessment_of` reads back. What is empty is left out."""
    plain: dict[str, Any] = {"assessment": name, "set": one.set, "version": one.version}
    plain |= {"about": one.about, "by": one.by, "date": one.on}
    if one.reviewed_by:
        plain["reviewed"] = {"by": one.reviewed_by, "date": one.reviewed_on}
    plain |= withdrawal_plain(one)
    plain["outcomes"] = {each.outcome: _outcome_plain(each) for each in one.outcomes}
    return plain


def _outcome_plain(one: OutcomeAnswer) -> dict[str, Any]:
    answers = {name: said.value if isinstance(said, State) else said for name, said in one.answers.items()}
    plain: dict[str, Any] = {"answers": answers} if answers else {}
    plain |= {"evidence": list(one.evidence)} if one.evidence else {}
    plain |= {key: said for key, _ in _PLAIN if (said := getattr(one, key))}
    if one.challenges:
        doubts = [{"by": each.by, "date": each.on, "says": each.says, "reply": each.reply} for each in one.challenges]
        plain["challenges"] = [{key: said for key, said in each.items() if said} for each in doubts]
    return plain


def _set(fields: Fields, sets: Mapping[str, QuestionSet]) -> QuestionSet:
    name = fields.take("set", text)
    if name not in sets:
        raise fields.fault(f"no question set is called {name!r}; {nearest_name(name, list(sets))}", "set")
    return sets[name]


def _profile(fields: Fields, questions: QuestionSet) -> Profile | None:
    name = fields.take("profile", text, default="")
    found = {one.id: one for one in questions.profiles}
    if name and name not in found:
        raise fields.fault(f"{questions.id} has no profile {name!r}; it has: {', '.join(found) or 'none'}", "profile")
    return found.get(name)


def _peer(fields: Fields, name: str, sets: Mapping[str, QuestionSet], peers: Path | None) -> Assessment:
    path = peers / f"{name}.yaml" if peers and _ID.fullmatch(name) else None
    if path is None or not path.is_file():
        raise fields.fault(f"there is no {FOLDER}/peers/{name}.yaml; put the peer's answers there", "peers")
    return assessment_of(yaml.read_yaml(path), name, sets).assessment


def _reviewed(said: yaml.Mapping | None) -> dict[str, str]:
    if said is None:
        return {}
    fields = Fields(said, inside="reviewed")
    made = {"reviewed_by": fields.take("by", text), "reviewed_on": fields.take("date", day)}
    fields.finish()
    return made


def _outcomes(named: yaml.Mapping | None) -> Iterator[OutcomeAnswer]:
    if named is None:
        return
    known = Fields(named, inside="outcomes")
    for name in named:
        fields = Fields(known.take(name, block), inside=f"outcome {name!r}")
        answers = fields.take("answers", block, default=None)
        said = Fields(answers, inside=f"{name}, answers") if answers is not None else None
        yield OutcomeAnswer(
            outcome=name,
            answers={one: said.take(one, _answer) for one in answers or ()} if said else {},
            evidence=fields.take("evidence", texts, default=()),
            **{key: fields.take(key, kind, default="") for key, kind in _PLAIN},
            challenges=tuple(_challenge(one) for one in fields.take("challenges", blocks, default=())),
        )
        fields.finish()


def _challenge(said: yaml.Mapping) -> Challenge:
    fields = Fields(said, inside="challenge")
    made = Challenge(
        fields.take("by", text),
        fields.take("date", day),
        fields.take("says", text),
        fields.take("reply", text, default=""),
    )
    fields.finish()
    return made


def _answer(value: Any) -> bool | State:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    raise ValueError(f"{value!r} is no answer; write true, false, or one of: {', '.join(_WORDS)}, in quotes")


def _truth_or_word(value: Any) -> bool:
    """true or false, or the words of a form."""
    return value == "yes" if value in ("yes", "no") else truth(value)
