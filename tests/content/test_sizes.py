"""Functions and modules stay short enough to be read: 60 lines with the docstring, and 300 lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import placebook

FUNCTION, MODULE = 60, 300
VOCABULARY = "types.py"  # one page of words that the rest looks up: definitions one after another, no work
ROOT = Path(placebook.__file__).parent


def too_long(root: Path) -> Iterator[str]:
    """What is too long below a folder, with its lines."""
    for path in sorted(root.rglob("*.py")):
        name, written = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
        lines = len(written.splitlines())
        if lines > MODULE and name != VOCABULARY:
            yield f"{name} has {lines} lines: split it by meaning, at {MODULE} at the latest"
        for one in functions(ast.parse(written)) if lines > FUNCTION else ():
            lines = (one.end_lineno or 0) - one.lineno + 1
            if lines > FUNCTION:
                yield f"{name}: {one.name} has {lines} lines: take a step out of it, at {FUNCTION} at the latest"


def functions(inside: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in some code, nested ones as well. Only statements are looked into, which is much faster."""
    for one in ast.iter_child_nodes(inside):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            yield one
        if isinstance(one, ast.stmt | ast.excepthandler | ast.match_case):
            yield from functions(one)


def test_no_function_and_no_module_is_too_long() -> None:
    assert len(list(ROOT.rglob("*.py"))) > 300
    assert not list(too_long(ROOT))


def test_what_is_too_long_is_found(tmp_path: Path) -> None:
    def write(name: str, lines: int) -> None:
        (tmp_path / name).write_text("def one():\n" + "    x = 1\n" * (lines - 1), encoding="utf-8")

    write("short.py", FUNCTION)
    (tmp_path / "even.py").write_text("x = 1\n" * MODULE, encoding="utf-8")
    assert not list(too_long(tmp_path))
    write("long.py", FUNCTION + 1)
    inner = (
        "class A:\n    try:\n        x = 1\n    except OSError:\n        async def b(self):\n"
        + "            x = 1\n" * FUNCTION
    )
    (tmp_path / "nested.py").write_text(inner, encoding="utf-8")
    (tmp_path / "wide.py").write_text("x = 1\n" * (MODULE + 1), encoding="utf-8")
    assert [one.split(":")[0] for one in too_long(tmp_path)] == ["long.py", "nested.py", "wide.py has 301 lines"]
