"""Every example is a test: of the models, of the JSON Schemas, and of their agreement."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import BaseModel, ValidationError

import schemas
from schemas import REPORTED, Article, IncidentReport, Vocabulary, wrong_spans
from schemas.envelope import EVENT_TYPES, dataschema
from schemas.ids import article_id, content_sha256, incident_id, report_id
from schemas.json_schemas import PUBLISHED
from schemas.topics import load_topics
from tests.contract.examples import (
    EXAMPLES,
    Example,
    InvalidExample,
    invalid_examples,
    valid_examples,
)

FORMATS = FormatChecker()


@FORMATS.checks("date-time", raises=ValueError)
def is_rfc3339(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@cache
def validator(model: str) -> Draft202012Validator:
    path = EXAMPLES.parent / "json" / f"{model}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FORMATS)


def schema_errors(model: str, message: Any) -> list[str]:
    return [error.message for error in validator(model).iter_errors(message)]


def as_written(message: BaseModel) -> Any:
    return json.loads(message.model_dump_json(by_alias=True))


each_valid = pytest.mark.parametrize("example", valid_examples(), ids=str)
written_by_tocsin = pytest.mark.parametrize(
    "example", valid_examples("Article", "IncidentReport", "Retraction", "Override", "Incident"), ids=str
)


@pytest.mark.parametrize("model", PUBLISHED)
def test_every_model_has_two_valid_examples_and_an_invalid_one(model: str) -> None:
    assert len(valid_examples(model)) >= 2
    assert any(example.model == model for example in invalid_examples())


def test_no_example_is_an_orphan() -> None:
    """A file in the wrong folder would be no test at all."""
    found = {path.relative_to(EXAMPLES).parts[:2] for path in EXAMPLES.rglob("*") if path.is_file()}
    assert found == {(model, folder) for model in PUBLISHED for folder in ("valid", "invalid")}
    assert all(path.suffix == ".json" for path in EXAMPLES.rglob("*") if path.is_file())


@each_valid
def test_a_valid_example_is_read_by_the_model_and_by_the_json_schema(example: Example) -> None:
    PUBLISHED[example.model].model_validate_json(json.dumps(example.message))
    assert schema_errors(example.model, example.message) == []


@pytest.mark.parametrize("example", invalid_examples(), ids=str)
def test_an_invalid_example_is_refused_for_the_reason_that_it_gives(example: InvalidExample) -> None:
    assert example.why
    with pytest.raises(ValidationError) as caught:
        PUBLISHED[example.model].model_validate_json(json.dumps(example.message))
    assert caught.value.error_count() == 1, "one example, one fault"
    assert example.error in str(caught.value)
    assert bool(schema_errors(example.model, example.message)) == example.refused_by_json_schema


@written_by_tocsin
def test_writing_what_was_read_gives_the_same_message(example: Example) -> None:
    model = PUBLISHED[example.model]
    read = model.model_validate(example.message)
    assert as_written(read) == example.message
    assert model.model_validate_json(read.model_dump_json()) == read


@each_valid
def test_what_the_model_writes_satisfies_its_json_schema(example: Example) -> None:
    written = as_written(PUBLISHED[example.model].model_validate(example.message))
    assert schema_errors(example.model, written) == []


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object within a message, itself included."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)


@each_valid
def test_unknown_fields_are_ignored_at_every_depth(example: Example) -> None:
    model = PUBLISHED[example.model]
    newer = copy.deepcopy(example.message)
    for found in list(objects(newer)):
        found["added_by_a_later_version"] = {"anything": [1, None]}
    if example.model == "Incident":  # a disputed value is any JSON, kept as it is
        for dispute in newer["disputed"]:
            for given in dispute["values"]:
                del given["value"]["added_by_a_later_version"]
    assert model.model_validate(newer) == model.model_validate(example.message)
    assert schema_errors(example.model, newer) == []


def set_status(message: dict[str, Any]) -> None:
    message["status"] = "rumoured"


def set_weapon(message: dict[str, Any]) -> None:
    message["weapons"][0]["kind"] = "laser"


def set_role(message: dict[str, Any]) -> None:
    message["actors"][0]["role"] = "mediator"


def set_types(message: dict[str, Any]) -> None:
    message["event_type"] = "cyber_operations"
    message["sub_event_type"] = "wiper"


@pytest.mark.parametrize(
    ("change", "path", "fallback"),
    [
        (set_status, "status", "unknown"),
        (set_weapon, "weapons.0.kind", "other"),
        (set_role, "actors.0.role", "unknown"),
        (set_types, "event_type", "unknown"),
        (set_types, "sub_event_type", "other"),
    ],
)
@pytest.mark.parametrize("model", ["IncidentReport", "Incident"])
def test_an_unknown_code_is_read_as_other_or_unknown(
    model: str, change: Callable[[dict[str, Any]], None], path: str, fallback: str
) -> None:
    newer = copy.deepcopy(valid_examples(model)[1].message)
    change(newer)
    assert schema_errors(model, newer) == [], "the lists of codes are open in the JSON Schema"
    read: Any = as_written(PUBLISHED[model].model_validate(newer))
    for step in path.split("."):
        read = read[int(step)] if step.isdigit() else read[step]
    assert read == fallback


VOCABULARIES = [value for value in vars(schemas).values() if isinstance(value, type) and issubclass(value, Vocabulary)]


@pytest.mark.parametrize("vocabulary", [each for each in VOCABULARIES if each is not Vocabulary])
def test_every_vocabulary_has_a_code_for_what_it_does_not_know(vocabulary: type[Vocabulary]) -> None:
    assert vocabulary("a code from the future") is vocabulary.fallback()
    with pytest.raises(ValueError, match="is not a valid"):
        vocabulary(7)  # type: ignore[arg-type]


def test_ids_in_examples_follow_the_rules_for_ids() -> None:
    for example in valid_examples("Article"):
        article = Article.model_validate(example.message)
        assert article.id == article_id(article.url, article.text)
        assert article.content_sha256 == content_sha256(article.title, article.text)
    reports = [IncidentReport.model_validate(example.message) for example in valid_examples("IncidentReport")]
    for report in reports:
        made_of = report.article
        possible = [report_id(made_of.id, made_of.content_sha256, report.extractor.version, n) for n in (0, 1)]
        assert report.id in possible, "no example article has more than two reports"
    assert len({report.id for report in reports}) == len(reports)
    known = {incident_id(report.id) for report in reports}
    assert {example.message["id"] for example in valid_examples("Incident")} <= known


ARTICLES = {
    (article.id, article.content_sha256): article
    for article in (Article.model_validate(example.message) for example in valid_examples("Article"))
}


@pytest.mark.parametrize("example", valid_examples("IncidentReport"), ids=str)
def test_spans_of_an_example_report_point_at_the_words_that_they_claim(example: Example) -> None:
    report = IncidentReport.model_validate(example.message)
    article = ARTICLES[report.article.id, report.article.content_sha256]
    assert report.article == article.ref()
    assert wrong_spans(report, article) == []
    assert len(list(report.spans())) >= 5


def test_spans_of_the_examples_tell_code_points_from_utf16_units() -> None:
    """One example must have a character beyond U+FFFF before a span, or a reader in Java could count wrong unseen."""
    found = False
    for example in valid_examples("IncidentReport"):
        report = IncidentReport.model_validate(example.message)
        text = ARTICLES[report.article.id, report.article.content_sha256].text
        found |= any(any(ord(c) > 0xFFFF for c in text[: span.start]) for _, span, _ in report.spans())
    assert found


@pytest.mark.parametrize("example", valid_examples("Incident"), ids=str)
def test_evidence_of_an_example_incident_points_into_the_articles_of_its_reports(example: Example) -> None:
    article_of = {report["id"]: report["article"] for report in example.message["reports"]}
    for words in example.message["evidence"]:
        ref = article_of[words["report_id"]]
        text = ARTICLES[ref["id"], ref["content_sha256"]].text
        assert text[words["start"] : words["end"]] == words["text"]


def test_the_messages_of_the_reports_topic_are_told_apart_by_kind() -> None:
    for example in valid_examples("IncidentReport", "Retraction"):
        read = REPORTED.validate_json(json.dumps(example.message))
        assert type(read).__name__ == example.model
        assert read.key == example.message.get("country", example.message.get("place", {}).get("country"))


def test_headers_name_a_schema_that_exists_for_every_message_of_a_cloud_event_topic() -> None:
    messages = {
        model
        for topic in load_topics().values()
        if topic.headers == "CloudEventHeaders"
        for model in topic.models
    }  # fmt: skip
    assert set(EVENT_TYPES) == messages
    for model in messages:
        assert (EXAMPLES.parent.parent / dataschema(model).split("#")[0]).is_file()
    for example in valid_examples("CloudEventHeaders"):
        name = next(model for model, type_ in EVENT_TYPES.items() if type_ == example.message["ce_type"])
        assert example.message["ce_dataschema"] == dataschema(name)
