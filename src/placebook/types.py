"""The words of Placebook, as frozen values. Nothing here imports from the rest of the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
NOTHING: Mapping[str, Any] = MappingProxyType({})


class State(StrEnum):
    """Why a value is or is not there: one vocabulary for the whole system."""

    OBSERVED = "observed"
    ESTIMATED = "estimated"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    LOW_RELIABILITY = "low reliability"
    NOT_MEASURED = "not measured"
    TOO_SMALL = "too small to show"
    NOT_ASKED = "not asked"
    NO_EFFECT = "no effect expected"
    EFFECT_UNKNOWN = "effect unknown"
    NOT_ANSWERED = "not yet answered"

    @property
    def has_value(self) -> bool:
        """True when a number may stand beside this state."""
        return self in _WITH_VALUE

    @property
    def shorthand(self) -> str:
        """The Government Statistical Service shorthand used in spreadsheets, or ''."""
        return _SHORTHAND.get(self, "")


_WITH_VALUE = frozenset({State.OBSERVED, State.ESTIMATED, State.PROVISIONAL, State.REVISED, State.LOW_RELIABILITY})
_SHORTHAND = {
    State.ESTIMATED: "[e]",
    State.PROVISIONAL: "[p]",
    State.REVISED: "[r]",
    State.LOW_RELIABILITY: "[u]",
    State.NOT_MEASURED: "[x]",
    State.TOO_SMALL: "[c]",
    State.NOT_ASKED: "[z]",
    State.NOT_ANSWERED: "[x]",
}


class Direction(StrEnum):
    """Whether a higher figure is better for people. There is no default: it must be declared."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class PlacebookError(Exception):
    """A fault that a person can mend. Its text says what, where, and what would be right."""


class ContentError(PlacebookError):
    """A file that a person wrote (recipe, source, framework, book) is wrong."""


class RecipeError(ContentError):
    """A recipe names something that is not there, or asks for something that has no answer."""


class DataError(PlacebookError):
    """Figures cannot be used as they stand."""


class SourceChanged(DataError):
    """Somebody else's file no longer looks as its source says."""


@dataclass(frozen=True, slots=True)
class Area:
    """A place with a GSS code, a kind (ward, LSOA, district...), its dates and its relations."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. `dated_by` says which year a longer period ("2009-2013") stands for."""

    id: str
    title: str
    unit: str = ""
    direction: Direction | None = None
    kind: str = "outcome"  # outcome, proxy, service use, context
    denominator: str | None = None
    source: str | None = None  # id of the Source it comes from
    dated_by: str = "last_year"  # first_year, middle_year, last_year
    says: str = ""
    does_not_say: str = ""
    decimals: int | None = None
    heading: str | None = None  # its heading in a wide table
    period: str | None = None  # its period where a wide table has no period column
    lowest: float | None = None  # no value below this is possible
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One published table and how to read it. Headings in neither `columns` nor `ignore` stop the import."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    published: str  # ISO date of the release
    file: str | None = None  # path under the book
    layout: str = "tidy"  # tidy or wide
    columns: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # our word -> their heading
    period: str | None = None  # where the table has no period column
    area_kind: str = ""
    indicators: tuple[Indicator, ...] = ()
    ignore: tuple[str, ...] = ()  # headings, or labels of indicators, left aside; * stands for any
    expect: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    sheet: str | None = None
    heading_row: int = 1  # the row of the file that holds the headings
    ignore_areas: tuple[str, ...] = ()  # codes of areas in the table that the book leaves aside; * stands for any
    shorthand: Mapping[str, State] = field(default_factory=lambda: NOTHING)  # "..": why there is no value
    periods: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # their label -> ours
    next_release: str | None = None
    note: str = ""
    boundary_year: str = ""  # of its areas, where it is not what the book says
    rebase: str = ""  # id of the rebase that put its counts on the book's boundaries
    disclosure: DisclosureRule | None = None  # which counts must not stand in its table; None = nobody said


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure, or the reason there is none, with the file and row it came from."""

    area: str
    indicator: str
    period: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    state: State = State.OBSERVED
    note: str = ""
    source: str = ""
    file: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Cube:
    """Numbers for area x indicator x period. NaN means "no value": never zero."""

    values: Numbers  # shape (areas, indicators, periods), float64
    areas: tuple[str, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]
    boundaries: str = ""  # the year of the boundaries of all its areas; "" where nobody says

    def __post_init__(self) -> None:
        wanted = (len(self.areas), len(self.indicators), len(self.periods))
        if self.values.shape != wanted:
            raise ValueError(f"values have shape {self.values.shape}, labels say {wanted}")
        if self.values.dtype != np.float64:
            raise ValueError(f"values must be float64, not {self.values.dtype}")
        self.values.flags.writeable = False

    def pick(self, indicators: tuple[str, ...]) -> Cube:
        """The same cube with only these indicators, in this order. Raises KeyError for an unknown one."""
        places = {name: i for i, name in enumerate(self.indicators)}
        columns = [places[name] for name in indicators]
        return Cube(self.values[:, columns, :].copy(), self.areas, indicators, self.periods, self.boundaries)

    def column(self, indicator: str, period: str) -> Numbers:
        """The figures of one indicator in one period, shape (areas,)."""
        return self.values[:, self.indicators.index(indicator), self.periods.index(period)]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records, people or events there are in each area, period and category.

    Counts are confidential until the disclosure gate has been passed: nothing writes them where they are published.
    They add up, so they may be summed over areas, periods and categories; rates may not. A nought is a true nought.
    After a rebase by shares they need not be whole, and their sums still are. NaN means that nobody counted there.
    """

    values: Numbers  # shape (areas, periods, categories), float64, never below zero
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    categories: tuple[str, ...]
    area_kind: str = ""  # ward, LSOA...
    boundaries: str = ""  # the year that the boundaries of the areas are of: "2022"

    def __post_init__(self) -> None:
        wanted = (len(self.areas), len(self.periods), len(self.categories))
        if self.values.shape != wanted:
            raise ValueError(f"counts have shape {self.values.shape}, labels say {wanted}")
        if np.any(self.values < 0):
            raise ValueError("a count is below zero")
        self.values.flags.writeable = False


@dataclass(frozen=True, slots=True)
class DisclosureRule:
    """What may be shown of a count about people, for one indicator.

    Counts from 1 to `hide_up_to` are hidden, and 0 as well unless `zero_is_safe`. What is shown is rounded to the
    nearest multiple of `round_to`. `protection` is how far, at least, the range that an attacker can work out for a
    hidden count must reach; None means that it must cover every count that the rule hides.
    """

    hide_up_to: int = 4
    zero_is_safe: bool = True
    round_to: int = 1
    protection: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a cube: limits and states of the same shape, where they are known.

    `error` is the standard error of each value (NaN where no limits were given);
    `estimated` is True where the value was carried, interpolated or imputed.
    """

    error: Numbers
    estimated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an index: either a leaf that reads an indicator, or a whole with parts.

    A part with `not_measured` has neither: it stands in the tree so that the gap can be seen.
    """

    name: str
    title: str
    weight: float = 1.0
    parts: tuple[Part, ...] = ()
    indicator: str | None = None
    loss: str | None = None  # indicator: per cent of this part's score that is lost
    not_measured: str | None = None

    def walk(self) -> Iterator[Part]:
        """This part, then all below it, parents before their parts."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def measured(self) -> tuple[Part, ...]:
        """The direct parts that carry figures."""
        return tuple(p for p in self.parts if p.not_measured is None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a recipe: a family of the handbook (treat, normalise...), a method and its options."""

    family: str
    method: str
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    only: tuple[str, ...] = ()  # indicators or parts it applies to; empty means all


@dataclass(frozen=True, slots=True)
class Choice:
    """One methodological choice that honest ranks vary: `what` over `options` (see the manual)."""

    what: str  # weights, normalise, aggregate, treat, impute, drop_one
    options: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class RankPlan:
    """How rank ranges are made: number of runs, seed, and what is allowed to vary."""

    runs: int = 1000
    seed: int = 1
    sampling_error: bool = True
    missing_values: bool = True
    missing_spread: float = 0.5  # spread of an estimated figure, as a share of the spread between areas
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class PeerPlan:
    """How an area's peers are found: the n nearest on declared indicators, each scaled by its spread."""

    count: int = 5
    nearest_on: tuple[str, ...] = ()
    mads: float = 1.0  # how far outside the peers' median is over or under
    mad_scaled_by: float = 1.0  # 1: the plain MAD; 1.4826 makes it read like a standard deviation


@dataclass(frozen=True, slots=True)
class ProgressPlan:
    """Points of score a year that separate the four classes of progress.

    Below -stagnation is deterioration; up to +stagnation is stagnation; from `significant` on
    is significant improvement; between the two is steady improvement.
    """

    stagnation: float = 0.5
    significant: float = 2.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How an index is made. A value: "what if?" is a change to it."""

    id: str
    title: str
    says: str
    does_not_say: str
    method_source: str
    higher_means: str
    levels: tuple[str, ...]  # names of the levels from the whole down
    tree: Part
    steps: tuple[Step, ...]
    version: str = "1"
    high_score_is: str = "better"  # or "worse", as for deprivation
    constants_from: str = "each_period"  # all_periods, or the label of a base period
    periods: tuple[str, ...] = ()  # empty means every period in the data
    indicators: tuple[Indicator, ...] = ()
    context: tuple[str, ...] = ()  # indicators shown beside the index, never in it
    frameworks: Mapping[str, str] = field(default_factory=lambda: NOTHING)  # part name -> "framework#concept"
    ranks: RankPlan = field(default_factory=RankPlan)
    peers: PeerPlan = field(default_factory=PeerPlan)
    progress: ProgressPlan = field(default_factory=ProgressPlan)


@dataclass(frozen=True, slots=True)
class Index:
    """The result of a recipe on a cube: scores and ranks of every part, areas and periods.

    `scores` and `ranks` are cubes whose "indicators" are part names in the order of `parts`;
    `weights` has shape (parts, periods): each part's share of its whole, as used.
    `screened_out` maps areas and indicators that the recipe's screening set aside to the reason.
    """

    recipe: Recipe
    parts: tuple[Part, ...]
    scores: Cube
    ranks: Cube
    weights: Numbers
    estimated: NDArray[np.bool_]  # shape of scores: True where any value below it was estimated
    coverage: Numbers  # shape of scores: share of weight that rests on a value, 0 to 1
    screened_out: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def place(self, name: str) -> int:
        """The position of a part. Raises KeyError with the names there are."""
        if name in self.scores.indicators:
            return self.scores.indicators.index(name)
        raise KeyError(f"no part called {name!r}; there is: {', '.join(p.name for p in self.parts)}")

    @property
    def out_of(self) -> NDArray[np.int64]:
        """How many areas have a rank, shape (parts, periods)."""
        counted: NDArray[np.int64] = np.sum(~np.isnan(self.ranks.values), axis=0, dtype=np.int64)
        return counted


@dataclass(frozen=True, slots=True)
class RankRanges:
    """How sure the scores and ranks of one period are: what many runs of the same recipe gave.

    `low` and `high` are the 5th and 95th percentiles over the runs and `mid` is the middle run, so
    a rank of 1 to 4 has a `rank_low` of 1 and a `rank_high` of 4. `first` and `last` are the shares
    of runs in which an area came first or last, and `fifths` the shares in which it lay in each
    fifth, the fifth with rank 1 in front. Arrays have shape (areas, parts); `fifths` has
    (areas, parts, 5). NaN where an area has no score. Rank 1 is the highest score, as in Index.
    """

    areas: tuple[str, ...]
    parts: tuple[str, ...]
    period: str
    score_low: Numbers
    score_mid: Numbers
    score_high: Numbers
    rank_low: Numbers
    rank_mid: Numbers
    rank_high: Numbers
    first: Numbers
    last: Numbers
    fifths: Numbers
    runs: int = 0
    seed: int = 0
    varied: tuple[str, ...] = ()  # what the runs changed, in words
    not_varied: tuple[str, ...] = ()  # what they could not change, and why
    clear: NDArray[np.int8] | None = None  # (areas, areas, parts): 1 row clearly above column, -1 below, 0 not clear

    def clearly_above(self, area: str, other: str, part: str) -> bool | None:
        """Whether one area is clearly above another on a part; None where pairs were not worked out.

        Clear means: so sure that among all pairs of areas at most one set in twenty holds a false one.
        """
        if self.clear is None:
            return None
        return bool(self.clear[self.areas.index(area), self.areas.index(other), self.parts.index(part)] == 1)

    def __post_init__(self) -> None:
        wanted = (len(self.areas), len(self.parts))
        for name in RANGE_ARRAYS:
            found = getattr(self, name).shape
            if found != wanted:
                raise ValueError(f"{name} has shape {found}, labels say {wanted}")
        if self.fifths.shape != (*wanted, 5):
            raise ValueError(f"fifths has shape {self.fifths.shape}, labels say {(*wanted, 5)}")
        if np.any((self.rank_low > self.rank_high) | (self.score_low > self.score_high)):
            raise ValueError("a low end lies above its high end")
        for name in (*RANGE_ARRAYS, "fifths"):
            getattr(self, name).flags.writeable = False


RANGE_ARRAYS = (
    "score_low",
    "score_mid",
    "score_high",
    "rank_low",
    "rank_mid",
    "rank_high",
    "first",
    "last",
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One element of a framework, with how its wording stands to its source."""

    id: str
    title: str
    flag: str  # verbatim name, paraphrased, adapted, not in the source
    definition: str = ""
    parts: tuple[Concept, ...] = ()
    also_called: tuple[str, ...] = ()
    gap: str = ""  # why it has no measure or no members, said aloud
    note: str = ""
    indicators: tuple[str, ...] = ()

    def walk(self) -> Iterator[Concept]:
        """This concept, then all below it."""
        yield self
        for concept in self.parts:
            yield from concept.walk()


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a crosswalk: a SKOS relation between concepts of two frameworks."""

    relation: str  # exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch
    this: str  # "framework#concept"
    that: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A published way of thinking: a versioned tree of concepts, and where each came from."""

    id: str
    title: str
    version: str
    published_by: str
    source: str
    licence: str
    concepts: tuple[Concept, ...]
    relations: tuple[Relation, ...] = ()
    based_on: tuple[str, ...] = ()
    supersedes: str | None = None
    says: str = ""
    gap: str = ""

    def walk(self) -> Iterator[Concept]:
        """Every concept, parents before their parts."""
        for concept in self.concepts:
            yield from concept.walk()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text of one page, as extracted: characters `start` up to, not including, `end`.

    `page` counts the pages of a document from 1; a document without pages is one long page. `before` is what joins the
    piece to the one before it: a space, a line end, the mark between cells, or nothing where a broken word goes on.
    """

    page: int
    start: int
    end: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some 80 to 180 words of a document, with where they stand in it. Its pieces make its text again.

    `id` depends on the document, the words and how often the same words came before, and on nothing else: a code that
    a person put on a passage stays on it when other pages come to be read in a better way.
    """

    id: str
    document: str  # SHA-256 of the file as received
    text: str
    kind: str  # text or table
    headings: tuple[str, ...]  # from the whole down
    pieces: tuple[Piece, ...]
    paragraph: int  # the paragraph of the document in which it begins, from 1
    words: int

    @property
    def pages(self) -> tuple[int, int]:
        """The first and the last page that it stands on."""
        numbers = [piece.page for piece in self.pieces]
        return min(numbers), max(numbers)


@dataclass(frozen=True, slots=True)
class Document:
    """A strategy, plan, report or case study: what somebody said about a file. '' means that nobody said it."""

    id: str  # SHA-256 of the file as received
    names: tuple[str, ...]  # every name under which the same file came
    media: str  # pdf, docx, html, text or answers
    size: int  # bytes
    added: str  # the day, as 2026-11-28
    title: str = ""
    body: str = ""  # GSS code of the area whose authority wrote it
    body_name: str = ""
    type: str = ""  # strategy, local plan, cabinet paper...
    status: str = ""  # draft, adopted, withdrawn
    scope: str = ""
    years: str = ""  # what it covers, as 2021-2025
    language: str = ""
    address: str = ""  # where it was published
    date: str = ""  # when it was published or fetched, as its register says
    licence: str = ""
    cut: bool = False  # its register says that the text ends too early
    note: str = ""

    @property
    def licensed(self) -> bool:
        """Whether somebody said under which licence it is. "Not stated" says that nobody did."""
        return self.licence.casefold() not in ("", "not stated", "none stated", "not said", "not known", "none")


@dataclass(frozen=True, slots=True)
class CodeRule:
    """When one concept of a framework is put on a passage, in words that two readers can agree on.

    `phrases` are words that speak for the concept, and `negative_phrases` are ones that hold such words and mean
    something else ("investment climate").
    """

    concept: str
    definition: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    negative_phrases: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What speaks for the concept: its definition, then its phrases."""
        return (self.definition, *self.phrases)


@dataclass(frozen=True, slots=True)
class Codebook:
    """How passages are coded to one framework: a rule for each concept. A new version is a new file."""

    id: str
    version: str
    framework: str
    title: str
    says: str
    written_from: str  # what was read to write it, and what was not
    rules: tuple[CodeRule, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A concept that a named rule offers for a passage. It is never counted as a person's code."""

    passage: str
    concept: str
    score: float
    sure: bool
    method: str  # phrases, meaning, trained
    version: str  # of the codebook and of the model
    because: tuple[str, ...]  # the words that made it


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Where a case study comes from: a document with its page, and what is printed there. '' where nobody said it."""

    document: str  # id of a document that the set names
    page: str = ""
    quote: str = ""
    links: tuple[str, ...] = ()  # as printed
    passage: str = ""  # id of a Passage of the library


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the outcome of a case study was measured, as far as its source says. What is not said is None or ''.

    `times` says when it was measured: once, before and after, series. `comparison` says beside whom: none, dose (more
    and less of it at one time), not comparable, comparable, nearly equal, random. The last five are the dimensions of
    EMMIE: what the source says of each in our words, '' where it says nothing.
    """

    account: bool | None = None  # it says why the thing should work
    times: str = ""
    comparison: str = ""
    units: int | None = None  # places or people on each side, the smaller number
    adjusted: bool | None = None  # other causes are allowed for in the figures
    independent: bool | None = None  # measured by others than those who ran it
    replications: int | None = None  # independent evaluations elsewhere that came to the same
    manual: bool | None = None  # there are manuals by which others run it the same way
    effect: str = ""
    mechanism: str = ""
    moderators: str = ""
    implementation: str = ""
    economics: str = ""


@dataclass(frozen=True, slots=True)
class Grading:
    """What a person said of the strength that the rule proposed: the body's reply, or an audit by somebody else."""

    stage: str  # right of reply, audited
    by: str
    date: str  # ISO
    agrees: bool
    because: str
    maryland: int | None = None  # the level that they give instead
    nesta: int | None = None


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """What was done somewhere, for whom, and what came of it, as a source tells it. '' means that it does not say."""

    id: str
    title: str
    kind: str  # plan, practice, warning
    place: str  # as the source calls it
    areas: tuple[str, ...] = ()  # GSS codes
    no_area: str = ""  # why it has none
    body: str = ""  # who did it
    problem: str = ""
    done: str = ""
    for_whom: str = ""
    cost: str = ""
    scale: str = ""
    partners: tuple[str, ...] = ()
    stage: str = ""  # of the left shift: acute, community, citizen
    barriers: tuple[str, ...] = ()  # in words, or as "framework#concept"
    outcome: str = ""
    measured_how: str = ""
    direction: str = ""  # of the effect: better, worse, mixed, no difference
    indicators: tuple[str, ...] = ()  # ids of the indicators that it moved with
    lessons: tuple[str, ...] = ()  # practical wisdom
    consent: str = ""  # who agreed to its being told
    concepts: tuple[str, ...] = ()  # "framework#concept", put on it by a person
    status: str = ""  # draft, adopted, withdrawn: of a plan
    sources: tuple[CasePlace, ...] = ()
    evaluation: Evaluation | None = None
    gradings: tuple[Grading, ...] = ()
    defects: tuple[str, ...] = ()  # what is doubtful in the source
    set: str = ""


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Case studies that were gathered together, from which documents and by whom."""

    id: str
    title: str
    says: str
    coded_by: str  # who put concepts on them
    licence: str
    documents: Mapping[str, str]  # id -> what it is, by whom, when
    cases: tuple[CaseStudy, ...]


@dataclass(frozen=True, slots=True)
class PassageCode:
    """A concept on a passage: by a person, or offered by a method. The second never counts as the first."""

    passage: str
    concept: str  # "framework#concept"
    by: str = ""  # the person
    method: str = ""  # what offered it, where no person has said yes
    date: str = ""  # ISO
    version: str = ""  # of the codebook; "" where nobody said
    role: str = ""  # of the person
    status: str = ""  # agreed, in dispute; of a third person: decided, rejected; "" for a reading as it stands
    memo: str = ""  # what was noted; of a third person: why


@dataclass(frozen=True, slots=True)
class Ask:
    """What a team asks of others, or offers to them. Who owns it is a team or a body, and never a private person."""

    id: str
    kind: str  # ask, offer, not said
    title: str
    says: str
    owner: str = ""  # the team; "" where the source does not say
    body: str = ""  # what it is part of
    areas: tuple[str, ...] = ()  # GSS codes of the places that it is about
    words: tuple[str, ...] = ()  # phrases by which its match is looked for
    concepts: tuple[str, ...] = ()  # framework#concept
    state: str = "open"  # open, matched, met, withdrawn
    since: str = ""  # the day of the state, as 2026-11-28
    answer: str = ""  # what came of it, or why it was withdrawn
    matched: tuple[str, ...] = ()  # the ids of what it is matched with
    source: str = ""
    page: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that a research centre did: an evidence need, a call, a synthesis, an output, a use, a promotion."""

    id: str
    kind: str
    title: str
    says: str
    by: str  # the team
    day: str  # as 2026-11-28
    follows: tuple[str, ...] = ()  # the ids of what it grew out of
    concepts: tuple[str, ...] = ()  # framework#concept
    links: tuple[str, ...] = ()  # addresses, or paths of the site
    changed: str = ""  # of a use: what was done differently


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that is true of a body or not. One at the lowest level warns; any other speaks for its level."""

    id: str
    level: str
    says: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that a question set asks about: what should be so, and the statements that show how far it is."""

    id: str
    title: str
    asks: str = ""
    statements: tuple[Statement, ...] = ()
    prompts: tuple[str, ...] = ()  # to think with; they decide nothing
    concepts: tuple[str, ...] = ()  # "framework#concept", or a framework as a whole
    gap: str = ""  # what the source does not hold


@dataclass(frozen=True, slots=True)
class StatusRule:
    """Gives a level when the share of statements that hold is, at each level named, one of the words named.

    The words are none, some and all. A level without statements has none. The first rule that fits decides.
    """

    level: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    because: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The least level that is wanted of each outcome, for one kind of body or purpose."""

    id: str
    title: str
    needs: Mapping[str, str]  # outcome -> level


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A framework's outcomes with statements for each level, and the rules that decide a level. It has no score."""

    id: str
    version: str
    title: str
    levels: Mapping[str, str]  # id -> title, the lowest first
    rules: tuple[StatusRule, ...]
    outcomes: tuple[Outcome, ...]
    profiles: tuple[Profile, ...] = ()
    says: str = ""
    does_not_say: str = ""
    source: str = ""
    licence: str = ""
    frameworks: tuple[str, ...] = ()
    test_again_after_months: int | None = None  # None: nothing here is tested
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a reviewer doubted in an answer, and the reply. Without a reply it is open."""

    by: str
    on: str  # ISO date
    says: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """What a body answers for one outcome. A statement that is not named is not yet answered, neither yes nor no."""

    outcome: str
    answers: Mapping[str, bool | State] = field(default_factory=lambda: NOTHING)  # statement -> yes, no or why not
    evidence: tuple[str, ...] = ()
    owner: str = ""  # a role or a team
    target: str = ""  # the level aimed at
    target_date: str = ""  # ISO
    last_tested: str = ""  # ISO
    comment: str = ""
    challenges: tuple[Challenge, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Answers to a question set at a date, by one body, reviewed by somebody else."""

    set: str
    version: str
    about: str  # the body, system or proposal
    on: str  # ISO date
    by: str
    outcomes: tuple[OutcomeAnswer, ...] = ()
    reviewed_by: str = ""
    reviewed_on: str = ""
    withdrawn: str = ""  # why, where it was
    withdrawn_on: str = ""  # ISO


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One field of a standard for registers of algorithms, and what other standards call the same."""

    name: str  # as the standard has it: organisation
    title: str
    tier: int
    category: str
    required: bool
    repeats: bool  # whether it may stand more than once
    others: Mapping[str, tuple[str, str]] = field(default_factory=lambda: NOTHING)  # standard -> name, same or similar


@dataclass(frozen=True, slots=True)
class RegisterStandard:
    """A published list of what a register says of an algorithm, in its order."""

    id: str
    version: str
    title: str
    others: Mapping[str, str]  # id of another standard -> its title
    fields: tuple[RegisterField, ...]


@dataclass(frozen=True, slots=True)
class AuditReference:
    """A bias audit that belongs to a register entry: its report in the book, its day, and the data that it read."""

    report: str  # a file of the book: register/audits/repairs-sorter.json
    date: str  # ISO
    sha256: str  # of the table that was audited, as the report names it


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What is said in public of one algorithm in use. A field that is not there is not yet provided.

    `rests_on` are fingerprints (or plain words) of what the entry was written for: model, data, supplier. When one of
    them is no longer so, or the review day is past, the entry is stale.
    """

    id: str
    standard: str  # "atrs 1.1"
    version: str  # of the entry
    values: Mapping[str, tuple[str, ...]]  # field -> what is said, once or more
    rests_on: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    review_on: str = ""  # the day by which somebody looks at it again, as 2027-03-04
    audits: tuple[AuditReference, ...] = ()
    withdrawn: str = ""  # why, where it was
    withdrawn_on: str = ""  # ISO
