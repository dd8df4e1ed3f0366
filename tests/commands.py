"""Run a command as a person does, and see what is said on which side and with which exit code."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from placebook.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """Exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    def row(self, name: str) -> list[str]:
        """The cells of the row of a table that begins with a name: cells stand two spaces apart."""
        line = next(line for line in self.lines if line.startswith(name))
        return [cell.strip() for cell in line.split("  ") if cell.strip()]


def run(*words: object) -> Said:
    """Run `placebook ...` within this program."""
    out, err = io.StringIO(), io.StringIO()
    code: object = "main came back"
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([str(word) for word in words])
    except SystemExit as ended:
        code = ended.code or 0
    assert isinstance(code, int)
    return Said(code, out.getvalue(), err.getvalue())


def refused(*words: object) -> str:
    """Run a command that cannot be done: exit code 2, nothing on standard output, and this one sentence."""
    said = run(*words)
    assert (said.code, said.out) == (2, ""), said
    begin = "placebook: "
    assert said.err.startswith(begin)
    assert said.err.endswith("\n")
    assert said.err.count("\n") == 1, said.err
    assert "Traceback" not in said.err
    return said.err[len(begin) : -1]


def in_a_program(*words: object, cwd: Path | None = None) -> Said:
    """Run `python -m placebook ...` as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "placebook", *(str(word) for word in words)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=120,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path there."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
