"""Who is who around a trigger, by its frame and the dependencies of its sentence.

A frame says which place in the clause holds the doer and which the one that it was done to: subject and object of a
verb, the other way round in the passive, "by" and "on" of a noun, "between" and "with" of a fight.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from .annotations import TriggerMark, Voice
from .dependencies import agents, head_of, is_passive, joined_by, objects, owners, spans_at, speech_over, subjects
from .lexicon import Frame, TriggerForm, TriggerRole
from .wordsets import word_set

SAID = word_set(
    """
    said says say told reported announced added confirmed stated according claimed reports tweeted wrote
    """
)
_AIMED = word_set(
    """
    on against at into inside targeting toward towards upon onto near outside to
    """
)
_HIT_IN = word_set("near in inside at on into outside through")
_BETWEEN = word_set("between involving with among against")
_LIGHT = word_set(
    """
    carry carries carried carrying launch launches launched launching conduct conducts conducted conducting
    mount mounted mounting stage stages staged staging unleash unleashed commit committed perpetrate
    perpetrated open opened undertake undertook wage waged hold held holding organise organised organize
    organized execute executed begin began resume resumed make made fight fought fighting engage engaged
    """
)
"""Verbs whose subject is the doer of the noun that is their object: "carried out an attack"."""
_AMOUNTS = word_set(
    "wave series string spate number barrage pair dozen hundreds dozens scores round campaign lot couple"
)
"""Nouns before "of" and the trigger, to which "by" and "on" may belong."""
_SPEAKING = frozenset({"it", "they", "he", "she", "we", "its", "their", "his", "our"})
_HIGHEST = 2
"""Nouns that are gone up through above a trigger."""


@dataclass(slots=True)
class Roles:
    """What a trigger's frame gives."""

    perpetrators: list[Span]
    undergoers: list[Span]
    """Actors and targets that it was done to."""


def roles_of(trigger: Span, actors: list[Span], targets: list[Span]) -> Roles:
    """Perpetrators and undergoers of a trigger, by its frame and voice."""
    mark: TriggerMark = trigger._.trigger
    head = head_of(trigger)
    entities = _ordered(actors, targets)
    frame = mark.sense.entry.frame
    if mark.voice is Voice.nominal and not _is_verb(head):
        return _of_noun(head, mark, actors, entities)
    if frame is Frame.experiencer:
        return Roles(_at_the_hands_of(head, actors), _undergone(head, entities))
    if frame is Frame.intransitive:
        return Roles([], spans_at(joined_by(head, _HIT_IN), entities))
    if is_passive(head):
        doers = spans_at(agents(head), actors) or _at_the_hands_of(head, actors) or _finding(head, mark, actors)
        return Roles(doers, [u for u in _undergone(head, entities) if u not in doers])
    doers = _acting(head, actors)
    if frame is Frame.mutual:
        others = spans_at(joined_by(head, _BETWEEN), actors)
        return Roles(doers + [a for a in others if a not in doers], [])
    if frame is Frame.taking:
        if mark.sense.entry.id == "falling":
            return Roles(spans_at(joined_by(head, frozenset({"to"})), actors), [])  # "the town fell to the rebels"
        losers = spans_at(joined_by(head, frozenset({"from"})), actors)
        return Roles(doers, [u for u in spans_at(objects(head), entities) + losers if u not in doers])
    if frame is Frame.crowd:
        return Roles(doers, [])
    return Roles(doers, [u for u in _aimed_at(head, entities) if u not in doers])


def _is_verb(head: Token) -> bool:
    """Whether a word that is listed as a noun stands as a verb: ", shelling the town"."""
    return head.pos_ == "VERB" and any(c.dep_ in {"obj", "nsubj", "nsubj:pass", "obl:agent"} for c in head.children)


def _of_noun(head: Token, mark: TriggerMark, actors: list[Span], entities: list[Span]) -> Roles:
    verb = _light_verb(head)
    above = _nouns_above(head)
    if mark.sense.entry.frame is Frame.mutual:
        return Roles(_parties(head, verb, above, actors), [])
    doers = spans_at([a for noun in above for a in agents(noun)], actors)
    if not doers:
        doers = spans_at([o for noun in above for o in owners(noun) if o.dep_ != "nmod"], actors, owned=False)
    if not doers and verb is not None:
        doers = spans_at(agents(verb), actors) if is_passive(verb) else _acting(verb, actors)
    on = _AIMED if mark.sense.entry.id in {"suicide_bombing", "explosion"} else _AIMED | {"of"}
    around = [*above, *([verb] if verb is not None else [])]
    undergone = spans_at([t for word in around for t in joined_by(word, on if word is not verb else _AIMED)], entities)
    if mark.sense.form is not TriggerForm.verb and mark.sense.entry.frame is Frame.crowd:
        return Roles(doers, [])
    return Roles([a for a in doers if a not in undergone], undergone)


def _nouns_above(head: Token) -> list[Token]:
    """A noun and those of amount that it hangs on: "a wave of attacks"."""
    found = [head]
    while len(found) <= _HIGHEST and found[-1].dep_ in {"nmod", "compound", "conj"}:
        above = found[-1].head
        if found[-1].dep_ == "nmod" and above.lower_ not in _AMOUNTS:
            break
        if above.pos_ not in {"NOUN", "PROPN"}:
            break
        found.append(above)
    return found


def _light_verb(head: Token) -> Token | None:
    """The verb that does no more than perform a noun: "launched" over "an attack"."""
    token = _nouns_above(head)[-1]
    if token.dep_ in {"obj", "nsubj:pass", "nsubj"} and token.head.lower_ in _LIGHT:
        return token.head
    if token.dep_ == "acl:relcl":
        return None
    clause = next((c for c in token.children if c.dep_ in {"acl", "acl:relcl"} and c.lower_ in _LIGHT), None)
    return clause if clause is not None and is_passive(clause) else None  # "an attack carried out by"


def _parties(head: Token, verb: Token | None, above: list[Token], actors: list[Span]) -> list[Span]:
    """Both sides of a fight: "clashes between X and Y", "X fought a battle with Y", "clashes erupted between"."""
    parties = spans_at([t for noun in above for t in joined_by(noun, _BETWEEN)], actors)
    governor = above[-1].head if above[-1].dep_ in {"nsubj", "nsubj:pass", "obj", "obl"} else None
    if governor is not None and not parties:
        parties = spans_at(joined_by(governor, _BETWEEN), actors)
    if len(parties) < 2:
        own = spans_at([o for o in owners(head) if o.dep_ != "nmod"], actors, owned=False)
        if not own and governor is not None and (verb is not None or above[-1].dep_ == "obl"):
            own = _acting(governor, actors)
        parties = [a for a in own if a not in parties] + parties
    return parties


def _undergone(verb: Token, entities: list[Span]) -> list[Span]:
    """What the subject of a verb names, or what its members are of: not Israel in "an Israeli strike killed"."""
    heads = subjects(verb)
    members = [o for h in heads for o in owners(h) if o.dep_ == "nmod"]
    return spans_at(heads, entities, owned=False) or spans_at(members, entities, owned=False)


def _acting(verb: Token, actors: list[Span]) -> list[Span]:
    """The actors that a verb's subject names; the speaker if it is himself: "the army said its jets struck"."""
    heads = subjects(verb)
    doers = spans_at(heads, actors)
    if doers and not (doers[-1]._.actor.generic and _speaks_of_itself(heads)):
        return doers
    if _speaks_of_itself(heads):
        saying = speech_over(verb, SAID)
        if saying is not None:
            return [a for a in spans_at(subjects(saying), actors) if not a._.actor.generic] or doers
    return doers


def _speaks_of_itself(heads: list[Token]) -> bool:
    return any(h.lower_ in _SPEAKING or any(c.lower_ in _SPEAKING for c in h.children) for h in heads)


def _aimed_at(verb: Token, entities: list[Span]) -> list[Span]:
    """What a verb is done to: its object, and what "at", "on" or "into" joins to it or to the object."""
    things = objects(verb)
    found = spans_at(things, entities)
    further = joined_by(verb, _AIMED) + [t for thing in things for t in joined_by(thing, _AIMED)]
    return found + [s for s in spans_at(further, entities, owned=False) if s not in found]


def _at_the_hands_of(verb: Token, actors: list[Span]) -> list[Span]:
    """Those at whose hands people died or suffered."""
    hands = [t for t in joined_by(verb, frozenset({"at"})) if t.lower_ == "hands"]
    return spans_at([o for t in hands for o in owners(t)], actors)


def _finding(verb: Token, mark: TriggerMark, actors: list[Span]) -> list[Span]:
    """Forces who tell of what they did without saying so: "the army said that a launcher was found"."""
    saying = speech_over(verb, SAID) if mark.sense.entry.role is TriggerRole.disruption else None
    return [a for a in spans_at(subjects(saying), actors) if str(a._.actor.kind) == "state_forces"] if saying else []


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
