"""`tocsin_modality`: whether the text says that it happened, how far it got, and whether it is news.

Negated, planned, possible and rehearsed acts tell no incident. A failed one is `attempted`, one stopped by others
`thwarted`, a stated one against a named target `threatened`. What an anniversary or a trial recalls is background.
"""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas import Status, TimePrecision

from ..annotations import Groups, Modality, TimeMark, TriggerMark, Voice, published_day, register
from ..dependencies import head_of
from ..drafts import NEWS_DAYS, days_before
from ..inflection import VerbForm
from ..lexicon import KNOWLEDGE_DIR, Lexicon, TriggerRole, load_lexicon
from ..phrases import PhraseSet
from ..wordsets import word_set

_REACH = 6
"""Tokens before a trigger in which a modal word governs it."""
_ENDS_REACH = word_set(
    """
    , ; : — – that who which when after while but because since
    """
)
_DONE = word_set(
    """
    used using managed continued began started went streets gathered took marched seemed appeared proceeded
    """
)
"""Before "to" and a verb: it was done."""
_NOMINAL_ONLY = word_set("any possible potential future further preventing prevent") | {
    "such as", "fear of", "fears of", "ruled out", "rule out", "rules out", "ruling out", "no link to", "no link with",
    "no link between", "not linked to", "no connection to", "unrelated to", "no evidence of", "no sign of",
    "no indication of",
}  # fmt: skip
_WOULD = frozenset({"would", "will"})
_WARNED = word_set("warned warns warning threatened threatens threatening")
_AIM = 10
"""Tokens after a threatened act in which its target stands."""


class Modalities:
    """Sets modality, status and background on every trigger."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        words = lexicon.contexts
        self._negators = frozenset(words.negators)
        self._hypothetical = PhraseSet(nlp, words.hypothetical_before)
        self._threats = PhraseSet(nlp, words.threat_verbs)
        self._attempts = PhraseSet(nlp, words.attempt_before)
        self._attempt_phrases = PhraseSet(nlp, words.attempt_phrases)
        self._thwarted = PhraseSet(nlp, words.thwarted_phrases)
        self._exercise = frozenset(w for w in words.exercise_words if " " not in w)
        self._anniversary = PhraseSet(nlp, words.anniversary)

    def __call__(self, doc: Doc) -> Doc:
        """Judge the triggers of a relevant document."""
        if not doc._.relevant:
            return doc
        groups = Groups(doc)
        triggers = groups.all("triggers")
        if not triggers:
            return doc
        hypothetical, threats, attempts = (
            _ends(found.find(doc)) for found in (self._hypothetical, self._threats, self._attempts)
        )
        anniversaries = self._anniversary.find(doc)
        outcomes = [(start, end, Status.attempted) for start, end in self._attempt_phrases.find(doc)]
        outcomes += [(start, end, Status.thwarted) for start, end in self._thwarted.find(doc)]
        outcomes.sort()
        for trigger in triggers:
            mark: TriggerMark = trigger._.trigger
            sent = trigger.sent
            mark.modality = self._modality(groups, trigger, mark, hypothetical, threats)
            if mark.sense.entry.role is TriggerRole.disruption:
                mark.status = Status.thwarted
            elif _governed(doc, trigger, attempts):
                mark.status = Status.attempted
                mark.modality = Modality.asserted
            elif mark.sense.entry.role is not TriggerRole.effect:
                for start, end, status in _inside(outcomes, sent):
                    if sent.start <= start and end <= sent.end and abs(start - trigger.start) <= 14:
                        mark.status = status
            mark.background = self._is_background(groups, trigger, _inside(anniversaries, sent))
            _as_told(mark)
            if any(word.lower_ in _COURT for word in head_of(trigger).ancestors):
                mark.modality = Modality.hypothetical  # "jailed for the killing of": what is news is the sentence
        return doc

    def _modality(
        self,
        groups: Groups,
        trigger: Span,
        mark: TriggerMark,
        hypothetical: dict[int, tuple[int, int]],
        threats: dict[int, tuple[int, int]],
    ) -> Modality:
        doc = groups.doc
        if mark.sense.verb_form is not None and _governed(doc, trigger, threats):
            return Modality.threatened if _has_aim(groups, trigger) else Modality.hypothetical
        words = {token.lower_ for token in trigger.sent}
        if words & self._exercise and mark.status is not Status.thwarted:
            near = {
                doc[i].lower_
                for i in range(max(trigger.sent.start, trigger.start - 10), min(trigger.sent.end, trigger.end + 10))
            }
            if near & self._exercise:
                return Modality.hypothetical
        if _is_purpose(doc, trigger, mark):
            return Modality.hypothetical
        governor = _governed(doc, trigger, hypothetical)
        if governor in _WOULD and mark.sense.verb_form is not None and _is_own_threat(groups, trigger):
            return Modality.threatened
        if governor and (
            mark.voice is not Voice.nominal or governor in _NOMINAL_ONLY or not _has_predicate(doc, trigger)
        ):
            return Modality.hypothetical
        for i in range(trigger.start - 1, max(trigger.sent.start, trigger.start - 5) - 1, -1):
            word = doc[i].lower_
            if word in self._negators and not (
                word == "no" and doc[i + 1].lower_ in {"one", "group", "immediate", "casualties"}
            ):
                return Modality.negated
            if word in _ENDS_REACH or word in {"and", "or"}:
                break
        return Modality.asserted

    @staticmethod
    def _is_background(groups: Groups, trigger: Span, anniversaries: list[tuple[int, int]]) -> bool:
        doc = groups.doc
        for start, end in anniversaries:
            if not _clause_between(doc, trigger, start, end):
                return True
        published = published_day(doc)
        times = groups.of_sentence("times", trigger.sent)
        happened = [t._.time for t in times if not t._.time.reporting]
        if not happened or published is None:
            return False
        nearest: TimeMark = min(
            (t for t in times if not t._.time.reporting),
            key=lambda t: min(abs(t.start - trigger.end), abs(trigger.start - t.end)),
        )._.time
        if nearest.start is None:
            return False
        last = nearest.end or nearest.start
        if nearest.precision is TimePrecision.year and last >= published:
            return False
        return last < days_before(published, NEWS_DAYS)


_SURE = 0.5
"""How sure of a listed word the model must be for its word on whether it happened to count."""
_COURT = word_set("jailed sentenced convicted charged indicted acquitted tried prosecuted imprisoned fined")
_UNREAL = {"negated": Modality.negated, "hypothetical": Modality.hypothetical, "drill": Modality.hypothetical,
           "general": Modality.hypothetical}  # fmt: skip
_STATUS = {"attempted": Status.attempted, "thwarted": Status.thwarted}


def _as_told(mark: TriggerMark) -> None:
    """What the trained model says of a trigger, where it says something."""
    told = mark.modality_told
    if told is None or mark.modality is Modality.threatened:
        return
    if mark.listed:  # the rules know what governs the word; the model adds what they missed
        if told in _UNREAL and mark.modality is Modality.asserted and mark.told >= _SURE:
            mark.modality = _UNREAL[told]
        elif told == "history" and mark.told >= _SURE:
            mark.background = True
        return
    if told in _UNREAL:
        mark.modality = _UNREAL[told]
    elif told == "threatened":
        mark.modality = Modality.threatened
    else:
        mark.modality = Modality.asserted
        if told in _STATUS:
            mark.status = _STATUS[told]
        elif told == "history":
            mark.background = True


def _has_aim(groups: Groups, trigger: Span) -> bool:
    """Whether an act that is threatened has a named target: a place or a thing after the verb."""
    end = min(trigger.sent.end, trigger.end + _AIM)
    return bool(groups.within("places", trigger.start, end) or groups.within("targets", trigger.start, end))


def _is_own_threat(groups: Groups, trigger: Span) -> bool:
    """Whether a speaker warns of what he would do himself: "warned that it would fire missiles at the port"."""
    doc, sent = groups.doc, trigger.sent
    for i in range(trigger.start - 1, max(sent.start, trigger.start - _REACH) - 1, -1):
        if doc[i].lower_ in _WOULD:
            said = {doc[j].lower_ for j in range(max(sent.start, i - 9), i)}
            return doc[i - 1].lower_ in {"it", "they", "he"} and bool(said & _WARNED) and _has_aim(groups, trigger)
    return False


_T = TypeVar("_T", bound=tuple[int, ...] | tuple[int, int, Status])


def _inside(found: list[_T], sent: Span) -> list[_T]:
    """Of matches in order of the text, those that begin in a sentence."""
    first = bisect_left(found, sent.start, key=lambda match: match[0])
    return found[first : bisect_left(found, sent.end, key=lambda match: match[0])]


def _clause_between(doc: Doc, trigger: Span, start: int, end: int) -> bool:
    """Whether a comma or a new clause parts a trigger from the words that make it history."""
    between = range(trigger.end, start) if start >= trigger.end else range(end, trigger.start)
    return any(
        doc[i].text in {",", ";", "—", "–"} or doc[i].lower_ in {"after", "when", "while", "but"} for i in between
    )


def _is_purpose(doc: Doc, trigger: Span, mark: TriggerMark) -> bool:
    """Whether a verb stands after "to": meant, not done, unless "used drones to attack" or "managed to kill"."""
    if mark.sense.verb_form is not VerbForm.base or not trigger.start or doc[trigger.start - 1].lower_ != "to":
        return False
    before = {doc[i].lower_ for i in range(max(trigger.sent.start, trigger.start - 8), trigger.start)}
    if mark.sense.entry.id == "protest" and trigger.sent.start < trigger.start - 2:
        return False  # "a strike to protest insecurity"
    return before.isdisjoint(_DONE) and mark.sense.entry.role not in {TriggerRole.response, TriggerRole.disruption}


def _ends(found: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    return {end: (start, end) for start, end in found}


def _governed(doc: Doc, trigger: Span, governors: dict[int, tuple[int, int]]) -> str | None:
    """The words that end within reach before a trigger, in its own clause."""
    for i in range(trigger.start, max(trigger.sent.start, trigger.start - _REACH), -1):
        if i in governors:
            start, end = governors[i]
            return doc[start:end].text.lower()
        if doc[i - 1].lower_ in _ENDS_REACH:
            return None
    return None


def _has_predicate(doc: Doc, trigger: Span) -> bool:
    """Whether a noun is told to have happened all the same: a casualty or a verb of the past follows it."""
    after = {doc[i].lower_ for i in range(trigger.end, min(trigger.sent.end, trigger.end + 8))}
    return not after.isdisjoint(
        {
            "killed",
            "wounded",
            "injured",
            "hit",
            "struck",
            "destroyed",
            "damaged",
            "left",
            "took",
            "occurred",
            "happened",
            "rocked",
        }
    )


@Language.factory("tocsin_modality", default_config={"knowledge": None}, requires=["doc._.relevant", "doc.spans"])
def make_modality(nlp: Language, name: str, knowledge: str | None) -> Modalities:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return Modalities(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
