"""The baked gazetteer: one file of arrays, mapped into memory, looked up by folded name.

Every worker process maps the same file, so that it is in memory once however many workers there are. A lookup is a
binary
search over 64-bit hashes of the folded names.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .folding import fold, key_hash
from .model import Candidate, PlaceKind
from .records import Record

MAGIC = b"TOCSINGZ"
_ALIGNMENT = 64
_NO_RECORD = 0xFFFF
"""In the array of divisions, whose numbers are small: divisions come before the cities."""
_MAIN_BIT = 1 << 31
_BLOCK = 32
"""Names between two stored offsets."""


class GazetteerFormatError(Exception):
    """The file is not a baked gazetteer, or is cut short. Bake it again: `python -m services.extractor.bake`."""


def write_gazetteer(path: Path, records: Sequence[Record], fingerprint: str) -> None:
    """Writes `records` as one file. The same records and fingerprint give the same bytes."""
    postings = sorted(
        {
            (key_hash(key), number | (_MAIN_BIT if key in _own_keys(record) else 0))
            for number, record in enumerate(records)
            for key in record.names
        }
    )
    names = [record.name.encode()[:255] for record in records]
    codes = {number: record.admin1_code for number, record in enumerate(records) if record.kind is PlaceKind.admin1}
    inside = [number for number, record in enumerate(records) if record.city not in (-1, number)]
    countries = sorted({record.country for record in records})
    place = {country: number for number, country in enumerate(countries)}
    arrays: dict[str, npt.NDArray[Any]] = {
        "keys": np.array([key for key, _ in postings], dtype="<u8"),
        "postings": np.array([value for _, value in postings], dtype="<u4"),
        "latitude": np.array([record.latitude for record in records], dtype="<f4"),
        "longitude": np.array([record.longitude for record in records], dtype="<f4"),
        "admin1": np.array([_NO_RECORD if r.admin1 < 0 else r.admin1 for r in records], dtype="<u2"),
        "inside": np.array(inside, dtype="<u4"),
        "inside_city": np.array([records[number].city for number in inside], dtype="<u4"),
        "geonames_id": np.array([record.geonames_id for record in records], dtype="<u4"),
        "radius": np.array([min(65535, round(record.radius_km * 10)) for record in records], dtype="<u2"),
        "kind": np.array([record.kind for record in records], dtype="u1"),
        "capital": np.array([number for number, record in enumerate(records) if record.capital], dtype="<u4"),
        "population": np.array([_population_code(record.population) for record in records], dtype="u1"),
        "country": np.array([place[record.country] for record in records], dtype="u1"),
        "name_lengths": np.array([len(name) for name in names], dtype="u1"),
        "name_blocks": np.cumsum([0, *(len(name) for name in names)], dtype="<u4")[::_BLOCK],
        "names": np.frombuffer(b"".join(names), dtype="u1"),
    }
    layout, offset = {}, 0
    for name, array in arrays.items():
        layout[name] = [array.dtype.str, offset, len(array)]
        offset += -(-array.nbytes // _ALIGNMENT) * _ALIGNMENT
    coasts = {number: record.coasts for number, record in enumerate(records) if record.coasts}
    about = {"fingerprint": fingerprint, "countries": countries, "codes": codes, "coasts": coasts, "arrays": layout}
    header = json.dumps(about, sort_keys=True).encode()
    header += b" " * (-(len(MAGIC) + 4 + len(header)) % _ALIGNMENT)
    with path.open("wb") as file:
        file.write(MAGIC + len(header).to_bytes(4, "little") + header)
        for array in arrays.values():
            file.write(array.tobytes())
            file.write(b"\0" * (-array.nbytes % _ALIGNMENT))


def read_fingerprint(path: Path) -> str | None:
    """The fingerprint of the sources that the file was baked from; null when there is no readable file."""
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                return None
            header = json.loads(file.read(int.from_bytes(file.read(4), "little")))
    except (OSError, ValueError):
        return None
    return str(header.get("fingerprint"))


def _own_keys(record: Record) -> set[str]:
    return {record.names[0], fold(record.name), *record.own} if record.names else set()


def _population_code(population: int) -> int:
    """A population in one byte: 15 steps for each power of ten, so that it comes back within 8%."""
    return 0 if population < 1 else min(255, 1 + round(math.log10(population) * 30))


class Gazetteer:
    """Names to places. Immutable, and safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Maps the file at `path`.

        Raises:
            GazetteerFormatError: The file is not a baked gazetteer.
        """
        try:
            data = np.memmap(path, dtype="u1", mode="r")
        except (OSError, ValueError) as error:
            raise GazetteerFormatError(f"{path}: {error}. Run `python -m services.extractor.bake`.") from error
        if bytes(data[: len(MAGIC)]) != MAGIC:
            raise GazetteerFormatError(f"{path} is no baked gazetteer. Run `python -m services.extractor.bake`.")
        start = len(MAGIC) + 4
        start += int.from_bytes(bytes(data[len(MAGIC) : start]), "little")
        header = json.loads(bytes(data[len(MAGIC) + 4 : start]))
        arrays = {}
        for name, (dtype, offset, count) in header["arrays"].items():
            size = np.dtype(dtype).itemsize * count
            if start + offset + size > len(data):
                raise GazetteerFormatError(f"{path} is cut short. Run `python -m services.extractor.bake`.")
            arrays[name] = data[start + offset : start + offset + size].view(dtype)
        self.fingerprint: str = header["fingerprint"]
        self._countries: list[str] = header["countries"]
        self._keys: npt.NDArray[np.uint64] = arrays["keys"]
        self._postings: npt.NDArray[np.uint32] = arrays["postings"]
        self._arrays = arrays
        self._codes = {int(number): code for number, code in header["codes"].items()}
        self._inside = dict(zip(arrays["inside"].tolist(), arrays["inside_city"].tolist(), strict=True))
        self._coasts = {int(number): tuple(codes) for number, codes in header["coasts"].items()}
        self._capitals = frozenset(int(number) for number in arrays["capital"])
        self._lookup = lru_cache(maxsize=32768)(self._find)
        self._country_records = {
            self._countries[int(arrays["country"][number])]: int(number)
            for number in np.flatnonzero(arrays["kind"][:1000] == PlaceKind.country)
        }
        capitals = sorted((self.record(number) for number in self._capitals), key=lambda c: (c.population, -c.index))
        self._capital_of = {candidate.country: candidate for candidate in capitals}

    def __len__(self) -> int:
        return len(self._arrays["kind"])

    def lookup(self, key: str) -> tuple[Candidate, ...]:
        """Every place that bears the folded name `key`, most populous first. Empty when there is none."""
        return self._lookup(key)

    def country(self, code: str) -> Candidate | None:
        """The country with an ISO 3166-1 alpha-2 code."""
        number = self._country_records.get(code)
        return None if number is None else self.record(number)

    def capital(self, code: str) -> Candidate | None:
        """The capital of the country with an ISO 3166-1 alpha-2 code."""
        return self._capital_of.get(code)

    def divisions(self) -> Iterator[Candidate]:
        """Every first-level division, the `admin1_code` of each its own."""
        return (self.record(int(number)) for number in np.flatnonzero(self._arrays["kind"] == PlaceKind.admin1))

    def countries(self) -> Iterator[Candidate]:
        """Every country, by code."""
        return (self.record(number) for _, number in sorted(self._country_records.items()))

    def towns(self, cell: float) -> npt.NDArray[np.int64]:
        """Numbers of the most populous town of each square of `cell` degrees, most populous first."""
        numbers = np.flatnonzero(self._arrays["kind"] == PlaceKind.city)
        order = numbers[np.argsort(-self._arrays["population"][numbers].astype("i2"), kind="stable")]
        squares = (self._arrays["latitude"][order] // cell) * 10_000 + self._arrays["longitude"][order] // cell
        _, first = np.unique(squares, return_index=True)
        return order[np.sort(first)]

    def coordinates(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Latitude and longitude of records, in degrees: shape (records, 2)."""
        return np.stack([self._arrays["latitude"][numbers], self._arrays["longitude"][numbers]], axis=1)

    def record(self, number: int, *, main: bool = True) -> Candidate:
        """The record with a number, as a candidate."""
        arrays = self._arrays
        kind = PlaceKind(int(arrays["kind"][number]))
        admin1, geonames_id = int(arrays["admin1"][number]), int(arrays["geonames_id"][number])
        city = number if kind is PlaceKind.city else self._inside.get(number)
        code = int(arrays["population"][number])
        has_admin1 = admin1 != _NO_RECORD
        return Candidate(
            index=number,
            kind=kind,
            name=self._name(number),
            country=self._countries[int(arrays["country"][number])],
            admin1_code=self._codes[admin1] if has_admin1 else None,
            admin1=self._name(admin1) if has_admin1 else None,
            city=self._name(city) if city is not None else None,
            latitude=round(float(arrays["latitude"][number]), 5),
            longitude=round(float(arrays["longitude"][number]), 5),
            population=round(10 ** ((code - 1) / 30)) if code else 0,
            radius_km=int(arrays["radius"][number]) / 10,
            geonames_id=geonames_id or None,
            main=main,
            capital=number in self._capitals,
            coasts=self._coasts.get(number, ()),
        )

    def _find(self, key: str) -> tuple[Candidate, ...]:
        wanted = np.uint64(key_hash(key))
        first = int(np.searchsorted(self._keys, wanted, side="left"))
        found = []
        while first < len(self._keys) and self._keys[first] == wanted:
            posting = int(self._postings[first])
            found.append(self.record(posting & (_MAIN_BIT - 1), main=bool(posting & _MAIN_BIT)))
            first += 1
        placed = [candidate for candidate in found if not math.isnan(candidate.latitude)]
        return tuple(sorted(placed, key=lambda c: (-c.population, c.index)))

    def _name(self, number: int) -> str:
        block, lengths = number // _BLOCK, self._arrays["name_lengths"]
        start = int(self._arrays["name_blocks"][block]) + int(lengths[block * _BLOCK : number].sum(dtype=np.uint32))
        return bytes(self._arrays["names"][start : start + int(lengths[number])]).decode()
