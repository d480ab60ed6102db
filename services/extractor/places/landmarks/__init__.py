"""Places that the gazetteer packages lack: bases, camps, straits, neighbourhoods, regions, and facts about countries.

One YAML file a sort, written by us; `Landmark` and `CountryFacts` say what an entry holds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..model import PlaceKind

FOLDER = Path(__file__).parent

_DEFAULT_RADIUS_KM = {
    PlaceKind.airport: 4.0,
    PlaceKind.base: 4.0,
    PlaceKind.camp: 1.5,
    PlaceKind.neighbourhood: 2.0,
    PlaceKind.facility: 2.0,
    PlaceKind.water: 50.0,
    PlaceKind.region: 150.0,
    PlaceKind.city: 3.0,
}


def _kind(value: Any) -> Any:
    return PlaceKind[value] if isinstance(value, str) and value in PlaceKind.__members__ else value


class Landmark(BaseModel):
    """One place of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=2)]
    """As an English newsroom writes it."""
    aliases: list[str] = []
    """Other spellings. Folding already takes care of case, diacritics, hyphens and apostrophes."""
    kind: Annotated[PlaceKind, BeforeValidator(_kind)]
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2; `ZZ` for what lies in several countries, or in none."""
    at: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
    """Latitude and longitude, degrees, WGS 84."""
    city: str | None = None
    """City that it is part of, where it is."""
    admin1: str | None = None
    """GeoNames admin1 code; left out, it is that of the nearest city. Areas have none unless given."""
    radius: Annotated[float, Field(gt=0, le=6000)] | None = None
    """Kilometres."""
    coasts: list[Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = []
    """The other countries on the shores of a water, beside `country`, whose town is nearest to its point."""

    @property
    def latitude(self) -> float:
        """Degrees."""
        return self.at[0]

    @property
    def longitude(self) -> float:
        """Degrees."""
        return self.at[1]

    @property
    def radius_km(self) -> float:
        """Kilometres; that of its kind where the entry gives none."""
        return self.radius if self.radius is not None else _DEFAULT_RADIUS_KM[self.kind]


class Spellings(BaseModel):
    """Newsroom spellings of a place that the packages have under another."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: str
    """The record's own name, as the gazetteer shows it."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    kind: Annotated[PlaceKind, BeforeValidator(_kind)] | None = None
    """Only records of this kind; of every kind where it is left out."""
    spellings: list[str] = []
    shown: str | None = None
    """The name to show instead of the gazetteer's."""
    at: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]] | None = None
    """For a first-level division whose towns lie to one side: the middle of its territory."""


class CountryFacts(BaseModel):
    """What the packages do not tell about a country."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    """As an English newsroom writes it."""
    at: tuple[Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]]
    """The middle of its territory: latitude, longitude."""
    demonyms: list[str] = []
    """Adjectives and nouns of nationality. A plural in -s need not be listed."""
    aliases: list[str] = []
    """Other names and abbreviations."""

    @property
    def latitude(self) -> float:
        """Degrees."""
        return self.at[0]

    @property
    def longitude(self) -> float:
        """Degrees."""
        return self.at[1]


def _read(path: Path) -> Any:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


def landmark_files() -> list[Path]:
    """The files that landmarks are read from, in order of name."""
    return sorted(path for path in FOLDER.glob("*.yaml") if path.stem not in {"countries", "spellings"})


def load_landmarks() -> list[Landmark]:
    """All landmarks.

    Raises:
        pydantic.ValidationError: An entry is wrong; the message names the field.
    """
    return [Landmark.model_validate(entry) for path in landmark_files() for entry in _read(path)]


def load_spellings() -> list[Spellings]:
    """Newsroom spellings.

    Raises:
        pydantic.ValidationError: An entry is wrong; the message names the field.
    """
    return [Spellings.model_validate(entry) for entry in _read(FOLDER / "spellings.yaml")]


@cache
def load_countries() -> dict[str, CountryFacts]:
    """Facts by ISO 3166-1 alpha-2 code.

    Raises:
        pydantic.ValidationError: An entry is wrong; the message names the field.
    """
    entries = _read(FOLDER / "countries.yaml")
    return {code: CountryFacts.model_validate(entry) for code, entry in entries.items()}
