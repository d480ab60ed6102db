"""From a draft of an incident to its report: the slots as the contract has them, each with its span."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from schemas import (
    EVENT_TYPE_OF,
    ActorKind,
    ActorRole,
    Article,
    AttributionValue,
    DamageValue,
    Evidence,
    ExtractorInfo,
    IncidentReport,
    PlacePrecision,
    Quantity,
    ReportActor,
    ReportAttribution,
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

from .annotations import Claim, Effect, Groups
from .components.attribution import is_authority
from .drafts import Draft, Where
from .lexicon import TriggerRole
from .summaries import summarize
from .wordsets import word_set

EXTRACTOR_NAME = "tocsin-rules"
EXTRACTOR_VERSION = "0.1.0"
MAX_TARGETS = 4
MAX_EVIDENCE = 4
MAX_EVIDENCE_CHARACTERS = 600
_CROWD_TYPES = frozenset(
    {SubEventType.protest_with_intervention, SubEventType.peaceful_protest, SubEventType.violent_demonstration}
)
_STATE = frozenset({"state_forces", "external_other"})
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
    actors = _actors(groups, draft)
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


def _actors(groups: Groups, draft: Draft) -> list[ReportActor]:
    found: dict[tuple[str, ActorRole], ReportActor] = {}
    country = draft.where.place.country if draft.where is not None and draft.where.place.country != "ZZ" else None
    claims: dict[str, list[Claim]] = {}
    for claim in draft.claims:
        if claim.actor is not None:
            claims.setdefault(claim.actor._.actor.id or claim.actor._.actor.name, []).append(claim)
    perpetrators = list(draft.perpetrators)
    perpetrators += [c.actor for c in draft.claims if c.actor is not None and c.actor not in perpetrators]
    named = [a for a in perpetrators if not a._.actor.generic]
    for span in perpetrators:
        mark = span._.actor
        if mark.generic and any((str(n._.actor.kind) in _STATE) == (str(mark.kind) in _STATE) for n in named):
            continue  # "gunmen", where the text names whose gunmen
        key = mark.id or mark.name
        role = _role(draft, span, perpetrators)
        if role is not ActorRole.perpetrator:
            found.setdefault((key, role), _actor(span, role, [], country))
            continue
        attributions = [
            ReportAttribution(
                value=c.value, said_by=c.said_by.text if c.said_by is not None else None, span=_at(c.span)
            )
            for c in claims.get(key, ())
        ]
        actor = _actor(
            span, ActorRole.perpetrator, attributions or [_default_attribution(groups, span)], country
        )
        slot = (key, ActorRole.perpetrator)
        if slot not in found:
            found[slot] = actor
        elif len(attributions) > len(found[slot].attributions) or (
            attributions and found[slot].attributions[0].value is AttributionValue.reported
        ):
            found[slot] = found[slot].model_copy(update={"attributions": attributions})
    done_by = {key for key, _ in found}
    for span in draft.victims:
        mark = span._.actor
        key = mark.id or mark.name
        if key not in done_by:
            found.setdefault((key, ActorRole.victim), _actor(span, ActorRole.victim, [], country))
    return list(found.values())


def _role(draft: Draft, actor: Span, all_: list[Span]) -> ActorRole:
    """Police who meet a crowd, and forces that stop another's weapon, are responders."""
    kind = str(actor._.actor.kind)
    others = {str(a._.actor.kind) for a in all_ if a is not actor}
    if draft.type in _CROWD_TYPES and kind in {"state_forces", "external_other"}:
        return ActorRole.responder
    if draft.type is SubEventType.excessive_force_against_protesters and kind in {"protesters", "civilians", "rioters"}:
        return ActorRole.victim
    if draft.type is SubEventType.disrupted_weapons_use and kind == "state_forces" and others - {"state_forces"}:
        return ActorRole.responder
    return ActorRole.perpetrator


def _actor(span: Span, role: ActorRole, attributions: Iterable[ReportAttribution], country: str | None) -> ReportActor:
    mark = span._.actor
    kind = ActorKind(str(mark.kind))
    if kind is ActorKind.state_forces and mark.country and country and mark.country != country:
        kind = ActorKind.external_other  # ACLED: a state's forces abroad
    return ReportActor(
        id=mark.id,
        name=mark.name,
        text=span.text,
        span=_at(span),
        kind=kind,
        country=mark.country,
        role=role,
        attributions=list(attributions),
    )


def _default_attribution(groups: Groups, actor: Span) -> ReportAttribution:
    """How sure it is that an actor did it where no claim says: suspected, admitted by itself, or reported by someone."""
    sent = actor.sent
    before = {doc[i].lower_ for i in range(max(sent.start, actor.start - 3), actor.end)}
    sayer = next((s for s in said if sent.start <= s.start < sent.end), None)
    value = AttributionValue.reported
    own = actor._.actor
    if before & {"suspected", "alleged", "presumed", "allegedly", "believed"}:
        value = AttributionValue.suspected
    elif sayer is not None:
        speaking = [a for a in known if a.start >= sayer.start and a.end <= sayer.end]
        itself = (
            not speaking
            and own.generic is False
            and str(own.kind) in _STATE
            and sayer[-1].lower_ in {"statement", "it"}
        )
        same = (
            itself
            or any((a._.actor.id, a._.actor.name) == (own.id, own.name) and a is not actor for a in speaking)
            or (speaking and speaking[0].start == actor.start)
        )
        if same:
            value = (
                AttributionValue.admitted
                if str(own.kind) in {"state_forces", "external_other"}
                else AttributionValue.claimed
            )
        elif not own.generic and str(own.kind) != "state_forces" and is_authority(sayer, known):
            # MUC-4: what an authority says of a named group is an accusation by authorities.
            value = AttributionValue.accused_by_authorities
    return ReportAttribution(
        value=value, said_by=sayer.text if sayer is not None else None, span=_at(sayer) if sayer is not None else None
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
    """The toll of a draft: the sum within a mention, the range over mentions that differ (ACLED: lowest and highest)."""
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
    """A rule of thumb until it is calibrated: each slot that the text fills makes it likelier that the report is right."""
    value = 0.35
    value += 0.15 if draft.strong else 0.0
    value += 0.1 if draft.when is not None and not draft.when.weak else 0.0
    value += 0.1 if draft.where is not None and not draft.where.weak else 0.0
    value += 0.1 if draft.casualties else 0.0
    value += 0.05 if draft.perpetrators else 0.0
    value += 0.05 if draft.weapons else 0.0
    value += 0.05 if len(draft.mentions) > 1 else 0.0
    return round(min(value - (0.15 if draft.effect_only else 0.0), 0.95), 2)
