"""Write the rows of coding: share passages out, keep what people say, decide disputes. All of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from placebook.learn.adjudicate import Settled
from placebook.learn.assign import Task, assign, drawn
from placebook.learn.verdicts import ACCEPTED, REJECTED, TAKEN_BACK
from placebook.types import Codebook, DataError, Passage, Suggestion
from placebook.web.coding.models import (
    FINISHED,
    LONGEST_MEMO,
    NOTED,
    OPENED_AGAIN,
    Assignment,
    Mark,
    Round,
    RulingRow,
    Verdict,
)
from placebook.web.coding.work import Reading, lines, open_passages, readings
from placebook.web.desk.models import Person


def share_out(
    book: str,
    codebook: Codebook,
    passages: Sequence[Passage],
    coders: Sequence[Person],
    by: Person,
    now: datetime,
    document: str = "",
    count: int = 100,
    seed: int = 1,
    share: float = 0.2,
) -> Round:
    """Draw passages that nobody has yet and share them out. The seed, share and coders are kept with the round.

    Raises DataError where nothing is left to share out, or the people are too few to code a part twice.
    """
    with transaction.atomic():
        _hold(book, codebook.framework)
        rows = Assignment.objects.filter(round__book=book, round__framework=codebook.framework, handed_to=None)
        before = [Task(one.passage, str(one.coder.pk), one.twice) for one in rows.select_related("coder")]
        given = dict.fromkeys(task.passage for task in before)
        by_id = {one.id: one for one in passages if one.id not in given}
        new = drawn(list(by_id), count, seed)
        if not new:
            raise DataError("every passage there has been given to somebody already; add documents to the library")
        try:
            made = assign([*given, *new], [str(one.pk) for one in coders], share, seed, before)
        except ValueError as why:
            raise DataError(str(why)) from None
        pinned = Round.objects.create(
            book=book,
            framework=codebook.framework,
            codebook=codebook.id,
            version=codebook.version,
            seed=seed,
            share=share,
            document=document,
            coders=[one.pk for one in coders],
            by=by,
            at=now,
        )
        wanted = frozenset(new)
        for task in made:
            if task.passage in wanted:
                _assigned(pinned, by_id[task.passage], int(task.coder), task.twice)
    return pinned


def _assigned(given: Round, passage: Passage, coder: int, twice: bool) -> None:
    Assignment.objects.create(
        round=given,
        passage=passage.id,
        document=passage.document,
        start=passage.pieces[0].start,
        end=passage.pieces[-1].end,
        coder_id=coder,
        twice=twice,
    )


def hand_over(book: str, framework: str, giver: Person, taker: Person) -> tuple[int, int]:
    """Give to somebody else what a person has not finished; what they said of it so far counts no longer.

    Gives how many were handed over, and how many were not, as the other has them already.
    """
    moved = kept = 0
    with transaction.atomic():
        _hold(book, framework)
        work = readings(book, framework)
        taken = {one.passage for one in work if one.coder.pk == taker.pk}
        for one in work:
            if one.coder.pk == giver.pk and not one.done:
                if one.passage in taken or _had(one.assignment, taker):
                    kept += 1
                    continue
                old = one.assignment
                Assignment.objects.create(
                    round=old.round,
                    passage=old.passage,
                    document=old.document,
                    start=old.start,
                    end=old.end,
                    coder=taker,
                    twice=old.twice,
                    instead_of=old,
                )
                moved += 1
    return moved, kept


def _had(assignment: Assignment, taker: Person) -> bool:
    """Whether a person had the passage in the same round before it was handed on."""
    return Assignment.objects.filter(round=assignment.round, passage=assignment.passage, coder=taker).exists()


def _hold(book: str, framework: str) -> None:
    """Let nobody else write about a framework until this is done."""
    list(Round.objects.select_for_update().filter(book=book, framework=framework))


def say(
    book: str,
    reading: Reading,
    concept: str,
    verdict: str,
    version: str,
    now: datetime,
    because: Suggestion | None = None,
) -> None:
    """Keep what the coder said of a concept. Raises DataError where the reading is done: it must be opened first."""
    if verdict in (ACCEPTED, REJECTED) and because is None:
        raise DataError("there is no such suggestion now; look at the page again, or add the code by hand")
    made: dict[str, Any] = {}
    if because is not None:
        made = {"method": because.method, "made_by": because.version, "score": because.score}
        made["because"] = list(because.because)
    with transaction.atomic():
        now_is, _ = _held(book, reading)
        if now_is.done:
            raise DataError("you are done with this passage; open it again to change a code")
        if now_is.said.get(concept, TAKEN_BACK) != verdict:
            Verdict.objects.create(
                assignment=reading.assignment,
                concept=concept,
                verdict=verdict,
                version=version,
                by=reading.coder,
                at=now,
                **made,
            )


def mark(book: str, reading: Reading, move: str, version: str, memo: str, role: str, now: datetime) -> None:
    """Keep a memo, finish a reading, or open it again.

    Raises DataError for a memo that is too long or comes after the end, and for opening what others may have seen: of
    a passage that two people coded, both have finished, and what they differ on is for a third person.
    """
    if len(memo) > LONGEST_MEMO:
        raise DataError(f"a memo has at most {LONGEST_MEMO:,} characters; yours has {len(memo):,}")
    with transaction.atomic():
        now_is, every = _held(book, reading)
        if _changes_nothing(now_is, move, memo):
            return
        if move == NOTED and now_is.done:
            raise DataError("you are done with this passage; open it again to change the memo")
        if move == OPENED_AGAIN and len(every) > 1 and open_passages(every):
            raise DataError("both of you are done, so this stays as it is; a third person decides what you differ on")
        Mark.objects.create(
            assignment=reading.assignment, move=move, version=version, memo=memo, role=role, by=reading.coder, at=now
        )


def _held(book: str, reading: Reading) -> tuple[Reading, tuple[Reading, ...]]:
    """A reading as it is now, and all of its passage, while nobody else writes."""
    framework = reading.assignment.round.framework
    _hold(book, framework)
    every = readings(book, framework, reading.passage)
    found = next((one for one in every if one.assignment.pk == reading.assignment.pk), None)
    if found is None:
        raise DataError("this passage was given to somebody else")
    return found, every


def _changes_nothing(reading: Reading, move: str, memo: str) -> bool:
    if move == NOTED:
        return memo == reading.memo
    return reading.done == (move == FINISHED)


def decide(
    book: str, framework: str, passage: str, concept: str, belongs: bool, reason: str, person: Person, version: str,
    now: datetime,
) -> None:  # fmt: skip
    """Decide a dispute. Raises DataError without a reason, for who coded the passage, and where there is no dispute."""
    if not reason.strip():
        raise DataError("say why, so that whoever reads the code can follow it")
    if len(reason) > LONGEST_MEMO:
        raise DataError(f"a reason has at most {LONGEST_MEMO:,} characters; yours has {len(reason):,}")
    with transaction.atomic():
        _hold(book, framework)
        work = readings(book, framework, passage)
        if any(one.coder.pk == person.pk for one in work):
            raise DataError("you coded this passage, so somebody else must decide")
        state = next((one.state for one in lines(book, framework, work) if one.concept == concept), None)
        if state not in (Settled.IN_DISPUTE, Settled.DECIDED):
            raise DataError("there is nothing to decide about that code on that passage")
        RulingRow.objects.create(
            book=book,
            framework=framework,
            passage=passage,
            concept=concept,
            belongs=belongs,
            reason=reason.strip(),
            version=version,
            by=person,
            at=now,
        )
