"""The training loop: fixed seed, progress on standard error, a checkpoint after every epoch to go on from."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import nn

from services.extractor.syntax.labels import Labels
from services.extractor.syntax.wordpiece import WordPiece

from ..encoder import weights
from . import batches, corpora
from .batches import Example, Numbers
from .corpora import Corpora
from .model import CLASSIFIERS, LOSS_WEIGHTS, SyntaxModel
from .scores import Tally, tally
from .teaching import teach

CHECKPOINT = "checkpoint.pt"
MODEL = "model.pt"
FINISHING = 0.4
"""Of the rates, for going on from a trained model."""
LABELS = "labels.json"
_REPORT_SECONDS = 20.0
_WARM_UP = 0.06
_MAX_NORM = 1.0
WIDTHS = (64, 128, 256)
"""Subwords of windows."""
_EVERY_TAUGHT = 4


@dataclass(frozen=True)
class Settings:
    """What a run is made of; the defaults made the weights that ship."""

    epochs: int = 4
    seed: int = 7
    subwords: int = 2000
    """In a batch, padding counted."""
    events: bool = True
    """Whether to learn events and roles too."""
    teacher: Path | None = None
    """An exported model that tells the syntax of the marked passages."""
    start: Path | None = None
    """The folder of a trained model to go on from."""
    finish: bool = False
    """Whether to go on at lower rates."""
    encoder_rate: float = 2e-4
    heads_rate: float = 2e-3
    weight_decay: float = 0.01


def train(data: Path, out: Path, settings: Settings) -> Tally:
    """Train on the corpora in `data`; leaves `model.pt` and `labels.json` in `out`, and returns the scores on dev.

    A run that was broken off goes on after its last whole epoch. On a machine with a GPU it is used.

    Raises:
        FileNotFoundError: a corpus is missing.
        WeightsMissingError: the pre-trained weights are not installed.
    """
    torch.manual_seed(settings.seed)
    out.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    read = corpora.read(data, events=settings.events)
    if settings.teacher is not None:
        teach(untaught(read), settings.teacher)
    labels = corpora.labels_of(sentence for document in read.train for sentence in document)
    labels.write(out / LABELS)
    numbers = Numbers(WordPiece.read(weights.vocabulary_file()), labels)
    examples = list(windows_of(read.train, numbers, Random(settings.seed)))  # noqa: S311 - order, not secrets
    model = (begun_model(settings.start, labels) if settings.start else fresh_model(labels)).to(device)
    _say(f"{len(examples)} windows, {sum(example.words for example in examples)} words, on {device}")
    _run(model, examples, settings, out, device, _Judge(read, numbers, labels))
    torch.save(model.state_dict(), out / MODEL)
    return _judged(model, read, numbers, labels, device)


def fresh_model(labels: Labels) -> SyntaxModel:
    """The pre-trained encoder with untrained heads for these labels."""
    classes = {name: len(getattr(labels, name)) for name in CLASSIFIERS}
    return SyntaxModel(weights.pretrained(), classes, len(labels.relations))


def trained_model(folder: Path) -> tuple[SyntaxModel, Labels]:
    """The model that `train` left in a folder, ready to be used. Raises `FileNotFoundError` where there is none."""
    labels = Labels.read(folder / LABELS)
    model = fresh_model(labels)
    model.load_state_dict(torch.load(folder / MODEL, map_location="cpu", weights_only=True))
    return model.eval(), labels


def begun_model(folder: Path, labels: Labels) -> SyntaxModel:
    """A model for these labels that begins with what `train` left in a folder, head by head where the labels agree."""
    model = fresh_model(labels)
    saved = torch.load(folder / MODEL, map_location="cpu", weights_only=True)
    own = model.state_dict()
    # As it stands, for it may lack a head of today's.
    theirs = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    same = {name for name, values in theirs.items() if values == list(getattr(labels, name, ()))}
    changed = tuple(f"heads.classifiers.{name}." for name in CLASSIFIERS if name not in same)
    if "relations" not in same:
        changed += ("heads.relations.",)
    fitting = {name: value for name, value in saved.items() if name in own and not name.startswith(changed)}
    model.load_state_dict(own | fitting)
    return model


def windows_of(documents: Iterable[corpora.Document], numbers: Numbers, random: Random) -> Iterator[Example]:
    """The windows of all documents; those of treebanks in various widths, for news comes in one sentence as well."""
    for document in documents:
        varied = bool(document) and bool(document[0].lemmas)
        yield from numbers.examples(document, random.choice(WIDTHS) if varied else max(WIDTHS))


def untaught(read: Corpora) -> Iterator[corpora.Document]:
    """The documents without trees that are to get a teacher's: all with marks of events, and some of the others."""
    for number, document in enumerate((*read.train, *read.dev)):
        if any(sentence.events and sentence.marks for sentence in document) or number % _EVERY_TAUGHT == 0:
            yield document


@dataclass(frozen=True)
class _Judge:
    corpora: Corpora
    numbers: Numbers
    labels: Labels

    def __call__(self, model: SyntaxModel, device: torch.device) -> Tally:
        return _judged(model, self.corpora, self.numbers, self.labels, device)


def _judged(model: SyntaxModel, read: Corpora, numbers: Numbers, labels: Labels, device: torch.device) -> Tally:
    examples = [example for document in read.dev for example in numbers.examples(document)]
    return tally(model.eval(), list(batches.in_order(examples, 2000)), labels, device)


def _run(
    model: SyntaxModel, examples: list[Example], settings: Settings, out: Path, device: torch.device, judge: _Judge
) -> None:
    optimizer = torch.optim.AdamW(_groups(model, settings), betas=(0.9, 0.98), fused=True)
    # As many steps in each epoch as in the first one, near enough for the schedule.
    a_round = len(batches.shuffled(examples, settings.subwords, Random(settings.seed)))  # noqa: S311 - order, not secrets
    total = a_round * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (_WARM_UP * total), max(0.02, (total - step) / total))
    )
    done = _resumed(out / CHECKPOINT, model, optimizer, schedule)
    for epoch in range(done, settings.epochs):
        random = Random(settings.seed * 1000 + epoch)  # noqa: S311
        torch.manual_seed(settings.seed * 1000 + epoch)
        rounds = batches.shuffled(examples, settings.subwords, random)
        _epoch(model.train(), rounds, optimizer, schedule, device, f"epoch {epoch + 1} of {settings.epochs}")
        torch.save(
            {
                "epochs": epoch + 1,
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
            },
            out / CHECKPOINT,
        )
        _say(f"epoch {epoch + 1} of {settings.epochs} on dev: {judge(model, device)}")


def _epoch(
    model: SyntaxModel,
    rounds: list[list[Example]],
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    device: torch.device,
    name: str,
) -> None:
    said = started = time.monotonic()
    running: dict[str, float] = {}
    words = 0
    for step, examples in enumerate(rounds, start=1):
        # Half precision halves the time; losses are summed in full precision.
        with torch.autocast(device.type, dtype=torch.bfloat16):
            losses = model.losses(batches.tensors(examples, device))
        loss = torch.stack([LOSS_WEIGHTS[key] * value for key, value in losses.items()]).sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), _MAX_NORM)
        optimizer.step()
        schedule.step()
        words += sum(example.words for example in examples)
        for key, value in losses.items():
            now_lost = float(value.detach())
            running[key] = 0.98 * running.get(key, now_lost) + 0.02 * now_lost
        now = time.monotonic()
        if now - said > _REPORT_SECONDS or step == len(rounds):
            said = now
            shown = " ".join(f"{key} {value:.3f}" for key, value in running.items())
            _say(f"{name}: {step} of {len(rounds)} batches, {words / (now - started):.0f} words/s, losses {shown}")


def _groups(model: SyntaxModel, settings: Settings) -> list[dict[str, object]]:
    """Parameters by learning rate: the heads start from nothing and learn faster; norms and biases don't decay."""
    groups: list[dict[str, object]] = []
    parts: Iterable[tuple[nn.Module, float]] = (
        (model.encoder, settings.encoder_rate * (FINISHING if settings.finish else 1)),
        (model.heads, settings.heads_rate * (FINISHING if settings.finish else 1)),
    )
    for part, rate in parts:
        parameters = list(part.parameters())
        matrices = [parameter for parameter in parameters if parameter.dim() > 1]
        vectors = [parameter for parameter in parameters if parameter.dim() <= 1]
        groups.append({"params": matrices, "lr": rate, "weight_decay": settings.weight_decay})
        groups.append({"params": vectors, "lr": rate, "weight_decay": 0.0})
    return groups


def _resumed(
    path: Path,
    model: SyntaxModel,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
) -> int:
    if not path.exists():
        return 0
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    schedule.load_state_dict(saved["schedule"])
    _say(f"going on after epoch {saved['epochs']} of {path}")
    return int(saved["epochs"])


def _say(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()
