"""One worker of each service: what comes out is what the same articles come to without a broker."""

from __future__ import annotations

import json
from pathlib import Path

from tests.brokers import RunningBroker

from .articles import stream
from .pipeline import Pipeline, run_through
from .truth import truth_of


def test_incidents_tallies_and_outcomes_are_those_computed_without_a_broker(
    broker: RunningBroker, tmp_path: Path
) -> None:
    values = list(stream(120))
    truth = truth_of(values)
    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, values)
        assert_equals_truth(pipeline, values)
        ingested, extracted = pipeline.outcomes("ingest"), pipeline.outcomes("extractor")
        assert ingested.total() == len(values)
        assert extracted.total() == ingested["published"] == len(pipeline.read("news.articles.v1"))
        assert {name: truth.outcomes[name] for name in ingested} == dict(ingested)
        assert pipeline.dead_letters("news.raw.v1") == truth.reasons


def assert_equals_truth(pipeline: Pipeline, values: list[bytes]) -> None:
    """Incidents and tallies are those that the values come to."""
    truth = truth_of(values)
    told = pipeline.newest("incidents.v1")
    active = {key: value for key, value in told.items() if value["state"] == "active"}
    for value in active.values():
        del value["revision"]
    expected = json.loads(json.dumps(truth.incidents()))
    assert expected, "the stream tells of no incident: the test proves nothing"
    assert active.keys() == expected.keys()
    assert active == expected
    assert pipeline.newest_rows("tocsin-aggregator-tallies-changelog") == truth.tallies


def test_an_article_fed_again_changes_nothing(broker: RunningBroker, tmp_path: Path) -> None:
    values = list(stream(40))
    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, values)
        before = [pipeline.progress("aggregator")[1], len(pipeline.read("incidents.v1"))]
        run_through(pipeline, values)
        assert [pipeline.progress("aggregator")[1], len(pipeline.read("incidents.v1"))] == before
        assert_equals_truth(pipeline, values)


def test_an_update_withdraws_what_the_first_version_said_in_another_country_too(
    broker: RunningBroker, tmp_path: Path
) -> None:
    first = {
        "url": "https://news.example.com/blast",
        "text": "A roadside bomb killed four soldiers near Kandahar, Afghanistan, on Tuesday, officials said.",
        "published": "2022-01-04T10:00:00Z",
    }
    update = first | {
        "text": "A roadside bomb killed six soldiers near Quetta, Pakistan, on Tuesday, officials said, correcting "
        "an earlier report on the place.",
        "modified": "2022-01-04T12:00:00Z",
    }
    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, [json.dumps(first).encode()])
        assert {value["place"]["country"] for value in pipeline.newest("incidents.v1").values()} == {"AF"}
        run_through(pipeline, [json.dumps(update).encode()])
        states = {value["place"]["country"]: value["state"] for value in pipeline.newest("incidents.v1").values()}
        assert states == {"AF": "retracted", "PK": "active"}
        rows = pipeline.newest_rows("tocsin-aggregator-tallies-changelog")
        assert {key.split("/")[0] for key in rows} == {"PK"}
        retraction = next(m for m in pipeline.read("incidents.reported.v1") if m.json()["kind"] == "retraction")
        assert retraction.key == b"AF"


def test_an_article_can_be_followed_through_the_logs(broker: RunningBroker, tmp_path: Path) -> None:
    told = {
        "url": "https://news.example.com/blast",
        "text": "A roadside bomb killed four soldiers near Kandahar, Afghanistan, on Tuesday, officials said.",
        "published": "2022-01-04T10:00:00Z",
    }
    with Pipeline(broker, tmp_path, env={"TOCSIN_LOG_JSON": "true"}) as pipeline:
        run_through(pipeline, [json.dumps(told).encode(), b"{broken"])
        lines = [
            {"service": worker.service, **json.loads(line)}
            for worker in pipeline.supervisor.workers
            for line in worker.log_path.read_text().splitlines()
        ]
        incident = next(iter(pipeline.newest("incidents.v1").values()))
    report = incident["reports"][0]
    extracted = [line for line in lines if line["service"] == "extractor" and line["event"] == "article"]
    assert [(line["article"], line["reports"]) for line in extracted] == [(report["article"]["id"], [report["id"]])]
    resolved = [line for line in lines if line["event"] == "incident"]
    assert [(line["incident"], line["articles"]) for line in resolved] == [(incident["id"], [report["article"]["id"]])]
    (letter,) = [line for line in lines if line["event"] == "dead letter"]
    assert letter["topic"] == "news.raw.v1"
    assert letter["key"] == "2"
    assert "Kandahar" not in "".join(map(str, lines))
