"""Everyday sentences of news from many countries, of our own writing: each place of an incident, and what is none."""

from __future__ import annotations

import pytest
from spacy.language import Language

from schemas import PlacePrecision
from services.extractor.places import ResolvedPlace


def spans_of(nlp: Language, text: str, group: str = "places") -> dict[str, ResolvedPlace]:
    doc = nlp(text)
    return {span.text: span._.place for span in doc.spans[group]}


@pytest.mark.parametrize(
    ("text", "span", "location", "precision"),
    [
        ("A car bomb wrecked a police station in Cúcuta, in Norte de Santander.", "Cúcuta", "CO/21", "city"),
        ("Marchers clashed in San Cristóbal de las Casas, Chiapas.", "San Cristóbal de las Casas", "MX/05", "city"),
        ("Hooded men killed a mayor in Ciudad Juárez.", "Ciudad Juárez", "MX/06", "city"),
        ("A farmer was shot dead in Ituango, Antioquia.", "Ituango", "CO/02", "city"),
        ("Gangs burned houses in Port-au-Prince on Tuesday.", "Port-au-Prince", "HT/11", "city"),
        ("Soldiers fired on a crowd in Bobo-Dioulasso.", "Bobo-Dioulasso", "BF/09", "city"),
        ("A grenade exploded in the Bujumbura suburb of Zzamenge, in Bujumbura.", "Bujumbura", "BI/24", "city"),
        ("Two police officers were stabbed in Saint-Denis, north of Paris.", "Saint-Denis", "FR/11", "city"),
        ("Gunmen attacked a bar in Abidjan, Ivory Coast.", "Abidjan", "CI/93", "city"),
        ("Troops shelled the town of Wad Madani in Gezira state.", "Wad Madani", "SD/38", "city"),
        ("Shells fell on Zamzam camp near el-Fasher.", "Zamzam camp", "SD/55", "exact"),
        ("Militia fire hit homes near el-Fasher in Sudan.", "near el-Fasher", "SD/55", "near"),
        ("A drone struck Deir ez-Zor at dawn.", "Deir ez-Zor", "SY/07", "city"),
        ("Two were hurt in clashes in Ras al-Ayn, Syria.", "Ras al-Ayn", "SY/01", "city"),
        ("An oil depot burned in Novorossiysk.", "Novorossiysk", "RU/38", "city"),
        ("A missile fell on Kryvyi Rih overnight.", "Kryvyi Rih", "UA/04", "city"),
        ("Rioters torched cars in Stara Zagora, Bulgaria.", "Stara Zagora", "BG/59", "city"),
        ("A parcel exploded in Łódź.", "Łódź", "PL/74", "city"),
        ("Police fired tear gas in the northern city of Thessaloniki.", "Thessaloniki", "GR/ESYE12", "city"),
        ("Gunfire was heard in the eastern Congolese city of Bukavu.", "Bukavu", "CD/12", "city"),
        ("A mine killed three in Helmand province's Sangin district.", "Sangin district", "AF/10", "admin1"),
        ("Two were wounded in Kerala's Kannur district.", "Kannur district", "IN/13", "admin1"),
        ("Fighting was reported in Rakhine state's Buthidaung township.", "Buthidaung township", "MM/01", "city"),
        ("Huts were burned in Mali's Mopti region.", "Mopti region", "ML/04", "admin1"),
        ("Gunmen stopped a bus on the Kaduna-Abuja road.", "Kaduna", "NG/23", "near"),
        ("A truck was blown up between Kandahar and Lashkar Gah.", "Kandahar", "AF/23", "near"),
        ("A bus was hit on the road between Bamako and Segou.", "Segou", "ML/05", "near"),
        ("Students blocked the Dhaka-Chittagong highway.", "Chittagong", "BD/84", "near"),
        ("A boat was fired at off the coast of Benghazi.", "off the coast of Benghazi", "LY/69", "near"),
        ("A boat sank off the western coast of Libya.", "off the western coast of Libya", "LY/None", "country"),
        ("An explosion shook Beirut airport.", "Beirut airport", "LB/05", "exact"),
        ("Rockets landed at Erbil airport.", "Erbil airport", "IQ/11", "exact"),
        ("Trucks were set on fire at the Torkham border crossing.", "Torkham", "PK/03", "exact"),
        ("Eight people were killed at the Dadaab refugee camp in Kenya.", "Dadaab refugee camp", "KE/16", "exact"),
        ("Soldiers raided Jenin refugee camp again.", "Jenin refugee camp", "PS/WE", "exact"),
        ("They hit a post near the town of Mocímboa da Praia.", "near the town of Mocímboa da Praia", "MZ/01", "near"),
        ("Two bombs went off in the Afghan capital on Friday.", "Afghan capital", "AF/13", "city"),
        ("Jihadists stormed a hotel in Burkina Faso's capital.", "capital", "BF/03", "city"),
        ("A policeman was killed in Nuevo Laredo, Tamaulipas.", "Nuevo Laredo", "MX/28", "city"),
        ("Two men were gunned down in Villa Nueva, south of Guatemala City.", "Villa Nueva", "GT/07", "city"),
        ("An officer was shot in Mindanao's Cotabato City.", "Cotabato City", "PH/14", "city"),
        ("Shots were fired in Port Harcourt, the capital of Nigeria's Rivers state.", "Port Harcourt", "NG/50", "city"),
        ("Rebels took a bridge on the border between Congo and Uganda.", "Congo", "CD/None", "country"),
        ("Raiders struck Zzavivi, in the Beni territory of North Kivu.", "Beni territory", "CD/11", "admin1"),
    ],
)  # fmt: skip
def test_a_place_of_the_day_is_resolved(nlp: Language, text: str, span: str, location: str, precision: str) -> None:
    place = spans_of(nlp, text)[span]
    assert f"{place.country}/{place.admin1_code}" == location
    assert place.precision is PlacePrecision(precision)


@pytest.mark.parametrize(
    "text",
    [
        "Moscow said its forces had advanced.",
        "Washington condemned the killings.",
        "The spokesman said Tehran would respond.",
        "Ministers accused Kyiv of stalling.",
        "Envoys resumed talks with Beijing.",
        "Ankara has repeatedly warned of an attack.",
    ],
)
def test_a_capital_that_speaks_is_a_government_and_no_place(nlp: Language, text: str) -> None:
    assert spans_of(nlp, text) == {}
    assert len(spans_of(nlp, text, "governments")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Drones hit Moscow.",
        "Kyiv was attacked before dawn.",
        "A blast in Ankara warned of more to come.",
        "Police in Baghdad said two men died.",
        "Shelling of Khartoum sent families fleeing.",
    ],
)
def test_a_capital_where_something_happened_is_a_place(nlp: Language, text: str) -> None:
    assert len(spans_of(nlp, text)) == 1
    assert spans_of(nlp, text, "governments") == {}


@pytest.mark.parametrize(
    "text",
    ["The court upheld capital punishment.", "Iraqi capital markets fell.", "The Kenyan capital gains tax rose."],
)
def test_other_capitals_are_no_city(nlp: Language, text: str) -> None:
    assert spans_of(nlp, text) == {}


def test_a_word_that_is_also_a_short_name_is_no_place(nlp: Language) -> None:
    assert spans_of(nlp, "Car Bomb Kills Nine, Police Say") == {}
    assert spans_of(nlp, "The White House condemned the attack.") == {}
    assert list(spans_of(nlp, "Rebels advanced in DRC on Monday.")) == ["DRC"]
