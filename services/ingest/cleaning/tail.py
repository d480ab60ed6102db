"""What is left below an article when furniture is off: notes on its authors, legal lines, adverts, readers' words.

A line is foreign to the article when hardly any of its words occur elsewhere in it. That proves nothing, since many a
last paragraph is; but below a legal notice, or when it speaks to the reader as adverts do, it is none of the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .lines import Line, is_prose, is_sentence, words_of

_MAX_BIO_WORDS = 80
_BIO_LINES = 6
"""Lines at the end among which a note on an author is looked for."""
_ROLE = (
    r"(?:writer|reporter|journalist|correspondent|editor|columnist|author|contributor|producer|photographer|fellow|analyst"
    r"|researcher|professor|lecturer|historian|blogger|novelist|broadcaster|scholar|intern|freelancer)"
)
_NAME = r"(?:[^\W\d_a-z][\w.'’-]*\s){1,4}?[^\W\d_a-z][\w.'’-]*"
_BIO_OF_ANYONE = re.compile(
    rf"{_NAME}(?:\s\([^()]*\))?,?\s(?:is|was|are)\s(?:an?|the|our|its)?\s?(?:[\w’'&-]+\s){{0,6}}{_ROLE}s?\b.*"
    rf"|{_NAME}\s(?:covers|reports\son|writes\s(?:about|on|for)|reported\sfrom|contributes\sto|tweets|edits)\b.*",
    re.DOTALL,
)
_VERB_OF_BIO = re.compile(
    r"(?:,\s[^.]{2,80},)?\s(?:is|are|was|has|have|covers?|reports?|reported|writes?|wrote|works?|worked|joined|edits?"
    r"|edited|teaches|lives|leads|heads|hosts?|won|grew|studied|contributes?|contributed|tweets?|specialis\w+|specializ\w+|can|"
    r"divides|runs|focuses|follows|spent|served|began|started|holds|produces?|presents?|anchors|photographs|reviews?)\b"
)
_SAID = re.compile(r"\b(?:said|says|told|according|added|announced|reported that)\b")
_REPORTS = re.compile(rf"{_SAID.pattern}|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[“”\"]", re.IGNORECASE)
"""What tells a paragraph of a report, however few of its words occur above: who said it, the day, a quotation."""

_LEGAL = re.compile(
    r"""\b(?: all\ rights\ reserved | may\ not\ be\ (?:published|reproduced|copied)
      | unauthori[sz]ed\ (?:use|reproduction|copying)
      | without\ (?:prior\ |written\ )*permission | press\ council | independent\ press\ standards | editors?[’']?\ code
      | external\ (?:web)?sites | registered\ (?:office|charity|trademark|number) | editor-in-chief\ ?: | issn
    )\b | (?<!\w)© | \(c\)\s\d{4}""",
    re.VERBOSE | re.IGNORECASE,
)
_PERHAPS_LEGAL = re.compile(
    r"""\b(?: copyright | republish\w* | redistribut\w* | reproduc\w+ | trademarks? | registered\ (?:company|in)
      | holdings
      | media\ group | publishing\ (?:group|company|house) | (?:is|are)\ owned\ by | published\ by | a\ division\ of
      | subsidiary\ of | terms\ (?:of|and) | privacy | imprint | syndicat\w+ | licen[cs]ed | disclaimer
      | code\ of\ conduct
      | Ltd | Inc | LLC | GmbH | plc | Pty )\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words that reports use too: they tell a publisher's line below legal notices, or where there are two of them."""
_MAX_PERHAPS_LEGAL_WORDS = 20
_MAX_LEGAL_WORDS = 40
_LEGAL_LINES = 4

_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_FUNCTION_WORDS = frozenset(
    {
        "about", "above", "after", "again", "against", "also", "although", "among", "another", "around", "because",
        "been", "before", "being", "below", "between", "both", "cannot", "could", "does", "doing", "done", "down",
        "during", "each", "either", "else", "even", "ever", "every", "from", "further", "have", "having", "here",
        "hers", "herself", "himself", "however", "into", "itself", "just", "less", "like", "made", "make", "many",
        "more", "most", "much", "must", "myself", "near", "never", "nobody", "none", "once", "only", "other", "others",
        "ours", "over", "said", "same", "says", "shall", "she's", "should", "since", "some", "somebody", "someone",
        "something", "such", "take", "than", "that", "that's", "their", "theirs", "them", "themselves", "then",
        "there", "these", "they", "thing", "things", "this", "those", "though", "through", "time", "times", "today",
        "told", "under", "until", "upon", "used", "very", "want", "wants", "were", "what", "when", "where", "whether",
        "which", "while", "whom", "whose", "will", "with", "within", "without", "would", "year", "years", "your",
        "yours", "yourself",
    }
)  # fmt: skip
_MAX_SHARED = 0.34
_PITCH = re.compile(
    r"%|\b(?:free|sale|offers?|discounts?|deals?|buy|book|order|shop|save|delivery|win|try|join|learn|click|prices?"
    r"|guarantee\w*|sell|compare|cheap\w*|now)\b",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(r"[!?]|\b(?:[Yy]ou|[Yy]ours?|I|[Mm]y|[Mm]ine|us|[Oo]ur)\b")
"""Adverts and readers speak so, and reports do not outside quotations."""
_MAX_AD_WORDS = 12
_MAX_FOREIGN_WORDS = 40
_MIN_SHARE_ABOVE = 0.5
"""Part of the text that stands above whatever is taken off its end."""


def cut_tail(lines: list[Line], authors: Collection[str] = ()) -> list[Line]:
    """The lines without adverts below their label, and without what follows the article's last paragraph."""
    lines = [
        line
        for number, line in enumerate(lines)
        if line.below != "advertising" or not _is_advert(line.text, lines[:number] + lines[number + 1 :])
    ]
    lines = _without_legal(_without_bios(lines, authors))
    while (start := _last_group(lines)) is not None:
        lines = _without_legal(_without_bios(lines[:start], authors))
    return lines


def is_foreign(text: str, others: Sequence[Line]) -> bool:
    """Whether a short text has hardly a word in common with the other lines."""
    if words_of(text) > _MAX_FOREIGN_WORDS:
        return False
    stems = _stems(text)
    if not stems:
        return True
    known = set().union(*(_stems(line.text) for line in others)) if others else set()
    return sum(stem in known for stem in stems) <= _MAX_SHARED * len(stems)


def _is_no_report(text: str, others: Sequence[Line], *, is_end: bool) -> bool:
    return not _REPORTS.search(text) and is_foreign(text, others) and (is_end or _is_pitch(text))


def _is_pitch(text: str) -> bool:
    return bool(_TO_THE_READER.search(text)) or len(_PITCH.findall(text)) > 1


def _is_advert(text: str, others: Sequence[Line]) -> bool:
    is_short = words_of(text) <= _MAX_AD_WORDS
    return (is_short or _is_pitch(text)) and not _SAID.search(text) and is_foreign(text, others)


def _last_group(lines: list[Line]) -> int | None:
    """Where the last lines below a gap begin, if none of them is of the article."""
    start = next((number for number in range(len(lines) - 1, 0, -1) if lines[number].below), None)
    if start is None or not _is_most(lines[:start], lines):
        return None
    rest = lines[:start]
    is_end = lines[start].below == "end"
    if all(not is_sentence(line.text) or _is_no_report(line.text, rest, is_end=is_end) for line in lines[start:]):
        return start
    return None


def _is_most(above: Sequence[Line], lines: Sequence[Line]) -> bool:
    words = sum(words_of(line.text) for line in above if is_prose(line.text))
    return words > 0 and words >= _MIN_SHARE_ABOVE * sum(words_of(line.text) for line in lines if is_prose(line.text))


def _without_bios(lines: list[Line], authors: Collection[str]) -> list[Line]:
    first = max(1, len(lines) - _BIO_LINES)
    return [line for number, line in enumerate(lines) if number < first or not is_bio(line.text, authors)]


def is_bio(text: str, authors: Collection[str]) -> bool:
    """Whether a paragraph is about a writer: it begins with an author's name, or says what somebody writes."""
    if words_of(text) > _MAX_BIO_WORDS or _SAID.search(text):
        return False
    for author in authors:
        if text.casefold().startswith(author.casefold()) and _VERB_OF_BIO.match(text[len(author) :]):
            return True
    return bool(_BIO_OF_ANYONE.fullmatch(text))


def _without_legal(lines: list[Line]) -> list[Line]:
    """Without the publisher's lines at the very end."""
    for _ in range(_LEGAL_LINES):
        if len(lines) < 2 or not _is_legal(lines[-1]):
            break
        lines = lines[:-1]
    return lines


def _is_legal(line: Line) -> bool:
    if words_of(line.text) > _MAX_LEGAL_WORDS or _SAID.search(line.text) or "“" in line.text:
        return False
    if _LEGAL.search(line.text):
        return True
    hits = len(_PERHAPS_LEGAL.findall(line.text))
    return words_of(line.text) <= _MAX_PERHAPS_LEGAL_WORDS and (hits > 1 or (hits == 1 and line.below == "end"))


def _stems(text: str) -> list[str]:
    """The beginnings of a text's content words: enough to know a plural or a past tense by."""
    return [word[:_STEM] for word in map(str.lower, _CONTENT_WORD.findall(text)) if word not in _FUNCTION_WORDS]
