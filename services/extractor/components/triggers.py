"""`tocsin_triggers`: words that tell an incident, kept only where their clause bears them out.

"hit" tells an attack beside a rocket and none beside a record. What a word needs around it is in triggers.yaml; this
step tests it against the groups of the sentence, chooses between the noun and the verb, and finds the voice.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..annotations import TriggerMark, register
from ..lexicon import GAP, KNOWLEDGE_DIR, Lexicon, TriggerForm, TriggerSense, load_lexicon
from ..needs import Needs, Story
from ..phrases import PhraseIndex, PhraseSet
from ..readings import readings, voice_of
from ..told import with_the_models
from ..wordsets import word_set

GAP_TOKENS = 8
"""Tokens that a gap in a phrase may span."""
_FREED = word_set("rescued freed released rescue release")
"""An abduction that a rescue recalls is not the news."""
_HAPPENED = word_set("place occurred happened began came lasted killed claimed")
_POINTING = frozenset({"the", "this", "that", "these", "both"})


class Triggers:
    """Fills `doc.spans["triggers"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        senses = list(lexicon.trigger_senses())
        self._index = PhraseIndex(nlp, ((text, sense) for text, sense in senses if GAP not in text))
        self._single = defaultdict[str, list[TriggerSense]](list)
        for text, sense in senses:
            if " " not in text:
                self._single[text].append(sense)
        self._gapped: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], TriggerSense]]] = defaultdict(list)
        for text, sense in senses:
            if GAP in text:
                head, _, tail = text.partition(f" {GAP} ")
                first, *rest = head.split()
                self._gapped[first].append((tuple(rest), tuple(tail.split()), sense))
        self._blockers = PhraseSet(nlp, lexicon.contexts.blockers)
        self._claims = PhraseSet(nlp, lexicon.contexts.claims)
        self._needs = Needs(lexicon.contexts)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the triggers of a relevant document."""
        if not doc._.relevant:
            return doc
        blocked = self._blockers.covers(doc)
        story = Story(doc, self._claims.covers(doc))
        found: list[Span] = []
        last = 0
        matches = [*self._index.longest(doc), *self._with_gaps(doc)]
        for start, end, senses in sorted(matches, key=lambda match: (match[0], -match[1])):
            if start < last or any(i in blocked for i in range(start, end)):
                continue
            sense = self._sense(doc, start, end, senses, story, again=bool(found))
            if sense is None and end - start > 1 and doc[start].lower_ in self._single:
                # A phrase that its sentence does not bear out may hold a word that it does: "threw firebombs".
                end = start + 1
                sense = self._sense(doc, start, end, self._single[doc[start].lower_], story, again=bool(found))
            if sense is None:
                continue
            span = doc[start:end]
            span._.trigger = TriggerMark(sense, voice_of(doc, start, end, sense))
            found.append(span)
            last = end
        doc.spans["triggers"] = with_the_models(doc, found, blocked | story.claimed)
        return doc

    def _sense(
        self, doc: Doc, start: int, end: int, senses: list[TriggerSense], story: Story, *, again: bool
    ) -> TriggerSense | None:
        """The first reading of a word that its sentence bears out; `again` when something was told before it."""
        words = story.scene(doc, start).words
        # "The raids took place on Saturday" leans on the sentence before for what it needs.
        leans = again and start > 0 and doc[start - 1].lower_ in _POINTING and not _HAPPENED.isdisjoint(words)
        for sense in readings(doc, start, end, senses):
            if sense.entry.id == "abduction" and not _FREED.isdisjoint(words):
                continue
            if (leans and sense.form is TriggerForm.noun) or self._needs.met(sense.needs, doc, start, end, story):
                return sense
        return None

    def _with_gaps(self, doc: Doc) -> list[tuple[int, int, list[TriggerSense]]]:
        """Matches of the phrases that have a gap: "pelted ... with stones"."""
        found = []
        for token in doc:
            for rest, tail, sense in self._gapped.get(token.lower_, ()):
                begin = token.i + 1 + len(rest)
                if rest and tuple(t.lower_ for t in doc[token.i + 1 : begin]) != rest:
                    continue
                for i in range(begin + 1, min(begin + GAP_TOKENS + 1, len(doc) - len(tail) + 1)):
                    if doc[i].is_sent_start:
                        break
                    if tuple(doc[j].lower_ for j in range(i, i + len(tail))) == tail:
                        found.append((token.i, i + len(tail), [sense]))
                        break
        return found


@Language.factory(
    "tocsin_triggers",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "token.is_sent_start", "doc.spans"],
    assigns=["doc.spans"],
)
def make_triggers(nlp: Language, name: str, knowledge: str | None) -> Triggers:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return Triggers(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
