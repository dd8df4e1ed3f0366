"""The second pass over a blind copy: it looks at it as somebody would who wants to find out who it was.

It takes the text letter by letter and not word by word, looks into words that are joined, and shares no rule with
the first pass. What it finds stops the export.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from placebook.learn.blind import TITLES, Gazetteer, fold

SHORTEST_INSIDE = 6  # letters of a name that is looked for inside longer words
_TRACES = (
    ("an address", re.compile(r"\S*(?:@|://|\bwww\b|\.gov\b|\.uk\b|\.com\b|\.org\b|bit\.ly)\S*", re.IGNORECASE)),
    ("a number to call", re.compile(r"(?:\d[\s().-]{0,2}){9,}")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b")),
    ("a code", re.compile(r"\b[A-Z][0-9]{8}\b")),
)
_TITLED = re.compile(rf"\b(?:{TITLES})\b\.?\s+[^\W\d_a-z]\w*")
_SENTENCE = re.compile(r"(?:(?<=[.!?:;(\n])|(?<=[“\"•]))\s*")


def survivors(text: str, gazetteer: Gazetteer) -> tuple[str, ...]:
    """What in a blind text may still say who it was, with why; nothing where the text is blind.

    Looked for: every name of the list, also joined to other letters ("bristolcouncil"); capitalised words within a
    sentence; words in capitals; titles with a name; addresses, telephone numbers, postcodes and codes.
    """
    left = _without(text, gazetteer.replacements)
    found = [f"{what}: {hit.group().strip()}" for what, pattern in _TRACES for hit in pattern.finditer(left)]
    found += [f"a titled person: {hit.group()}" for hit in _TITLED.finditer(left)]
    found += _names_inside(left, gazetteer)
    found += _capitals(left, gazetteer.allowed)
    return tuple(dict.fromkeys(found))


def _without(text: str, replacements: Iterable[str]) -> str:
    """The text without what stands for names, the longest first; a bar keeps what was apart from growing together."""
    for one in sorted(replacements, key=lambda one: (-len(one), one)):
        text = text.replace(one, "|")
    return text


def _names_inside(text: str, gazetteer: Gazetteer) -> list[str]:
    """Names of the list in the text, apart, joined to others, or with letters set apart."""
    written = set(re.findall(r"[^\W\d_]+", text))
    folded = " ".join("".join(fold(letter) if letter.isalpha() or letter == "&" else " " for letter in text).split())
    padded, closed, chunks = f" {folded} ", folded.replace(" ", ""), frozenset(folded.split())
    found = []
    for form, words, name, strict in gazetteer.spelled:
        if strict:
            if form in written or form.upper() in written or form.capitalize() in written:
                found.append(f"a name: {form}")
        elif name not in closed:
            continue
        elif f" {words} " in padded:
            found.append(f"a name: {form}")
        elif len(name) >= SHORTEST_INSIDE and any(name in chunk for chunk in chunks):
            found.append(f"a name inside a word: {form}")
        elif len(name) >= 2 * SHORTEST_INSIDE:
            found.append(f"a name in pieces: {form}")
    return found


def _capitals(text: str, allowed: frozenset[str]) -> Iterator[str]:
    """Capitalised words that do not begin a sentence, and words in capitals wherever they stand."""
    for sentence in _SENTENCE.split(text):
        words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\|", sentence)
        for place, word in enumerate(words):
            plain = fold(word.split("'")[0].split("’")[0])
            if word == "|" or not word[0].isupper() or plain in allowed or plain.split("-")[0] in allowed:
                continue
            if place > 0 or (len(word) > 1 and word.isupper()):
                yield f"a capital: {word}"
