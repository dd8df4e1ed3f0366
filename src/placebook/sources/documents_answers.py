"""Free answers of a survey: each is a page and a passage of its own, so that nobody's words run into another's."""

from __future__ import annotations

from collections.abc import Sequence

from placebook.learn.layout import TEXT, Block, ReadDocument, ReadPage
from placebook.sources.documents_text import decoded
from placebook.types import Piece

MARK = "%placebook-answers-1"  # the first line of such a file
_NEXT = "\f"


def written_answers(question: str, answers: Sequence[str]) -> str:
    """A file of answers: the mark, the question, then each answer. Form feeds stand between them and nowhere else."""
    return _NEXT.join([f"{MARK}\n{' '.join(question.split())}", *(answer.replace(_NEXT, " ") for answer in answers)])


def read_answers(data: bytes) -> ReadDocument:
    """Every answer as a page. The question is the title, and no answer."""
    head, *answers = decoded(data).split(_NEXT)
    pages = tuple(ReadPage(number, answer.strip()) for number, answer in enumerate(answers, start=1))
    blocks = tuple(Block(TEXT, (Piece(page.number, 0, len(page.text)),)) for page in pages if page.text)
    return ReadDocument(pages, blocks, title=head.partition("\n")[2].strip(), apart=True)
