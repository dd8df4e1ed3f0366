"""The API gives each page's value as JSON, says so truly in OpenAPI, and reads only."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from placebook.cli.scorecard_table import print_scorecard
from placebook.notebook import open as open_place
from placebook.pages.area import area_page
from placebook.pages.shelf import Shelf
from placebook.web.routes import all_pages, all_routes, twin
from placebook.web.shelf import read_shelf
from placebook.web.start import make_ready
from server import free_port, get, running

if TYPE_CHECKING:
    from django.test import Client

ABBEY = "E05000026"


def plain(value: Any) -> Any:
    """A page's value as JSON must give it, by the slow and obvious way."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if hasattr(value, "items"):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def test_the_reply_is_the_value_of_the_page_field_by_field(client: Client, shelf: Shelf) -> None:
    said = json.loads(client.get(f"/api/areas/{ABBEY}.json").content)
    assert said == plain(area_page(shelf, ABBEY))


@pytest.mark.parametrize("book", ["small_book", pytest.param("site_book", marks=pytest.mark.slow)])
def test_every_page_of_the_site_has_its_reply(request: pytest.FixtureRequest, book: str) -> None:
    from django.test import Client

    folder: Path = request.getfixturevalue(book)
    make_ready(folder)
    client = Client()
    for path in all_pages(read_shelf(folder)):
        page, data = client.get(f"/{path}"), client.get(f"/{twin(path)}")
        assert page.status_code == data.status_code, path
        assert data.headers["Content-Type"] == "application/json"
        json.loads(data.content)


def test_live_and_baked_replies_are_the_same_bytes(client: Client, site: Path) -> None:
    paths = ["areas/E05000026.json", "indicators/index.json", "method.json", "compare.json", "openapi.json"]
    for path in paths:
        assert client.get(f"/api/{path}").content == (site / "api" / path).read_bytes(), path


# --- one value, four ways to write it down -------------------------------------------------------------------------


def shown(value: float | None) -> str:
    """A score as people read it."""
    return "no data" if value is None else f"{value:.1f}"


def text_of(html: str) -> str:
    """The words of a page without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def rows_of(html: str) -> list[str]:
    """The words of each row of the tables of a page, and of the lines that open and close a table."""
    return [text_of(row) for row in re.findall(r"<tr.*?</tr>|<summary.*?</summary>", html, re.DOTALL)]


def test_html_json_csv_and_the_terminal_say_the_same_of_an_area(
    client: Client, site_book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = json.loads(client.get(f"/api/areas/{ABBEY}.json").content)["card"]
    html = client.get(f"/areas/{ABBEY}.html").content.decode()
    rows, words, table = rows_of(html), text_of(html), csv_lines(client)
    print_scorecard(open_place(site_book).scorecard(ABBEY))
    terminal = capsys.readouterr().out
    assert len(card["lines"]) == 50
    assert all(sentence in words and sentence in terminal for sentence in [card["headline"], *card["sentences"]])
    for line in card["lines"]:
        said = [row for row in terminal.splitlines() if row.strip().startswith(line["title"][:20])]
        on_page = [words] if line["depth"] == 0 else [row for row in rows if line["title"] in row]
        wanted = [shown(line["score"])] if line["score"] is None else [shown(line["score"]), f" {line['rank']}"]
        assert any(all(each in row for each in wanted) for row in said), line["title"]
        if line["score"] is not None:
            assert any(all(each in row for each in wanted) for row in on_page), line["title"]
        assert table[line["part"]] == (line["score"], line["rank"]), line["title"]


def csv_lines(client: Client) -> dict[str, tuple[float | None, int | None]]:
    """Score and rank of each part in the newest period, in the CSV of the area."""
    reply = client.get(f"/data/areas/{ABBEY}.csv")
    assert reply.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    return {
        row["part"]: (float(row["score"]) if row["score"] else None, int(float(row["rank"])) if row["rank"] else None)
        for row in rows
        if row.get("period", "2014") == "2014"
    }


# --- reading only, kept copies, other sites --------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", f"/areas/{ABBEY}.html", f"/api/areas/{ABBEY}.json", "/api/openapi.json"])
def test_what_is_not_reading_is_refused_and_what_may_be_done_is_named(client: Client, path: str) -> None:
    for method in ("post", "put", "patch", "delete", "trace"):
        reply = getattr(client, method)(path)
        assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    asked = client.options(path)
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_anyone_may_read_and_keep_a_copy(client: Client) -> None:
    reply = client.get(f"/api/areas/{ABBEY}.json", headers={"origin": "https://elsewhere.example"})
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in reply.headers
    again = client.get(f"/api/areas/{ABBEY}.json", headers={"if-none-match": reply.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_long_replies_are_sent_packed(client: Client) -> None:
    packed = client.get(f"/api/areas/{ABBEY}.json", headers={"accept-encoding": "gzip"})
    whole = client.get(f"/api/areas/{ABBEY}.json")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(whole.content) / 3


def test_head_is_get_without_its_body(client: Client) -> None:
    for path in (f"/areas/{ABBEY}.html", f"/api/areas/{ABBEY}.json", "/nothing.html", "/feed.xml"):
        whole, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["Content-Length"] == str(len(whole.content))
        assert head.headers.get("ETag") == whole.headers.get("ETag")


# --- OpenAPI ---------------------------------------------------------------------------------------------------------


def test_openapi_names_every_kind_of_page(client: Client) -> None:
    said = json.loads(client.get("/api/openapi.json").content)
    wanted = {f"/{twin(route.pattern)}" for route in all_routes() if route.is_page}
    assert set(said["paths"]) == wanted
    asked = said["paths"]["/api/compare.json"]["get"]["parameters"]
    assert [one["name"] for one in asked] == ["area"]


@pytest.mark.slow
def test_schemathesis_finds_nothing(site_book: Path, tmp_path: Path) -> None:
    with running("serve", "--book", str(site_book), "--port", str(free_port())) as (_, address):
        assert get(f"{address}api/openapi.json")[0] == 200  # the first page waits for the book to be read
        done = subprocess.run(
            [
                *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
                *("run", f"{address}api/openapi.json", "--url", address.rstrip("/")),
                *("--wait-for-schema", "120", "--max-examples", "15", "--seed", "1", "--no-color", "--workers", "2"),
            ],
            check=False,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            timeout=900,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    wanted = sum(route.is_page for route in all_routes())
    assert re.search(rf"Tested: {wanted}\b", done.stdout), done.stdout[-2000:]
    assert "Failures:" not in done.stdout
    assert "Errors:" not in done.stdout
