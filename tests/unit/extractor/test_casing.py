"""Text in capitals, or without any, reads like any other."""

from __future__ import annotations

import pytest

from services.extractor.casing import lacks_case
from services.extractor.extract import Extractor

from .articles import article

TEXT = (
    "Boko Haram fighters attacked an army post in Maiduguri on Monday, killing five soldiers, the Nigerian army said. "
    "The army said on Tuesday that it had sent reinforcements to the town."
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


@pytest.mark.parametrize(
    ("text", "lacks"), [(TEXT, False), (TEXT.upper(), True), (TEXT.lower(), True), ("UN, EU, US", False)]
)
def test_only_text_that_is_nearly_all_one_case_lacks_it(text: str, lacks: bool) -> None:
    assert lacks_case(text) is lacks


@pytest.mark.parametrize("text", [TEXT.upper(), TEXT.lower()])
def test_a_text_without_case_tells_the_same_in_its_own_letters(extractor: Extractor, text: str) -> None:
    (report,) = extractor.extract(article(text))
    (usual,) = extractor.extract(article(TEXT))
    assert (report.sub_event_type, report.place.name, report.occurred.start) == (
        usual.sub_event_type,
        usual.place.name,
        usual.occurred.start,
    )
    assert {actor.id for actor in report.actors} == {actor.id for actor in usual.actors}
    for found in report.evidence:
        assert text[found.start : found.end] == found.text
    for actor in report.actors:
        assert actor.span is not None
        assert text[actor.span.start : actor.span.end] == actor.text
