"""Armed and political actors: what the YAML files hold, how they are read, and what is wrong with them.

`actors/*.yaml` lists named actors; `generic_actors.yaml` the words for unnamed ones. A user's folder may hold the
same: an actor there replaces ours of the same id, words are added. Kinds are ACLED's actor types, as they are at home:
that a state's military abroad is `external_other` depends on the incident, and is decided where the place is known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from schemas import ActorKind

from ..places.folding import fold
from .files import KnowledgeError, laid_over, read_yaml, user_folder, validated

FOLDER = Path(__file__).parent

Year = Annotated[int, Field(ge=1500, le=2100)]


def actor_id(name: str) -> str:
    """The id of an actor by its English name: kebab-case, without diacritics. Empty when the name has no letter or
    digit."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i")).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[.'’]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class ActorEntry(BaseModel):
    """One named actor."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: Annotated[str, Field(min_length=2)]
    """English name, as newsrooms use it."""
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = ""
    """Kebab-case of the name when left out. Must never change once published."""
    aliases: list[str] = []
    """Other names and spellings. Case, diacritics and hyphens do not matter; one in lower case also matches so."""
    abbreviations: list[str] = []
    """Matched in this letter case alone: `US`, not `us`."""
    short: list[str] = []
    """Names that stand for it only in an article that also names it in full: `the coalition`."""
    kind: ActorKind
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2 of its home; null for one of several countries."""
    parent: str | None = None
    """Id of the actor that it is a part of."""
    active_from: Annotated[Year | None, Field(alias="from")] = None
    """First year."""
    active_to: Annotated[Year | None, Field(alias="to")] = None
    """Last year; null while it is active."""

    @model_validator(mode="before")
    @classmethod
    def _with_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("id"):
            return {**data, "id": actor_id(str(data.get("name", "")))}
        return data

    @field_validator("kind", mode="before")
    @classmethod
    def _known_kind(cls, value: Any) -> Any:
        # The vocabulary reads what it does not know as `unknown`; in a file that is a slip of the pen.
        if isinstance(value, str) and value not in ActorKind.__members__:
            raise ValueError(f"{value!r} is no kind; use one of {', '.join(ActorKind.__members__)}")
        return value

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.active_from and self.active_to and self.active_to < self.active_from:
            raise ValueError(f"{self.id}: `to` {self.active_to} is before `from` {self.active_from}")
        return self

    def names(self) -> list[str]:
        """Every name that matches whatever the letter case."""
        return [self.name, *self.aliases]


class GenericActors(BaseModel):
    """Words for unnamed actors: `gunmen`, `suspected jihadists`, `police`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heads: dict[ActorKind, list[str]]
    """Nouns and fixed phrases, lower case, singular and plural as listed."""
    modifiers: list[str]
    """Adjectives that belong to the phrase: `suspected`, `armed`, `Islamist`."""
    backed: list[str]
    """Participles that tie an actor to its sponsor after a hyphen: `backed` in `Iran-backed`."""
    backed_heads: list[str]
    """Nouns that make an actor only after such a word: `actors`, `groups`."""
    group_heads: dict[str, ActorKind]
    """Last words of the name of a group that no file lists, in their letter case, and the kind that they suggest."""
    group_starts: list[str]
    """First words of such a name: `Jaysh`, `Harakat`."""
    group_nouns: list[str]
    """Nouns after which a group is named: `a group calling itself ...`."""
    followers: list[str]
    """Nouns that may follow a group's name and belong to it: `fighters`, `militants`."""
    military: list[str]
    """What follows a word of nationality to name a state's armed forces."""
    police: list[str]
    security_forces: list[str]
    government: list[str]
    strikes: list[str]
    """What follows a word of nationality that names the state as the one who did it: `Israeli airstrike`."""
    subject_verbs: list[str]
    """Verbs that make the country before them an actor: `Israel struck`."""
    agent_words: list[str]
    """Words that make the country after them an actor: `by Israel`."""
    unit_words: list[str]
    """Words of a regular unit's name, which is no group of its own: `82nd Airborne Brigade`."""
    force_modifiers: list[str]
    """What may stand between a nationality and its forces: `Iraqi special forces`."""
    compound_nouns: list[str]
    """Nouns before which a generic word is an adjective: `police station`."""
    compound_heads: list[str]
    """The generic words that may be so."""
    not_groups: list[str]
    """Names that read like an armed group's and are none: `Salvation Army`."""


def actor_files(folder: Path | None = None) -> list[Path]:
    """The files of named actors: ours, then those of a user's folder."""
    own = sorted((FOLDER / "actors").glob("*.yaml"))
    return own + (sorted((user_folder(folder) / "actors").glob("*.yaml")) if folder else [])


def read_entries(path: Path) -> list[ActorEntry]:
    """The actors of one file.

    Raises:
        KnowledgeError: The file is not a list of valid entries.
    """
    entries = read_yaml(path) or []
    if not isinstance(entries, list):
        raise KnowledgeError(f"{path} must be a list of actors, each beginning with `- name:`")
    read = []
    for number, entry in enumerate(entries, start=1):
        try:
            read.append(ActorEntry.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            label = entry.get("name", "without a name") if isinstance(entry, dict) else "not a mapping"
            raise KnowledgeError(f"{path}, actor {number} ({label}): {where}: {first['msg']}") from error
    return read


def load_actors(folder: Path | None = None) -> dict[str, ActorEntry]:
    """All named actors by id. A user's entry replaces ours of the same id.

    Raises:
        KnowledgeError: A file is not valid, or names an id twice.
    """
    actors: dict[str, ActorEntry] = {}
    for path in actor_files(folder):
        ours = path.is_relative_to(FOLDER)
        seen: set[str] = set()
        for entry in read_entries(path):
            if entry.id in seen or (ours and entry.id in actors):
                raise KnowledgeError(f"{path}: the id {entry.id} is there twice; merge the entries or give one an id")
            seen.add(entry.id)
            actors[entry.id] = entry
    return actors


def load_generic_actors(folder: Path | None = None) -> GenericActors:
    """The words for unnamed actors; those of a user's folder are added to ours.

    Raises:
        KnowledgeError: A file can't be used.
    """
    path = FOLDER / "generic_actors.yaml"
    raw = read_yaml(path)
    if folder is not None and (folder / path.name).exists():
        path = folder / path.name
        theirs = read_yaml(path)
        heads = theirs.get("heads") if isinstance(theirs, dict) else None
        if isinstance(heads, dict):
            raw = {**raw, "heads": laid_over(raw["heads"], heads, path, moves=True)}
        raw = laid_over(raw, theirs, path)
    words: GenericActors = validated(GenericActors, raw, path)
    return words


def lint_actors(actors: Iterable[ActorEntry], countries: Iterable[str], common_words: Iterable[str]) -> list[str]:
    """What is wrong between entries, in words: clashes of names, unknown parents and countries, names that are plain
    words."""
    entries = list(actors)
    known, iso, plain = {entry.id for entry in entries}, set(countries), set(common_words)
    problems: list[str] = []
    owner: dict[str, str] = {}
    for entry in entries:
        if entry.parent is not None and entry.parent not in known:
            problems.append(f"{entry.id}: parent {entry.parent} is no actor of ours")
        if entry.country is not None and entry.country not in iso:
            problems.append(f"{entry.id}: {entry.country} is no ISO 3166-1 alpha-2 code")
        for name in [
            *dict.fromkeys(fold(name) for name in entry.names()),
            *(f"={a}" for a in set(entry.abbreviations)),
        ]:
            if owner.setdefault(name, entry.id) != entry.id:
                problems.append(f"{entry.id}: {name.lstrip('=')!r} is also a name of {owner[name]}")
            if name in plain:
                problems.append(f"{entry.id}: {name!r} is an everyday English word; give the full name, or use `short`")
        problems.extend(
            f"{entry.id}: the abbreviation {abbreviation!r} has no capital letter; make it an alias"
            for abbreviation in entry.abbreviations
            if not any(letter.isupper() for letter in abbreviation)
        )
    parents = {entry.id: entry.parent for entry in entries}
    for entry in entries:
        trail, at = {entry.id}, entry.parent
        while at is not None and at not in trail:
            trail.add(at)
            at = parents.get(at)
        if at == entry.id:
            problems.append(f"{entry.id}: is its own ancestor")
    return problems
