"""What is generated is up to date, and fit for those who have nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import schemas
from schemas import generate
from schemas.json_schemas import PUBLISHED, json_schema
from schemas.raw import FIELD_NAMES
from schemas.topics import load_topics

PACKAGE = Path(schemas.__file__).parent
ASYNCAPI: dict[str, Any] = yaml.safe_load((PACKAGE / "asyncapi.yaml").read_text(encoding="utf-8"))


def test_generated_files_are_up_to_date() -> None:
    assert generate.stale_files() == [], f"run `{generate.COMMAND}`"


@pytest.fixture
def copy_of_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the generated files, which the command believes to be its own."""
    shutil.copytree(PACKAGE / "json", tmp_path / "json")
    shutil.copy(PACKAGE / "asyncapi.yaml", tmp_path)
    monkeypatch.setattr(generate.stale_files, "__defaults__", (tmp_path,))
    return tmp_path


def test_check_names_every_stale_file_and_the_command_that_mends_it(
    copy_of_package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate.main(["--check"]) == 0
    (copy_of_package / "json/Incident.schema.json").write_text("{}")
    (copy_of_package / "json/Article.schema.json").unlink()
    (copy_of_package / "json/Old.schema.json").write_text("{}")
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert "json/Incident.schema.json is out of date" in told
    assert "json/Article.schema.json is missing" in told
    assert "json/Old.schema.json belongs to no model" in told
    assert "asyncapi.yaml" not in told
    assert "python -m schemas.generate" in told


def test_writing_mends_what_check_found(copy_of_package: Path) -> None:
    (copy_of_package / "json/Incident.schema.json").write_text("{}")
    (copy_of_package / "json/Old.schema.json").write_text("{}")
    generate.write_files(copy_of_package)
    assert generate.stale_files(copy_of_package) == []


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from nodes(item)


@pytest.mark.parametrize("model", PUBLISHED)
def test_a_json_schema_is_valid_titled_and_closed_over_its_references(model: str) -> None:
    schema = json_schema(model)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == model
    assert schema["description"]
    definitions = schema.get("$defs", {})
    used = {node["$ref"] for node in nodes(schema) if "$ref" in node}
    assert used == {f"#/$defs/{name}" for name in definitions}


def test_no_two_schemas_have_the_same_id() -> None:
    assert len({json_schema(model)["$id"] for model in PUBLISHED}) == len(PUBLISHED)


@pytest.mark.parametrize("model", PUBLISHED)
def test_definitions_are_named_as_a_code_generator_would_name_classes(model: str) -> None:
    for name, definition in json_schema(model).get("$defs", {}).items():
        assert name.isalnum(), name
        assert definition["title"] == name


def test_slots_of_reports_and_incidents_have_names_of_their_own() -> None:
    assert {"ReportActor", "ReportPlace", "ReportToll"} <= json_schema("IncidentReport")["$defs"].keys()
    assert {"IncidentActor", "IncidentPlace", "IncidentToll"} <= json_schema("Incident")["$defs"].keys()


@pytest.mark.parametrize("name", [name for names in FIELD_NAMES.values() for name in names])
def test_the_raw_schema_knows_every_usual_name(name: str) -> None:
    assert name in json_schema("RawArticle")["properties"]


@pytest.mark.parametrize("name", [*FIELD_NAMES["text"], *FIELD_NAMES["html"]])
def test_text_or_page_under_any_of_its_names_is_enough(name: str) -> None:
    assert Draft202012Validator(json_schema("RawArticle")).is_valid({name: "words"})
    schemas.RawArticle.model_validate({name: "words"})


@pytest.mark.parametrize("model", ["Article", "IncidentReport", "Retraction", "Incident"])
def test_consumers_can_count_on_version_and_kind(model: str) -> None:
    schema = json_schema(model)
    constants = {name for name, field in schema["properties"].items() if "const" in field}
    assert schema["properties"]["schema_version"]["pattern"] == r"^1\.[0-9]+$"
    assert constants | {"schema_version"} <= set(schema["required"])


# The document was also validated against AsyncAPI's own JSON Schema of 3.0.0 and parsed by its reference parser;
# neither is to be had from PyPI, so these tests hold the structure that they require.


def resolve(reference: str) -> Any:
    """What a `$ref` of the AsyncAPI document points at: within it, or a file beside it. Raises where nothing is."""
    path, _, pointer = reference.partition("#")
    target: Any = json.loads((PACKAGE / path).read_text(encoding="utf-8")) if path else ASYNCAPI
    for step in pointer.strip("/").split("/") if pointer else []:
        target = target[step]
    return target


def test_every_reference_of_the_asyncapi_document_resolves() -> None:
    references = [node["$ref"] for node in nodes(ASYNCAPI) if "$ref" in node]
    assert len(references) > 30
    assert all(resolve(reference) for reference in references)


def test_every_public_topic_is_a_channel_with_messages_keys_and_its_kafka_settings() -> None:
    public = {name: topic for name, topic in load_topics().items() if not topic.is_changelog}
    assert ASYNCAPI["asyncapi"] == "3.0.0"
    assert ASYNCAPI["channels"].keys() == public.keys()
    for name, channel in ASYNCAPI["channels"].items():
        topic = public[name]
        assert channel["address"] == name
        kafka = channel["bindings"]["kafka"]
        assert kafka["partitions"] == topic.partitions
        assert kafka["topicConfiguration"]["max.message.bytes"] == topic.max_message_bytes
        assert kafka["topicConfiguration"]["retention.ms"] == topic.retention_ms
        assert set(kafka["topicConfiguration"]["cleanup.policy"]) <= {"compact", "delete"}
        assert len(channel["messages"]) == len(topic.messages) + (topic.tombstone is not None)
        for reference in channel["messages"].values():
            message = resolve(reference["$ref"])
            assert message["bindings"]["kafka"]["key"]["description"] == topic.key.description
            if topic.headers is not None and message["title"] != "Incident tombstone":
                assert resolve(message["headers"]["$ref"])["title"] == topic.headers


def test_every_message_of_the_asyncapi_document_is_sent_or_received_somewhere() -> None:
    channels = {ref["$ref"] for channel in ASYNCAPI["channels"].values() for ref in channel["messages"].values()}
    assert channels == {f"#/components/messages/{name}" for name in ASYNCAPI["components"]["messages"]}


def test_every_operation_is_a_services_and_names_a_channel_and_messages_of_it() -> None:
    operations = ASYNCAPI["operations"]
    assert "extractor.receive.news.articles.v1" in operations
    assert "aggregator.send.incidents.v1" in operations
    for name, operation in operations.items():
        service, action, topic = name.split(".", 2)
        assert operation["action"] == action
        assert operation["channel"] == {"$ref": f"#/channels/{topic}"}
        assert service in {"ingest", "extractor", "aggregator"}
        assert operation["messages"]
        for message in operation["messages"]:
            assert message["$ref"].startswith(f"#/channels/{topic}/messages/")


def test_a_consumer_is_told_of_tombstones() -> None:
    assert "IncidentTombstone" in ASYNCAPI["channels"]["incidents.v1"]["messages"]


def test_the_contracts_import_nothing_of_the_services() -> None:
    code = (
        "import pkgutil, sys, importlib, schemas\n"
        "for module in pkgutil.iter_modules(schemas.__path__): importlib.import_module(f'schemas.{module.name}')\n"
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in ('services', 'faust', 'spacy', 'aiokafka')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    assert result.stdout.strip() == ""


def test_the_readme_tells_every_usual_name_and_every_public_topic_that_a_user_touches() -> None:
    readme = (PACKAGE / "README.md").read_text(encoding="utf-8")
    for field, names in FIELD_NAMES.items():
        (row,) = [line for line in readme.splitlines() if line.startswith(f"| `{field}` |")]
        assert all(f"`{name}`" in row for name in names), field
    for topic in load_topics().values():
        if "users" in (*topic.producers, *topic.consumers):
            assert f"`{topic.name}`" in readme.replace("**", ""), topic.name


def test_every_link_of_the_readme_leads_somewhere() -> None:
    readme = (PACKAGE / "README.md").read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in target]
    assert len(targets) > 10
    assert [target for target in targets if not (PACKAGE / target).exists()] == []
