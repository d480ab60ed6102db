"""Where noun phrases begin and end, by closed-class words: what can be told without a parser."""

from __future__ import annotations

from spacy.tokens import Doc

from .wordsets import word_set

DETERMINERS = word_set(
    """
    a an the this that these those his her its their our another some any each every both
    """
)
PREPOSITIONS = word_set(
    """
    in on at by for from to of with against near into over under after before during between among across around
    outside inside toward towards through along within without about above below behind beyond upon off onto since
    until as than like via amid despite following including
    """
)
CONJUNCTIONS = word_set(
    """
    and or but nor while when where who whom whose which that because although though if as so yet
    """
)
AUXILIARIES = word_set(
    """
    is are was were be been being has have had do does did will would can could may might shall should must 's 're
    've n't not got get gets having
    """
)
PRONOUNS = word_set(
    """
    he she it they we i you him them us me who himself themselves there one
    """
)
OTHER_WORDS = word_set(
    """
    said says say told reported also then later earlier reportedly apparently allegedly again still just only even
    now here too very killing wounding killed wounded injured injuring hit struck attacked attacking targeted
    targeting left leaving housing hosting holding using wielding used carried carrying out saying fired firing
    near came took including mostly bombed shelled stormed raided ambushed abducted kidnapped arrested detained
    burned torched looted destroyed damaged destroying damaging seized captured shot stabbed beat beaten threw
    hurled opened launched launching entered blocked exploded detonated landed fell rammed drove went against ago
    monday tuesday wednesday thursday friday saturday sunday today yesterday
    """
)
STOP = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS | OTHER_WORDS
LONGEST = 7
"""Tokens before its head that a noun phrase may have."""


def left_edge(doc: Doc, head: int, floor: int = 0) -> int:
    """First token of the noun phrase whose head (or last words) begins at `head`: its determiner or number included."""
    start = head
    floor = max(floor, head - LONGEST)
    while start > floor:
        token = doc[start - 1]
        word = token.lower_
        if word in DETERMINERS:
            return start - 1
        if word in {"'s", "’s"} and start - 2 >= floor and doc[start - 2].text[:1].isupper():
            start -= 2
            continue
        joined = token.text in {"-", "–"} and not token.whitespace_ and start - 2 >= floor
        if joined:
            start -= 2
            continue
        if word in STOP or token.is_punct or token.is_space or token.text in {"$", "—"}:
            break
        start -= 1
    return start


def is_modifier(doc: Doc, i: int) -> bool:
    """Whether a token may stand between a determiner or number and the noun: no closed-class word, no mark but "-"."""
    token = doc[i]
    if token.text in {"-", "–"}:
        return not token.whitespace_
    if token.lower_ in {"'s", "’s"}:
        return True
    return not (token.lower_ in STOP or token.is_punct or token.is_space)
