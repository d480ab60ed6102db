"""The knowledge files of words: well formed, free of duplicates that hide each other, and overridable."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from schemas import ActorKind, SubEventType, TargetKind, WeaponKind
from services.extractor.components.gate import Gate
from services.extractor.inflection import VerbForm, noun_forms, verb_forms
from services.extractor.lexicon import GAP, KnowledgeError, TriggerRole, load_casualty_words, load_lexicon
from services.extractor.relevance import load_relevance

LEXICON = load_lexicon()


def test_trigger_ids_are_unique_and_every_entry_has_words() -> None:
    assert [n for n, count in Counter(entry.id for entry in LEXICON.triggers).items() if count > 1] == []
    assert [entry.id for entry in LEXICON.triggers if not (entry.verbs or entry.nouns or entry.phrases)] == []


def test_no_entry_lists_a_word_twice() -> None:
    for entry in LEXICON.triggers:
        for words in (entry.verbs, entry.nouns, entry.phrases):
            assert [word for word, count in Counter(words).items() if count > 1] == [], entry.id


def test_no_list_names_a_word_twice_and_no_word_is_two_kinds_of_people_or_target() -> None:
    contexts = LEXICON.contexts
    lists: list[list[str]] = [list(words) for words in contexts.topics.values()]
    lists += [list(words) for name, words in contexts if name != "topics"]
    lists.append([word for words in LEXICON.people.values() for word in words])
    lists.append([word for words in LEXICON.targets.values() for word in words.words])
    assert [[w for w, count in Counter(words).items() if count > 1] for words in lists] == [[] for _ in lists]


def test_words_are_lower_case_so_that_they_can_match() -> None:
    words = [word for entry in LEXICON.triggers for word in (*entry.verbs, *entry.nouns, *entry.phrases)]
    assert [word for word in words if word != word.lower()] == []


def test_a_need_that_is_stated_has_words_that_it_is_for() -> None:
    for entry in LEXICON.triggers:
        assert entry.verbs or not entry.needs.verbs, entry.id
        assert entry.nouns or not entry.needs.nouns, entry.id
        assert entry.phrases or not entry.needs.phrases, entry.id


def test_every_event_has_a_type_or_leaves_it_to_its_clause() -> None:
    undecided = [e.id for e in LEXICON.triggers if e.type is None and e.role is TriggerRole.event and not e.soft]
    assert undecided == []


def test_all_types_but_the_rest_have_words_that_tell_them() -> None:
    told = {entry.type for entry in LEXICON.triggers}
    assert set(SubEventType) - told == {SubEventType.other}


def test_every_kind_of_weapon_and_target_is_thought_of() -> None:
    assert set(LEXICON.weapons) == set(WeaponKind) - {WeaponKind.unknown}
    assert set(LEXICON.targets) == set(TargetKind) - {TargetKind.unknown}
    assert {ActorKind.civilians, ActorKind.state_forces, ActorKind.rebel_group} <= set(LEXICON.people)


def test_one_word_is_not_two_kinds_of_weapon() -> None:
    kinds = Counter(word for words in LEXICON.weapons.values() for word in {*words.words, *words.phrases})
    assert [word for word, count in kinds.items() if count > 1] == []


def test_a_gap_stands_between_words() -> None:
    phrases = [p for entry in LEXICON.triggers for p in entry.phrases if GAP in p]
    gaps = [gap for words in load_casualty_words().values() for gap in words.gaps]
    assert phrases
    assert all(p.count(GAP) == 1 and f" {GAP} " in p for p in [*phrases, *gaps])


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("kill", "killed", "killing"),
        ("shoot dead", "shot dead", "shooting dead"),
        ("stab", "stabbed", "stabbing"),
        ("seize", "seized", "seizing"),
        ("blow up", "blew up", "blowing up"),
        ("hit", "hit", "hitting"),
        ("bury", "buried", "burying"),
        ("die", "died", "dying"),
    ],
)
def test_verbs_are_inflected(verb: str, past: str, gerund: str) -> None:
    forms = verb_forms(verb)
    assert forms[past] in {VerbForm.past, VerbForm.ed}
    assert forms[gerund] is VerbForm.ing


def test_nouns_are_inflected_at_their_head() -> None:
    assert noun_forms("barrage of rockets") == ("barrage of rockets", "barrages of rockets")
    assert noun_forms("policeman") == ("policeman", "policemen")
    assert noun_forms("car bomb") == ("car bomb", "car bombs")
    assert noun_forms("embassy") == ("embassy", "embassies")


def test_a_folder_of_the_users_own_adds_to_ours_and_replaces_the_entry_of_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "triggers.yaml").write_text(
        "- {id: shelling, type: shelling_artillery_missile_attack, verbs: [crump]}\n- {id: mine, verbs: [zap]}\n"
    )
    lexicon = load_lexicon(tmp_path)
    entries = {entry.id: entry for entry in lexicon.triggers}
    assert entries["shelling"].verbs == ("crump",)
    assert set(entries) == {entry.id for entry in LEXICON.triggers} | {"mine"}
    assert lexicon.weapons == LEXICON.weapons


@pytest.mark.parametrize(
    "text", ["- {id: x, verb: [shell]}", "- {id: x, type: no_such_type, verbs: [a]}", "[", "- {verbs: [a]}"]
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "triggers.yaml").write_text(text)
    with pytest.raises(KnowledgeError, match=r"triggers\.yaml"):
        load_lexicon(tmp_path)


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("Gunmen killed five people.", True),
        ("Rockets landed near the base.", True),
        ("Protesters marched through the capital.", True),
        ("A truce took effect at dawn.", True),
        ("The team won the cup final by two goals.", False),
        ("The plane landed late; the falls were frozen.", False),
        ("Add the flour and the sugar, stir well, then bake the cake for forty minutes.", False),
    ],
)
def test_the_gate_lets_through_what_may_tell_an_incident(text: str, relevant: bool) -> None:
    assert Gate(load_relevance(), LEXICON)(text) is relevant
