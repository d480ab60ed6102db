"""From a draft of an incident to its report: the slots as the contract has them, each with its span."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from schemas import (
    EVENT_TYPE_OF,
    Article,
    DamageValue,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    PlacePrecision,
    Quantity,
    ReportCasualties,
    ReportDamage,
    ReportOccurred,
    ReportPlace,
    ReportTarget,
    ReportToll,
    ReportWeapon,
    SubEventType,
    TimePrecision,
    WeaponKind,
)
from schemas import Span as TextSpan
from schemas.ids import report_id

from .actor_slots import actor_slots
from .annotations import Effect, Groups
from .drafts import Draft, Where
from .lexicon import TriggerRole
from .summaries import summarize
from .wordsets import word_set

EXTRACTOR_NAME = "tocsin-rules"
EXTRACTOR_VERSION = "0.1.0"
MAX_TARGETS = 4
MAX_EVIDENCE = 4
MAX_EVIDENCE_CHARACTERS = 600
_DAMAGED = frozenset({"damage", "damaged", "damages", "damaging"})
_DESTROYED = word_set(
    """
    destroyed destroying destroys flattened razed leveled levelled demolished burned torched
    """
)


def reports_of(doc: Doc, article: Article) -> list[IncidentReport]:
    """The reports of an annotated document."""
    groups = Groups(doc)
    return [_report(groups, article, draft, number) for number, draft in enumerate(doc._.incidents)]


def _report(groups: Groups, article: Article, draft: Draft, number: int) -> IncidentReport:
    occurred = _occurred(draft)
    place = _place(draft.where)
    actors = actor_slots(groups, draft)
    weapons = _weapons(draft)
    casualties = _casualties(draft)
    return IncidentReport(
        id=report_id(article.id, article.content_sha256, EXTRACTOR_VERSION, number),
        article=article.ref(),
        summary=summarize(draft.type, draft.status, occurred, place, actors, casualties),
        event_type=EVENT_TYPE_OF[draft.type],
        sub_event_type=draft.type,
        status=draft.status,
        historical=draft.historical,
        occurred=occurred,
        place=place,
        actors=actors,
        targets=_targets(draft),
        weapons=weapons,
        casualties=casualties,
        damage=_damage(groups.doc, draft),
        evidence=_evidence(groups.doc, draft),
        confidence=_confidence(draft),
        extractor=ExtractorInfo(name=EXTRACTOR_NAME, version=EXTRACTOR_VERSION, model=None),
    )


def _at(span: Span) -> TextSpan:
    return TextSpan(start=span.start_char, end=span.end_char)


def _occurred(draft: Draft) -> ReportOccurred:
    when = draft.when
    if when is None:
        return ReportOccurred(precision=TimePrecision.unknown)
    span = when.span
    return ReportOccurred(
        start=when.start,
        end=when.end if when.end != when.start else None,
        precision=when.precision,
        text=span.text if span is not None else None,
        span=_at(span) if span is not None else None,
    )


def _place(where: Where | None) -> ReportPlace:
    if where is None or where.place.country == "ZZ" or where.place.precision is PlacePrecision.unknown:
        known = where is not None and where.span is not None
        return ReportPlace(
            precision=PlacePrecision.unknown,
            text=where.span.text if where and known and where.span is not None else None,
            span=_at(where.span) if where and where.span is not None else None,
            name=where.place.name if where else None,
        )
    mark, span = where.place, where.span
    return ReportPlace(
        text=span.text if span is not None else None,
        span=_at(span) if span is not None else None,
        name=mark.name,
        city=mark.city,
        admin1=mark.admin1,
        admin1_code=mark.admin1_code,
        country=mark.country,
        latitude=mark.latitude,
        longitude=mark.longitude,
        radius_km=mark.radius_km,
        geonames_id=mark.geonames_id,
        precision=mark.precision,
    )


def _targets(draft: Draft) -> list[ReportTarget]:
    found: dict[str, ReportTarget] = {}
    for span in draft.targets:
        key = span[-1].lower_
        if key not in found:
            found[key] = ReportTarget(kind=span._.target.kind, text=span.text, span=_at(span))
    return list(found.values())[:MAX_TARGETS]


def _weapons(draft: Draft) -> list[ReportWeapon]:
    found: dict[WeaponKind, ReportWeapon] = {}
    kinds = draft.weapon_kinds
    for span in draft.weapons:
        mark = span._.weapon
        if (
            mark.kind is WeaponKind.chemical
            and draft.type is not SubEventType.chemical_weapon
            and "gas" in span.text.lower()
        ):
            continue  # tear gas
        if (
            mark.kind in {WeaponKind.explosive, WeaponKind.other}
            and len(kinds) > 1
            and any(k not in {WeaponKind.explosive, WeaponKind.other} for k in kinds)
        ):
            continue
        count = Quantity(min=mark.quantity.min, max=mark.quantity.max) if mark.quantity else None
        old = found.get(mark.kind)
        if old is None:
            found[mark.kind] = ReportWeapon(kind=mark.kind, name=mark.name, text=span.text, span=_at(span), count=count)
        elif (old.count is None and count is not None) or (old.name is None and mark.name is not None):
            found[mark.kind] = old.model_copy(update={"count": old.count or count, "name": old.name or mark.name})
    for mention in draft.mentions:
        for trigger in mention.triggers:
            entry = trigger._.trigger.sense.entry
            if entry.weapon is not None and not found and entry.role is TriggerRole.event:
                found[entry.weapon] = ReportWeapon(kind=entry.weapon, text=trigger.text, span=_at(trigger))
    return list(found.values())


def _casualties(draft: Draft) -> ReportCasualties:
    tolls = {effect.value: _toll(draft, effect) for effect in Effect}
    return ReportCasualties(**tolls)


def _toll(draft: Draft, effect: Effect) -> ReportToll | None:
    """The toll of a draft: the sum within a mention, the range over mentions that differ (as ACLED has it)."""
    best: tuple[int, int | None, Span] | None = None
    for mention in draft.mentions:
        inside = [
            c
            for c in draft.casualties
            if c.label_ == effect.value and mention.start <= c.start and c.end <= mention.end
        ]
        whole = [c for c in inside if not c._.casualty.part] or ([] if best else inside)
        if not whole:
            continue
        least = sum(c._.casualty.min for c in whole)
        most = None if any(c._.casualty.max is None for c in whole) else sum(c._.casualty.max for c in whole)
        if best is None or (best[0] == 0 and best[1] == 0):
            best = (least, most, whole[0])
        elif least > best[0]:
            # A larger number later in the text: what the first was part of, or another source's.
            top = (
                most
                if most is not None and (best[1] is None or most >= best[1])
                else best[1]
                if most is not None
                else None
            )
            best = (best[0], top, best[2]) if best[1] is not None else (least, most, whole[0])
    if best is None:
        others = [c for c in draft.casualties if c.label_ == effect.value and c._.casualty.max == 0]
        return ReportToll(min=0, max=0, span=_at(others[0])) if others else None
    return ReportToll(min=best[0], max=best[1], span=_at(best[2]))


def _damage(doc: Doc, draft: Draft) -> ReportDamage | None:
    if draft.type is SubEventType.disrupted_weapons_use:
        return None
    for mention in draft.mentions:
        for token in doc[mention.start : mention.end]:
            word = token.lower_
            if word in _DAMAGED:
                before = {doc[i].lower_ for i in range(max(mention.start, token.i - 5), token.i)}
                none = bool(before & {"no", "without", "not", "nor"}) or (
                    "or" in before and any(c._.casualty.max == 0 for c in mention.casualties)
                )
                return ReportDamage(
                    value=DamageValue.none if none else DamageValue.some,
                    span=TextSpan(start=token.idx, end=token.idx + len(token)),
                )
            if word in _DESTROYED:
                return ReportDamage(
                    value=DamageValue.destroyed, span=TextSpan(start=token.idx, end=token.idx + len(token))
                )
    return None


def _evidence(doc: Doc, draft: Draft) -> list[Evidence]:
    found: dict[int, Evidence] = {}
    for mention in draft.mentions:
        start = doc[mention.start].idx
        last = doc[mention.end - 1]
        end = min(last.idx + len(last), start + MAX_EVIDENCE_CHARACTERS)
        text = doc.text[start:end]
        trimmed = text.strip(" \n\t,;")
        if trimmed:
            start += text.index(trimmed)
            found.setdefault(start, Evidence(text=trimmed, start=start, end=start + len(trimmed)))
    evidence = list(found.values())[:MAX_EVIDENCE]
    if not evidence:
        trigger = next(t for m in draft.mentions for t in m.triggers)
        evidence = [Evidence(text=trigger.text, start=trigger.start_char, end=trigger.end_char)]
    return evidence


def _confidence(draft: Draft) -> float:
    """A rule of thumb, not yet calibrated: each slot that the text fills makes it likelier that the report is right."""
    value = 0.35
    value += 0.15 if draft.strong else 0.0
    value += 0.1 if draft.when is not None and not draft.when.weak else 0.0
    value += 0.1 if draft.where is not None and not draft.where.weak else 0.0
    value += 0.1 if draft.casualties else 0.0
    value += 0.05 if draft.perpetrators else 0.0
    value += 0.05 if draft.weapons else 0.0
    value += 0.05 if len(draft.mentions) > 1 else 0.0
    return round(min(value - (0.15 if draft.effect_only else 0.0), 0.95), 2)
