"""Who and what takes part, as the trained model marks it, where the frame of the clause does not say."""

from __future__ import annotations

from spacy.tokens import Span

from schemas import ActorKind, SubEventType, TargetKind

from .actors.match import ActorMatch
from .annotations import Groups, Mention, TargetMark, overlap
from .dependencies import head_of
from .frames import SAID
from .noun_phrases import DETERMINERS

S = SubEventType
_SIDES = 2
_ACTING = frozenset({"nsubj", "obl", "obl:agent", "nmod", "conj", "appos", "ROOT", "parataxis"})
"""Relations in which a doer stands; not one that is only called by ("army base")."""
_TWO_SIDED = frozenset({S.armed_clash, S.agreement})
_KINDS = {
    S.peaceful_protest: ActorKind.protesters,
    S.protest_with_intervention: ActorKind.protesters,
    S.violent_demonstration: ActorKind.rioters,
    S.mob_violence: ActorKind.rioters,
}


def complete(groups: Groups, mention: Mention, actors: list[Span], targets: list[Span]) -> None:
    """Fill the roles of a mention that are still open, and take out doers whom the model sees as victims.

    Args:
        groups: the span groups of the document.
        mention: one with its triggers and what their frames gave.
        actors: those that may have a part.
        targets: likewise.
    """
    told = _roles(groups, mention)
    kinds = {t._.trigger.type for t in mention.triggers}
    if not kinds & _TWO_SIDED:
        mention.perpetrators = [
            a for a in mention.perpetrators if _marked(a, told["perpetrator"]) or not _marked(a, told["victim"])
        ]
    told["perpetrator"] = [words for words in told["perpetrator"] if _acts(words, mention)]
    _fill(mention, told, actors, targets)


def _fill(mention: Mention, told: dict[str, list[Span]], actors: list[Span], targets: list[Span]) -> None:
    """Fill the roles of a mention that are still open with what stands in marked words.

    Args:
        mention: the mention.
        told: the words that the model marked, by role.
        actors: those that may have a part.
        targets: likewise.
    """
    kinds = {t._.trigger.type for t in mention.triggers}
    if not mention.perpetrators or (kinds & _TWO_SIDED and len(mention.perpetrators) < _SIDES):
        found = _players(told.get("perpetrator", []), actors, _kind(kinds, ActorKind.unknown))
        mention.perpetrators += [a for a in found if a not in mention.perpetrators and a not in mention.victims]
    if not mention.victims:
        found = _players(told.get("victim", []), actors, ActorKind.civilians)
        mention.victims = [a for a in found if a not in mention.perpetrators]
    if not mention.targets:
        mention.targets = _struck(told.get("target", []), targets)


def _acts(words: Span, mention: Mention) -> bool:
    """Whether marked words stand in the clause of a trigger as one who does something, and not as who tells of it."""
    root = words.root
    if root.dep_ not in _ACTING or (root.dep_ == "nsubj" and root.head.lower_ in SAID):
        return False
    heads = [head_of(trigger) for trigger in mention.triggers]
    above = {word for head in heads for word in (head, *(head.ancestors if root.dep_ == "nsubj" else ()))}
    return root.head in above


def _roles(groups: Groups, mention: Mention) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {"perpetrator": [], "victim": [], "target": []}
    for span in groups.within("roles", mention.start, mention.end):
        if span.label_ in found:
            found[span.label_].append(span)
    return found


def _kind(kinds: set[SubEventType | None], otherwise: ActorKind) -> ActorKind:
    return next((_KINDS[kind] for kind in kinds if kind in _KINDS), otherwise)


def _marked(span: Span, marked: list[Span]) -> bool:
    return any(overlap(span, other) for other in marked)


def _players(marked: list[Span], actors: list[Span], kind: ActorKind) -> list[Span]:
    """The actors that stand in marked words; the words themselves where none does."""
    found: list[Span] = []
    for words in marked:
        if words.root.pos_ in {"NUM", "PRON"}:
            continue
        known = [a for a in actors if overlap(a, words)]
        named = [a for a in known if not a._.actor.generic]
        found += named or known or [_unlisted(words, kind)]
    return found


def _unlisted(words: Span, kind: ActorKind) -> Span:
    start = words.start + (words[0].lower_ in DETERMINERS and len(words) > 1)
    span = Span(words.doc, start, words.end, label="ACTOR")
    span._.actor = ActorMatch(None, span.text, kind, None, generic=True)
    return span


def _struck(marked: list[Span], targets: list[Span]) -> list[Span]:
    found: list[Span] = []
    for words in marked:
        known = [t for t in targets if overlap(t, words)]
        if not known:
            span = Span(words.doc, words.start, words.end, label="TARGET")
            span._.target = TargetMark(TargetKind.unknown)
            known = [span]
        found += known
    return found
