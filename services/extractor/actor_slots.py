"""The actors of a report: who did it, to whom, and who says so."""

from __future__ import annotations

from spacy.tokens import Span

from schemas import ActorKind, ActorRole, AttributionValue, ReportActor, ReportAttribution, SubEventType
from schemas import Span as TextSpan

from .annotations import Claim, Groups
from .drafts import Draft
from .same_side import one_each
from .speech.speakers import is_authority, key_of
from .speech.words import load_speech_acts
from .wordsets import word_set

S = SubEventType
_CROWD_TYPES = frozenset({S.protest_with_intervention, S.peaceful_protest, S.violent_demonstration})
_STATE = frozenset({ActorKind.state_forces, ActorKind.external_other})
_CROWD = frozenset({ActorKind.protesters, ActorKind.civilians, ActorKind.rioters})
_SPONSORED = ("backed", "supported", "linked", "aligned", "affiliated", "sponsored")
"""Who is called so is accused as if by name."""
_SUSPECTED = word_set("suspected alleged presumed allegedly believed")


def actor_slots(groups: Groups, draft: Draft) -> list[ReportActor]:
    """The actors of a draft, each once in each role, perpetrators with their attributions first."""
    found: dict[tuple[str, ActorRole], ReportActor] = {}
    country = draft.where.place.country if draft.where is not None and draft.where.place.country != "ZZ" else None
    told = list(draft.perpetrators)
    perpetrators = told + [c.actor for c in draft.claims if c.actor is not None and c.actor not in told]
    stands_for = one_each(draft, perpetrators)
    claims: dict[str, list[Claim]] = {}
    for claim in sorted(draft.claims, key=lambda claim: claim.span.start):
        if claim.actor is not None:
            claims.setdefault(stands_for[key_of(claim.actor)], []).append(claim)
    for span in perpetrators:
        key = key_of(span)
        if stands_for[key] != key:
            continue
        role = _role(draft, span, perpetrators)
        if (key, role) in found:
            continue
        attributions = _attributions(groups, span, claims.get(key, []), told) if role is ActorRole.perpetrator else []
        found[key, role] = _actor(span, role, attributions, country)
    done_by = {key for key, _ in found}
    for span in draft.victims:
        if key_of(span) not in done_by:
            found.setdefault((key_of(span), ActorRole.victim), _actor(span, ActorRole.victim, [], country))
    return list(found.values())


def _attributions(groups: Groups, span: Span, claims: list[Claim], told: list[Span]) -> list[ReportAttribution]:
    """What each claim says of a doer; how the text itself tells it where none does, or where all of them deny."""
    said: dict[tuple[AttributionValue, str | None], ReportAttribution] = {}
    for claim in claims:
        attribution = _attribution(claim)
        said.setdefault((attribution.value, attribution.said_by), attribution)
    named = [a for a in told if key_of(a) == key_of(span)]
    if not said or (named and all(a.value is AttributionValue.denied for a in said.values())):
        return [_unclaimed(groups, named[0] if named else span), *said.values()]
    return list(said.values())


def _role(draft: Draft, actor: Span, perpetrators: list[Span]) -> ActorRole:
    """Police who meet a crowd, and forces that stop another's weapon, are responders."""
    kind = ActorKind(str(actor._.actor.kind))
    if draft.type in _CROWD_TYPES and kind in _STATE:
        return ActorRole.responder
    if draft.type is S.excessive_force_against_protesters and kind in _CROWD:
        return ActorRole.victim
    others = {ActorKind(str(a._.actor.kind)) for a in perpetrators if a is not actor}
    stops = draft.type is S.disrupted_weapons_use and kind is ActorKind.state_forces
    return ActorRole.responder if stops and others - {ActorKind.state_forces} else ActorRole.perpetrator


def _actor(span: Span, role: ActorRole, attributions: list[ReportAttribution], country: str | None) -> ReportActor:
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
        attributions=attributions,
    )


def _attribution(claim: Claim) -> ReportAttribution:
    said_by = claim.said_by.text if claim.said_by is not None else None
    return ReportAttribution(value=claim.value, said_by=said_by, span=_at(claim.span))


def _unclaimed(groups: Groups, actor: Span) -> ReportAttribution:
    """How sure it is that an actor did it where no claim says: suspected, admitted by itself, or told by someone."""
    sent = actor.sent
    doc = groups.doc
    before = {doc[i].lower_ for i in range(max(sent.start, actor.start - 3), actor.end)}
    sayer = next(iter(groups.of_sentence("reports", sent)), None)
    value = AttributionValue.reported
    if not before.isdisjoint(_SUSPECTED):
        value = AttributionValue.suspected
    elif sayer is not None:
        value = _by_sayer(groups, actor, sayer)
    if sayer is None:
        return ReportAttribution(value=value)
    return ReportAttribution(value=value, said_by=sayer.text, span=_at(sayer))


def _by_sayer(groups: Groups, actor: Span, sayer: Span) -> AttributionValue:
    own = actor._.actor
    official = ActorKind(str(own.kind)) in _STATE
    speaking = groups.within("actors", sayer.start, sayer.end)
    # "The coalition said in a statement ...": what "the statement" adds is still the coalition's word.
    own_statement = not speaking and not own.generic and official and sayer[-1].lower_ in {"statement", "it"}
    speaks = any(key_of(a) == key_of(actor) for a in speaking)
    if own_statement or speaks:
        return AttributionValue.admitted if official else AttributionValue.claimed
    named = not own.generic or any(f"-{word}" in own.name.lower() for word in _SPONSORED)
    accused = named and ActorKind(str(own.kind)) is not ActorKind.state_forces
    if accused and is_authority(sayer, speaking, load_speech_acts()):
        # MUC-4: what an authority says of a named group is an accusation by authorities.
        return AttributionValue.accused_by_authorities
    return AttributionValue.reported


def _at(span: Span) -> TextSpan:
    return TextSpan(start=span.start_char, end=span.end_char)
