"""Whether a draft is a report of an incident, or passing words in an article about something else.

Most news with "attack", "shot" or "strike" in it is sport, business, crime or an accident; a report needs a plain
statement, and in an article that is plainly about something else a plainer one.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from schemas import SubEventType, TimePrecision

from .annotations import Mention, Voice, published_day
from .drafts import NEWS_DAYS, NOTHING_FINER, Draft, days_before
from .lexicon import Contexts, TriggerRole
from .wordsets import word_set

S = SubEventType
_WORDS = re.compile(r"[a-z][a-z'-]+|911")
_PREDICATES = word_set(
    """
    killed wounded injured hit struck rocked destroyed damaged left took occurred happened ripped tore shook
    targeted broke erupted claimed carried launched held staged began lasted continued raged followed came caused
    was were wounding killing leaving injuring reported heard drew gathered conducted intensified unleashed blamed
    used suffered
    """
)
_RESULT = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?![\d-])(?! (?:people|soldiers|killed|dead|fighters))")
"""The result of a match: "beat them 24-17"."""
TOPIC_SHARE = {
    "sport": 0.02,
    "fiction": 0.015,
    "business": 0.025,
    "labour": 0.02,
    "health": 0.015,
    "weather": 0.02,
    "accident": 0.02,
    "science": 0.02,
    "cyber": 0.012,
    "animals": 0.015,
    "obituary": 0.012,
    "crime": 0.012,
    "exercise": 0.025,
}
"""Share of an article's words from which it is about something else than incidents."""
_CRIME_TYPES = frozenset(
    {
        S.attack,
        S.arrests,
        S.sexual_violence,
        S.abduction_forced_disappearance,
        S.disrupted_weapons_use,
        S.looting_property_destruction,
        S.non_state_actor_overtakes_territory,
        S.armed_clash,
        S.change_to_group_activity,
        S.violent_demonstration,
        S.remote_explosive_landmine_ied,
    }
)
_ORGANIZED = frozenset({"rebel_group", "identity_militia"})
_MASS = 4
"""Killed from which even ordinary crime is an incident: a mass shooting by the usual definition."""
_ATTACKERS = word_set(
    """
    terror terrorist terrorists gunmen gunman assailants attackers attacker mob militants massacre assassinated
    assassination assassin hitmen
    """
)
_FORCES = frozenset(
    {"state_forces", "external_other", "rebel_group", "political_militia", "identity_militia", "rioters"}
)
_BY_FORCES = frozenset(
    {
        S.arrests,
        S.headquarters_or_base_established,
        S.change_to_group_activity,
        S.non_violent_transfer_of_territory,
        S.government_regains_territory,
        S.non_state_actor_overtakes_territory,
        S.looting_property_destruction,
    }
)
"""What only the model sees of these is an incident where somebody armed does it: a charity sets up camps too."""
_FICTION = frozenset({"sport", "fiction", "exercise"})


class Plausibility:
    """The judge of drafts."""

    def __init__(self, contexts: Contexts) -> None:
        self._topics = {name: frozenset(words) for name, words in contexts.topics.items()}
        self._crime = frozenset(contexts.ordinary_crime)
        self._public = frozenset(contexts.public_persons)

    def topic(self, doc: Doc) -> str | None:
        """What else an article is about, where it is plainly about something else."""
        text = doc.text
        words = _WORDS.findall(text.lower())
        if not words:
            return None
        shares = {}
        for name, known in self._topics.items():
            hits = [w for w in words if w in known]
            shares[name] = len(hits) / len(words) if len(set(hits)) >= 2 else 0.0
        shares["sport"] += len(_RESULT.findall(text)) / len(words)
        name = max(shares, key=lambda n: shares[n] / TOPIC_SHARE[n])
        return name if shares[name] >= TOPIC_SHARE[name] else None

    def stands(self, doc: Doc, draft: Draft, topic: str | None) -> bool:
        """Whether some mention states the incident plainly enough to report it."""
        if not any(states(doc, m, t) for m in draft.mentions for t in m.triggers):
            return False
        killed = max((c._.casualty.min for c in draft.casualties if c.label_ == "killed"), default=0)
        toll = any(c._.casualty.max != 0 for c in draft.casualties)
        kinds = {str(a._.actor.kind) for a in draft.perpetrators}
        armed = (
            bool(kinds - {"civilians", "unknown", "protesters", "state_forces"})
            or any(a._.actor.generic for a in draft.perpetrators if str(a._.actor.kind) == "state_forces")
            or "state_forces" in kinds
        )
        since = (
            draft.when is not None and draft.when.span is not None and draft.when.span.text.lower().startswith("since")
        )
        if draft.historical and since:
            return False
        if draft.historical and not (
            draft.when
            and is_past(doc, draft)
            and draft.where
            and (toll or draft.perpetrators)
            and not draft.first.plural
        ):
            return False
        if draft.when is None and draft.where is None and not toll:
            return False
        if draft.effect_only and not ((draft.perpetrators or draft.weapons) and (topic is None or bool(draft.weapons))):
            return False
        if topic in _FICTION:
            return False
        if not _has_listed_act(draft) and not kinds & _FORCES:
            words = {w for m in draft.mentions for w in _WORDS.findall(doc[m.start : m.end].text.lower())}
            if draft.type in _BY_FORCES or (not draft.weapons and words & self._topics["accident"]):
                return False
        if topic == "crime" and draft.type in _CRIME_TYPES and not kinds & _ORGANIZED:
            return draft.type is S.attack and killed >= _MASS and not draft.historical
        if topic is not None and not ((armed or draft.weapons) and (toll or draft.strong)):
            return False
        if draft.type in {
            S.attack,
            S.sexual_violence,
            S.abduction_forced_disappearance,
            S.arrests,
            S.disrupted_weapons_use,
            S.looting_property_destruction,
        }:
            return self._is_public(
                doc,
                draft,
                armed=bool(kinds & {"rebel_group", "political_militia", "identity_militia", "external_other"})
                or "state_forces" in kinds,
            )
        return True

    def _is_public(self, doc: Doc, draft: Draft, *, armed: bool) -> bool:
        """Whether violence is more than ordinary crime: by armed groups, against public persons, or against many."""
        words = {w for m in draft.mentions for w in _WORDS.findall(doc[m.start : m.end].text.lower())}
        if words & self._crime and not any(
            str(a._.actor.kind) in {"rebel_group", "political_militia", "identity_militia"} for a in draft.perpetrators
        ):
            return False
        if draft.type not in {S.attack, S.abduction_forced_disappearance}:
            return True
        if armed or words & self._public or words & _ATTACKERS:
            return True
        return bool(sum(c._.casualty.min for c in draft.casualties if not c._.casualty.part) >= 2)


def _has_listed_act(draft: Draft) -> bool:
    """Whether the knowledge files have a word that tells it, and not only what it did."""
    return any(
        t._.trigger.listed and t._.trigger.sense.entry.role is not TriggerRole.effect
        for m in draft.mentions
        for t in m.triggers
    )


def is_past(doc: Doc, draft: Draft) -> bool:
    """Whether the time of a draft lies before the news: else it is the day of a trial or of an anniversary."""
    published = published_day(doc)
    return draft.when is not None and (published is None or draft.when.last < days_before(published, NEWS_DAYS))


def states(doc: Doc, mention: Mention, trigger: Span) -> bool:
    """Whether a trigger states that something happened, rather than naming a kind of thing."""
    mark = trigger._.trigger
    if mark.sense.entry.role is TriggerRole.effect:
        return bool(mention.casualties or mention.victims or mention.weapons)
    if mark.voice is not Voice.nominal:
        return True
    finest = min(
        (NOTHING_FINER[t._.time.precision] for t in mention.times), default=NOTHING_FINER[TimePrecision.unknown]
    )
    if mark.sense.plural and finest > NOTHING_FINER[TimePrecision.week] and not mention.places:
        return False
    if any(c._.casualty.max != 0 for c in mention.casualties):
        return True
    if not mark.sense.plural and mention.places and finest <= NOTHING_FINER[TimePrecision.day]:
        return True
    near = {doc[i].lower_ for i in range(max(mention.start, trigger.start - 6), min(mention.end, trigger.end + 10))}
    return bool(near & _PREDICATES) and bool(mention.times or mention.places or mention.perpetrators)
