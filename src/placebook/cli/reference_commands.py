"""The reference page about commands, written from what each command says of itself in `--help`."""

from __future__ import annotations

from collections.abc import Iterator

import click

from placebook.book.markdown import MADE, table
from placebook.cli import COMMANDS, placebook

EXITS = (
    (0, "All is well."),
    (1, "`placebook check` found something to mend."),
    (2, "It could not be done, and nothing was written. One sentence says what, where, and what would be right."),
    (130, "You stopped it. What was there before is as it was."),
)


def commands_markdown() -> str:
    """The page about commands as Markdown: a list of all, then one section for each, in the order of `--help`."""
    blocks = [
        "# Commands",
        MADE,
        "Each command answers `--help` with what stands here. Commands for a place book look for it in the folder that "
        "you are in, unless you name another.",
        table(
            ("Command", "What it does"),
            [(f"[`{name}`](#placebook-{name})", line) for name, (_, line) in COMMANDS.items()],
        ),
        "Long work shows how far it is on a screen. What is piped or written to a file is plain text.",
        table(("Exit code", "Means"), EXITS),
        *(block for context in _all_commands() for block in _section(context)),
    ]
    return "\n\n".join(blocks) + "\n"


def _all_commands() -> Iterator[click.Context]:
    """A context for `placebook` itself, for each command, and below a group for each command of it."""
    top = click.Context(placebook, info_name="placebook", help_option_names=["-h", "--help"])
    yield top
    for name in COMMANDS:
        command = placebook.get_command(top, name)
        if command is not None:
            yield from _with_parts(click.Context(command, parent=top, info_name=name))


def _with_parts(context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            part = context.command.get_command(context, name)
            if part is not None:
                yield from _with_parts(click.Context(part, parent=context, info_name=name))


def _section(context: click.Context) -> list[str]:
    """Heading, usage, help and options of one command."""
    command = context.command
    pieces = " ".join(command.collect_usage_pieces(context))
    options = [param for param in command.params if isinstance(param, click.Option)]
    records = [*(param.get_help_record(context) for param in options), _help_record(context)]
    rows = [(f"`{name}`", said) for name, said in filter(None, records)]
    # `\b` in a help text stops click from joining lines; Markdown has no use for it
    said = "\n\n".join(_paragraphs((command.help or "").replace("\b", "")))
    return [
        f"## {context.command_path}",
        f"```text\n{context.command_path} {pieces}\n```",
        said,
        table(("Option", "What it does"), rows),
    ]


def _help_record(context: click.Context) -> tuple[str, str]:
    """The row of the help option itself. click remembers on a command the names it had when it was first run, perhaps
    apart from `placebook`; this page goes by those it has below `placebook`."""
    return ", ".join(context.help_option_names), "Show this message and exit."


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        yield " ".join(paragraph.split())
