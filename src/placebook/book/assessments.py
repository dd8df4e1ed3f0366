"""Assessments as plain files: JSON that comes back unchanged, a CSV to fill in, and completed NCSC answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placebook.decide.checks import assessment_faults
from placebook.decide.status import UNKNOWN
from placebook.sources.tables import read_table
from placebook.types import Assessment, Challenge, DataError, OutcomeAnswer, QuestionSet, State

LARGEST_FILE = 5_000_000  # bytes
_DATE = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_WORDS: dict[str, bool | State] = {"yes": True, "no": False, **{state.value: state for state in UNKNOWN}}
_TEXTS = ("owner", "target", "comment")
_DATES = ("target_date", "last_tested")
_PLAIN = (*_TEXTS, *_DATES)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file without a head does not say: about whom, when and by whom the answers are. '' where not known."""

    about: str = ""
    on: str = ""
    by: str = ""


NO_HEAD = Head()


def read_assessment(path: Path, questions: QuestionSet, head: Head = NO_HEAD) -> Assessment:
    """Read answers to a question set: our JSON, our CSV, or a completed assessment in the NCSC tool's JSON.

    `head` is for the last two, which hold none. A date that nobody gave stays empty, and then no test is called due.

    Raises DataError with the file, where in it, and what would be right; also when the answers do not fit the set.
    """
    if head.on and not _DATE.fullmatch(head.on):
        raise DataError(f"--on: {head.on!r} is no date; write one as in 2026-03-31")
    if path.suffix.lower() == ".csv":
        made = _headed(path, questions, head, _from_rows(path))
    elif _is_ncsc(read := _json(path)):
        made = _headed(path, questions, head, _from_ncsc(path, read))
    elif head != NO_HEAD:
        raise DataError(f"{path}: says itself about whom, when and by whom it is; mend it there and leave options out")
    else:
        made = _from_json(path, read)
    for fault in assessment_faults(questions, made):
        raise DataError(f"{path}: {fault}")
    return made


def _headed(path: Path, questions: QuestionSet, head: Head, outcomes: tuple[OutcomeAnswer, ...]) -> Assessment:
    return Assessment(questions.id, questions.version, head.about or path.stem, head.on, head.by, outcomes)


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(f"{path}: {path.stat().st_size:,} bytes; answers may hold {LARGEST_FILE:,}")
        read = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_once)
    except OSError as why:
        raise DataError(f"{path}: cannot be opened ({why.strerror}); name a file of answers") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: a character is not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise DataError(f"{path}: too many levels inside each other; answers have four") from None
    except json.JSONDecodeError as why:
        raise DataError(f"{path}, line {why.lineno}: not valid JSON ({why.msg}); write it as JSON or CSV") from None
    except ValueError as why:
        raise DataError(f"{path}: {why}") from None
    if not isinstance(read, dict):
        raise DataError(f"{path}: holds no keys at its top; an object with set, version, about, on, by is wanted")
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless a key stands in it twice: the last would silently win."""
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for at, (key, _) in enumerate(pairs) if key in dict(pairs[:at]))
        raise ValueError(f"the key {twice!r} stands twice in one object; keep one")
    return made


class _Keys:
    """The keys of one JSON object, taken one by one; what is left at the end is a fault."""

    def __init__(self, read: Any, where: str) -> None:
        if not isinstance(read, dict):
            raise DataError(f"{where}: an object with keys is wanted, not {json.dumps(read)[:40]}")
        self.left = dict(read)
        self.where = where

    def text(self, key: str, default: str | None = None) -> str:
        said = self.left.pop(key, default)
        if not isinstance(said, str) or (default is None and not said.strip()):
            raise DataError(f'{self.where}: the key {key!r} must hold words in quotes; write "{key}": "..."')
        return said

    def date(self, key: str, default: str | None = None) -> str:
        said = self.text(key, default)
        if said and not _DATE.fullmatch(said):
            raise DataError(f"{self.where}: {key} is {said!r}; write a date as in 2026-03-31")
        return said

    def items(self, key: str) -> list[Any]:
        said = self.left.pop(key, [])
        if not isinstance(said, list):
            raise DataError(f"{self.where}: {key} must be a list, as in [...]")
        return said

    def finish(self) -> None:
        if self.left:
            raise DataError(f"{self.where}: unknown key {next(iter(self.left))!r}; take it out or mend its name")


def _from_json(path: Path, read: dict[str, Any]) -> Assessment:
    keys = _Keys(read, str(path))
    keys.left.pop("worked_out", None)  # it follows from the answers, and is worked out again
    outcomes = _Keys(keys.left.pop("outcomes", {}), f"{path}, outcomes")
    made = Assessment(
        set=keys.text("set"),
        version=keys.text("version"),
        about=keys.text("about"),
        on=keys.date("on"),
        by=keys.text("by"),
        outcomes=tuple(_outcome(name, one, f"{path}, outcome {name}") for name, one in outcomes.left.items()),
        reviewed_by=keys.text("reviewed_by", ""),
        reviewed_on=keys.date("reviewed_on", ""),
    )
    keys.finish()
    return made


def _outcome(name: str, read: Any, where: str) -> OutcomeAnswer:
    keys = _Keys(read, where)
    answers = _Keys(keys.left.pop("answers", {}), f"{where}, answers")
    evidence = keys.items("evidence")
    if not all(isinstance(one, str) for one in evidence):
        raise DataError(f"{where}: evidence must be a list of words in quotes")
    made = OutcomeAnswer(
        outcome=name,
        answers={key: _answer(said, f"{where}, statement {key}") for key, said in answers.left.items()},
        evidence=tuple(evidence),
        **{key: keys.text(key, "") for key in _TEXTS},
        **{key: keys.date(key, "") for key in _DATES},
        challenges=tuple(_challenge(one, f"{where}, challenges") for one in keys.items("challenges")),
    )
    keys.finish()
    return made


def _answer(said: Any, where: str) -> bool | State:
    if not isinstance(said, str) or said not in _WORDS:
        raise DataError(f"{where}: {json.dumps(said)} is no answer; write one of {', '.join(_WORDS)} in quotes")
    return _WORDS[said]


def _challenge(read: Any, where: str) -> Challenge:
    keys = _Keys(read, where)
    made = Challenge(keys.text("by"), keys.date("on"), keys.text("says"), keys.text("reply", ""))
    keys.finish()
    return made


def plain(assessment: Assessment) -> dict[str, Any]:
    """An assessment as plain values: what `read_assessment` reads back unchanged. Empty words are left out."""
    head = {key: getattr(assessment, key) for key in ("set", "version", "about", "on", "by")}
    review = {key: said for key in ("reviewed_by", "reviewed_on") if (said := getattr(assessment, key))}
    return {**head, **review, "outcomes": {one.outcome: _plain_outcome(one) for one in assessment.outcomes}}


def _plain_outcome(one: OutcomeAnswer) -> dict[str, Any]:
    made: dict[str, Any] = {"answers": {key: word_of(said) for key, said in one.answers.items()}}
    made |= {key: said for key in _PLAIN if (said := getattr(one, key))}
    if one.evidence:
        made["evidence"] = list(one.evidence)
    if one.challenges:
        made["challenges"] = [{"by": c.by, "on": c.on, "says": c.says, "reply": c.reply} for c in one.challenges]
    return made


def word_of(said: bool | State) -> str:
    """yes, no, or why it is not known."""
    return said.value if isinstance(said, State) else "yes" if said else "no"


def blank(questions: QuestionSet) -> Assessment:
    """Answers to fill in: every statement is there and not yet answered."""
    unknown = State.NOT_ANSWERED
    outcomes = (OutcomeAnswer(one.id, {each.id: unknown for each in one.statements}) for one in questions.outcomes)
    return Assessment(questions.id, questions.version, "", "", "", tuple(outcomes))


HEADINGS = ("outcome", "statement", "says", "answer", "evidence", *_PLAIN)


def rows(questions: QuestionSet, assessment: Assessment) -> Iterator[dict[str, str]]:
    """An assessment as rows to fill in, one for each statement; what is said of an outcome stands on its first row."""
    given = {one.outcome: one for one in assessment.outcomes}
    for outcome in questions.outcomes:
        one = given.get(outcome.id, OutcomeAnswer(outcome.id))
        first = {"evidence": "; ".join(one.evidence), **{key: getattr(one, key) for key in _PLAIN}}
        for each in outcome.statements:
            answer = word_of(one.answers.get(each.id, State.NOT_ANSWERED))
            yield {"outcome": outcome.id, "statement": each.id, "says": each.says, "answer": answer, **first}
            first = {}


def _from_rows(path: Path) -> tuple[OutcomeAnswer, ...]:
    """Answers from a CSV. It holds no head, so it speaks of its file; nobody has reviewed it."""
    table = read_table(path)
    for finding in table.findings:
        raise DataError(str(finding))
    unknown = [one for one in table.headings if one not in HEADINGS]
    lacking = [one for one in ("outcome", "statement", "answer") if one not in table.headings]
    if unknown or lacking:
        raise DataError(f"{path}: headings must be {', '.join(HEADINGS)}; mend {', '.join(unknown or lacking)}")
    answers: dict[str, dict[str, bool | State]] = {}
    rest: dict[str, dict[str, str]] = {}
    for number, cells in table.each_row():
        said = {key: str(cell or "").strip() for key, cell in cells.items()}
        where = f"{path}, row {number}"
        of_outcome = answers.setdefault(said["outcome"], {})
        if said["statement"] in of_outcome:
            raise DataError(f"{where}: {said['outcome']} {said['statement']} is answered a second time; keep one")
        of_outcome[said["statement"]] = _answer(said["answer"].lower() or State.NOT_ANSWERED.value, where)
        _add(rest.setdefault(said["outcome"], {}), said, where)
    return tuple(
        OutcomeAnswer(name, said, _evidence(rest[name]), **_plain_of(rest[name])) for name, said in answers.items()
    )


def _plain_of(rest: Mapping[str, str]) -> dict[str, Any]:
    return {key: rest.get(key, "") for key in _PLAIN}


def _evidence(said: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(one.strip() for one in said.get("evidence", "").split(";") if one.strip())


def _add(rest: dict[str, str], said: Mapping[str, str], where: str) -> None:
    """What a row says of its outcome. Two rows may not say two things."""
    for key in ("evidence", *_PLAIN):
        word = said.get(key, "")
        if word and rest.setdefault(key, word) != word:
            raise DataError(f"{where}: {key} is {word!r} and above it {rest[key]!r}; keep one")
        if word and key in _DATES and not _DATE.fullmatch(word):
            raise DataError(f"{where}: {key} is {word!r}; write a date as in 2026-03-31")


def _is_ncsc(read: Mapping[str, Any]) -> bool:
    return bool(read) and all(isinstance(one, dict) and "indicators" in one for one in read.values())


def _from_ncsc(path: Path, read: dict[str, Any]) -> tuple[OutcomeAnswer, ...]:
    """Answers as the NCSC tool keeps them: level_statement true or false, with comments. It holds no head."""
    return tuple(_ncsc_outcome(name, one, f"{path}, outcome {name}") for name, one in read.items())


def _ncsc_outcome(name: str, read: dict[str, Any], where: str) -> OutcomeAnswer:
    answers: dict[str, bool | State] = {}
    comments = []
    for key, said in _Keys(read["indicators"], where).left.items():
        statement = key.removesuffix("_comment").partition("_")[2]
        if key.endswith("_comment") and isinstance(said, str):
            comments += [f"{statement}: {said}"] if said.strip() else []
        elif isinstance(said, bool) and statement and statement not in answers:
            answers[statement] = said
        else:
            raise DataError(f"{where}: {key!r} holds {json.dumps(said)[:40]}; true or false for a statement is wanted")
    said = _Keys(read.get("confirmation", {}), where).left
    comments += [one for key in said if key.endswith("_comment") and isinstance(one := said[key], str) and one]
    return OutcomeAnswer(name, answers, comment="\n".join(comments))
