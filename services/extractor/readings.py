"""How a trigger word is to be read where it stands: noun or verb, active or passive."""

from __future__ import annotations

from spacy.tokens import Doc

from .annotations import Voice
from .components.quantities import NUMBERS
from .inflection import VerbForm
from .lexicon import Frame, TriggerForm, TriggerRole, TriggerSense
from .noun_phrases import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from .wordsets import word_set

BE = word_set("was were been being be is are got get")
_HIT_BY = word_set(
    """
    by in on at during when after near while , . outside inside and along around early late as dead since across
    overnight with
    """
)
"""What follows a participle that stands for a passive: "five soldiers killed in an ambush"."""
_WITH_ACTIVE = frozenset({"on", "at", "with", "in", "and"})
"""Of those, what may also follow an active verb without an object: "gunmen attacked at dawn"."""
_BEFORE_PARTICIPLE = word_set(
    """
    also not and killed or wounded injured shot abducted kidnapped kidnaped attacked arrested stabbed beaten later
    then all
    """
)
"""What may stand between "was" and its participle."""
_AFTER_SHOT = word_set("by dead at him her them in during while outside near through several")
_BEFORE_OBJECT = frozenset({"at", "on", "in", "through", "against"})
_BEFORE_GERUND = frozenset({",", "by", "and", "after", "before", "were", "was", "been"})


def readings(doc: Doc, start: int, end: int, senses: list[TriggerSense]) -> list[TriggerSense]:
    """The readings of a word that its place in the sentence allows: noun or verb, by the words beside it."""
    nouns = [s for s in senses if s.form is not TriggerForm.verb]
    verbs = [s for s in senses if s.form is TriggerForm.verb]
    before = doc[start - 1].lower_ if start and not doc[start].is_sent_start else ""
    if not verbs:
        return nouns
    form = verbs[0].verb_form
    if form in {VerbForm.base, VerbForm.s}:
        if doc[start].text == "March":
            return []
        if nouns and not _is_present(doc, end, before):
            return nouns
        # A bare form that no noun shares is a verb in the present or after "to"; as a noun modifier it is nothing.
        stands = _is_present(doc, end, before) or form is VerbForm.s or (not nouns and _is_headline(before))
        return verbs if stands else []
    if nouns and (before in DETERMINERS or (before in PREPOSITIONS and form is VerbForm.ing and before != "by")):
        return nouns
    if form is VerbForm.ing and not nouns and (before in DETERMINERS or before in {"'s", "’s"}):
        return []  # "the burning depot"
    if form is VerbForm.ing and nouns and before not in _BEFORE_GERUND:
        return nouns
    if doc[start:end].text.lower() == "shot" and not _is_shooting(doc, start, before):
        return []
    return verbs


def _is_present(doc: Doc, end: int, before: str) -> bool:
    """Whether a bare form is a verb: after "to" or an auxiliary, or between a subject and an object."""
    if before in {"to", "not"} or before in AUXILIARIES:
        return True
    after = doc[end].lower_ if end < len(doc) else ""
    subject = before in PRONOUNS or (before.endswith("s") and before not in DETERMINERS and before not in {"'s", "’s"})
    return subject and (after in DETERMINERS or after[:1].isdigit() or after in _BEFORE_OBJECT)


def _is_headline(before: str) -> bool:
    """Whether a bare verb may be a headline's present tense: after a plural."""
    return before.endswith(("s", "men", "people", "police"))


def _is_shooting(doc: Doc, start: int, before: str) -> bool:
    """Whether "shot" is the verb: after an auxiliary, or before its object; "a long shot" is not."""
    if before in DETERMINERS:
        return False
    following = doc[start + 1] if start + 1 < len(doc) else None
    if before in BE or before.endswith("ly") or following is None:
        return following is not None
    word = following.lower_
    return (
        word in _AFTER_SHOT
        or word in DETERMINERS
        or word in NUMBERS
        or word[:1].isdigit()
        or following.text[:1].isupper()
    )


def voice_of(doc: Doc, start: int, end: int, sense: TriggerSense) -> Voice:
    """Voice of a trigger, by auxiliaries before and prepositions after it."""
    entry, form = sense.entry, sense.verb_form
    if sense.form is TriggerForm.noun or (sense.form is TriggerForm.phrase and _is_noun_phrase(doc, start, sense)):
        return Voice.nominal
    if form in {VerbForm.ing, VerbForm.base, VerbForm.s, VerbForm.past}:
        return Voice.passive if form is VerbForm.ing and start and doc[start - 1].lower_ == "being" else Voice.active
    for i in range(start - 1, max(-1, start - 6), -1):
        word = doc[i].lower_
        if word in BE:
            return Voice.passive
        if (word in CONJUNCTIONS and word not in {"and", "or"}) or not (
            word.endswith("ly") or word in _BEFORE_PARTICIPLE
        ):
            break
    after = doc[end].lower_ if end < len(doc) else "."
    before = doc[start - 1].lower_ if start else ""
    if after == "by":
        return Voice.passive
    if after in {"at", "as", "up"} and doc[end + 1 : end + 2].text.lower() in {"least", "many", "to"}:
        return Voice.active  # "killed at least five"
    reduced = entry.frame is Frame.transitive and after in _HIT_BY and form in {VerbForm.ed, VerbForm.part}
    if not reduced or before in PRONOUNS:
        return Voice.active
    if entry.role is TriggerRole.effect or after not in _WITH_ACTIVE or form is VerbForm.part:
        return Voice.passive
    return Voice.active


def _is_noun_phrase(doc: Doc, start: int, sense: TriggerSense) -> bool:
    """Whether a trigger phrase is a noun ("live ammunition") rather than a verb with its object ("threw stones")."""
    verbal = doc[start].lower_.endswith(("ed", "t", "n", "ing"))
    return not verbal and sense.entry.frame is Frame.transitive and sense.entry.role is not TriggerRole.response
