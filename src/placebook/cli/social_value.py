"""placebook social-value: packs of measures, and contracts with what was bid beside what came."""

from __future__ import annotations

from pathlib import Path

import click

FILE = click.Path(path_type=Path)


@click.group("social-value")
def social_value() -> None:
    """Hold what suppliers promised against what came, with what would have come anyway taken off."""


@social_value.command("show")
@click.argument("contract", metavar="CONTRACT.yaml", type=FILE)
def show(contract: Path) -> None:
    """Show a contract: each promise in its unit and in money, what is verified, and what is not known."""
    from placebook.book.social_value import read_contract
    from placebook.pages.social_value import contract_lines, page_of_contract

    click.echo("\n".join(contract_lines(page_of_contract(read_contract(contract)))))


@social_value.command("pack")
@click.argument("pack", metavar="PACK.yaml|TABLE.csv", type=FILE)
@click.option("-o", "--output", metavar="OUT.yaml", type=FILE, help="With a table: write the pack that it makes.")
@click.option("--title", default="", help="With a table: what the pack is called.")
@click.option("--version", "edition", default="1", show_default=True, help="With a table: its version.")
@click.option("--source", default="", help="With a table: who publishes it.")
@click.option("--licence", default="", help="With a table: under which licence.")
def pack(pack: Path, output: Path | None, title: str, edition: str, source: str, licence: str) -> None:
    """Show a pack of measures, or make one of a TABLE (CSV or XLSX) with one measure in each row."""
    from placebook.book.social_value import pack_from_table, pack_of, read_pack
    from placebook.book.yaml import mapping_of, yaml_text
    from placebook.cli.index import check_output
    from placebook.store.whole import whole_file

    if pack.suffix.lower() == ".yaml":
        if output is not None:
            raise click.UsageError("-o is for a table; a pack that is YAML is there already")
        found = read_pack(pack)
        click.echo(f"{found.title} ({found.id} {found.version}): {len(found.measures)} measures")
        click.echo("\n".join([f"Gap: {found.gap}"] if found.gap else []), nl=bool(found.gap))
        for one in found.measures:
            worth = "no proxy value" if one.proxy_value is None else f"£{one.proxy_value:,.2f}"
            click.echo(f"  {one.id}: {one.title} ({one.unit}), {worth}")
        return
    if output is None:
        raise click.UsageError("a table becomes a pack with -o OUT.yaml")
    if not (title and source and licence):
        raise click.UsageError("say --title, --source and --licence, which a table does not")
    check_output(output, pack, endings=(".yaml",))
    about = {"version": edition, "title": title, "source": source, "licence": licence}
    made = pack_from_table(pack, output.stem, about)
    measures = pack_of(mapping_of(made, str(pack)), output.stem).measures
    with whole_file(output) as partial:
        partial.write_text(yaml_text(made), encoding="utf-8", newline="\n")
    click.echo(f"{output}: {len(measures)} measures")
