"""`tocsin_incidents`: one draft for each real incident of the article (`doc._.incidents`), from its mentions.

Mentions become drafts in the order of the text; each is merged into an earlier draft or stands as a new one. What no
plain statement bears out (a passing "attacks", a film, a private quarrel) is dropped at the end.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas import PlacePrecision, Status, SubEventType

from ..annotations import Groups, Mention, Modality, group, register
from ..belonging import same_event
from ..classify import classify
from ..confidence import LEAST, LEAST_AGAINST_RULES, confidence
from ..drafts import Draft, When, Where
from ..facilities import named_later
from ..lexicon import KNOWLEDGE_DIR, Lexicon, TriggerRole, load_lexicon
from ..merging import THRESHOLD, same_spot, weight
from ..places.resolution import as_place
from ..plausibility import Plausibility, states
from ..scene import merged_when, places_of, story_day, when_of
from ..syntax.links import Links
from ..told import ENOUGH
from .places import dateline_place, shared_gazetteer

S = SubEventType
MAX_INCIDENTS = 60
"""Reports that one article may make: a chronicle of a war lists more, and its tail is cut."""
MAX_MENTIONS = 500
"""Tellings that are looked at in one article, for the same reason."""
FROM_AFAR = frozenset({S.shelling_artillery_missile_attack, S.air_drone_strike})
"""Types of which one wave hits several towns."""
_MASS_ARREST = 5
"""Arrested from which arrests are news beside the incident that they were made for."""
_AGREED = 0.9
"""How sure the model must be of a listed word to need nothing else."""
_SHORT = 3
"""Sentences up to which a text is short."""
_OF_IT = 0.5
"""How likely a toll told by itself must be an incident's."""
_PART = 0.75
"""Of a radius: what is so much smaller tells more."""
_LOOK_BACK = 25
"""Drafts that a new one is compared with, newest first, so that the cost does not grow with the square of the text."""


class IncidentAssembly:
    """Fills `doc._.incidents`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        self._plausibility = Plausibility(lexicon.contexts)

    def __call__(self, doc: Doc) -> Doc:
        """Assemble the incidents of a relevant document."""
        if not doc._.relevant or not doc._.mentions:
            return doc
        groups = Groups(doc)
        drafts: list[Draft] = []
        focus: When | None = None
        for mention in doc._.mentions[:MAX_MENTIONS]:
            if _is_passing(doc, mention):
                continue
            if mention.plural and mention.definite and _spread_none(drafts, mention):
                continue
            for draft in _drafts(groups, mention, focus):
                merged = _merge(drafts, draft, doc._.links)
                if merged is draft:
                    drafts.append(draft)
                if merged.when is not None and not merged.historical:
                    focus = story_day(merged.when) or focus
        topic = self._plausibility.topic(doc)
        _settle_times(drafts)
        _inherit(drafts)
        for draft in drafts:
            draft.plausible = self._plausibility.stands(doc, draft, topic)
        kept = [draft for draft in drafts if draft.plausible or _is_seen(draft)]
        _settle_places(doc, kept)
        for draft in kept:
            draft.where = named_later(groups, draft) or draft.where
        for draft in kept:
            draft.beside_the_topic = topic is not None
            if draft.type_is_told:
                draft.type = classify(doc, draft.mentions).type
        kept = _without_follow_ups(kept)
        for draft in kept:
            draft.confidence = confidence(doc, draft)
        kept = [draft for draft in kept if _is_reported(draft) or _is_told_in_short(doc, draft)]
        doc._.incidents = kept[:MAX_INCIDENTS]
        return doc


def _is_seen(draft: Draft) -> bool:
    """Whether the trained model takes one of its words for a trigger: then that weighs against what the rules miss."""
    return any(t._.trigger.told >= ENOUGH for m in draft.mentions for t in m.triggers)


def _is_reported(draft: Draft) -> bool:
    """Whether a draft is sure enough to be a report; where a plain word of the files and the model agree, it is."""
    if not draft.plausible:
        return draft.confidence >= LEAST_AGAINST_RULES
    agreed = any(t._.trigger.listed and t._.trigger.told >= _AGREED for m in draft.mentions for t in m.triggers)
    return agreed or draft.confidence >= LEAST


def _is_told_in_short(doc: Doc, draft: Draft) -> bool:
    """Whether a text of a few sentences tells who did it or with what, where, and how many were hurt: so little text
    gives the trained model little to go by."""
    placed = draft.where is not None and not draft.where.weak
    told = placed and draft.casualties and (draft.perpetrators or draft.weapons)
    if not told or not draft.plausible or draft.historical:
        return False
    return sum(1 for _ in islice(doc.sents, _SHORT + 1)) <= _SHORT


def _is_passing(doc: Doc, mention: Mention) -> bool:
    """Whether a mention only names a kind of thing ("to keep up attacks")."""
    if not mention.triggers or mention.definite or mention.claims:
        return False
    return not any(states(doc, mention, t) for t in mention.triggers)


def _spread_none(drafts: list[Draft], mention: Mention) -> bool:
    """ "No casualties were reported in the attacks": what is said of all is said of each. Whether it was that."""
    none = [c for c in mention.casualties if c._.casualty.max == 0]
    open_ = [d for d in drafts if not d.historical and not d.casualties]
    if not none or not open_:
        return False
    for draft in open_:
        draft.casualties += none
    return True


def _drafts(groups: Groups, mention: Mention, focus: When | None) -> list[Draft]:
    """The drafts of a mention: one, or one for each of several places told together."""
    when = when_of(groups, mention, focus)
    if when is None and focus is not None and mention.response:
        when = focus
    verdict = classify(groups.doc, [mention])
    statuses = [
        t._.trigger.status for t in mention.triggers if t._.trigger.sense.entry.role is not TriggerRole.effect
    ] or [t._.trigger.status for t in mention.triggers]
    status = Status.accomplished
    if any(t._.trigger.modality is Modality.threatened for t in mention.triggers):
        status = Status.threatened
    elif statuses and verdict.type is S.disrupted_weapons_use:
        status = Status.thwarted
    elif statuses and all(s is not Status.accomplished for s in statuses):
        status = statuses[0]
    historical = any(t._.trigger.background for t in mention.triggers)
    main = [t for t in mention.triggers if t._.trigger.sense.entry.role is not TriggerRole.effect]
    places: list[Where | None] = list(places_of(groups, mention)) or [None]
    made = []
    for number, where in enumerate(places):
        casualties = mention.casualties if len(places) == 1 else _share(mention.casualties, number, len(places))
        made.append(
            Draft(
                mentions=[mention],
                type=verdict.type,
                status=status,
                historical=historical,
                when=when,
                where=where,
                perpetrators=list(mention.perpetrators),
                victims=list(mention.victims),
                targets=list(mention.targets),
                weapons=list(mention.weapons),
                casualties=list(casualties),
                claims=list(mention.claims),
                strong=verdict.strong,
                effect_only=not main and not mention.weapons,
            )
        )
    return made


def _share(casualties: list[Span], number: int, places: int) -> list[Span]:
    """The casualties of one of several places: all that say "none", and one each where there are as many as places."""
    none = [c for c in casualties if c._.casualty.max == 0]
    some = [c for c in casualties if c._.casualty.max != 0]
    return none + ([some[number]] if len(some) == places else [])


def _merge(drafts: list[Draft], new: Draft, links: Links | None) -> Draft:
    """Merge a draft into the best of those before it, in place; the draft itself where none is the same incident."""
    # Drafts made of one mention are told apart by its own words.
    candidates = [d for d in drafts[-_LOOK_BACK:] if not any(m in new.mentions for m in d.mentions)]
    if not candidates:
        return new
    if not new.first.triggers:
        return _follow(candidates, new, links)
    best, number = max((weight(old, new, links), number) for number, old in enumerate(candidates))
    if best < THRESHOLD:
        return new
    old = candidates[number]
    _absorb(old, new)
    return old


def _linked(links: Links | None, draft: Draft, mention: Mention) -> float | None:
    """How likely what a mention tells is of a draft; None where nothing says so."""
    told = [p for m in draft.mentions if (p := same_event(links, m, mention)) is not None]
    return max(told, default=None)


def _follow(candidates: list[Draft], new: Draft, links: Links | None) -> Draft:
    """Give what tells no incident itself (a claim, "there were no casualties") to what it is of by the trained model's
    links, or else to what was told right before it."""
    if any(c._.casualty.max != 0 for c in new.casualties) and not new.first.claims:
        linked = [(p, n, d) for n, d in enumerate(candidates) if (p := _linked(links, d, new.first)) is not None]
        likeliest, _, draft = max(linked, default=(0.0, 0, candidates[-1]))
        if likeliest >= _OF_IT:
            draft.mentions.append(new.first)
            draft.casualties += new.casualties
        return draft
    recent = [d for d in candidates if not d.historical] or candidates
    last = max((d.mentions[-1] for d in recent), key=lambda mention: mention.start)
    told = [d for d in recent if last in d.mentions]
    for draft in told:
        draft.mentions.append(new.first)
        draft.casualties += new.casualties
        draft.claims += new.claims
    return told[-1]


def _absorb(old: Draft, new: Draft) -> None:
    old.mentions += new.mentions
    old.when = merged_when(old.when, new.when)
    if new.where is not None and (
        old.where is None
        or (old.where.weak and not new.where.weak)
        or _finer(new.where, old.where)
        or _narrower(new.where, old.where)
    ):
        old.where = new.where
    for name in ("perpetrators", "victims", "targets", "weapons", "casualties", "claims"):
        getattr(old, name).extend(getattr(new, name))
    if (new.strong and not old.strong and not new.effect_only) or (old.effect_only and not new.effect_only):
        old.type, old.strong, old.effect_only = new.type, new.strong, old.effect_only and new.effect_only
    if old.status is Status.accomplished and new.status is Status.thwarted and new.type is old.type:
        old.status = new.status


def _finer(one: Where, other: Where) -> bool:
    order = [
        PlacePrecision.exact,
        PlacePrecision.near,
        PlacePrecision.city,
        PlacePrecision.admin1,
        PlacePrecision.country,
        PlacePrecision.unknown,
    ]
    found = same_spot(one.place, other.place)
    return found is not None and order.index(one.place.precision) < order.index(other.place.precision)


def _narrower(one: Where, other: Where) -> bool:
    """Whether a place is a part of the same country or province: "eastern Syria" after "Syria"."""
    if one.place.precision is not other.place.precision or same_spot(one.place, other.place) is None:
        return False
    own, others = one.place.radius_km, other.place.radius_km
    return own is not None and others is not None and own < _PART * others


def _inherit(drafts: list[Draft]) -> None:
    """ "In Kharkiv, ten people were killed": in a story of strikes on several towns, that tells of another one."""
    before: Draft | None = None
    for draft in drafts:
        if draft.historical:
            continue
        where = draft.where
        elsewhere = where is not None and not where.is_area and not where.weak
        if draft.effect_only and elsewhere and draft.casualties and before is not None and not draft.perpetrators:
            same_country = where is None or before.where is None or where.place.country == before.where.place.country
            if before.type in FROM_AFAR and same_country:
                draft.type, draft.type_is_told, draft.effect_only = before.type, False, False
                draft.perpetrators = list(before.perpetrators)
        elif not draft.effect_only:
            before = draft


def _settle_times(drafts: list[Draft]) -> None:
    """Give a draft that names no time the day of what was told before: a story goes on until it says otherwise."""
    last: When | None = None
    for draft in drafts:
        if draft.historical:
            continue
        if draft.when is None:
            draft.when = last
        else:
            last = story_day(draft.when) or last
    # A lead without a date has that of what the body tells first.
    told = next((d.when for d in drafts if d.when is not None and not d.historical), None)
    for draft in drafts:
        if draft.when is None and not draft.historical:
            draft.when = story_day(told)


def _settle_places(doc: Doc, drafts: list[Draft]) -> None:
    """Give a draft that names no place that of what was told before, else the country that the article is about."""
    last: Where | None = None
    for draft in drafts:
        if draft.where is None and last is not None:
            draft.where = Where(last.place, last.span, weak=True)
        elif draft.where is not None and not draft.historical:
            last = draft.where
    told = next((d.where for d in drafts if d.where is not None and not d.historical), None)
    following = told or _place_of_article(doc)
    for draft in drafts:
        if draft.where is None and following is not None:
            draft.where = Where(following.place, following.span, weak=True)


def _place_of_article(doc: Doc) -> Where | None:
    """The first place that the text names; the dateline's where there is none, or it is just the dateline's country."""
    main, dateline = _main_place(doc), dateline_place(doc)
    if dateline is not None and (
        main is None or (main.place.country == dateline.country and main.place.precision is PlacePrecision.country)
    ):
        return Where(dateline, None, weak=True)
    return main or _home_of(doc)


def _main_place(doc: Doc) -> Where | None:
    places = [
        p
        for p in group(doc, "places")
        if p._.place.country != "ZZ" and not (p.start and doc[p.start - 1].lower_ in {"by", "from"})
    ]
    return Where(places[0]._.place, places[0], weak=True) if places else None


def _home_of(doc: Doc) -> Where | None:
    """The country of the state that the article names most, where it names no place at all."""
    states = Counter(
        a._.actor.country
        for a in group(doc, "actors")
        if a._.actor.country and str(a._.actor.kind) in {"state_forces", "external_other"}
    )
    for country, _ in states.most_common(1):
        record = shared_gazetteer().country(country)
        return Where(as_place(record), None, weak=True) if record is not None else None
    return None


def _without_follow_ups(drafts: list[Draft]) -> list[Draft]:
    """Leave out arrests made for an incident that is itself reported: few, and not in another place."""
    others = [d for d in drafts if d.type is not S.arrests and not d.historical]
    return [d for d in drafts if d.type is not S.arrests or not others or _is_of_its_own(d, others)]


def _is_of_its_own(arrests: Draft, others: list[Draft]) -> bool:
    if any(c.label_ == "captured" and c._.casualty.min >= _MASS_ARREST for c in arrests.casualties):
        return True
    where = arrests.where
    if where is None or where.weak:
        return False
    return all(d.where is None or same_spot(where.place, d.where.place) is None for d in others)


@Language.factory(
    "tocsin_incidents",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "doc._.mentions"],
    assigns=["doc._.incidents"],
)
def make_incidents(nlp: Language, name: str, knowledge: str | None) -> IncidentAssembly:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return IncidentAssembly(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
