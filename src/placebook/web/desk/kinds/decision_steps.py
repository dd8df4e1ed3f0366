"""The pages of questions of a decision, as data that follow from what has been answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from placebook.book.frameworks import shipped_frameworks
from placebook.decide.wheel import (
    AS_NOW,
    DIRECTIONS,
    EFFECTS,
    HARMS,
    LONG,
    RESTS_ON,
    TERM_WORDS,
    TERMS,
    Decision,
    Factor,
    FactorFigure,
    Option,
    factors_in,
)
from placebook.pages.chart_kinds import number_words
from placebook.pages.decision_figures import case_choices, figures_for
from placebook.pages.forms import CHOICE, DATE, LINE, LINES, LIST, MANY, TEXT, Body, Field, Step
from placebook.pages.shelf import Shelf

FEW = 3  # factors on one page of effects
FEWER = 2  # on one page of evidence, where each has more questions
MORE = 6  # on one page of figures that should move, where most questions stay blank
SETS = (  # in the order in which they are offered; a book's own come after them
    "environmental-social-factors",
    "areas-of-focus",
    "doughnut-2025",
    "protected-characteristics",
    "five-missions",
)
Choices = tuple[tuple[str, str], ...]
WORDS: Choices = tuple((word, word[:1].upper() + word[1:]) for word in EFFECTS)


def all_steps(body: Body, decision: Decision | None, shelf: Shelf) -> tuple[Step, ...]:
    """Every page. Those about effects come once the options and the factors are known."""
    effects = () if decision is None else tuple(_about_effects(body, decision, shelf))
    last = (_engagement(), _chosen(decision), _later())
    return (_proposal(shelf), _options(), _factors(shelf), *effects, *last, *_figures(decision, shelf))


def _proposal(shelf: Shelf) -> Step:
    others = (one for one in shelf.others if one.last_year is None)
    areas = tuple((one.code, one.name) for one in (*shelf.areas, *others))
    return Step(
        "proposal",
        "The proposal",
        (
            Field("title", "Title", LINE, "What is to be decided, as people would say it.", required=True),
            Field("proposal", "What is proposed, and why", TEXT),
            Field("notice", "What a reader must know first", TEXT, "Leave it blank if there is nothing."),
            Field("owner", "The team that answers for it", LINE, "A team, not a person."),
            Field("decided_by", "The body that decides", LINE, "As in Cabinet."),
            Field("areas", "Areas that it touches", MANY, choices=areas),
            Field("version", "Version", LINE),
        ),
    )


def _options() -> Step:
    item = (
        Field("id", "Short name", LINE, "Small letters and hyphens, as in move-library.", required=True),
        Field("title", "Title", LINE),
        Field("says", "What it is", TEXT),
    )
    text = (f"“Carry on as now” ({AS_NOW}) is always one of them: nothing can be weighed against nothing.",)
    return Step("options", "The options", (Field("options", "Options", LIST, fields=item),), text)


def _factors(shelf: Shelf) -> Step:
    own = [name for name in shelf.frameworks if name not in shipped_frameworks()]
    offered = [name for name in (*SETS, *own) if name in shelf.frameworks]
    choices = tuple((name, shelf.frameworks[name].title) for name in offered)
    hint = "One set that fits the proposal; the protected characteristics beside it for the equality duty."
    return Step("factors", "What it is held against", (Field("factor_sets", "Sets of factors", MANY, hint, choices),))


def _figures(decision: Decision | None, shelf: Shelf) -> Iterator[Step]:
    """Which figures each factor is shown with, for who knows better than the links between frameworks."""
    factors = factors_in(decision, shelf.frameworks) if decision else ()
    if factors:
        known = "; ".join(f"{one.id} ({one.title})" for one in shelf.indicators.values())
        text = ("Leave a box blank, and the links between frameworks lead to its figures.", f"There is: {known}.")
        fields = (
            Field(
                f"measured_by/{one.link.replace('#', '/')}", one.title, LINES, "One figure's short name on each line."
            )
            for one in factors
        )
        yield Step("figures", "Figures to show with each factor", tuple(fields), text)


def _about_effects(body: Body, decision: Decision, shelf: Shelf) -> Iterator[Step]:
    factors = factors_in(decision, shelf.frameworks)
    held = [one.get("id") for one in body.get("options", ())]
    cases = {one.link: case_choices(shelf, decision, one) for one in factors}
    for option in decision.options:
        if option.id not in held:  # it is added by the reader; the page of options offers it
            continue
        at = held.index(option.id)
        for page, some in enumerate(_by(FEW, factors), start=1):
            yield _effects(option, at, some, page, _standing(shelf, decision, some))
        for page, some in enumerate(_by(FEWER, factors), start=1):
            yield from _rests_on(option, at, some, page, cases)
        yield from _harm(option, at, factors)
        for page, some in enumerate(_by(MORE, factors), start=1):
            yield from _comes_back(option, at, some, page, shelf)


def _by(many: int, factors: Sequence[Factor]) -> Iterator[Sequence[Factor]]:
    """The factors, some at a time."""
    return (factors[start : start + many] for start in range(0, len(factors), many))


def _path(at: int, factor: Factor, term: str) -> str:
    return f"options/{at}/effects/{factor.link.replace('#', '/')}/{term}"


def _effects(option: Option, at: int, factors: Sequence[Factor], page: int, standing: tuple[str, ...]) -> Step:
    fields = [field for one in factors for term in TERMS for field in _effect(one, term, _path(at, one, term))]
    text = (
        "If nobody knows, choose “Effect unknown” and say why. Unknown is an answer; it never counts as no effect.",
    )
    names = ", ".join(one.title for one in factors)
    return Step(
        f"{option.id}-effects-{page}", f"{option.title or option.id}: {names}", tuple(fields), (*text, *standing)
    )


def _standing(shelf: Shelf, decision: Decision, factors: Sequence[Factor]) -> tuple[str, ...]:
    """How the place stands now on some factors, in a line for each: what is judged starts from there."""
    said = ((one, figures_for(shelf, decision, one)) for one in factors)
    return tuple(
        f"{one.title} now: {'; '.join(f'{each.title}, {each.area_name}, {_figure(each)}' for each in figures)}."
        for one, figures in said
        if figures
    )


def _figure(one: FactorFigure) -> str:
    if one.value is None:
        return one.state
    return f"{number_words(one.value, one.decimals)} {one.unit} in {one.period} ({one.trend})"


def _effect(factor: Factor, term: str, path: str) -> Iterator[Field]:
    said = f"{factor.title}, {TERM_WORDS[term]}"
    yield Field(f"{path}/effect", f"{said}: the effect", CHOICE, factor.definition, WORDS)
    yield Field(f"{path}/reason", f"{said}: why", TEXT)


def _rests_on(
    option: Option, at: int, factors: Sequence[Factor], page: int, cases: Mapping[str, Choices]
) -> Iterator[Step]:
    """What each known effect rests on; no page where no effect is known yet."""
    fields = [
        field
        for one in factors
        for term in TERMS
        if option.at(one.link, term).is_known
        for field in _evidence(one, term, _path(at, one, term), cases[one.link])
    ]
    if fields:
        names = ", ".join(one.title for one in factors)
        text = ("Link up to three pieces of evidence, or mark the effect as judgement only.",)
        title = f"{option.title or option.id}, what it rests on: {names}"
        yield Step(f"{option.id}-rests-on-{page}", title, tuple(fields), text)


def _evidence(factor: Factor, term: str, path: str, cases: Choices) -> Iterator[Field]:
    said = f"{factor.title}, {TERM_WORDS[term]}"
    item = (
        Field("case", "A case study", CHOICE, "Those held for this factor, from places like these first.", cases),
        Field("source", "Or something else: what it is, by whom, of when", LINE),
        Field("page", "Page", LINE),
        Field(
            "address", "Web address", LINE, "Of the library: behind “Link to this passage”, where the page stands too."
        ),
        Field("says", "What it says that bears on this", TEXT),
    )
    yield Field(f"{path}/rests_on", f"{said}: rests on", CHOICE, choices=tuple((one, one) for one in RESTS_ON))
    yield Field(f"{path}/evidence", f"{said}: evidence", LIST, fields=item)


def _comes_back(option: Option, at: int, factors: Sequence[Factor], page: int, shelf: Shelf) -> Iterator[Step]:
    """Which figures should move if a new option is taken: of the long term, as figures come late, and where one is
    named already."""
    fields = [
        field
        for one in factors
        for term in TERMS
        if option.at(one.link, term).expects or (term == LONG and option.id != AS_NOW)
        if option.at(one.link, term).is_known or option.at(one.link, term).expects
        for field in _expectation(one, term, _path(at, one, term), shelf)
    ]
    if fields:
        text = ("Most can stay blank. Name a figure where you would be wrong if it did not move.",)
        names = ", ".join(one.title for one in factors)
        title = f"{option.title or option.id}, figures that should move: {names}"
        yield Step(f"{option.id}-moves-{page}", title, tuple(fields), text)


def _expectation(factor: Factor, term: str, path: str, shelf: Shelf) -> Iterator[Field]:
    said = f"{factor.title}, {TERM_WORDS[term]}"
    figures = tuple((one.id, one.title) for one in shelf.indicators.values())
    hint = "Leave it blank if no figure should move."
    yield Field(f"{path}/expects/indicator", f"{said}: a figure that should move", CHOICE, hint, figures)
    ways = tuple((one, one) for one in DIRECTIONS)
    yield Field(f"{path}/expects/direction", f"{said}: which way", CHOICE, choices=ways)
    yield Field(f"{path}/expects/review_on", f"{said}: look at it again on", DATE)


def _harm(option: Option, at: int, factors: Sequence[Factor]) -> Iterator[Step]:
    """What is done about each harm of an option; no page while none is known."""
    fields = [
        field
        for one in factors
        for term in TERMS
        if option.at(one.link, term).effect in HARMS
        for field in _mitigation(one, term, _path(at, one, term))
    ]
    if fields:
        yield Step(f"{option.id}-harm", f"{option.title or option.id}: what is done about harm", tuple(fields))


def _mitigation(factor: Factor, term: str, path: str) -> Iterator[Field]:
    said = f"{factor.title}, {TERM_WORDS[term]}"
    yield Field(f"{path}/mitigation/what", f"{said}: what is done", TEXT)
    yield Field(f"{path}/mitigation/owner", f"{said}: by which team", LINE, "A team, not a person.")
    yield Field(f"{path}/mitigation/by", f"{said}: by when", DATE)


def _engagement() -> Step:
    asked = (
        Field("who", "Who was asked", LINE, "A group, never a person's name."),
        Field("how", "How", TEXT),
        Field("when", "Until when", DATE),
        Field("said", "What they said", TEXT),
        Field("changed", "What changed because of it", TEXT, "Write it too where nothing changed."),
    )
    return Step("engagement", "Who was asked", (Field("engagement", "Engagement", LIST, fields=asked),))


def _chosen(decision: Decision | None) -> Step:
    options = tuple((one.id, one.title or one.id) for one in decision.options) if decision else ()
    fields = (
        Field("chosen", "The option that was chosen", CHOICE, "Leave it blank while nothing is decided.", options),
        Field("decided_on", "Decided on", DATE),
        Field("because", "Why", TEXT),
    )
    return Step("chosen", "What was decided", fields)


def _later() -> Step:
    reviews = (
        Field("when", "Looked at again on", DATE),
        Field("by", "By which team or body", LINE),
        Field("found", "What was found", TEXT, "Say “moved with”; a figure does not say why it moved."),
    )
    revisions = (
        Field("version", "Version", LINE),
        Field("when", "Day", DATE),
        Field("what", "What changed", TEXT),
    )
    fields = (
        Field("reviews", "Reviews", LIST, fields=reviews),
        Field("revisions", "Versions", LIST, fields=revisions),
        Field("superseded_by", "The decision that took its place", LINE),
    )
    return Step("later", "Reviews and versions", fields)
