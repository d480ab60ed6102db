"""Fits the weights by which a report's confidence is told: `python -m training.confidence [FOLDER ...]`.

Every draft of the gold articles in the folders (by default those of `train/` and `dev/`) is right when it is aligned
with an incident of its type and country; a draft of a marked article that the encoder was not trained on
(../training/passages), when it is aligned with an event of its type. Logistic regression, by Newton's method with a
ridge penalty; drafts of optional incidents say nothing. Prints the fit's calibration, five-fold by article.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.extractor import confidence
from services.extractor.components import incidents as assembly
from services.extractor.extract import Extractor
from services.extractor.reports import reports_of

from .score import passages
from .score.articles import ingested
from .score.gold.alignment import align
from .score.gold.reading import read_gold

GOLD = Path(__file__).parent.parent / "tests" / "quality" / "gold"
RIDGE = 4.0
STEPS = 30
FOLDS = 5
PASSAGES = Path(__file__).parent / "passages"
_PARAGRAPHS = "\n\n"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """A draft of an article."""

    article: int
    features: dict[str, float]
    right: bool


def samples(folders: Sequence[Path]) -> list[Sample]:
    """Every draft of the gold articles in some folders and of the marked ones, whatever its confidence."""
    extractor = Extractor.load()
    assembly.LEAST = assembly.LEAST_AGAINST_RULES = 0.0  # type: ignore[attr-defined]
    found = list(_of_marked(extractor))
    items = [item for folder in folders for item in read_gold(folder)]
    for number, item in enumerate(items):
        article = ingested(item.text, published=item.published, title=item.title)
        doc = extractor.annotate(article)
        reports = reports_of(doc, article) if doc._.relevant else []
        alignment = align(item, article, reports)
        told = {pair.predicted.id: pair for pair in alignment.pairs}
        for draft, report in zip(doc._.incidents, reports, strict=True):
            pair = told.get(report.id)
            if pair is not None and pair.expected.optional:
                continue
            found.append(Sample(number, confidence.features(doc, draft), pair is not None and pair.found))
    return found


def _of_marked(extractor: Extractor) -> Iterator[Sample]:
    """Drafts of the marked articles that training leaves out; passages of a sentence or two are not like news."""
    for number, marked in enumerate(passages.read(PASSAGES)):
        if _PARAGRAPHS not in marked.article.text:
            continue
        doc = extractor.annotate(marked.article)
        reports = reports_of(doc, marked.article) if doc._.relevant else []
        told = passages.aligned(marked.events, reports)
        for draft, report, event in zip(doc._.incidents, reports, told, strict=True):
            if event is None or not event.optional:
                right = event is not None and passages.is_found(event, report)
                # Their numbers stay apart from those of the gold articles.
                yield Sample(-1 - number, confidence.features(doc, draft), right)


def fit(drafts: Sequence[Sample]) -> dict[str, float]:
    """The weights of features, and `bias`."""
    names = sorted(drafts[0].features)
    inputs = np.array([[1.0, *(draft.features[name] for name in names)] for draft in drafts])
    right = np.array([float(draft.right) for draft in drafts])
    weights = np.zeros(inputs.shape[1])
    penalty = np.diag([0.0, *([RIDGE] * len(names))])
    for _ in range(STEPS):
        likely = _sigmoid(inputs @ weights)
        slope = inputs.T @ (likely - right) + penalty @ weights
        curve = (inputs * (likely * (1 - likely))[:, None]).T @ inputs + penalty
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(["bias", *names], (round(float(w), 4) for w in weights), strict=True))


def told(weights: dict[str, float], draft: Sample) -> float:
    """How likely the weights find a draft right."""
    score = weights["bias"] + sum(weights[name] * value for name, value in draft.features.items())
    return float(_sigmoid(np.array(score)))


def _sigmoid(values: Floats) -> Floats:
    return 1 / (1 + np.exp(-values))


def _held_out(drafts: Sequence[Sample]) -> list[tuple[float, bool]]:
    pairs = []
    for fold in range(FOLDS):
        weights = fit([draft for draft in drafts if draft.article % FOLDS != fold])
        pairs += [(told(weights, draft), draft.right) for draft in drafts if draft.article % FOLDS == fold]
    return pairs


def _table(pairs: Sequence[tuple[float, bool]]) -> str:
    """Of each tenth of confidence, and from each bar on: how many, how many right."""
    lines = ["confidence     drafts   right   mean"]
    for low in np.arange(0.0, 1.0, 0.1):
        inside = [(p, right) for p, right in pairs if low <= p < low + 0.1]
        if inside:
            share, mean = (100 * sum(x[i] for x in inside) / len(inside) for i in (1, 0))
            lines.append(f"{low:.1f} to {low + 0.1:.1f}   {len(inside):7} {share:6.1f} % {mean:5.1f} %")
    for bar in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        above = [right for p, right in pairs if p >= bar]
        kept = sum(above)
        all_right = sum(right for _, right in pairs)
        lines.append(f"from {bar:.2f}: {len(above)} drafts, {kept} right, of {all_right}")
    return "\n".join(lines)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m training.confidence", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", default=[GOLD / "train", GOLD / "dev"])
    drafts = samples(parser.parse_args().folders)
    sys.stdout.write(_table(_held_out(drafts)) + "\n")
    weights = fit(drafts)
    confidence.WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(drafts)} drafts; weights written to {confidence.WEIGHTS.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
