"""JSON Schema (2020-12) of the messages and headers, for readers and writers in any language."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import CoreSchema

from .article import Article
from .base import SCHEMA_VERSION
from .envelope import CloudEventHeaders, DeadLetterHeaders
from .incident import Incident
from .override import Override
from .raw import FIELD_NAMES, RawArticle
from .report import IncidentReport, Retraction

PUBLISHED: dict[str, type[BaseModel]] = {
    model.__name__: model
    for model in (
        RawArticle,
        Article,
        IncidentReport,
        Retraction,
        Override,
        Incident,
        CloudEventHeaders,
        DeadLetterHeaders,
    )
}
"""Models that have a JSON Schema of their own, by name."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REF_PREFIX = "#/$defs/"


class ContractJsonSchema(GenerateJsonSchema):
    """pydantic's generator, with definitions named by their models' titles and without titles that only repeat a name.

    pydantic names the definition of a generic model after its parameters (`Actor_Span_`); consumers who generate code
    from the schema would get that as the name of a class.
    """

    schema_dialect = DIALECT

    def field_title_should_be_set(self, schema: Any) -> bool:
        """No titles for fields: pydantic's would be the field's name, capitalized."""
        return False

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """The schema with its definitions renamed; raises `ValueError` when two models have the same title."""
        generated = super().generate(schema, mode)
        definitions = generated.get("$defs", {})
        titles = {name: definition["title"] for name, definition in definitions.items()}
        if len(set(titles.values())) < len(titles):
            raise ValueError(f"two models have the same title, give one another name: {sorted(titles.items())}")
        renamed: JsonSchemaValue = _rename_refs(generated, titles)
        if definitions:
            renamed["$defs"] = {titles[name]: definition for name, definition in renamed["$defs"].items()}
            renamed["$defs"] = dict(sorted(renamed["$defs"].items()))
        return renamed


def _rename_refs(node: Any, titles: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {
            key: _REF_PREFIX + titles[value.removeprefix(_REF_PREFIX)]
            if key == "$ref" and isinstance(value, str)
            else _rename_refs(value, titles)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_rename_refs(item, titles) for item in node]
    return node


def schema_id(name: str) -> str:
    """`$id` of a message's schema: a tag URI (RFC 4151), so that it names the schema and promises no web page."""
    return f"tag:tocsin,2026:schemas/{SCHEMA_VERSION}/{name}"


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema of one of the `PUBLISHED` models: what Tocsin writes or, for `RawArticle`, what it takes."""
    model = PUBLISHED[name]
    reading = model is RawArticle
    schema = model.model_json_schema(
        schema_generator=ContractJsonSchema, mode="validation" if reading else "serialization"
    )
    if reading:
        _accept_all_names(schema)
    else:
        _require_constants(schema)
    return {"$schema": DIALECT, "$id": schema_id(name), **schema}


def _accept_all_names(schema: dict[str, Any]) -> None:
    """Adds the other names of each field, and that one of those for text or page must have content."""
    properties = schema["properties"]
    for field, names in FIELD_NAMES.items():
        for name in names[1:]:
            properties[name] = {**properties[field], "description": f"Another name for `{field}`."}
    schema["anyOf"] = [
        {"required": [name], "properties": {name: {"type": "string", "pattern": r"\S"}}}
        for field in ("text", "html")
        for name in FIELD_NAMES[field]
    ]


def _require_constants(schema: dict[str, Any]) -> None:
    """What tells a message (`kind`, `schema_version`) has a default in Python alone: on the wire it is always there."""
    constants = [name for name, field in schema["properties"].items() if "const" in field or name == "schema_version"]
    if constants:
        schema["required"] = [*constants, *(name for name in schema["required"] if name not in constants)]
        for name in constants:
            schema["properties"][name].pop("default", None)
