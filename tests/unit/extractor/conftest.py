"""Cases that the extractor is known to read wrongly: expected to fail, and told when they come right."""

from __future__ import annotations

import pytest

MISREAD = {
    "A van was driven along a pavement in Toronto on Monday, kill": "not sure enough to report",
    "M23 rebels seized the town of Rubaya in North Kivu on Tuesda": "the fighting before is reported beside it",
    "Al-Shabaab fighters raided a military base in the Somali tow": "its gunmen's part is reported beside it",
    "Militants attacked a gold mine near Pointe-Noire on Sunday. ": "a gold mine is taken for an explosive one",
    "The defence ministry signed a contract on Monday for 120 tan": "a contract is taken for an agreement",
    "The town of Singa fell to the Rapid Support Forces": "the model does not see 'fell to'",
    "A car bomb killed three people in Karachi on Tuesday. In Mar": "news and background are taken for one",
    "A suicide bomber attacked a funeral in Kunduz on Monday, kil3": "one more is counted",
    "Thousands of people marched in Dakar on Saturday to demand t": "arrests in a later sentence are lost",
    "Police impounded three lorries and arrested their drivers in": "traffic police",
    "The charity set up a camp for displaced families near Goma o": "a charity's camp",
    "Police took the witness from his home to the court in Leeds ": "nobody was arrested",
    "The volunteers threw bricks out of the ruined church in Alep": "nobody was aimed at",
    "Separatist gunmen killed two soldiers in an attack on a chec": "called an attack, not a clash",
}
"""Part of a test's id, and what goes wrong."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the cases above; each is strict, so that a fix shows and its line here goes."""
    for item in items:
        for part, reason in MISREAD.items():
            if part in item.nodeid:
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
