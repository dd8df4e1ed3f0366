"""People code passages at the desk: shared out by lot, some twice and blind, disputes decided, published as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from coding_book import add_document

if TYPE_CHECKING:
    from django.test import Client

    from placebook.web.coding.models import Assignment

As = Callable[..., "Client"]
FOUR_RS, RESILIENT, RENEW = "four-rs", "resilient", "renew"
SECRET = "Nobody else must read this yet"  # noqa: S105


@pytest.fixture(scope="module")
def signed_in() -> dict[tuple[str, bool], Client]:
    """Who has signed in so far."""
    return {}


@pytest.fixture
def as_(as_: As, signed_in: dict[tuple[str, bool], Client]) -> As:
    """As everywhere at the desk, but nobody signs in twice: that takes longer than the rest."""

    def client(name: str, two_steps: bool = False) -> Client:
        if (name, two_steps) not in signed_in:
            signed_in[name, two_steps] = as_(name, two_steps)
        return signed_in[name, two_steps]

    return client


@pytest.fixture
def coded_book(desk_book: Path) -> Iterator[Path]:
    """The book with twenty passages and no work yet."""
    add_document(desk_book, 20)
    yield desk_book
    forget(desk_book)


def forget(book: Path) -> None:
    """Take all work away again, past the rows' own refusal."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("verdict", "mark", "rulingrow", "publication", "assignment", "round"):
            cursor.execute(f"delete from coding_{table}")  # noqa: S608
    (book / "codes" / "desk.csv").unlink(missing_ok=True)


def pk(name: str) -> str:
    from placebook.web.desk.models import Person

    return str(Person.objects.get(email=f"{name}@example.org").pk)


def share_out(as_: As, share: int = 20, count: int = 10, coders: tuple[str, ...] = ("contributor", "second")) -> Any:
    sent = {"framework": FOUR_RS, "document": "", "count": count, "share": share, "seed": 7}
    return as_("administrator").post("/desk/coding/assign/", {**sent, "coder": [pk(one) for one in coders]})


def given(name: str) -> list[Assignment]:
    from placebook.web.coding.models import Assignment

    return list(Assignment.objects.filter(coder__email=f"{name}@example.org", handed_to=None).select_related("coder"))


def at(passage: str, what: str = "") -> str:
    return f"/desk/coding/{FOUR_RS}/passages/{passage}/{what}"


def say(client: Client, passage: str, then: str, **more: str) -> Any:
    return client.post(at(passage, "say/"), {"then": then, **more})


def all_about_floods(name: str) -> list[str]:
    """The passages about floods that somebody has to code."""
    from placebook.web.coding.suggested import library

    found = (library().passage(one.passage) for one in given(name))
    return [one.id for one in found if one is not None and "flood risk" in one.text]


def about_floods(name: str) -> str:
    """The first of them."""
    return all_about_floods(name)[0]


def test_a_fifth_is_coded_twice_and_the_round_says_how_it_was_drawn(as_: As, coded_book: Path) -> None:
    from placebook.web.coding.models import Assignment, Round

    assert share_out(as_, count=20).status_code == 302
    kept = Round.objects.get()
    assert (kept.seed, kept.share, kept.version, kept.codebook) == (7, 0.2, "1", FOUR_RS)
    rows = list(Assignment.objects.values_list("passage", "coder", "twice", "document", "start", "end"))
    assert len({passage for passage, *_ in rows}) == 20
    assert sum(twice for _, _, twice, *_ in rows) == 2 * 4  # four passages for two people each
    assert all(end > start == 0 and len(document) == 64 for *_, document, start, end in rows)
    forget(coded_book)
    share_out(as_, count=20)
    assert list(Assignment.objects.values_list("passage", "coder", "twice", "document", "start", "end")) == rows
    page = as_("administrator").post("/desk/coding/assign/", {"framework": FOUR_RS, "count": "5", "share": "0"})
    assert page.status_code == 400
    again = share_out(as_, count=20)
    assert again.status_code == 400  # all twenty are given out
    assert "has been given to somebody already" in again.content.decode()
    assert (coded_book / "library" / "codebooks" / "1" / f"{FOUR_RS}.yaml").is_file()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"framework": ""}, "Choose a codebook."),
        ({"count": "0"}, "How many passages: write a whole number from 1 to 2,000."),
        ({"count": "ten"}, "How many passages: write a whole number."),
        ({"seed": "-1"}, "The seed: write a whole number from 0"),
        ({"share": "101"}, "The share that is coded twice: write a whole number from 0 to 100."),
        ({"coder": []}, "Choose at least two people"),
    ],
)
def test_sharing_out_says_what_is_wrong(as_: As, coded_book: Path, sent: dict[str, Any], said: str) -> None:
    from placebook.web.coding.models import Round

    right = {"framework": FOUR_RS, "count": "5", "share": "20", "seed": "1", "coder": [pk("contributor"), pk("second")]}
    reply = as_("administrator").post("/desk/coding/assign/", {**right, **sent})
    assert reply.status_code == 400
    assert said in reply.content.decode()
    assert not Round.objects.exists()


def test_only_people_who_may_code_are_given_passages(as_: As, coded_book: Path) -> None:
    assert share_out(as_, coders=("contributor", "reader")).status_code == 400
    assert share_out(as_, coders=("contributor", "elsewhere")).status_code == 400


def test_a_suggestion_counts_for_nothing_until_a_person_says_yes(as_: As, coded_book: Path) -> None:
    from placebook.web.coding.models import Verdict
    from placebook.web.coding.publish import finished_codes

    share_out(as_, share=0)
    passage, client = about_floods("contributor"), as_("contributor")
    page = client.get(at(passage)).content.decode()
    assert "Suggested by a machine" in page
    assert "Phrases, score" in page
    assert "<mark>flood risk</mark>" in page or "<mark>Climate adaptation and flood risk</mark>" in page
    assert "The plan › Part" in page
    assert not Verdict.objects.exists()
    assert say(client, passage, "finish").status_code == 302
    assert [(one.concept, one.by) for one in finished_codes("my-place")] == [(f"{FOUR_RS}#none", "Contributor")]
    say(client, passage, "open")
    assert say(client, passage, f"accept:{RESILIENT}").status_code == 302
    kept = Verdict.objects.get()
    assert (kept.verdict, kept.concept, kept.version, kept.method) == ("accepted", RESILIENT, "1", "phrases")
    assert kept.score is not None
    assert kept.because
    assert finished_codes("my-place") == ()  # it is open again
    say(client, passage, "finish")
    (code,) = finished_codes("my-place")
    assert (code.concept, code.by, code.method, code.version, code.role) == (
        *(f"{FOUR_RS}#{RESILIENT}", "Contributor", "", "1", "contributor"),
    )


def test_a_code_is_looked_up_added_rejected_and_taken_back(as_: As, coded_book: Path) -> None:
    share_out(as_, share=0)
    passage, client = about_floods("contributor"), as_("contributor")
    reply = say(client, passage, "find", q="town centres", memo="Two things at once")
    page = client.get(reply["Location"]).content.decode()
    assert "1 concept holds “town centres”" in page
    assert 'value="add:renew"' in page
    assert "Two things at once" in page  # looking something up loses no memo
    say(client, passage, f"add:{RENEW}")
    say(client, passage, f"reject:{RESILIENT}")
    page = client.get(at(passage) + "?said=kept").content.decode()
    assert "you rejected it" in page
    assert "you added it" in page
    assert 'role="status">Being able' not in page
    assert "Done: 1 concept" in page
    say(client, passage, f"back:{RENEW}")
    assert "Done: no concept fits" in client.get(at(passage)).content.decode()
    wrong = say(client, passage, "add:no-such")
    assert wrong.status_code == 400
    assert "There is no concept &#39;no-such&#39; in the codebook." in wrong.content.decode()
    unfit = say(client, passage, "accept:reform")
    assert "There is no such suggestion now" in unfit.content.decode() or unfit.status_code == 302


def test_who_was_not_given_a_passage_cannot_code_it(as_: As, coded_book: Path) -> None:
    from placebook.web.coding.models import Mark, Verdict

    share_out(as_, share=0)
    mine = given("contributor")[0].passage
    assert say(as_("second"), mine, f"add:{RENEW}").status_code == 403
    assert say(as_("administrator"), mine, "finish").status_code == 403
    assert say(as_("contributor"), "0" * 16, "finish").status_code == 403
    assert not Verdict.objects.exists()
    assert not Mark.objects.exists()
    assert "This passage is for others to code" in as_("reader").get(at(mine)).content.decode()
    assert as_("reader").get(at("0" * 16)).status_code == 404


def blind_pair(as_: As) -> str:
    """A passage about floods that both code, the first of whom is done and the second not."""
    share_out(as_, share=100)
    passage = about_floods("second")
    first = as_("contributor")
    say(first, passage, f"accept:{RESILIENT}")
    say(first, passage, f"add:{RENEW}", memo=SECRET)
    say(first, passage, "finish", memo=SECRET)
    return passage


EVERYONE = ("second", "contributor", "reader", "reviewer", "publisher", "administrator")


@pytest.mark.slow
def test_nobody_sees_the_first_codes_of_a_blind_pair_until_both_are_done(as_: As, coded_book: Path) -> None:
    passage, table = blind_pair(as_), f"/desk/coding/{FOUR_RS}/codes.csv"
    for who in EVERYONE:
        client = as_(who, two_steps=True)
        if who != "contributor":  # whose codes they are
            seen = pages_about(client, passage)
            assert SECRET not in seen, who
            assert "accepted" not in seen.replace("Suggestions accepted", ""), who
        assert passage not in client.get(table).content.decode(), who
    for path in (f"/api/desk/coding/{FOUR_RS}.json", f"/api/desk/coding/{FOUR_RS}/passages/{passage}.json"):
        assert as_("second").get(path).status_code == 404
    as_("publisher", two_steps=True).post("/desk/coding/publish/", {"framework": FOUR_RS})
    assert passage not in (coded_book / "codes" / "desk.csv").read_text()
    say(as_("second"), passage, f"accept:{RESILIENT}")
    assert SECRET not in pages_about(as_("second"), passage)  # begun is not done
    say(as_("second"), passage, "finish")
    for who in EVERYONE:
        assert SECRET in as_(who).get(at(passage)).content.decode(), who
    assert passage in as_("reader").get(table).content.decode()


def pages_about(client: Client, passage: str) -> str:
    """All that the desk shows of a passage, as one text. What cannot be asked for yet is left out."""
    paths = ("/desk/coding/", *(f"/desk/coding/{FOUR_RS}/{what}/" for what in ("agreement", "disputes")))
    replies = [client.get(path) for path in (*paths, at(passage), at(passage) + "?said=kept", at(passage, "dispute/"))]
    return "\n".join(one.content.decode() for one in replies if one.status_code == 200)


def test_what_both_have_finished_stays_as_it_is(as_: As, coded_book: Path) -> None:
    passage = blind_pair(as_)
    first = as_("contributor")
    assert say(first, passage, "open").status_code == 302  # the other is not done yet
    say(first, passage, "finish")
    say(as_("second"), passage, "finish")
    for client in (first, as_("second")):
        reply = say(client, passage, "open")
        assert reply.status_code == 400
        assert "a third person decides" in reply.content.decode()
        assert say(client, passage, f"add:{RENEW}").status_code == 400


def test_a_third_person_decides_with_a_reason_and_it_counts(as_: As, coded_book: Path) -> None:
    from placebook.web.library.addressed import addressed_by

    passage = blind_pair(as_)
    say(as_("second"), passage, f"accept:{RESILIENT}")
    say(as_("second"), passage, "finish")
    reviewer, decide = as_("reviewer"), at(passage, "decide/")
    assert "1 passage" in reviewer.get("/desk/coding/").content.decode()
    assert reviewer.post(decide, {"concept": RENEW, "belongs": "no", "reason": " "}).status_code == 400
    assert reviewer.post(decide, {"concept": RENEW, "reason": "Because"}).status_code == 400
    assert reviewer.post(decide, {"concept": RESILIENT, "belongs": "no", "reason": "Agreed on"}).status_code == 400
    publisher = as_("publisher", two_steps=True)
    publisher.post("/desk/coding/publish/", {"framework": FOUR_RS})
    assert [(one.concept, one.person) for one in addressed_by(coded_book) if one.id == passage] == [
        *[(f"{FOUR_RS}#{RESILIENT}", True)] * 2  # of each reader; what is in dispute counts for nothing
    ]
    assert (
        reviewer.post(decide, {"concept": RENEW, "belongs": "yes", "reason": "It names the street."}).status_code == 302
    )
    page = as_("reader").get(at(passage, "dispute/")).content.decode()
    assert "It names the street." in page
    assert "Deciding needs the role reviewer" in page
    publisher.post("/desk/coding/publish/", {"framework": FOUR_RS})
    assert f"{FOUR_RS}#{RENEW}" in {one.concept for one in addressed_by(coded_book) if one.id == passage}
    reviewer.post(decide, {"concept": RENEW, "belongs": "no", "reason": "On second thoughts, no."})
    publisher.post("/desk/coding/publish/", {"framework": FOUR_RS})
    assert f"{FOUR_RS}#{RENEW}" not in {one.concept for one in addressed_by(coded_book) if one.id == passage}


def test_who_coded_cannot_decide(as_: As, coded_book: Path) -> None:
    share_out(as_, share=100, coders=("reviewer", "second"))
    passage = about_floods("reviewer")
    say(as_("reviewer"), passage, f"add:{RENEW}")
    say(as_("reviewer"), passage, "finish")
    say(as_("second"), passage, "finish")
    assert "You coded this passage" in as_("reviewer").get(at(passage, "dispute/")).content.decode()
    reply = as_("reviewer").post(at(passage, "decide/"), {"concept": RENEW, "belongs": "yes", "reason": "Mine"})
    assert reply.status_code == 400
    assert "somebody else must decide" in reply.content.decode()


def test_publishing_needs_two_steps_and_writes_over_nobody_elses_file(as_: As, coded_book: Path) -> None:
    share_out(as_, share=0)
    for one in given("contributor"):
        say(as_("contributor"), one.passage, "finish")
    file, sent = coded_book / "codes" / "desk.csv", {"framework": FOUR_RS}
    assert as_("reviewer").post("/desk/coding/publish/", sent).status_code == 403
    assert as_("publisher").post("/desk/coding/publish/", sent).status_code == 403
    assert not file.exists()
    publisher = as_("publisher", two_steps=True)
    assert publisher.post("/desk/coding/publish/", sent).status_code == 302
    first = file.read_bytes()
    publisher.post("/desk/coding/publish/", sent)
    assert file.read_bytes() == first
    file.write_text(file.read_text() + "\n")
    reply = publisher.post("/desk/coding/publish/", sent)
    assert reply.status_code == 400
    assert "was changed by hand or came from elsewhere" in reply.content.decode()


def test_codes_of_the_desk_move_to_another_book_and_back(as_: As, coded_book: Path, tmp_path: Path) -> None:
    import shutil

    from commands import run
    from placebook.book.passage_codes import read_passage_codes

    passage = blind_pair(as_)
    say(as_("second"), passage, "finish", memo="=1+1")
    as_("reviewer").post(at(passage, "decide/"), {"concept": RENEW, "belongs": "no", "reason": "It does not."})
    as_("publisher", two_steps=True).post("/desk/coding/publish/", {"framework": FOUR_RS})
    table, other = tmp_path / "codes.csv", tmp_path / "other"
    assert run("library", "codes", "export", table, "--book", coded_book).code == 0
    shutil.copytree(coded_book, other, ignore=shutil.ignore_patterns("codes"))
    refused = run("library", "codes", "import", table, "--book", other, "--as", "desk")
    assert (refused.code, "where the desk publishes" in refused.err) == (2, True)
    assert run("library", "codes", "import", table, "--book", other).code == 0
    assert set(read_passage_codes(other)) == set(read_passage_codes(coded_book)) != set()
    assert "0 new" in run("library", "codes", "import", table, "--book", coded_book).out
    reply = as_("reader").get(f"/desk/coding/{FOUR_RS}/codes.csv")
    assert reply.content == table.read_bytes()
    rows = list(csv.DictReader(io.StringIO(reply.content.decode())))
    assert {one["concept"]: one["status"] for one in rows if one["by"] != "Reviewer"} == {
        RESILIENT: "in dispute", RENEW: "in dispute", "none": "",
    }  # fmt: skip
    assert next(one for one in rows if one["concept"] == "none")["memo"] == "'=1+1"


def test_agreement_says_which_codes_are_only_indicative_and_under_which_version(as_: As, coded_book: Path) -> None:
    share_out(as_, share=100, count=9)
    floods = len(all_about_floods("second"))
    assert 0 < floods < 5
    for name in ("contributor", "second"):
        for one in given(name):
            if one.passage in all_about_floods(name):
                say(as_(name), one.passage, f"add:{RESILIENT}")
            say(as_(name), one.passage, "finish")
    page = as_("reader").get(f"/desk/coding/{FOUR_RS}/agreement/").content.decode()
    assert "Two people coded 9 of the 9 finished passages" in page
    row = re.search(r'<tr><th scope="row">Resilien.*?</tr>', page, re.DOTALL)
    assert row is not None
    assert row[0].count("1.00") >= 2  # kappa and alpha
    assert "indicative" in row[0]
    assert f"only {floods} passages" in row[0]
    assert "1 (used now)" in page
    newer = coded_book / "codebooks" / f"{FOUR_RS}.yaml"
    newer.parent.mkdir(exist_ok=True)
    from placebook.book.codebooks import shipped_folder

    text = (shipped_folder() / f"{FOUR_RS}.yaml").read_text().replace('version: "1"', 'version: "2"')
    newer.write_text(text.replace("Being able to take shocks", "Being ready for shocks"))
    try:
        page = as_("reader").get(f"/desk/coding/{FOUR_RS}/agreement/").content.decode()
    finally:
        newer.unlink()
    assert "older version, the rule has changed" in page


def test_unfinished_passages_are_handed_over_and_never_to_the_other_of_a_pair(as_: As, coded_book: Path) -> None:
    share_out(as_, share=20)
    mine = given("contributor")
    say(as_("contributor"), mine[0].passage, "finish")
    say(as_("contributor"), mine[1].passage, f"add:{RENEW}")
    sent = {"framework": FOUR_RS, "from": pk("contributor")}
    client = as_("administrator")
    assert client.post("/desk/coding/hand-over/", {**sent, "to": pk("reader")}).status_code == 400
    assert client.post("/desk/coding/hand-over/", {**sent, "to": pk("contributor")}).status_code == 400
    assert client.post("/desk/coding/hand-over/", {**sent, "to": pk("second")}).status_code == 302
    left = given("contributor")
    assert mine[0].passage in {one.passage for one in left}
    assert all(one.twice for one in left if one.passage != mine[0].passage)  # the other has these already
    assert say(as_("contributor"), mine[1].passage, "finish").status_code == (302 if mine[1].twice else 403)
    theirs = [one.passage for one in given("second")]
    assert len(theirs) == len(set(theirs))


def test_two_people_of_one_name_stay_two(as_: As, coded_book: Path) -> None:
    from placebook.web.coding.publish import finished_codes
    from placebook.web.desk.models import Person

    blind = blind_pair(as_)
    say(as_("second"), blind, "finish")
    Person.objects.filter(email="second@example.org").update(name="Contributor")
    try:
        found = {one.by for one in finished_codes("my-place")}
        assert len(found) == 2
    finally:
        Person.objects.filter(email="second@example.org").update(name="Second")


def test_rows_are_never_altered(as_: As, coded_book: Path) -> None:
    from placebook.web.coding.models import Mark, Round, RulingRow, Verdict

    passage = blind_pair(as_)
    say(as_("second"), passage, "finish")
    as_("reviewer").post(at(passage, "decide/"), {"concept": RENEW, "belongs": "no", "reason": "No."})
    for one in (Round, Verdict, Mark, RulingRow):
        row: Any = one.objects.first()  # type: ignore[attr-defined]
        with pytest.raises(TypeError, match="never altered"):
            row.save()
        with pytest.raises(TypeError, match="never taken out"):
            row.delete()


def test_a_broken_codebook_is_said_with_its_file_and_no_other_takes_its_place(as_: As, coded_book: Path) -> None:
    share_out(as_, share=0)
    broken = coded_book / "codebooks" / f"{FOUR_RS}.yaml"
    broken.parent.mkdir(exist_ok=True)
    broken.write_text("codebook: four-rs\nversion: [1\n")
    try:
        reply = as_("contributor").get("/desk/coding/")
    finally:
        broken.unlink()
    assert reply.status_code == 500
    assert f"{FOUR_RS}.yaml" in reply.content.decode()
    assert "A file of the place book must be mended" in reply.content.decode()


def test_passages_of_somebody_who_has_left_can_be_handed_over(as_: As, coded_book: Path) -> None:
    from placebook.web.desk.models import Person
    from placebook.web.desk.people import set_role

    share_out(as_, share=0)
    second = Person.objects.get(email="second@example.org")
    set_role(second, "my-place", "")
    try:
        sent = {"framework": FOUR_RS, "from": second.pk, "to": pk("contributor")}
        assert as_("administrator").post("/desk/coding/hand-over/", sent).status_code == 302
        assert not given("second")
        assert len(given("contributor")) == 10
        again = as_("administrator").post("/desk/coding/hand-over/", sent)
        assert again.status_code == 400
    finally:
        set_role(second, "my-place", "contributor")


class East:
    """Stands for a model of sentences: the tests draw the vectors themselves."""

    name = "drawn by hand"

    def vectors(self, texts: list[str]) -> Any:
        import numpy as np

        return np.array([[1.0, 0.0]] * len(texts))


@pytest.mark.model  # what learns from codes comes with that group
def test_enough_finished_codes_teach_and_those_of_a_waiting_pair_do_not(
    as_: As, coded_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passages on floods lie east and get "reform", the others north and get "renew", as no codebook would say."""
    import numpy as np

    from placebook.store.library_vectors import PassageVectors
    from placebook.web.coding import suggested
    from placebook.web.coding.suggested import codebook_of, library, suggestions_for
    from placebook.web.coding.taught import taught_by
    from placebook.web.library.finding import Meaning

    document = add_document(coded_book, 153, "A long plan")
    held = {one.id: one for one in library().passages(document)}
    sent = {"framework": FOUR_RS, "document": document, "count": 152, "share": 100, "seed": 1}
    people = [pk("contributor"), pk("second")]
    as_("administrator").post("/desk/coding/assign/", {**sent, "coder": people})
    vectors = np.array([[1.0, 0.0] if "flood" in one.text else [0.0, 1.0] for one in held.values()], dtype=np.float32)
    meaning = Meaning(East(), PassageVectors(tuple(held), vectors))  # type: ignore[arg-type]
    monkeypatch.setattr(suggested, "meaning_of", lambda _: meaning)
    finish_all("contributor", held)
    assert taught_by("my-place", FOUR_RS) == ()  # the second of each pair is still waited for
    left = next(one for name, one in held.items() if name not in {row.passage for row in given("second")})
    assert {one.method for one in suggestions_for(left, codebook_of(FOUR_RS), "my-place")} == {"meaning"}
    finish_all("second", held)
    assert len(taught_by("my-place", FOUR_RS)) == 150  # of 152: learned anew with every 50
    first, *others = suggestions_for(left, codebook_of(FOUR_RS), "my-place")
    assert (first.method, first.concept) == ("trained", "reform" if "flood" in left.text else "renew")
    assert "codes" in first.version
    assert {one.method for one in others} <= {"trained", "meaning"}
    assert not {"reform", "renew"} & {one.concept for one in others if one.method == "meaning"}


def finish_all(name: str, held: dict[str, Any]) -> None:
    """Let somebody code all their passages at once, by what they say."""
    from django.utils import timezone

    from placebook.web.coding.models import Mark, Verdict

    rows, now = given(name), timezone.now()
    Verdict.objects.bulk_create(
        Verdict(
            assignment=one,
            concept="reform" if "flood" in held[one.passage].text else RENEW,
            verdict="added",
            version="1",
            by=one.coder,
            at=now,
        )
        for one in rows
    )
    Mark.objects.bulk_create(
        Mark(assignment=one, move="finished", version="1", role="contributor", by=one.coder, at=now) for one in rows
    )
