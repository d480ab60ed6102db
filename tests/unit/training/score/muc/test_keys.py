"""Keys and texts in MUC-4's own form."""

from __future__ import annotations

from datetime import date

import pytest

from training.score.muc.articles import article_of, read_texts
from training.score.muc.keys import Filler, Slot, read_filler, read_keys

KEY = """
;;; a remark
0.  MESSAGE: ID                     DEV-MUC3-9001 (SITE)
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
2.  INCIDENT: DATE                  (04 MAY 89) / (- 05 MAY 89)
3.  INCIDENT: LOCATION              PERU: LIMA (CITY / DEPARTMENT)
4.  INCIDENT: TYPE                  BOMBING / ATTACK
6.  INCIDENT: INSTRUMENT ID         "BOMB" / "10-KG BOMB"
12. PHYS TGT: ID                    ? "\\"EL SOL\\" MILL" / "MILL"
                                    "TRUCKS"
14. PHYS TGT: NUMBER                1: "\\"EL SOL\\" MILL" / "MILL"
                                    PLURAL / 10-: "TRUCKS"
15. PHYS TGT: FOREIGN NATION        -
16. PHYS TGT: EFFECT OF INCIDENT    NO DAMAGE: "-"
19. HUM TGT: DESCRIPTION            "MILLER": "JUAN MILL"
23. HUM TGT: EFFECT OF INCIDENT     -

0.  MESSAGE: ID                     DEV-MUC3-9002
1.  MESSAGE: TEMPLATE               *
4.  INCIDENT: TYPE                  *
"""

TEXTS = """
DEV-MUC3-9001

   (SITE) OSLO (NORWAY), 5 MAY 89 (NTB) -- [COMMUNIQUE] [TEXT] A MILL
BURNED DOWN.

   NO ONE WAS HURT.


DEV-MUC3-9002

   CLANDESTINE, NO DATE (RADIO MILL) -- [TEXT] WE DENY [AS HEARD] IT.
"""


def test_a_template_is_read_with_alternatives_references_and_options() -> None:
    (template,) = read_keys(KEY)
    assert (template.document, template.number, template.optional) == ("DEV-MUC3-9001", "2", True)
    assert template.slots == {
        Slot.date: [Filler(("04 MAY 89", "- 05 MAY 89"))],
        Slot.location: [Filler(("PERU: LIMA (CITY / DEPARTMENT)",))],
        Slot.type: [Filler(("BOMBING", "ATTACK"))],
        Slot.instrument_id: [Filler(("BOMB", "10-KG BOMB"))],
        Slot.physical_id: [Filler(("EL SOL MILL", "MILL"), (), True), Filler(("TRUCKS",))],
        Slot.physical_number: [Filler(("1",), ("EL SOL MILL", "MILL")), Filler(("PLURAL", "10-"), ("TRUCKS",))],
        Slot.physical_effect: [Filler(("NO DAMAGE",))],
        Slot.human_description: [Filler(("MILLER",), ("JUAN MILL",))],
        Slot.human_effect: [],
    }


def test_a_line_that_is_no_slot_is_named() -> None:
    with pytest.raises(ValueError, match="line 2 is not a slot"):
        read_keys("0.  MESSAGE: ID                     X\nnonsense\n")


def test_alternatives_with_references_of_their_own_are_taken_together() -> None:
    read = read_filler(Slot.instrument_type, '(BOMB: "DEVICE") / (DYNAMITE: "STICKS")')
    assert read == Filler(("BOMB", "DYNAMITE"), ("DEVICE", "STICKS"))


def test_the_head_of_a_text_becomes_dateline_and_date_and_its_labels_go() -> None:
    first, second = read_texts(TEXTS)
    assert (first.dateline, first.source, first.dated) == ("OSLO, NORWAY", "NTB", date(1989, 5, 5))
    assert first.body == "A MILL BURNED DOWN.\n\nNO ONE WAS HURT."
    assert (second.dateline, second.dated, second.body) == (None, None, "WE DENY [AS HEARD] IT.")


def test_ingest_makes_the_article_and_leaves_the_case_as_it_is() -> None:
    article = article_of(read_texts(TEXTS)[0])
    assert article is not None
    assert article.text == "A MILL BURNED DOWN.\n\nNO ONE WAS HURT."
    assert article.dateline == "OSLO, NORWAY"
    assert article.published_at.date() == date(1989, 5, 5)
    assert not article.published_at_inferred
