"""Captions and photo credits, told by the credit, or by how captions begin (`FILE -`, `In this photo released by`)."""

from __future__ import annotations

import re

from .lines import Line, is_prose, is_sentence, words_of

AGENCY = r"""(?:
    AP|A\.P\.|Associated\ Press|AFP|Agence\ France-Presse|EPA(?:-EFE)?|EFE|Reuters|REUTERS|Getty(?:\ Images)?|dpa|DPA
    |Anadolu(?:\ Agency)?|AA|Xinhua|TASS|Shutterstock|Bloomberg|CNN|NPR|BBC|ZUMA(?:\ Press)?|NurPhoto|Alamy|UPI|IRNA
    |PA(?:\ Media|\ Wire)?|Tasnim|WANA|Sputnik|SOPA\ Images|LightRocket|Kyodo(?:\ News)?|ANI|PTI|Planet\ Labs
    |Maxar(?:\ Technologies)?|Middle\ East\ Images|Redux|Magnum
)"""
"""News and picture agencies, as credits name them: for patterns in verbose mode."""

_MAX_CAPTION_WORDS = 100
_MAX_CREDIT_WORDS = 12
_NAME = r"[^\W\d_][\w.'’-]*(?:\ (?:[^\W\d_a-z]|al-|bin\ |de\ |van\ |el-)[\w.'’-]*){0,4}"

_PICTURE = r"(?:[Pp]hotos?|PHOTO|[Pp]hotographs?|[Ii]mages?|[Pp]ictures?|[Pp]ics?|[Ss]creengrab|[Ff]rame\ grab)"
_AFTER_SENTENCE = r"(?:^|[.!?\"”)]\ )"

_CREDIT_AT_END = re.compile(
    rf"""
    (?: [(\[] [^()\[\]]{{0,60}} \b{_PICTURE}\b [^()\[\]]{{0,120}} [)\]]?                 # (AP Photo/Name)
      | [(\[] [^()\[\]]{{0,60}} \b[Vv]ia\ {AGENCY}\b [^()\[\]]{{0,120}} [)\]]?            # (Army via AP)
      | [(\[] [^()\[\]]{{0,60}} \b(?:[Hh]andout|[Cc]ourtesy)\b [^()\[\]]{{0,120}} [)\]]?   # (Courtesy of the mayor)
      | [(\[] (?:[Ff]ile:|{_PICTURE}:)?\ ? [^()\[\]]{{0,80}} / \s? {AGENCY}\b [^()\[\]]{{0,60}} [)\]]    # [Name/AFP]
      | [(\[] {AGENCY} \s? / [^()\[\]]{{0,80}} [)\]]                                      # (Reuters/Name)
      | {_AFTER_SENTENCE} {_NAME} (?:,\ {_NAME})? \s?/\s? {AGENCY}\b
          (?: \s?/\s?[\w\ ]{{2,40}} | \ via\ {AGENCY} )* \.?                             # ... Friday. Name/AFP/Getty
      | {_AFTER_SENTENCE} (?:{_NAME}\ )? (?:{AGENCY}|Handout) \ via\ (?:{AGENCY}|Telegram|X|Twitter) \.?
      | {_AFTER_SENTENCE} (?:{_PICTURE}|[Cc]redit) (?:\ (?:[Cc]redit|[Bb]y|[Cc]ourtesy(?:\ of)?|[Ss]ource))?s?
          \s? (?::|\ [Bb]y\b) \s? \S[^.]{{1,90}} \.?                                      # ... Friday. Photograph: Name
      | {_AFTER_SENTENCE} © \s? (?:\d{{4}}\ )? [^.]{{2,80}} \.?
    ) $
    """,
    re.VERBOSE,
)
_CREDIT_ALONE = re.compile(
    rf"""
    (?: (?:{_PICTURE}|[Cc]redits?|[Vv]ideo) (?:\ [Cc]redit|\ [Bb]y|\ [Cc]ourtesy(?:\ of)?)? \s?
          (?::|\ [Bb]y\b) .{{2,90}}                                                        # Photo: Name
      | (?:{_NAME}(?:,\ |\ and\ |\ ))? (?:[|/–-]\s?|for\ |via\ )? {AGENCY}
          (?: (?:\s?[/,|]\s?|\ via\ |\ for\ ) (?:{AGENCY}|{_NAME}) )*
          (?: \s?[,/]?\s?[Ff]ile(?:\ [Pp]hoto)? )? \.?                                     # Name/AFP via Getty Images
      | {_NAME} \s?/\s? {AGENCY} (?: (?:\s?[/,|]\s?|\ via\ ) (?:{AGENCY}|{_NAME}) )* \.?    # Name/AFP
      | (?:[Aa]\ )?[Ff]ile\ (?:[Pp]hoto|[Ii]mage|[Pp]icture) \.?
      | [Hh]andout(?:\ [Pp]hoto)? | [Cc]ourtesy\ (?:[Pp]hoto|of\ .{{2,60}}) | © .{{2,80}}
    )
    """,
    re.VERBOSE,
)
_CAPTION_START = re.compile(
    r"""
    (?: FILE (?:\ (?:PHOTO|IMAGE|PIC))? \s? [-–—:] | File\ (?:photo|image|picture)\b \s? [-–—:,]
      | (?:Image|Photo|Picture|Pictured|Photograph|Caption) (?:\ caption)? \s? : | Image\ (?:caption|source)\b
      | (?:In\ )? (?:[Tt]his|[Aa]n?)\b .{0,60}? \b(?:photo(?:graph)?|image|picture|frame\ grab|screengrab|handout)\b
          .{0,80}? \b(?:released|provided|obtained|made|taken|posted|supplied|shows)\b
      | (?:A|An|The)\ (?:general|aerial|file|handout)\ (?:view|photo|picture|image)\b
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
    A text that would be left without any running text keeps all: its one paragraph just ends in a credit.
    """
    prose = [line for line in lines if is_prose(line.text)]
    paragraphs_apart = sum(line.after_blank for line in prose) > 0.8 * len(prose)
    kept: list[Line] = []
    for line in lines:
        if is_credit(line.text):
            if paragraphs_apart and not line.after_blank and kept and is_sentence(kept[-1].text):
                kept.pop()
        elif not is_caption(line.text):
            kept.append(line)
    return kept if any(is_prose(line.text) for line in kept) else lines
