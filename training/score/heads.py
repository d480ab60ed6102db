"""The head word of a phrase, without syntax."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_BREAKS = re.compile(
    r"\s(?:of|in|at|on|from|with|by|for|near|who|that|which|whose|belonging|linked|suspected|wearing|armed|to)\s|[,;:(]"
)
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that", "these", "those"})


def head_word(phrase: str) -> str:
    """The last word of a noun phrase before its first preposition, relative clause or comma, in lower case, without
    possessive: "two men on a motorbike" has "men", "U.S. Army" has "army". Empty for a phrase without words."""
    core = _BREAKS.split(phrase.strip(), maxsplit=1)[0]
    words = [word for word in _WORD.findall(core) if word.lower() not in _DETERMINERS] or _WORD.findall(phrase)
    return re.sub(r"['’]s$", "", words[-1].lower()) if words else ""
