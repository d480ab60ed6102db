"""The contracts of Tocsin: the messages that cross its topics, and the topics themselves.

    RawArticle --ingest--> Article --extractor--> IncidentReport, Retraction --aggregator--> Incident
                                                     analysts: Override ^

Beside the models lie, generated from them and committed: `json/` (JSON Schema), `asyncapi.yaml`; and written by hand:
`topics/` (one file a topic), `examples/` (valid and invalid messages, every one of them a test).
This package imports nothing of `services`.
"""

from __future__ import annotations

from .article import Article, ArticleRef
from .base import SCHEMA_VERSION, Contract, Instant, Moment, SourcedSpan, Span, Vocabulary, nfc
from .envelope import CloudEventHeaders, DeadLetterHeaders, DeadLetterReason
from .fingerprint import FINGERPRINT_BYTES
from .incident import Dispute, DisputedValue, Incident, MemberReport, SourcedEvidence
from .override import AppliedOverride, Correction, Override, OverrideTarget
from .raw import RawArticle
from .report import (
    REPORTED,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    ReportActor,
    ReportAttribution,
    ReportCasualties,
    ReportDamage,
    Reported,
    ReportOccurred,
    ReportPlace,
    ReportTarget,
    ReportToll,
    ReportWeapon,
    Retraction,
    wrong_spans,
)
from .slots import Actor, Attribution, Casualties, Damage, Occurred, Place, Quantity, Target, Toll, Weapon
from .vocabulary import (
    EVENT_TYPE_OF,
    ActorKind,
    ActorRole,
    AttributionValue,
    DamageValue,
    EventType,
    IncidentState,
    OverrideKind,
    PlacePrecision,
    RetractionReason,
    Status,
    SubEventType,
    TargetKind,
    TimePrecision,
    WeaponKind,
)

__all__ = [
    "EVENT_TYPE_OF",
    "FINGERPRINT_BYTES",
    "REPORTED",
    "SCHEMA_VERSION",
    "Actor",
    "ActorKind",
    "ActorRole",
    "AppliedOverride",
    "Article",
    "ArticleRef",
    "Attribution",
    "AttributionValue",
    "Casualties",
    "CloudEventHeaders",
    "Contract",
    "Correction",
    "Damage",
    "DamageValue",
    "DeadLetterHeaders",
    "DeadLetterReason",
    "Dispute",
    "DisputedValue",
    "EventType",
    "Evidence",
    "ExtractorInfo",
    "Incident",
    "IncidentReport",
    "IncidentState",
    "Instant",
    "MemberReport",
    "Moment",
    "Occurred",
    "Override",
    "OverrideKind",
    "OverrideTarget",
    "Place",
    "PlacePrecision",
    "Quantity",
    "RawArticle",
    "ReportActor",
    "ReportAttribution",
    "ReportCasualties",
    "ReportDamage",
    "ReportOccurred",
    "ReportPlace",
    "ReportTarget",
    "ReportToll",
    "ReportWeapon",
    "Reported",
    "Retraction",
    "RetractionReason",
    "SourcedEvidence",
    "SourcedSpan",
    "Span",
    "Status",
    "SubEventType",
    "Target",
    "TargetKind",
    "TimePrecision",
    "Toll",
    "Vocabulary",
    "Weapon",
    "WeaponKind",
    "nfc",
    "wrong_spans",
]
