"""Trains the encoder with its syntax and entity heads, and writes it for the extractor."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from services.extractor.syntax.network import WEIGHTS, WeightsError

from ..encoder.weights import WeightsMissingError
from ..events import passages
from . import conllu, corpora, export, train

SCORES = "scores.json"
CALIBRATION, CALIBRATION_PASSAGES = 3, 6
"""Every third of GUM's documents and every sixth marked passage tell the ranges for quantization."""


def main() -> int:
    """Run the command; 1 when the data or the weights can't be used."""
    parser = argparse.ArgumentParser(prog="python -m training.syntax", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train", help="train, going on where a broken-off run stopped")
    training.add_argument("--data", type=Path, required=True, help="folder with ud/ and re3d/, like ../shared/data")
    training.add_argument("--out", type=Path, required=True, help="folder for checkpoint, model, labels and scores")
    training.add_argument("--epochs", type=int, default=train.Settings.epochs)
    training.add_argument("--seed", type=int, default=train.Settings.seed)
    training.add_argument("--no-events", action="store_true", help="syntax and names alone, as a teacher learns")
    training.add_argument("--teacher", type=Path, help="an exported model that tells the syntax of what has no trees")
    training.add_argument("--start", type=Path, help="the --out of a run to go on from")
    training.add_argument("--finish", action="store_true", help="go on at lower rates")
    exporting = commands.add_parser("export", help="write what was trained as the extractor reads it, and score it")
    exporting.add_argument("--data", type=Path, required=True, help="folder with ud/")
    exporting.add_argument("--model", type=Path, required=True, help="the --out of train")
    exporting.add_argument("--out", type=Path, default=WEIGHTS, help="folder for the graph (default: the extractor's)")
    arguments = parser.parse_args()
    try:
        if arguments.command == "train":
            settings = train.Settings(
                epochs=arguments.epochs,
                seed=arguments.seed,
                events=not arguments.no_events,
                teacher=arguments.teacher,
                start=arguments.start,
                finish=arguments.finish,
            )
            _train(arguments.data, arguments.out, settings)
        else:
            _export(arguments.data, arguments.model, arguments.out)
    except (FileNotFoundError, conllu.ConlluError, WeightsMissingError, WeightsError, export.ExportError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _train(data: Path, out: Path, settings: train.Settings) -> None:
    scores = train.train(data, out, settings).percentages()
    _write(out / SCORES, {"trained": scores})


def _export(data: Path, model: Path, out: Path) -> None:
    # It imports the whole extractor, which training alone does not need.
    from ..score.syntax import score

    treebank = data / "ud" / "gum-open-dev.conllu.gz"
    samples = corpora.documents(conllu.read(treebank))
    seen = corpora.documents(conllu.read(data / "ud" / "gum-open-train.conllu.gz"))
    marked = corpora.documents(passages.read(corpora.PASSAGES, corpora.split_text))
    calibration = [*seen[::CALIBRATION], *marked[::CALIBRATION_PASSAGES]]
    agreement = export.export(model, out, *(list(map(words_of, part)) for part in (samples, calibration)))
    trained = json.loads((model / SCORES).read_text(encoding="utf-8"))
    scored = score(treebank, out)
    sys.stdout.write(scored.table + "\n")
    _write(out / SCORES, trained | {"agreement": agreement, "extractor": scored.metrics})


def words_of(document: corpora.Document) -> list[list[str]]:
    """Its sentences as words."""
    return [sentence.words for sentence in document]


def _write(path: Path, scores: dict[str, dict[str, float]]) -> None:
    rounded = {kind: {name: round(value, 4) for name, value in figures.items()} for kind, figures in scores.items()}
    path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
