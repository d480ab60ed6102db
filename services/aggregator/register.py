"""One report id as a last-writer-wins register, and its row in the `reports` table.

    {"version": [revised_at, fetched_at, false], "founded": true, "report": "{...}"}
    {"version": [revised_at, fetched_at, true], "founded": true, "published_at": ..., "heir": report id, "brief": {...}}

The report is JSON in a text: it is kept to the byte, and seldom read. The second is what a retracted report leaves:
enough that an older version of it can't come back, and that the last word about its incident can be said again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas import IncidentReport, Retraction

from .packing import pack, unpack

Version = tuple[datetime, datetime, bool]

_RECENT = 512
"""Reports that are kept unpacked: those of one incident come close together."""


@dataclass(slots=True)
class Register:
    """The newest word on one report id."""

    version: Version
    """(`revised_at`, `fetched_at`, is retraction)."""
    packed: bytes
    """The report as JSON, compressed; empty when it is retracted."""
    published_at: datetime | None
    """None for a retraction of a report that was never seen."""
    founded: bool = False
    """Whether the report was ever the first of its incident: whether `incident_id` of it was ever published."""
    heir: str | None = None
    """Of a retracted report: the first of the others that told its incident when it went."""
    brief: dict[str, Any] | None = None
    """Of a retracted report that founded an incident: what stays of that (`merge.brief`)."""

    @property
    def live(self) -> bool:
        """Whether the report stands."""
        return bool(self.packed)

    @property
    def body(self) -> bytes:
        """The report as JSON; empty when it is retracted."""
        return unpack(self.packed) if self.packed else b""

    @property
    def digest(self) -> bytes:
        """Of version and content: words on one id that say something else have another."""
        version = "".join(str(part) for part in self.version)
        return hashlib.blake2b(version.encode() + self.packed, digest_size=16).digest()

    @property
    def rank(self) -> tuple[Version, bytes]:
        """The greatest wins. Content settles between two of one version, so that order leaves no trace even then."""
        return (self.version, self.body)

    def report(self) -> IncidentReport:
        """The live report; raises `ValueError` if it is retracted."""
        return _recent.get(self.packed) or _keep_recent(self.packed, IncidentReport.model_validate_json(self.body))

    def row(self) -> dict[str, Any]:
        """The row to store."""
        revised_at, fetched_at, retracted = self.version
        row: dict[str, Any] = {
            "version": [revised_at.isoformat(), fetched_at.isoformat(), retracted],
            "founded": self.founded,
        }
        if self.live:
            row["report"] = self.body.decode()
        else:
            row["published_at"] = self.published_at.isoformat() if self.published_at else None
            row["heir"] = self.heir
            row["brief"] = self.brief
        return row

    @classmethod
    def of(cls, message: IncidentReport | Retraction) -> Register:
        """The register that `message` alone would make."""
        if isinstance(message, Retraction):
            return cls(version=message.version, packed=b"", published_at=None)
        packed = pack(message.to_json())
        _keep_recent(packed, message)
        return cls(message.version, packed, message.article.published_at)

    @classmethod
    def load(cls, row: Mapping[str, Any]) -> tuple[Register, IncidentReport | None]:
        """The register of a stored row, and the report in it where it stands.

        Raises `ValueError` (pydantic's included) or `KeyError` for what is no such row.
        """
        revised_at, fetched_at, retracted = row["version"]
        version = (datetime.fromisoformat(revised_at), datetime.fromisoformat(fetched_at), bool(retracted))
        if not retracted:
            body = row["report"].encode()
            report = IncidentReport.model_validate_json(body)
            return cls(version, pack(body), report.article.published_at, founded=row["founded"]), report
        published_at = datetime.fromisoformat(row["published_at"]) if row["published_at"] else None
        return cls(version, b"", published_at, row["founded"], row["heir"], row["brief"]), None


_recent: dict[bytes, IncidentReport] = {}
"""By their packed form."""


def _keep_recent(packed: bytes, report: IncidentReport) -> IncidentReport:
    _recent[packed] = report
    if len(_recent) > _RECENT:
        del _recent[next(iter(_recent))]
    return report
