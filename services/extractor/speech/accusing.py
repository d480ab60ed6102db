"""Accusations and suspicions, where someone else is said to have done it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from schemas import AttributionValue

from ..annotations import Claim, Groups
from ..noun_phrases import DETERMINERS, PREPOSITIONS
from ..wordsets import word_set
from .about import about_the_act, is_denied, is_habit, window, words_in
from .speakers import UNARMED, Speaker, is_authority, key_of, kind_of, speaker_of, subject_phrase
from .words import SpeechActWords

_BLAME = word_set("blamed blames blaming blame accused accuses accusing accuse")
_POINT = word_set("pointed points pointing")
_ATTRIBUTE = word_set("attributed attributes attributing ascribed")
_HOLD = word_set("held holds holding hold")
_SUSPECT = word_set("suspect suspects suspected suspecting")
_THINK = word_set("believed thought presumed believe believes think suspect suspects suspected alleged")
_BE = word_set("was were is are be been being")
_CHIEF = word_set("prime main chief likely primary top possible")
_HALLMARKS = word_set("hallmark hallmarks trademark trademarks handiwork")
_WHO = word_set("who which whoever unclear whether what")
_MAY = word_set("may might could possibly probably likely")
_UNSURE = word_set(
    "believe believes believed think thinks thought suspect suspects suspected may might could likely probably"
)
_CONJOINED = (["and"], [","], [",", "and"], ["and", "the"], ["or"], ["or", "the"], ["and", "its"])


def accused(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """The accusations and suspicions that the word at a token makes."""
    doc = groups.doc
    word = doc[token].lower_
    if word in _BLAME:
        return _blamed(groups, token, said, words)
    after = words_in(doc, window(doc, token + 1, 4))
    if word in _POINT and after & {"to", "at"}:
        return _pointed(groups, token, said, words)
    if word in _ATTRIBUTE:
        to = next((i for i in window(doc, token + 1, 8) if doc[i].lower_ == "to"), None)
        return _against(groups, token, to, said, words) if to is not None else []
    if word in _HOLD and "responsible" in words_in(doc, window(doc, token + 1, 8)):
        return _against(groups, token, token, said, words)
    if word in {"behind", "responsible"} or (word == "work" and "of" in words_in(doc, window(doc, token + 1, 1))):
        return _behind(groups, token, said, words)
    if word in _HALLMARKS or word in {"suspicion", "suspicions"}:
        return _hallmarks(groups, token, words)
    if word in _SUSPECT or (word in _THINK and "to" in words_in(doc, window(doc, token + 1, 1))):
        return _suspected(groups, token, said, words)
    return []


def _actors(groups: Groups, token: int) -> list[Span]:
    return groups.of_sentence("actors", groups.doc[token].sent)


def _after(groups: Groups, token: int, reach: int, *, past: frozenset[str] = frozenset()) -> list[Span]:
    """The first actor after a token and those joined to it; none where a comma or one of some words comes between."""
    doc = groups.doc
    actors = [a for a in _actors(groups, token) if a.start > token and a.start - token <= reach]
    if not actors or any(doc[i].text in {",", ";"} or doc[i].lower_ in past for i in range(token + 1, actors[0].start)):
        return []
    chain = actors[:1]
    for actor in actors[1:]:
        if [doc[i].lower_ for i in range(chain[-1].end, actor.start)] not in _CONJOINED:
            break
        chain.append(actor)
    return chain


def _claims(
    value: AttributionValue, span: Span, who: Sequence[Span], speaker: Speaker, said_by: Span | None = None
) -> list[Claim]:
    own = key_of(speaker.actor) if speaker.actor is not None else None
    return [
        Claim(value, span, actor, actor._.actor.name, said_by if said_by is not None else speaker.span)
        for actor in who
        if kind_of(actor) not in UNARMED and key_of(actor) != own
    ]


def _value(by: Span | None, actors: Sequence[Span], words: SpeechActWords) -> AttributionValue:
    authority = is_authority(by, actors, words)
    return AttributionValue.accused_by_authorities if authority else AttributionValue.accused


def _against(
    groups: Groups, token: int, at: int, said: list[Claim], words: SpeechActWords, reach: int = 6
) -> list[Claim]:
    """An accusation in the active voice: the accused stands after `at`, the accuser is the verb's subject."""
    doc = groups.doc
    if is_denied(doc, token, 4) or is_habit(doc, token, words):
        return []
    who = _after(groups, at, reach, past=frozenset({"of", "for", "him", "her", "them"}))
    if not who or not about_the_act(groups, who[-1].end, words):
        return []
    speaker = _speaker(groups, token, said, words)
    return _claims(_value(speaker.span, _actors(groups, token), words), doc[token : at + 1], who, speaker)


def _speaker(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> Speaker:
    return speaker_of(groups.doc, token, groups.within("actors", 0, groups.doc[token].sent.end), said, words)


def _blamed(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    doc = groups.doc
    before = words_in(doc, range(max(doc[token].sent.start, token - 3), token))
    passive = not before.isdisjoint(_BE) and doc[token].lower_ in {"blamed", "accused"}
    on = next((i for i in window(doc, token + 1, 7) if doc[i].lower_ == "on"), None)
    if doc[token].lower_.startswith("blam") and on is not None and (passive or not _after(groups, token, on - token)):
        # "was widely blamed on X", "blamed the blast on X"
        by = _by(groups, on)
        if passive:
            who = _after(groups, on, 5)
            value = _value(by, _actors(groups, token), words)
            return _claims(value, doc[token : on + 1], who, Speaker(None, None), by)
        return _against(groups, token, on, said, words)
    if passive:
        if is_habit(doc, token, words) or not about_the_act(groups, token + 1, words):
            return []
        phrase = subject_phrase(doc, token)
        who = _within(phrase, _actors(groups, token))
        by = _by(groups, token)
        return _claims(_value(by, _actors(groups, token), words), doc[token : token + 1], who, Speaker(None, None), by)
    return _against(groups, token, token, said, words)


def _by(groups: Groups, token: int) -> Span | None:
    """Those after "by": who blames, in the passive."""
    doc = groups.doc
    by = next((i for i in window(doc, token + 1, 10) if doc[i].lower_ == "by"), None)
    if by is None:
        return None
    actor = next((a for a in _actors(groups, token) if 0 <= a.start - by - 1 <= 3), None)
    if actor is not None:
        return actor
    stop = next((i for i in window(doc, by + 1, 6) if doc[i].is_punct or doc[i].lower_ in {"of", "for"}), None)
    return doc[by + 1 : stop] if stop is not None and stop > by + 1 else None


def _within(phrase: Span | None, actors: Sequence[Span]) -> list[Span]:
    return [a for a in actors if phrase is not None and a.start < phrase.end and a.end > phrase.start]


def _pointed(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """ "pointed the finger at X", "pointed to X": not "pointed to X's record", nor a weapon pointed at someone."""
    doc = groups.doc
    after = list(window(doc, token + 1, 4))
    finger = words_in(doc, after) & {"finger", "fingers"}
    link = next((i for i in after if doc[i].lower_ in ({"at", "to"} if finger else {"to"})), None)
    if link is None or (not finger and link != token + 1):
        return []
    found = _against(groups, token, link, said, words, reach=6 if finger else 3)
    return [c for c in found if c.actor is not None and (finger or _stands_alone(doc, c.actor))]


def _stands_alone(doc: Doc, actor: Span) -> bool:
    """Whether nothing makes an actor's name an adjective of something else."""
    return actor.end >= len(doc) or doc[actor.end].is_punct or doc[actor.end].lower_ in {"as", "for", "and", "or"}


def _behind(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """ "officials said X was behind the attack", "... was the work of X"."""
    doc = groups.doc
    sent = doc[token].sent
    before = words_in(doc, range(max(sent.start, token - 5), token))
    if before.isdisjoint(_BE) or not before.isdisjoint(_WHO) or is_denied(doc, token, 4) or is_habit(doc, token, words):
        return []
    if doc[token].lower_ == "work":
        who = _after(groups, token, 5)
    else:
        after = words_in(doc, window(doc, token + 1, 7))
        if (
            doc[token].lower_ == "behind"
            and after.isdisjoint(words.deeds)
            and not groups.overlapping("triggers", token, token + 7)
        ):
            return []  # "was behind bars"
        phrase = subject_phrase(doc, token)
        if phrase is None or phrase[0].lower_ in {"its", "their", "our"}:
            return []  # "said its fighters were responsible" is a claim
        who = _within(phrase, _actors(groups, token))[-1:]
    verb = _saying_before(doc, who[0].start if who and who[0].start < token else token, words)
    speaker = _speaker(groups, verb, said, words) if verb is not None else Speaker(None, None)
    by = speaker.span if speaker.span is not None else _said_after(groups, token)
    near = words_in(doc, range(verb if verb is not None else max(sent.start, token - 6), token))
    unsure = near & _UNSURE
    value = AttributionValue.suspected if unsure else _value(by, _actors(groups, token), words)
    return _claims(value, doc[token : token + 1], who, speaker, by)


def _saying_before(doc: Doc, token: int, words: SpeechActWords) -> int | None:
    verbs = words.saying | words.admitting | {"believe", "believes", "think", "suspect", "suspects"}
    start = doc[token].sent.start
    return next((i for i in range(token - 1, max(start, token - 12), -1) if doc[i].lower_ in verbs), None)


def _said_after(groups: Groups, token: int) -> Span | None:
    return next((s for s in groups.of_sentence("reports", groups.doc[token].sent) if s.start > token), None)


def _hallmarks(groups: Groups, token: int, words: SpeechActWords) -> list[Claim]:
    """ "bore the hallmarks of X", "suspicion fell on X"."""
    doc = groups.doc
    links = {"of"} if doc[token].lower_ in _HALLMARKS else {"on", "to", "toward", "towards", "upon"}
    link = next((i for i in window(doc, token + 1, 5) if doc[i].lower_ in links), None)
    if link is None or is_denied(doc, token, 4):
        return []
    return _claims(AttributionValue.suspected, doc[token : link + 1], _after(groups, link, 5), Speaker(None, None))


def _suspected(groups: Groups, token: int, said: list[Claim], words: SpeechActWords) -> list[Claim]:
    """ "X is the prime suspect", "the army suspects X", "X is suspected of ...", "believed to be the work of X"."""
    doc = groups.doc
    sent = doc[token].sent
    before = words_in(doc, range(max(sent.start, token - 4), token))
    value, span = AttributionValue.suspected, doc[token : token + 1]
    if is_denied(doc, token, 4):
        return []
    be = next((i for i in range(token - 1, max(sent.start, token - 5) - 1, -1) if doc[i].lower_ in _BE), None)
    if doc[token].lower_ in {"suspect", "suspects"} and before & _CHIEF and be is not None:
        return _claims(value, span, _within(subject_phrase(doc, token), _actors(groups, token)), Speaker(None, None))
    if be is not None and token - be <= 2:  # the passive
        after = words_in(doc, window(doc, token + 1, 7))
        who = _within(subject_phrase(doc, token), _actors(groups, token))
        if after & {"by", "of", "from"} and not any(not a._.actor.generic for a in who):
            who = [a for a in _after(groups, token, 9) if not a._.actor.generic] or who
        told = bool(after & (words.doing | words.deeds | {"behind", "responsible"}))
        return _claims(value, span, who, Speaker(None, None), _said_after(groups, token)) if told else []
    if doc[token].lower_ in {"suspect", "suspects"} or (
        doc[token].lower_ == "suspected" and before & {"strongly", "has", "have"}
    ):
        speaker = _speaker(groups, token, said, words)
        who = _after(groups, token, 3)
        noun = token > sent.start and (doc[token - 1].like_num or doc[token - 1].lower_ in DETERMINERS | PREPOSITIONS)
        if speaker.span is None or not who or noun or words_in(doc, range(token + 1, who[0].start)) - {"the", "that"}:
            return []
        return _claims(value, span, who, speaker)
    if "to" in words_in(doc, window(doc, token + 1, 1)):
        # "attackers believed to be members of X"
        who = [a for a in _after(groups, token, 9) if not a._.actor.generic]
        return _claims(value, span, who, Speaker(None, None))
    return []
