"""Incidents as JSON Lines, CSV, GeoJSON or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from schemas import Incident
from services.runtime.errors import ConfigurationError

from .flat import COLUMNS, plain_row, row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """What to write."""

    jsonl = "jsonl"
    csv = "csv"
    geojson = "geojson"
    parquet = "parquet"


def jsonl(incidents: Sequence[Incident]) -> bytes:
    """One message a line, as on `incidents.v1`."""
    return b"".join(incident.to_json() + b"\n" for incident in incidents)


def csv_table(incidents: Sequence[Incident]) -> bytes:
    """RFC 4180, UTF-8, a row an incident. A text that a spreadsheet would take for a formula gets an apostrophe before
    it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for incident in incidents:
        writer.writerow({name: _safe(value) for name, value in plain_row(incident).items()})
    return text.getvalue().encode()


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def geojson(incidents: Sequence[Incident]) -> bytes:
    """RFC 7946: a point for each incident with coordinates (`located`), its row as properties."""
    features = []
    for incident in incidents:
        if not located(incident):
            continue
        properties = plain_row(incident)
        point = [properties.pop("longitude"), properties.pop("latitude")]
        geometry = {"type": "Point", "coordinates": point}
        features.append({"type": "Feature", "id": incident.id, "geometry": geometry, "properties": properties})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode() + b"\n"


def located(incident: Incident) -> bool:
    """Whether it has coordinates."""
    return incident.place.latitude is not None


def parquet(incidents: Sequence[Incident]) -> bytes:
    """A row an incident; raises `ConfigurationError` where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ConfigurationError("Parquet needs pyarrow: pip install 'tocsin[parquet]'") from error
    types = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        datetime: pa.timestamp("ms", tz="UTC"),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    table = pa.Table.from_pylist([row(incident) for incident in incidents], schema=schema)
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


WRITERS: dict[Format, Callable[[Sequence[Incident]], bytes]] = {
    Format.jsonl: jsonl,
    Format.csv: csv_table,
    Format.geojson: geojson,
    Format.parquet: parquet,
}
