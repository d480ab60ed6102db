"""`tocsin_roles`: mentions of incidents. The triggers of a sentence are put together into as many as it tells, and each
gets the actors, targets, weapons, places, times and casualties of its own clauses (`doc._.mentions`)."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas import Status, WeaponKind

from ..annotations import Claim, Mention, Modality, TriggerMark, Voice, group, register
from ..frames import Roles, roles_of
from ..lexicon import KNOWLEDGE_DIR, Lexicon, TriggerRole, load_lexicon
from ..noun_phrases import DETERMINERS, PREPOSITIONS
from ..phrases import PhraseSet

CROWD_IDS = frozenset({"protest", "rioting", "crowd_violence", "police_dispersal", "live_fire_on_crowd"})
"""Trigger entries that tell a demonstration or what came of it."""
ABSORBED_BY_CROWD = frozenset({"arrests", "killing", "wounding", "dying", "shooting", "beating", "looting", "clash", "damaging", "firing", "throwing", "mob"})
"""What may be part of a demonstration told in the same sentence."""
_BOUNDARY = frozenset({";", "while", "but", "—", "–", "and", ","})
_SOURCE_PREPOSITIONS = frozenset({"from"})


class RoleFinder:
    """Fills `doc._.mentions`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        self._separators = PhraseSet(nlp, lexicon.contexts.separators)
        self._responses = PhraseSet(nlp, lexicon.contexts.responses)
        self._definites = frozenset(lexicon.contexts.definites)

    def __call__(self, doc: Doc) -> Doc:
        """Find the mentions of a relevant document."""
        if not doc._.relevant:
            return doc
        separators = [s for s, _ in self._separators.find(doc)]
        responses = [s for s, _ in self._responses.find(doc)]
        mentions: list[Mention] = []
        triggers = [t for t in group(doc, "triggers") if t._.trigger.modality in {Modality.asserted, Modality.threatened}]
        for number, sent in enumerate(doc.sents):
            inside = [t for t in triggers if sent.start <= t.start < sent.end]
            if not inside:
                continue
            found = self._group(doc, sent, number, inside, separators, responses)
            for mention in found:
                self._fill(doc, mention)
            mentions += found
        for claim in doc._.claims:
            _attach(doc, claim, mentions)
        doc._.mentions = mentions
        return doc

    def _group(self, doc: Doc, sent: Span, number: int, triggers: list[Span], separators: list[int], responses: list[int]) -> list[Mention]:
        """Put the triggers of a sentence together into mentions, and share its tokens out among them."""
        groups: list[list[Span]] = []
        pending: list[Span] = []
        for trigger in triggers:
            mark: TriggerMark = trigger._.trigger
            if mark.sense.entry.role is TriggerRole.effect:
                (groups[-1] if groups else pending).append(trigger)
            elif groups and self._same(doc, groups[-1], trigger, separators, responses):
                groups[-1].append(trigger)
            else:
                groups.append([*pending, trigger])
                pending = []
        if pending:
            groups.append(pending)
        cuts = [sent.start]
        for before, after in zip(groups, groups[1:], strict=False):
            cuts.append(_boundary(doc, before[-1].end, min(t.start for t in after)))
        cuts.append(sent.end)
        mentions = []
        for i, found in enumerate(groups):
            start, end = cuts[i], cuts[i + 1]
            main = next((t for t in found if t._.trigger.sense.entry.role is not TriggerRole.effect), found[0])
            mentions.append(
                Mention(
                    sentence=number,
                    start=start,
                    end=end,
                    triggers=found,
                    separate=any(start <= s < min(end, main.end) for s in separators),
                    definite=self._is_definite(doc, main),
                    response=any(start <= s < end for s in responses),
                    crowd=any(t._.trigger.sense.entry.id in CROWD_IDS for t in found),
                    plural=main._.trigger.sense.plural,
                )
            )
        return mentions

    def _same(self, doc: Doc, group_: list[Span], trigger: Span, separators: list[int], responses: list[int]) -> bool:
        """Whether a trigger tells the same incident as those before it in its sentence."""
        last = group_[-1]
        between = [doc[i].lower_ for i in range(last.end, trigger.start)]
        if any(last.end <= s < trigger.start + 1 for s in separators):
            return False
        if any(t._.trigger.background != trigger._.trigger.background for t in group_ if t._.trigger.sense.entry.role is not TriggerRole.effect):
            return False
        ids = {t._.trigger.sense.entry.id for t in group_}
        new = trigger._.trigger.sense.entry.id
        if any(last.end <= s < trigger.end for s in responses) and not (ids & CROWD_IDS):
            return False
        if (ids & CROWD_IDS) and (new in CROWD_IDS or new in ABSORBED_BY_CROWD):
            return True
        if new in CROWD_IDS and ids <= ABSORBED_BY_CROWD and new != "protest":
            return True
        if (new in CROWD_IDS) != bool(ids & CROWD_IDS):
            return False
        if "agreement" in ids or new == "agreement":
            return new in ids
        status = {t._.trigger.status for t in group_}
        if (Status.thwarted in status) != (trigger._.trigger.status is Status.thwarted):
            # "fired 12 drones, all of which were shot down" is one; "shot down a drone and a rocket hit" is two.
            if not any(w in {"which", "that", "all", "but", "them", "it", "before", "fired", "launched"} for w in [*between, trigger.text.lower()]):
                return not any(w in {"and", "while", ";"} for w in between)
            return True
        return not (any(w in {"while", ";", "but"} for w in between) and _own_scene(doc, group_, trigger))

    def _is_definite(self, doc: Doc, trigger: Span) -> bool:
        if trigger._.trigger.voice is not Voice.nominal:
            return False
        for i in range(trigger.start - 1, max(trigger.sent.start, trigger.start - 8) - 1, -1):
            word = doc[i].lower_
            if word in self._definites:
                return True
            if word in DETERMINERS or word in PREPOSITIONS or (doc[i].is_punct and doc[i].text not in {"-", "–"}):
                return False
        return False

    @staticmethod
    def _fill(doc: Doc, mention: Mention) -> None:
        """Give a mention the spans of its clauses."""
        actors = _within(doc, "actors", mention)
        targets = _within(doc, "targets", mention)
        mention.weapons = [w for w in _within(doc, "weapons", mention) if not _only_source(doc, w)]
        mention.casualties = _within(doc, "casualties", mention)
        mention.times = [t for t in _within(doc, "times", mention) if not t._.time.future]
        mention.places = _within(doc, "places", mention)
        undergoers: list[Span] = []
        for trigger in mention.triggers:
            roles: Roles = roles_of(doc, trigger, actors, targets)
            mention.perpetrators += [a for a in roles.perpetrators if a not in mention.perpetrators]
            undergoers += [u for u in roles.undergoers if u not in undergoers]
        toll = [c for c in mention.casualties if c._.casualty.max != 0]
        harmed = [a for a in actors if any(c.start < a.end and a.start < c.end for c in toll)]
        mention.victims = [a for a in actors if a in undergoers or a in harmed]
        mention.perpetrators = [a for a in mention.perpetrators if a not in mention.victims and str(a._.actor.kind) != "civilians"]
        mention.targets = [t for t in targets if any(t.start < u.end and u.start < t.end for u in undergoers)]
        if not mention.targets:
            mention.targets = [t for t in targets if _is_aimed_at(doc, t)]


def _within(doc: Doc, name: str, mention: Mention) -> list[Span]:
    return [s for s in group(doc, name) if mention.start <= s.start and s.end <= mention.end]


def _only_source(doc: Doc, weapon: Span) -> bool:
    """Whether a weapon is only named, as in "weapons factory" or "rocket launch site"."""
    following = doc[weapon.end].lower_ if weapon.end < len(doc) else ""
    return weapon._.weapon.kind is WeaponKind.other and following in {"factory", "depot", "cache", "program", "plant"}


def _is_aimed_at(doc: Doc, target: Span) -> bool:
    before = doc[target.start - 1].lower_ if target.start else ""
    return before in {"on", "at", "into", "inside", "hit", "struck", "targeting", "targeted", "against", "near", "outside", "toward", "towards", "in", "through", "stormed", "attacked"}


def _own_scene(doc: Doc, group_: list[Span], trigger: Span) -> bool:
    """Whether two parts of a sentence each have a place, a time or a toll of their own."""
    cut = _boundary(doc, group_[-1].end, trigger.start)
    sent = trigger.sent

    def has(name: str, start: int, end: int) -> bool:
        return any(start <= s.start and s.end <= end for s in group(doc, name))

    return any(has(name, sent.start, cut) and has(name, cut, sent.end) for name in ("places", "times"))


def _boundary(doc: Doc, start: int, end: int) -> int:
    """Token at which the second of two clauses begins: the strongest mark between them."""
    for marks in ({";"}, {"while", "but", "—", "–"}, {"after", "before", "when", "as"}, {"and"}, {","}):
        for i in range(end - 1, start - 1, -1):
            if doc[i].lower_ in marks:
                return i
    return end


def _attach(doc: Doc, claim: Claim, mentions: list[Mention]) -> None:
    """Give a claim to the mention that it is about: one in its own sentence, else the last one told before it."""
    at = claim.span.start
    sent = claim.span.sent
    same = [m for m in mentions if m.start <= at < m.end and any(t._.trigger.modality is Modality.asserted for t in m.triggers)]
    specific = [m for m in same if not m.definite]
    if specific or same:
        (specific or same)[0].claims.append(claim)
        return
    here = [m for m in mentions if sent.start <= m.start and m.end <= sent.end]
    if here:
        here[0].claims.append(claim)
        return
    before = [m for m in mentions if m.end <= sent.start and not any(t._.trigger.background for t in m.triggers)]
    if before:
        mention = Mention(sentence=before[-1].sentence, start=sent.start, end=sent.end, triggers=[], definite=True, claims=[claim])
        mention.places = [p for p in group(doc, "places") if sent.start <= p.start and p.end <= sent.end]
        mentions.insert(mentions.index(before[-1]) + 1, mention)


@Language.factory("tocsin_roles", default_config={"knowledge": None}, requires=["doc._.relevant", "doc.spans"], assigns=["doc._.mentions"])
def make_roles(nlp: Language, name: str, knowledge: str | None) -> RoleFinder:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return RoleFinder(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
