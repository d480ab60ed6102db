"""`muc4-slots`: the slots of MUC-4's full keys, on templates aligned with reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .muc.alignment import COMPARED, Pair, align
from .muc.articles import CorpusText, article_of, read_texts
from .muc.keys import Filler, KeyTemplate, Slot, read_keys
from .muc.responses import responses
from .muc.slot_scores import Tally, country_credit
from .scorer import BadDataError, Scores, extractor, percent, with_progress

HELP = "the slots of MUC-4's keys; PATH is a folder with texts (*-muc3, *-muc4) and keys (key-*), such as corpora/tst1"

METRICS = {
    "type": (Slot.type,),
    "stage": (Slot.stage,),
    "date": (Slot.date,),
    "instrument_type": (Slot.instrument_type,),
    "confidence": (Slot.confidence,),
    "target_type": (Slot.physical_type, Slot.human_type),
    "effect": (Slot.physical_effect, Slot.human_effect),
    "number": (Slot.physical_number, Slot.human_number),
}
"""Figure → the slots whose counts it sums. `country` is taken from the location, and is no slot of its own."""


@dataclass
class _Run:
    """What was counted over a corpus."""

    slots: dict[Slot, Tally] = field(default_factory=lambda: {slot: Tally() for slot in COMPARED})
    country: Tally = field(default_factory=Tally)
    keys: int = 0
    optional: int = 0
    responses: int = 0
    pairs: int = 0
    found: int = 0
    """Templates of the key that are not optional and were paired."""
    errors: list[str] = field(default_factory=list)


def score(path: Path) -> Scores:
    """Precision, recall and F1 by slot on aligned templates.

    Raises `BadDataError` when the folder has no texts or no keys, or when these can't be read.
    """
    texts, keys = read_corpus(path)
    run = _Run()
    for text in with_progress(texts, "articles"):
        read = article_of(text)
        reports = extractor().extract(read) if read is not None else []
        answers = responses(text.id, reports, read, is_dated=text.dated is not None) if read is not None else []
        _add(run, text.id, answers, [key for key in keys if key.document == text.id], text.dated)
    return _scores(run)


def compare(
    answered: Iterable[tuple[str, list[KeyTemplate], list[KeyTemplate], date | None]],
) -> Scores:
    """The scores of articles given as (id, templates of the response, templates of the key, day of the article)."""
    run = _Run()
    for document, answers, keys, published in answered:
        _add(run, document, answers, keys, published)
    return _scores(run)


def read_corpus(path: Path) -> tuple[list[CorpusText], list[KeyTemplate]]:
    """The texts and keys of a folder.

    Raises `BadDataError` where there are none, or they can't be read.
    """
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else []
    text_files = [file for file in files if "-muc" in file.name and not file.name.startswith("key-")]
    key_files = [file for file in files if file.name.startswith("key-")]
    texts = [text for file in text_files for text in read_texts(file.read_text(encoding="latin-1"))]
    keys: list[KeyTemplate] = []
    for file in key_files:
        try:
            keys += read_keys(file.read_text(encoding="latin-1"))
        except ValueError as problem:
            raise BadDataError(f"{file}: {problem}") from problem
    if not texts or not keys:
        raise BadDataError(f"{path} has no {'texts (*-muc3, *-muc4)' if not texts else 'keys (key-*)'}")
    return texts, keys


def _add(run: _Run, document: str, answers: list[KeyTemplate], keys: list[KeyTemplate], published: date | None) -> None:
    pairs = align(answers, keys, published)
    run.keys += sum(not key.optional for key in keys)
    run.optional += sum(key.optional for key in keys)
    run.responses += len(answers)
    run.pairs += len(pairs)
    run.found += sum(not pair.key.optional for pair in pairs)
    for pair in pairs:
        _add_pair(run, document, pair)
    paired = [id(template) for pair in pairs for template in (pair.response, pair.key)]
    for answer in answers:
        if id(answer) not in paired:
            run.errors.append(f"{document} template: spurious {_told(answer)}")
    for key in keys:
        if id(key) not in paired and not key.optional:
            run.errors.append(f"{document}/{key.number} template: missed {_told(key)}")


def _add_pair(run: _Run, document: str, pair: Pair) -> None:
    where = f"{document}/{pair.key.number}"
    for slot, found in pair.slots.items():
        run.slots[slot].add(found.tally)
        for wanted, given, worth in found.errors:
            partly = " (half right)" if worth else ""
            run.errors.append(f"{where} {slot.name}: expected {_shown(wanted)}, got {_shown(given)}{partly}")
    if pair.key.slots.get(Slot.location):
        _add_country(run, where, pair.response.slots[Slot.location][0], pair.key.slots[Slot.location][0])


def _add_country(run: _Run, where: str, response: Filler, key: Filler) -> None:
    if not response.values:
        run.country.add(Tally(missing=1))
    elif any(country_credit(response.values, value) for value in key.values):
        run.country.add(Tally(correct=1))
        return
    else:
        run.country.add(Tally(incorrect=1))
    run.errors.append(f"{where} country: expected {_shown(key)}, got {_shown(response)}")


def _scores(run: _Run) -> Scores:
    tallies = {name: _sum(run.slots[slot] for slot in slots) for name, slots in METRICS.items()}
    tallies["country"] = run.country
    metrics = {name: tally.f1 for name, tally in tallies.items()}
    # An optional template that was answered is not spurious, and takes no part in recall.
    metrics |= {
        "aligned_templates": float(run.pairs),
        "template_recall": percent(run.found, run.keys),
        "template_precision": percent(run.pairs, run.responses),
        "all_slots": _sum(run.slots.values()).f1,
    }
    return Scores(metrics, _table(run, tallies), run.errors)


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _table(run: _Run, tallies: dict[str, Tally]) -> str:
    head = f"{'':<26}{'P':>7}{'R':>7}{'F1':>7}{'cor':>6}{'par':>6}{'inc':>6}{'mis':>6}{'spu':>6}"
    lines = [
        f"{run.keys} templates of the key ({run.optional} optional ones more), {run.responses} of reports, "
        f"{run.pairs} aligned",
        "",
        f"{'Figures':<26}{head[26:]}",
        *(_line(name, tally) for name, tally in tallies.items()),
        "",
        f"{'Slots':<26}{head[26:]}",
        *(_line(f"{slot.value} {slot.name}", tally) for slot, tally in run.slots.items()),
        _line("all", _sum(run.slots.values())),
    ]
    return "\n".join(lines)


def _line(name: str, tally: Tally) -> str:
    figures = f"{tally.precision:7.1f}{tally.recall:7.1f}{tally.f1:7.1f}"
    counts = f"{tally.correct:6}{tally.partial:6}{tally.incorrect:6}{tally.missing:6}{tally.spurious:6}"
    return f"  {name:<24}{figures}{counts}"


def _shown(filler: Filler | None) -> str:
    if filler is None or not filler.values:
        return "nothing"
    values = " / ".join(filler.values)
    return f"{values}: {' / '.join(filler.tags)}" if filler.tags else values


def _told(template: KeyTemplate) -> str:
    slots = (Slot.type, Slot.date, Slot.location, Slot.physical_id, Slot.human_name, Slot.human_description)
    return "; ".join(_shown(filler) for slot in slots for filler in template.slots.get(slot, []))
