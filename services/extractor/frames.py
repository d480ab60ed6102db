"""Who is who around a trigger: subject, object, "by", "on", "between".

Word order and closed-class words stand in for a parser here. Each function takes spans and gives back spans, so that
dependencies may answer the same questions when a parser fills them.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from .annotations import Voice
from .lexicon import Frame, TriggerForm, TriggerRole
from .noun_phrases import AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, is_modifier
from .speech.speakers import subject_phrase
from .wordsets import word_set

CLAUSE_ENDS = word_set(
    """
    while but after before when because although though whereas until unless
    """
)
SAID = word_set(
    """
    said says say told reported announced added confirmed stated according claimed reports tweeted wrote
    """
)
AIMED = word_set(
    """
    on against at into inside targeting toward towards upon onto near outside of to
    """
)
_FROM = frozenset({"from", "of", "belonging", "loyal"})
_NOT_IN_PHRASE = (
    CONJUNCTIONS
    | AUXILIARIES
    | SAID
    | PREPOSITIONS
    | word_set(
        """
        monday tuesday wednesday thursday friday saturday sunday today yesterday
        """
    )
) - {"of"}
_BY_REACH = 14
CONTAINING = word_set(
    """
    housing hosting carrying holding containing including with for accompanying transporting escorting protecting
    guarding supporting using backing targeting
    """
)
"""What follows one of these is no head: "a camp hosting trainers was shelled"."""


@dataclass(slots=True)
class Roles:
    """What a trigger's frame gives."""

    perpetrators: list[Span]
    undergoers: list[Span]
    """Actors and targets that it was done to."""


def left_bound(doc: Doc, trigger: Span) -> int:
    """First token of the clause of a trigger."""
    sent = trigger.sent
    for i in range(trigger.start - 1, sent.start - 1, -1):
        token = doc[i]
        word = token.lower_
        if token.text in {";", "—", "–", ":"}:
            return i + 1
        if word in CLAUSE_ENDS and i > sent.start:
            return i + 1
        if word in SAID and trigger.start - i > 1:
            return i + 1
        if word == "as" and doc[i + 1].lower_ not in {"many", "well", "part", "a", "much", "they"}:
            return i + 1
    return sent.start


def right_bound(doc: Doc, trigger: Span) -> int:
    """End token of the clause of a trigger."""
    sent = trigger.sent
    comma = -1
    for i in range(trigger.end, sent.end):
        token = doc[i]
        word = token.lower_
        if token.text == ",":
            comma = i
        if token.text in {";", "—", "–"} or (word in CLAUSE_ENDS and i > trigger.end):
            return i
        if word in SAID:
            return comma if comma > 0 else i
    return sent.end


def subject(doc: Doc, trigger: Span, entities: list[Span]) -> list[Span]:
    """The entities that are the subject of a verb: the nearest left of it that no preposition governs, and mates."""
    low = left_bound(doc, trigger)
    before = [e for e in entities if e.start >= low and e.end <= trigger.start]
    if any(doc[i].lower_ in {"which", "who", "whose"} for i in range(low, trigger.start)):
        # "X, who fought Y, attacked": the subject is what the relative clause belongs to, never a noun in it.
        phrase = subject_phrase(doc, trigger.start)
        heads = [e for e in before if phrase is not None and e.start < phrase.end and e.end > phrase.start]
        if heads:
            return heads
    for number in range(len(before) - 1, -1, -1):
        entity = before[number]
        word = doc[entity.start - 1].lower_ if entity.start > low else ""
        inner = next(
            (doc[i].lower_ for i in (entity.start - 1, entity.start - 2) if i >= low and doc[i].lower_ in PREPOSITIONS),
            "",
        )
        if word == "by" or inner == "by" or word in CONTAINING:
            continue
        if inner and inner not in _FROM and entity.start != low:
            continue
        if inner == "of" and doc[max(low, entity.start - 3)].lower_ in {
            "town",
            "city",
            "village",
            "outskirts",
            "part",
            "capital",
            "north",
            "south",
            "west",
            "east",
        }:
            continue
        chain = [entity]
        for other in reversed(before[:number]):
            between = [doc[i].lower_ for i in range(other.end, chain[0].start)]
            if between in (
                ["and"],
                [","],
                [",", "and"],
                ["and", "the"],
                ["from"],
                ["from", "the"],
                ["of"],
                ["of", "the"],
                ["belonging", "to"],
                ["belonging", "to", "the"],
            ):
                chain.insert(0, other)
            else:
                break
        return chain
    return []


def objects(doc: Doc, trigger: Span, entities: list[Span], reach: int = 10) -> list[Span]:
    """The entities that follow a verb as its object, and those joined to them."""
    high = right_bound(doc, trigger)
    chain: list[Span] = []
    for entity in entities:
        if entity.start < trigger.end or entity.start >= high:
            continue
        between = [doc[i].lower_ for i in range(chain[-1].end if chain else trigger.end, entity.start)]
        if not chain:
            governed = [w for w in between if w in PREPOSITIONS]
            if (
                len(between) > reach
                or (governed and governed[-1] not in AIMED)
                or any(w in {",", "by"} for w in between)
            ):
                break
            chain.append(entity)
        elif between in (
            ["and"],
            [","],
            [",", "and"],
            ["and", "the"],
            ["and", "a"],
            ["and", "an"],
            ["near"],
            ["at"],
            ["in"],
            ["of"],
        ):
            chain.append(entity)
        else:
            break
    return chain


def agent(doc: Doc, trigger: Span, entities: list[Span]) -> list[Span]:
    """The entities after "by": of a passive, or of a noun ("an attack by X")."""
    high = min(right_bound(doc, trigger), trigger.end + _BY_REACH)
    for i in range(trigger.end, high):
        if doc[i].lower_ != "by":
            continue
        after = [e for e in entities if e.start > i and e.start - i <= 5 and e.start < trigger.sent.end]
        if not after or (i + 1 < len(doc) and doc[i + 1].lower_.endswith("ing")):
            return []
        chain = after[:1]
        for entity in after[1:]:
            between = [doc[j].lower_ for j in range(chain[-1].end, entity.start)]
            if between in (["and"], [","], [",", "and"], ["from"], ["from", "the"], ["of"], ["of", "the"]):
                chain.append(entity)
        return chain
    return []


def at_the_hands_of(doc: Doc, trigger: Span, actors: list[Span]) -> list[Span]:
    """Those at whose hands people died or suffered."""
    high = right_bound(doc, trigger)
    for i in range(trigger.end, min(high, trigger.end + _BY_REACH) - 1):
        if doc[i].lower_ == "hands" and doc[i + 1].lower_ == "of":
            return [a for a in actors if 0 < a.start - i <= 5 and a.end <= high][:1]
    return []


def governed_by(doc: Doc, trigger: Span, entities: list[Span], words: frozenset[str], reach: int = 10) -> list[Span]:
    """The entities after the first of some prepositions that follow a trigger ("an attack on X")."""
    high = right_bound(doc, trigger)
    for i in range(trigger.end, min(high, trigger.end + reach)):
        if doc[i].lower_ not in words:
            continue
        after = [e for e in entities if e.start > i and e.start - i <= 6 and e.start < high]
        if not after or any(
            doc[j].lower_ in _NOT_IN_PHRASE or (doc[j].is_punct and doc[j].text != "-")
            for j in range(i + 1, after[0].start)
        ):
            continue
        chain = after[:1]
        for entity in after[1:]:
            between = [doc[j].lower_ for j in range(chain[-1].end, entity.start)]
            if between in (["and"], [","], [",", "and"], ["and", "the"], ["and", "a"], ["and", "an"]):
                chain.append(entity)
        return chain
    return []


def attributive(doc: Doc, trigger: Span, entities: list[Span]) -> list[Span]:
    """The entity that stands right before a noun ("a Boko Haram attack", "Israel's air strikes")."""
    for entity in reversed([e for e in entities if e.end <= trigger.start]):
        between = [doc[i].lower_ for i in range(entity.end, trigger.start)]
        if len(between) <= 3 and all(is_modifier(doc, i) for i in range(entity.end, trigger.start)):
            return [entity]
        return []
    return []


def roles_of(doc: Doc, trigger: Span, actors: list[Span], targets: list[Span]) -> Roles:
    """Perpetrators and undergoers of a trigger, by its frame and voice."""
    mark = trigger._.trigger
    frame: Frame = mark.sense.entry.frame
    entities = _ordered(actors, targets)
    if mark.voice is Voice.nominal:
        if frame is Frame.mutual:
            between = governed_by(
                doc, trigger, actors, frozenset({"between", "involving", "with"}), reach=14
            ) or subject(doc, trigger, actors)
            return Roles(between, [])
        doers = agent(doc, trigger, actors) or attributive(doc, trigger, actors)
        on = (
            frozenset({"on", "against", "targeting", "at", "of"})
            if mark.sense.entry.id not in {"suicide_bombing", "explosion"}
            else frozenset({"on", "against", "targeting", "at"})
        )
        undergone = governed_by(doc, trigger, entities, on)
        if not doers:
            # "Gunmen carried out an attack": the subject of the verb before the noun.
            light = {doc[i].lower_ for i in range(max(trigger.sent.start, trigger.start - 8), trigger.start)}
            if light & {
                "carried",
                "launched",
                "conducted",
                "mounted",
                "staged",
                "carrying",
                "launching",
                "unleashed",
                "committed",
                "perpetrated",
                "conducting",
                "opened",
            }:
                doers = [a for a in subject(doc, trigger, actors) if a not in undergone]
        participle = trigger.text.lower().endswith("ing") and trigger.start > 0 and doc[trigger.start - 1].text == ","
        if not doers and participle:
            doers = subject(doc, trigger, actors)  # "launched an operation, shelling the town"
        return Roles([a for a in doers if a not in undergone], undergone)
    if frame is Frame.experiencer:
        return Roles(at_the_hands_of(doc, trigger, actors), subject(doc, trigger, entities))
    if frame is Frame.intransitive:
        return Roles(
            [],
            governed_by(
                doc, trigger, entities, frozenset({"near", "in", "inside", "at", "on", "into", "outside", "through"})
            ),
        )
    if mark.voice is Voice.passive:
        doers = agent(doc, trigger, actors) or at_the_hands_of(doc, trigger, actors)
        return Roles(doers, subject(doc, trigger, entities))
    doers = subject(doc, trigger, actors)
    if not doers or (doers[-1]._.actor.generic and doc[doers[-1].start - 1].lower_ in {"its", "their"}):
        doers = spoken_for(doc, trigger, actors) or doers
    if frame is Frame.taking:
        if mark.sense.entry.id == "falling":
            return Roles(
                [a for a in actors if 0 <= a.start - trigger.end <= 3][:1], []
            )  # "the town fell to the rebels"
        return Roles(
            doers, objects(doc, trigger, entities) + governed_by(doc, trigger, actors, frozenset({"from"}), reach=14)
        )
    if frame is Frame.mutual:
        return Roles(doers + governed_by(doc, trigger, actors, frozenset({"with", "against"})) or doers, [])
    if frame is Frame.crowd and mark.sense.form is not TriggerForm.verb:
        return Roles(doers, [])
    undergone = [] if frame is Frame.crowd else [e for e in objects(doc, trigger, entities) if e not in doers]
    if mark.sense.entry.role is TriggerRole.effect and mark.sense.verb_form and mark.sense.verb_form.value == "ing":
        # ", killing five": the subject is that of the main verb, which has its own frame.
        doers = []
    return Roles(doers, undergone)


def spoken_for(doc: Doc, trigger: Span, actors: list[Span]) -> list[Span]:
    """The one who speaks of himself: "the army said it had shelled", "said its jets struck"."""
    sent = trigger.sent
    i = trigger.start - 1
    while i > sent.start and (
        doc[i].lower_ in AUXILIARIES
        or doc[i].lower_.endswith("ly")
        or doc[i].lower_
        in {
            "forces",
            "fighter",
            "jets",
            "fighters",
            "troops",
            "soldiers",
            "warplanes",
            "drones",
            "aircraft",
            "air",
            "also",
            "security",
            "military",
            "navy",
            "force",
        }
    ):
        i -= 1
    if doc[i].lower_ not in {"it", "they", "its", "their"}:
        return []
    said = next((j for j in range(i - 1, sent.start, -1) if doc[j].lower_ in SAID), None)
    if said is None:
        return []
    phrase = subject_phrase(doc, said)
    speakers = [a for a in actors if a.start >= sent.start and a.end <= said]
    heads = [a for a in speakers if phrase is not None and a.start < phrase.end and a.end > phrase.start]
    return (heads or speakers)[-1:]


def _ordered(actors: list[Span], targets: list[Span]) -> list[Span]:
    """Actors and targets in order; where one of each shares words only the longer."""
    kept: list[Span] = []
    for span in sorted([*actors, *targets], key=lambda s: (s.start, -s.end)):
        if kept and span.start < kept[-1].end:
            if span.end > kept[-1].end:
                kept[-1] = span
            continue
        kept.append(span)
    return kept
