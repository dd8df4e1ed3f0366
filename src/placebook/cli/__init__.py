"""Commands: read, call one function, print. Each command's module is loaded only when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

# command -> (module in this package, one line for `placebook --help`)
COMMANDS = {
    "demo": ("demo", "Build the example book, show Abbey ward's scorecard, and open the book as a site."),
    "new": ("books", "Make a new place book in a folder."),
    "check": ("books", "Say in plain words what is wrong in a place book, and what would be right."),
    "build": ("books", "Build the observations, indexes and rank ranges of a place book."),
    "records": (
        "records",
        "Count record-level files by area, period and category; move and keep safe what people typed.",
    ),
    "serve": ("serve", "Show the site of a book, live, on this machine."),
    "bake": ("bake", "Write the whole site of a book as plain files that any web host can hold."),
    "desk": ("desk", "Give people accounts at the desk, where records are written, checked and published."),
    "corrections": ("corrections", "Read what readers found wrong on the site, and answer it."),
    "library": ("library", "Keep strategies, plans and reports, cut into passages that can be quoted with their page."),
    "cases": ("cases", "List case studies, say how far each can be believed, and write copies without names."),
    "asks": ("asks", "List asks and offers, show one, and find what may fit it."),
    "explain": ("methods", "Say in words how an index is made, with formulas and sources."),
    "diagnose": ("diagnosis", "Say whether parts belong together, what rules the index, and what it rests on."),
    "score": ("scores", "Show the scorecard of one area."),
    "ranks": ("scores", "Show every area's rank with its range, and which areas are clearly different."),
    "portrait": ("portraits", "Show a place between its social floor and its ecological ceiling, in words."),
    "what-if": ("changes", "Change one thing in a recipe and see which areas move."),
    "ledger": (
        "changes",
        "Split each change in rank between two builds into data, method, boundary and missing values.",
    ),
    "rebase": ("rebase", "Rebuild counts on the boundaries of one year, and say what moved."),
    "disclose": ("disclose", "Say what is hidden and why, attack all of it, and give a report to sign."),
    "export": ("exports", "Write the results as CSV, Parquet, JSON and an accessible workbook."),
    "rates": ("rates", "Work out rates with their limits from a table, without a book."),
    "audit": ("audit", "Say how often decisions are right and wrong in each group, with limits, from a table."),
    "scrutiny": ("scrutiny", "Look at a system from five sides, see what must follow, and draft its register entry."),
    "register": ("register", "Draft, show, compare and check entries of a public register of algorithms."),
    "software": ("software", "List the programs in use and their end of support, and say what is out of support."),
    "social-value": ("social_value", "Hold what suppliers promised against what came, in units and in money."),
    "carbon": ("carbon", "Count emissions by scope and year, with baseline, path to the target and budget."),
    "index": ("index", "Make an index from a recipe and a table of figures, without a book."),
    "code": ("code", "Suggest concepts of a framework for passages of text, with the words that made them."),
    "assess": ("assess", "Show a question set, or work out from answers what is met, not known and next."),
    "decisions": ("decisions", "List, check and publish decisions as wheels, write annexes, say which come back."),
    "frameworks": ("frameworks", "List, show and export the frameworks that come with Placebook."),
    "bench": ("bench", "Measure how fast this machine builds and ranks, beside a numpy floor."),
}


class Commands(click.Group):
    """The group `placebook`: finds a command by name and loads its module then."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All commands in the order of the loop, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One command, loaded now."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"placebook.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """One line a command, from the table above, so that help loads nothing else."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. What Ctrl-C raises is passed on without the blank line that click would write."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.Abort() from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A wrong name is answered with the nearest right one."""
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            guess = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"there is no command {args[0]!r}.{guess} There is: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="placebook")
@click.option("--trace", is_flag=True, help="If something goes wrong, show where in the program.")
@click.pass_context
def placebook(ctx: click.Context, trace: bool) -> None:
    """Measure how people in a place are doing, learn what has worked, decide in the open."""
    del trace  # read by main, which is there when all else has ended
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the program. What goes wrong is one sentence on standard error, never a traceback.

    Exit codes: 0 done; 1 `check` found faults; 2 could not be done, and nothing was written; 130 stopped by hand.
    """
    for out in (sys.stdout, sys.stderr):
        if hasattr(out, "reconfigure"):
            out.reconfigure(encoding="utf-8", errors="replace")
    words = list(sys.argv[1:] if args is None else args)
    try:
        sys.exit(placebook(words, prog_name="placebook", standalone_mode=False))
    except (KeyboardInterrupt, click.Abort):
        _stopped()
    except Exception as fault:
        if str(fault) == "Query interrupted":  # how DuckDB says that somebody pressed Ctrl-C
            _stopped()
        _say_fault(fault, trace="--trace" in words)
        sys.exit(2)


def _stopped() -> NoReturn:
    if sys.stderr.isatty():
        click.echo(err=True)  # the terminal has written ^C
    click.echo("placebook: stopped by hand; what was there before is as it was.", err=True)
    sys.exit(130)


def _say_fault(fault: Exception, *, trace: bool) -> None:
    from placebook.cli.faults import sentence

    if trace:
        import traceback

        traceback.print_exception(fault)
    click.echo(f"placebook: {sentence(fault)}", err=True)
