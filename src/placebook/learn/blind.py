"""Council-blind copies: the lesson without the rivalry. Names of bodies, places and people become kinds of them.

A second pass, in blind_check.py, tries to find again who it was. It shares the list of names with this one and no rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

LINK, EMAIL, PHONE, POSTCODE, CODE = "[a link]", "[an e-mail address]", "[a phone number]", "[a postcode]", "[a code]"
PERSON, BODY, NAME = "[a person]", "[an organisation]", "[a name]"
PLACEHOLDERS = (LINK, EMAIL, PHONE, POSTCODE, CODE, PERSON, BODY, NAME)

_PATTERNS = (
    (re.compile(r"[^\s@<>()\[\],;:]+@[^\s@<>()\[\],;:]+\.[^\s@<>()\[\],;:]*[^\s@<>()\[\],;:.]"), EMAIL),
    (re.compile(r"\b(?:https?|ftp)://[^\s<>]+|\bwww\.[^\s<>]+", re.IGNORECASE), LINK),
    (
        re.compile(
            r"(?<![\w@])(?:[\w-]+\.)+(?:uk|com|org|net|gov|eu|info|wales|scot|london|ly|io)\b(?:/[^\s<>]*)?",
            re.IGNORECASE,
        ),
        LINK,
    ),
    (re.compile(r"(?<!\w)[@#]\w[\w.-]*"), LINK),
    (re.compile(r"(?<![\w.,£€$])(?:\+44|0)(?:[\s().-]*\d){8,11}(?!\d)"), PHONE),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"), POSTCODE),
    (re.compile(r"\b[EWSNK]\d{8}\b"), CODE),
)
TITLES = (
    r"Mrs?|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Baron(?:ess)?|Cllrs?|Councillors?|Alderman|Mayor|Rev"
    r"|Reverend|Canon|Bishop|Imam|Rabbi|Sheriff|Provost|MP|Minister|Secretary|Inspector|Constable|Sergeant|Superintendent"
)
_SUFFIXES = frozenset(
    {"city", "county", "borough", "boroughs", "district", "metropolitan", "council", "councils", "corporation"}
    | {"combined", "authority", "unitary", "mayoral"}
)
_TITLED = re.compile(rf"\b(?:{TITLES})\.?((?:\s+(?:(?:of|the|for|de|van|von|al|bin)\s+)*[^\W\d_a-z][\w'’.-]*)+)")
_TOKEN = re.compile(r"[^\W\d_]+|&")
_JOIN = re.compile(r"[\s,.\-–—/]{1,3}|['’]")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?!\w))")
_STARTS = '.!?:;“"(\n•'


@dataclass(frozen=True, slots=True)
class Known:
    """One name in one form, and what stands for it. `strict` ones are words too: only with a capital are they names."""

    form: str
    stands_for: str
    strict: bool = False


@dataclass(frozen=True)
class Gazetteer:
    """All names that are to go, and the words that are no names at the beginning of a sentence."""

    known: tuple[Known, ...]
    vocabulary: frozenset[str]
    allowed: frozenset[str]  # capitalised words that name nobody; countries are among them

    @cached_property
    def by_first(self) -> Mapping[str, tuple[tuple[tuple[str, ...], Known], ...]]:
        """The forms by their first word, the longest first."""
        found: dict[str, dict[tuple[str, ...], Known]] = {}
        for one in self.known:
            words = tuple(fold(word) for word in _TOKEN.findall(one.form))
            if words:
                found.setdefault(words[0], {}).setdefault(words, one)
        return {
            first: tuple(sorted(forms.items(), key=lambda pair: (-len(pair[0]), pair[0])))
            for first, forms in found.items()
        }

    @cached_property
    def spelled(self) -> tuple[tuple[str, str, str, bool], ...]:
        """Each form as written, as folded words, as folded letters without spaces, and whether it is strict."""
        found = []
        for one in self.known:
            words = " ".join(fold(word) for word in _TOKEN.findall(one.form))
            found.append((one.form, words, words.replace(" ", ""), one.strict))
        return tuple(dict.fromkeys(found))

    @cached_property
    def replacements(self) -> frozenset[str]:
        """Everything that may stand for a name."""
        return frozenset({one.stands_for for one in self.known} | set(PLACEHOLDERS))


def fold(word: str) -> str:
    """A word without case and accents: Môn is mon, and & is and."""
    if word == "&":
        return "and"
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def blind_text(text: str, gazetteer: Gazetteer) -> str:
    """A text in which names of bodies, places and people, links, addresses and numbers give way to kinds.

    Why: a lesson from a rival is easily dismissed; the same lesson from "a county council in the south west" is not.
    It errs on the side of taking out too much: a capitalised word that is neither at the beginning of a sentence nor
    known to name nobody goes as well, and so does every word in capitals that is not a common abbreviation.
    """
    text = unicodedata.normalize("NFC", text)
    for pattern, stands_for in _PATTERNS:
        text = pattern.sub(stands_for, text)
    text = _TITLED.sub(PERSON, text)
    return re.sub(r"(\[a (?:name|person)\])(?:(?:\s+|-)\1)+", r"\1", "".join(_pieces(text, gazetteer)))


def _pieces(text: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The text in pieces, names replaced."""
    tokens = list(_TOKEN.finditer(text))
    done, at = 0, 0
    while at < len(tokens):
        taken = _placeholder(text, tokens, at) or _known(text, tokens, at, gazetteer)
        if taken is None:
            taken = _unknown(text, tokens, at, gazetteer)
        if taken is None:
            at += 1
            continue
        count, stands_for = taken
        end = tokens[at + count - 1].end()
        if stands_for:
            after = _POSSESSIVE.match(text, end)
            yield text[done : tokens[at].start()] + stands_for + ("’s" if after else "")
            done = after.end() if after else end
        at += count
        while at < len(tokens) and tokens[at].start() < done:
            at += 1
    yield text[done:]


def _placeholder(text: str, tokens: list[re.Match[str]], at: int) -> tuple[int, str] | None:
    """How many tokens a placeholder takes that stands here already; it stays as it is."""
    start = tokens[at].start() - 1
    if start < 0 or text[start] != "[":
        return None
    for one in PLACEHOLDERS:
        if text.startswith(one, start):
            return len(_TOKEN.findall(one)), ""
    return None


def _known(text: str, tokens: list[re.Match[str]], at: int, gazetteer: Gazetteer) -> tuple[int, str] | None:
    """The longest name of the list that begins here, with the kind of body behind it."""
    for words, one in gazetteer.by_first.get(fold(tokens[at].group()), ()):
        some = tokens[at : at + len(words)]
        if len(some) < len(words) or tuple(fold(token.group()) for token in some) != words:
            continue
        if one.strict and not tokens[at].group()[0].isupper():
            continue
        if all(_JOIN.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(some)):
            return _with_suffix(text, tokens, at, len(words)), one.stands_for
    return None


def _with_suffix(text: str, tokens: list[re.Match[str]], at: int, count: int) -> int:
    """How many words a name has with "City Council" and its like behind it."""
    end = at + count
    while end < len(tokens) and fold(tokens[end].group()) in _SUFFIXES and tokens[end].group()[0].isupper():
        if not _JOIN.fullmatch(text[tokens[end - 1].end() : tokens[end].start()]):
            break
        end += 1
    return end - at


def _unknown(text: str, tokens: list[re.Match[str]], at: int, gazetteer: Gazetteer) -> tuple[int, str] | None:
    """A word in capitals, or a run of capitalised words, that may be a name."""
    word = tokens[at].group()
    if not word[0].isupper() or fold(word) in gazetteer.allowed:
        return None
    if len(word) > 1 and word.isupper():
        return 1, BODY
    follows = at + 1 < len(tokens) and _is_name(tokens[at + 1].group(), gazetteer) and _near(text, tokens, at)
    common = fold(word) in gazetteer.vocabulary
    if _starts(text, tokens[at].start()) and common:
        return None
    return (2, NAME) if follows and not common else (1, NAME)


def _is_name(word: str, gazetteer: Gazetteer) -> bool:
    return word[0].isupper() and fold(word) not in gazetteer.allowed


def _near(text: str, tokens: list[re.Match[str]], at: int) -> bool:
    return text[tokens[at].end() : tokens[at + 1].start()] in {" ", "-"}


def _starts(text: str, start: int) -> bool:
    """Whether a sentence, a cell or a quote begins here."""
    before = text[:start].rstrip(" \t‘'")
    return not before or before[-1] in _STARTS


def all_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand in texts with a small letter at their front: they are words, whatever else they are."""
    return frozenset(fold(word) for text in texts for word in _TOKEN.findall(text) if word[0].islower())
