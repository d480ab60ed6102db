"""Fingerprints: what of a text counts, their form on the wire, and what two of them tell."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import FINGERPRINT_BYTES
from schemas.fingerprint import FINGERPRINT_VALUES, Fingerprint, is_copy, is_same_story, shared_wording, similarity
from services.ingest.fingerprint import fingerprint

VALUES = st.binary(min_size=FINGERPRINT_VALUES, max_size=FINGERPRINT_VALUES)
SETS = st.sets(st.text(max_size=5), max_size=8)
FINGERPRINTS = st.builds(Fingerprint.of, st.integers(0, 100_000), VALUES, SETS, SETS)

FIRE = (
    "A fire in a textile mill on the edge of Surat killed 12 workers and injured 30 on Tuesday, the fire brigade said. "
    "The flames broke out in a store for cotton at 6:30 in the morning, when the night shift was about to leave. "
    "Many of those who died had slept on the upper floor, whose only stair was blocked by bales, an officer told "
    "reporters. The owner of the mill was arrested in Mumbai. The government of Gujarat promised 400,000 rupees to "
    "each family, and ordered that 150 other mills be inspected within a month."
)
WORDS = FIRE.split()


def of(text: str) -> Fingerprint:
    return Fingerprint.decode(fingerprint(text))


def words(count: int, seed: int) -> list[str]:
    source = random.Random(seed)  # noqa: S311 -- test data
    return ["".join(source.choices("abcdefghij", k=6)) for _ in range(count)]


# ------------------------------------------------------------------------------------------------------- the text


def test_a_fingerprint_never_changes_for_a_text() -> None:
    """Fingerprints are kept and compared with new ones: another hash or scheme would make strangers of copies."""
    assert fingerprint("The army said on Friday that 14 bases near the Tigris were hit by two rockets.") == WRITTEN


WRITTEN = (
    "AgAOAAAAACAAAAAAAAEAAAAAAAAAAAAAAAAQAAAAAAHyGpM9iMi+QX4yX0ngXRXJQ108AQ1syStz5uG2SJZMOda6dqU9rqMsibFMtMh2gxwGSA6U"
    "04qtIIdIBitZ/dg0hZ1YGq4nEAe78u6/xPPWMkjFoNyFLSRLC8eFcrvbCwg="
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The base, near Mosul, was HIT again.", "the base near Mosul was hit again"),
        ("Sixty-six people and two dogs", "66 people and 2 dogs"),
        ("some forty trucks, twenty one cars", "some 40 trucks, 21 cars"),
        ("He paid 1,200 rupees", "He paid 1 200 rupees"),
        ("He paid 1\u202f200 rupees", "He paid 1200 rupees"),
        ("at 10:15 in Bogotá", "at 10.15 in Bogota"),
        ("about 2.50 dollars", "about 2.5 dollars"),
    ],
)
def test_house_style_does_not_count(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("In 2023 100 people died", "In 2023100 people died"),
        ("no one knew", "no 1 knew"),
        ("3.5 million", "35 million"),
        ("twenty men", "twenty-one men"),
    ],
)
def test_what_is_another_number_counts(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize("text", ["", "...", "one", "one two"])
def test_texts_shorter_than_a_shingle_have_fingerprints_too(text: str) -> None:
    assert of(text).shingles == 1
    assert is_copy(of(text), of(text))


# --------------------------------------------------------------------------------------------------- how alike


def test_similarity_estimates_the_share_of_common_shingles() -> None:
    original = words(400, seed=1)
    for kept, low, high in ((400, 1.0, 1.0), (360, 0.75, 1.0), (200, 0.3, 0.7), (0, 0.0, 0.05)):
        other = original[:kept] + words(0 if kept else 400, seed=2)

        assert low <= similarity(of(" ".join(original)), of(" ".join(other))) <= high, kept


@pytest.mark.parametrize("kept", [300, 150, 60])
def test_all_of_a_cut_is_in_the_original(kept: int) -> None:
    original = words(600, seed=5)

    assert shared_wording(of(" ".join(original)), of(" ".join(original[:kept]))) >= 0.6


def test_half_of_a_text_that_was_half_rewritten_is_shared() -> None:
    original = words(600, seed=6)
    other = original[:300] + words(300, seed=7)

    assert shared_wording(of(" ".join(original)), of(" ".join(other))) == pytest.approx(0.5, abs=0.15)


def test_a_short_text_of_its_own_is_not_taken_for_a_cut_of_a_long_one() -> None:
    long_text = of(" ".join(words(4000, seed=8)))

    assert all(shared_wording(long_text, of(" ".join(words(60, seed=seed)))) == 0 for seed in range(20, 60))


@given(VALUES, VALUES, st.integers(0, FINGERPRINT_VALUES))
def test_similarity_counts_the_equal_values_less_what_chance_gives(one: bytes, other: bytes, same: int) -> None:
    other = one[:same] + other[same:]
    equal = sum(mine == theirs for mine, theirs in zip(one, other, strict=True)) / FINGERPRINT_VALUES
    expected = max(0.0, (equal - 1 / 256) / (255 / 256))

    assert similarity(Fingerprint.of(9, one, (), ()), Fingerprint.of(9, other, (), ())) == pytest.approx(expected)


@pytest.mark.parametrize("bit", range(8))
def test_values_that_differ_in_one_bit_alone_differ(bit: int) -> None:
    zeros = Fingerprint.of(9, [0] * FINGERPRINT_VALUES, (), ())
    others = Fingerprint.of(9, [1 << bit] * FINGERPRINT_VALUES, (), ())

    assert similarity(zeros, others) == 0


# ------------------------------------------------------------------------------------------- copies and updates


@pytest.mark.parametrize(
    "text",
    [
        FIRE,
        FIRE.upper(),
        " ".join(WORDS[:45]),
        FIRE.replace(" The owner of the mill was arrested in Mumbai.", ""),
        FIRE.replace("killed 12 workers and injured 30 on Tuesday", "left twelve dead and thirty hurt on Tuesday"),
        f"{FIRE} Reporting by our bureau in Delhi. Read more: why mills burn.",
    ],
    ids=["whole", "upper case", "cut", "a sentence dropped", "a clause rewritten", "credits"],
)
def test_copies_are_told(text: str) -> None:
    assert is_copy(of(FIRE), of(text))


def test_an_update_of_the_text_is_the_same_story_and_no_copy() -> None:
    update = (
        FIRE.replace("killed 12", "killed 19").replace("injured 30", "injured 44").replace("150 other", "200 other")
    )

    assert is_same_story(of(FIRE), of(update))
    assert not is_copy(of(FIRE), of(update))


def test_another_event_told_in_the_same_words_is_another_story() -> None:
    other = FIRE
    for name, instead in {"Surat": "Karachi", "Tuesday": "Friday", "Mumbai": "Lahore", "Gujarat": "Sindh"}.items():
        other = other.replace(name, instead)

    assert not is_same_story(of(FIRE), of(other))


def test_own_words_on_the_same_event_are_another_story() -> None:
    own = (
        "Twelve people lost their lives in Surat on Tuesday when bales of cotton caught fire under the dormitory of a "
        "spinning plant. Thirty more are in hospital. Gujarat's chief minister wants every such plant looked at, and "
        "Mumbai police have the man who owns it in custody."
    )

    assert not is_same_story(of(FIRE), of(own))


@given(FINGERPRINTS, FINGERPRINTS)
def test_it_does_not_matter_which_comes_first(one: Fingerprint, other: Fingerprint) -> None:
    assert shared_wording(one, other) == shared_wording(other, one)
    assert is_same_story(one, other) == is_same_story(other, one)
    assert is_copy(one, other) == is_copy(other, one)


@given(FINGERPRINTS)
def test_every_article_is_a_copy_of_itself(one: Fingerprint) -> None:
    assert is_copy(one, one)


# ------------------------------------------------------------------------------------------------- on the wire


@given(FINGERPRINTS)
def test_what_is_read_is_what_was_written(one: Fingerprint) -> None:
    written = one.encode()

    assert Fingerprint.decode(written) == one
    assert len(base64.b64decode(written)) == FINGERPRINT_BYTES


@given(st.binary(min_size=FINGERPRINT_BYTES, max_size=FINGERPRINT_BYTES))
def test_fingerprints_of_the_first_form_are_read_and_are_like_themselves_alone(data: bytes) -> None:
    first = Fingerprint.decode(base64.b64encode(b"\x01" + data[1:]).decode())
    second = Fingerprint.decode(base64.b64encode(b"\x01" + data[1:-1] + bytes([data[-1] ^ 1])).decode())

    assert is_copy(first, first)
    assert not is_same_story(first, second)
    assert not is_same_story(first, of(FIRE))


@pytest.mark.parametrize("wrong", ["", "AAAA", "not base64!", "A" * 176])
def test_what_is_no_fingerprint_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"fingerprint|base64|padding|padded|alphabet|characters"):
        Fingerprint.decode(wrong)


def test_a_wrong_number_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="96 values, not 3"):
        Fingerprint.of(3, [1, 2, 3], (), ())
