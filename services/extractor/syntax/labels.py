"""The labels that the heads were trained with, in the order of their scores."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = "root"


@dataclass(frozen=True)
class Labels:
    """One tuple a head."""

    upos: tuple[str, ...]
    """Universal parts of speech."""
    xpos: tuple[str, ...]
    """Penn Treebank tags."""
    lemma: tuple[str, ...]
    """Classes of `lemmas.lemma_of`."""
    entity: tuple[str, ...]
    """BIO labels, `O` first."""
    event: tuple[str, ...]
    """BIO labels of triggers, `O` first."""
    kind: tuple[str, ...]
    """Sub-event types of triggers."""
    role: tuple[str, ...]
    """BIO labels of who and what takes part, `O` first."""
    modality: tuple[str, ...]
    """Whether a trigger's act is told to have happened."""
    relations: tuple[str, ...]
    """Universal Dependencies, with sub-types; `root` first."""
    attribution: tuple[str, ...] = ()
    """How it is known that a perpetrator is one."""
    filler: tuple[str, ...] = ()
    """BIO labels of what MUC-4 has fill its roles, `O` first."""
    crime: tuple[str, ...] = ()
    """MUC-4's types of the incidents that they belong to."""

    @classmethod
    def read(cls, path: Path) -> Labels:
        """From a JSON file as `write` makes it."""
        return cls(**{name: tuple(values) for name, values in json.loads(path.read_text(encoding="utf-8")).items()})

    def write(self, path: Path) -> None:
        """To a JSON file, a list for each head."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
