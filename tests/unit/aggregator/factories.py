"""Reports and retractions with few words: everything that a test does not name has a plain value.

baghdad = report(article("wire"), killed=3)
same = report(article("paper"), killed=3)           # another story of the same incident
copy = report(article("portal", story="wire"))      # the wire's story, told again
gone = retraction(baghdad)
is_not = override("reject", [baghdad])
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from schemas import (
    EVENT_TYPE_OF,
    ActorKind,
    ActorRole,
    ArticleRef,
    AttributionValue,
    Correction,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    Moment,
    Override,
    OverrideKind,
    OverrideTarget,
    PlacePrecision,
    ReportActor,
    ReportAttribution,
    ReportCasualties,
    ReportDamage,
    ReportOccurred,
    ReportPlace,
    ReportTarget,
    ReportToll,
    ReportWeapon,
    Retraction,
    RetractionReason,
    Span,
    Status,
    SubEventType,
    TimePrecision,
)
from schemas import ids as contract_ids
from schemas.fingerprint import FINGERPRINT_VALUES, Fingerprint

DAY = date(2022, 1, 5)
"""When incidents happen unless a test says otherwise."""

NOON = datetime(2022, 1, 5, 12, tzinfo=UTC)
"""When articles appear unless a test says otherwise."""


def city(name: str, latitude: float, longitude: float, admin1: str | None, country: str = "IQ") -> ReportPlace:
    """A town as a whole."""
    return ReportPlace(
        text=name,
        name=name,
        city=name,
        admin1_code=admin1,
        country=country,
        latitude=latitude,
        longitude=longitude,
        radius_km=20,
        precision=PlacePrecision.city,
    )


def spot(
    name: str, latitude: float, longitude: float, admin1: str | None, country: str = "IQ", radius_km: float = 2
) -> ReportPlace:
    """A base, an airport, a square."""
    return ReportPlace(
        text=name,
        name=name,
        admin1_code=admin1,
        country=country,
        latitude=latitude,
        longitude=longitude,
        radius_km=radius_km,
        precision=PlacePrecision.exact,
    )


def division(name: str, admin1: str, country: str = "IQ") -> ReportPlace:
    """A province, and nothing closer."""
    return ReportPlace(text=name, admin1=name, admin1_code=admin1, country=country, precision=PlacePrecision.admin1)


BAGHDAD = city("Baghdad", 33.34, 44.40, "07")
BAGHDAD_AIRPORT = spot("Baghdad airport", 33.26, 44.23, "07")
BAGHDAD_EMBASSY = spot("US embassy", 33.30, 44.39, "07")
BASRA = city("Basra", 30.51, 47.78, "02")
BAGHDAD_PROVINCE = division("Baghdad", "07")
ANBAR = division("Al Anbar", "01")
AIN_AL_ASAD = spot("Ain al-Asad", 33.80, 42.44, "01")
IRAQ = ReportPlace(text="Iraq", country="IQ", precision=PlacePrecision.country)
DAMASCUS = city("Damascus", 33.51, 36.29, "13", "SY")
NOWHERE = ReportPlace(precision=PlacePrecision.unknown)


def fingerprint(story: str, rewritten: float = 0.0) -> str:
    """A fingerprint of a story, with the share `rewritten` of its values other than the original's."""
    changed = round(FINGERPRINT_VALUES * rewritten)
    original = [hashlib.sha256(f"{story}:{value}".encode()).digest()[0] for value in range(FINGERPRINT_VALUES)]
    other = [hashlib.sha256(f"{story}:{rewritten}:{value}".encode()).digest()[0] for value in range(changed)]
    return Fingerprint.of(100, other + original[changed:], numbers=(), names=()).encode()


def article(
    name: str,
    *,
    published: datetime = NOON,
    revised: datetime | None = None,
    fetched: datetime | None = None,
    story: str | None = None,
    rewritten: float = 0.0,
    content: str = "first",
) -> ArticleRef:
    """One version (`content`) of the article of an outlet of this name; `story` is the name whose story it copies."""
    revised = revised or published
    return ArticleRef(
        id=contract_ids.article_id(f"https://{name}.example/", ""),
        content_sha256=contract_ids.content_sha256(name, content),
        url=f"https://{name}.example/",
        source=f"{name}.example",
        title=f"As told by {name}",
        published_at=published,
        revised_at=revised,
        fetched_at=fetched or revised + timedelta(minutes=5),
        fingerprint=fingerprint(story or name, rewritten),
    )


def actor(
    id_: str | None,
    role: ActorRole = ActorRole.perpetrator,
    *,
    kind: ActorKind = ActorKind.rebel_group,
    country: str | None = None,
    said: Sequence[AttributionValue] = (),
    text: str = "gunmen",
) -> ReportActor:
    """A named actor, or with the id None a generic one of these words."""
    return ReportActor(
        id=id_,
        name=id_ or text,
        text=text,
        span=Span(start=10, end=16),
        kind=kind,
        country=country,
        role=role,
        attributions=[
            ReportAttribution(value=value, said_by="officials", span=Span(start=20, end=29)) for value in said
        ],
    )


def victim(id_: str | None, kind: ActorKind = ActorKind.civilians, text: str = "residents") -> ReportActor:
    """A named victim, or with the id None a generic one."""
    return actor(id_, ActorRole.victim, kind=kind, text=text)


def toll(quantity: int | tuple[int, int | None] | None) -> ReportToll | None:
    """`3` is 3 to 3, `(3, None)` at least three."""
    if quantity is None:
        return None
    low, high = quantity if isinstance(quantity, tuple) else (quantity, quantity)
    return ReportToll(min=low, max=high, span=Span(start=30, end=35))


def report(
    told_in: ArticleRef,
    number: int = 0,
    *,
    type_: SubEventType = SubEventType.remote_explosive_landmine_ied,
    status: Status = Status.accomplished,
    historical: bool = False,
    start: Moment | None = DAY,
    end: Moment | None = None,
    precision: TimePrecision = TimePrecision.day,
    place: ReportPlace = BAGHDAD,
    actors: Sequence[ReportActor] = (),
    targets: Sequence[ReportTarget] = (),
    weapons: Sequence[ReportWeapon] = (),
    killed: int | tuple[int, int | None] | None = None,
    injured: int | tuple[int, int | None] | None = None,
    damage: ReportDamage | None = None,
    evidence: str = "an explosion shook the city",
    confidence: float = 0.8,
    extractor: str = "1",
) -> IncidentReport:
    """The report of this number that this version of the article makes."""
    return IncidentReport(
        id=contract_ids.report_id(told_in.id, told_in.content_sha256, extractor, number),
        article=told_in,
        summary=f"{type_} in {place.name or place.country}",
        event_type=EVENT_TYPE_OF[type_],
        sub_event_type=type_,
        status=status,
        historical=historical,
        occurred=ReportOccurred(
            start=start, end=end, precision=TimePrecision.unknown if start is None else precision, text="Wednesday"
        ),
        place=place,
        actors=list(actors),
        targets=list(targets),
        weapons=list(weapons),
        casualties=ReportCasualties(killed=toll(killed), injured=toll(injured)),
        damage=damage,
        evidence=[Evidence(text=evidence, start=0, end=len(evidence))],
        confidence=confidence,
        extractor=ExtractorInfo(name="tocsin", version=extractor),
    )


def retraction(withdrawn: IncidentReport, after: timedelta = timedelta(hours=1)) -> Retraction:
    """Withdraws a report, by a version of its article that is newer by `after`."""
    return Retraction(
        id=withdrawn.id,
        article_id=withdrawn.article.id,
        revised_at=withdrawn.article.revised_at + after,
        fetched_at=withdrawn.article.fetched_at + after,
        reason=RetractionReason.updated,
        country=withdrawn.key,
    )


def override(
    kind: str,
    reports: Sequence[IncidentReport] = (),
    *,
    apart_from: Sequence[IncidentReport] = (),
    undoes: Override | None = None,
    at: datetime = NOON,
    by: str = "analyst",
    country: str = "IQ",
    with_articles: bool = True,
    correction: Mapping[str, object] | None = None,
) -> Override:
    """An analyst's word."""

    def targets(meant: Sequence[IncidentReport]) -> list[OverrideTarget]:
        return [OverrideTarget(report=each.id, article=each.article.id if with_articles else None) for each in meant]

    content = f"{kind}{[each.id for each in reports]}{[each.id for each in apart_from]}{undoes}{at}{by}{correction}"
    return Override(
        id=contract_ids.override_id(content),
        kind=OverrideKind(kind),
        country=country,
        by=by,
        reason="as I know",
        at=at,
        reports=targets(reports),
        apart_from=targets(apart_from),
        correction=Correction.model_validate(correction) if correction else None,
        undoes=undoes.id if undoes else None,
    )
