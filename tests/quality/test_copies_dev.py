"""Copies are told from other articles as well as they were. Only the development half is looked at here."""

from __future__ import annotations

from pathlib import Path

from training.score.copies import COPIES, OTHERS, read_pairs, score

SET = Path(__file__).parent / "copies"


def test_copies_and_updates_are_told_apart() -> None:
    metrics = score(SET / "dev").metrics

    assert metrics["copy_f1"] >= 97
    assert metrics["right_update"] >= 90
    assert metrics["right_template"] >= 90


def test_each_half_has_every_kind_of_pair_and_articles_of_its_own() -> None:
    halves = [read_pairs(SET / half) for half in ("dev", "test")]

    assert all({pair.kind for pair in half} == {*COPIES, *OTHERS} for half in halves)
    assert all(len(half) >= 180 for half in halves)
    dev, test = ({pair.first for pair in half} for half in halves)
    assert dev.isdisjoint(test)
