"""Texts as scrapers leave them, in the manner of pages of many designs, and what a careful reader would keep of each.

All of it is our own writing: places are real, events are not.
"""

# ruff: noqa: E501 -- the texts are as wide as pages have them

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ScrapedPage:
    """A text as scraped, and the article in it."""

    name: str
    raw: str
    title: str | None
    dateline: str | None
    body: tuple[str, ...]
    """Paragraphs."""
    authors: tuple[str, ...] = ()
    given_title: str | None = None


LOCAL_TELEVISION = ScrapedPage(
    name="local television station with a wire story",
    raw="""Skip to main content
Clear icon
64º

Mortar fire hits outpost in northern Mali, army says

2 / 5

Copyright 2023 Example Wire. All rights reserved.

Soldiers stand at a checkpoint outside Gao, Mali, Tuesday, March 7, 2023. The town has been attacked before. (AP Photo/Staff)

GAO – Mortar rounds struck an army outpost near the northern town of Gao on Tuesday, wounding two soldiers, the army said.

No group claimed the attack at once.

Recommended Videos



An officer said five rounds were fired. One hit a fuel store; four others fell in open ground.

“We returned fire,” the officer said.

___

Example Wire writers in Bamako and Dakar contributed to this report.


Loading...""",
    title="Mortar fire hits outpost in northern Mali, army says",
    dateline="GAO",
    body=(
        "Mortar rounds struck an army outpost near the northern town of Gao on Tuesday, wounding two soldiers, the army said.",
        "No group claimed the attack at once.",
        "An officer said five rounds were fired. One hit a fuel store; four others fell in open ground.",
        "“We returned fire,” the officer said.",
    ),
)

NATIONAL_BROADCASTER = ScrapedPage(
    name="national broadcaster with image source lines",
    raw="""Home
News
Sport
Weather
Bomb at Quetta bus stop kills four
Published
9 May 2023
Share page
About sharing
Image source, Getty Images
Image caption, Police closed the road after the blast
By Jane Doe
Example News, Islamabad
A bomb left beside a bus stop in the Pakistani city of Quetta has killed at least four people, police say.
Eleven others were hurt, two of them badly.
The device was hidden in a motorcycle, a police spokesman said.
Related Topics
Pakistan
Quetta
More on this story
Gunmen attack police post in Balochistan
8 May
Around the BBC""",
    title="Bomb at Quetta bus stop kills four",
    dateline=None,
    authors=("Jane Doe",),
    body=(
        "A bomb left beside a bus stop in the Pakistani city of Quetta has killed at least four people, police say.",
        "Eleven others were hurt, two of them badly.",
        "The device was hidden in a motorcycle, a police spokesman said.",
    ),
)

WIRE_SITE = ScrapedPage(
    name="news agency with editing credits",
    raw="""World
Middle East
Drone strike on Aden depot kills three guards
By Reuters
January 12, 2024 3:15 PM GMT
Updated 2 hours ago

ADEN, Jan 12 (Reuters) - A drone hit a weapons depot outside the Yemeni port of Aden on Friday, killing three guards, two security officials said.

The depot belongs to a brigade of the government's army.

Advertisement · Scroll to continue

Nobody has said that they sent the drone. The Houthi movement did not answer a request for comment.

Reporting by the Aden bureau; Editing by the Dubai desk

Our Standards: The Example Trust Principles., opens new tab

Read Next
Tanker reports blast in Red Sea""",
    title="Drone strike on Aden depot kills three guards",
    dateline="ADEN",
    body=(
        "A drone hit a weapons depot outside the Yemeni port of Aden on Friday, killing three guards, two security officials said.",
        "The depot belongs to a brigade of the government's army.",
        "Nobody has said that they sent the drone. The Houthi movement did not answer a request for comment.",
    ),
)

FEATURE_SITE = ScrapedPage(
    name="international channel with bracketed credits and two-part dateline",
    raw="""Shelling empties villages on Ukraine’s front line
Families flee as artillery moves closer to the city of Kupiansk.

A house burns after shelling in the Kharkiv region on August 14, 2023 [File: Someone/Reuters]

Published On 15 Aug 2023

Kupiansk, Ukraine – Artillery fire drove hundreds of people from their homes in villages east of this town over the weekend, local officials said.

“We took the cat and the documents,” said a woman of 60 who left with her sister.

Keep reading
list of 3 items
Russia says it shot down drones
Ukraine reports gains in the south

Two people were killed in their yard on Saturday, the regional governor said.""",
    title="Shelling empties villages on Ukraine’s front line",
    dateline="Kupiansk, Ukraine",
    body=(
        "Artillery fire drove hundreds of people from their homes in villages east of this town over the weekend, "
        "local officials said.",
        "“We took the cat and the documents,” said a woman of 60 who left with her sister.",
        "Two people were killed in their yard on Saturday, the regional governor said.",
    ),
)

SOUTH_ASIAN_DAILY = ScrapedPage(
    name="daily with colon dateline and no blank lines",
    raw="""TODAY'S PAPER | LATEST | PAKISTAN | OPINION
Two policemen martyred in Bannu ambush
The Newspaper's Correspondent
Published June 3, 2023
BANNU: Unidentified gunmen ambushed a police van on the Miranshah road late on Friday, killing two constables, officials said.
The attackers escaped in the dark, they added.
A case has been registered with the counter-terrorism department.
Published in Example Daily, June 3rd, 2023
Read more
Follow us on Twitter
Comments (4)""",
    title="Two policemen martyred in Bannu ambush",
    dateline="BANNU",
    body=(
        "Unidentified gunmen ambushed a police van on the Miranshah road late on Friday, killing two constables, officials said.",
        "The attackers escaped in the dark, they added.",
        "A case has been registered with the counter-terrorism department.",
    ),
)

WRAPPED_MAIL = ScrapedPage(
    name="text wrapped at 72 columns",
    raw="""Car bomb wounds nine outside Mogadishu hotel

MOGADISHU, Somalia (AP) -- A car packed with explosives blew up on
Thursday outside a hotel that is popular with officials in the Somali
capital, wounding nine people, the police said.

The al-Shabab group said on its radio station that it had carried out
the attack. It often makes such claims, and often gives higher numbers
than the authorities do.

The street was closed until evening.
""",
    title="Car bomb wounds nine outside Mogadishu hotel",
    dateline="MOGADISHU, Somalia",
    body=(
        "A car packed with explosives blew up on Thursday outside a hotel that is popular with officials in the Somali "
        "capital, wounding nine people, the police said.",
        "The al-Shabab group said on its radio station that it had carried out the attack. It often makes such claims, and "
        "often gives higher numbers than the authorities do.",
        "The street was closed until evening.",
    ),
)

SUBSCRIPTION_SITE = ScrapedPage(
    name="site with sign-up boxes, captions by newspapers' manner and pull quotes",
    raw="""Subscribe
Sign in
Sudan
Rival forces trade fire in Omdurman market
Share full article
147
Smoke above Omdurman last week. Photograph: Somebody/AFP/Getty Images

By Jane Doe and John Roe

Heavy gunfire swept through the central market of Omdurman on Sunday as the army and the Rapid Support Forces fought for a bridge nearby, traders said.

Sign up to our free daily newsletter and get the day’s top stories in your inbox

At least six shoppers were killed, according to a doctors’ committee.

“Nobody could reach the wounded,”

“Nobody could reach the wounded,” a volunteer said by telephone.

Thank you for your patience while we verify access.

The army said that it had taken the bridge. The other side denied it.

Topics: Sudan, Africa
© 2024 Example Media. All rights reserved.""",
    title="Rival forces trade fire in Omdurman market",
    dateline=None,
    authors=("Jane Doe", "John Roe"),
    body=(
        "Heavy gunfire swept through the central market of Omdurman on Sunday as the army and the Rapid Support Forces fought "
        "for a bridge nearby, traders said.",
        "At least six shoppers were killed, according to a doctors’ committee.",
        "“Nobody could reach the wounded,” a volunteer said by telephone.",
        "The army said that it had taken the bridge. The other side denied it.",
    ),
)

PUBLIC_RADIO = ScrapedPage(
    name="public radio with toggled captions",
    raw="""Accessibility links
Keyboard shortcuts for audio player
Middle East
Rocket lands near Erbil airport
February 20, 2022 8:04 AM ET
Heard on Morning Edition

Listen · 3:12
Transcript
Toggle more options

Security men inspect a crater near the airport in Erbil on Sunday.
Somebody/AFP via Getty Images
hide caption
toggle caption

A rocket landed near the airport of Erbil in northern Iraq early on Sunday but caused no damage, Kurdish officials said.

The airport hosts troops of the U.S.-led coalition. Flights went on as usual.

Facebook
Flipboard
Email
""",
    title="Rocket lands near Erbil airport",
    dateline=None,
    body=(
        "A rocket landed near the airport of Erbil in northern Iraq early on Sunday but caused no damage, Kurdish officials said.",
        "The airport hosts troops of the U.S.-led coalition. Flights went on as usual.",
    ),
)

PLAIN_PARAGRAPHS = ScrapedPage(
    name="clean text with a title given beside it and repeated in it",
    raw="""Landmine kills farmer in Colombia

A farmer was killed by a landmine on Monday in the Catatumbo region of Colombia.

He had been clearing brush, the mayor said.""",
    given_title="Landmine kills farmer in Colombia | Example News",
    title="Landmine kills farmer in Colombia",
    dateline=None,
    body=(
        "A farmer was killed by a landmine on Monday in the Catatumbo region of Colombia.",
        "He had been clearing brush, the mayor said.",
    ),
)

HEADLESS_BODY = ScrapedPage(
    name="body alone, on one line",
    raw="A grenade was thrown at a police station in Cox's Bazar on Wednesday. Nobody was hurt, an officer said.",
    title=None,
    dateline=None,
    body=("A grenade was thrown at a police station in Cox's Bazar on Wednesday. Nobody was hurt, an officer said.",),
)

SUBHEADINGS = ScrapedPage(
    name="long read with subheadings, a list of related links, and notes",
    raw="""Editor's note: This story was updated to add the number of wounded.

Night of fire in Port-au-Prince
Gangs burn two police stations in a single night

PORT-AU-PRINCE, Haiti (AP) — Gangs burned two police stations in the Haitian capital overnight, the police union said on Friday.

A city cut in two

Residents of the lower town spent the night on roofs and in churches. Some walked for hours.

RELATED STORIES

Airport in Haiti stays closed as flights are cancelled

Neighbors send food by boat

The union said that four officers were wounded when the first station fell.

Follow the bureau at https://example.org/haiti

This article was originally published by Example Wire.""",
    title="Night of fire in Port-au-Prince",
    dateline="PORT-AU-PRINCE, Haiti",
    body=(
        "Gangs burned two police stations in the Haitian capital overnight, the police union said on Friday.",
        "A city cut in two",
        "Residents of the lower town spent the night on roofs and in churches. Some walked for hours.",
        "The union said that four officers were wounded when the first station fell.",
    ),
)

HALF_WRAPPED = ScrapedPage(
    name="paragraphs on single lines, some of them broken at a margin",
    raw="""Mine kills herder and his son in southern Libya, elders say
Two herders, father and son, were killed by a mine on Thursday while they were looking for camels near the
southern Libyan town of Murzuq, elders of the town said. It was the second such death this year, and the
third in two years.
Image caption The road to Murzuq
The army blamed smugglers, who are known to mine tracks that lead to the border of Chad, and said that its
Engineer Corps would clear the road before the end of the week.
Nobody has said that they laid it.""",
    title="Mine kills herder and his son in southern Libya, elders say",
    dateline=None,
    body=(
        "Two herders, father and son, were killed by a mine on Thursday while they were looking for camels near the southern Libyan town of Murzuq, elders of the town said. It was the second such death this year, and the third in two years.",
        "The army blamed smugglers, who are known to mine tracks that lead to the border of Chad, and said that its Engineer Corps would clear the road before the end of the week.",
        "Nobody has said that they laid it.",
    ),
)

ONE_PARAGRAPH_WITH_CREDIT = ScrapedPage(
    name="one paragraph that ends in a credit",
    raw="A grenade was thrown at a shop in Cali on Monday. The owner was not hurt, a neighbor said. (Photo by Somebody)",
    title=None,
    dateline=None,
    body=(
        "A grenade was thrown at a shop in Cali on Monday. The owner was not hurt, a neighbor said. (Photo by Somebody)",
    ),
)

PAGES = (
    HALF_WRAPPED,
    ONE_PARAGRAPH_WITH_CREDIT,
    LOCAL_TELEVISION,
    NATIONAL_BROADCASTER,
    WIRE_SITE,
    FEATURE_SITE,
    SOUTH_ASIAN_DAILY,
    WRAPPED_MAIL,
    SUBSCRIPTION_SITE,
    PUBLIC_RADIO,
    PLAIN_PARAGRAPHS,
    HEADLESS_BODY,
    SUBHEADINGS,
)
