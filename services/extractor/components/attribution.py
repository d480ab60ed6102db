"""`tocsin_attribution`: who says who did it.

Finds claims of responsibility, admissions, accusations, suspicions and denials (`doc._.claims`), and the words that
give a statement to someone (`doc.spans["reports"]`). Values are MUC-4's perpetrator confidence, widened; what nobody
marks is `reported`. The rules are in ../speech, and what the trained model adds to them.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from ..annotations import Claim, Groups, register
from ..inflection import verb_forms
from ..lexicon import KNOWLEDGE_DIR, Lexicon, load_lexicon
from ..noun_phrases import left_edge
from ..phrases import PhraseSet
from ..speech.accusing import accused
from ..speech.marked import marked_claims
from ..speech.owning import owned
from ..speech.words import SpeechActWords, load_speech_acts


class Attributions:
    """Fills `doc._.claims` and `doc.spans["reports"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon, words: SpeechActWords) -> None:
        register()
        self._words = words
        self._said = frozenset(form for verb in lexicon.contexts.report_verbs for form in verb_forms(verb)) | {
            "says",
            "said",
            "told",
            "wrote",
        }
        self._according = PhraseSet(nlp, ["according to"])

    def __call__(self, doc: Doc) -> Doc:
        """Attribute what a relevant document says."""
        if not doc._.relevant:
            return doc
        doc.spans["reports"] = self._sayers(doc)
        groups = Groups(doc)
        claims: list[Claim] = []
        for token in doc:
            if token.is_alpha and not token.is_space:
                found = owned(groups, token.i, claims, self._words) or accused(groups, token.i, claims, self._words)
                claims += [claim for claim in found if len(claim.span) and not _is_told(claims, claim)]
        # The rules read plain statements best, the model those that are told in other ways.
        plain = {claim.span.sent.start for claim in claims}
        claims += [claim for claim in marked_claims(groups, self._words) if claim.span.sent.start not in plain]
        doc._.claims = claims
        doc.spans["claims"] = [claim.span for claim in claims]
        return doc

    def _sayers(self, doc: Doc) -> list[Span]:
        """The words for those who say something, one or two a sentence."""
        found = []
        for _, end in self._according.find(doc):
            stop = end
            while (
                stop < len(doc)
                and stop < end + 12
                and doc[stop].text not in {",", ".", ";", "\n"}
                and not doc[stop].is_sent_start
            ):
                stop += 1
            if stop > end:
                found.append(doc[end:stop])
        for token in doc:
            if (
                token.lower_ not in self._said
                or token.is_sent_start
                or token.lower_ in {"claim", "claims", "state", "note", "post", "report", "reports"}
            ):
                continue
            end = token.i
            while end > token.sent.start and doc[end - 1].lower_ in {
                "also",
                "later",
                "has",
                "have",
                "had",
                "reportedly",
            }:
                end -= 1
            start = left_edge(doc, end, token.sent.start)
            # "a spokesman for the army said": the phrase goes on to the left over "for", "of" and "from".
            while (
                start - 1 > token.sent.start
                and doc[start - 1].lower_ in {"for", "of", "with", "from", "in"}
                and end - start < 14
            ):
                start = left_edge(doc, start - 1, token.sent.start)
            if end > start:
                found.append(doc[start:end])
            elif end > token.sent.start and doc[end - 1].lower_ in {"it", "they"}:
                found.append(doc[end - 1 : end])
        return sorted(found, key=lambda span: span.start)


def _is_told(claims: list[Claim], new: Claim) -> bool:
    """Whether the same sentence has said so already: "admitted that it carried out" is one admission."""
    return any(
        claim.value is new.value and claim.actor is new.actor and claim.span.sent.start == new.span.sent.start
        for claim in claims
    )


@Language.factory(
    "tocsin_attribution",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "doc.spans"],
    assigns=["doc.spans", "doc._.claims"],
)
def make_attribution(nlp: Language, name: str, knowledge: str | None) -> Attributions:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    folder = Path(knowledge) if knowledge else KNOWLEDGE_DIR
    return Attributions(nlp, load_lexicon(folder), load_speech_acts(folder))
