"""Cases that the extractor is known to read wrongly: expected to fail, and told when they come right."""

from __future__ import annotations

import pytest

MISREAD = {
    "The town of Singa fell to the Rapid Support Forces": "the model does not see 'fell to'",
    "A car bomb killed three people in Karachi on Tuesday. In Mar": "news and background are taken for one",
    "Police fired tear gas and stun grenades at a peaceful rally": "called excessive force",
    "Gunmen killed a woman of 62 and a boy aged 15 in Jos": "not sure enough to report",
    "A suicide bomber attacked a funeral in Kunduz on Monday, kil3": "one more is counted",
    "Thousands of people marched in Dakar on Saturday to demand t": "arrests in a later sentence are lost",
    "Police impounded three lorries and arrested their drivers in": "traffic police",
    "The charity set up a camp for displaced families near Goma o": "a charity's camp",
    "Police took the witness from his home to the court in Leeds ": "nobody was arrested",
    "The volunteers threw bricks out of the ruined church in Alep": "nobody was aimed at",
    "The army suspects the M23.-suspected": "who shot and who is suspected are taken for two",
    "A Russian Iskander missile hit a hotel in Kharkiv": "whose missile it was is not read",
    "Separatist gunmen killed two soldiers in an attack on a chec": "called an attack, not a clash",
    "The Pakistani army denied carrying out an air strike in the ": "called an attack, not an air strike",
    "test_lead_and_body_are_one_incident_and_a_separate_one_is_another": "a raid is called an air strike",
    "test_an_intercepted_weapon_and_one_that_hit_are_kept_apart": "two towns' missiles are taken for one",
}
"""Part of a test's id, and what goes wrong."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the cases above; each is strict, so that a fix shows and its line here goes."""
    for item in items:
        for part, reason in MISREAD.items():
            if part in item.nodeid:
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
