"""Where baked files lie: what `python -m services.extractor.bake` makes from the packages that carry GeoNames."""

from __future__ import annotations

import os
from pathlib import Path

BAKED_DIR_VARIABLE = "TOCSIN_BAKED_DIR"
"""Environment variable that names another folder for baked files, for an installation that can't be written to."""

ATLAS = "atlas.json"
"""Names and coordinates of the units of the rolling counts, and what a map is drawn with; see `Atlas`."""


def baked_dir() -> Path:
    """The folder."""
    return Path(os.environ.get(BAKED_DIR_VARIABLE) or Path(__file__).parents[1] / "extractor" / "baked")
