"""Who belongs to which trigger."""

import numpy as np
import pytest

from services.extractor.syntax.links import ELSEWHERE, Links


def links(windows: list[int]) -> Links:
    return Links(
        as_word=np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32),
        as_trigger=np.array([[4, -4], [0, 0], [2, 0]], dtype=np.float32),
        window=np.array(windows),
    )


def test_states_that_point_the_same_way_belong_together() -> None:
    assert links([0, 0, 0]).probability([0], [0]) == pytest.approx(1 / (1 + np.exp(-4)))
    assert links([0, 0, 0]).probability([1], [0]) == pytest.approx(1 / (1 + np.exp(4)))


def test_what_was_read_apart_is_not_compared() -> None:
    assert links([0, 0, 1]).probability([0], [2]) is None


def test_white_space_says_nothing() -> None:
    assert links([0, ELSEWHERE, 0]).probability([0, 1], [0]) == pytest.approx(1 / (1 + np.exp(-4)))
    assert links([0, ELSEWHERE, 0]).probability([1], [0]) is None
