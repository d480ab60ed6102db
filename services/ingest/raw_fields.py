"""Reads a raw message leniently: which fields it has under which of their usual names.

What an article can't do without (`text`, `html`) must have the right type; any other field that can't be read is left
out, because what is missing is then read from the page or the text. Shapes of well-known producers are understood:
`{"source": {"name": ...}}`, `{"authors": [{"name": ...}]}`, and a JSON string in place of the object.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any

from schemas import DeadLetterReason
from schemas.raw import FIELD_NAMES

from .outcome import RejectedError

_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S
)
_JSON_ARRAY = re.compile(r"\[\s*(?:[\[{\"\]]|-?\d[\d.eE+-]*\s*[,\]]\s*(?:[-\d\[{\"]|$)|(?:true|false|null)\s*[,\]]|$)")
"""How a JSON array begins, and text that begins with a bracket (`[Home](https://...)`, `[1]Home`) does not."""
_JSON_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false")
_MAX_FIELD_CHARS = 2_000
_NAME_KEYS = ("name", "title", "text", "@id", "url", "domain")


@dataclass(frozen=True, slots=True)
class RawFields:
    """The fields of a raw message under our names, as far as they could be read."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | int | float | None = None
    modified: str | int | float | None = None
    fetched: str | int | float | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None


def read_fields(message: str) -> RawFields:
    """The fields of a decoded message: a JSON object, an HTML page, or the plain text of an article.

    Raises `RejectedError`: `empty`, `not_json`, `wrong_type` or `missing_text`.
    """
    stripped = message.strip()
    if not stripped or stripped == "null":
        raise RejectedError(DeadLetterReason.empty, "the value is empty")
    if stripped[0] == "{" or _JSON_ARRAY.match(stripped):
        return _from_json(_parse_json(stripped))
    if _JSON_SCALAR.fullmatch(stripped):
        raise RejectedError(DeadLetterReason.wrong_type, f"the value is JSON but not an object: {stripped[:40]}")
    if stripped[0] == '"' and stripped[-1] == '"':
        try:
            text = json.loads(stripped)
        except ValueError:
            text = stripped  # prose that begins and ends with a quotation
        return _from_text(_without_surrogates(text))
    return _from_text(stripped)


def _from_text(text: str) -> RawFields:
    if not text.strip():
        raise RejectedError(DeadLetterReason.empty, "the value is empty")
    return RawFields(html=text) if _PAGE_START.match(text) else RawFields(text=text)


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)  # raw line breaks within strings are a common slip, and harmless
    except RecursionError as error:
        raise RejectedError(DeadLetterReason.not_json, "the JSON is nested too deeply") from error
    except ValueError as error:
        raise RejectedError(DeadLetterReason.not_json, f"begins like JSON but is not: {error}") from error


def _from_json(value: Any) -> RawFields:
    if not isinstance(value, dict):
        raise RejectedError(DeadLetterReason.wrong_type, f"the value is a JSON {_json_type(value)}, not an object")
    text, html = _content(value, "text"), _content(value, "html")
    if text is None and html is None:
        found = ", ".join(map(str, list(value)[:8])) or "none"
        raise RejectedError(DeadLetterReason.missing_text, f"neither `text` nor `html` has content; fields: {found}")
    if text is not None and _PAGE_START.match(text):
        text, html = None, html or text
    return RawFields(
        text=text,
        html=html,
        url=_first_string(value, "url"),
        title=_first_string(value, "title"),
        published=_first_time(value, "published"),
        modified=_first_time(value, "modified"),
        fetched=_first_time(value, "fetched"),
        source=_first_string(value, "source"),
        authors=_authors(value),
        language=_first_string(value, "language"),
    )


def _content(value: dict[str, Any], field: str) -> str | None:
    """The first name of `text` or `html` that has content."""
    for name in FIELD_NAMES[field]:
        content = value.get(name)
        if content is None:
            continue
        if not isinstance(content, str):
            raise RejectedError(
                DeadLetterReason.wrong_type, f"`{name}` is a JSON {_json_type(content)}, and must be a string"
            )
        if content.strip():
            return _without_surrogates(content)
    return None


def _first_string(value: dict[str, Any], field: str) -> str | None:
    for name in FIELD_NAMES[field]:
        if (text := _plain(value.get(name))) is not None:
            return text
    return None


def _first_time(value: dict[str, Any], field: str) -> str | int | float | None:
    for name in FIELD_NAMES[field]:
        moment = value.get(name)
        if isinstance(moment, bool) or (isinstance(moment, float) and not math.isfinite(moment)):
            continue
        if isinstance(moment, (int, float)):
            return moment
        if (text := _plain(moment)) is not None:
            return text
    return None


def _authors(value: dict[str, Any]) -> tuple[str, ...]:
    for name in FIELD_NAMES["authors"]:
        given = value.get(name)
        names = [_plain(one) for one in given[:20]] if isinstance(given, list) else [_plain(given)]
        if found := tuple(one for one in names if one is not None):
            return found
    return ()


def _plain(value: Any) -> str | None:
    """A string, or the name in an object, or the first of a list; None for anything else, and for what is blank."""
    for _ in range(3):  # an object in a list, a list in an object: deeper is not anyone's shape
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = next((value[key] for key in _NAME_KEYS if value.get(key)), None)
    if not isinstance(value, str):
        return None
    return _without_surrogates(" ".join(value[:_MAX_FIELD_CHARS].split())) or None


def _without_surrogates(text: str) -> str:
    r"""Halves of characters (`\ud800` in JSON) have no UTF-8: joined where they pair, else replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {dict: "object", list: "array", str: "string", int: "number", float: "number"}.get(type(value), "null")
