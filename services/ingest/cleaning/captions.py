"""Captions and photo credits, told by the credit, or by how captions begin (`FILE -`, `In this photo released by`)."""

from __future__ import annotations

import re

from .lines import Line, is_sentence, words_of

AGENCY = r"""(?:
    AP|A\.P\.|Associated\ Press|AFP|Agence\ France-Presse|EPA(?:-EFE)?|EFE|Reuters|REUTERS|Getty(?:\ Images)?|dpa|DPA
    |Anadolu(?:\ Agency)?|AA|Xinhua|TASS|Shutterstock|Bloomberg|CNN|NPR|BBC|ZUMA(?:\ Press)?|NurPhoto|Alamy|UPI|IRNA
    |PA(?:\ Media|\ Wire)?|Tasnim|WANA|Sputnik|SOPA\ Images|LightRocket|Kyodo(?:\ News)?|ANI|PTI|Planet\ Labs
    |Maxar(?:\ Technologies)?|Middle\ East\ Images|Redux|Magnum
)"""
"""News and picture agencies, as credits name them: for patterns in verbose mode."""

_MAX_CAPTION_WORDS = 120
_MAX_CREDIT_WORDS = 12
_NAME = r"[^\W\d_][\w.'’-]*(?:\ (?:[^\W\d_a-z]|al-|bin\ |de\ |van\ |el-)[\w.'’-]*){0,4}"

_CREDIT_AT_END = re.compile(
    rf"""
    (?:
        [(\[] [^()\[\]]{{0,60}} \b(?:(?:[Pp]hotos?|PHOTO|[Pp]hotograph|[Ii]mages?|[Pp]icture|[Ss]creengrab
            |[Ff]rame\ grab)\b | [Vv]ia\ {AGENCY}\b | [Hh]andout\b | [Cc]ourtesy(?:\ of)?\b
            | [Ff]ile\ ?[:)\]]) [^()\[\]]{{0,120}} [)\]]?
      | [(\[] (?:[Ff]ile: | [Pp]hoto: | [Ii]mage: )? [^()\[\]]{{0,80}} / \s? {AGENCY} \b [^()\[\]]{{0,60}} [)\]]
      | [(\[] {AGENCY} \s? / [^()\[\]]{{0,80}} [)\]]
      | (?:^|[.!?"”)]\ ) {_NAME} (?:,\ {_NAME})? \s?/\s? {AGENCY} \b (?:\s?/\s?[\w\ ]{{2,40}} | \ via\ {AGENCY} )* \.?
      | (?:^|[.!?"”)]\ ) (?:{_NAME}\ )? (?:{AGENCY}|Handout) \ via\ (?:{AGENCY}|Reuters|Telegram|X|Twitter) \.?
      | (?:^|[.!?"”)]\ ) (?:[Pp]hoto(?:graph|s)?|PHOTO|[Ii]mage|[Pp]icture|[Pp]ic|[Cc]redit)s?(?:\ (?:[Cc]redit|[Bb]y
          |[Cc]ourtesy(?:\ of)?|[Ss]ource))?s? \s?(?::|\ [Bb]y\b)\s? \S[^.]{{1,90}} (?:\ St\.)? \.?
      | (?:^|[.!?"”)]\ ) © \s? (?:\d{{4}}\ )? [^.]{{2,80}} \.?
    ) $
    """,
    re.VERBOSE,
)
_CREDIT_ALONE = re.compile(
    rf"""
    (?: (?:[Pp]hotos?|[Ii]mages?|[Pp]ictures?|[Cc]redits?|PHOTO|[Vv]ideo)(?:\ [Cc]redit|\ [Bb]y
        |\ [Cc]ourtesy(?:\ of)?)? \s? (?::|\ [Bb]y\b) .{{2,90}}
      | (?:{_NAME}(?:,\ |\ and\ |\ ))? (?:[|/–-]\s?|for\ |via\ )? {AGENCY} (?:(?:\s?[/,|]\s?|\ via\
          |\ for\ ) (?:{AGENCY}|{_NAME}))* (?:\s?[,/]?\s?(?:[Ff]ile(?:\ [Pp]hoto)?))? [.]?
      | (?:[Aa]\ )?[Ff]ile\ (?:[Pp]hoto|[Ii]mage|[Pp]icture)[.]? | [Hh]andout(?:\ [Pp]hoto)?
          | [Cc]ourtesy\ (?:[Pp]hoto|of\ .{{2,60}})
      | © .{{2,80}}
    )
    """,
    re.VERBOSE,
)
_CAPTION_START = re.compile(
    r"""
    (?: FILE(?:\ (?:PHOTO|IMAGE|PIC))?\s?[-–—:] | File\ (?:photo|image|picture)\b\s?[-–—:,] | (?:Image|Photo|Picture
        |Pictured|Photograph|Caption)(?:\ caption)?\s?:
      | (?:In\ )?(?:this|a|an)\b.{0,60}?\b(?:photo(?:graph)?|image|picture|satellite\ image|frame\ grab|screengrab
          |handout)\b.{0,80}?\b(?:released|provided|obtained|made|taken|posted|supplied|shows)\b
      | (?:A|An|The)\ (?:general|aerial|file|handout)\ (?:view|photo|picture|image)\b
      | Image\ (?:caption|source)\b
    )
    """,
    re.VERBOSE,
)


def is_caption(text: str) -> bool:
    """Whether a line is a picture's caption, with or without its credit, or a credit."""
    if words_of(text) > _MAX_CAPTION_WORDS:
        return False
    return is_credit(text) or bool(_CREDIT_AT_END.search(text[-260:]) or _CAPTION_START.match(text))


def is_credit(text: str) -> bool:
    """Whether a line is a picture's credit and nothing else."""
    return words_of(text) <= _MAX_CREDIT_WORDS and bool(_CREDIT_ALONE.fullmatch(text))


def drop_captions(lines: list[Line]) -> list[Line]:
    """The lines without captions and credits.

    Where blank lines separate paragraphs, a credit on the line right below a sentence makes that sentence a caption.
    """
    paragraphs_apart = sum(line.after_blank for line in lines) * 2 > len(lines)
    kept: list[Line] = []
    for line in lines:
        if is_credit(line.text):
            if paragraphs_apart and not line.after_blank and kept and is_sentence(kept[-1].text):
                kept.pop()
        elif not is_caption(line.text):
            kept.append(line)
    return kept
