"""Holds a transcript against the platform's published OpenAPI document, where the environment names one.

``DISCORD_OPENAPI=…/openapi.json`` switches it on. Known and accepted: a 429 without a code, whole numbers where the document has
text for snowflakes and permission bits (clients send them), words as the codes of wrong fields ("BASE_TYPE_REQUIRED"), a reference to
a forwarded message (type 1, of which the document's schema doesn't know), and ``oneOf`` read as "any of", since the document's
alternatives overlap.
"""

import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]  # it ships no types

from sandbox.discord.transcript import Entry

VARIABLE = "DISCORD_OPENAPI"
_BITS = frozenset({"allow", "deny", "permissions", "default_member_permissions"})


def available() -> bool:
    """Whether the environment names a document that is there."""
    return Path(os.environ.get(VARIABLE, "")).is_file()


def validate(transcript: Iterable[Entry]) -> list[str]:
    """What doesn't conform, a line each; empty where all does. Raises KeyError where no document is named."""
    document = _document(os.environ[VARIABLE])
    return [f"{entry}: {problem}" for entry in transcript if entry.actor != "fault" for problem in _problems(document, entry)]


def _problems(document: "Document", entry: Entry) -> list[str]:
    operation = document.operation(entry)
    if operation is None:
        return ["no such operation in the document"]
    problems = [f"query {name!r} is not in the document" for name in sorted(set(entry.query) - document.queries(entry))]
    problems += _response(document, entry, operation)
    refused_form = entry.status >= 400  # a request that was refused for its form needn't have the right one
    if not refused_form and entry.request is not None:
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        problems += _request(document, body["schema"], entry.request) if body else ["sent a body where the document has none"]
    return problems


def _response(document: "Document", entry: Entry, operation: dict[str, Any]) -> list[str]:
    responses = operation["responses"]
    found = responses.get(str(entry.status)) or responses.get(f"{entry.status // 100}XX")
    if found is None:
        return [f"status {entry.status} is not in the document"]
    if "$ref" in found:
        found = document.resolve(found["$ref"])
    content = found.get("content", {}).get("application/json")
    if content is None or entry.response is None:
        return [] if (content is None) == (entry.response is None) else ["a body where none belongs, or none where one does"]
    return document.check(content["schema"], entry.response, "response")


def _request(document: "Document", schema: dict[str, Any], body: object) -> list[str]:
    """The document has permission bits now as text, now as a number, and the platform takes both."""
    tries = [document.check(schema, _bits(body, kind), "request") for kind in (str, int)]
    return [] if [] in tries else tries[0]


def _bits(value: object, kind: type[str | int]) -> object:
    if isinstance(value, dict):
        return {key: kind(inner) if key in _BITS and inner is not None else _bits(inner, kind) for key, inner in value.items()}
    return [_bits(inner, kind) for inner in value] if isinstance(value, list) else value


@cache
def _document(path: str) -> "Document":
    return Document(json.loads(Path(path).read_text(encoding="utf-8")))


class Document:
    """The document, read leniently where clients are."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.root: dict[str, Any] = dict(_loosened(raw))  # type: ignore[call-overload]  # a mapping stays one
        snowflake = self.root["components"]["schemas"]["SnowflakeType"]
        self.root["components"]["schemas"]["SnowflakeType"] = {"anyOf": [snowflake, {"type": "integer", "minimum": 0}]}
        field_errors = self.root["components"]["schemas"]["InnerErrors"]["properties"]["_errors"]
        field_errors["items"] = {
            "type": "object",
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
            "required": ["code", "message"],
        }
        self.root["components"]["schemas"]["RatelimitedResponse"]["allOf"][0] = {"required": ["message"]}
        self.root["components"]["schemas"]["MessageReferenceType"]["anyOf"].append({"title": "FORWARD", "const": 1})
        self._validators: dict[str, Draft202012Validator] = {}

    def operation(self, entry: Entry) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.root["paths"].get(entry.template, {}).get(entry.method.lower())
        return found

    def queries(self, entry: Entry) -> set[str]:
        """The names that the operation's query may have."""
        path = self.root["paths"][entry.template]
        listed = [*path.get("parameters", []), *path[entry.method.lower()].get("parameters", [])]
        return {one["name"] for one in listed if one["in"] == "query"}

    def resolve(self, reference: str) -> dict[str, Any]:
        found: Any = self.root
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        resolved: dict[str, Any] = found
        return resolved

    def check(self, schema: dict[str, Any], value: object, what: str) -> list[str]:
        """The most telling problem, if there is one."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = Draft202012Validator({**schema, "components": self.root["components"]})
        problem = best_match(self._validators[key].iter_errors(value))
        return [f"{what} {problem.json_path}: {problem.message[:300]}"] if problem else []


def _loosened(value: object) -> object:
    if isinstance(value, dict):
        return {("anyOf" if key == "oneOf" and "anyOf" not in value else key): _loosened(inner) for key, inner in value.items()}
    return [_loosened(inner) for inner in value] if isinstance(value, list) else value
