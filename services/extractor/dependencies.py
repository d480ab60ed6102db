"""Who stands where in a clause, by the dependencies of its sentence (Universal Dependencies 2, of `tocsin_syntax`).

Questions that frames, attribution and casualties ask of a word: its subject, its object, who stands after "by", what a
preposition joins to it. Answers are tokens: the heads of noun phrases, with those joined by "and". What a participle,
a relative clause or a joined verb leaves unsaid is taken from the clause that it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
_OBLIQUE = frozenset({"obl", "obl:agent", "nmod", "obl:unmarked"})
_MODIFIER = frozenset({"compound", "nmod:poss", "amod", "nmod:desc", "flat", "nmod:unmarked"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_WITHIN = _MODIFIER | {"det", "nummod", "nmod", "advmod", "det:predet", "fixed", "goeswith"}
"""Relations that stay within a noun phrase."""
_OWNERS = frozenset({"of", "from", "in", "within", "to", "with", "among"})
_DEEPEST = 8
"""Clauses that are gone up through in search of what one leaves unsaid."""


def with_conjuncts(tokens: Iterable[Token]) -> list[Token]:
    """Tokens and those joined to them by "and", commas or "as well as", in order of the text, each once."""
    found: dict[int, Token] = {}
    todo = list(tokens)
    while todo:
        token = todo.pop()
        if token.i not in found:
            found[token.i] = token
            todo += [c for c in token.children if c.dep_ == "conj" and c.pos_ not in {"VERB", "AUX"}]
            todo += [c for c in token.children if c.dep_ == "appos" and _is_listed(token, c)]
    return [found[i] for i in sorted(found)]


def _is_listed(token: Token, other: Token) -> bool:
    """Whether what looks like an apposition is one of a list: "a driver, a guard and two passengers"."""
    goes_on = any(c.dep_ == "conj" and c.i > other.i for c in token.children)
    return goes_on and any(c.dep_ in {"det", "nummod"} and c.lower_ != "the" for c in other.children)


def is_passive(verb: Token) -> bool:
    """Whether something is done to the subject: "was hit", "the town shelled by", "were shot and burned"."""
    relations = {child.dep_ for child in verb.children}
    if relations & {"aux:pass", "obl:agent"}:
        return True
    if "obj" in relations:
        return False
    if relations & {"nsubj:pass", "csubj:pass"}:
        return True
    if "nsubj" in relations:
        return False
    if verb.dep_ == "acl":
        return not verb.lower_.endswith("ing") and not any(c.dep_ == "mark" for c in verb.children)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return is_passive(verb.head)
    return False


def subjects(verb: Token) -> list[Token]:
    """The heads of a verb's subject, whatever its voice; of the clause that it hangs on where it has none itself."""
    token = verb
    for _ in range(_DEEPEST):
        own = [c for c in token.children if c.dep_ in _SUBJECTS]
        if own:
            return with_conjuncts(antecedent(s) for s in own)
        head, dep = token.head, token.dep_
        if dep == "acl":
            return with_conjuncts([head])
        if dep == "xcomp":
            controlled = [c for c in head.children if c.dep_ in {"obj", "iobj"}]
            if controlled:
                return with_conjuncts(controlled)
        elif dep != "conj" and not (dep in {"advcl", "parataxis"} and not _is_finite(token)):
            return []
        if head is token:
            return []
        token = head
    return []


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token itself."""
    if token.lower_ not in _RELATIVE or token.dep_ == "det":
        return token
    for ancestor in token.ancestors:
        if ancestor.dep_ == "acl:relcl":
            return ancestor.head
    return token


def _is_finite(verb: Token) -> bool:
    """Whether a clause has a subject of its own to be sought elsewhere: not "..., killing five"."""
    return any(c.dep_ in {"aux", "cop"} for c in verb.children) and not verb.lower_.endswith("ing")


def objects(verb: Token) -> list[Token]:
    """The heads of a verb's object, else of that of the verb joined to it ("kidnapped and killed a nurse")."""
    joined = _joined_verbs(verb)
    # Of "killing five and wounding ten" a parser may hang both on the first verb, or the one number on the other.
    things = with_conjuncts(c for v in joined for c in v.children if _is_object(c))
    following = [v for v in joined if v.i > verb.i]
    for i, one in enumerate([verb, *following]):
        end = following[i].i if i < len(following) else len(verb.doc)
        own = [t for t in things if one.i < t.i < end] or [c for c in one.children if c.i < one.i and c.dep_ == "obj"]
        if own:
            return [antecedent(t) for t in own]
    if verb.dep_ == "acl:relcl" and not is_passive(verb) and any(c.dep_ in _SUBJECTS for c in verb.children):
        return with_conjuncts([verb.head])  # "the village they burned"
    return []


def _joined_verbs(verb: Token) -> list[Token]:
    """A verb and those joined to it by "and", in order of the text."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in {"VERB", "AUX"}:
        first = first.head
    found = [first]
    for one in found:
        found += [c for c in one.children if c.dep_ == "conj" and c.pos_ == "VERB"]
    return sorted(found, key=lambda token: token.i)


def _is_object(token: Token) -> bool:
    """Whether a word that follows its verb is what is done to; a second subject is one that a parser misread."""
    if token.dep_ == "obj":
        return token.i > token.head.i
    return token.dep_ == "nsubj" and any(c.dep_ == "nsubj" and c.i < token.head.i for c in token.head.children)


def agents(token: Token) -> list[Token]:
    """The heads after "by": of a passive verb, or of a noun ("an attack by X"); not "by shelling"."""
    own = [
        c
        for c in token.children
        if c.dep_ in _OBLIQUE and (c.dep_ == "obl:agent" or _case(c) == "by") and c.pos_ != "VERB"
    ]
    if not own and token.dep_ == "conj":
        return agents(token.head) if is_passive(token) else []
    return with_conjuncts(own)


def joined_by(token: Token, cases: frozenset[str]) -> list[Token]:
    """The heads that one of some prepositions joins to a word ("an attack on X", "clashed with Y")."""
    found = [c for c in token.children if c.dep_ in _OBLIQUE and _case(c) in cases]
    # "fired rockets at the base" hangs the base on either word; "attack carried out on" on the verb.
    return with_conjuncts(found)


def _case(token: Token) -> str:
    """The preposition of a noun phrase, lower case; empty where it has none."""
    words = [c for c in token.children if c.dep_ == "case"]
    return words[0].lower_ if words else ""


def owners(token: Token) -> Iterator[Token]:
    """What a noun belongs to or is called after: "army shelling", "Israel's strikes", "fighters of M23"."""
    for child in token.children:
        if child.dep_ in _MODIFIER or child.dep_ == "appos" or (child.dep_ == "nmod" and _case(child) in _OWNERS):
            yield child
            if child.dep_ in {"compound", "amod", "nmod:poss"}:
                yield from (c for c in child.children if c.dep_ in _MODIFIER or c.dep_ == "conj")
        elif child.dep_ == "acl":
            # "gunmen loyal to X", "fighters belonging to X", "militants linked with X"
            yield from (c for c in child.children if c.dep_ == "obl" and _case(c) in _OWNERS)


def head_of(span: Span) -> Token:
    """The verb of a trigger's words, else the word that the others hang on: of "re-entered" the last."""
    return next((token for token in reversed(list(span)) if token.pos_ == "VERB"), span.root)


def phrase_of(head: Token) -> Span:
    """The noun phrase of a head: its determiner, modifiers and what "of" or "for" joins to it.

    Not its relative clauses and appositions, nor what "and" joins to it."""
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in _WITHIN and child.dep_ != "case":
            start = min(start, child.left_edge.i)
    for child in head.rights:
        if child.dep_ in _WITHIN and child.i <= end + 4:
            further = phrase_of(child)
            end = max(end, further.end)
    return head.doc[start:end]


def spans_at(tokens: Iterable[Token], spans: list[Span], *, owned: bool = True) -> list[Span]:
    """The spans that hold the heads, each once, in the order of the heads.

    Args:
        tokens: heads of noun phrases.
        spans: those that may be meant.
        owned: whether a span may instead be what the head belongs to ("members of X" is X).
    """
    found: list[Span] = []
    for token in tokens:
        here = [s for s in spans if s.start <= token.i < s.end]
        if not here and owned:
            for owner in (o for first in owners(token) for o in (first, *owners(first))):
                here = [s for s in spans if s.start <= owner.i < s.end]
                if here:
                    break
        found += [s for s in here if s not in found]
    return found


def speech_over(verb: Token, saying: frozenset[str]) -> Token | None:
    """The verb of saying that a clause is the content of: "said" over "had shelled"."""
    token = verb
    for _ in range(_DEEPEST):
        if token.dep_ in {"ccomp", "parataxis"} and token.head.lower_ in saying:
            return token.head
        if token.dep_ in {"conj", "advcl", "xcomp", "ccomp"} and token.head is not token:
            token = token.head
            continue
        break
    # "The army shelled the town, it said": the saying hangs on what is said.
    return next((c for c in verb.children if c.dep_ == "parataxis" and c.lower_ in saying), None)


def clauses_of(verb: Token) -> list[Token]:
    """A clause's verb and those joined to it by "and"."""
    return [verb, *(c for c in verb.children if c.dep_ == "conj" and c.pos_ in {"VERB", "AUX", "ADJ"})]
