"""`muc4`: role fillers and templates of MUC-4, by the published scores of GRIT and GTT."""

from __future__ import annotations

from pathlib import Path

from .muc.articles import article
from .muc.ceaf_ree import Counts, aligned
from .muc.ceaf_ree import count as count_role_fillers
from .muc.fillers import templates_of
from .muc.role_fillers import ROLES, Document, Template, merged, read_documents
from .muc.template_f1 import TYPE, best_mapping
from .muc.template_f1 import count as count_templates
from .scorer import BadDataError, Scores, extractor, with_progress

HELP = "MUC-4 role fillers and templates; PATH is a file of JSON lines in GTT's format, such as dev.json"


def score(path: Path) -> Scores:
    """CEAF-REE F1 of the role fillers and micro F1 of the templates.

    Raises `BadDataError` when the file is not in GTT's format.
    """
    if path.is_dir():
        raise BadDataError(f"{path} is a folder; a file of JSON lines in GTT's format is wanted")
    documents = list(read_documents(path))
    if not documents:
        raise BadDataError(f"{path} has no documents")
    return compare([(document, predict(document)) for document in with_progress(documents, "articles")])


def predict(document: Document) -> list[Template]:
    """The templates of what the extractor marks as fillers in a document's text; none where ingest makes no article.

    Not of its reports: those tell every incident, where MUC-4's keys have only what its rules of relevance let in.
    """
    read = article(document.text, None)
    return templates_of(extractor().annotate(read)) if read is not None else []


def compare(scored: list[tuple[Document, list[Template]]]) -> Scores:
    """The scores of documents whose templates were predicted."""
    fillers = {role: Counts() for role in ROLES}
    templates = {name: Counts() for name in (TYPE, *ROLES)}
    errors: list[str] = []
    for document, predicted in scored:
        given, wanted = merged(predicted), merged(document.templates)
        for role, counts in count_role_fillers(given, wanted).items():
            fillers[role].add(counts)
            errors += _errors(document.id, role, given[role], wanted[role])
        mapping = best_mapping(predicted, document.templates)
        for name, counts in count_templates(predicted, document.templates, mapping).items():
            templates[name].add(counts)
    fillers["all roles"] = _sum(fillers)
    templates["all"] = _sum(templates)
    table = "\n\n".join(
        (_table("Role fillers (CEAF-REE, strict)", fillers), _table("Templates (best mapping)", templates))
    )
    return Scores(_metrics(fillers, templates), table, errors)


def _metrics(fillers: dict[str, Counts], templates: dict[str, Counts]) -> dict[str, float]:
    found = {"ceaf_re_f1": fillers["all roles"].f1, "template_f1": templates["all"].f1}
    found |= {f"ceaf_re_f1_{role}": fillers[role].f1 for role in ROLES}
    found["incident_type_f1"] = templates[TYPE].f1
    return found


def _sum(counts: dict[str, Counts]) -> Counts:
    whole = Counts()
    for one in counts.values():
        whole.add(one)
    return whole


def _errors(document: str, role: str, given: list[frozenset[str]], wanted: list[frozenset[str]]) -> list[str]:
    pairs = aligned(given, wanted)
    right, found = {row for row, _ in pairs}, {column for _, column in pairs}
    wrong = [f"{document} {role}: wrong {_shown(entity)}" for n, entity in enumerate(given) if n not in right]
    return wrong + [f"{document} {role}: missed {_shown(entity)}" for n, entity in enumerate(wanted) if n not in found]


def _shown(entity: frozenset[str]) -> str:
    return " / ".join(repr(mention) for mention in sorted(entity))


def _table(title: str, counts: dict[str, Counts]) -> str:
    lines = [f"{title:<32}{'P':>7}{'R':>7}{'F1':>7}{'right':>8}{'predicted':>11}{'expected':>10}"]
    for name, one in counts.items():
        figures = f"{one.precision:7.1f}{one.recall:7.1f}{one.f1:7.1f}"
        lines.append(f"  {name:<30}{figures}{one.right_predicted:8.0f}{one.predicted:11.0f}{one.expected:10.0f}")
    return "\n".join(lines)
