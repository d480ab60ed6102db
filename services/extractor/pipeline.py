"""Assembling the spaCy pipeline from its config file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

CONFIG = Path(__file__).parent / "pipeline.cfg"
STEPS = (
    "gate", "sentences", "syntax", "quantities", "times", "weapons", "targets", "actors", "places", "casualties",
    "triggers", "modality", "attribution", "roles", "incidents",
)  # fmt: skip
"""The modules of components/ that register a step."""


def build(knowledge_dir: Path | None = None, config: Path = CONFIG) -> Language:
    """Assemble the pipeline.

    Args:
        knowledge_dir: a folder of knowledge files that add to those that ship with Tocsin; None for ours alone.
        config: the pipeline's config file.

    Raises:
        KnowledgeError: a knowledge file can't be used.
    """
    for step in STEPS:
        import_module(f".components.{step}", __package__)
    overrides = {"paths.knowledge": str(knowledge_dir) if knowledge_dir else None}
    return load_model_from_config(load_config(config, overrides=overrides), auto_fill=True, validate=True)
