"""Claims and admissions, where the speaker is the doer; and denials, where he says that he is not."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from schemas import ActorKind, AttributionValue

from ..annotations import Claim, Groups
from ..dependencies import clauses_of, is_passive
from ..noun_phrases import AUXILIARIES
from ..wordsets import word_set
from .about import is_denied, is_habit, window, words_in
from .speakers import STATE_KINDS, UNARMED, Speaker, kind_of, speaker_of
from .words import SpeechActWords

_CLAIM = word_set("claimed claims claiming claim")
_TAKE = word_set("took takes taking taken take accepted accepts assumed")
_CREDIT = frozenset({"responsibility", "credit"})
_SELF = word_set("it they we")
_OWN = word_set("its their our his")
_NOT = word_set("not n't n’t never no neither nothing")
_MODAL = word_set("would will could may might can shall should must")
_FLAT = word_set("rejected rejects reject rejecting dismissed dismisses dismiss dismissing")
_BETWEEN = word_set("but ; when while as who which whose")


def owned(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """The claims, admissions and denials that the word at a token makes."""
    doc = groups.doc
    word = doc[token].lower_
    if word in _CLAIM | _TAKE and (claim := _claimed(groups, token, said, words)):
        return [claim]
    if word in words.denying:
        return _denied(groups, token, said, words)
    if word in words.admitting and (claim := _admitted(groups, token, said, words)):
        return [claim]
    if word in words.saying:
        return _of_itself(groups, token, said, words)
    if word in {"distanced", "distances"} and words_in(doc, window(doc, token + 1, 2)) & {"itself", "themselves"}:
        return _made(groups, token, token + 3, AttributionValue.denied, said, words)
    return []


def _claimed(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> Claim | None:
    """ "claimed responsibility", "claimed the arson", "claimed by X", "a claim of responsibility from X"."""
    doc = groups.doc
    word = doc[token].lower_
    after = list(window(doc, token + 1, 6))
    if is_denied(doc, token) or is_habit(doc, token, words):
        return None
    by = next((i for i in after[:5] if doc[i].lower_ in {"by", "from"}), None)
    passive = token > 0 and doc[token - 1].lower_ in {"was", "were", "been", "later", "is"} and word == "claimed"
    if passive or (word == "claim" and words_in(doc, after[:2]) & _CREDIT):
        if by is None:
            return None
        actor = next((a for a in groups.of_sentence("actors", doc[token].sent) if 0 <= a.start - by - 1 <= 3), None)
        return _claim(AttributionValue.claimed, doc[token : by + 1], Speaker(actor, actor))
    here = next((i for i in after if doc[i].lower_ in _CREDIT), None)
    if here is None and word in _CLAIM and after:
        at = after[0] + (doc[after[0]].lower_ in {"the", "this", "that", "both", "its"})
        plain = next((i for i in window(doc, at, 4) if doc[i].lower_ in words.deeds or doc[i].is_punct), None)
        if plain is not None and not doc[plain].is_punct and not _has_verb(doc, at, plain):
            here = plain if at > after[0] or doc[plain].lower_ == "it" else None
            if here is not None and doc[here].lower_ == "it" and here + 1 < len(doc) and not doc[here + 1].is_punct:
                here = None  # "claimed it had": what it says of itself is for `_of_itself`
    if here is None:
        return None
    speaker = speaker_of(doc, token, _told(groups, token), said, words)
    return _claim(AttributionValue.claimed, doc[token : here + 1], speaker)


def _has_verb(doc: Doc, start: int, end: int) -> bool:
    return any(doc[i].lower_ in AUXILIARIES or doc[i].lower_ in {"to", "that"} for i in range(start, end))


def _admitted(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> Claim | None:
    """ "admitted the strike", "acknowledged responsibility", "admitted carrying out", "conceded that its jets hit"."""
    doc = groups.doc
    after = window(doc, token + 1, 5)
    if is_denied(doc, token, 4) or is_habit(doc, token, words):
        return None
    for i in after:
        word = doc[i].lower_
        if word in _BETWEEN or word == ",":
            break
        if word in words.deeds - {"it", "death", "deaths", "incident"} or word in _CREDIT or word in words.doing_ing:
            speaker = speaker_of(doc, token, _told(groups, token), said, words)
            return _claim(AttributionValue.admitted, doc[token : i + 1], speaker)
        if word in {"that", "it", "they", "its", "their"}:
            break
    found = _of_itself(groups, token, said, words)
    return next(iter(found), None)


def _of_itself(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """ "said it had carried out the attack", "said its men were responsible", "said it had nothing to do with it"."""
    verb = groups.doc[token]
    for clause in (c for said_of in _contents(verb) for c in clauses_of(said_of)):
        heads = [c for c in clause.children if c.dep_.startswith("nsubj")]
        if any(_is_self(head, words) for head in heads):
            value = _owned_up(groups.doc, clause, words)
            if value is not None:
                return _made(groups, token, clause.i + 1, value, said, words)
    return []


def _contents(verb: Token) -> list[Token]:
    """The clauses that a verb of saying tells, also where it hangs on them: "..., the army said"."""
    inside = [c for c in verb.children if c.dep_ in {"ccomp", "parataxis"} and c.pos_ != "PUNCT"]
    return inside or ([verb.head] if verb.dep_ == "parataxis" else [])


def _is_self(head: Token, words: SpeechActWords) -> bool:
    if head.lower_ in _SELF:
        return True
    return head.lower_ in words.own and any(c.lower_ in _OWN for c in head.children)


def _owned_up(doc: Doc, clause: Token, words: SpeechActWords) -> AttributionValue | None:
    """What a clause says of its subject: that he did it, or did not; None where it is about something else."""
    inside = {c.lower_ for c in clause.children} | {g.lower_ for c in clause.children for g in c.children}
    negated = any(c.lower_ in _NOT for c in clause.children)
    if "nothing" in inside and {"do", "with"} & inside | words_in(doc, window(doc, clause.i, 6)) & {"do"}:
        return AttributionValue.denied
    if inside & words.shares and (negated or inside & {"no", "any"}):
        return AttributionValue.denied
    if clause.lower_ == "involved" and negated:
        return AttributionValue.denied
    blame = clause.lower_ in {"responsible", "behind"}
    if not blame and (clause.lower_ not in words.doing or is_passive(clause)):
        return None
    if negated:
        return AttributionValue.denied
    unsure = any(c.dep_ == "aux" and c.lower_ in _MODAL for c in clause.children)
    return None if unsure or is_habit(doc, clause.i, words) else AttributionValue.claimed


def _denied(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """ "denied involvement", "rejected the accusation", "denied that its forces had fired"."""
    doc = groups.doc
    if is_denied(doc, token, 3) or (token > 0 and doc[token - 1].lower_ in {"be", "been", "was", "were", "nor"}):
        return []
    flat = doc[token].lower_ in _FLAT
    about = False
    for i in window(doc, token + 1, 6):
        word = doc[i].lower_
        if word == "that" and not flat:
            about = not words_in(doc, window(doc, i + 1, 1)).isdisjoint(_SELF | _OWN)
            break
        if doc[i].is_punct and i > token + 1 and doc[i].text in {",", ";", "."}:
            break
        if (
            word in words.charges
            or word in words.shares
            or (not flat and (word in words.doing_ing or word in {"being", "having"}))
        ):
            about = True
        elif not flat and word in {"it", "this"}:
            about = i + 1 >= len(doc) or doc[i + 1].is_punct or doc[i + 1].lower_ in {"was", "had", "is", "has"}
        if about:
            break
    if not about:
        return []
    return _made(groups, token, token + 1, AttributionValue.denied, said, words)


def _told(groups: Groups, token: int) -> list[Span]:
    """The actors named up to the end of the sentence of a token."""
    return groups.within("actors", 0, groups.doc[token].sent.end)


def _made(
    groups: Groups, token: int, end: int, value: AttributionValue, said: list[Claim], words: SpeechActWords
) -> list[Claim]:
    doc = groups.doc
    speaker = speaker_of(doc, token, _told(groups, token), said, words)
    if doc[token].lower_ in words.admitting and value is AttributionValue.claimed:
        value = AttributionValue.admitted
    claim = _claim(value, doc[token : min(end, len(doc))], speaker)
    return [claim] if claim is not None else []


def _claim(value: AttributionValue, span: Span, speaker: Speaker) -> Claim | None:
    actor = speaker.actor
    if actor is None or kind_of(actor) in UNARMED or kind_of(actor) is ActorKind.rioters:
        return None
    if value is AttributionValue.claimed and kind_of(actor) in STATE_KINDS:
        value = AttributionValue.admitted
    words = speaker.span if speaker.span is not None else actor
    return Claim(value, span, actor, actor._.actor.name, words)
