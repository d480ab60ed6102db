"""Exported incidents, read back: each format holds what the incidents say."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq
import pytest

from schemas import AttributionValue, Incident
from services.aggregator.state import PartitionState
from services.commands.export.flat import COLUMNS, row
from services.commands.export.formats import csv_table, geojson, jsonl, parquet
from services.commands.rendering_incident import incident_lines
from tests.unit.aggregator.factories import ANBAR, actor, article, report
from tests.unit.aggregator.tables import at


@pytest.fixture(scope="module")
def incidents() -> list[Incident]:
    state = PartitionState()
    claimed = actor("islamic-state", said=[AttributionValue.claimed])
    state.apply(report(article("wire", published=at(8)), killed=3, actors=[claimed]))
    state.apply(report(article("paper", published=at(9)), killed=4, actors=[claimed]))
    state.apply(report(article("radio", published=at(10)), 1, place=ANBAR, actors=[actor(None, text="=men [bold]")]))
    return sorted(state.incidents(), key=lambda incident: incident.first_reported_at)


def test_json_lines_are_the_messages(incidents: list[Incident]) -> None:
    assert [Incident.model_validate_json(line) for line in jsonl(incidents).splitlines()] == incidents


def test_a_csv_row_says_what_the_incident_says(incidents: list[Incident]) -> None:
    first, second = csv.DictReader(io.StringIO(csv_table(incidents).decode()))
    assert [*first] == [*COLUMNS]
    assert (first["killed_min"], first["killed_max"]) == (str(row(incidents[0])["killed_min"]), "4")
    assert first["perpetrators"] == "islamic-state [claimed]"
    assert (first["country"], first["admin1_code"], first["reports"]) == ("IQ", "07", "2")
    assert first["first_reported_at"] == "2022-01-05T08:00:00Z"
    assert (second["latitude"], second["killed_min"]) == ("", "")


def test_a_csv_has_no_formulas(incidents: list[Incident]) -> None:
    assert row(incidents[1])["perpetrators"].startswith("=men")
    *_, second = csv.DictReader(io.StringIO(csv_table(incidents).decode()))
    assert second["perpetrators"].startswith("'=men")


def test_geojson_has_a_point_for_each_that_has_one(incidents: list[Incident]) -> None:
    [feature] = json.loads(geojson(incidents))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [44.4, 33.34]}
    assert feature["properties"]["id"] == incidents[0].id


def test_parquet_keeps_types_and_values(incidents: list[Incident]) -> None:
    table = pq.read_table(io.BytesIO(parquet(incidents)))
    assert table.column_names == [*COLUMNS]
    assert table.to_pylist() == [row(incident) for incident in incidents]
    assert pq.read_table(io.BytesIO(parquet([]))).num_rows == 0


def test_an_incident_is_shown_with_sources_evidence_and_disputes(incidents: list[Incident]) -> None:
    text = "\n".join(incident_lines(incidents[0]))
    assert incidents[0].id in text
    assert "islamic-state \\[claimed]" in text
    assert "wire.example" in text
    assert "paper.example" in text
    assert all(words.text in text for words in incidents[0].evidence)
    assert ("They differ on" in text) == bool(incidents[0].disputed)
    assert "casualties.killed: " in text


def test_markup_in_an_article_is_shown_as_it_is(incidents: list[Incident]) -> None:
    assert "=men \\[bold]" in "\n".join(incident_lines(incidents[1]))
