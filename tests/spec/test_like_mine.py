"""Councils like one's own, for a search: by hand, with the reason in words."""

from __future__ import annotations

from test_nationwide import peer_table

from placebook.pages.like_mine import comparable, places_like


def test_places_like_a_council_come_with_their_reason() -> None:
    name, places = places_like([peer_table()], "Ashford")
    assert name == "Ashford"
    assert [one.name for one in places] == ["Barton", "Dene", "Coombe"]
    assert all("% alike" in one.reason and " in " in one.reason for one in places)


def test_a_council_that_no_table_has_is_like_none() -> None:
    assert places_like([peer_table()], "E07000004") == ("", ())
    assert places_like([], "Ashford") == ("", ())


def test_every_area_of_a_table_can_be_asked_for() -> None:
    assert [code for code, _ in comparable([peer_table()])] == ["Ashford", "Barton", "Coombe", "Dene", "Elm", "Fell"]
