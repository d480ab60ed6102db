"""The index of where to look: what is filed is found, and what is taken out is gone."""

from __future__ import annotations

import pytest

from services.aggregator.blocks import Blocks
from services.aggregator.features import features

from .factories import BASRA, article, report

ONE, TWO, THREE = (features(report(article(name))) for name in ("wire", "paper", "radio"))
ELSEWHERE = features(report(article("wire"), 1, place=BASRA))


def test_any_number_of_reports_under_one_key() -> None:
    blocks = Blocks()
    for number, each in enumerate((ONE, TWO, THREE)):
        assert blocks.candidates(each) == {one.id for one in (ONE, TWO, THREE)[:number]}
        blocks.add(each)
    blocks.add(ELSEWHERE)
    assert blocks.candidates(ONE) == {TWO.id, THREE.id}
    for each, left in ((TWO, {THREE.id}), (THREE, set())):
        blocks.remove(each)
        assert blocks.candidates(ONE) == left


def test_adding_twice_is_adding_once() -> None:
    blocks = Blocks()
    blocks.add(ONE)
    blocks.add(ONE)
    assert blocks.candidates(TWO) == {ONE.id}
    blocks.remove(ONE)
    assert not blocks.candidates(TWO)


def test_what_is_not_filed_can_not_be_taken_out() -> None:
    with pytest.raises(KeyError):
        Blocks().remove(ONE)
