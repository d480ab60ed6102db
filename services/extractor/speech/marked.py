"""Who claims, admits or denies an act, and who is accused or suspected of it, as the trained model marks them."""

from __future__ import annotations

from spacy.tokens import Span

from schemas import ActorKind, AttributionValue

from ..actors.match import ActorMatch
from ..annotations import Claim, Groups, overlap
from ..inflection import verb_forms
from ..noun_phrases import DETERMINERS
from .speakers import antecedent_of
from .words import SpeechActWords

PERPETRATOR, SOURCE = "perpetrator", "source"
"""Labels of the trained model's roles."""
_PLAIN = frozenset(
    form for verb in ("claim", "accuse", "blame", "confirm", "suspect", "rule") for form in verb_forms(verb)
)
_OF_ONESELF = frozenset({AttributionValue.claimed, AttributionValue.admitted, AttributionValue.denied})


def marked_claims(groups: Groups, words: SpeechActWords) -> list[Claim]:
    """A claim for every mention of a perpetrator of which more is told than that he did it, in order of the text.

    A sentence with a plain word for a claim or a charge is the rules' (owning.py, accusing.py): where they find none in
    it, it is about something else ("accused Ethiopia of arming rebels").
    """
    claims: list[Claim] = []
    plain = _PLAIN | words.admitting | words.denying
    for role in groups.all("roles"):
        if role.label_ != PERPETRATOR or role._.attribution in (None, AttributionValue.reported):
            continue
        if any(token.lower_ in plain for token in role.sent):
            continue
        value = AttributionValue(role._.attribution)
        actor = _actor(groups, role, claims, words)
        said_by = role if value in _OF_ONESELF else _speaker(groups, role)
        claims.append(Claim(value, role, actor, actor._.actor.name, said_by))
    return claims


def _actor(groups: Groups, role: Span, claims: list[Claim], words: SpeechActWords) -> Span:
    """Who is meant: a named actor in the words, whom "the group" stands for, or the words themselves."""
    known = groups.sharing("actors", role.start, role.end)
    named = [a for a in known if not a._.actor.generic]
    if named:
        return named[0]
    if meant := antecedent_of(groups.doc, role, groups.within("actors", 0, role.start), claims, words):
        return meant
    return known[0] if known else _unlisted(role)


def _unlisted(role: Span) -> Span:
    start = role.start + (role[0].lower_ in DETERMINERS and len(role) > 1)
    span = Span(role.doc, start, role.end, label="ACTOR")
    span._.actor = ActorMatch(None, span.text, ActorKind.unknown, None, generic=True)
    return span


def _speaker(groups: Groups, role: Span) -> Span | None:
    """The nearest of those whom the sentence lets speak."""
    spans = [r for r in groups.of_sentence("roles", role.sent) if r.label_ == SOURCE]
    spans += groups.of_sentence("reports", role.sent)
    others = [s for s in spans if not overlap(s, role)]
    return min(others, key=lambda s: max(s.start - role.end, role.start - s.end), default=None)
