"""What the rows of coding say. What a person may see of others' work is decided here, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from placebook.learn.adjudicate import Adjudicated, Ruling, adjudicate
from placebook.learn.assign import Task, all_done
from placebook.learn.codings import Coding
from placebook.learn.verdicts import PUT, Said, standing
from placebook.web.coding.models import FINISHED, NOTED, Assignment, Mark, Round, RulingRow, Verdict
from placebook.web.desk.models import Person


@dataclass(frozen=True)
class Reading:
    """One person's work on one passage as it stands."""

    assignment: Assignment
    verdicts: tuple[Verdict, ...]
    marks: tuple[Mark, ...]

    @property
    def passage(self) -> str:
        """The passage."""
        return self.assignment.passage

    @property
    def coder(self) -> Person:
        """Who codes it."""
        return self.assignment.coder

    @property
    def said(self) -> dict[str, str]:
        """The verdict that holds on each concept."""
        return standing(Said(one.concept, one.verdict) for one in self.verdicts)

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that the person put there."""
        return tuple(concept for concept, verdict in self.said.items() if verdict in PUT)

    @property
    def done(self) -> bool:
        """Whether the person is done with it."""
        moves = [one.move for one in self.marks if one.move != NOTED]
        return bool(moves) and moves[-1] == FINISHED

    @property
    def begun(self) -> bool:
        """Whether anything was said of it."""
        return bool(self.verdicts or self.marks)

    @property
    def memo(self) -> str:
        """What the person noted."""
        return self.marks[-1].memo if self.marks else ""

    def coding(self, name: str) -> Coding:
        """It as a coding, by a name. Only for what is done."""
        end = next(one for one in reversed(self.marks) if one.move == FINISHED)
        return Coding(
            self.passage,
            name,
            self.concepts,
            end.version,
            end.role,
            end.at.date().isoformat(),
            " ".join(self.memo.split()),
        )


def readings(book: str, framework: str, passage: str = "") -> tuple[Reading, ...]:
    """Everybody's work by one framework, on one passage or on all. Pass it through `seen_by` before it is shown."""
    found = Assignment.objects.filter(round__book=book, round__framework=framework, handed_to=None)
    if passage:
        found = found.filter(passage=passage)
    rows = found.select_related("coder", "round").prefetch_related("verdicts", "marks")
    return tuple(Reading(one, tuple(one.verdicts.all()), tuple(one.marks.all())) for one in rows)


def own(book: str, framework: str, person: Person) -> tuple[tuple[str, bool], ...]:
    """A person's own passages in order, each with whether they are done with it: quicker than all readings."""
    moves = Mark.objects.filter(assignment=OuterRef("pk")).exclude(move=NOTED).order_by("-id").values("move")[:1]
    mine = Assignment.objects.filter(round__book=book, round__framework=framework, handed_to=None, coder=person)
    found = mine.annotate(last=Subquery(moves)).values_list("passage", "last")
    return tuple((passage, last == FINISHED) for passage, last in found)


def coders(book: str) -> tuple[Person, ...]:
    """Everybody who was given passages in a book, by name, also those who have no role there any more."""
    given = Assignment.objects.filter(round__book=book, handed_to=None).values("coder")
    return tuple(Person.objects.filter(pk__in=given).order_by("name", "pk"))


def tasks(work: Iterable[Reading]) -> tuple[Task, ...]:
    """It as tasks; coders by their numbers."""
    return tuple(Task(one.passage, str(one.coder.pk), one.assignment.twice) for one in work)


def open_passages(work: Sequence[Reading]) -> frozenset[str]:
    """The passages that everybody has finished who has to code them: only their codes may be seen or count."""
    return all_done(tasks(work), {(one.passage, str(one.coder.pk)) for one in work if one.done})


def seen_by(work: Sequence[Reading], person: Person | None) -> tuple[Reading, ...]:
    """What a person may see of it: their own, and what everybody has finished. None is the public."""
    may = open_passages(work)
    mine = person.pk if person else 0
    return tuple(one for one in work if one.passage in may or one.coder.pk == mine)


def frameworks(book: str) -> tuple[str, ...]:
    """The frameworks by which passages were shared out, in the order in which that began."""
    return tuple(dict.fromkeys(Round.objects.filter(book=book).values_list("framework", flat=True)))


def names(people: Iterable[Person]) -> dict[int, str]:
    """What people are called beside their codes: their name, with their number where two have the same."""
    every = {one.pk: one for one in people}
    called = [one.name for one in every.values()]
    return {pk: one.name if called.count(one.name) == 1 else f"{one.name} ({pk})" for pk, one in every.items()}


def everybody(book: str) -> dict[int, str]:
    """What everybody is called who codes or decides in a book."""
    coders = Person.objects.filter(pk__in=Assignment.objects.filter(round__book=book).values("coder"))
    deciders = Person.objects.filter(pk__in=RulingRow.objects.filter(book=book).values("by"))
    return names([*coders.order_by("pk"), *deciders.order_by("pk")])


def codings(work: Sequence[Reading], called: dict[int, str]) -> tuple[Coding, ...]:
    """The readings of passages that everybody has finished."""
    return tuple(one.coding(called[one.coder.pk]) for one in seen_by(work, None))


def rulings(book: str, framework: str, called: dict[int, str]) -> tuple[Ruling, ...]:
    """What was decided, the last ruling on each concept of each passage."""
    rows = RulingRow.objects.filter(book=book, framework=framework).select_related("by")
    last = {(one.passage, one.concept): one for one in rows}
    return tuple(
        Ruling(
            one.passage,
            one.concept,
            one.belongs,
            called[one.by.pk],
            " ".join(one.reason.split()),
            one.at.date().isoformat(),
        )
        for one in last.values()
    )


def lines(book: str, framework: str, work: Sequence[Reading]) -> tuple[Adjudicated, ...]:
    """How it stands with each concept on each passage that everybody has finished."""
    called = everybody(book)
    return adjudicate(codings(work, called), rulings(book, framework, called))
