"""Resolution is scored by the set's labels: how it is read, what a report is taken to tell, and the measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas import Article, IncidentReport, ReportPlace, SubEventType
from tests.unit.aggregator.factories import BAGHDAD, BASRA, IRAQ, article, report
from training.score.resolution.command import scores_of
from training.score.resolution.figures import Truth
from training.score.resolution.fitting import fit, given
from training.score.resolution.labels import LabelledIncident
from training.score.resolution.measures import b_cubed, joined, pairwise
from training.score.resolution.reading import articles_of, read_stories
from training.score.resolution.stream import Extract, newest_of, tell
from training.score.resolution.thresholds import table
from training.score.scorer import BadDataError

BLAST: dict[str, Any] = {
    "id": "baghdad-blast",
    "sub_event_type": "remote_explosive_landmine_ied",
    "country": "IQ",
    "place": {"name": "Baghdad", "near": [33.34, 44.40]},
    "date": date(2022, 1, 5),
    "killed": 3,
}
IN_BASRA = {"name": "Basra", "near": [30.51, 47.78]}
SECOND = {**BLAST, "id": "basra-blast", "place": IN_BASRA, "killed": {"min": 1, "max": 9}}


def told(id_: str, *tells: str, **more: Any) -> dict[str, Any]:
    """An article of the set, in its file's form; a text of its own by its id."""
    return {
        "id": id_,
        "source": "wire",
        "outlet": f"Outlet {id_}",
        "title": f"Blast, as {id_} has it",
        "published": datetime(2022, 1, 6, 12, tzinfo=UTC),
        "text": f"An explosion shook a market on Wednesday, the police said to {id_}. Officers closed the road.",
        "tells": list(tells),
        **more,
    }


def written(folder: Path, *articles: dict[str, Any], **more: Any) -> Path:
    story = {"id": "blasts", "articles": list(articles), "incidents": [BLAST, SECOND], **more}
    file = folder / "set.yaml"
    file.write_text(yaml.safe_dump([story]), encoding="utf-8")
    return file


def labelled(**changes: Any) -> LabelledIncident:
    return LabelledIncident.model_validate(BLAST | changes)


def extract_by_id(places: Mapping[str, Sequence[ReportPlace]]) -> Extract:
    """An extractor that reports a blast in each of the places that are given for an article's id in its title."""

    def extract(of: Article) -> list[IncidentReport]:
        of_article = next(told_in for id_, told_in in places.items() if f"as {id_} has" in (of.title or ""))
        name = of.title or ""
        made = article(name, published=of.published_at, revised=of.revised_at, content=of.content_sha256)
        made = made.model_copy(update={"id": of.id, "fingerprint": of.fingerprint})
        return [report(made, number, place=place) for number, place in enumerate(of_article)]

    return extract


INCIDENTS = {"a1": "a", "a2": "a", "a3": "a", "b1": "b"}


def test_b_cubed_of_what_agrees_is_all_and_of_one_cluster_loses_precision_alone() -> None:
    assert b_cubed(INCIDENTS, INCIDENTS).f1 == 100
    together = b_cubed(INCIDENTS, dict.fromkeys(INCIDENTS, "all"))
    assert together.recall == 100
    assert together.precision == pytest.approx(100 * (3 * 3 / 4 + 1 / 4) / 4)


def test_b_cubed_of_a_split_loses_recall_alone() -> None:
    split = b_cubed(INCIDENTS, {"a1": "x", "a2": "x", "a3": "y", "b1": "z"})
    assert split.precision == 100
    assert split.recall == pytest.approx(100 * (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert split.f1 == pytest.approx(2 * 100 * split.recall / (100 + split.recall))


def test_pairwise_counts_pairs_of_one_cluster() -> None:
    found = pairwise(INCIDENTS, {"a1": "x", "a2": "x", "a3": "y", "b1": "y"})
    assert found.precision == 50
    assert found.recall == pytest.approx(100 / 3)


def test_incidents_are_joined_by_one_cluster_that_holds_both() -> None:
    assert joined(INCIDENTS, INCIDENTS) == set()
    assert joined(INCIDENTS, {"a1": "x", "a2": "y", "a3": "y", "b1": "x"}) == {frozenset({"a", "b"})}


def test_a_report_fits_an_incident_by_type_place_and_day() -> None:
    right = report(article("wire"))
    assert fit(right, labelled()) > 0
    assert fit(report(article("wire"), place=IRAQ), labelled()) > 0
    assert fit(right, labelled(sub_event_type="attack", also_accepted=["remote_explosive_landmine_ied"])) > 0
    assert fit(right, labelled(date=date(2022, 1, 6))) > 0
    for other in (
        labelled(sub_event_type="attack"),
        labelled(date=date(2022, 1, 7)),
        labelled(country="SY"),
        labelled(place=IN_BASRA),
    ):
        assert fit(right, other) == 0


def test_two_acts_of_one_kind_get_a_report_each_before_one_gets_two() -> None:
    twins = [labelled(), labelled(id="second-blast", killed=9)]
    first, second = report(article("wire"), 0, killed=3), report(article("wire"), 1)
    assert given([first, second], twins) == {first.id: "baghdad-blast", second.id: "second-blast"}
    again = report(article("wire"), 2, killed=3)
    assert given([first, second, again], twins)[again.id] == "baghdad-blast"
    assert given([report(article("wire"), type_=SubEventType.arrests)], twins) == {}


def test_figures_of_a_small_set(tmp_path: Path) -> None:
    pair = ["baghdad-blast", "basra-blast", "two towns on one day"]
    path = written(
        tmp_path,
        told("one", "baghdad-blast"),
        told("two", "baghdad-blast", "basra-blast"),
        told("three", "basra-blast"),
        near_misses=[pair],
    )
    right = {"one": [BAGHDAD], "two": [BAGHDAD, BASRA], "three": [BASRA]}
    metrics = scores_of(read_stories(path), extract_by_id(right)).metrics
    assert metrics["b_cubed_f1"] == metrics["pairwise_f1"] == metrics["near_misses_kept_apart"] == 100
    assert metrics["b_cubed_f1_of_labels"] == metrics["near_misses_kept_apart_of_labels"] == 100
    assert metrics["reports_told_twice"] == metrics["articles_failed"] == 0


def test_errors_say_what_was_split_and_what_the_extractor_broke_down_on(tmp_path: Path) -> None:
    path = written(tmp_path, told("one", "baghdad-blast"), told("two", "baghdad-blast"))
    twice = scores_of(read_stories(path), extract_by_id({"one": [BAGHDAD, BAGHDAD], "two": [BAGHDAD]}))
    assert twice.metrics["reports_told_twice"] == 1
    assert twice.metrics["b_cubed_f1"] == twice.metrics["b_cubed_f1_at_best"] < 100
    assert any(error.startswith("baghdad-blast: split: ") for error in twice.errors)

    def broken(of: Article) -> list[IncidentReport]:
        raise RuntimeError("no such thing")

    failed = scores_of(read_stories(path), broken)
    assert failed.metrics["articles_failed"] == 2
    assert "one: the extractor failed: RuntimeError: no such thing" in failed.errors


def test_what_a_newer_version_no_longer_tells_is_in_no_incident(tmp_path: Path) -> None:
    later = datetime(2022, 1, 6, 18, tzinfo=UTC)
    path = written(
        tmp_path, told("flash", "basra-blast"), told("update", "baghdad-blast", revises="flash", published=later)
    )
    scores = scores_of(read_stories(path), extract_by_id({"flash": [BASRA], "update": [BAGHDAD]}))
    assert scores.metrics["reports_of_older_versions"] == 0
    assert "1 reports of 1 incidents; 0 have none" in scores.table


def test_thresholds_are_tabled_with_the_one_in_use_marked(tmp_path: Path) -> None:
    stories = read_stories(written(tmp_path, told("one", "baghdad-blast"), told("two", "baghdad-blast")))
    newest = newest_of(tell(articles_of(stories), extract_by_id({"one": [BAGHDAD], "two": [BAGHDAD]})))
    lines = table(Truth.of(stories, newest), newest).splitlines()
    assert sum(" *" in line for line in lines) == 1
    assert " 100.0" in lines[1]


@pytest.mark.parametrize(
    ("articles", "more", "wrong"),
    [
        ([told("one", "no-such-blast")], {}, "tells no-such-blast"),
        ([told("one"), told("one")], {}, "occurs twice"),
        ([told("one", revises="none")], {}, "names the article none"),
        ([told("one")], {"near_misses": [["baghdad-blast", "none", "why"]]}, "near miss names none"),
        ([told("one", source="rumour")], {}, "form of the set"),
    ],
)
def test_a_set_that_does_not_hold_together_is_refused(
    tmp_path: Path, articles: list[dict[str, Any]], more: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(BadDataError, match=wrong):
        read_stories(written(tmp_path, *articles, **more))


def test_a_mistyped_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="is no SubEventType"):
        read_stories(written(tmp_path, incidents=[{**BLAST, "sub_event_type": "atack"}]))


def test_a_folder_without_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDataError, match="has no stories"):
        read_stories(tmp_path)
