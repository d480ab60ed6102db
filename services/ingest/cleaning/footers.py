"""What newsrooms put under a story: who contributed, corrections, where to follow the writer, more of the same."""

from __future__ import annotations

import re
from dataclasses import replace

from .captions import AGENCY
from .lines import Line, words_of

_MAX_WORDS = 70
_MAX_SHORT_NOTE_WORDS = 40

_WRITERS = re.compile(
    rf"""
    (?: .{{0,300}} \bcontributed\ (?:to\ (?:this|the)\ (?:report|story|article|piece|dispatch)|from\ [A-Z]
          |(?:additional\ )?reporting) .*
      | [(\[]? (?:Additional\ |Further\ |With\ )?
          (?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Ee]dited|[Ww]ritten|[Tt]ranslat(?:ed|ion)|[Gg]raphics?)
          (?:\ and\ (?:writing|editing|photography))? \ (?:by|from)
          (?: \ .*\b[Ee]diting\ by\b.*
            | (?:\ (?:[A-Z][\w.,;'’-]*|and|in|for|the|at|of|with|by|bureau|desk|staff))+ ) [.)]*
      | [(\[]? [Ww]ith\ (?:additional\ )? (?:inputs?|reporting|information|material|files?)\ (?:from|by)\b .*
      | (?:The\ )? {AGENCY} .{{0,60}} \b(?:writers?|journalists?|reporters?|correspondents?|producers?|staff)\b
          .{{0,250}} \b(?:contributed|reported\ from)\b .*
      | (?:[A-Z][\w.'’-]*\ ){{1,4}} (?:reported|and\ .{{3,60}}reported)\ from\ [A-Z][^.]{{1,80}} \.
      | (?:[-–—(]\s?)? (?:{AGENCY}|[Ww]ith\ (?:{AGENCY}|agencies)|Agencies|Staff\ and\ agencies)
          (?:\ and\ agencies)? [)]? \.?
    )
    """,
    re.VERBOSE,
)
_NOTES = re.compile(
    r"""
    (?: (?:Editor|Publisher)(?:[’']?s[’']?|s)?[’']?\ note\b .*
      | (?:Correction|Clarification|Note\ to\ (?:readers|editors)|Disclaimer)\b \s? [:(–—-] .*
      | \(? (?:This|The|An\ earlier\ version\ of\ this) \ (?:story|article|report|piece|post|version|headline|item)
          (?: \ has\ been\ (?:updated|corrected|amended|edited|modified|translated)
            | \ was\ (?:originally|first|last|updated|corrected|produced|edited|generated|translated|amended|supported)
            | \ is\ (?:part\ of|developing|being\ updated) | \ will\ be\ updated | \ misstated | \ incorrectly
            | \ (?:originally|first)\ (?:appeared|published|ran) | \ (?:includes|contains)\ (?:material|reporting) ) .*
      | (?:Originally|First)\ (?:published|appeared)\b .* | Republished\ (?:with|from)\b .*
      | (?:Follow|Contact|E-?mail|Write\ to|Reach|Tweet)\ .{0,80}
          (?: @ | \bhttps?: | \bat: | \bon\ (?:Twitter|Facebook|X|Instagram|Bluesky)\b ) .*
      | .{0,80} \b(?:can\ be\ reached|may\ be\ contacted|tweets\ at)\b .{0,100}
      | (?:Find\ more|More|Full|See\ more|Read\ more|See|For\ more) .{0,60} \b(?:coverage|stories|news)\b
          .{0,80} (?: https?:// | :\s | \bat\b | \bvisit\b ) .*
      | About\ the\ (?:author|writer|reporter)\b .*
      | \(? (?:Except\ for\ the\ headline|The\ views\ expressed|Updates?\ (?:with|to|throughout)|Recasts)\b .*
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TRAILING_AGENCY = re.compile(
    rf"""(?<=[.!?"”’]) \s* (?: [-–—]+\s?{AGENCY} | [(\[]\s?{AGENCY}(?:\s?/\s?{AGENCY})*\s?[)\]] ) $""", re.VERBOSE
)


def is_writers_footer(text: str) -> bool:
    """Whether a paragraph says who reported, wrote or edited the story."""
    return words_of(text) <= _MAX_WORDS and bool(_WRITERS.fullmatch(text))


def is_note(text: str) -> bool:
    """Whether a paragraph is a note on the story: a correction, where it first appeared, how to reach the writer."""
    return words_of(text) <= _MAX_SHORT_NOTE_WORDS and bool(_NOTES.fullmatch(text))


def cut_footers(lines: list[Line]) -> list[Line]:
    """The lines without writers' footers and notes. A writers' footer past the middle ends the article."""
    kept: list[Line] = []
    for number, line in enumerate(lines):
        if is_writers_footer(line.text):
            if number * 2 >= len(lines):
                break
        elif not is_note(line.text):
            kept.append(line)
    if kept:
        last = kept[-1]
        kept[-1] = replace(last, text=_TRAILING_AGENCY.sub("", last.text) or last.text)
    return kept
