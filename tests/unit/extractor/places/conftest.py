"""One gazetteer and one pipeline of the two components for all tests here; the first run in a checkout bakes."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from services.extractor.bake import load_gazetteer
from services.extractor.components import actors, places
from services.extractor.places import Gazetteer

__all__ = ["actors", "places"]


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="session")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tocsin_actors")
    pipeline.add_pipe("tocsin_places")
    return pipeline
