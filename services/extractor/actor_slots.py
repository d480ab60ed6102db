"""The actors of a report: who did it, to whom, and who says so."""

from __future__ import annotations

from spacy.tokens import Span

from schemas import ActorKind, ActorRole, AttributionValue, ReportActor, ReportAttribution, SubEventType
from schemas import Span as TextSpan

from .annotations import Claim, Groups
from .components.attribution import is_authority
from .drafts import Draft
from .wordsets import word_set

S = SubEventType
_CROWD_TYPES = frozenset({S.protest_with_intervention, S.peaceful_protest, S.violent_demonstration})
_STATE = frozenset({ActorKind.state_forces, ActorKind.external_other})
_CROWD = frozenset({ActorKind.protesters, ActorKind.civilians, ActorKind.rioters})
_SUSPECTED = word_set("suspected alleged presumed allegedly believed")


def actor_slots(groups: Groups, draft: Draft) -> list[ReportActor]:
    """The actors of a draft, each once in each role, perpetrators with their attributions first."""
    found: dict[tuple[str, ActorRole], ReportActor] = {}
    country = draft.where.place.country if draft.where is not None and draft.where.place.country != "ZZ" else None
    claims: dict[str, list[Claim]] = {}
    for claim in draft.claims:
        if claim.actor is not None:
            claims.setdefault(_key(claim.actor), []).append(claim)
    perpetrators = list(draft.perpetrators)
    perpetrators += [c.actor for c in draft.claims if c.actor is not None and c.actor not in perpetrators]
    for span in perpetrators:
        if span._.actor.generic and _is_named(span, perpetrators):
            continue
        key = _key(span)
        role = _role(draft, span, perpetrators)
        slot = (key, role)
        if role is not ActorRole.perpetrator:
            found.setdefault(slot, _actor(span, role, [], country))
            continue
        attributions = [_attribution(claim) for claim in claims.get(key, ())]
        if slot not in found:
            found[slot] = _actor(span, role, attributions or [_unclaimed(groups, span)], country)
        elif attributions:
            found[slot] = found[slot].model_copy(update={"attributions": attributions})
    done_by = {key for key, _ in found}
    for span in draft.victims:
        if _key(span) not in done_by:
            found.setdefault((_key(span), ActorRole.victim), _actor(span, ActorRole.victim, [], country))
    return list(found.values())


def _key(span: Span) -> str:
    mark = span._.actor
    return str(mark.id or mark.name)


def _is_named(generic: Span, actors: list[Span]) -> bool:
    """Whether the text names those whom it also calls "gunmen" or "troops": a named actor of the same side."""
    side = ActorKind(str(generic._.actor.kind)) in _STATE
    return any(not a._.actor.generic and (ActorKind(str(a._.actor.kind)) in _STATE) == side for a in actors)


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
    speaks = any(_key(a) == _key(actor) for a in speaking)
    if own_statement or speaks:
        return AttributionValue.admitted if official else AttributionValue.claimed
    accused = not own.generic and ActorKind(str(own.kind)) is not ActorKind.state_forces
    if accused and is_authority(sayer, speaking):
        # MUC-4: what an authority says of a named group is an accusation by authorities.
        return AttributionValue.accused_by_authorities
    return AttributionValue.reported


def _at(span: Span) -> TextSpan:
    return TextSpan(start=span.start_char, end=span.end_char)
