"""Type a whole record into the forms of the desk, page by page, as a person does who has it on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from placebook.pages.forms import DATE, LINES, LIST, Field, date_parts, get

if TYPE_CHECKING:
    from django.test import Client

    from placebook.pages.shelf import Shelf
    from placebook.web.desk.kinds import Kind


def sent_for(field: Field, body: Mapping[str, Any], name: str = "") -> dict[str, Any]:
    """What a browser sends for one field that holds what a body says."""
    name = name or field.path
    value = get(body, name)
    if field.kind == LIST:
        found: dict[str, Any] = {}
        for at in range(len(value or ())):
            for each in field.fields:
                found |= sent_for(each, body, f"{name}/{at}/{each.path}")
        return found
    if field.kind == DATE:
        return {f"{name}-{part}": said for part, said in date_parts(value).items()} if value else {}
    if field.kind == LINES:
        return {name: "\n".join(value if isinstance(value, list) else [value])} if value else {}
    if isinstance(value, bool):
        return {name: "yes" if value else "no"}
    return {} if value is None else {name: str(value)}


def type_in(client: Client, kind: Kind, name: str, body: Mapping[str, Any], shelf: Shelf) -> None:
    """Begin a record and fill in every page; pages that earlier answers call for come up on the way."""
    at = f"/desk/{kind.name}/{name}/"
    reply = client.post(f"/desk/{kind.name}/new/", {"title": str(body.get("title") or name), "name": name})
    assert reply.status_code == 302, reply.content.decode()
    done: set[str] = set()
    while True:
        step = next((one for one in kind.steps(body, shelf) if one.name not in done), None)
        if step is None:
            break
        done.add(step.name)
        sent: dict[str, Any] = {}
        for field in step.fields:
            sent |= sent_for(field, body)
        reply = client.post(f"{at}edit/{step.name}/", sent)
        assert reply.status_code == 302, (step.name, reply.content.decode()[:3000])
    assert client.post(f"{at}save/", {"why": "Typed in"}).status_code == 302
