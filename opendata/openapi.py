"""The description of the API (OpenAPI 3.1), made from the same columns and parameters as its answers."""

from django.conf import settings
from django.urls import reverse

from editorial.structured_data import absolute
from opendata.columns import ADDRESS, NUMBER, object_of
from opendata.parameters import parameters_of
from opendata.tables import API_TABLES, LICENCE, is_page

OPENAPI = "3.1.0"
ABOUT = (
    "Reads what is public on {site}: conditions, symptoms, treatments with their evidence claims, studies, sources and explained words. Only GET, HEAD and"
    " OPTIONS, from any site, without a key. Every answer has an ETag: send it in If-None-Match and hear 304 while nothing has changed. Errors are"
    " problem+json (RFC 9457). Later releases may add fields; none goes away in v1. General education, not medical advice: never show a treatment"
    " without its stage and status, nor a claim without its certainty."
)
# One object each: in the addresses it is called as the table is.
NAMES = {"conditions": "Condition", "symptoms": "Symptom", "treatments": "Treatment", "trials": "Trial", "sources": "Source", "glossary": "Term"}
PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence that says what is wrong and what is allowed."},
    },
}
ETAG = {"ETag": {"description": "Stands for these contents.", "schema": {"type": "string"}}}


def document():
    return {
        "openapi": OPENAPI,
        "info": {
            "title": f"{settings.SITE_NAME}: open data",
            "version": "1",
            "description": ABOUT.format(site=settings.SITE_NAME),
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {path: {"get": operation} for table in API_TABLES.values() for path, operation in _operations(table)},
        "components": {
            "schemas": {NAMES[name]: object_of(table.columns) for name, table in API_TABLES.items()} | {"Problem": PROBLEM},
            "responses": {
                "NotModified": {"description": "Nothing has changed since the answer with the ETag that was sent.", "headers": ETAG},
                "BadRequest": _problem(
                    "A parameter is unknown, twice there, or wrong.", 400, "“page” is wrong. It must be a whole number from 1 on."
                ),
                "NotFound": _problem("There is nothing of this name, or no such page of the list.", 404, "This list ends with page 3."),
                "Gone": _problem("It was public once and was withdrawn.", 410, "It was withdrawn: newer trials showed no benefit."),
                "NotAllowed": _problem("The API only reads.", 405, "This address answers GET, HEAD, OPTIONS only."),
            },
        },
    }


def _operations(table):
    """(path, operation) of the list of a table and of one object of it."""
    name = NAMES[table.name]
    listed = {
        "operationId": f"list_{table.name}",
        "summary": str(table.title),
        "description": str(table.description),
        "parameters": [_parameter(parameter) for parameter in parameters_of(table)],
        "responses": {"200": _answer("A page of the list.", _list_of(name), _example_of_list(table)), **_refusals("400", "404")},
    }
    (of_key,) = (column.schema for column in table.columns if column.name == table.key)
    key = {"name": table.key, "in": "path", "required": True, "schema": of_key, "example": table.example[table.key]}
    moved = {"description": "It has a new address.", "headers": {"Location": {"schema": {"type": "string"}}}}
    one = {
        "operationId": f"get_{name.lower()}",
        "summary": f"One {name.lower()}",
        "parameters": [key],
        "responses": {
            "200": _answer("The object.", {"$ref": f"#/components/schemas/{name}"}, table.example),
            **_refusals("400", "404"),
            **({"301": moved, **_refusals("410")} if is_page(table) else {}),
        },
    }
    path = reverse("opendata:items", args=[table])
    return (path, listed), (f"{path}/{{{table.key}}}", one)


def _parameter(parameter):
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.means,
        "schema": parameter.schema,
        "example": parameter.example,
    }


def _list_of(name):
    page = {**NUMBER, "minimum": 1}
    address = {**ADDRESS, "type": ["string", "null"]}
    properties = {
        "licence": {**ADDRESS, "description": "Under which our words may be used."},
        "total": {**NUMBER, "description": "How many there are on all pages."},
        "page": page,
        "per_page": page,
        "next": {**address, "description": "The next page."},
        "previous": {**address, "description": "The page before."},
        "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _example_of_list(table):
    address = absolute(reverse("opendata:items", args=[table]))
    return {
        "licence": LICENCE,
        "total": 40,
        "page": 1,
        "per_page": 20,
        "next": f"{address}?per_page=20&page=2",
        "previous": None,
        "items": [table.example],
    }


def _answer(description, schema, example):
    return {"description": description, "headers": ETAG, "content": {"application/json": {"schema": schema, "example": example}}}


def _problem(description, status, sentence):
    example = {"title": {400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone"}[status], "status": status, "detail": sentence}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {"description": description, "content": content}


def _refusals(*statuses):
    names = {"304": "NotModified", "400": "BadRequest", "404": "NotFound", "405": "NotAllowed", "410": "Gone"}
    return {status: {"$ref": f"#/components/responses/{names[status]}"} for status in ("304", "405", *statuses)}
