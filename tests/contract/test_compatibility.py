"""The breaking-change check catches every kind of break, lets pass what breaks nobody, and finds none now."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from schemas import SCHEMA_VERSION
from schemas import compatibility as check
from schemas.compatibility import Direction, UnknownKeywordError, breaking_changes
from schemas.json_schemas import PUBLISHED, json_schema

BASE: dict[str, Any] = {
    "title": "Sample",
    "type": "object",
    "required": ["id", "kind", "place"],
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z]+$", "minLength": 2},
        "kind": {"type": "string", "const": "sample"},
        "level": {"type": "string", "enum": ["low", "high"]},
        "status": {"$ref": "#/$defs/Status"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "at": {"type": "string", "format": "date-time"},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "free": {},
        "place": {"$ref": "#/$defs/Place"},
    },
    "$defs": {
        "Status": {"title": "Status", "type": "string", "x-extensible-enum": ["done", "tried"]},
        "Place": {
            "title": "Place",
            "type": "object",
            "required": ["country"],
            "properties": {"country": {"type": "string"}, "city": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
        },
    },
}

Change = Callable[[dict[str, Any]], object]


def field(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["properties"][name]
    return found


BREAKS: dict[str, tuple[Change, str]] = {
    "field removed": (lambda s: s["properties"].pop("note"), "sample.note: was removed"),
    "field removed deep within": (
        lambda s: s["$defs"]["Place"]["properties"].pop("city"),
        "sample.place.city: was removed",
    ),
    "field newly required": (lambda s: s["required"].append("note"), "sample.note: is now required"),
    "new field required at once": (
        lambda s: (s["properties"].update(new={"type": "string"}), s["required"].append("new")),
        "sample.new: is new and required",
    ),
    "field no longer required": (lambda s: s["required"].remove("id"), "sample.id: is no longer required"),
    "type changed": (lambda s: field(s, "count").update(type="string"), "sample.count: may now be string"),
    "null no longer allowed": (
        lambda s: s["properties"].update(note={"type": "string"}),
        "sample.note: may no longer be null",
    ),
    "null newly allowed": (
        lambda s: s["properties"].update(count={"anyOf": [field(s, "count"), {"type": "null"}]}),
        "sample.count: may now be null",
    ),
    "type of items changed": (
        lambda s: field(s, "tags").update(items={"type": "integer"}),
        "sample.tags[]: may now be integer",
    ),
    "format changed": (lambda s: field(s, "at").update(format="date"), "sample.at: may now be string (date)"),
    "type given to what could be anything": (
        lambda s: field(s, "free").update(type="string"),
        "sample.free: may no longer be anything",
    ),
    "code removed from an open list": (
        lambda s: s["$defs"]["Status"].update({"x-extensible-enum": ["done"]}),
        "sample.status: code `tried` was removed",
    ),
    "open list of codes closed": (
        lambda s: s["$defs"].update(Status={"type": "string", "enum": ["done", "tried"]}),
        "sample.status: is no longer an open list",
    ),
    "code removed from a closed list": (
        lambda s: field(s, "level").update(enum=["low"]),
        "sample.level: may no longer be `high`",
    ),
    "code added to a closed list": (
        lambda s: field(s, "level").update(enum=["low", "high", "top"]),
        "sample.level: may now be `top`",
    ),
    "closed list dropped": (lambda s: field(s, "level").pop("enum"), "sample.level: may now be anything"),
    "closed list made": (lambda s: field(s, "at").update(enum=["now"]), "sample.at: may now only be `now`"),
    "constant changed": (lambda s: field(s, "kind").update(const="other"), "sample.kind: may now be `other`"),
    "pattern changed": (lambda s: field(s, "id").update(pattern="^[a-f]+$"), "sample.id: must now match"),
    "pattern dropped": (lambda s: field(s, "id").pop("pattern"), "sample.id: need no longer match"),
    "minimum raised": (lambda s: field(s, "count").update(minimum=2), "sample.count: minimum is now 2"),
    "minimum lowered": (lambda s: field(s, "count").update(minimum=0), "sample.count: minimum was 1"),
    "maximum lowered": (lambda s: field(s, "count").update(maximum=8), "sample.count: maximum is now 8"),
    "maximum dropped": (lambda s: field(s, "count").pop("maximum"), "sample.count: maximum was 9"),
    "length newly limited": (lambda s: field(s, "at").update(maxLength=20), "sample.at: maxLength is now 20"),
    "empty list newly allowed": (lambda s: field(s, "tags").pop("minItems"), "sample.tags: minItems was 1"),
    "condition added": (lambda s: s.update(anyOf=[{"required": ["note"]}]), "sample: must now fulfil a condition"),
}

HARMLESS: dict[str, Change] = {
    "optional field added": lambda s: s["properties"].update(new={"type": "string"}),
    "code added to an open list": lambda s: s["$defs"]["Status"]["x-extensible-enum"].append("failed"),
    "description changed": lambda s: s.update(description="Better words."),
    "definition renamed": lambda s: (
        s["$defs"].update(State=s["$defs"].pop("Status")),
        field(s, "status").update({"$ref": "#/$defs/State"}),
    ),
    "fields in another order": lambda s: s.update(properties=dict(reversed(s["properties"].items()))),
}


def changed(change: Change) -> dict[str, Any]:
    schema = copy.deepcopy(BASE)
    change(schema)
    assert schema != BASE or list(schema["properties"]) != list(BASE["properties"])
    return schema


@pytest.mark.parametrize("kind", BREAKS)
def test_a_breaking_change_is_told(kind: str) -> None:
    change, words = BREAKS[kind]
    found = breaking_changes(BASE, changed(change), "sample")
    assert any(each.startswith(words) for each in found), found


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_breaks_nobody_passes(kind: str) -> None:
    assert breaking_changes(BASE, changed(HARMLESS[kind]), "sample") == []


WIDER = (
    "field no longer required",
    "null newly allowed",
    "code added to a closed list",
    "closed list dropped",
    "pattern dropped",
    "minimum lowered",
    "maximum dropped",
    "empty list newly allowed",
)


@pytest.mark.parametrize("kind", WIDER)
def test_what_tocsin_only_takes_may_be_taken_more_freely(kind: str) -> None:
    assert breaking_changes(BASE, changed(BREAKS[kind][0]), "sample", Direction.backward) == []


@pytest.mark.parametrize("kind", [kind for kind in BREAKS if kind not in WIDER])
def test_what_tocsin_only_takes_may_not_be_taken_less_freely(kind: str) -> None:
    assert breaking_changes(BASE, changed(BREAKS[kind][0]), "sample", Direction.backward)


def test_a_way_to_fulfil_a_condition_can_not_be_taken_away() -> None:
    raw = json_schema("RawArticle")
    poorer = copy.deepcopy(raw)
    poorer["anyOf"] = [branch for branch in raw["anyOf"] if branch["required"] != ["articleBody"]]
    assert breaking_changes(raw, poorer, "raw", Direction.backward) == ["raw: ['articleBody'] alone no longer suffices"]
    assert breaking_changes(poorer, raw, "raw", Direction.backward) == []


def test_a_keyword_that_is_not_compared_is_an_error_and_never_a_silent_pass() -> None:
    with pytest.raises(UnknownKeywordError, match="multipleOf"):
        breaking_changes(BASE, changed(lambda s: field(s, "count").update(multipleOf=2)), "sample")


def test_nothing_has_broken_since_the_release() -> None:
    assert check.breaking_changes_since_release() == []


def test_the_release_has_every_message() -> None:
    released = {path.name for path in (check.RELEASED / SCHEMA_VERSION).glob("*.json")}
    assert released == {f"{name}.schema.json" for name in PUBLISHED}


def test_a_message_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(PUBLISHED, "Retraction")
    assert "Retraction: the message was removed" in check.breaking_changes_since_release()


def test_the_command_fails_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main() == 0
    monkeypatch.delitem(PUBLISHED, "Incident")
    assert check.main() == 1
    assert "start a new version of the topic" in capsys.readouterr().err
