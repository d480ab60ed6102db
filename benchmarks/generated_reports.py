"""Generated reports of a month of news, for benchmarks: the same ones each time."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from schemas import (
    EVENT_TYPE_OF,
    ActorKind,
    ActorRole,
    ArticleRef,
    AttributionValue,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    PlacePrecision,
    ReportActor,
    ReportAttribution,
    ReportCasualties,
    ReportOccurred,
    ReportPlace,
    ReportToll,
    ReportWeapon,
    Span,
    Status,
    SubEventType,
    TimePrecision,
    WeaponKind,
)
from schemas.fingerprint import FINGERPRINT_VALUES, Fingerprint
from schemas.ids import article_id, content_sha256, report_id

START = datetime(2024, 3, 1, tzinfo=UTC)
DAYS = 30
END = START + timedelta(days=DAYS + 2)

_TYPES = (
    SubEventType.attack,
    SubEventType.armed_clash,
    SubEventType.remote_explosive_landmine_ied,
    SubEventType.shelling_artillery_missile_attack,
    SubEventType.air_drone_strike,
    SubEventType.violent_demonstration,
)
_TOWNS = 400
"""Towns of a country in which something happens."""


@dataclass(frozen=True)
class Telling:
    """One telling of an incident, before it is made into a report."""

    incident: int
    outlet: int
    country: int
    seed: int

    def report(self) -> IncidentReport:
        """The report."""
        chance = random.Random(self.seed)  # noqa: S311
        town = chance.randrange(_TOWNS)
        kind = chance.choice(_TYPES)
        day = START + timedelta(days=chance.randrange(DAYS))
        killed = chance.randrange(12)
        actor = f"group-{self.country}-{chance.randrange(6)}"
        vague = chance.random() < 0.1
        told = random.Random(self.seed * 4 + self.outlet)  # noqa: S311
        published = day + timedelta(hours=told.randrange(6, 40))
        url = f"https://outlet-{self.outlet}.example/{self.incident}"
        text = (
            f"Armed men of {actor} attacked the town on the day, killing {killed} people and wounding others, officials"
            f" said; residents spoke of hours of shooting and of houses that burned until the morning ({url})."
        )
        sha = content_sha256("Title", text)
        values = [told.randrange(256) for _ in range(FINGERPRINT_VALUES)]
        span = Span(start=12, end=12 + len(actor))
        code = _country(self.country)
        latitude, longitude = _point(self.country, town)
        place = (
            ReportPlace(country=code, admin1_code=f"{town % 12:02}", admin1="Province", precision=PlacePrecision.admin1)
            if vague
            else ReportPlace(
                text=f"Town {town}",
                name=f"Town {town}",
                city=f"Town {town}",
                admin1="Province",
                admin1_code=f"{town % 12:02}",
                country=code,
                latitude=latitude,
                longitude=longitude,
                radius_km=4,
                geonames_id=self.country * _TOWNS + town + 1,
                precision=PlacePrecision.city,
                span=span,
            )
        )
        article = article_id(url, text)
        return IncidentReport(
            id=report_id(article, sha, "1", 0),
            article=ArticleRef(
                id=article,
                content_sha256=sha,
                url=url,
                source=f"outlet-{self.outlet}.example",
                title=f"At least {killed} killed in attack on town {town}",
                published_at=published,
                revised_at=published,
                fetched_at=published + timedelta(minutes=5),
                fingerprint=Fingerprint.of(200, values, numbers=(), names=()).encode(),
            ),
            summary=f"{actor} attacked Town {town}; {killed} killed.",
            event_type=EVENT_TYPE_OF[kind],
            sub_event_type=kind,
            status=Status.accomplished,
            occurred=ReportOccurred(start=day.date(), precision=TimePrecision.day, text="on the day", span=span),
            place=place,
            actors=[
                ReportActor(
                    id=actor,
                    name=actor,
                    text=actor,
                    span=span,
                    kind=ActorKind.rebel_group,
                    role=ActorRole.perpetrator,
                    attributions=[ReportAttribution(value=AttributionValue.reported, said_by="officials", span=span)],
                )
            ],
            weapons=[ReportWeapon(kind=WeaponKind.firearm, text="shooting", span=span)],
            casualties=ReportCasualties(killed=ReportToll(min=killed, max=killed, span=span)),
            evidence=[Evidence(start=0, end=len(text), text=text)],
            confidence=0.8,
            extractor=ExtractorInfo(name="generated", version="1"),
        )


def generated_reports(incidents: int, countries: int) -> Iterator[Telling]:
    """Tellings of `incidents` incidents, one to three each, in the order of a mixed stream; a fifth of them lie in the
    first country."""
    chance = random.Random(20240301)  # noqa: S311
    tellings = []
    for incident in range(incidents):
        country = 0 if chance.random() < 0.2 else chance.randrange(countries)
        seed = int.from_bytes(hashlib.blake2b(str(incident).encode(), digest_size=6).digest())
        number = chance.choice((1, 1, 1, 2, 2, 3))
        outlets = chance.sample(range(30), number)
        tellings += [Telling(incident, outlet, country, seed) for outlet in outlets]
    chance.shuffle(tellings)
    yield from tellings


def _country(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("A") + number % 26)


def _point(country: int, town: int) -> tuple[float, float]:
    """Towns of a country lie on a grid of some 40 km."""
    return (-60.0 + (country % 6) * 20 + (town // 20) * 0.4, -170.0 + (country // 6) * 40 + (town % 20) * 0.4)
