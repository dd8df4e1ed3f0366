"""The part of a passage that shows why it was found, with the words that were looked for marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from placebook.learn.query import TOKEN, Query, fold
from placebook.learn.words import stem

WORDS = 40  # of a snippet


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a passage in parts, each plain or marked as found. `at` is the first found character in the passage.

    `before` and `after` say that the passage goes on on that side. No part holds markup: it is text as it stands.
    """

    parts: tuple[tuple[str, bool], ...]
    at: int
    before: bool
    after: bool

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(part for part, _ in self.parts)


_NOT_SHOWN = "An answer to a survey. Its words are not shown, as nobody said that they may be."
WITHHELD = Snippet(((_NOT_SHOWN, False),), 0, False, False)


class _Token(NamedTuple):
    start: int
    end: int
    found: str  # what of the question it answers; "" for nothing


def snippet(text: str, query: Query, most: int = WORDS, stems: bool = True) -> Snippet:
    """The stretch of at most `most` words that holds most of what was asked for, the earliest of equals.

    Parameters
    ----------
    text : of a passage
    query : what was asked; where nothing of it stands in the text, the stretch is its beginning
    most : words
    stems : whether "heating" also answers "heat"; not where words are looked for as written

    A word of a phrase counts only where the whole phrase stands.
    """
    tokens = _marked(text, query, stems)
    if not tokens:
        return Snippet(((text[:200], False),), 0, False, len(text) > 200)
    first = _best_start(tokens, most)
    shown = tokens[first : first + most]
    start = 0 if first == 0 else shown[0].start
    end = len(text) if first + most >= len(tokens) else shown[-1].end
    at = next((one.start for one in shown if one.found), start)
    return Snippet(tuple(_parts(text, shown, start, end)), at, start > 0, end < len(text))


def _marked(text: str, query: Query, stems: bool) -> list[_Token]:
    """Every word of a text, and what of the question it answers."""
    answers = _Answers(query, stems)
    tokens = [_Token(match.start(), match.end(), answers[match.group()]) for match in TOKEN.finditer(text)]
    if query.phrases:
        folded = [fold(text[token.start : token.end]) for token in tokens]
        for phrase in query.phrases:
            for at in _places_of(folded, phrase, stems):
                for place in range(at, at + len(phrase)):
                    tokens[place] = tokens[place]._replace(found=" ".join(phrase))
    return tokens


class _Answers(dict[str, str]):
    """What of a question each word answers, worked out once for each word however often it stands."""

    def __init__(self, query: Query, stems: bool) -> None:
        super().__init__()
        self.same = {fold(word): word for word in query.telling} if query.words else {}
        self.alike = {stem(word): asked for word, asked in self.same.items()} if stems else {}

    def __missing__(self, word: str) -> str:
        plain = fold(word)
        self[word] = self.same.get(plain) or (self.alike.get(stem(plain), "") if self.alike else "")
        return self[word]


def _places_of(folded: Sequence[str], phrase: Sequence[str], stems: bool) -> list[int]:
    wanted = [fold(word) for word in phrase]
    have = list(folded)
    places = [at for at in range(len(have) - len(wanted) + 1) if have[at : at + len(wanted)] == wanted]
    if stems and not places:
        wanted, have = [stem(word) for word in wanted], [stem(word) for word in have]
        places = [at for at in range(len(have) - len(wanted) + 1) if have[at : at + len(wanted)] == wanted]
    return places


def _best_start(tokens: Sequence[_Token], most: int) -> int:
    """Where the best stretch begins: most different things found, then most in all, then earliest, a little early."""
    inside: Counter[str] = Counter()
    best, best_at = (0, 0), 0
    places = [at for at, token in enumerate(tokens) if token.found]  # only these can make a stretch better
    gone = 0
    for last in places:
        while places[gone] <= last - most:
            inside[tokens[places[gone]].found] -= 1
            gone += 1
        inside[tokens[last].found] += 1
        count = (sum(n > 0 for n in inside.values()), sum(inside.values()))
        if count > best:
            best, best_at = count, max(0, last - most + 1)
    held = [at for at in places if best_at <= at < best_at + most]
    if not held:
        return 0
    spare = most - (held[-1] - held[0] + 1)
    return max(0, min(held[0] - spare // 2, len(tokens) - most))


def _parts(text: str, shown: Sequence[_Token], start: int, end: int) -> list[tuple[str, bool]]:
    """The stretch in parts. Found words side by side that answer the same make one mark."""
    parts: list[tuple[str, bool]] = []
    at, last = start, ""
    for token in shown:
        if not token.found:
            last = ""
            continue
        if last == token.found and " " in last and parts:
            parts[-1] = (parts[-1][0] + text[at : token.end], True)
        else:
            parts += [(text[at : token.start], False)] if token.start > at else []
            parts.append((text[token.start : token.end], True))
        at, last = token.end, token.found
    return parts + ([(text[at:end], False)] if end > at else [])
