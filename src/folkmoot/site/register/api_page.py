"""The OpenAPI document as a page takes it: each address with its choices, its answers and an example to try."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """Something an address may be given: its name, in words what it does, and what it may be."""

    name: str
    words: str
    may_be: str
    needed: bool


@dataclass(frozen=True)
class Address:
    """One address: what it answers with, by status (the name of a shape)."""

    path: str
    summary: str
    words: str
    choices: tuple[Choice, ...]
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShapeShown:
    """A shape: its name, what it is, and each of its names with its kind and meaning."""

    name: str
    words: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Explained:
    """The whole interface."""

    title: str
    version: str
    words: str
    addresses: tuple[Address, ...]
    shapes: tuple[ShapeShown, ...]


def explained(document: dict[str, Any]) -> Explained:
    """The document (OpenAPI 3.1) in the order it has."""
    shapes = document["components"]["schemas"]
    values = {name: shape for name, shape in shapes.items() if "enum" in shape}  # of no more than one word: told where it stands
    return Explained(
        title=document["info"]["title"],
        version=document["info"]["version"],
        words=document["info"]["description"],
        addresses=tuple(_address(path, methods["get"], shapes) for path, methods in document["paths"].items()),
        shapes=tuple(_shape(name, shape, values) for name, shape in shapes.items() if "properties" in shape and name != "InitiativesAsked"),
    )


def _address(path: str, asked: dict[str, Any], shapes: dict[str, Any]) -> Address:
    choices = tuple(
        Choice(c["name"], c["schema"].get("description", ""), kind_of(c["schema"], shapes), c.get("required", False))
        for c in asked.get("parameters", [])
    )
    answers = tuple(
        (str(status), kind_of(answer["content"]["application/json"]["schema"], {})) for status, answer in asked["responses"].items()
    )
    return Address(path, asked["summary"], asked.get("description", ""), choices, answers)


def _shape(name: str, shape: dict[str, Any], values: dict[str, Any]) -> ShapeShown:
    fields = tuple((field, kind_of(given, values), given.get("description", "")) for field, given in shape["properties"].items())
    return ShapeShown(name, shape.get("description", ""), fields)


def kind_of(schema: dict[str, Any], shapes: dict[str, Any]) -> str:
    """What a value may be, in words. A shape that `shapes` has is told by its values, any other by its name."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return kind_of(shapes[name], shapes) if name in shapes else name
    if "anyOf" in schema:
        return ", or ".join(filter(None, (kind_of(one, shapes) for one in schema["anyOf"])))
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema['items'], shapes)}"
    if "minimum" in schema and "maximum" in schema:
        return f"{schema['minimum']} to {schema['maximum']}"
    return {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object", "null": "null"}.get(
        schema.get("type", ""), "anything"
    )
