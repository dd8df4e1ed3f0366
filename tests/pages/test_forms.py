"""What is wrong with a record, in the words of its questions."""

from __future__ import annotations

from placebook.pages.forms import Field, Step, as_asked

STEPS = (Step("proposal", "The proposal", (Field("decided_by", "Who decides"), Field("title", "Title"))),)


def test_a_fault_is_said_in_the_words_of_its_question_and_leads_to_its_page() -> None:
    assert as_asked("decided_by: is missing; name it", STEPS) == ("Who decides: is missing; name it", "proposal")
    assert as_asked("option 'as-now': says is missing", STEPS) == ("option 'as-now': says is missing", "")
    assert as_asked("decided_by is missing", STEPS) == ("decided_by is missing", "")
