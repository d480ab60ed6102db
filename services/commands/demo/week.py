"""A week of generated news: what dashboards and the live page are shown with, for `tocsin demo --week`.

Made up, seeded, and the same each time but for its dates. Incidents in a dozen countries, each told by one to four
outlets in their own words over some hours, with tolls that rise; a surge on the last two days; ordinary news; and a
little that can't be used, as in any real stream.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = 7 * 24
SEED = 7

OUTLETS = (
    "wire.example.com", "courier.example.org", "radio.example.net", "herald.example.com", "observer.example.org",
    "gazette.example.net", "news24.example.com",
)  # fmt: skip
PLACES = (
    ("Mosul", "Iraq", "Iraqi"), ("Kirkuk", "Iraq", "Iraqi"), ("Basra", "Iraq", "Iraqi"),
    ("Aleppo", "Syria", "Syrian"), ("Deir ez-Zor", "Syria", "Syrian"),
    ("Maiduguri", "Nigeria", "Nigerian"), ("Kaduna", "Nigeria", "Nigerian"),
    ("Mogadishu", "Somalia", "Somali"), ("Kismayo", "Somalia", "Somali"),
    ("Kabul", "Afghanistan", "Afghan"), ("Jalalabad", "Afghanistan", "Afghan"),
    ("Peshawar", "Pakistan", "Pakistani"), ("Quetta", "Pakistan", "Pakistani"),
    ("Goma", "Democratic Republic of Congo", "Congolese"), ("Gao", "Mali", "Malian"),
    ("Kharkiv", "Ukraine", "Ukrainian"), ("Cali", "Colombia", "Colombian"), ("Marib", "Yemen", "Yemeni"),
)  # fmt: skip
SURGE = ("Ouahigouya", "Burkina Faso", "Burkinabe")
"""Where the last two days bring more than usual."""
LAST = ("Bambari", "Central African Republic", "Central African")
"""Where the last hour brings an incident, so that the shortest window has one, and its deaths."""
GROUPS = {
    "Iraq": "Islamic State", "Syria": "Islamic State", "Nigeria": "Boko Haram", "Somalia": "al-Shabab",
    "Afghanistan": "Islamic State", "Pakistan": "the Pakistani Taliban", "Democratic Republic of Congo": "M23",
    "Mali": "al-Qaida", "Colombia": "the National Liberation Army", "Yemen": "the Houthis",
    "Burkina Faso": "al-Qaida", "Ukraine": "Russia", "Central African Republic": "the rebels",
}  # fmt: skip

ACTS = (
    (
        "A roadside bomb killed {n} soldiers near {place}, {country}, on {day}, the army said.",
        "{n} {people} soldiers died on {day} when a bomb went off under their vehicle near {place}, officials said.",
        "An improvised bomb hit a military patrol outside {place} in {country} on {day}, killing {n} soldiers.",
    ),
    (
        "Gunmen killed {n} people in an attack on a market in {place}, {country}, on {day}, police said.",
        "Armed men opened fire in a market in {place} on {day} and killed {n} people, {people} police said.",
        "At least {n} people were shot dead on {day} when gunmen attacked a market in {place}, {country}.",
    ),
    (
        "A suicide bomber killed {n} people at a checkpoint in {place}, {country}, on {day}, officials said.",
        "{n} people were killed on {day} when a suicide bomber blew himself up at a checkpoint in {place}, {country}.",
        "A suicide attack on a checkpoint in {place} killed {n} people on {day}, the {people} interior ministry said.",
    ),
    (
        "An airstrike on {place}, {country}, killed {n} civilians on {day}, residents said.",
        "{n} civilians died in an air strike on {place} on {day}, according to {people} officials.",
        "Warplanes bombed {place} in {country} on {day}, killing {n} civilians, a doctor said.",
    ),
    (
        "Rockets hit a base in {place}, {country}, on {day}, wounding {n} soldiers, the {people} military said.",
        "{n} soldiers were wounded on {day} in a rocket attack on a base in {place}, {country}, the army said.",
        "A base in {place} came under rocket fire on {day}; {n} soldiers were injured, {people} officials said.",
    ),
    (
        "{people} security forces clashed with militants in {place}, {country}, on {day}, leaving {n} fighters dead.",
        "{n} militants were killed on {day} in a clash with {people} soldiers in {place}, the army said.",
        "Fighting between {people} troops and militants in {place}, {country}, killed {n} fighters on {day}.",
    ),
    (
        "Armed men abducted {n} students from a school in {place}, {country}, on {day}, officials said.",
        "{n} students were kidnapped on {day} from a school in {place}, {country}, police said.",
        "Gunmen stormed a school in {place} on {day} and took {n} students away, {people} officials said.",
    ),
)
CLAIMS = (
    "No group claimed responsibility.",
    "{group} claimed responsibility for the attack in a statement.",
    "Officials blamed {group} for the attack.",
    "An investigation was under way, officials said.",
)
COLOUR = (
    "Shops near the scene stayed closed and roads were blocked.",
    "Witnesses described a loud noise and then smoke over the town.",
    "Hospitals in the area asked residents to give blood.",
    "The governor promised help for the families.",
)
ORDINARY = (
    "The central bank of {country} kept its main rate unchanged on {day}. Analysts had expected no change.",
    "A football club from {place} won its match on {day} after two late goals. The coach praised his players.",
    "Heavy rain is expected in {place} from {day}. Farmers in {country} welcomed the forecast.",
    "A new market hall opened in {place}, {country}, on {day}. The mayor cut the ribbon and traders moved in.",
    "The {people} national museum said on {day} that it would lend forty paintings to a gallery abroad.",
)
SPANISH = (
    "El gobierno anunció el jueves nuevas medidas económicas para la región. Los ministros dijeron que habrá más "
    "empleo en las ciudades y mejores caminos en el campo."
)
BROKEN = (b"{broken", b'{"title": "no text"}', b"[1, 2]")


@dataclass(frozen=True)
class Told:
    """A raw message and when its article appeared."""

    published: datetime
    value: bytes


def week(until: datetime, *, hours: int = HOURS, seed: int = SEED) -> list[Told]:
    """The news of the `hours` before `until`, in order of publication."""
    rng = random.Random(seed)  # noqa: S311  (a reproducible stream, no secret)
    start = until - timedelta(hours=hours)
    told: list[Told] = []
    for hour in range(hours):
        begin = start + timedelta(hours=hour)
        surge = hours - hour <= 48 and rng.random() < 0.35
        for place in [rng.choice(PLACES) for _ in range(rng.choice((0, 1, 1, 2)))] + [SURGE] * surge:
            told += _incident(rng, place, begin + timedelta(minutes=rng.randrange(60)))
        told += [_ordinary(rng, begin + timedelta(minutes=rng.randrange(60))) for _ in range(rng.choice((1, 2, 3)))]
        if hour % 8 == 3:
            told.append(Told(begin, _message(rng, begin, "Economía", SPANISH)))
        if hour % 12 == 5:
            told.append(Told(begin, rng.choice(BROKEN)))
    told += _incident(rng, LAST, until - timedelta(minutes=50), act=ACTS[1], within=40)
    return sorted((each for each in told if each.published <= until), key=lambda each: each.published)


def by_hour(told: list[Told], until: datetime, *, hours: int = HOURS) -> Iterator[tuple[datetime, list[bytes]]]:
    """What appeared in each hour, with the hour's end."""
    for hour in range(hours, 0, -1):
        begin = until - timedelta(hours=hour)
        end = begin + timedelta(hours=1)
        yield end, [each.value for each in told if begin < each.published <= end]


def _incident(
    rng: random.Random,
    place: tuple[str, str, str],
    happened: datetime,
    *,
    act: tuple[str, ...] | None = None,
    within: int = 400,
) -> Iterator[Told]:
    """Told by several outlets, each in its own words and `within` so many minutes; the toll rises."""
    town, country, people = place
    act, killed = act or rng.choice(ACTS), rng.randrange(2, 12)
    words = {"place": town, "country": country, "people": people, "day": happened.strftime("%A")}
    for outlet in rng.sample(OUTLETS, rng.choice((1, 1, 2, 3, 4))):
        published = happened + timedelta(minutes=rng.randrange(20, within))
        lead = rng.choice(act).format(**words, n=killed)
        claim = rng.choice(CLAIMS).format(group=GROUPS[country])
        text = f"{lead[0].upper()}{lead[1:]}\n\n{claim} {rng.choice(COLOUR)}"
        yield Told(published, _message(rng, published, f"{people} town of {town}: what is known", text, outlet))
        killed += rng.random() < 0.3


def _ordinary(rng: random.Random, published: datetime) -> Told:
    place, country, people = rng.choice(PLACES)
    text = rng.choice(ORDINARY).format(place=place, country=country, people=people, day=published.strftime("%A"))
    return Told(published, _message(rng, published, f"Today in {country}", text))


def _message(rng: random.Random, published: datetime, title: str, text: str, outlet: str | None = None) -> bytes:
    outlet = outlet or rng.choice(OUTLETS)
    return json.dumps(
        {
            "url": f"https://{outlet}/{published:%Y/%m/%d}/{rng.getrandbits(40):010x}",
            "title": title,
            "text": text,
            "published": published.isoformat(),
            "fetched": (published + timedelta(minutes=2)).isoformat(),
        }
    ).encode()
