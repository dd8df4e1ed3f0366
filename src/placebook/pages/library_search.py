"""What the search of the library says: passages with their page, ways to narrow them, and sentences that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from placebook.learn.snippets import Snippet

ASK, EXACT, RELATED = "ask", "exact", "related"
MODES = {ASK: "Ask in a sentence", EXACT: "These very words", RELATED: "Close in meaning"}
NOT_SAID = "not said"
AT_ONCE = 20  # passages on a page of results
STATUSES = ("adopted", "draft", "withdrawn", NOT_SAID)
FACETS = {"type": "Kind of document", "kind": "Kind of body", "year": "First year", "status": "Status"}


SURVEY_ANSWERS = "survey answers"  # the type of a document made of what people wrote in a survey


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is said of a document, as far as a search narrows by it. "not said" is a value like others."""

    id: str
    title: str
    body: str  # GSS code or ""
    body_name: str
    type: str
    kind: str
    year: str
    status: str
    media: str
    licensed: bool
    pages: int
    whole: bool  # False: its text ends too early, or pages of it could not be read
    passages: int

    @property
    def quotable(self) -> bool:
        """Whether a short quote may stand in public: of any plan or report, of what people answered only by licence."""
        return self.licensed or self.type != SURVEY_ANSWERS


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that was found. `parts` is its words, each part plain or found; nothing in it is markup."""

    passage: str
    document: str  # the first twelve characters of its id, as in its address
    title: str
    body: str
    status: str
    year: str
    where: str  # page 4, paragraph 12
    headings: tuple[str, ...]
    parts: tuple[tuple[str, bool], ...]
    quote: str
    goes_on_before: bool
    goes_on_after: bool
    because: str
    path: str
    near: str  # the address of passages close to it in meaning; "" where there are no vectors


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow a search, with the number of documents, and the address that does it or undoes it."""

    label: str
    documents: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """Ways to narrow a search by one thing. `by` says whose word it is: a machine's is never among people's."""

    title: str
    by: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class LikeMine:
    """A place like the one that was named, why it is alike, and how many documents of it are held."""

    code: str
    name: str
    reason: str
    documents: int


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to search."""

    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CodebookLink:
    """A page of what a machine suggests by one version of a codebook."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, and what was found. Everything asked for stands in the address."""

    words: str
    modes: tuple[Mode, ...]
    asked: bool
    says: str
    notes: tuple[str, ...]
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    kept: tuple[tuple[str, str], ...]  # what else the address holds, for the form
    like: str
    like_name: str
    places: tuple[LikeMine, ...]
    page: int
    pages: int
    before: str
    after: str
    csv: str
    count: str  # the address that counts documents with these words
    documents: int
    passages: int
    codebooks: tuple[CodebookLink, ...]
    councils: tuple[tuple[str, str], ...] = ()  # code and name of each that has places like it, to choose from


@dataclass(frozen=True, slots=True)
class Counted:
    """Documents of one status: how many mention it, of how many, and a quote from each that does."""

    status: str
    mention: int
    of: int
    not_whole: int  # of those without a mention, how many are not read whole
    says: str
    quotes: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class MentionsPage:
    """A sentence that counts, and the quotes behind it. The address holds all that it rests on."""

    title: str
    rule: str
    sentence: str
    fault: str  # why it cannot be counted; "" where it can
    groups: tuple[Counted, ...]
    notes: tuple[str, ...]
    csv: str
    left_out: int  # quotes that are in the CSV only


@dataclass(frozen=True, slots=True)
class ConceptQuotes:
    """One concept with the passages that speak most for it, by a machine."""

    concept: str
    title: str
    documents: int
    passages: int
    quotes: tuple[Hit, ...]
    search: str
    count: str


@dataclass(frozen=True, slots=True)
class ConceptsPage:
    """What a machine suggests for the concepts of one codebook. No person's code is among it."""

    codebook: str
    version: str
    title: str
    says: str
    concepts: tuple[ConceptQuotes, ...]


def hit_of(
    facts: DocumentFacts,
    passage: str,
    headings: Sequence[str],
    shown: Snippet,
    where: str,
    path: str,
    because: str = "",
    near: str = "",
) -> Hit:
    """A passage with its document and its page, and the part of it that was found."""
    return Hit(
        passage,
        facts.id[:12],
        facts.title,
        facts.body_name,
        facts.status,
        facts.year,
        where,
        tuple(headings),
        shown.parts,
        shown.text,
        shown.before,
        shown.after,
        because,
        path,
        near,
    )


def counts_of(documents: Iterable[DocumentFacts], field: str) -> list[tuple[str, int]]:
    """How many documents have each value: years in order, all else by number, what is not said last."""
    found: dict[str, int] = {}
    for one in documents:
        value = getattr(one, field)
        found[value] = found.get(value, 0) + 1
    order = (lambda one: (one[0] == NOT_SAID, one[0])) if field == "year" else _by_number
    return sorted(found.items(), key=order)


def _by_number(one: tuple[str, int]) -> tuple[bool, int, str]:
    return one[0] == NOT_SAID, -one[1], one[0]


def found_sentence(mode: str, passages: int, documents: int, words: str, most: int) -> str:
    """How much was found."""
    if not passages:
        return "Nothing was found. Try fewer or other words."
    many = _count(passages, "passage")
    of = _count(documents, "document")
    if mode == EXACT:
        return f"{many} in {of} {'holds' if passages == 1 else 'hold'} all of: {words}"
    top = f"The best {many}" if passages == most else many
    return f"{top} in {of}, best first."


def mention_groups(
    documents: Sequence[DocumentFacts], quotes: Mapping[str, Hit], what: str, most: int
) -> tuple[Counted, ...]:
    """Documents counted by status: a draft is not a plan, and what nobody said is said. `what` is said after "mention".

    At most so many quotes are given in all.
    """
    made, left = [], most
    for status in STATUSES:
        some = [one for one in documents if one.status == status]
        if not some:
            continue
        with_quote = [quotes[one.id] for one in some if one.id in quotes]
        not_whole = sum(not one.whole for one in some if one.id not in quotes)
        verb = "mentions" if len(with_quote) == 1 else "mention"
        says = f"{len(with_quote):,} of {len(some):,} {_named(status, len(some))} {verb} {what}"
        made.append(Counted(status, len(with_quote), len(some), not_whole, says, tuple(with_quote[:left])))
        left = max(0, left - len(with_quote))
    return tuple(made)


def mention_sentence(groups: Sequence[Counted]) -> str:
    """The sentence that the page stands for: adopted documents first, the others apart."""
    if not groups:
        return "No document that was read is counted here."
    return "; ".join(one.says for one in groups) + "."


def _named(status: str, count: int) -> str:
    many = "" if count == 1 else "s"
    if status == "draft":
        return f"draft{many} (not yet plans)"
    if status == NOT_SAID:
        return f"document{many} whose status nobody said"
    return f"{status} document{many}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
