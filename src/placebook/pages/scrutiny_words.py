"""A scrutiny, and the guide that it follows, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from placebook.decide.scrutiny import ScrutinyGuide
from placebook.pages.scrutiny import JUDGEMENT, AnswerLine, ScrutinyPage, WorkLine


def scrutiny_lines(page: ScrutinyPage) -> Iterator[str]:
    """All of one scrutiny."""
    yield f"{page.title} ({page.id}), by {page.by}, {page.on}"
    if page.invented:
        yield "An invented example."
    yield page.about
    yield f"Outcome: {page.outcome or 'none yet'}" + (f". {page.because}" if page.because else "")
    yield f"Signed by {page.signed_by}, {page.signed_on}." if page.signed_by else "Nobody has signed it."
    yield f"Does not say: {page.does_not_say}"
    for attribute in page.attributes:
        yield f"\n{attribute.title} ({attribute.means.lower()}): {attribute.asks}"
        for said in attribute.answers:
            yield from _answer(said)
    yield "\nFlags"
    for flag in page.flags:
        yield f"  {flag.id}: {flag.said}" + (f", so it needs: {'; '.join(flag.raises)}" if flag.raises else "")
    for title, work in (("Follow-ups", page.follow_ups), ("Conditions", page.conditions)):
        if work:
            yield f"\n{title}"
            yield from (_work(one) for one in work)
    if page.not_known:
        yield f"\nNot known: {len(page.not_known)}"
        yield from (f"  {one}" for one in page.not_known)


def _answer(said: AnswerLine) -> Iterator[str]:
    yield f"  {said.asks} [{said.id}]"
    words = said.says or ("" if said.state else "not yet answered")
    yield f"    {said.state}{': ' if said.state and words else ''}{words}"
    if said.says:
        yield f"    Evidence: {'; '.join(said.evidence) or JUDGEMENT}. Uncertain: {said.unsure or 'not said'}"
        yield f"    Owner: {said.owner or 'not named'}"


def _work(one: WorkLine) -> str:
    when = f"done on {one.done_on}, {one.link}" if one.stands == "done" else f"by {one.due or 'no date'}"
    return f"  {one.title}: {one.stands}; {one.owner or 'nobody named'}, {when}. {one.says}"


def guide_lines(guide: ScrutinyGuide) -> Iterator[str]:
    """What a guide asks, and its rules."""
    yield f"{guide.title} ({guide.id} {guide.version})"
    yield f"Says: {guide.says}"
    yield f"Does not say: {guide.does_not_say}"
    for attribute in guide.attributes:
        yield f"\n{attribute.title} ({attribute.means.lower()}): {attribute.asks}"
        yield from (f"  {one.asks} [{one.id}]" for one in attribute.prompts)
    yield "\nFlags, and what each makes needed when it is yes or not known"
    yield from (f"  {one.asks} [{one.id}]: {', '.join(one.raises)}" for one in guide.flags)
    yield "\nFollow-ups"
    yield from (f"  {one.title} [{one.id}], {one.needed}: {one.says}" for one in guide.follow_ups)
    yield "\nWays to end"
    yield from (f"  {one.title} [{one.id}]: {one.says}" for one in guide.outcomes)
