"""Templates from the words that the trained model marks as fillers of MUC-4's roles (`doc.spans["fillers"]`)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from spacy.tokens import Doc, Span

from services.extractor.syntax.links import Links

from .role_fillers import Template
from .strings import normalized, without_quantifier

ROLES = {
    "perpetrator_individual": "PerpInd",
    "perpetrator_organization": "PerpOrg",
    "physical_target": "Target",
    "human_target": "Victim",
    "instrument": "Weapon",
}
LEAST = {"PerpInd": 0.5, "PerpOrg": 0.5, "Target": 0.4, "Victim": 0.7, "Weapon": 0.35}
"""How likely a string must be, where it is likeliest; chosen on tst1 and tst2."""
ONE_EVENT = 0.5
"""How likely two fillers of one type of incident must be of one event to share a template."""


@dataclass
class Told:
    """A string in one role: where it stands."""

    string: str
    role: str
    spans: list[Span]

    @property
    def told(self) -> float:
        """How likely it fills the role, where it is likeliest."""
        return float(max(span._.told for span in self.spans))

    @property
    def crime(self) -> str:
        """The type of incident that it fills, by all places taken together."""
        weights: dict[str, float] = {}
        for span in self.spans:
            weights[span._.crime] = weights.get(span._.crime, 0.0) + span._.told
        return max(weights, key=lambda name: weights[name])


def templates_of(doc: Doc, least: dict[str, float] | None = None) -> list[Template]:
    """The templates of a document: fillers of one type of incident, unless the model links some of them apart.

    One string an entity: a wrong second one would make the entity wrong, and a right one gains nothing.
    """
    groups: dict[str, list[Told]] = {}
    for told in fillers_of(doc, least):
        groups.setdefault(told.crime, []).append(told)
    templates = []
    for crime, fillers in groups.items():
        for together in _apart(doc._.links, fillers):
            template = Template(crime)
            for told in together:
                template.roles[told.role].append(frozenset({told.string}))
            templates.append(template)
    return templates


def fillers_of(doc: Doc, least: dict[str, float] | None = None) -> list[Told]:
    """The strings that fill a role, each once, in the order of the text."""
    bar = least or LEAST
    found: dict[tuple[str, str], Told] = {}
    for span in doc.spans.get("fillers", []):
        role = ROLES[span.label_]
        string = normalized(without_quantifier(span.text))
        if string:
            found.setdefault((role, string), Told(string, role, [])).spans.append(span)
    return [told for told in found.values() if told.told >= bar[told.role]]


def _apart(links: Links | None, fillers: list[Told]) -> list[list[Told]]:
    """The fillers in groups of one event each: joined where nothing speaks against it, single linkage."""
    group = list(range(len(fillers)))
    for one, other in combinations(range(len(fillers)), 2):
        likely = _together(links, fillers[one], fillers[other])
        if likely is None or likely >= ONE_EVENT:
            old, new = group[other], group[one]
            group = [new if number == old else number for number in group]
    return [[fillers[i] for i, number in enumerate(group) if number == kept] for kept in dict.fromkeys(group)]


def _together(links: Links | None, one: Told, other: Told) -> float | None:
    """How likely two fillers are of one event, where they are likeliest; None where nothing says so."""
    if links is None:
        return None
    told = [
        p
        for a in one.spans
        for b in other.spans
        if (p := links.probability(range(a.start, a.end), range(b.start, b.end))) is not None
    ]
    return max(told, default=None)
