"""placebook frameworks: what ways of thinking come with Placebook, and their export as SKOS."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placebook.cli.aligned import aligned

if TYPE_CHECKING:
    from placebook.types import Concept, Framework


@click.group(invoke_without_command=True)
@click.pass_context
def frameworks(ctx: click.Context) -> None:
    """List, show and export the frameworks that come with Placebook."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@frameworks.command("list")
def list_() -> None:
    """Name every framework, its version, and how many elements it has."""
    from placebook.book.frameworks import shipped_frameworks

    found = shipped_frameworks()
    counts = {name: sum(1 for _ in one.walk()) for name, one in found.items()}
    rows = [(name, one.version, str(counts[name] or "not known"), one.title) for name, one in found.items()]
    for line in aligned(("Id", "Version", "Elements", "Title"), rows, words=(0, 1, 3)):
        click.echo(line)


@frameworks.command()
@click.argument("name")
def show(name: str) -> None:
    """Show one framework: its source, its elements with how their wording stands to the source, and its gaps."""
    from placebook.book.frameworks import find_framework

    for line in framework_lines(find_framework(name)):
        click.echo(line)


def framework_lines(framework: Framework) -> list[str]:
    """A framework as lines of text."""
    lines = [f"{framework.title} ({framework.version})", f"Published by: {framework.published_by}"]
    lines.append(f"Source: {framework.source}")
    lines += [framework.says] if framework.says else []
    lines += [f"Gap: {framework.gap}"] if framework.gap else []
    for concept in framework.concepts:
        lines += ["", *_concept_lines(concept, 0)]
    lines += ["", "Relations to other frameworks:"] if framework.relations else []
    lines += [f"  {one.this} {one.relation} {one.that}  {one.because}".rstrip() for one in framework.relations]
    return lines


def _concept_lines(concept: Concept, depth: int) -> list[str]:
    indent = "  " * depth
    lines = [f"{indent}{concept.title}  [{concept.flag}]"]
    lines += [f"{indent}  {concept.definition}"] if concept.definition else []
    lines += [f"{indent}  Gap: {concept.gap}"] if concept.gap else []
    for part in concept.parts:
        lines += _concept_lines(part, depth + 1)
    return lines


@frameworks.command()
@click.option("--format", "form", type=click.Choice(["skos"]), default="skos", show_default=True)
@click.option("--as", "syntax", type=click.Choice(["turtle", "json-ld"]), help="By default both files are written.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A folder for frameworks.ttl and frameworks.jsonld."
)
def export(form: str, syntax: str | None, output: Path | None) -> None:
    """Export every framework and crosswalk as SKOS, in Turtle and JSON-LD.

    Without -o one syntax (--as, else Turtle) goes to standard output.
    """
    from placebook.book.frameworks import shipped_frameworks
    from placebook.store.skos import frameworks_as_skos
    from placebook.store.whole import whole_file

    found = shipped_frameworks()
    if output is None:
        click.echo(frameworks_as_skos(found, syntax or "turtle"), nl=False)
        return
    output.mkdir(parents=True, exist_ok=True)
    endings = {"turtle": "ttl", "json-ld": "jsonld"}
    for name in [syntax] if syntax else list(endings):
        path = output / f"frameworks.{endings[name]}"
        with whole_file(path) as partial:
            partial.write_text(frameworks_as_skos(found, name), encoding="utf-8", newline="\n")
        click.echo(f"{path} ({form}, {name})")
