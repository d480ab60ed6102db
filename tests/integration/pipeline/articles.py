"""A stream of generated news: plain reports, copies, updates, ordinary news, another language, and broken messages.

All of it says when it was published and fetched, so that the same truth can be computed without a broker.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

START = datetime(2022, 1, 1, tzinfo=UTC)

PLACES = (
    ("Mosul", "Iraq", "Iraqi"), ("Kirkuk", "Iraq", "Iraqi"), ("Baqubah", "Iraq", "Iraqi"),
    ("Aleppo", "Syria", "Syrian"), ("Idlib", "Syria", "Syrian"),
    ("Maiduguri", "Nigeria", "Nigerian"), ("Kaduna", "Nigeria", "Nigerian"),
    ("Mogadishu", "Somalia", "Somali"), ("Kismayo", "Somalia", "Somali"), ("Kabul", "Afghanistan", "Afghan"),
    ("Kandahar", "Afghanistan", "Afghan"), ("Peshawar", "Pakistan", "Pakistani"), ("Quetta", "Pakistan", "Pakistani"),
    ("Goma", "Democratic Republic of Congo", "Congolese"), ("Kharkiv", "Ukraine", "Ukrainian"),
    ("Cali", "Colombia", "Colombian"),
)  # fmt: skip
ACTS = (
    "Gunmen killed {n} people in an attack on a market in {place}, {country}, on {day}, police said.",
    "A roadside bomb killed {n} {people} soldiers near {place}, {country}, on {day}, the army said.",
    "A suicide bomber killed {n} people at a checkpoint in {place}, {country}, on {day}, officials said.",
    "An airstrike on {place}, {country}, killed {n} civilians on {day}, residents said.",
    "Rockets hit a base in {place}, {country}, on {day}, wounding {n} soldiers, the {people} military said.",
    "{people} security forces clashed with militants in {place}, {country}, on {day}, leaving {n} fighters dead.",
    "Armed men abducted {n} students from a school in {place}, {country}, on {day}, officials said.",
)
FOLLOW_UPS = (
    "No group claimed responsibility.",
    "The Islamic State group claimed responsibility for the attack in an online statement.",
    "Residents described a loud noise and then smoke over the town.",
    "Officials said an investigation was under way.",
)
ORDINARY = (
    "The central bank of {country} kept its main rate unchanged on {day}. Analysts had expected no change.",
    "A football club from {place} won its match on {day} after two late goals. The coach praised his players.",
    "Heavy rain is expected in {place} from {day}. Farmers in {country} welcomed the forecast.",
)
SPANISH = (
    "El gobierno anunció el {day} nuevas medidas económicas para la región. Los ministros dijeron que habrá más empleo."
)


def day_name(moment: datetime) -> str:
    """`Tuesday`."""
    return moment.strftime("%A")


def article(number: int, rng: random.Random, *, revision: int = 0) -> dict[str, str]:
    """One article; another `revision` of the same number tells another toll, in another place."""
    place, country, people = PLACES[(number + revision * 5) % len(PLACES)]
    published = START + timedelta(minutes=7 * number)
    words = {
        "place": place,
        "country": country,
        "people": people,
        "day": day_name(published),
        "n": str(2 + (number + revision) % 9),
    }
    kind = rng.random()
    if kind < 0.70:
        lead = ACTS[number % len(ACTS)].format(**words)
        text = (
            f"{lead}\n\n{FOLLOW_UPS[number % len(FOLLOW_UPS)]} It was item {number} of the day's reports from {place}."
        )
    elif kind < 0.97:
        text = f"{ORDINARY[number % len(ORDINARY)].format(**words)}\n\nIt was item {number} of the day."
    else:
        text = f"{SPANISH.format(**words)} Fue la noticia {number} del día, según la radio local de la ciudad."
    message = {
        "url": f"https://outlet{number % 7}.example.com/news/{number}",
        "title": f"Report {number} from {place}",
        "text": text,
        "published": published.isoformat(),
        "fetched": (published + timedelta(minutes=4, hours=2 * revision)).isoformat(),
    }
    if revision:
        message["modified"] = (published + timedelta(hours=revision)).isoformat()
    return message


def stream(count: int, *, seed: int = 1) -> Iterator[bytes]:
    """`count` raw values: one in twelve is an update or a copy of an earlier one, one in fifty is no news at all."""
    rng = random.Random(seed)  # noqa: S311  (a reproducible stream, no secret)
    sent: list[tuple[int, dict[str, str]]] = []
    for number in range(count):
        choice = rng.random()
        if choice < 0.02:
            yield rng.choice(
                (b"{broken", b"\x89PNG\r\n\x1a\n\x00\x00", b"[1, 2]", b'{"title": "no text"}', b'{"text": 5}')
            )
        elif choice < 0.06 and sent:
            original, _ = rng.choice(sent)
            yield json.dumps(article(original, random.Random(original), revision=1)).encode()  # noqa: S311
        elif choice < 0.10 and sent:
            yield json.dumps(rng.choice(sent)[1]).encode()
        else:
            message = article(number, random.Random(number))  # noqa: S311
            sent.append((number, message))
            yield json.dumps(message).encode()
