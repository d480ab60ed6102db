"""What is packed comes out as it went in, and small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.packing import pack, pack_json, unpack, unpack_json

from .factories import article, report


@given(st.binary())
def test_any_text_comes_out_as_it_went_in(text: bytes) -> None:
    assert unpack(pack(text)) == text


def test_values_come_out_as_they_went_in() -> None:
    value = {"name": "Sidi Bouzid – ‘north’", "rows": [1, 2.5, None, True], "more": {}}
    assert unpack_json(pack_json(value)) == value


def test_a_report_shrinks_to_a_third() -> None:
    text = report(article("wire"), killed=3).to_json()
    assert len(pack(text)) < len(text) / 3
