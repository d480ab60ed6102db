"""The component `tocsin_actors` on sentences of our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from schemas import ActorKind
from services.extractor.actors.match import ActorMatch
from services.extractor.knowledge.actors import load_actors


def actors_in(nlp: Language, text: str) -> dict[str, ActorMatch]:
    doc = nlp(text)
    return {span.text: span._.actor for span in doc.spans["actors"]}


@pytest.mark.parametrize(
    ("text", "span", "actor"),
    [
        ("Suspected Boko Haram militants raided a farm.", "Suspected Boko Haram militants", "boko-haram"),
        ("It was the work of the Islamic State group.", "Islamic State group", "islamic-state"),
        ("ISIS-K members were held in Kabul.", "ISIS-K members", "islamic-state-khorasan-province"),
        ("Jets of the U.S.-led coalition struck at dawn.", "U.S.-led coalition", "us-led-coalition"),
        ("The Lord's Resistance Army denied it.", "Lord's Resistance Army", "lords-resistance-army"),
        ("Al-Shabaab fighters stormed the hotel.", "Al-Shabaab fighters", "al-shabaab"),
        ("The Iraqi military found a launcher.", "Iraqi military", "iraqi-military"),
        ("Nigerian troops shot back.", "Nigerian troops", "nigerian-military"),
        ("Kenya's police fired tear gas.", "Kenya's police", "kenyan-police"),
        ("U.S. forces fired back.", "U.S. forces", "united-states-military"),
        ("The Israel Defense Forces opened fire.", "Israel Defense Forces", "israeli-military"),
        ("An Israeli airstrike killed two.", "Israeli", "israel"),
        ("A U.S. drone strike killed him.", "U.S.", "united-states"),
        ("Israel struck a depot.", "Israel", "israel"),
        ("It hit U.S.-backed Syrian Democratic Forces.", "Syrian Democratic Forces", "syrian-democratic-forces"),
        ("A group calling itself the Sons of the Ridge did it.", "Sons of the Ridge", "sons-of-the-ridge"),
        ("Hill Country Liberation Front took it.", "Hill Country Liberation Front", "hill-country-liberation-front"),
    ],
)  # fmt: skip
def test_a_named_actor_is_found_with_its_id(nlp: Language, text: str, span: str, actor: str) -> None:
    assert actors_in(nlp, text)[span].id == actor


@pytest.mark.parametrize(
    ("text", "span", "kind"),
    [
        ("Gunmen opened fire.", "Gunmen", ActorKind.political_militia),
        ("Suspected jihadists burned huts.", "Suspected jihadists", ActorKind.rebel_group),
        ("Riot police moved in.", "Riot police", ActorKind.state_forces),
        ("Villagers fled.", "Villagers", ActorKind.civilians),
        ("The rioters set cars alight.", "rioters", ActorKind.rioters),
        ("Protesters marched.", "Protesters", ActorKind.protesters),
        ("Armed herders attacked.", "Armed herders", ActorKind.identity_militia),
        ("Iran-backed militias fired.", "Iran-backed militias", ActorKind.political_militia),
        ("Iran-supported malign actors fired.", "Iran-supported malign actors", ActorKind.political_militia),
        ("U.S.-backed fighters fired.", "U.S.-backed fighters", ActorKind.political_militia),
    ],
)
def test_an_unnamed_actor_has_a_kind_and_no_id(nlp: Language, text: str, span: str, kind: ActorKind) -> None:
    actor = actors_in(nlp, text)[span]
    assert (actor.id, actor.kind, actor.generic) == (None, kind, True)


def test_both_nationalities_before_one_noun_are_found(nlp: Language) -> None:
    found = actors_in(nlp, "U.S. and Iraqi forces raided a house.")
    assert {actor.id for actor in found.values()} == {"united-states-military", "iraqi-military"}


def test_an_abbreviation_matches_in_its_own_letter_case_alone(nlp: Language) -> None:
    assert actors_in(nlp, "They told us and is that all.") == {}


def test_a_short_name_needs_the_full_name_in_the_article(nlp: Language) -> None:
    assert "coalition" not in actors_in(nlp, "The ruling coalition met.")
    found = actors_in(nlp, "The U.S.-led coalition struck. Later coalition forces left.")
    assert found["coalition forces"].id == "us-led-coalition"


def test_a_generic_word_before_a_noun_is_no_actor(nlp: Language) -> None:
    assert actors_in(nlp, "The bomb hit a police station.") == {}


def test_a_country_where_something_happens_is_no_actor(nlp: Language) -> None:
    assert actors_in(nlp, "The attack in Iraq killed two.") == {}


def test_every_listed_name_is_found_as_its_actor(nlp: Language) -> None:
    entries = load_actors()
    for entry in entries.values():
        for name in entry.names():
            shown = name[:1].upper() + name[1:]
            doc = nlp(f"It blamed {shown} .")
            found = {span._.actor.id for span in doc.spans["actors"]}
            assert entry.id in found, name


words = st.sampled_from(
    [
        "the",
        "Iraqi",
        "U.S.",
        "-",
        "'s",
        "police",
        "Boko",
        "Haram",
        "Front",
        "of",
        "Iran",
        "backed",
        "militias",
        "\n",
        "“",
        ".",
        "Army",
        "calling",
        "itself",
        "in",
        "known",
        "as",
        "named",
    ]
)


@given(st.lists(words | st.text(max_size=8), max_size=25))
@settings(deadline=None, max_examples=150)
def test_any_text_gives_ordered_spans_that_do_not_overlap(nlp: Language, parts: list[str]) -> None:
    doc = nlp(" ".join(parts))
    reached = 0
    for span in doc.spans["actors"]:
        assert reached <= span.start < span.end <= len(doc)
        assert span._.actor.name
        assert (span._.actor.id is None) == span._.actor.generic or not span._.actor.generic
        reached = span.end
