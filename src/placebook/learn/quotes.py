"""A quote must stand on its page, or it is refused."""

from __future__ import annotations

import re

LONGEST = 4_000  # characters
_LIGATURES = {"ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02", "ffi": "\ufb03", "ffl": "\ufb04", "st": "\ufb06"}
_SPLIT = {ord(sign): letters for letters, sign in _LIGATURES.items()} | {0xFB05: "st"}
_BREAK = r"(?:[-\u00ad\u2010]\s*\n\s*|\u00ad\s*)?"  # a word that is broken at the end of a line
_OF_ONE_FONT = "[\ue000-\uf8ff]"  # numbers that each font may give to signs of its own
_BULLET = "\u2022"


def legible(text: str) -> str:
    """Text as it can be shown in any font: a sign that only its own font has, most often a bullet, as a bullet."""
    return re.sub(_OF_ONE_FONT, _BULLET, text)


def find_quote(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands in the text of a page: first character and the one after the last. None: it does not.

    People quote to be believed, so a quote is the words of the page, in their order, whole, in the same case and
    with the same stops. Four things may differ, as they come from the setting and not from the author: white
    space, a hyphen where a line ends, letters set as one sign (the "fi" of some fonts), and a bullet that only the
    page's own font has.
    """
    words = quote.translate(_SPLIT).split()
    if not words or len(quote) > LONGEST:
        return None
    body = r"\s+".join(_BREAK.join(_letters(word)) for word in words)
    begins = r"(?<!\w)" if words[0][0].isalnum() else ""
    ends = r"(?!\w)" if words[-1][-1].isalnum() else ""
    found = re.search(begins + body + ends, text)
    return (found.start(), found.end()) if found else None


def _letters(word: str) -> list[str]:
    """Each letter of a word as a pattern; a pair that a font may set as one sign is found in both forms."""
    made: list[str] = []
    at = 0
    while at < len(word):
        pair = next((p for p in ("ffi", "ffl", "ff", "fi", "fl", "st") if word.startswith(p, at)), None)
        if pair:
            made.append(_in_each_form(pair))
            at += len(pair)
        elif word[at] in "-\u2010" and 0 < at < len(word) - 1:
            made.append(r"[-\u00ad\u2010]\s*")  # a hyphen of the word, at which the line may end
            at += 1
        elif word[at] == _BULLET:
            made.append(f"(?:{_BULLET}|{_OF_ONE_FONT})")
            at += 1
        else:
            made.append(re.escape(word[at]))
            at += 1
    return made


def _in_each_form(letters: str) -> str:
    """Letters one by one, as one sign, or "ffi" as f and the sign of fi, or the sign of ff and i."""
    ways = [list(letters), [_LIGATURES[letters]]]
    if len(letters) == 3:
        ways += [[letters[0], _LIGATURES[letters[1:]]], [_LIGATURES[letters[:2]], letters[2]]]
    if letters == "st":
        ways.append(["\ufb05"])
    return f"(?:{'|'.join(_BREAK.join(way) for way in ways)})"
