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
EXTRACTOR_VERSION = "0.2.0"
EXTRACTOR_MODEL = "minilm-l6-syntax-events-1"
MAX_TARGETS = 4
MAX_EVIDENCE = 4
MAX_EVIDENCE_CHARACTERS = 600
_DAMAGED = frozenset({"damage", "damaged", "damages", "damaging"})
_DESTROYED = word_set(
    """
    destroyed destroying destroys flattened razed leveled levelled demolished burned torched
    """
)


_CONTRASTS = word_set("while but whereas though although ;")
_PUT = word_set("said says reported put gave claimed told")
"""Verbs by which another speaker gives a number of his own."""
_MOVED = word_set("risen rose climbed increased jumped grown rises climbs revised lowered fell fallen updated")


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
        confidence=round(draft.confidence, 2),
        extractor=ExtractorInfo(name=EXTRACTOR_NAME, version=EXTRACTOR_VERSION, model=EXTRACTOR_MODEL),
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
    """The toll of a draft: the sum within a telling, the range over tellings that differ (as ACLED has it)."""
    best: tuple[int, int | None, Span] | None = None
    for mention in draft.mentions:
        inside = [
            c
            for c in draft.casualties
            if c.label_ == effect.value and mention.start <= c.start and c.end <= mention.end
        ]
        whole = [c for c in inside if not c._.casualty.part] or ([] if best else inside)
        for told in _by_speaker(whole):
            least = sum(c._.casualty.min for c in told)
            most = None if any(c._.casualty.max is None for c in told) else sum(c._.casualty.max for c in told)
            new = (least, most, told[0])
            if mention.claims and best is not None and best[1] is None:
                continue  # "at least six" allows for the twenty of a claimant, who is not the one to set the lowest
            best = new if best is None or best[:2] == (0, 0) or _is_update(told[0]) else _range(best, new)
    if best is None:
        others = [c for c in draft.casualties if c.label_ == effect.value and c._.casualty.max == 0]
        return ReportToll(min=0, max=0, span=_at(others[0])) if others else None
    return ReportToll(min=best[0], max=best[1], span=_at(best[2]))


def _range(one: tuple[int, int | None, Span], other: tuple[int, int | None, Span]) -> tuple[int, int | None, Span]:
    """What two tellings allow together: from the lower to the higher, a smaller one being a part of the first unless
    someone else gives it as the whole."""
    if other[0] > one[0]:
        if one[1] is None:
            return other  # "at least five", then "seven"
        return one[0], other[1] if other[1] is None or other[1] >= one[1] else one[1], one[2]
    if other[0] < one[0] and other[0] and _is_whole_toll(other[2]):
        return other[0], one[1], one[2]
    return one


def _by_speaker(casualties: list[Span]) -> list[list[Span]]:
    """The numbers of one telling, parted where another speaker begins: "police said nine, while medics said 12"."""
    parts: list[list[Span]] = []
    for span in casualties:
        if parts and not _other_speaker(span.doc, parts[-1][-1].end, span.start):
            parts[-1].append(span)
        else:
            parts.append([span])
    return parts


def _other_speaker(doc: Doc, start: int, end: int) -> bool:
    between = [doc[i].lower_ for i in range(start, end)]
    return any(word in _CONTRASTS and not _PUT.isdisjoint(between[i:]) for i, word in enumerate(between))


def _is_update(span: Span) -> bool:
    """Whether a number takes the place of those before it: "the toll has risen to 24"."""
    doc = span.doc
    before = [doc[i].lower_ for i in range(max(span.sent.start, span.start - 5), span.start)]
    return "to" in before and not _MOVED.isdisjoint(before)


def _is_whole_toll(span: Span) -> bool:
    doc = span.doc
    return any(doc[i].lower_ == "toll" for i in range(max(span.sent.start, span.start - 8), span.start))


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
        told = doc[mention.start : mention.end]  # not of `doc.text`, which spaCy joins anew each time
        start, text = told.start_char, told.text[:MAX_EVIDENCE_CHARACTERS]
        trimmed = text.strip(" \n\t,;")
        if trimmed:
            start += text.index(trimmed)
            found.setdefault(start, Evidence(text=trimmed, start=start, end=start + len(trimmed)))
    evidence = list(found.values())[:MAX_EVIDENCE]
    if not evidence:
        trigger = next(t for m in draft.mentions for t in m.triggers)
        evidence = [Evidence(text=trigger.text, start=trigger.start_char, end=trigger.end_char)]
    return evidence
