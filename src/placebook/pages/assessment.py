"""What is said of an assessment: outcome by outcome the level, what is not known and what would be next. No score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from placebook.decide.compare import Moved, Spread, beside_peers, history
from placebook.decide.plan import PlanLine, improvement_plan
from placebook.decide.profiles import ProfileLine, profile_lines
from placebook.decide.status import OutcomeStatus, statuses
from placebook.decide.tested import Tested, last_tests
from placebook.types import Assessment, Outcome, OutcomeAnswer, Profile, QuestionSet


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One outcome in words: levels by their titles, statements by what they say. None and '' mean: not known."""

    outcome: str
    title: str
    level: str | None
    possible: tuple[str, ...]  # titles, the lowest first
    state: str
    because: str
    unknown: int  # how many statements are answered neither yes nor no
    towards: str  # the level that what follows leads to; '' at the top
    to_do: tuple[str, ...]
    to_end: tuple[str, ...]
    to_find_out: tuple[str, ...]
    owner: str
    target_date: str
    evidence: tuple[str, ...]
    open_challenges: tuple[str, ...]
    last_tested: str = ""
    test_due: bool | None = None
    needs: str = ""  # of the profile
    met: bool | None = None
    before: str | None = None
    moved: str = ""
    peers: Mapping[str, int] = field(default_factory=dict)  # title of a level -> number of peers
    peers_not_known: int = 0


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """An assessment, said. It has no total: a strong outcome does not make up for a weak one."""

    title: str
    set: str
    version: str
    does_not_say: str
    gap: str
    about: str
    on: str
    by: str
    reviewed: str
    profile: str
    tested: bool  # whether the set asks when each outcome was last tested
    lines: tuple[OutcomeLine, ...]


def assessment_page(
    questions: QuestionSet,
    assessment: Assessment,
    profile: Profile | None = None,
    before: Assessment | None = None,
    peers: Sequence[Assessment] = (),
) -> AssessmentPage:
    """All that follows from answers: levels, plan, tests, and where given a profile, an earlier assessment, peers."""
    found = statuses(questions, assessment)
    reviewed = f"{assessment.reviewed_by}, {assessment.reviewed_on}" if assessment.reviewed_by else ""
    parts = _Parts(
        plans={one.outcome: one for one in improvement_plan(questions, assessment)},
        tests={one.outcome: one for one in last_tests(questions, assessment)},
        wanted={one.outcome: one for one in profile_lines(questions, profile, found)} if profile else {},
        moves={one.outcome: one for one in history(questions, before, assessment)} if before else {},
        spreads={one.outcome: one for one in beside_peers(questions, assessment, peers)} if peers else {},
        given={one.outcome: one for one in assessment.outcomes},
    )
    return AssessmentPage(
        title=questions.title,
        set=questions.id,
        version=questions.version,
        does_not_say=questions.does_not_say,
        gap=questions.gap,
        about=assessment.about,
        on=assessment.on,
        by=assessment.by,
        reviewed=reviewed,
        profile=profile.title if profile else "",
        tested=questions.test_again_after_months is not None,
        lines=tuple(_line(questions, *pair, parts) for pair in zip(questions.outcomes, found, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was worked out, by outcome."""

    plans: Mapping[str, PlanLine]
    tests: Mapping[str, Tested]
    wanted: Mapping[str, ProfileLine]
    moves: Mapping[str, Moved]
    spreads: Mapping[str, Spread]
    given: Mapping[str, OutcomeAnswer]


def _line(questions: QuestionSet, outcome: Outcome, found: OutcomeStatus, parts: _Parts) -> OutcomeLine:
    says = {one.id: one.says for one in outcome.statements}
    title: dict[str | None, str | None] = {None: None} | dict(questions.levels)
    given = parts.given.get(outcome.id, OutcomeAnswer(outcome.id))
    plan, test = parts.plans.get(outcome.id), parts.tests.get(outcome.id)
    wanted, moved, spread = (
        parts.wanted.get(outcome.id),
        parts.moves.get(outcome.id),
        parts.spreads.get(outcome.id),
    )
    return OutcomeLine(
        outcome=outcome.id,
        title=outcome.title,
        level=title[found.level],
        possible=tuple(questions.levels[level] for level in found.possible),
        state=found.state.value,
        because=found.because,
        unknown=len(found.unknown),
        towards=questions.levels[plan.towards] if plan else "",
        to_do=tuple(says[one] for one in plan.to_do) if plan else (),
        to_end=tuple(says[one] for one in plan.to_end) if plan else (),
        to_find_out=tuple(says[one] for one in plan.to_find_out) if plan else (),
        owner=given.owner,
        target_date=given.target_date,
        evidence=given.evidence,
        open_challenges=tuple(f"{one.says} ({one.by}, {one.on})" for one in given.challenges if not one.reply),
        last_tested=test.last_tested if test else "",
        test_due=test.due if test else None,
        needs=questions.levels[wanted.needs] if wanted else "",
        met=wanted.met if wanted else None,
        before=title[moved.before] if moved else None,
        moved=moved.how if moved else "",
        peers={questions.levels[level]: count for level, count in spread.at.items()} if spread else {},
        peers_not_known=spread.not_known if spread else 0,
    )


def assessment_lines(page: AssessmentPage) -> Iterator[str]:
    """The page as lines of text."""
    yield f"{page.title} ({page.set} {page.version})"
    if page.about:
        yield (
            f"About {page.about}"
            + (f", {page.on}" if page.on else "")
            + (f", answered by {page.by}" if page.by else "")
        )
    yield f"Reviewed by {page.reviewed}." if page.reviewed else "Nobody else has reviewed it."
    if page.does_not_say:
        yield f"Does not say: {page.does_not_say}"
    if page.gap:
        yield f"Gap: {page.gap}"
    for line in page.lines:
        yield ""
        yield from _outcome_lines(page, line)
    yield ""
    known = sum(line.level is not None for line in page.lines)
    yield f"{known} of {len(page.lines)} outcomes have a level that the unknown cannot change. They are not added up."


def _outcome_lines(page: AssessmentPage, line: OutcomeLine) -> Iterator[str]:
    level = line.level or f"{line.state}; possible: {' or '.join(line.possible) or 'no level'}"
    yield f"{line.outcome}  {line.title}: {level}"
    if line.because:
        yield f"  {line.because}"
    if page.profile and line.needs:
        met = {True: "met", False: "not met", None: "not known"}[line.met]
        yield f"  {page.profile} wants {line.needs}: {met}"
    if line.towards and (line.to_do or line.to_end or line.to_find_out):
        yield f"  For {line.towards}:" + _who(line)
    for what, said in (("do", line.to_do), ("end", line.to_end), ("find out", line.to_find_out)):
        yield from (f"    {what + ':':<10}{one}" for one in said)
    if page.tested:
        due = {True: "; a test is due", False: "", None: ""}[line.test_due]
        yield f"  Last tested: {line.last_tested or 'not known'}{due}"
    if line.moved:
        yield f"  Before: {line.before or 'not known'}; {line.moved}"
    if line.peers:
        spread = ", ".join(f"{count} {level}" for level, count in line.peers.items())
        yield f"  Peers: {spread}, {line.peers_not_known} not known"
    yield from (f"  Challenged, with no reply yet: {one}" for one in line.open_challenges)


def _who(line: OutcomeLine) -> str:
    return f" owner {line.owner or 'not named'}, by {line.target_date or 'no date'}"


def question_lines(questions: QuestionSet) -> Iterator[str]:
    """A question set as lines of text: its outcomes, statements by level, prompts and rules."""
    yield f"{questions.title} ({questions.id} {questions.version})"
    for words, said in (
        ("Says", questions.says),
        ("Does not say", questions.does_not_say),
        ("Source", questions.source),
        ("Gap", questions.gap),
    ):
        if said:
            yield f"{words}: {said}"
    yield f"Levels, lowest first: {', '.join(questions.levels.values())}"
    for one in questions.profiles:
        yield f"Profile {one.id}: {one.title}"
    for outcome in questions.outcomes:
        yield f"\n{outcome.id}  {outcome.title}" + (f"\n  {outcome.asks}" if outcome.asks else "")
        if outcome.gap:
            yield f"  Gap: {outcome.gap}"
        for level, title in questions.levels.items():
            statements = [one for one in outcome.statements if one.level == level]
            warns = " (a warning)" if level == next(iter(questions.levels)) else ""
            yield from (f"  {title}{warns}: {one.says} [{one.id}]" for one in statements)
        yield from (f"  To think with: {one}" for one in outcome.prompts)
