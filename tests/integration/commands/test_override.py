"""An analyst's words from the command line to the incident and the counts, and back."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from typer.testing import CliRunner

from services.cli import app, main
from services.runtime.group_progress import GroupProgress
from tests.brokers import RunningBroker
from tests.integration.pipeline.articles import stream
from tests.integration.pipeline.pipeline import Pipeline, run_through
from tests.integration.pipeline.test_chain import assert_equals_truth

RUNNER = CliRunner()
WHO = ["--by", "R. Aziz", "--reason", "The hospital's list."]


@pytest.mark.timeout(300)
def test_overrides_are_sent_followed_shown_kept_over_a_restart_and_undone(
    broker: RunningBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOCSIN_EMBEDDED", str(broker.config.embedded).lower())
    where = ["--bootstrap", broker.bootstrap, "--topic-prefix", broker.prefix]
    values = list(stream(40))

    def say(*words: str) -> str:
        run = RUNNER.invoke(app, ["override", *words, *WHO, *where])
        assert run.exit_code == 0, run.output
        assert "tocsin override undo" in run.stdout
        return str(run.stdout.split()[1])

    with Pipeline(broker, tmp_path) as pipeline:
        run_through(pipeline, values)
        told = {id_: each for id_, each in pipeline.newest("incidents.v1").items() if each["state"] == "active"}
        by_country: dict[str, list[str]] = {}
        for id_, each in sorted(told.items()):
            by_country.setdefault(each["place"]["country"], []).append(id_)
        together = next(ids for country, ids in by_country.items() if len(ids) >= 3 and country != "ZZ")
        first, second, third = sorted(together, key=lambda id_: told[id_]["first_reported_at"])[:3]

        dry = RUNNER.invoke(app, ["override", "reject", first, *WHO, *where, "--dry-run"])
        assert json.loads(dry.stdout)["kind"] == "reject"
        assert pipeline.read("incidents.overrides.v1") == []

        words = [
            say("merge", first, second),
            say("correct", first, "--set", "killed=77", "--set", "perpetrators=al-qaeda/rebel_group"),
            say("reject", third),
        ]
        now = followed(pipeline, 3)
        assert (now[second]["state"], now[second]["merged_into"]) == ("merged", first)
        assert now[first]["casualties"]["killed"]["min"] == 77
        assert [each["kind"] for each in now[first]["overrides"]] == ["merge", "correct"]
        assert now[third]["state"] == "rejected"
        rows = pipeline.newest_rows("tocsin-aggregator-tallies-changelog")
        entries = [(key, entry) for key, row in rows.items() for entry in row["entries"]]
        assert {entry[2] for key, entry in entries if entry[1] == first and "|al-qaeda|" in key} == {77}
        assert not [key for key, entry in entries if entry[1] in (second, third)]

        shown = RUNNER.invoke(app, ["show", first, *where])
        assert "Corrected actors, killed by R. Aziz: The hospital's list." in shown.stdout

        for worker in pipeline.of("aggregator"):
            worker.kill()
        pipeline.supervisor.check()
        words.append(say("undo", words[2]))
        now = followed(pipeline, 4)
        assert now[third]["state"] == "active"
        assert now[first]["casualties"]["killed"]["min"] == 77

        for word in words[:2]:
            say("undo", word)
        followed(pipeline, 6)
        assert_equals_truth(pipeline, values)

        pipeline.feed([b"{}"], topic="incidents.overrides.v1")
        followed(pipeline, 7)
        assert pipeline.dead_letters("incidents.overrides.v1") == {"invalid": 1}

        for arguments, words_of_error in (
            (["reject", "ffff-none"], "No incident ffff-none"),
            (["correct", first, "--set", "colour=red"], "SLOT is one of"),
            (["undo", "ffff-none"], "No overrides begin with"),
        ):
            monkeypatch.setattr("sys.argv", ["tocsin", "override", *arguments, *WHO, *where])
            with pytest.raises(SystemExit) as ended:
                main()
            assert ended.value.code == 2
            error = capsys.readouterr().err
            assert words_of_error in error
            assert len(error.splitlines()) == 1


def followed(pipeline: Pipeline, said: int, timeout: float = 90) -> dict[str, Any]:
    """The newest of each incident, once the aggregator has committed so many overrides."""
    asked = GroupProgress(
        pipeline.settings.broker(),
        group=pipeline.settings.app_id("aggregator"),
        topic=pipeline.broker.topic("incidents.overrides.v1"),
    )
    deadline = monotonic() + timeout
    try:
        while sum(at.end - at.lag for at in asked.ask(range(8)).values()) < said:
            pipeline.supervisor.check()
            assert monotonic() < deadline, pipeline.logs()
            sleep(0.25)
    finally:
        asked.close()
    return pipeline.newest("incidents.v1")
