"""The program that reads one file after another, apart from the program that asks: python -m ...reading_worker.

It is handed limits at its start and holds itself to them; whoever started it ends it when it takes too long. It opens
no connection and starts no program but Tesseract. A question and an answer are one line of JSON each, so that nothing
that comes out of a file is ever run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from placebook.types import DataError

FORBIDDEN = ("socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request", "os.system", "os.exec", "os.fork")


def main() -> None:
    """Read questions until there are no more."""
    limits = json.loads(sys.argv[1])
    _hold_memory(int(limits["memory"]))
    _stay_inside()
    answers = sys.stdout
    sys.stdout = sys.stderr
    for line in sys.stdin:
        question = json.loads(line)
        _hold_time(int(limits["seconds"]))
        answers.write(json.dumps(_answer(question)) + "\n")
        answers.flush()


def _hold_memory(most: int) -> None:
    """Hold this program to so many bytes, where the system can (Linux; others stop at the time limit)."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _hold_time(seconds: int) -> None:
    """End this program when it has computed for so long from now on, where the system can."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))


def _stay_inside() -> None:
    """Refuse every connection, and every program but the one that reads pictures of pages."""

    def look(event: str, found: tuple[Any, ...]) -> None:
        if event.startswith(FORBIDDEN):
            raise PermissionError(f"a document asked for {event}")
        if event == "subprocess.Popen" and Path(str(found[0])).stem != "tesseract":
            raise PermissionError("a document asked for another program")

    sys.addaudithook(look)


def _answer(question: Mapping[str, Any]) -> dict[str, Any]:
    from placebook.sources.read_record import read_record

    try:
        data = Path(question["path"]).read_bytes()
        return read_record(data, str(question["name"]), str(question["document"]), bool(question["ocr"]))
    except DataError as fault:
        return {"fault": str(fault)}
    except MemoryError:
        return {"fault": "needs more memory than a document may; ask for a smaller copy"}
    except RecursionError:
        return {"fault": "holds parts within parts too deep to follow; save it again in a simpler form"}
    except Exception as fault:  # whatever a strange file sets off must not end the reading of the others
        return {
            "fault": f"cannot be read ({type(fault).__name__}: {' '.join(str(fault).split())[:120]}); save it again"
        }


if __name__ == "__main__":
    main()
