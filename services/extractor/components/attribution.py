"""`tocsin_attribution`: who says who did it.

Finds claims of responsibility, admissions, accusations and denials (`doc._.claims`), and the words that give a
statement to someone (`doc.spans["reports"]`). Values are MUC-4's perpetrator confidence, widened; what nobody marks
is `reported`.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from schemas import AttributionValue

from ..annotations import Claim, Groups, register
from ..inflection import verb_forms
from ..lexicon import KNOWLEDGE_DIR, Lexicon, load_lexicon
from ..noun_phrases import left_edge
from ..phrases import PhraseSet
from ..wordsets import word_set

AUTHORITIES = word_set(
    """
    police authorities government military army officials official ministry minister officer officers president
    spokesman spokeswoman spokesperson commander governor mayor state coalition pentagon kremlin prosecutors
    prosecutor forces general intelligence security troops administration command sheriff interior defense defence
    security-forces statement nato colonel gen. col. maj. lt. navy mod idf investigators administrator deputy
    """
)
_NONE = word_set(
    """
    no not nobody none n't yet never neither nor
    """
)
_DENIED = word_set(
    """
    involvement responsibility any role carrying attacking targeting behind allegation allegations accusation
    accusations it claim claims striking hitting firing that the being shelling launching having charge charges
    report reports
    """
)
_BEFORE = 16
_AFTER = 14


class Attributions:
    """Fills `doc._.claims` and `doc.spans["reports"]`."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        register()
        words = lexicon.contexts
        self._claims = PhraseSet(nlp, words.claims)
        self._denials = PhraseSet(nlp, words.denials)
        self._accusations = PhraseSet(nlp, words.accusations)
        self._said = frozenset(form for verb in words.report_verbs for form in verb_forms(verb)) | {
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
        groups = Groups(doc)
        claims: list[Claim] = []
        for start, end in self._claims.find(doc):
            claims += _claim(doc, start, end, groups.of_sentence("actors", doc[start].sent))
        for start, end in self._denials.find(doc):
            if any(doc[i].lower_ in _DENIED for i in range(end, min(end + 4, len(doc)))):
                actor = _last_before(doc, start, groups.of_sentence("actors", doc[start].sent))
                if actor is not None and str(actor._.actor.kind) not in {"civilians", "protesters"}:
                    claims.append(Claim(AttributionValue.denied, doc[start:end], actor, actor._.actor.name, actor))
        for start, end in self._accusations.find(doc):
            claims += _accusation(doc, start, end, groups.of_sentence("actors", doc[start].sent))
        doc._.claims = claims
        doc.spans["claims"] = [claim.span for claim in claims]
        doc.spans["reports"] = self._sayers(doc)
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
        return sorted(found, key=lambda span: span.start)


def is_authority(span: Span | None, actors: list[Span]) -> bool:
    """Whether words name an authority: a state's forces, officials, ministers, a coalition."""
    if span is None:
        return False
    if any(
        a.start >= span.start and a.end <= span.end and str(a._.actor.kind) in {"state_forces", "external_other"}
        for a in actors
    ):
        return True
    return any(token.lower_ in AUTHORITIES for token in span)


def _last_before(doc: Doc, start: int, actors: list[Span]) -> Span | None:
    sent = doc[start].sent
    before = [a for a in actors if a.start >= sent.start and a.end <= start and start - a.end <= _BEFORE]
    return before[-1] if before else None


def _first_after(doc: Doc, end: int, actors: list[Span], reach: int = _AFTER) -> Span | None:
    sent = doc[end - 1].sent
    return next((a for a in actors if a.start >= end and a.end <= sent.end and a.start - end <= reach), None)


def _claim(doc: Doc, start: int, end: int, actors: list[Span]) -> list[Claim]:
    sent = doc[start].sent
    before = {doc[i].lower_ for i in range(max(sent.start, start - 8), start)}
    if before & _NONE or (doc[end - 1].lower_ == "it" and before & _NONE):
        return []
    words = doc[start:end].text.lower()
    actor = (
        _first_after(doc, end, actors, 6)
        if words.endswith("by") and "behind" not in words
        else _subject(doc, start, actors)
    )
    if actor is None or str(actor._.actor.kind) in {"civilians", "protesters", "rioters"}:
        return []
    if words in {"admitted", "acknowledged", "claimed to have"} and not any(
        doc[i].lower_
        in {
            "responsibility",
            "carrying",
            "striking",
            "killing",
            "firing",
            "killed",
            "its",
            "that",
            "it",
            "hitting",
            "attacking",
        }
        for i in range(end, min(end + 5, len(doc)))
    ):
        return []
    official = str(actor._.actor.kind) in {"state_forces", "external_other"}
    value = AttributionValue.admitted if official or words in {"admitted", "acknowledged"} else AttributionValue.claimed
    return [Claim(value, doc[start:end], actor, actor._.actor.name, actor)]


def _subject(doc: Doc, start: int, actors: list[Span]) -> Span | None:
    """The actor that is the subject of a claim: of those before it the named one nearest the verb."""
    sent = doc[start].sent
    before = [a for a in actors if a.start >= sent.start and a.end <= start and start - a.end <= 30]
    if not before:
        return None
    named = [a for a in before if not a._.actor.generic and start - a.end <= 12]
    return (named or before)[-1]


def _accusation(doc: Doc, start: int, end: int, actors: list[Span]) -> list[Claim]:
    sent = doc[start].sent
    words = doc[start:end].text.lower()
    passive = any(
        doc[i].lower_ in {"was", "were", "been", "is", "are"} for i in range(max(sent.start, start - 3), start)
    )
    if words.startswith("accus") and any(
        doc[i].lower_ in {"planning", "plotting"} for i in range(end, min(end + 6, len(doc)))
    ):
        return []
    on = next((i for i in range(end, min(end + 6, sent.end)) if doc[i].lower_ in {"on", "to"}), None)
    if words.endswith("behind"):
        accused, accuser = _last_before(doc, start, actors), None
        asked = {doc[i].lower_ for i in range(max(sent.start, start - 4), start)}
        if not asked.isdisjoint({"who", "which", "whoever", "unclear"}):
            return []
        accuser = next((a for a in actors if a is not accused and a.end <= start), None)
    elif passive and not (words.startswith(("blame", "attribut")) and (words.endswith("on") or on is not None)):
        accused, accuser = _last_before(doc, start, actors), None
        by = next((i for i in range(end, min(end + 6, sent.end)) if doc[i].lower_ == "by"), None)
        if by is not None:
            accuser = _first_after(doc, by + 1, actors, 4)
    else:
        from_here = on + 1 if on is not None and (passive or words.startswith("attribut")) else end
        accused = _first_after(doc, from_here, actors, 5)
        if accused is not None and any(
            doc[i].lower_ in {"of", ",", "for", "him", "her", "them"} for i in range(from_here, accused.start)
        ):
            return []
        accuser = _sayer_before(doc, start)
    if accused is None or str(accused._.actor.kind) in {"civilians", "protesters"}:
        return []
    value = AttributionValue.accused_by_authorities if is_authority(accuser, actors) else AttributionValue.accused
    return [Claim(value, doc[start:end], accused, accused._.actor.name, accuser)]


def _sayer_before(doc: Doc, start: int) -> Span | None:
    end = start
    sent = doc[start].sent
    while end > sent.start and doc[end - 1].lower_ in {"has", "have", "had", "also", "later", "immediately", "quickly"}:
        end -= 1
    begin = left_edge(doc, end, sent.start)
    return doc[begin:end] if end > begin else None


@Language.factory(
    "tocsin_attribution",
    default_config={"knowledge": None},
    requires=["doc._.relevant", "doc.spans"],
    assigns=["doc.spans", "doc._.claims"],
)
def make_attribution(nlp: Language, name: str, knowledge: str | None) -> Attributions:
    """Make the step; `knowledge` is a folder of knowledge files, None for those that ship with Tocsin."""
    return Attributions(nlp, load_lexicon(Path(knowledge) if knowledge else KNOWLEDGE_DIR))
