"""Closed answers of a survey as counts that may be shown: who answered what, with small numbers hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from placebook.measure.disclosure import Shown, protect
from placebook.measure.disclosure_audit import Out, audit
from placebook.measure.disclosure_tables import Linked
from placebook.types import Counts, DataError, DisclosureRule, State

EVERYBODY, NOT_STATED = "everybody", "not stated"
NO_ANSWER = str(State.NOT_ANSWERED)
TICKED, NOT_TICKED = "ticked", "not ticked"
CLOSED, SEVERAL, FREE = "closed", "several", "free"
OTHERS = "other groups"
FEWEST, MOST_GROUPS = 10, 60
MOST_LISTED = 5  # answers named that a question does not list


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question: closed (one answer of a list), several (any of a list), or free (people's own words)."""

    id: str
    heading: str  # of the column in the file
    kind: str
    asks: str
    answers: tuple[str, ...] = ()  # in their order, as from "not at all" to "very"
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey: when and by whom it was asked, its questions, and which column says the group of who answered."""

    id: str
    title: str
    asked_by: str
    period: str
    questions: tuple[SurveyQuestion, ...]
    group: str = ""  # the heading; "" for none
    licence: str = ""
    separator: str = ";"  # between several answers
    rule: DisclosureRule = field(default_factory=DisclosureRule)


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """How many gave one answer. `count`, `of` and `share` are NaN where they are hidden, and `state` says so.

    `of` counts those who answered the question; who did not is a line of its own, without a share.
    """

    question: str
    group: str
    answer: str
    count: float
    of: float
    share: float  # 0 to 1
    state: State


def answer_counts(
    survey: Survey, columns: Mapping[str, Sequence[str]], groups: Sequence[str] | None = None
) -> tuple[AnswerCount, ...]:
    """How many gave each answer to each closed question, in each group and altogether, as far as may be shown.

    Why the gate: an answer that three people of a small organisation gave tells their manager who they are. Who did
    not answer is counted too, so every question has the same totals; these are shown for all questions or for none,
    and so one question tells nothing of another's hidden counts. Groups of fewer than ten are put together. What would
    be shown is then attacked.

    Parameters
    ----------
    survey : its questions and the rule of what is small
    columns : by the id of a question the answer of each person, in one order; "" where there is none
    groups : of each person, in the same order; "" where it is not stated; None for no groups

    Returns
    -------
    Lines in the order of questions, groups (everybody last) and answers

    Raises
    ------
    DataError : an answer that the question does not list; too many groups; or a small count cannot be protected
    """
    groups = None if groups is None else _wide_enough(groups)
    names = tuple(sorted(set(groups))) if groups is not None else ()
    if len(names) > MOST_GROUPS:
        raise DataError(f"there are {len(names)} groups, and {MOST_GROUPS} is the most; put some together")
    asked = [part for one in survey.questions if one.kind != FREE for part in _parts(one, columns[one.id], survey)]
    if not asked:
        return ()
    places = {name: row for row, name in enumerate(names)}
    rows = [places[group] for group in groups] if groups is not None else [0] * len(asked[0][2])
    of_whom = np.array(rows, dtype=np.intp)
    return tuple(
        line for id, answers, given in asked for line in _shown_lines(id, answers, given, names, of_whom, survey.rule)
    )


def _shown_lines(
    question: str,
    answers: Sequence[str],
    given: Sequence[str],
    names: tuple[str, ...],
    of_whom: NDArray[np.intp],
    rule: DisclosureRule,
) -> Iterator[AnswerCount]:
    """The lines of one question; without groups where not even the size of every group may be shown."""
    table = _table(question, names, of_whom, answers, given)
    shown = _protected(table, rule)
    if names and np.isnan(shown.counts[:, 0, -1]).any():
        shown = _protected(_table(question, (), np.zeros_like(of_whom), answers, given), rule)
    return _lines(question, answers, shown)


def _wide_enough(groups: Sequence[str]) -> list[str]:
    """The group of each person; small ones put together, and where they are small together, with the smallest other."""
    counts = Counter(group or NOT_STATED for group in groups)
    small = {group for group, count in counts.items() if count < FEWEST}
    rest = sorted((count, group) for group, count in counts.items() if group not in small)
    while small and rest and sum(counts[group] for group in small) < FEWEST:
        small.add(rest.pop(0)[1])
    return [OTHERS if (group or NOT_STATED) in small else group or NOT_STATED for group in groups]


def _parts(
    one: SurveyQuestion, given: Sequence[str], survey: Survey
) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """A question as one table, or where several answers may be ticked a table for each of them."""
    if one.kind == CLOSED:
        _refuse_others(one, given)
        yield one.id, one.answers, [answer or NO_ANSWER for answer in given]
        return
    ticked = [{part.strip() for part in answer.split(survey.separator) if part.strip()} for answer in given]
    _refuse_others(one, [part for parts in ticked for part in sorted(parts)])
    for answer in one.answers:
        said = [(TICKED if answer in parts else NOT_TICKED) if parts else NO_ANSWER for parts in ticked]
        yield f"{one.id}: {answer}", (TICKED, NOT_TICKED), said


def _refuse_others(one: SurveyQuestion, given: Sequence[str]) -> None:
    others = list(dict.fromkeys(answer for answer in given if answer and answer not in one.answers))
    if others:
        named = ", ".join(repr(answer[:60]) for answer in others[:MOST_LISTED])
        raise DataError(
            f"the question {one.id!r} has the answers {named}, which it does not list; add them to answers:"
        )


def _table(
    question: str, names: tuple[str, ...], of_whom: NDArray[np.intp], answers: Sequence[str], given: Sequence[str]
) -> Linked:
    """People by group and answer, those without an answer counted too, so that all tables have the same totals.

    Categories carry the question: "very" of one question is not "very" of another.
    """
    kinds = (*answers, NO_ANSWER)
    areas = names or (EVERYBODY,)
    values = np.zeros((len(areas), 1, len(kinds)))
    for row, answer in zip(of_whom, given, strict=True):
        values[row, 0, kinds.index(answer)] += 1
    categories = tuple(_category(question, kind) for kind in kinds)
    return Linked(Counts(values, areas, ("all",), categories), dict.fromkeys(names, EVERYBODY))


def _category(question: str, answer: str) -> str:
    return f"{question} = {answer}"


def _protected(table: Linked, rule: DisclosureRule) -> Shown:
    shown = protect(table.counts, rule, table.within).table
    if not audit([Out(shown, table.counts, table.within)], rule).passes:
        raise DataError("a small count could still be worked out of what would be shown; name no groups, or wider ones")
    return shown


def _lines(question: str, answers: Sequence[str], table: Shown) -> Iterator[AnswerCount]:
    at = {name: place for place, name in enumerate(table.categories)}
    for row, group in enumerate(table.areas):
        counts = table.counts[row, 0]
        total = counts[-1]  # the last is the total of all answers, those not given among them
        answered = float(total - counts[at[_category(question, NO_ANSWER)]])
        for answer in (*answers, NO_ANSWER):
            count = float(counts[at[_category(question, answer)]])
            state = State.TOO_SMALL if np.isnan(count) else State.OBSERVED
            share = count / answered if answer != NO_ANSWER and answered > 0 else float("nan")
            of = answered if answer != NO_ANSWER else float(total)
            yield AnswerCount(question, group, answer, count, of, share, state)


def mingled(answers: Sequence[str]) -> tuple[str, ...]:
    """Free answers in an order that does not tell who gave which: by their words. Empty ones are left out.

    Why: in the order of the file, the twelfth answer to every question is one person's, and together they may tell who.
    """
    said = (" ".join(answer.split()) for answer in answers)
    return tuple(sorted((answer for answer in said if answer), key=lambda words: (words.casefold(), words)))
