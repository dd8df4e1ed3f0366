"""The pages about the site itself: what it is, how it keeps to the Code of Practice, how accessible it is."""

from __future__ import annotations

from dataclasses import dataclass

from placebook.pages.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Promise:
    """One pillar of the Code of Practice for Statistics, what we do for it, and what we do not do yet."""

    pillar: str
    we_do: tuple[str, ...]
    not_yet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What the site is, who stands behind it, and under which licences its figures are."""

    title: str
    contact: str
    promises: tuple[Promise, ...]
    licences: tuple[tuple[str, tuple[str, ...]], ...]  # licence, publishers
    states: tuple[tuple[str, str, str], ...]  # state, shorthand, meaning


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """How far the site can be used by everyone, how that was tested, and what to do when it cannot."""

    title: str
    contact: str
    tested: tuple[str, ...]
    known_limits: tuple[str, ...]


PROMISES = (
    Promise(
        "Trustworthiness",
        (
            "Every score can be made again from the recipe and the figures: the method page gives the command "
            "and the mark of the build.",
            "Choices of method are written down with their reasons, in a text file that anyone can read.",
            "Corrections are listed in public, with their date.",
        ),
        ("Nobody outside has audited this site.",),
    ),
    Promise(
        "Quality",
        (
            "Ranks come with the range in which they could lie, from errors in the figures, choices of method, "
            "and missing values.",
            "What is not known is said: not measured, too small to show, estimated. It is never drawn as zero.",
            "Each indicator says what it does not say.",
        ),
        ("Limits are not published for every figure. Where they are not, the page says that the range is not known.",),
    ),
    Promise(
        "Value",
        (
            "The first sentences of each page are in plain words, and every picture has a table beside it.",
            "Every table can be had as a file, free, with a description that a machine can read.",
        ),
        (),
    ),
)

STATES = (
    ("observed", "", "measured and published for this period"),
    ("estimated", "[e]", "carried from another period, drawn between two, or filled in by a stated rule"),
    ("provisional", "[p]", "published, and may still change"),
    ("revised", "[r]", "changed since it was first published"),
    ("low reliability", "[u]", "published with a warning that it is unsure"),
    ("not measured", "[x]", "nobody has measured it here"),
    ("too small to show", "[c]", "hidden, so that no person can be found out"),
    ("not asked", "[z]", "the question does not apply here"),
)

TESTED = (
    "With axe, a program that looks for faults against WCAG 2.2 AA, on every kind of page, in a real browser.",
    "With the keyboard only; without JavaScript; at 320 pixels wide and at 400% zoom; with high-contrast colours; "
    "with less motion.",
    "Printed: the page of an area is one side of A4.",
)
KNOWN_LIMITS = (
    "The site has not been tested by people who use screen readers every day.",
    "Very long tables scroll sideways inside their own frame on a phone.",
)


def about_page(shelf: Shelf) -> AboutPage:
    """What the site is and how it keeps its promises."""
    found: dict[str, list[str]] = {}
    for source in shelf.sources:
        if source.publisher not in found.setdefault(source.licence, []):
            found[source.licence].append(source.publisher)
    licences = tuple((licence, tuple(sorted(who))) for licence, who in sorted(found.items()))
    return AboutPage(shelf.title, shelf.contact, PROMISES, licences, STATES)


def accessibility_page(shelf: Shelf) -> AccessibilityPage:
    """The accessibility statement."""
    return AccessibilityPage(shelf.title, shelf.contact, TESTED, KNOWN_LIMITS)
