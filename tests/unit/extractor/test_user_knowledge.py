"""A user's folder of knowledge files adds to what ships with Tocsin, and a wrong file is told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas import ActorRole, TargetKind, WeaponKind
from services.extractor.extract import Extractor
from services.extractor.knowledge.actors import load_generic_actors
from services.extractor.knowledge.files import KnowledgeError
from services.extractor.lexicon import load_casualty_words, load_lexicon
from services.extractor.speech.words import load_speech_acts
from services.runtime.errors import ConfigurationError

from .articles import article


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_a_users_actor_is_found_by_its_alias_and_ours_are_still_there(tmp_path: Path) -> None:
    write(tmp_path, "actors/mine.yaml", "- {name: Red Hand of the Delta, aliases: [Delta Hand], kind: rebel_group}\n")
    text = "A bomb killed four people in Mogadishu on Monday. Delta Hand claimed responsibility for the attack."
    extractor = Extractor.load(tmp_path)
    reports = extractor.extract(article(text)) + extractor.extract(article(text.replace("Delta Hand", "Al-Shabaab")))
    doers = [a.id for report in reports for a in report.actors if a.role is ActorRole.perpetrator]
    assert doers == ["red-hand-of-the-delta", "al-shabaab"]


def test_the_extractor_reads_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "actors/mine.yaml", "- {name: Delta Hand, kind: rebel_group}\n")
    monkeypatch.setenv("TOCSIN_KNOWLEDGE_DIR", str(tmp_path))
    report = Extractor.load().extract(article("A bomb killed four people in Mogadishu on Monday, police said."))[0]
    assert all(actor.id != "delta-hand" for actor in report.actors)


def test_words_are_added_and_one_listed_under_another_kind_moves(tmp_path: Path) -> None:
    ours = load_lexicon()
    word = ours.weapons[WeaponKind.rocket].words[0]
    write(tmp_path, "weapons.yaml", f"missile: {{words: [{word}, fire arrow]}}\n")
    write(tmp_path, "targets.yaml", "religious: {words: [zawiya court]}\n")
    write(tmp_path, "contexts.yaml", "demands: [chorusing]\n")
    lexicon = load_lexicon(tmp_path)
    assert {word, "fire arrow"} <= set(lexicon.weapons[WeaponKind.missile].words)
    assert word not in lexicon.weapons[WeaponKind.rocket].words
    assert set(ours.targets[TargetKind.religious].words) < set(lexicon.targets[TargetKind.religious].words)
    assert lexicon.contexts.demands == (*ours.contexts.demands, "chorusing")


def test_every_kind_of_file_is_optional_and_added(tmp_path: Path) -> None:
    write(tmp_path, "generic_actors.yaml", "heads: {identity_militia: [spear carriers, gunmen]}\n")
    write(tmp_path, "casualties.yaml", "killed: {nouns: [slayings of all]}\n")
    write(tmp_path, "speech_acts.yaml", "deeds: [caper]\n")
    heads = {str(kind): words for kind, words in load_generic_actors(tmp_path).heads.items()}
    assert {"spear carriers", "gunmen", "settlers"} <= set(heads["identity_militia"])
    assert "gunmen" not in heads["political_militia"]
    assert "slayings of all" in load_casualty_words(tmp_path)["killed"].nouns
    assert {"caper", "attack"} <= load_speech_acts(tmp_path).deeds


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("actors/mine.yaml", "- {name: Red Hand, kind: rebels}\n", "kind"),
        ("generic_actors.yaml", "haeds: {}\n", "haeds"),
        ("generic_actors.yaml", "- a\n", "mapping"),
        ("triggers.yaml", "- {id: x, verb: [shell]}\n", r"0\.verb"),
        ("weapons.yaml", "firearms: {words: [gun]}\n", "firearms"),
        ("targets.yaml", "religious: {word: [shrine]}\n", r"religious\.word"),
        ("people.yaml", "civilians: [7]\n", "civilians"),
        ("casualties.yaml", "hurt: {nouns: [a]}\n", "hurt"),
        ("contexts.yaml", "claimz: [a]\n", "claimz"),
        ("speech_acts.yaml", "deeds: word\n", "deeds"),
        ("triggers.yaml", "- {id: [\n", "no valid YAML"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_file_and_field(tmp_path: Path, name: str, text: str, field: str) -> None:
    with pytest.raises(ConfigurationError, match=field) as caught:
        Extractor.load(write(tmp_path, name, text))
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="is no folder"):
        Extractor.load(tmp_path / "nowhere")
