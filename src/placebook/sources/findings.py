"""What is wrong with a file, said to the person who can mend it."""

from __future__ import annotations

from dataclasses import dataclass

FAULT = "fault"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. A fault must be mended before a build; a warning only wants a look.

    `row` counts the rows of the file from 1, headings included; None means the file as a whole.
    `alike` is the number of rows with the same fault, of which `row` is the first.
    """

    level: str
    file: str
    row: int | None
    what: str
    what_is_right: str
    alike: int = 1

    def __str__(self) -> str:
        counted = "line" if self.file.endswith(".yaml") else "row"
        where = self.file if self.row is None else f"{self.file}, {counted} {self.row}"
        others = f" (and {self.alike - 1:,} more {'row' if self.alike == 2 else 'rows'})" if self.alike > 1 else ""
        return f"{where}: {self.what}{others}{'; ' if self.what_is_right else ''}{self.what_is_right}"


def fault(file: str, row: int | None, what: str, what_is_right: str, alike: int = 1) -> Finding:
    """Something that must be mended."""
    return Finding(FAULT, file, row, what, what_is_right, alike)


def warning(file: str, row: int | None, what: str, what_is_right: str, alike: int = 1) -> Finding:
    """Something to look at."""
    return Finding(WARNING, file, row, what, what_is_right, alike)


def whole_file_fault(said: str, name: str) -> Finding:
    """An error in one sentence that begins with a file's name as a fault of it: the row apart, if it has one."""
    rest = said.removeprefix(name)
    row = None
    if rest.startswith(", row "):
        number, _, rest = rest.removeprefix(", row ").partition(": ")
        row = int(number)
    what, _, right = rest.removeprefix(": ").partition("; ")
    return fault(name, row, what, right)
