"""What a trigger needs around it before it counts: the conditions that triggers.yaml names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from schemas import WeaponKind

from .annotations import group
from .lexicon import Contexts, Need
from .noun_phrases import DETERMINERS, is_modifier
from .wordsets import word_set

BE = word_set("was were been being be is are got get")

ARMED_KINDS = frozenset({"state_forces", "rebel_group", "political_militia", "identity_militia", "external_other"})
"""ACLED actor kinds that bear arms."""
_WORDS = re.compile(r"[a-z]+(?:[-'][a-z]+)*")
_CROWD = word_set(
    """
    protester protesters demonstrator demonstrators crowd crowds rioters rioter marchers mob mobs supporters
    students residents villagers youths activists thousands hundreds dozens people workers farmers women teachers
    protest protests demonstration demonstrations rally marched march rallies sit-in riot riots picketers
    opponents
    """
)
GATHERINGS = word_set(
    """
    protesters demonstrators crowd crowds protest protests rally rallies demonstration demonstrations march marches
    sit-in
    """
)
_GATHERING_VERBS = ("protest", "demonstrat", "rall", "march", "picket")
_MILITARY = word_set("military army troops forces soldiers warplanes jets navy airforce warplane")
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
    r"\b(?:gas (?:leak|cylinder|explosion|pipe|canister)|short circuit|accidental(?:ly)?|boiler|fireworks?"
    r"|chemical plant|electrical fault)",
    re.IGNORECASE,
)
_AIRCRAFT = word_set("aircraft plane planes helicopter helicopters airliner airplane jet jets warplane warplanes")
_FOUND = word_set("found discovered seized uncovered recovered")
_PLOTS = word_set("attack attacks plot bombing bomb attempt assassination kidnapping coup")
_AGREED = word_set("signed agreed reached announced sign exchanged carried completed brokered")
_TAKEN = word_set("military non_state_militia utilities")
_NOT_HELD = word_set(
    """
    soldier soldiers serviceman servicemen vehicle vehicles tank tanks truck trucks convoy patrol warship vessel
    """
)
"""Military targets that are men or things rather than ground to hold."""
_TOWNS = word_set("town city village province territory district base villages towns garrison island airport")
_LAND = _TOWNS | word_set("land territories cities islands bases province provinces border area areas")
_BASES = word_set("relief displaced displacement refugee refugees medical aid tent transit summer holiday ski")
"""Camps and bases that are none of an armed force."""
_PEDESTRIANS = word_set(
    """
    crowd crowds pedestrians pedestrian people market pavement sidewalk worshippers shoppers protesters
    demonstrators mosque church tourists parade marchers festival bystanders promenade crowded passers-by
    """
)
_ACCIDENT_WORDS = word_set("accident accidental accidentally brakes brake skidded drunk drunken lost speeding")
_MARCHERS = word_set("protesters demonstrators marchers rioters")
"""In a story of whom, arrests are what came of a demonstration."""
_VANISHED = word_set(
    """
    whereabouts missing disappeared disappearance disappearances nobody incommunicado masked undisclosed unknown
    """
)
_TELLS_TERROR = word_set("terrorism terror attack attacks bombing bombings sabotage espionage treason sedition plot")
_SUSPECTED = word_set("suspicion suspected plotting planning planned over for allegedly")
_NOT_TAKEN = frozenset({"in", "near", "at", "from", "outside", "by"})
_FIRED_FROM = word_set("by at from towards toward into on over")
_THROWN = frozenset({WeaponKind.grenade, WeaponKind.incendiary, WeaponKind.explosive})
_NOT_STOPPED = frozenset({WeaponKind.melee, WeaponKind.aircraft_bomb})


@dataclass(slots=True)
class Scene:
    """What a sentence holds."""

    words: set[str]
    weapons: list[Span] = field(default_factory=list)
    actors: list[Span] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    casualties: list[Span] = field(default_factory=list)

    @property
    def armed(self) -> bool:
        """Whether it names someone who bears arms."""
        return any(str(a._.actor.kind) in ARMED_KINDS for a in self.actors)


class Story:
    """What a document holds, sentence by sentence."""

    def __init__(self, doc: Doc, claimed: set[int]) -> None:
        text = doc.text
        self.words = set(_WORDS.findall(text.lower()))
        self.accident = bool(_ACCIDENT.search(text))
        self.claimed = claimed
        """Tokens of claims of responsibility."""
        self._scenes = {sent.start: Scene(set(_WORDS.findall(sent.text.lower()))) for sent in doc.sents}
        for name in ("weapons", "actors", "targets", "places", "casualties"):
            for span in group(doc, name):
                getattr(self.scene(doc, span.start), name).append(span)

    def scene(self, doc: Doc, i: int) -> Scene:
        """The sentence of a token."""
        return self._scenes[doc[i].sent.start]


@dataclass(frozen=True, slots=True)
class _At:
    """A trigger word in its sentence and document."""

    doc: Doc
    start: int
    end: int
    scene: Scene
    story: Story

    def near(self, span: Span, reach: int) -> bool:
        """Whether a span is the object of the verb (right of it) or its passive subject (left of it), within reach."""
        if span.start >= self.end:
            return span.start - self.end <= reach
        if span.end > self.start:
            return False
        if span.end == self.start:
            return self.end < len(self.doc) and self.doc[self.end].lower_ in _FIRED_FROM  # "a missile fired by"
        if self.start - span.end > 4:
            # A long subject: "Two drones that were heading for the base in the north were destroyed".
            head = span.start - span.sent.start <= 4 or self.doc[span.start - 1].text == ","
            return head and self.start - span.end <= 25 and self.doc[self.start - 1].lower_ in BE
        return any(self.doc[i].lower_ in BE | {"that", "which"} for i in range(span.end, self.start))

    def follows(self, span: Span, reach: int) -> bool:
        """Whether a span is the object of the verb: it begins within reach after it, or is its passive subject."""
        return (span.end > self.end and span.start - self.end <= reach) or self.near(span, 0)

    def before(self, reach: int) -> set[str]:
        """Words of the sentence before the trigger, within some tokens: where the subject of a verb stands."""
        first = max(self.doc[self.start].sent.start, self.start - reach)
        return {self.doc[i].lower_ for i in range(first, self.start)}

    def around(self, before: int, after: int) -> set[str]:
        """Words within some tokens before and after the trigger."""
        left, right = max(0, self.start - before), min(self.end + after, len(self.doc))
        return {self.doc[i].lower_ for i in range(left, right)}


class Needs:
    """Tests the needs of triggers."""

    def __init__(self, contexts: Contexts) -> None:
        deliberate = frozenset(contexts.deliberate)
        demands = frozenset(contexts.demands)
        public = frozenset(contexts.public_persons)
        political = frozenset(contexts.political_persons)
        self._tests: dict[Need, Callable[[_At], bool]] = {
            "weapon": _has_weapon,
            "actor": lambda at: bool(at.scene.actors),
            "armed": lambda at: at.scene.armed,
            "target": lambda at: any(not t.start <= at.start < t.end for t in at.scene.targets),
            "person": lambda at: bool(at.scene.casualties) or not public.isdisjoint(at.scene.words),
            "place": lambda at: bool(at.scene.places),
            "toll": lambda at: bool(at.scene.casualties),
            "crowd": _has_crowd,
            "gathering": lambda at: not GATHERINGS.isdisjoint(at.scene.words),
            "military": lambda at: not _MILITARY.isdisjoint(at.scene.words),
            "demand": lambda at: not demands.isdisjoint(at.scene.words),
            "claim": lambda at: any(at.start - 12 < i < at.end + 12 for i in at.story.claimed),
            "deliberate": lambda at: (
                not at.story.accident
                and not deliberate.isdisjoint(at.story.words)
                and _ACCIDENTS.isdisjoint(at.scene.words)
            ),
            "subject_weapon": lambda at: any(0 <= at.start - w.end <= 8 for w in at.scene.weapons),
            "object_weapon": lambda at: any(at.near(w, 6) for w in at.scene.weapons),
            "object_munition": lambda at: any(
                at.near(w, 6) and w._.weapon.kind is not WeaponKind.other for w in at.scene.weapons
            ),
            "object_chemical": _has_chemical,
            "object_grenade": lambda at: any(at.near(w, 6) and w._.weapon.kind in _THROWN for w in at.scene.weapons),
            "object_aircraft": _has_aircraft,
            "near_weapon": lambda at: any(
                at.near(w, 8) and w._.weapon.kind not in _NOT_STOPPED for w in at.scene.weapons
            ),
            "found_weapon": lambda at: not _FOUND.isdisjoint(at.scene.words),
            "plot": lambda at: not _PLOTS.isdisjoint(at.scene.words),
            "agreeing": lambda at: not _AGREED.isdisjoint(at.scene.words),
            "armed_place": _takes_a_place,
            "armed_person": lambda at: at.scene.armed and bool(at.scene.casualties),
            "political_person": lambda at: (
                _has_rebels(at)
                or not _MARCHERS.isdisjoint(at.story.words)
                or not political.isdisjoint(at.around(8, 12))
                or not (_TELLS_TERROR.isdisjoint(at.around(2, 14)) or _SUSPECTED.isdisjoint(at.around(2, 14)))
            ),
            "armed_object": lambda at: at.scene.armed and any(at.follows(t, 4) for t in at.scene.targets),
            "armed_property": lambda at: (
                (at.scene.armed or not _CROWD.isdisjoint(at.before(12)))
                and any(at.follows(t, 3) and str(t._.target.kind) in _PROPERTY for t in at.scene.targets)
            ),
            "base": lambda at: (
                at.scene.armed and _BASES.isdisjoint(at.around(2, 4)) and _is_phrase(at.doc, at.start + 2, at.end)
            ),
            "fallen_place": _has_fallen,
            "rammed_people": lambda at: (
                not _PEDESTRIANS.isdisjoint(at.around(8, 10)) and _ACCIDENT_WORDS.isdisjoint(at.story.words)
            ),
            "rebels_subject": lambda at: any(
                str(a._.actor.kind) in {"rebel_group", "political_militia", "identity_militia"}
                and 0 <= at.start - a.end <= 3
                for a in at.scene.actors
            ),
            "rioters": lambda at: not GATHERINGS.isdisjoint(at.scene.words) or not _CROWD.isdisjoint(at.before(12)),
            "taken_away": lambda at: (
                any(str(a._.actor.kind) in ARMED_KINDS - {"state_forces"} for a in at.scene.actors)
                or (at.scene.armed and not _VANISHED.isdisjoint(at.story.words))
            ),
            "threatened_target": lambda at: (
                any(word.startswith("threat") for word in at.before(4))
                and any(at.follows(t, 4) for t in at.scene.targets)
            ),
            "territory": lambda at: bool(at.scene.actors or at.scene.places) and not _LAND.isdisjoint(at.around(8, 6)),
            "target_property": lambda at: (
                any(str(t._.target.kind) in _PROPERTY for t in at.scene.targets) and bool(at.scene.places)
            ),
        }

    def met(self, needs: tuple[Need, ...], doc: Doc, start: int, end: int, story: Story) -> bool:
        """Whether any of the needs of a trigger at these tokens is met; one without needs always is."""
        if not needs:
            return True
        at = _At(doc, start, end, story.scene(doc, start), story)
        return any(self._tests[need](at) for need in needs)


def _has_weapon(at: _At) -> bool:
    return any(
        w.start >= at.end or w.end <= at.start or w._.weapon.kind is not WeaponKind.other for w in at.scene.weapons
    )


def _has_crowd(at: _At) -> bool:
    if at.doc[at.start].lower_.startswith(_GATHERING_VERBS):
        # The crowd must be the subject: a nurse demonstrates a bandage to students.
        return not _CROWD.isdisjoint(
            t.lower_ for t in at.doc[max(at.doc[at.start].sent.start, at.start - 12) : at.start]
        )
    return not _CROWD.isdisjoint(at.scene.words)


def _has_aircraft(at: _At) -> bool:
    flown = [t for t in at.scene.targets if t[-1].lower_ in _AIRCRAFT]
    flown += [w for w in at.scene.weapons if w._.weapon.kind is WeaponKind.aircraft_bomb]
    return any(at.near(span, 6) for span in flown)


def _has_rebels(at: _At) -> bool:
    return any(at.start - 8 <= a.start < at.end + 12 and str(a._.actor.kind) == "rebel_group" for a in at.scene.actors)


def _takes_a_place(at: _At) -> bool:
    """Whether an armed force takes a place or a position: the place is the verb's object, not where it happens."""
    if not at.scene.armed:
        return False
    for i in range(at.start, min(at.end + 6, len(at.doc))):
        word = at.doc[i].lower_
        if i >= at.end and (word in _NOT_TAKEN or (at.doc[i].is_punct and word != "-")):
            break
        if word in _TOWNS:
            return True
    if not BE.isdisjoint(at.before(2)) and not _TOWNS.isdisjoint(at.before(8)):
        return True  # "the town was captured"
    place = min((p.start for p in at.scene.places if p.start >= at.end), default=len(at.doc))
    between = {at.doc[i].lower_ for i in range(at.end, min(place, at.end + 4))}
    if place - at.end <= 3 and between.isdisjoint(_NOT_TAKEN):
        return True
    return any(
        0 <= t.start - at.end <= 4 and str(t._.target.kind) in _TAKEN and t[-1].lower_ not in _NOT_HELD
        for t in at.scene.targets
    )


def _has_fallen(at: _At) -> bool:
    """Whether a place fell to an armed force: "the town of A fell to the rebels"."""
    to = any(str(a._.actor.kind) in ARMED_KINDS and 0 <= a.start - at.end <= 3 for a in at.scene.actors)
    return to and (any(0 <= at.start - p.end <= 4 for p in at.scene.places) or not _LAND.isdisjoint(at.before(8)))


def _has_chemical(at: _At) -> bool:
    """Whether an agent is let loose on purpose: "chlorine was dropped on the town", not a leak in a plant."""
    if at.story.accident or not _ACCIDENTS.isdisjoint(at.scene.words - {"gas"}):
        return False
    return any(at.near(w, 4) and w._.weapon.kind is WeaponKind.chemical for w in at.scene.weapons)


def _is_phrase(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens are one noun phrase: nothing but modifiers and determiners among them."""
    return all(doc[i].lower_ in DETERMINERS or is_modifier(doc, i) for i in range(start, end))
