"""Who speaks: the subject of a verb of saying, and whom "the group" or "it" stands for.

A relative clause or an apposition between subject and verb ("X, which wants to topple the government, claimed ...") is
no part of the subject, and what is named in it never speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from schemas import ActorKind

from ..annotations import Claim, overlap
from ..dependencies import phrase_of, subjects
from ..wordsets import word_set
from .words import SpeechActWords

STATE_KINDS = frozenset({ActorKind.state_forces, ActorKind.external_other})
UNARMED = frozenset({ActorKind.civilians, ActorKind.protesters})
PRONOUNS = frozenset({"it", "they"})
_CALLING = word_set("calling styling naming called known named dubbed styled")
_POINTING = frozenset({"the", "this", "that", "its", "their"})
_SPOKEN_FOR = word_set("spokesman spokeswoman spokesperson leader commander chief head arm branch wing agency member")
_MEDIA = word_set("statement video message post letter audio communique communiqué recording footage note tweet claim")
_ISSUED = word_set("posted issued released sent shared published broadcast put circulated made in")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: his words in the text, and the actor that he is or speaks for, if any."""

    span: Span | None
    actor: Span | None


def kind_of(actor: Span) -> ActorKind:
    """The kind of an actor span."""
    return ActorKind(str(actor._.actor.kind))


def key_of(actor: Span) -> str:
    """What tells one actor from another: the id, or the words where it has none."""
    mark = actor._.actor
    return str(mark.id or mark.name)


def is_authority(span: Span | None, actors: Sequence[Span], words: SpeechActWords) -> bool:
    """Whether words name an authority: a state's forces, officials, ministers, a coalition."""
    if span is None:
        return False
    if any(a.start >= span.start and a.end <= span.end and kind_of(a) in STATE_KINDS for a in actors):
        return True
    return span.text.lower() in words.capitals or any(token.lower_ in words.authorities for token in span)


def subject_phrase(doc: Doc, verb: int) -> Span | None:
    """The noun phrase that is the subject of a verb, without its relative clauses and appositions."""
    heads = subjects(doc[verb])
    return phrase_of(heads[0]) if heads else None


def speaker_of(doc: Doc, verb: int, actors: Sequence[Span], said: Sequence[Claim], words: SpeechActWords) -> Speaker:
    """Who is the subject of a verb of saying; `said` are the speech acts before it, to which "the group" may refer."""
    phrase = subject_phrase(doc, verb)
    if phrase is not None and phrase.root.lower_ in _MEDIA and not any(overlap(a, phrase) for a in actors):
        issuing = next((i for i in range(phrase.start - 1, phrase.sent.start, -1) if doc[i].lower_ in _ISSUED), None)
        phrase = (subject_phrase(doc, issuing) if issuing is not None else None) or phrase
    if phrase is None:
        return Speaker(None, None)
    inside = [a for a in actors if overlap(a, phrase)]
    named = [a for a in inside if not a._.actor.generic]
    if named:
        return Speaker(phrase, named[-1])
    if called := _called(phrase, actors):
        return Speaker(phrase, called[-1])
    opened = phrase.end < verb and doc[phrase.end].text == ","
    if opened and not _SPOKEN_FOR.isdisjoint(doc[i].lower_ for i in range(phrase.end, min(verb, phrase.end + 6))):
        spoken = [a for a in actors if phrase.end < a.start and a.end < verb and not a._.actor.generic]
        if spoken:
            return Speaker(phrase, spoken[-1])
    antecedent = antecedent_of(doc, phrase, actors, said, words)
    return Speaker(phrase, antecedent or (inside[-1] if inside else None))


def _called(phrase: Span, actors: Sequence[Span]) -> list[Span]:
    """The actors that a speaker is called by: "a group calling itself X"."""
    clauses = [c for c in phrase.root.children if c.dep_ in {"acl", "acl:relcl"} and c.lower_ in _CALLING]
    return [a for c in clauses for a in actors if c.i < a.start and a.end <= c.right_edge.i + 1]


def antecedent_of(
    doc: Doc, phrase: Span, actors: Sequence[Span], said: Sequence[Claim], words: SpeechActWords
) -> Span | None:
    """The named actor that "the group", "the army" or "it" stands for: one accused before, else the nearest named."""
    head = phrase.root.lower_
    first = phrase[0].lower_
    state = words.capitals.get(phrase.text.lower())
    points = [t for t in phrase if t.i > phrase.start and doc[t.i - 1].lower_ in _POINTING]
    points += [t for t in phrase[1:] if first in _POINTING]
    of_its_own = any(t.lower_ in {"its", "their"} for t in phrase)
    if (first in PRONOUNS and len(phrase) == 1) or of_its_own:  # "it", "one of its commanders"
        wanted: bool | None = None
    elif any(t.lower_ in words.group_nouns for t in points):
        wanted = False
    elif state is not None or any(t.lower_ in words.state_nouns for t in points):
        wanted = True
    else:
        return None

    def fits(actor: Span) -> bool:
        kind = kind_of(actor)
        if kind in UNARMED or actor.end > phrase.start:
            return False
        if state is not None and actor._.actor.country != state:
            return False
        if wanted is None:
            return True
        if (kind in STATE_KINDS) != wanted:
            return False
        return not wanted or head != "police" or "police" in key_of(actor)

    accused = [c.actor for c in said if c.actor is not None and fits(c.actor)]
    if accused:
        return accused[-1]
    named = [a for a in actors if fits(a) and not a._.actor.generic]
    if wanted:
        # "The army said" is the army of the land, unless only one state's is spoken of.
        return named[-1] if len({key_of(a) for a in named}) == 1 else None
    return named[-1] if named else None
