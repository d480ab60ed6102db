"""Marks that text browsers and converters to Markdown leave in a text: numbered links, images, headings.

Lynx writes `[7]words` and a list of addresses under `References`; converters to Markdown write `[words](address)`,
`![caption](address)` and `## heading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .lines import Line, is_sentence, words_of

_NUMBERED = re.compile(r"\[\d{1,3}\](?=[^\s\[\].,;:)])")
_OBJECT = re.compile(r"^[*+#\s-]*\[(?:IMG|IMAGE|INLINE|EMBED|LINK|INPUT|FRAME|USEMAP|VIDEO)\b[^\]]*\]", re.IGNORECASE)
_BUTTON = re.compile(r"\(BUTTON\)|_{5,}")
_RELATION = re.compile(r"^#\s?\[\d{1,3}\]")
_REFERENCES = re.compile(r"(?:references|visible links|hidden links)\s*:?", re.IGNORECASE)
_REFERENCE = re.compile(r"\d{1,3}\. (?:https?|ftp|mailto|file):\S+")
_MIN_NUMBERED = 3

_MARKDOWN_IMAGE = re.compile(r"!\[[^\]]*\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_MARKDOWN_LINK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?:https?:|/|#|mailto:)[^()\s]*(?:\s\"[^\"]*\")?\)")
_MARKDOWN_LINKS_ALONE = re.compile(rf"(?:[*+•|>\s-]*{_MARKDOWN_LINK.pattern.replace('?P<words>', '?:')})+[|\s]*")
_MARKDOWN_MARK = re.compile(r"^(?:#{1,6}\s+|>\s+)|(?:\*\*|__)(?=\S)|(?<=\S)(?:\*\*|__)")
_MIN_MARKDOWN = 2
_MAX_BAR_WORDS = 4


def drop_link_marks(lines: list[Line]) -> list[Line]:
    """The lines without such marks, and without those that are links or a picture and nothing else."""
    if sum(len(_NUMBERED.findall(line.text)) for line in lines) >= _MIN_NUMBERED:
        lines = list(_without_numbers(lines))
    if sum(bool(_MARKDOWN_LINK.search(line.text)) for line in lines) >= _MIN_MARKDOWN:
        lines = list(_without_markdown(lines))
    return lines


def _without_numbers(lines: list[Line]) -> Iterator[Line]:
    for number, line in enumerate(lines):
        if _REFERENCES.fullmatch(line.text) and any(_REFERENCE.match(other.text) for other in lines[number + 1 :][:3]):
            return
        if _RELATION.match(line.text) or _OBJECT.match(line.text):
            continue
        links = _NUMBERED.findall(line.text)
        text = _BUTTON.sub(" ", _NUMBERED.sub("", line.text)).strip(" *+")
        is_bar = len(links) > 1 and all(words_of(part.strip()) <= _MAX_BAR_WORDS for part in _NUMBERED.split(line.text))
        is_link = bool(links) and _NUMBERED.match(line.text.lstrip("*+ ")) is not None and not is_sentence(text)
        if text and not is_bar and not (is_link and len(links) == 1):
            yield replace(line, text=" ".join(text.split()))


def _without_markdown(lines: list[Line]) -> Iterator[Line]:
    for line in lines:
        text = _MARKDOWN_IMAGE.sub(" ", line.text).strip()
        if not text or (_MARKDOWN_LINKS_ALONE.fullmatch(text) and not is_sentence(text.rstrip(")"))):
            continue
        text = _MARKDOWN_MARK.sub("", _MARKDOWN_LINK.sub(r"\g<words>", text)).strip()
        if text:
            yield replace(line, text=text)
