"""What every contract has in common: strict writing, lenient reading, and the shared value types."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

SCHEMA_VERSION = "1.0"


class Contract(BaseModel):
    """Base of every model that crosses a topic.

    Readers ignore fields that they do not know, so that adding one is not a breaking change. Models are immutable:
    a changed message is a new message.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True, ser_json_inf_nan="null")

    def to_json(self) -> bytes:
        """The message as it goes on the wire: UTF-8 JSON without spaces; fields in the order of the model."""
        return self.model_dump_json().encode()


class Vocabulary(StrEnum):
    """A closed list of codes that may grow.

    A reader maps a code that it does not know to the list's `other` or `unknown`, so that a new code is not a breaking
    change. In JSON Schema the codes are therefore an open enumeration (`x-extensible-enum`), and codes that exist for
    readers alone (never written) are left out.
    """

    @classmethod
    def fallback(cls) -> Self:
        """The code that stands for one that this reader does not know."""
        members = cls.__members__
        return members["other"] if "other" in members else members["unknown"]

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls.fallback() if isinstance(value, str) else None

    @classmethod
    def reader_only(cls) -> frozenset[str]:
        """Codes that no writer uses: they exist to read what a newer writer said."""
        return frozenset()

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        fallback = cls.fallback().value
        doc = (cls.__doc__ or "").strip().splitlines()[0].rstrip(".")
        schema.clear()
        schema.update(
            {
                "title": cls.__name__,
                "type": "string",
                "x-extensible-enum": [code.value for code in cls if code.value not in cls.reader_only()],
                "description": f"{doc}. The list may grow: read a value that you do not know as `{fallback}`.",
            }
        )
        return schema


def _to_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


def _instant_text(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_to_utc),
    PlainSerializer(_instant_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "RFC 3339, in UTC."}),
]


def _parse_moment(value: Any) -> Any:
    """A bare date stays a date; anything with a time of day must name its offset."""
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == len("2022-01-05") else datetime.fromisoformat(value)
    return value


def _check_moment(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a moment with a time of day needs its offset from UTC")
    return value


Moment = Annotated[
    datetime | date,
    BeforeValidator(_parse_moment),
    AfterValidator(_check_moment),
    PlainSerializer(lambda value: value.isoformat(), return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
            "description": "A calendar date at the place, or a date and time with its offset from UTC.",
        }
    ),
]


def nfc(text: str) -> str:
    """Unicode normalization form C, in which all text of the contracts is."""
    return unicodedata.normalize("NFC", text)


Text = Annotated[str, AfterValidator(nfc)]
NonEmptyText = Annotated[str, Field(min_length=1), AfterValidator(nfc)]
SchemaVersion = Annotated[str, Field(pattern=r"^1\.[0-9]+$")]
"""`1.0`; a reader takes any `1.x`, which may add fields and codes and nothing else."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Span(Contract):
    """A stretch of `Article.text`: code points, end exclusive."""

    start: Annotated[int, Field(ge=0)]
    """First code point."""
    end: Annotated[int, Field(gt=0)]
    """One past the last code point."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"a span must not be empty or backward: {self.start}..{self.end}")
        return self


class SourcedSpan(Span):
    """A stretch of the text of the article that a report was made from."""

    report_id: str
    """The report, and so the article, whose text the offsets count in."""
