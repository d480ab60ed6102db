"""Numbers become ranges, and are bound to what befell those whom they count."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from services.extractor.components import casualties, quantities, sentences, syntax


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    for module in (casualties, quantities, sentences, syntax):
        assert module  # importing it registers the step
    for step in ("tocsin_sentences", "tocsin_syntax", "tocsin_quantities", "tocsin_casualties"):
        pipeline.add_pipe(step)
    return pipeline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("five people", (5, 5)),
        ("at least five people", (5, None)),
        ("more than 20 people", (21, None)),
        ("more than a dozen people", (13, None)),
        ("over 100 people", (101, None)),
        ("up to 30 people", (0, 30)),
        ("fewer than ten people", (0, 9)),
        ("about 20 people", (20, 20)),
        ("several people", (3, None)),
        ("dozens of people", (12, None)),
        ("hundreds of people", (100, None)),
        ("two dozen people", (24, 24)),
        ("half a dozen people", (6, 6)),
        ("a couple of people", (2, 2)),
        ("twenty-three people", (23, 23)),
        ("1,200 people", (1200, 1200)),
        ("three hundred people", (300, 300)),
        ("10 to 15 people", (10, 15)),
        ("between 10 and 15 people", (10, 15)),
        ("50 or more people", (50, None)),
    ],
)
def test_a_quantity_is_the_range_that_its_words_allow(
    nlp: Language, text: str, expected: tuple[int, int | None]
) -> None:
    doc = nlp(text)  # spans live as long as their document
    (span,) = doc.spans["quantities"]
    assert (span._.quantity.min, span._.quantity.max) == expected


@pytest.mark.parametrize(
    "text", ["in 2019", "a 12-year-old boy", "20 percent", "5 kilometers", "$300", "no one", "at 5 p.m."]
)
def test_years_ages_sums_and_measures_count_nobody(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert list(doc.spans["quantities"]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed five soldiers.", {("killed", 5)}),
        ("Five soldiers were killed and ten wounded.", {("killed", 5), ("injured", 10)}),
        ("The blast left five people dead and at least ten injured.", {("killed", 5), ("injured", 10)}),
        ("An attack killing three and wounding 12 others.", {("killed", 3), ("injured", 12)}),
        ("Two soldiers, a policeman and three civilians were killed.", {("killed", 2), ("killed", 1), ("killed", 3)}),
        ("Seven people died in hospital.", {("killed", 7)}),
        ("The death toll rose to 12.", {("killed", 12)}),
        ("The strike claimed the lives of four miners.", set()),
        ("A farmer was shot dead.", {("killed", 1)}),
        ("Gunmen abducted 30 students.", {("captured", 30)}),
        ("They took 17 crew members hostage.", {("captured", 17)}),
        ("A mob beat two men to death.", {("killed", 2)}),
        ("No casualties were reported.", {("killed", 0), ("injured", 0)}),
        ("No one was hurt.", {("injured", 0)}),
        ("There were no deaths.", {("killed", 0)}),
        ("Police found five rifles.", set()),
    ],
)
def test_people_are_counted_with_what_befell_them(nlp: Language, text: str, expected: set[tuple[str, int]]) -> None:
    doc = nlp(text)
    assert {(span.label_, span._.casualty.min) for span in doc.spans["casualties"]} == expected


def test_a_part_of_the_victims_is_marked_as_a_part(nlp: Language) -> None:
    doc = nlp("Nine people, including three children, were killed.")
    whole = [(s._.casualty.min, s._.casualty.part) for s in doc.spans["casualties"]]
    assert (9, False) in whole
    assert (3, False) not in whole
