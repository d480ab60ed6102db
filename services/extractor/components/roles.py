"""`tocsin_roles`: mentions of incidents. The triggers of a sentence are put together into as many as it tells, and each
gets the actors, targets, weapons, places, times and casualties of its own clauses (`doc._.mentions`)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas import ActorKind, PlacePrecision, Status, WeaponKind

from ..actors.match import ActorMatch
from ..annotations import Claim, Groups, Mention, Modality, TriggerMark, Voice, register
from ..belonging import APART, LINKED, effects_in, gather, linked_triggers, probability
from ..doers import unlisted_doers
from ..frames import Roles, roles_of
from ..knowledge.actors import actor_id
from ..lexicon import KNOWLEDGE_DIR, Frame, Lexicon, TriggerRole, load_lexicon
from ..merging import same_spot
from ..noun_phrases import DETERMINERS, PREPOSITIONS, left_edge
from ..phrases import PhraseSet
from ..role_players import complete
from ..syntax.links import Links
from ..wordsets import word_set

_LOOK_ROUND = 20
"""Mentions before and after a claim that it may be about."""
_SPOTS = frozenset({PlacePrecision.exact, PlacePrecision.near, PlacePrecision.city, PlacePrecision.admin1})
_TOLD = frozenset({Modality.asserted, Modality.threatened})
CROWD_IDS = frozenset({"protest", "gathering", "rioting", "crowd_violence", "police_dispersal", "live_fire_on_crowd"})
"""Trigger entries that tell a demonstration or what came of it."""
ABSORBED_BY_CROWD = word_set(
    """
    arrests killing wounding dying shooting beating looting clash damaging firing throwing mob
    """
)
"""What may be part of a demonstration told in the same sentence."""
_GATHERED = word_set(
    """
    people residents students teachers workers farmers villagers women men doctors nurses lawyers supporters
    opponents thousands hundreds dozens crowd crowds marchers youths families relatives journalists drivers
    truckers pensioners citizens locals employees miners traders parents worshippers muslims christians
    """
)
"""Who may gather for a protest."""


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
        groups = Groups(doc)
        for number, sent in enumerate(doc.sents):
            inside = [t for t in groups.of_sentence("triggers", sent) if t._.trigger.modality in _TOLD]
            if not inside:
                mentions += _aftermath(groups, sent, number) if mentions else []
                continue
            found = self._group(groups, sent, number, inside, _inside(separators, sent), _inside(responses, sent))
            for mention in found:
                self._fill(groups, mention)
            mentions += found
        gather(groups, mentions)
        for claim in doc._.claims:
            _attach(doc, claim, mentions, doc._.links)
        doc._.mentions = mentions
        return doc

    def _group(
        self, groups: Groups, sent: Span, number: int, triggers: list[Span], separators: list[int], responses: list[int]
    ) -> list[Mention]:
        """Put the triggers of a sentence together into mentions, and share its tokens out among them."""
        doc = groups.doc
        parts: list[list[Span]] = []
        pending: list[Span] = []
        for trigger in triggers:
            mark: TriggerMark = trigger._.trigger
            if mark.sense.entry.role is TriggerRole.effect:
                (parts[-1] if parts else pending).append(trigger)
            elif parts and self._same(groups, parts[-1], trigger, separators, responses):
                parts[-1].append(trigger)
            else:
                parts.append([*pending, trigger])
                pending = []
        if pending:
            parts.append(pending)
        cuts = [sent.start]
        for before, after in pairwise(parts):
            cuts.append(_boundary(doc, before[-1].end, min(t.start for t in after)))
        cuts.append(sent.end)
        mentions = []
        for i, found in enumerate(parts):
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

    def _same(
        self, groups: Groups, group_: list[Span], trigger: Span, separators: list[int], responses: list[int]
    ) -> bool:
        """Whether a trigger tells the same incident as those before it in its sentence."""
        doc = groups.doc
        last = group_[-1]
        linked = linked_triggers(doc._.links, group_, trigger)
        if linked is not None and linked <= APART:
            return False
        between = [doc[i].lower_ for i in range(last.end, trigger.start)]
        if any(last.end <= s < trigger.start + 1 for s in separators):
            return False
        if any(
            t._.trigger.background != trigger._.trigger.background
            for t in group_
            if t._.trigger.sense.entry.role is not TriggerRole.effect
        ):
            return False
        ids = {t._.trigger.sense.entry.id for t in group_}
        new = trigger._.trigger.sense.entry.id
        if (
            new == "protest"
            and trigger.text.lower().endswith("ing")
            and "shooting" in ids
            and trigger.start - last.end <= 4
        ):
            return True  # "opened fire on a crowd protesting against"
        if (
            "after" in between
            and last._.trigger.sense.entry.role is not TriggerRole.effect
            and _own_scene(groups, group_, trigger)
        ):
            return False
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
            if not any(
                w in {"which", "that", "all", "but", "them", "it", "before", "fired", "launched"}
                for w in [*between, trigger.text.lower()]
            ):
                return not any(w in {"and", "while", ";"} for w in between)
            return True
        if "and" in between and _elsewhere(groups, group_, trigger):
            return False
        return not (any(w in {"while", ";", "but"} for w in between) and _own_scene(groups, group_, trigger))

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
    def _fill(groups: Groups, mention: Mention) -> None:
        """Give a mention the spans of its clauses."""
        doc = groups.doc
        actors = groups.within("actors", mention.start, mention.end)
        targets = groups.within("targets", mention.start, mention.end)
        mention.weapons = [w for w in groups.within("weapons", mention.start, mention.end) if not _only_source(doc, w)]
        mention.casualties = groups.within("casualties", mention.start, mention.end)
        mention.effects = effects_in(groups, mention.start, mention.end)
        mention.times = [t for t in groups.within("times", mention.start, mention.end) if not t._.time.future]
        mention.places = groups.within("places", mention.start, mention.end)
        undergoers: list[Span] = []
        ordered = sorted(mention.triggers, key=lambda t: t._.trigger.sense.entry.frame is Frame.mutual)
        acted = False
        for trigger in ordered:
            roles: Roles = roles_of(trigger, actors, targets)
            if trigger._.trigger.sense.entry.frame is Frame.mutual and acted:
                # "seized the town after fighting with the army": the army is the other side.
                undergoers += [a for a in roles.perpetrators if a not in mention.perpetrators]
                continue
            mention.perpetrators += [a for a in roles.perpetrators if a not in mention.perpetrators]
            acted = acted or (bool(roles.perpetrators) and trigger._.trigger.sense.entry.role is not TriggerRole.effect)
            undergoers += [u for u in roles.undergoers if u not in undergoers]
        toll = [c for c in mention.casualties if c._.casualty.max != 0]
        harmed = [a for a in actors if any(c.start < a.end and a.start < c.end for c in toll)]
        mention.victims = [a for a in actors if a in undergoers or a in harmed]
        if not harmed and toll:
            mention.victims = [a for a in mention.victims if not a._.actor.generic] + _harmed_people(toll)
        mention.perpetrators = [
            a for a in mention.perpetrators if a not in mention.victims and str(a._.actor.kind) != "civilians"
        ]
        if not mention.perpetrators:
            mention.perpetrators = unlisted_doers(mention, actors)
        mention.targets = [t for t in targets if any(t.start < u.end and u.start < t.end for u in undergoers)]
        things = [t for t in mention.targets if not any(c.start < t.end and t.start < c.end for c in toll)]
        mention.targets = things or mention.targets
        if mention.crowd and not any(str(a._.actor.kind) in {"protesters", "rioters"} for a in actors):
            crowd = _crowd(doc, mention)
            if crowd is not None and crowd not in mention.perpetrators:
                mention.perpetrators.insert(0, crowd)
        complete(groups, mention, actors, targets)
        if not mention.targets:
            mention.targets = [t for t in targets if _is_aimed_at(doc, t)]


def _aftermath(groups: Groups, sent: Span, number: int) -> list[Mention]:
    """A sentence that tells no incident, but what one did or not: "Six have died", "There were no casualties"."""
    casualties = groups.of_sentence("casualties", sent)
    if not casualties and not any(token.lower_ in {"damage", "damaged"} for token in sent):
        return []
    effects = effects_in(groups, sent.start, sent.end)
    return [Mention(number, sent.start, sent.end, triggers=[], casualties=casualties, effects=effects, definite=True)]


def _inside(positions: list[int], sent: Span) -> list[int]:
    return positions[bisect_left(positions, sent.start) : bisect_left(positions, sent.end)]


def _harmed_people(toll: list[Span]) -> list[Span]:
    """Victims whom no actor entry names, by the noun that is counted: "17 crew members"."""
    people = [c for c in toll if c._.casualty.people and c._.casualty.people not in {"others", "more", "lives"}]
    for span in people:
        if span._.actor is None:
            mark = span._.casualty
            identity = (actor_id(mark.name) or None) if mark.name else None
            span._.actor = ActorMatch(identity, mark.name or mark.people, ActorKind(mark.kind), None, mark.name is None)
    return people


def _crowd(doc: Doc, mention: Mention) -> Span | None:
    """The people of a demonstration that no actor names: "thousands of teachers"."""
    first = next(t for t in mention.triggers if t._.trigger.sense.entry.id in CROWD_IDS)
    for i in range(first.start - 1, mention.start - 1, -1):
        if doc[i].lower_ in _GATHERED:
            start = left_edge(doc, i, mention.start)
            if (
                start >= 2
                and doc[start - 1].lower_ == "of"
                and doc[start - 2].lower_ in {"hundreds", "thousands", "dozens", "scores", "crowd", "group", "tens"}
            ):
                start = max(mention.start, start - 2)
            span = Span(doc, start, i + 1, label="ACTOR")
            span._.actor = ActorMatch(None, "protesters", ActorKind.protesters, None, True)
            return span
    return None


def _only_source(doc: Doc, weapon: Span) -> bool:
    """Whether a weapon is only named, as in "weapons factory" or "rocket launch site"."""
    following = doc[weapon.end].lower_ if weapon.end < len(doc) else ""
    return weapon._.weapon.kind is WeaponKind.other and following in {"factory", "depot", "cache", "program", "plant"}


def _is_aimed_at(doc: Doc, target: Span) -> bool:
    before = doc[target.start - 1].lower_ if target.start else ""
    return before in {
        "on",
        "at",
        "into",
        "inside",
        "hit",
        "struck",
        "targeting",
        "targeted",
        "against",
        "near",
        "outside",
        "toward",
        "towards",
        "in",
        "through",
        "stormed",
        "attacked",
    }


def _own_scene(groups: Groups, group_: list[Span], trigger: Span) -> bool:
    """Whether two parts of a sentence each have a place, a time or a toll of their own."""
    cut = _boundary(groups.doc, group_[-1].end, trigger.start)
    sent = trigger.sent
    return any(
        groups.within(name, sent.start, cut) and groups.within(name, cut, sent.end) for name in ("places", "times")
    )


def _elsewhere(groups: Groups, group_: list[Span], trigger: Span) -> bool:
    """Whether two parts of a sentence each have a place of their own, and the two contradict: "killed two in Jos and
    abducted five in Bauchi"."""
    cut = _boundary(groups.doc, group_[-1].end, trigger.start)
    sent = trigger.sent
    before, after = groups.within("places", sent.start, cut), groups.within("places", cut, sent.end)
    precise = [[p for p in places if p._.place.precision in _SPOTS] for places in (before, after)]
    if not precise[0] or not precise[1]:
        return False
    return all(same_spot(one._.place, other._.place) is None for one in precise[0] for other in precise[1])


def _boundary(doc: Doc, start: int, end: int) -> int:
    """Token at which the second of two clauses begins: the strongest mark between them."""
    for marks in ({";"}, {"while", "but", "—", "–"}, {"after", "before", "when", "as"}, {"and"}, {","}):
        for i in range(end - 1, start - 1, -1):
            if doc[i].lower_ in marks:
                return i
    return end


def _attach(doc: Doc, claim: Claim, mentions: list[Mention], links: Links | None) -> None:
    """Give a claim to the mention that it is about: by the trained model's links, else one in its own sentence, else
    the last one told before it."""
    last = bisect_right(mentions, claim.span.start, key=lambda m: m.start)
    near = range(max(0, last - _LOOK_ROUND), min(len(mentions), last + _LOOK_ROUND))
    linked = [(p, n) for n in near if links is not None and (p := probability(links, claim.span, mentions[n]))]
    likeliest, number = max(linked, default=(0.0, 0))
    if likeliest >= LINKED:
        mentions[number].claims.append(claim)
        return
    at = claim.span.start
    sent = claim.span.sent
    same = [
        m
        for m in mentions
        if m.start <= at < m.end
        and any(t._.trigger.modality is Modality.asserted for t in m.triggers)
        and not (m.definite and any(t._.trigger.background for t in m.triggers))
    ]
    specific = [m for m in same if not m.definite]
    if specific or same:
        (specific or same)[0].claims.append(claim)
        return
    here = [m for m in mentions if sent.start <= m.start and m.end <= sent.end]
    here = [m for m in here if not (m.definite and any(t._.trigger.background for t in m.triggers))]
    if here:
        here[0].claims.append(claim)
        return
    before = [m for m in mentions if m.end <= sent.start and not any(t._.trigger.background for t in m.triggers)]
    if before:
        mention = Mention(
            sentence=before[-1].sentence, start=sent.start, end=sent.end, triggers=[], definite=True, claims=[claim]
        )
        mentions.insert(mentions.index(before[-1]) + 1, mention)


@Language.factory(
    "tocsin_roles",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "doc.spans"],
    assigns=["doc._.mentions"],
)
def make_roles(nlp: Language, name: str, knowledge: str | None) -> RoleFinder:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return RoleFinder(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
