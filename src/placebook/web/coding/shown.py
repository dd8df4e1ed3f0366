"""What the page of one passage says, with what was and may be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from placebook.learn.adjudicate import Adjudicated
from placebook.learn.verdicts import PUT
from placebook.pages.library import PassageLine
from placebook.pages.marked import Marked, marked
from placebook.pages.shelf import Shelf
from placebook.types import Codebook, CodeRule, Passage, Suggestion
from placebook.web.coding.models import RulingRow
from placebook.web.coding.places import GONE, address, text_of, title_of, title_of_framework
from placebook.web.coding.suggested import codebooks, library, search, suggestions_for, titles_of
from placebook.web.coding.work import Reading, everybody, lines, open_passages, own, readings, seen_by
from placebook.web.desk.models import Person
from placebook.web.library.facts import facts_of_documents

SHORT = 12  # letters of a document's id that stand in its address


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion with its number on the page, its rule, and what this person said of it."""

    number: int
    suggestion: Suggestion
    title: str
    rule: CodeRule
    verdict: str


@dataclass(frozen=True, slots=True)
class PassagePage:
    """One passage for one person. `mine` is None for who does not code it."""

    framework: str
    framework_title: str
    codebook: Codebook
    title: str
    text: PassageLine | None
    marked: tuple[Marked, ...]  # its lines, with the words that made the suggestions apart
    before: PassageLine | None
    after: PassageLine | None
    mine: Reading | None
    locked: bool
    offers: tuple[Offer, ...]
    added: tuple[tuple[str, str], ...]
    found: tuple[tuple[CodeRule, str, str], ...]  # rule, title, what this person said
    q: str
    others: tuple[Any, ...]
    settled: tuple[tuple[str, Adjudicated], ...]
    history: tuple[Any, ...]
    place: int
    of: int
    previous: str
    next: str
    library: str
    faults: tuple[str, ...]
    said: str


def passage_page(
    shelf: Shelf, framework: str, passage: str, person: Person, q: str = "", said: str = "", fault: str = ""
) -> PassagePage | None:
    """One passage for one person; None where it was given to nobody by this framework."""
    every, book = readings(shelf.id, framework, passage), codebooks().get(framework)
    if not every or book is None:
        return None
    codebook, titles = book[0], titles_of(book[0], shelf.frameworks)
    mine = next((one for one in every if one.coder.pk == person.pk), None)
    is_open = passage in open_passages(every)
    held = library().passage(passage) if library().file.is_file() else None
    before, text, after, title = _neighbours(held)
    verdicts = mine.said if mine else {}
    offers = _offers(shelf.id, held, codebook, titles, verdicts) if held else ()
    named = {one.suggestion.concept for one in offers}
    found = [(rule, titles[rule.concept], verdicts.get(rule.concept, "")) for rule in search(codebook, titles, q)]
    place, of, previous, following = _around(shelf.id, framework, passage, person)
    return PassagePage(
        framework=framework,
        framework_title=title_of_framework(shelf, framework),
        codebook=codebook,
        title=title,
        text=text,
        marked=tuple(marked(line, _words(offers)) for line in text.lines) if text else (),
        before=before,
        after=after,
        mine=mine,
        locked=is_open and len(every) > 1,
        offers=offers,
        added=tuple((c, titles.get(c, c)) for c, v in verdicts.items() if c not in named and v in PUT),
        found=tuple(found) if q else (),
        q=q,
        others=_others(shelf, every, person, titles),
        settled=tuple((titles.get(one.concept, one.concept), one) for one in lines(shelf.id, framework, every)),
        history=_history(shelf, framework, passage, seen_by(every, person), titles),
        place=place,
        of=of,
        previous=previous,
        next=following,
        library=f"library/{held.document[:SHORT]}.html" if held else "",
        faults=(f"{fault[0].upper()}{fault[1:]}.",) if fault else (),
        said=_said_last(said, mine, titles),
    )


def _neighbours(held: Passage | None) -> tuple[PassageLine | None, PassageLine | None, PassageLine | None, str]:
    """A passage between the one before and the one after, and the title of its document."""
    if held is None:
        return None, None, None, GONE
    document = facts_of_documents(library()).get(held.document)
    row = library().passages(held.document)
    at = next(place for place, one in enumerate(row) if one.id == held.id)
    before, after = (row[n] if 0 <= n < len(row) else None for n in (at - 1, at + 1))
    shown = [text_of(one, document) if one else None for one in (before, held, after)]
    return shown[0], shown[1], shown[2], title_of(document)


def _words(offers: Sequence[Offer]) -> tuple[str, ...]:
    """The words that made the suggestions."""
    return tuple(words for one in offers for words in one.suggestion.because)


def _offers(
    book: str, held: Passage, codebook: Codebook, titles: Mapping[str, str], verdicts: Mapping[str, str]
) -> tuple[Offer, ...]:
    rules = {rule.concept: rule for rule in codebook.rules}
    return tuple(
        Offer(number, one, titles[one.concept], rules[one.concept], verdicts.get(one.concept, ""))
        for number, one in enumerate(suggestions_for(held, codebook, book), start=1)
    )


def _around(book: str, framework: str, passage: str, person: Person) -> tuple[int, int, str, str]:
    """Where a passage stands in a person's own list, and what comes before and after it there."""
    mine = [one for one, _ in own(book, framework, person)]
    if passage not in mine:
        return 0, len(mine), "", ""
    at = mine.index(passage)
    before, after = (mine[n] if 0 <= n < len(mine) else "" for n in (at - 1, at + 1))
    previous, following = (address(framework, one) if one else "" for one in (before, after))
    return at + 1, len(mine), previous, following


def next_to_do(book: str, framework: str, passage: str, person: Person) -> str:
    """The next passage of a person that is not done, after this one and then from the beginning; '' for none."""
    mine = own(book, framework, person)
    at = next((place for place, (one, _) in enumerate(mine) if one == passage), 0)
    left = [one for one, done in (*mine[at + 1 :], *mine[: at + 1]) if not done]
    return address(framework, left[0]) if left else ""


def _others(shelf: Shelf, every: Sequence[Reading], person: Person, titles: Mapping[str, str]) -> tuple[Any, ...]:
    """What others put there, once everybody is done."""
    called = everybody(shelf.id)
    return tuple(
        {
            "name": called[one.coder.pk],
            "codes": [titles.get(concept, concept) for concept in one.concepts],
            "memo": one.memo,
        }
        for one in seen_by(every, person)
        if one.coder.pk != person.pk
    )


def _history(
    shelf: Shelf, framework: str, passage: str, seen: Sequence[Reading], titles: Mapping[str, str]
) -> tuple[Any, ...]:
    """All that was said of a passage by those whose work may be seen, newest first."""
    called = everybody(shelf.id)
    rows = [
        {"at": one.at, "by": called[one.by.pk], "what": f"{one.verdict}: {titles.get(one.concept, one.concept)}",
         "why": _reason(one), "version": one.version}
        for reading in seen for one in reading.verdicts
    ]  # fmt: skip
    rows += [
        {"at": one.at, "by": called[one.by.pk], "what": one.move, "why": one.memo, "version": one.version}
        for reading in seen
        for one in reading.marks
    ]
    decided = RulingRow.objects.filter(book=shelf.id, framework=framework, passage=passage).select_related("by")
    rows += [
        {"at": one.at, "by": called[one.by.pk], "what": f"decided: {titles.get(one.concept, one.concept)} "
         f"{'belongs' if one.belongs else 'does not belong'} here", "why": one.reason, "version": one.version}
        for one in decided
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: one["at"], reverse=True))


def _reason(one: Any) -> str:
    if not one.method:
        return ""
    words = "; ".join(one.because)
    return f"Suggested by {one.method} ({one.made_by}), {one.score:.2f}{': ' if words else ''}{words}"


def _said_last(said: str, mine: Reading | None, titles: Mapping[str, str]) -> str:
    """What was just done, for whoever cannot see that the page has changed."""
    if said == "finished":
        return "You are done with the passage before this one."
    if said == "kept" and mine is not None and mine.verdicts:
        last = mine.verdicts[-1]
        return f"{titles.get(last.concept, last.concept)}: {last.verdict}."
    return {"noted": "Your memo is kept.", "opened": "This passage is open again."}.get(said, "")
