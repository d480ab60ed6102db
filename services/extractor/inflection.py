"""The forms of English verbs and nouns, made when knowledge is loaded, so that its files hold one form of each word.

Only what the knowledge files need: regular spelling rules, and a table of the irregular verbs that occur in them. A
lexeme may have several words ("open fire"); its first word is inflected, the rest stays as it is.
"""

from __future__ import annotations

from enum import StrEnum

VOWELS = "aeiou"

IRREGULAR: dict[str, tuple[str, str]] = {
    "beat": ("beat", "beaten"),
    "behead": ("beheaded", "beheaded"),
    "blow": ("blew", "blown"),
    "break": ("broke", "broken"),
    "bring": ("brought", "brought"),
    "burn": ("burned", "burned"),
    "come": ("came", "come"),
    "cut": ("cut", "cut"),
    "drive": ("drove", "driven"),
    "fall": ("fell", "fallen"),
    "fight": ("fought", "fought"),
    "fly": ("flew", "flown"),
    "go": ("went", "gone"),
    "gun": ("gunned", "gunned"),
    "hit": ("hit", "hit"),
    "hold": ("held", "held"),
    "hurt": ("hurt", "hurt"),
    "lay": ("laid", "laid"),
    "lead": ("led", "led"),
    "leave": ("left", "left"),
    "lose": ("lost", "lost"),
    "make": ("made", "made"),
    "mow": ("mowed", "mown"),
    "overrun": ("overran", "overrun"),
    "put": ("put", "put"),
    "ram": ("rammed", "rammed"),
    "retake": ("retook", "retaken"),
    "run": ("ran", "run"),
    "set": ("set", "set"),
    "shed": ("shed", "shed"),
    "shoot": ("shot", "shot"),
    "slay": ("slew", "slain"),
    "split": ("split", "split"),
    "stab": ("stabbed", "stabbed"),
    "steal": ("stole", "stolen"),
    "strike": ("struck", "struck"),
    "take": ("took", "taken"),
    "tear": ("tore", "torn"),
    "throw": ("threw", "thrown"),
    "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"),
}
"""Base form to past tense and past participle."""

_DOUBLING = frozenset(
    {
        "rob",
        "ram",
        "gun",
        "stab",
        "hit",
        "cut",
        "set",
        "put",
        "kidnap",
        "shed",
        "plot",
        "zap",
        "lob",
        "run",
        "split",
        "win",
        "drag",
        "drop",
    }
)
"""Verbs whose final consonant is doubled before -ed and -ing."""


class VerbForm(StrEnum):
    """Form of a verb; `ed` is one that is both past tense and past participle."""

    base = "base"
    s = "s"
    ing = "ing"
    past = "past"
    part = "part"
    ed = "ed"


def verb_forms(lexeme: str) -> dict[str, VerbForm]:
    """All forms of a verb, with its particles: "gun down" has "guns down", "gunning down", "gunned down"."""
    head, _, rest = lexeme.partition(" ")
    past, participle = IRREGULAR.get(head, (_ed(head),) * 2)
    pairs = [(head, VerbForm.base), (_s(head), VerbForm.s), (_ing(head), VerbForm.ing)]
    if past == participle:
        pairs.append((past, VerbForm.ed))
    else:
        pairs += [(past, VerbForm.past), (participle, VerbForm.part)]
    tail = f" {rest}" if rest else ""
    forms: dict[str, VerbForm] = {}
    for word, form in pairs:
        # "hit", "cut" and "set" are past forms as well as bare ones; in news the past is what counts.
        forms[word + tail] = VerbForm.ed if word + tail in forms and form is VerbForm.ed else form
    return forms


def noun_forms(lexeme: str) -> tuple[str, str]:
    """Singular and plural of a noun; the last word of a compound is inflected, or the word before "of"."""
    head, of, rest = lexeme.partition(" of ")
    first, space, last = head.rpartition(" ")
    return lexeme, f"{first}{space}{_plural(last)}{of}{rest}"


_PLURALS = {"child": "children", "schoolchild": "schoolchildren", "knife": "knives", "wife": "wives"}


def _plural(noun: str) -> str:
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("man") and noun not in {"human", "german"}:
        return noun[:-3] + "men"
    return _s(noun)


def _s(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")) or word == "go":
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _ed(word: str) -> str:
    if word in _DOUBLING:
        return word + word[-1] + "ed"
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ied"
    return word + "ed"


def _ing(word: str) -> str:
    if word in _DOUBLING:
        return word + word[-1] + "ing"
    if word.endswith("ie"):
        return word[:-2] + "ying"
    if word.endswith("e") and not word.endswith(("ee", "oe")):
        return word[:-1] + "ing"
    if word in {"overrun"}:
        return "overrunning"
    return word + "ing"
