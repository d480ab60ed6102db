"""`tocsin_targets`: things and persons that are aimed at, by the target types of the Global Terrorism Database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from schemas import TargetKind

from ..annotations import TargetMark, register
from ..lexicon import KNOWLEDGE_DIR, Lexicon, load_lexicon, word_forms
from ..noun_phrases import left_edge
from ..phrases import PhraseIndex
from ..wordsets import word_set

_MODIFIERS = {
    "military": TargetKind.military,
    "army": TargetKind.military,
    "police": TargetKind.police,
    "un": TargetKind.ngo,
    "u.n.": TargetKind.ngo,
    "rebel": TargetKind.non_state_militia,
    "militia": TargetKind.non_state_militia,
    "militant": TargetKind.non_state_militia,
    "houthi": TargetKind.non_state_militia,
    "insurgent": TargetKind.non_state_militia,
    "diplomatic": TargetKind.government_diplomatic,
    "aid": TargetKind.ngo,
    "humanitarian": TargetKind.ngo,
    "school": TargetKind.educational_institution,
    "air": TargetKind.military,
}
"""A word before the head that says what kind of base, convoy, vehicle or building it is."""
_OPEN_HEADS = word_set(
    """
    convoy convoys vehicle vehicles truck trucks bus buses base bases checkpoint checkpoints building buildings
    camp camps patrol patrols post posts headquarters position positions bunker car cars van helicopter
    helicopters plane planes aircraft office compound facility facilities outpost outposts site sites
    """
)


class Targets:
    """Fills `doc.spans["targets"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        self._index = PhraseIndex(nlp, _readings(lexicon))

    def __call__(self, doc: Doc) -> Doc:
        """Mark the targets of a relevant document."""
        if not doc._.relevant:
            return doc
        found = []
        matches = self._index.longest(doc)
        for number, (start, end, readings) in enumerate(matches):
            following = matches[number + 1] if number + 1 < len(matches) else None
            if following is not None and following[0] == end:
                continue  # "army [base] [checkpoint]": the last noun is the head
            floor = matches[number - 1][1] if number and matches[number - 1][1] < start else 0
            begin = left_edge(doc, start, floor)
            while doc[begin].lower_ in {"least", "than", "more"} and begin < start:
                begin += 1
            span = doc[begin:end]
            span._.target = TargetMark(_kind(doc, begin, start, end, readings[0]))
            found.append(span)
        doc.spans["targets"] = found
        return doc


def _readings(lexicon: Lexicon) -> Iterator[tuple[str, TargetKind]]:
    for kind, words in lexicon.targets.items():
        for form, _ in word_forms(words.words):
            yield form, kind
        for phrase in words.phrases:
            yield phrase, kind


def _kind(doc: Doc, begin: int, start: int, end: int, kind: TargetKind) -> TargetKind:
    if doc[end - 1].lower_ not in _OPEN_HEADS:
        return kind
    for i in range(begin, start):
        if doc[i].lower_ in _MODIFIERS:
            return _MODIFIERS[doc[i].lower_]
    return kind


@Language.factory(
    "tocsin_targets", default_config={"knowledge": None}, requires=["doc._.relevant"], assigns=["doc.spans"]
)
def make_targets(nlp: Language, name: str, knowledge: str | None) -> Targets:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return Targets(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
