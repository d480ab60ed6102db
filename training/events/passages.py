"""Reads the marked passages of `training/passages/`: a line a passage, marks in the running text.

    {P|Gunmen} {attack|opened fire} on {V|a wedding party} in {L|Jos} {D|on Sunday}.

`{TYPE|words}` marks a trigger, where TYPE is a sub-event type or `effect` (what an event did: killed, damaged); behind
it `!negated`, `!hypothetical`, `!drill`, `!general` or `!history` where the text does not tell it as news that
happened, `~attempted`, `~thwarted` or `~threatened` how far it got. `{ROLE|words}` marks a role: P perpetrator, V
victim, T target, W weapon, L place, D time, S source. A number behind either tells the events of a passage apart: `P12`
is of the first and the second, no number means the first. Behind P stands how it is known who did it, where somebody
says so: `!claimed`, `!admitted`, `!accused`, `!authorities` (an accusation by them), `!suspected`, `!denied`. ` ¶ `
stands between the paragraphs of a whole article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas import AttributionValue, SubEventType

from ..syntax.conllu import Sentence
from ..syntax.entities import bio

PARAGRAPH = " ¶ "
EVENT = "event"
EFFECT = "effect"
ROLES = {
    "P": "perpetrator",
    "V": "victim",
    "T": "target",
    "W": "weapon",
    "L": "place",
    "D": "time",
    "S": "source",
}
ASSERTED = "asserted"
MODALITIES = frozenset(
    {ASSERTED, "negated", "hypothetical", "drill", "general", "history", "attempted", "thwarted", "threatened"}
)
UNTOLD = ""
"""The modality of a word that is no trigger, the attribution of one that is no perpetrator: nothing to learn from."""
ATTRIBUTIONS = {
    "": AttributionValue.reported,
    "claimed": AttributionValue.claimed,
    "admitted": AttributionValue.admitted,
    "accused": AttributionValue.accused,
    "authorities": AttributionValue.accused_by_authorities,
    "suspected": AttributionValue.suspected,
    "denied": AttributionValue.denied,
}
"""What may stand behind a perpetrator, and what it means."""
_MARK = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")
_TRIGGER = re.compile(r"([a-z_]+)(\d*)((?:[!~][a-z]+)*)")
_ROLE = re.compile(r"([PVTWLDS])(\d*)((?:![a-z]+)*)")
TYPES = tuple(sorted(str(kind) for kind in SubEventType))
"""What a trigger may tell, in the order of the head's scores."""

Splitter = Callable[[str], list[list[tuple[str, int]]]]
"""A text to sentences of (word, offset)."""


class PassageError(Exception):
    """A passage is not marked as it should be. The message names the file and the line."""


@dataclass(frozen=True)
class Mark:
    """A marked stretch of a passage's text."""

    start: int
    end: int
    label: str
    modality: str | None
    """Of a trigger; None for a role."""
    events: int
    """Which events of the passage it belongs to: bit n for the n-th."""
    attribution: str = UNTOLD
    """Of a perpetrator: how it is known."""


def read(folder: Path, split: Splitter) -> list[Sentence]:
    """The sentences of all passages (`*.txt`), with `events`, `kinds`, `roles`, `modalities` and `attributions`.

    Raises:
        FileNotFoundError: the folder has no passages.
        PassageError: a mark is wrong.
    """
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise FileNotFoundError(f"{folder} has no passages (*.txt)")
    return [sentence for file in files for sentence in _sentences(file, split)]


def _sentences(file: Path, split: Splitter) -> Iterator[Sentence]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                text, marks = parse(line.strip().replace(PARAGRAPH, "\n\n"))
            except ValueError as error:
                raise PassageError(f"{file}:{number}: {error}") from error
            for words in split(text):
                yield _labelled(words, marks, f"{file.stem}:{number}")


def parse(line: str) -> tuple[str, list[Mark]]:
    """A marked line as its text and marks. Raises `ValueError` for a mark that means nothing."""
    parts: list[str] = []
    marks: list[Mark] = []
    length = at = 0
    for match in _MARK.finditer(line):
        parts += [line[at : match.start()], match[2]]
        length += match.start() - at
        marks.append(_mark(match[1], length, length + len(match[2])))
        length += len(match[2])
        at = match.end()
    parts.append(line[at:])
    text = "".join(parts)
    if "{" in text or "}" in text:
        raise ValueError("a brace without its mark")
    return text, marks


def _mark(tag: str, start: int, end: int) -> Mark:
    if role := _ROLE.fullmatch(tag):
        return Mark(start, end, ROLES[role[1]], None, _events(role[2]), _attribution(tag, role))
    trigger = _TRIGGER.fullmatch(tag)
    if trigger is None or trigger[1] not in (*TYPES, EFFECT):
        raise ValueError(f"{tag!r} is neither a sub-event type nor a role")
    told = re.findall(r"[a-z]+", trigger[3])
    if not MODALITIES.issuperset(told):
        raise ValueError(f"{tag!r}: the modalities are {', '.join(sorted(MODALITIES - {ASSERTED}))}")
    # Where both are given, whether it happened at all says more than how far it got.
    unreal = [name for name in told if name in {"negated", "hypothetical", "drill", "general", "history"}]
    return Mark(start, end, trigger[1], next(iter(unreal or told), ASSERTED), _events(trigger[2]))


def _attribution(tag: str, role: re.Match[str]) -> str:
    """How it is known that a perpetrator is one: of several values the last, which the others lead up to."""
    values = role[3].split("!")[1:]
    if values and role[1] != "P":
        raise ValueError(f"{tag!r}: only perpetrators have an attribution")
    if not ATTRIBUTIONS.keys() >= set(values):
        raise ValueError(f"{tag!r}: the attributions are {', '.join(filter(None, ATTRIBUTIONS))}")
    return str(ATTRIBUTIONS[values[-1] if values else ""]) if role[1] == "P" else UNTOLD


def _events(digits: str) -> int:
    """Bits of the events that the digits number; the first where there is none."""
    return sum(1 << int(digit) for digit in set(digits or "1"))


def _labelled(words: list[tuple[str, int]], marks: list[Mark], document: str) -> Sentence:
    triggers = [(span, mark) for mark in marks if mark.modality and (span := _span(words, mark))]
    roles = [(*span, mark.label) for mark in marks if mark.modality is None and (span := _span(words, mark))]
    modalities, kinds = [UNTOLD] * len(words), [UNTOLD] * len(words)
    for (start, end), mark in triggers:
        modalities[start:end] = [mark.modality or ASSERTED] * (end - start)
        if mark.label != EFFECT:
            kinds[start:end] = [mark.label] * (end - start)
    attributions = [UNTOLD] * len(words)
    for mark in marks:
        if mark.attribution and (span := _span(words, mark)):
            attributions[slice(*span)] = [mark.attribution] * (span[1] - span[0])
    belongings = [
        (i, mark.events, bool(mark.modality) and mark.label != EFFECT)
        for mark in marks
        if (span := _span(words, mark))
        for i in range(*span)
    ]
    return Sentence(
        words=[word for word, _ in words],
        document=document,
        events=bio(len(words), [(*span, EFFECT if mark.label == EFFECT else EVENT) for span, mark in triggers]),
        kinds=kinds,
        roles=bio(len(words), roles),
        modalities=modalities,
        attributions=attributions,
        marks=belongings,
    )


def _span(words: list[tuple[str, int]], mark: Mark) -> tuple[int, int] | None:
    inside = [i for i, (word, at) in enumerate(words) if at < mark.end and at + len(word) > mark.start]
    return (inside[0], inside[-1] + 1) if inside else None
