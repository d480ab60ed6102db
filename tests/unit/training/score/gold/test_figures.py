"""Reports are paired with the incidents that they tell, and counted once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from schemas import Evidence, IncidentReport, ReportPlace
from training.score.gold.alignment import align, align_by_all_but_type
from training.score.gold.annotations import GoldItem
from training.score.gold.calibration import expected_calibration_error
from training.score.gold.command import scores_of
from training.score.gold.figures import Figures, Outcome, weighted_f1

from .items import ARTICLE, TEXT, actor, incident, item, prediction

ELSEWHERE = ReportPlace(country="FR", precision="country")


def outcome(of: GoldItem, reports: Sequence[IncidentReport]) -> Outcome:
    return Outcome(of, align(of, ARTICLE, reports), align_by_all_but_type(of, ARTICLE, reports))


def metrics(of: GoldItem, *reports: IncidentReport) -> dict[str, float]:
    return Figures.of([outcome(of, reports)]).metrics()


def evidence(words: str) -> list[Evidence]:
    start = TEXT.index(words)
    return [Evidence(start=start, end=start + len(words), text=words)]


def test_as_many_incidents_are_found_as_can_be() -> None:
    told = item(incident(also_accepted=["grenade"]), incident())
    attack, grenade = prediction("attack"), prediction("grenade")
    found = {id(pair.expected): pair.predicted for pair in align(told, ARTICLE, [attack, grenade]).pairs}
    assert found == {id(told.incidents[0]): grenade, id(told.incidents[1]): attack}


def test_a_required_incident_is_found_before_an_optional_one() -> None:
    told = item(incident(optional=True), incident())
    (pair,) = align(told, ARTICLE, [prediction()]).pairs
    assert pair.expected is told.incidents[1]


def test_nothing_in_common_is_not_aligned() -> None:
    of = item(incident(evidence="attacked a market"))
    far = prediction("grenade", place=ELSEWHERE, evidence=evidence("Police arrested two men"))
    alignment = align(of, ARTICLE, [far])
    assert (alignment.pairs, len(alignment.missed), len(alignment.extra)) == ((), 1, 1)


def test_the_same_words_are_aligned_however_wrong_their_reading() -> None:
    of = item(incident(evidence="attacked a market", killed=3))
    far = prediction("grenade", place=ELSEWHERE, evidence=evidence("Red Brigade attacked"))
    (pair,) = align(of, ARTICLE, [far]).pairs
    assert not pair.found
    assert metrics(of, far)["killed_exact"] == 0


def test_types_are_judged_on_pairs_that_are_made_without_them() -> None:
    of = item(
        incident(sub_event_type="attack", evidence="attacked a market"),
        incident(sub_event_type="arrests", evidence="arrested two men"),
    )
    swapped = [
        prediction("arrests", evidence=evidence("attacked a market")),
        prediction("attack", evidence=evidence("arrested two men")),
    ]
    assert metrics(of, *swapped)["incident_f1"] == 100
    assert metrics(of, *swapped)["subtype_f1"] == 0
    assert metrics(of, *reversed(swapped))["subtype_f1"] == 0
    right = [prediction("attack", evidence=swapped[0].evidence), prediction("arrests", evidence=swapped[1].evidence)]
    assert metrics(of, *right)["subtype_f1"] == 100


def test_an_accepted_type_is_right() -> None:
    assert metrics(item(incident(also_accepted=["grenade"])), prediction("grenade"))["subtype_weighted_f1"] == 100


def test_an_extractor_that_says_nothing_finds_nothing_and_raises_no_alarm() -> None:
    figures = Figures.of([outcome(item(incident()), []), outcome(item(), [])]).metrics()
    assert (figures["incident_recall"], figures["incident_f1"], figures["subtype_f1"]) == (0, 0, 0)
    assert figures["false_alarms_per_100"] == 0


def test_a_figure_that_nothing_bears_on_is_left_out() -> None:
    figures = metrics(item(incident()), prediction())
    assert "killed_exact" not in figures
    assert "actor_role_f1" not in figures
    assert "false_alarms_per_100" not in figures


def test_an_optional_incident_counts_neither_way() -> None:
    of = item(incident(optional=True, killed=5))
    figures = Figures.of([outcome(of, [prediction()])])
    assert (figures.incidents.expected, figures.incidents.predicted, figures.false_alarms) == (0, 0, 0)
    assert (figures.types, figures.slots["killed"], figures.confidences) == ([], [], [])


def test_a_report_that_half_agrees_with_an_optional_incident_is_extra() -> None:
    figures = Figures.of([outcome(item(incident(optional=True)), [prediction("grenade")])])
    assert (figures.incidents.predicted, figures.false_alarms) == (1, 1)


def test_a_report_of_an_ordinary_article_is_a_false_alarm() -> None:
    scores = scores_of([outcome(item(), [prediction(), prediction()])])
    assert scores.metrics["false_alarms_per_100"] == 200
    assert scores.metrics["incident_precision"] == 0
    assert all("extra" in line for line in scores.errors)
    assert len(scores.errors) == 2


def test_actors_are_counted_one_by_one() -> None:
    wanted = [{"role": "perpetrator", "text": "A", "name_like": ["red"], "kind": "rebel_group"}]
    of = item(incident(actors=wanted))
    told = prediction(actors=[actor("Red Brigade"), actor("police", "victim")])
    figures = Figures.of([outcome(of, [told])])
    assert (figures.actors.right, figures.actors.predicted, figures.actors.expected) == (1, 2, 1)
    assert figures.metrics()["actor_kind"] == 0
    assert figures.metrics()["actor_role_f1"] == pytest.approx(66.67, abs=0.01)


def test_errors_name_the_item_the_slot_and_both_values() -> None:
    scores = scores_of([outcome(item(incident(killed=5)), [prediction()])])
    assert scores.errors == ['an-item: attack: killed: expected {"min": 5, "max": 5}, got null']


def test_a_missed_incident_is_an_error_with_its_evidence() -> None:
    scores = scores_of([outcome(item(incident(evidence="attacked a market")), [])])
    assert scores.errors == ["an-item: missed: attack in IQ: attacked a market"]


def test_the_table_has_every_figure() -> None:
    scores = scores_of([outcome(item(incident(killed=5)), [prediction()])])
    assert [line.split()[0] for line in scores.table.splitlines()] == list(scores.metrics)


def test_weighted_f1_weighs_by_what_is_expected() -> None:
    pairs = [("a", "a"), ("a", "none"), ("b", "b"), ("none", "b")]
    # a: 2/3, twice; b: precision 1/2, recall 1, F1 2/3, once.
    assert weighted_f1(pairs) == pytest.approx(66.67, abs=0.01)
    assert weighted_f1([]) == 0


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        ([], 0),
        ([(1.0, True), (0.0, False)], 0),
        ([(0.8, True), (0.8, False)], 0.3),
        ([(0.85, True), (0.25, True)], (0.15 + 0.75) / 2),
        ([(0.82, False), (0.88, True)], 0.35),
    ],
)
def test_calibration_error_is_the_distance_of_confidence_from_accuracy(
    judged: list[tuple[float, bool]], error: float
) -> None:
    assert expected_calibration_error(judged) == pytest.approx(error)
