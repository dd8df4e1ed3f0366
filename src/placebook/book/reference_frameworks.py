"""The reference page about frameworks: how to read them, how to write one, and all that come with Placebook."""

from __future__ import annotations

from placebook.book.markdown import MADE, one_line, table
from placebook.pages.frameworks import ConceptLine, FrameworkPage, FrameworksPage

FOUNDING_PAPERS = """\
The *founding papers* that many sections speak of are the five that Placebook began with:

- Socitm and St George's House (2022), *Resilient people, communities and places*, the report of a consultation on 29
  and 30 November 2021
- Socitm (2021), a policy briefing on place-based recovery and resilience, whose title page we do not have
- Socitm (2024), *Planting the flag for people and places*, a prospectus
- Socitm, *Policy themes*, a web page without a date
- Nadira Hussain (2023), *Revolutionising the use of technologies and data*, slides of 10 March 2023

Their figures are pictures that we do not have."""
EXAMPLE = """\
framework: our-place-2035
version: "2025"
title: Our Place 2035
published_by: A borough
source: Corporate plan (2025), p. 14
licence: OGL-UK-3.0
says: What the borough wants to have reached by 2035.
concepts:
  warm-homes:
    title: Warm homes
    flag: verbatim name
    definition: Nobody is cold at home.
    indicators: [fuel-poverty]
  belonging:
    title: Belonging
    flag: paraphrased
    gap: No figures below regional level since 2021.
relations:
  - relation: broadMatch
    this: our-place-2035#warm-homes
    that: areas-of-focus#housing
    because: A warm home is one part of decent housing.
"""


def frameworks_markdown(page: FrameworksPage) -> str:
    """The page about frameworks as Markdown: how to read it, a list of all, then one section for each."""
    blocks = [
        "# Frameworks",
        MADE,
        f"Placebook comes with {len(page.frameworks)} frameworks: published ways of thinking about places, each in one "
        "file in `src/placebook/content/frameworks/`. Names are facts and are carried over. Every explanation is in "
        "our own words. What the sources do not hold is said, not filled in.",
        FOUNDING_PAPERS,
        "## How to read this page",
        "Every element says how its wording stands to the source named in its section.",
        table(("Wording", "Means"), page.flags.items()),
        "Links between frameworks are [SKOS](https://www.w3.org/TR/skos-reference/) relations. A link stands in the "
        "file of the element on its left.",
        table(("Relation", "In words"), page.relations.items()),
        "## Write one of your own",
        "Put a file like this into the folder `frameworks` of your place book, under the name of its first line. "
        "`concepts` may be left out when `gap` says why its members are not known.",
        f"```yaml\n{EXAMPLE}```",
        "## All frameworks",
        table(
            ("Framework", "What it is", "Version", "Published by", "Elements", "Links", "Gap"),
            [_summary(each) for each in page.frameworks],
        ),
        *(block for each in page.frameworks for block in _section(each)),
    ]
    return "\n\n".join(blocks) + "\n"


def _summary(page: FrameworkPage) -> tuple[object, ...]:
    link = f"[{page.id}](#{page.id})"
    gap = "yes" if page.gap or any(line.gap for line in page.concepts) else ""
    return link, page.title, page.version, page.published_by, len(page.concepts), len(page.links), gap


def _section(page: FrameworkPage) -> list[str]:
    blocks = [f"## {page.id}", f"**{page.title}** ({page.version}). {page.says}", _origin(page)]
    if page.gap:
        blocks.append(f"**Gap.** {page.gap}")
    if page.concepts:
        blocks.append(table(("Element", "Id", "Wording", "What it means"), [_element(line) for line in page.concepts]))
    if page.links:
        rows = [(link.this, link.says, _linked(link.that, link.framework), link.because) for link in page.links]
        blocks.append(table(("Element", "Link", "Element elsewhere", "Because"), rows))
    return blocks


def _origin(page: FrameworkPage) -> str:
    """Where a framework is from, as a list."""
    facts = {
        "Published by": page.published_by,
        "Source": page.source,
        "Licence": page.licence,
        "Based on": ", ".join(f"[{id}](#{id})" for id in page.based_on),
        "Takes the place of": "" if page.supersedes is None else f"[{page.supersedes}](#{page.supersedes})",
    }
    return "\n".join(f"- {name}: {one_line(fact)}" for name, fact in facts.items() if fact)


def _element(line: ConceptLine) -> tuple[str, ...]:
    also = f"Also called {', '.join(line.also_called)}." if line.also_called else ""
    measured = f"Measured by {', '.join(line.indicators)}." if line.indicators else ""
    gap = f"**Gap.** {line.gap}" if line.gap else ""
    meaning = " ".join(words for words in (line.definition, also, line.note, measured, gap) if words)
    return "– " * line.depth + line.title, f"`{line.id}`", line.flag, meaning


def _linked(title: str, framework: str) -> str:
    return f"{title} ([{framework}](#{framework}))"
