"""What makes an article the same article: canonical URL, outlet, language tag."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.canonical_url import canonical_url, page_url
from services.ingest.language import detect_language, normalized_tag
from services.ingest.outlet import outlet


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://WWW.Example.ORG:443/World/a-b/?utm_source=x&fbclid=1#top", "https://www.example.org/World/a-b"),
        ("http://example.org", "http://example.org/"),
        ("https://example.org/a?b=2&a=1&ref=home", "https://example.org/a?a=1&b=2"),
        ("https://example.org/a/../b//c/./", "https://example.org/b/c"),
        ("https://user:secret@example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/%7ename/%e2%82%ac/x%2fy", "https://example.org/~name/%E2%82%AC/x%2Fy"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ("https://example.org/story/amp/?outputType=amp", "https://example.org/story"),
        ("  https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_spellings_of_one_address_become_one(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "example.org/a",
        "ftp://example.org/a",
        "https://",
        "https://localhost/a",
        "https://a b/c",
        "javascript:x",
        "https://example.org:99999/a",
        "https://[::1]/a",
        "tag:example.org,2024:1",
        "https://example.org/" + "a" * 3000,
    ],
)
def test_what_is_no_address_of_an_article_is_none(url: str | None) -> None:
    assert canonical_url(url) is None


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="#?"), max_size=30),
    st.text(st.characters(codec="utf-8", exclude_characters="#"), max_size=30),
)
def test_canonical_form_is_stable(path: str, query: str) -> None:
    url = canonical_url(f"https://example.org/{path}?{query}")

    assert url is not None
    assert canonical_url(url) == url
    assert canonical_url(f"{url}#part") == url


@pytest.mark.parametrize(
    ("given_url", "declared", "expected"),
    [
        ("https://m.example.org/a?id=1", "https://www.example.org/world/a", "https://www.example.org/world/a"),
        ("https://example.org/a", "https://example.org/", "https://example.org/a"),
        ("https://copy.example.net/a", "https://example.org/a", "https://copy.example.net/a"),
        (None, "https://example.org/a", "https://example.org/a"),
        ("https://example.org/a", None, "https://example.org/a"),
        (None, "/relative", None),
    ],
)
def test_a_page_is_believed_about_its_own_address_only(
    given_url: str | None, declared: str | None, expected: str | None
) -> None:
    assert page_url(given_url, declared) == expected


@pytest.mark.parametrize(
    ("source", "url", "site", "expected"),
    [
        ("WWW.Example.org", None, None, "example.org"),
        ("Example News", "https://example.org/a", None, "Example News"),
        (None, "https://www.example.co.uk/a", "Example", "example.co.uk"),
        (None, None, "Example News", "Example News"),
        ("https://www.example.org/rss", None, None, "example.org"),
        ("//", "https://example.org/a", None, "example.org"),
        (None, None, None, None),
    ],
)
def test_outlets_are_domains_where_they_can_be(
    source: str | None, url: str | None, site: str | None, expected: str | None
) -> None:
    assert outlet(source, url, site) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "en"), ("EN_us", "en-US"), ("eng", "en"), ("English", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("fr ", "fr")]
    + [(tag, None) for tag in ("und", "xx", "e", "en-", "not a language", "", None)],
)
def test_language_tags_are_put_in_their_usual_form(tag: str | None, expected: str | None) -> None:
    assert normalized_tag(tag) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Raketen trafen am Mittwochabend einen Stützpunkt, auf dem amerikanische Soldaten untergebracht sind.", "de"),
        (
            "Hombres armados atacaron el viernes un puesto de policía en las afueras de la ciudad, dijo el alcalde.",
            "es",
        ),
        ("Orang bersenjata menyerang pos polisi di pinggir kota pada hari Jumat, kata wali kota.", "id"),
        ("Gunmen attacked a police post on the edge of the city on Friday, the mayor said.", "en"),
        ("GUNMEN ATTACK POLICE POST", "en"),
        ("Maiduguri, Borno: Boko Haram.", "en"),
    ],
)
def test_languages_are_told_apart_and_short_texts_are_given_the_benefit_of_doubt(text: str, language: str) -> None:
    assert detect_language(text) == language
