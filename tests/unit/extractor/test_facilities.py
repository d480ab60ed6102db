"""Where an incident was that only says "a base", and names the base further down."""

from __future__ import annotations

import pytest

from services.extractor.extract import Extractor

from .articles import article

LEAD = "Militants fired six rockets at a base in Iraq on Monday, wounding two soldiers, the army said.\n\n"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.load()


def test_the_name_given_later_places_it(extractor: Extractor) -> None:
    (report,) = extractor.extract(
        article(LEAD + "Smoke was seen over the base known as Ain al-Asad. Officials gave no further details.")
    )
    assert (report.place.name, report.place.precision) == ("Ain al-Asad", "exact")


def test_another_base_does_not(extractor: Extractor) -> None:
    (report,) = extractor.extract(
        article(LEAD + "Officials spoke at a ceremony held at Ain al-Asad. They gave no further details.")
    )
    assert report.place.country == "IQ"
    assert report.place.name != "Ain al-Asad"
