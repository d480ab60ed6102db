"""Scores how copies of an article are told from other articles by fingerprints alone.

The set is made of originals, each with variants that are copies of it or are not; every pair of an original and one of
its variants is judged. Both go through ingest first, as they would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from schemas.fingerprint import Fingerprint, is_copy, shared_wording

from .articles import UNDATED, ingested
from .scorer import BadDataError, Scores, f1, percent

HELP = "copies told by fingerprints: PATH is a folder of originals with variants (tests/quality/copies/dev) or a file"

CopyKind = Literal["house_style", "cut", "light_edit", "headline", "credits"]
OtherKind = Literal["update", "own_telling", "similar_event", "follow_up", "template"]
COPIES: tuple[CopyKind, ...] = ("house_style", "cut", "light_edit", "headline", "credits")
OTHERS: tuple[OtherKind, ...] = ("update", "own_telling", "similar_event", "follow_up", "template")


class Variant(BaseModel):
    """Another article, whole (`text`) or as edits of the original; `tests/quality/copies/README.md` says how."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: CopyKind | OtherKind
    title: str | None = None
    text: str | None = None
    of: CopyKind | None = None
    """Edits are made to the first variant of this kind instead of the original."""
    edits: dict[str, str] = {}
    keep: list[Annotated[int, Field(ge=1)]] = []
    before: str | None = None
    after: str | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if self.text is not None and (self.of or self.edits or self.keep or self.before or self.after):
            raise ValueError("a variant is a text or edits, not both")
        return self


class Original(BaseModel):
    """An article and its variants."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    text: str
    variants: list[Variant]


@dataclass(frozen=True)
class Pair:
    """Two articles, and whether the second is a copy of the first."""

    name: str
    """Of the original, and the variant's kind and number."""
    kind: CopyKind | OtherKind
    first: tuple[str, str]
    """Title and text as scraped."""
    second: tuple[str, str]

    @property
    def is_copy(self) -> bool:
        """The label."""
        return self.kind in COPIES


_ORIGINALS = TypeAdapter(list[Original])


def score(path: Path) -> Scores:
    """Score the pairs of the file or folder `path`."""
    judged = []
    errors = []
    for pair in read_pairs(path):
        one, other = (_fingerprint(*side) for side in (pair.first, pair.second))
        told = is_copy(one, other)
        judged.append((pair.kind, told))
        if told != pair.is_copy:
            wanted = "a copy" if pair.is_copy else "no copy"
            errors.append(
                f"{pair.name}: {wanted}, told otherwise ({shared_wording(one, other):.2f} of the wording shared)"
            )
    return scores_of(judged, errors)


def _fingerprint(title: str, text: str) -> Fingerprint:
    return Fingerprint.decode(ingested(text, published=UNDATED, title=title).fingerprint)


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file, or of the YAML files of a folder by name.

    Raises:
        BadDataError: there are none, a file does not have the set's form, an edit does not fit, or an id occurs twice.
    """
    files = [path] if path.is_file() else sorted(path.glob("*.yaml"))
    originals = [original for file in files for original in _read(file)]
    if not originals:
        raise BadDataError(f"{path} has no originals: give one part of the set (as tests/quality/copies/dev)")
    if len({original.id for original in originals}) < len(originals):
        raise BadDataError(f"{path}: an id occurs twice")
    return [pair for original in originals for pair in _pairs(original)]


def _read(file: Path) -> list[Original]:
    try:
        return _ORIGINALS.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise BadDataError(f"{file} is not YAML in UTF-8: {problem}") from problem
    except ValidationError as problem:
        raise BadDataError(f"{file} does not have the form of the set: {problem}") from problem


def _pairs(original: Original) -> Iterator[Pair]:
    made: dict[str, tuple[str, str]] = {}
    for number, variant in enumerate(original.variants, start=1):
        name = f"{original.id}, {variant.kind} (variant {number})"
        title, text = (original.title, original.text)
        if variant.of is not None:
            if variant.of not in made:
                raise BadDataError(f"{name}: no {variant.of} comes before it")
            title, text = made[variant.of]
        second = (variant.title or title, edited(text, variant, name) if variant.text is None else variant.text)
        made.setdefault(variant.kind, second)
        yield Pair(name, variant.kind, (original.title, original.text), second)


def edited(text: str, variant: Variant, name: str) -> str:
    """`text` with the edits of `variant`; `name` is for messages.

    Raises:
        BadDataError: a passage to be replaced does not occur exactly once, or a paragraph to be kept does not exist.
    """
    text = text.strip()
    for old, new in variant.edits.items():
        if text.count(old) != 1:
            raise BadDataError(f"{name}: {old!r} occurs {text.count(old)} times in the text, not once")
        text = text.replace(old, new)
    paragraphs = text.split("\n\n")  # one that an edit has emptied keeps its number
    if variant.keep:
        if max(variant.keep) > len(paragraphs):
            raise BadDataError(f"{name}: there are {len(paragraphs)} paragraphs, none is number {max(variant.keep)}")
        paragraphs = [paragraphs[number - 1] for number in variant.keep]
    around = (variant.before, *paragraphs, variant.after)
    return "\n\n".join(part.strip() for part in around if part and part.strip())


def scores_of(judged: Sequence[tuple[CopyKind | OtherKind, bool]], errors: Iterable[str]) -> Scores:
    """The figures over all pairs, each by its kind and whether it was told to be a copy."""
    wanted = sum(kind in COPIES for kind, _ in judged)
    told = sum(is_told for _, is_told in judged)
    right = sum(is_told and kind in COPIES for kind, is_told in judged)
    metrics = {
        "copy_f1": f1(right, told, wanted),
        "copy_precision": percent(right, told),
        "copy_recall": percent(right, wanted),
    }
    counts = {"copy_f1": f"{right} right, {told} given, {wanted} wanted, {len(judged)} pairs"}
    by_kind = {kind: _right_of(kind, judged) for kind in (*COPIES, *OTHERS) if any(kind == k for k, _ in judged)}
    metrics |= {f"right_{kind}": percent(*of_kind) for kind, of_kind in by_kind.items()}
    counts |= {f"right_{kind}": f"{right} of {total}" for kind, (right, total) in by_kind.items()}
    return Scores(metrics, _table(metrics, counts), list(errors))


def _right_of(kind: CopyKind | OtherKind, judged: Sequence[tuple[CopyKind | OtherKind, bool]]) -> tuple[int, int]:
    told = [is_told for other, is_told in judged if other == kind]
    return sum(is_told == (kind in COPIES) for is_told in told), len(told)


def _table(metrics: Mapping[str, float], counts: Mapping[str, str]) -> str:
    return "\n".join(f"{name:<20}{value:7.1f}  {counts.get(name, '')}".rstrip() for name, value in metrics.items())
