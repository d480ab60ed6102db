"""One pipeline with the component for all tests here."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from services.extractor.components import actors

__all__ = ["actors"]


@pytest.fixture(scope="session")
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("tocsin_actors")
    return pipeline
