"""What is wrong with a record, in the words of its questions."""

from __future__ import annotations

from placebook.pages.forms import Field, Step, as_asked

STEPS = (Step("proposal", "The proposal", (Field("decided_by", "Who decides"), Field("title", "Title"))),)


def test_a_fault_is_said_in_the_words_of_its_question_and_leads_to_its_page() -> None:
    assert as_asked("decided_by: is missing; name it", STEPS) == ("Who decides: is missing; name it", "proposal")
    assert as_asked("nobody: is missing", STEPS) == ("nobody: is missing", "")
    options = Step("options", "The options", (Field("options", "Options"), Field("harm/0/what", "What is done")))
    assert as_asked("options/0/says: option 'a': write it", (options,)) == ("option 'a': write it", "options")
    assert as_asked("harm/0: option 'a': no team", (options,)) == ("option 'a': no team", "options")
    effects = Step("effects", "Effects", (Field("options/0/effect", "Effect"),))
    assert as_asked("options/0/effect: answer it", (options, effects)) == ("answer it", "effects")  # the nearest
    assert as_asked("harms/0: option 'a': no team", (options,))[1] == ""
    assert as_asked("What is done: is missing", (options,)) == ("What is done: is missing", "options")
    assert as_asked("decided_by is missing", STEPS) == ("decided_by is missing", "")
