"""The API: each page's value as JSON at /api/<its path>.json, with OpenAPI made from the page dataclasses.

Every route that is a page has its operation here without further words: the path and the query come from the route,
the shape of the reply from what its function says it gives. Replies are the bytes that `bake` writes beside the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from inspect import Parameter, Signature
from typing import Any, get_args, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query

from placebook.pages.missing import MissingPage
from placebook.web import views
from placebook.web.routes import PAGE, Route, all_routes, twin
from placebook.web.write import as_json

JSON = "application/json"
ROOT = "/api/"
SAYS = (
    "Every page of this site as plain data. A figure that is not there is null, never zero. "
    "The data change only when the site is built anew; then every ETag changes too."
)
REFUSALS = (400, 404, 405, 410, 414)


@cache
def api() -> NinjaAPI:
    """The API with one operation for every kind of page."""
    made = NinjaAPI(
        title="A place book", version="1", description=SAYS, openapi_url=None, docs_url=None, urls_namespace="api"
    )
    for route in all_routes():
        if route.is_page:
            _add(made, route)
    return made


@cache
def openapi() -> bytes:
    """The description of the API in the words of OpenAPI 3.1, from which programs can be made that read it."""
    said = dict(api().get_openapi_schema(path_prefix=ROOT))
    replies, kinds = _schemas()
    for operation in (one["get"] for one in said["paths"].values()):
        for status, reply in operation["responses"].items():
            name = operation["operationId"] if str(status) == "200" else MissingPage.__name__
            reply["content"] = {JSON: {"schema": replies[name]}}
    for name, schema in kinds.items():
        for field in _left_out().get(name.rpartition("__")[2], ()):
            schema["properties"].pop(field, None)
            schema["required"] = [one for one in schema.get("required", []) if one != field]
    said["components"] = {"schemas": kinds}
    said = _with_plain_rows(said)
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _schemas() -> tuple[dict[str, Any], dict[str, Any]]:
    """The shape of each reply by its operation, and of all that replies hold; classes of one name are told apart."""
    from pydantic import TypeAdapter

    kinds: dict[str, Any] = {_operation_id(route): value_of(route) for route in all_routes() if route.is_page}
    kinds[MissingPage.__name__] = MissingPage
    wanted = [(name, "serialization", TypeAdapter(kind)) for name, kind in kinds.items()]
    replies, rest = TypeAdapter.json_schemas(wanted, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]
    return {name: replies[(name, "serialization")] for name in kinds}, rest["$defs"]


def _with_plain_rows(said: Any) -> Any:
    """Rows of fixed length told as: so many items, each of one of these kinds. Many programs know no other way."""
    if isinstance(said, list):
        return [_with_plain_rows(each) for each in said]
    if not isinstance(said, dict):
        return said
    plain = {key: _with_plain_rows(each) for key, each in said.items() if key != "prefixItems"}
    kinds = said.get("prefixItems") or (said.get("items") if isinstance(said.get("items"), list) else None)
    if kinds:
        different = [_with_plain_rows(kind) for at, kind in enumerate(kinds) if kind not in kinds[:at]]
        plain["items"] = different[0] if len(different) == 1 else {"anyOf": different}
    return plain


@cache
def _left_out() -> dict[str, tuple[str, ...]]:
    """The fields that a page value keeps for its picture and does not publish, by the name of its class."""
    kinds = {kind for route in all_routes() if route.is_page for kind in _within(value_of(route), set())}
    return {
        kind.__name__: tuple(one.name for one in fields(kind) if not one.metadata.get("plain", True)) for kind in kinds
    }


def _within(kind: Any, seen: set[Any]) -> set[Any]:
    """Every dataclass that a value of some kind may hold."""
    if isinstance(kind, type) and is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        for one in get_type_hints(kind).values():
            _within(one, seen)
    for one in get_args(kind):
        _within(one, seen)
    return seen


def _add(made: NinjaAPI, route: Route) -> None:
    """One operation, whose path, query and reply are those of the page."""
    made.default_router.add_api_operation(
        f"/{twin(route.pattern).removeprefix('api/')}",
        ["GET"],
        _operation(route),
        response={200: value_of(route), **dict.fromkeys(REFUSALS, MissingPage)},
        operation_id=_operation_id(route),
        summary=f"The value of the page {route.pattern}",
        tags=[route.pattern.partition("/")[0].removesuffix(PAGE)],
    )


def value_of(route: Route) -> Any:
    """What a page's function says it gives, but for None. Raises TypeError where it says nothing."""
    said = get_type_hints(route.make).get("return", Any)
    kinds = [kind for kind in get_args(said) or (said,) if kind is not type(None)]
    if len(kinds) != 1 or kinds[0] is Any:
        raise TypeError(f"the function that makes {route.pattern} must say what it gives, as in -> AreaPage | None")
    return kinds[0]


def _operation(route: Route) -> Callable[..., HttpResponse]:
    """The function that answers, with the parameters of the route written into its signature for OpenAPI to read."""
    names = tuple(route.match_names)

    def operation(request: HttpRequest, **asked: Any) -> HttpResponse:
        named = {name: str(asked[name]) for name in names}
        shelf, value = views.answer(request, views.shelves().current(), route, named)
        if value is None:
            return views.refused(request, views.nothing_there(shelf, named))
        return HttpResponse(as_json(value), content_type=JSON)

    once = Parameter.KEYWORD_ONLY
    none: Any = Query([])  # type: ignore[type-arg]
    operation.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter("request", Parameter.POSITIONAL_OR_KEYWORD),
            *(Parameter(name, once, annotation=str) for name in names),
            *(Parameter(name, once, default=none, annotation=list[str]) for name in route.query),
        ]
    )
    operation.__annotations__ = {}
    return operation


def _operation_id(route: Route) -> str:
    """A name for programs: areas/{code}.html -> areas_code."""
    words = route.pattern.removesuffix(PAGE).replace("{", "").replace("}", "")
    return "_".join(word for word in words.replace("-", "/").split("/"))
