"""What is wrong with knowledge files beyond what their models refuse: ours, and those of a folder laid over them.

A file that its model refuses ends a load, and is told here too. The rest would load and then mislead: two actors of one
name, a trigger word with two meanings and nothing to choose by, a word of two kinds, a file that no loader reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from spacy.lang.en.stop_words import STOP_WORDS

from ..lexicon import KNOWLEDGE_DIR, Lexicon, TriggerEntry, TriggerForm, load_casualty_words, load_lexicon
from ..places.landmarks import load_countries
from ..places.words import place_words
from ..speech.words import load_speech_acts
from ..wordsets import word_set
from .actors import ActorEntry, actor_files, lint_actors, load_actors, load_generic_actors, read_entries
from .files import KnowledgeError, read_yaml, user_folder

_TERRITORIES = word_set("AI AX BL BQ BV CC CX GS HM IO MF MP MS NF NU PM PN SH SJ SX TF TK UM VG WF")
"""ISO 3166-1 alpha-2 codes that the country file does without: territories with few or no inhabitants."""


def lint(folder: Path | None = None) -> list[str]:
    """Every problem of our files and of a user's, each in one line that names the file and the entry.

    Raises:
        KnowledgeError: the folder is missing.
    """
    if folder is not None:
        user_folder(folder)
    home = folder or KNOWLEDGE_DIR
    problems = list(_stray_files(folder)) if folder else []
    problems += _refused(lambda: load_generic_actors(folder), lambda: load_casualty_words(home))
    problems += _refused(lambda: load_speech_acts(home))
    problems += _actor_problems(folder)
    try:
        lexicon = load_lexicon(home)
    except KnowledgeError as error:
        return [*problems, str(error)]
    return [*problems, *_lexicon_problems(lexicon, folder)]


def trigger_problems(triggers: Iterable[TriggerEntry]) -> Iterator[tuple[str, str]]:
    """(id of the entry, what is wrong with it): an id given twice, no words, or a word in the same form as in another
    entry where neither has needs, so that nothing decides between the two meanings."""
    free: dict[tuple[TriggerForm, str], str] = {}
    seen: set[str] = set()
    for entry in triggers:
        if entry.id in seen:
            yield entry.id, "the id is there twice; merge the entries or give one another id"
        seen.add(entry.id)
        if not (entry.verbs or entry.nouns or entry.phrases):
            yield entry.id, "has no verbs, nouns or phrases and never fires; list some, or take it out"
        for form, words, needs in (
            (TriggerForm.verb, entry.verbs, entry.needs.verbs),
            (TriggerForm.noun, entry.nouns, entry.needs.nouns),
            (TriggerForm.phrase, entry.phrases, entry.needs.phrases),
        ):
            for word in () if needs else dict.fromkeys(word.lower() for word in words):
                other = free.setdefault((form, word), entry.id)
                if other != entry.id:
                    yield entry.id, f"the {form} {word!r} is also in {other}; give one of them needs, or take it out"


def repeated_words(kinds: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str, str]]:
    """(kind, word, what is wrong) for each word that stands under a kind and again under it or another one."""
    owners: dict[str, list[str]] = defaultdict(list)
    for kind, words in kinds.items():
        for word in words:
            owners[word.lower()].append(kind)
    for word, found in owners.items():
        if len(found) > 1:
            where = f"listed under {' and '.join(found)}" if len(set(found)) > 1 else "listed twice"
            yield found[-1], word, f"{word!r} is {where}; keep one"


def _refused(*loads: Callable[[], object]) -> list[str]:
    problems = []
    for load in loads:
        try:
            load()
        except KnowledgeError as error:
            problems.append(str(error))
    return problems


def _stray_files(folder: Path) -> Iterator[str]:
    """YAML files that no loader reads: most likely a misspelt name."""
    known = {path.name for path in KNOWLEDGE_DIR.glob("*.yaml")}
    for path in sorted(folder.rglob("*.y*ml")):
        where = path.relative_to(folder).parts
        actors = len(where) == 2 and where[0] == "actors" and path.suffix == ".yaml"
        if not actors and not (len(where) == 1 and path.name in known):
            yield f"{path}: no file of this name is read; use actors/*.yaml or one of {', '.join(sorted(known))}"


def _actor_problems(folder: Path | None) -> list[str]:
    files = actor_files(folder)
    refused = _refused(*(partial(read_entries, path) for path in files))
    refused = refused or _refused(lambda: load_actors(folder))
    if refused:
        return refused
    source = {entry.id: path for path in files for entry in read_entries(path)}
    # Ours first: of two actors with one name it is the later that is told, and the user can mend only their own.
    entries: list[ActorEntry] = sorted(
        load_actors(folder).values(), key=lambda entry: not source[entry.id].is_relative_to(KNOWLEDGE_DIR)
    )
    found = lint_actors(entries, {*load_countries(), *_TERRITORIES}, _everyday_words())
    return [f"{source[problem.partition(':')[0]]}: {problem}" for problem in found]


def _everyday_words() -> set[str]:
    """Words that no actor may be called: an actor of that name would be found in every other sentence."""
    places = place_words()
    heads = {noun for nouns in load_generic_actors().heads.values() for noun in nouns}
    return set(STOP_WORDS) | places.never | places.titles | set(places.town_nouns) | heads


def _lexicon_problems(lexicon: Lexicon, folder: Path | None) -> Iterator[str]:
    theirs = {entry["id"] for entry in _user_file(folder, "triggers.yaml") or []}
    for entry, problem in trigger_problems(lexicon.triggers):
        yield f"{_source(folder, 'triggers.yaml', entry in theirs)}: {entry}: {problem}"
    lists: dict[str, Mapping[str, Iterable[str]]] = {
        "weapons.yaml": {kind: (*w.words, *w.phrases, *w.models) for kind, w in lexicon.weapons.items()},
        "targets.yaml": {kind: (*w.words, *w.phrases, *w.models) for kind, w in lexicon.targets.items()},
        "people.yaml": {kind: (*words,) for kind, words in lexicon.people.items()},
    }
    for name, kinds in lists.items():
        written = {text.lower() for text in _strings(_user_file(folder, name))}
        for kind, word, problem in repeated_words(kinds):
            yield f"{_source(folder, name, word in written)}: {kind}: {problem}"


def _user_file(folder: Path | None, name: str) -> Any:
    return read_yaml(folder / name) if folder is not None and (folder / name).exists() else None


def _source(folder: Path | None, name: str, theirs: bool) -> Path:
    return (folder if folder is not None and theirs else KNOWLEDGE_DIR) / name


def _strings(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(_strings(part) for part in value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*(_strings(part) for part in value)) if value else set()
    return {value} if isinstance(value, str) else set()
