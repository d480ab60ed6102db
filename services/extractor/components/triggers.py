"""`tocsin_triggers`: words that tell an incident, kept only where their clause bears them out.

"hit" tells an attack beside a rocket and none beside a record. What a word needs around it is in triggers.yaml; this
step tests it against the groups of the sentence, chooses between the noun and the verb, and finds the voice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas import WeaponKind

from ..annotations import TriggerMark, Voice, group, register
from ..inflection import VerbForm
from ..lexicon import GAP, KNOWLEDGE_DIR, Frame, Lexicon, Need, TriggerForm, TriggerRole, TriggerSense, load_lexicon
from ..noun_phrases import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from ..phrases import PhraseIndex, PhraseSet
from ..wordsets import word_set
from .quantities import NUMBERS

ARMED_KINDS = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia", "external_other"})
_BE = word_set(
    """
    was were been being be is are got get
    """
)
_CROWD = word_set(
    """
    protester protesters demonstrator demonstrators crowd crowds rioters rioter marchers mob mobs supporters
    students residents villagers youths activists thousands hundreds dozens people workers farmers women teachers
    protest protests demonstration demonstrations rally marched march rallies sit-in riot riots picketers
    opponents
    """
)
_MILITARY = word_set(
    """
    military army troops forces soldiers warplanes jets navy airforce warplane fighter-jets air-force
    """
)
_HIT_BY = word_set(
    """
    by in on at during when after near while , . outside inside and along around early late as dead since across
    overnight with
    """
)
_WORDS = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_PROPERTY = word_set(
    """
    business government_general police private_citizens_property religious educational_institution utilities
    transportation government_diplomatic telecommunication food_water_supply other
    """
)
_ACCIDENTS = word_set(
    """
    gas boiler cylinder fireworks firework accidental accidentally accident leak kitchen transformer factory
    refinery
    """
)
_ACCIDENT = re.compile(
    r"\b(?:gas (?:leak|cylinder|explosion|pipe|canister)|short circuit|accidental(?:ly)?|boiler|fireworks?|chemical plant|electrical fault)",
    re.IGNORECASE,
)
_FREED = frozenset({"rescued", "freed", "released", "rescue", "release"})
"""An abduction that a rescue recalls is not the news."""
_HAPPENED = frozenset({"place", "occurred", "happened", "began", "came", "lasted", "killed", "claimed"})
_AIRCRAFT = word_set(
    """
    aircraft plane planes helicopter helicopters airliner airplane jet jets warplane warplanes
    """
)
_FIRED_FROM = frozenset({"by", "at", "from", "towards", "toward", "into", "on", "over"})
GAP_TOKENS = 8


@dataclass(slots=True)
class _Scene:
    """What a sentence holds, for testing needs."""

    words: set[str]
    weapons: list[Span] = field(default_factory=list)
    actors: list[Span] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    tolls: list[Span] = field(default_factory=list)

    @property
    def armed(self) -> bool:
        return any(str(a._.actor.kind) in ARMED_KINDS for a in self.actors)


class Triggers:
    """Fills `doc.spans["triggers"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        contexts = lexicon.contexts
        senses = list(lexicon.trigger_senses())
        self._index = PhraseIndex(nlp, ((text, sense) for text, sense in senses if GAP not in text))
        self._gapped: dict[str, list[tuple[str, tuple[str, ...], TriggerSense]]] = defaultdict(list)
        for text, sense in senses:
            if GAP in text:
                head, _, tail = text.partition(f" {GAP} ")
                self._gapped[head].append((head, tuple(tail.split()), sense))
        self._blockers = PhraseSet(nlp, contexts.blockers)
        self._claims = PhraseSet(nlp, contexts.claims)
        self._deliberate = frozenset(contexts.deliberate)
        self._demands = frozenset(contexts.demands)
        self._political = frozenset(contexts.political_persons)
        self._public = frozenset(contexts.public_persons)
        self._story: set[str] = set()
        self._accident = False

    def __call__(self, doc: Doc) -> Doc:
        """Mark the triggers of a relevant document."""
        if not doc._.relevant:
            return doc
        blocked = self._blockers.covers(doc)
        claimed = self._claims.covers(doc)
        scenes = _scenes(doc)
        self._story = set(_WORDS.findall(doc.text.lower()))
        self._accident = bool(_ACCIDENT.search(doc.text))
        found = []
        last = 0
        for start, end, senses in sorted(
            [*self._index.longest(doc), *self._with_gaps(doc)], key=lambda m: (m[0], -m[1])
        ):
            if start < last or any(i in blocked for i in range(start, end)):
                continue
            scene = scenes[doc[start].sent.start]
            # "The raids took place on Saturday" leans on the sentence before for what it needs.
            leaning = bool(found) and start > 0 and doc[start - 1].lower_ in {"the", "this", "that", "these", "both"}
            fitting = (
                s
                for s in _readings(doc, start, end, senses)
                if not s.needs
                or (leaning and s.form is TriggerForm.noun and not _HAPPENED.isdisjoint(scene.words))
                or any(self._met(n, doc, start, end, scene, claimed) for n in s.needs)
            )
            sense = next(fitting, None)
            if sense is None or (sense.entry.id == "abduction" and not _FREED.isdisjoint(scene.words)):
                continue
            span = doc[start:end]
            span._.trigger = TriggerMark(sense, voice_of(doc, start, end, sense))
            found.append(span)
            last = end
        doc.spans["triggers"] = found
        return doc

    def _with_gaps(self, doc: Doc) -> list[tuple[int, int, list[TriggerSense]]]:
        found = []
        for token in doc:
            for _, tail, sense in self._gapped.get(token.lower_, ()):
                for i in range(token.i + 2, min(token.i + GAP_TOKENS + 2, len(doc) - len(tail) + 1)):
                    if doc[i].is_sent_start:
                        break
                    if tuple(doc[j].lower_ for j in range(i, i + len(tail))) == tail:
                        found.append((token.i, i + len(tail), [sense]))
                        break
        return found

    def _met(self, need: Need, doc: Doc, start: int, end: int, scene: _Scene, claimed: set[int]) -> bool:
        """Whether a sentence has what a trigger needs."""
        match need:
            case "weapon":
                return any(
                    w.start >= end or w.end <= start or w._.weapon.kind is not WeaponKind.other for w in scene.weapons
                )
            case "actor":
                return bool(scene.actors)
            case "armed":
                return scene.armed
            case "target":
                return any(not (t.start <= start < t.end) for t in scene.targets)
            case "person":
                return bool(scene.tolls) or not self._public.isdisjoint(scene.words)
            case "place":
                return bool(scene.places)
            case "toll":
                return bool(scene.tolls)
            case "crowd":
                if doc[start].lower_.startswith(("protest", "demonstrat", "rall", "march", "picket")):
                    # The crowd must be the subject: a nurse demonstrates a bandage to students.
                    return any(doc[i].lower_ in _CROWD for i in range(max(doc[start].sent.start, start - 12), start))
                return not _CROWD.isdisjoint(scene.words)
            case "military":
                return not _MILITARY.isdisjoint(scene.words)
            case "demand":
                return not self._demands.isdisjoint(scene.words)
            case "claim":
                return any(start - 12 < i < end + 12 for i in claimed)
            case "deliberate":
                return (
                    not self._accident
                    and not self._deliberate.isdisjoint(self._story)
                    and _ACCIDENTS.isdisjoint(scene.words)
                )
            case "subject_weapon":
                return any(w.end <= start and start - w.end <= 8 for w in scene.weapons)
            case "object_weapon":
                return any(_near(w, start, end, 6) for w in scene.weapons)
            case "object_grenade":
                return any(
                    _near(w, start, end, 6)
                    and w._.weapon.kind in {WeaponKind.grenade, WeaponKind.incendiary, WeaponKind.explosive}
                    for w in scene.weapons
                )
            case "near_weapon":
                return any(
                    _near(w, start, end, 8) and w._.weapon.kind not in {WeaponKind.melee, WeaponKind.aircraft_bomb}
                    for w in scene.weapons
                )
            case "object_aircraft":
                flown = [t for t in scene.targets if t[-1].lower_ in _AIRCRAFT]
                return any(_near(t, start, end, 6) for t in flown) or any(
                    _near(w, start, end, 6) and w._.weapon.kind is WeaponKind.aircraft_bomb for w in scene.weapons
                )
            case "found_weapon":
                return not {"found", "discovered", "seized", "uncovered", "recovered"}.isdisjoint(scene.words)
            case "plot":
                return not {
                    "attack",
                    "attacks",
                    "plot",
                    "bombing",
                    "bomb",
                    "attempt",
                    "assassination",
                    "kidnapping",
                    "coup",
                }.isdisjoint(scene.words)
            case "agreeing":
                return not {
                    "signed",
                    "agreed",
                    "reached",
                    "announced",
                    "sign",
                    "exchanged",
                    "carried",
                    "completed",
                    "brokered",
                }.isdisjoint(scene.words)
            case "armed_place":
                after = min((p.start for p in scene.places if p.start >= end), default=len(doc))
                if any(
                    doc[i].lower_ in {"in", "near", "at", "from", "outside", "by"}
                    for i in range(end, min(after, end + 4))
                ):
                    after = len(doc)
                taken = any(
                    t.start >= end
                    and t.start - end <= 4
                    and t._.target.kind
                    in {
                        "military",
                        "private_citizens_property",
                        "airports_aircraft",
                        "non_state_militia",
                        "maritime",
                        "utilities",
                    }
                    for t in scene.targets
                )
                towns = {"town", "city", "village", "province", "territory", "district", "base", "villages", "towns"}
                right = {doc[i].lower_ for i in range(end, min(end + 6, len(doc)))}
                left = {doc[i].lower_ for i in range(max(0, start - 6), start)}
                return scene.armed and (after - end <= 3 or taken or bool(towns & (right | left)))
            case "armed_person":
                return scene.armed and bool(scene.tolls)
            case "political_person":
                right = {doc[i].lower_ for i in range(max(0, start - 8), min(end + 12, len(doc)))}
                rebels = any(
                    start - 8 <= a.start < end + 12 and str(a._.actor.kind) == "rebel_group" for a in scene.actors
                )
                return rebels or not self._political.isdisjoint(right)
            case "target_property":
                return any(str(t._.target.kind) in _PROPERTY for t in scene.targets) and bool(scene.places)


def _near(span: Span, start: int, end: int, reach: int) -> bool:
    """Whether a span is the object of a verb (right of it) or its passive subject (left of it), within reach."""
    if span.start >= end:
        return span.start - end <= reach
    doc = span.doc
    if span.end > start:
        return False
    if span.end == start:
        return end < len(doc) and doc[end].lower_ in _FIRED_FROM  # "a missile fired by"
    if start - span.end > 4:
        # A long subject: "Two drones that were heading for the base in the north were destroyed".
        head = span.start - doc[start].sent.start <= 4 or doc[span.start - 1].text == ","
        return head and start - span.end <= 25 and doc[start - 1].lower_ in _BE
    return any(doc[i].lower_ in _BE or doc[i].lower_ in {"that", "which"} for i in range(span.end, start))


def _scenes(doc: Doc) -> dict[int, _Scene]:
    scenes = {sent.start: _Scene(set(_WORDS.findall(sent.text.lower()))) for sent in doc.sents}
    for name, attribute in (
        ("weapons", "weapons"),
        ("actors", "actors"),
        ("targets", "targets"),
        ("places", "places"),
        ("casualties", "tolls"),
    ):
        for span in group(doc, name):
            getattr(scenes[doc[span.start].sent.start], attribute).append(span)
    return scenes


def _readings(doc: Doc, start: int, end: int, senses: list[TriggerSense]) -> list[TriggerSense]:
    """The readings of a word that its place in the sentence allows: noun or verb, by the word before it."""
    nouns = [s for s in senses if s.form is not TriggerForm.verb]
    verbs = [s for s in senses if s.form is TriggerForm.verb]
    before = doc[start - 1].lower_ if start and not doc[start].is_sent_start else ""
    if not verbs:
        return nouns
    form = verbs[0].verb_form
    if form in {VerbForm.base, VerbForm.s}:
        if doc[start].text == "March":
            return []
        after = doc[end].lower_ if end < len(doc) else ""
        subject_before = before in PRONOUNS or (
            bool(before) and before.endswith("s") and before not in DETERMINERS and before not in {"'s", "’s"}
        )
        verbal = (
            before in {"to", "not"}
            or before in AUXILIARIES
            or (
                subject_before
                and (after in DETERMINERS or after[:1].isdigit() or after in {"at", "on", "in", "through", "against"})
            )
        )
        if nouns and not verbal:
            return nouns
        # A bare form that no noun shares is a verb in the present or after "to"; as a noun modifier it is nothing.
        return verbs if verbal or form is VerbForm.s or (not nouns and _headline(doc, start)) else []
    if nouns and (before in DETERMINERS or (before in PREPOSITIONS and form is VerbForm.ing and before != "by")):
        return nouns
    if form is VerbForm.ing and nouns and before not in {",", "by", "and", "after", "before", "were", "was", "been"}:
        return nouns
    if doc[start:end].text.lower() == "shot" and not _is_shooting(doc, start, before):
        return []
    return verbs


def _is_shooting(doc: Doc, start: int, before: str) -> bool:
    """Whether "shot" is the verb: after an auxiliary, or before its object; "a long shot" is not."""
    following = doc[start + 1].lower_ if start + 1 < len(doc) else "."
    if (
        before in _BE
        or before.endswith("ly")
        or following
        in {"by", "dead", "at", "him", "her", "them", "in", "during", "while", "outside", "near", "through", "several"}
    ):
        return before not in DETERMINERS
    return before not in DETERMINERS and (
        following in DETERMINERS
        or following[:1].isdigit()
        or following in NUMBERS
        or doc[start + 1 : start + 2].text[:1].isupper()
    )


def _headline(doc: Doc, start: int) -> bool:
    """Whether a bare verb may be a headline's present tense: after a plural."""
    return start > 0 and doc[start - 1].lower_.endswith(("s", "men", "people", "police"))


def voice_of(doc: Doc, start: int, end: int, sense: TriggerSense) -> Voice:
    """Voice of a trigger, by auxiliaries before and prepositions after it."""
    if sense.form is TriggerForm.noun:
        return Voice.nominal
    if sense.form is TriggerForm.phrase and sense.verb_form is None:
        first = doc[start].lower_
        if (
            not first.endswith(("ed", "t", "n", "ing"))
            and sense.entry.frame is Frame.transitive
            and sense.entry.role is not TriggerRole.response
        ):
            return Voice.nominal
    if sense.verb_form in {VerbForm.ing, VerbForm.base, VerbForm.s, VerbForm.past}:
        return Voice.passive if sense.verb_form is VerbForm.ing and doc[start - 1].lower_ == "being" else Voice.active
    for i in range(start - 1, max(-1, start - 6), -1):
        word = doc[i].lower_
        if word in _BE:
            return Voice.passive
        if word in CONJUNCTIONS and word not in {"and", "or"}:
            break
        if not (
            word.endswith("ly")
            or word
            in {
                "also",
                "not",
                "and",
                "killed",
                "or",
                "wounded",
                "injured",
                "shot",
                "abducted",
                "kidnapped",
                "kidnaped",
                "attacked",
                "arrested",
                "stabbed",
                "beaten",
                "later",
                "then",
                "all",
            }
        ):
            break
    after = doc[end].lower_ if end < len(doc) else "."
    before = doc[start - 1].lower_ if start else ""
    if after == "by":
        return Voice.passive
    if after in {"at", "as", "up"} and doc[end + 1 : end + 2].text.lower() in {"least", "many", "to"}:
        return Voice.active  # "killed at least five'
    if (
        sense.entry.frame is Frame.transitive
        and after in _HIT_BY
        and sense.verb_form in {VerbForm.ed, VerbForm.part}
        and before not in PRONOUNS
    ):
        return (
            Voice.passive
            if sense.entry.role is TriggerRole.effect
            or after not in {"on", "at", "with", "in", "and"}
            or sense.verb_form is VerbForm.part
            else Voice.active
        )
    return Voice.active


@Language.factory(
    "tocsin_triggers",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "token.is_sent_start", "doc.spans"],
    assigns=["doc.spans"],
)
def make_triggers(nlp: Language, name: str, knowledge: str | None) -> Triggers:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return Triggers(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
