"""Page furniture: lines that belong to the page and not to the article, told by their words.

Every pattern matches a whole line, and a line longer than a control or a notice can be is never furniture.
"""

from __future__ import annotations

import re

from .lines import Line, is_prose, is_sentence, words_of

_MAX_CHARS = 300
_MAX_NOTICE_WORDS = 45

_CONTROLS = r"""
    skip\ (?:to|navigation|advert\w*|ad|past).*
  | (?:open|close|toggle|show|hide|expand|clear)(?:\ (?:the|main|site|all|this|user|side|sub))*(?:\ (?:menu
      |nav(?:igation|bar)?|icon|search|sidebar|panel|dialog|modal|window|image|photo|gallery|comments?|ads?|player
      |video|submenu|section|details|transcript|more|less)){0,2}
  | (?:main\ |site\ |mobile\ )?(?:menu|navigation|search|nav|icon|sections?|home(?:page)?|back(?:\ to\ (?:top|home))?
      |top)
  | (?:sign|log)\ ?(?:in|out|up|on)(?:\ (?:or|/|\|)\ .{1,30})? | my\ account | register | subscribe(?:\ now)?
      | donate(?:\ now)?
  | (?:previous|prev|next)(?:\ (?:article|story|slide|post|page|image|photo))? | slideshow | gallery | view\ (?:all
      |gallery|more|comments)
  | load(?:ing)?(?:\ more)?\W* | please\ wait\W* | (?:now\ )?play(?:ing)?(?:\ (?:video|audio))? | pause | mute
      | unmute | replay | autoplay
  | (?:watch|listen)(?:\ (?:now|live|again|to\ this\ (?:article|story|page)|to\ (?:article|story)|the\ video))?
      | live(?:\ tv|\ updates)?
  | video | videos | photos? | images? | audio | podcasts? | watch\ video | view\ image\ in\ full\ ?screen
      | see\ also | more | less
  | (?:hide|toggle|show)\ caption | enlarge\ this\ image | image\ (?:source|caption|copyright)\b.*
      | media\ caption\b.* | caption
  | your\ browser\ (?:does\ not|doesn['’]t)\ support.* | (?:please\ )?enable\ javascript.*
      | javascript\ (?:is\ )?(?:required|disabled).*
  | breaking(?:\ news)?\W* | developing(?:\ story)?\W* | exclusive\W* | just\ in\W* | opinion | analysis | explainer
      | news | world | latest(?:\ news)?
  | font\ size.* | text\ size.* | translate.{0,30} | select\ (?:a\ )?language | edition.{0,20} | dark\ mode
      | accessibility(?:\ links|\ help)?
"""
_SHARING = r"""
    share(?:d)?(?:\ (?:this|on|via|to|with|the|now|options|tools?)\b.{0,40})?\W* | \d[\d.,]*\s?[km]?\ (?:shares?
        |likes?|views?|reads?|retweets?|reactions?|followers?)
  | (?:copy|get)\ (?:the\ )?link(?:\ copied.*)? | link\ copied.* | (?:e-?mail|print|save|bookmark)(?:\ (?:this|article
      |story|page)\b.{0,30})?
  | (?:tweet|pin|post|flip|reddit|gift\ (?:this\ )?article|add\ (?:us\ )?(?:as\ a\ preferred\ source\ )?on\ google.*)
  | (?:leave|post|add|view|read|show|see)\ (?:a\ |all\ |the\ )?comments?.{0,20}
      | (?:\d[\d,]*\ )?comments?(?:\ ?\(\d+\))? | join\ the\ (?:conversation|discussion)\W* | reply | report\ (?:a\
      |an\ )?(?:error|typo|ad)\W*
"""
_ADVERTISING = r"""
    (?:-\s*)?advert(?:isement|ising|orial)?s?\W*(?:\ .{0,40})? | sponsored(?:\ (?:content|links?|by\b.{0,40}))?\W*
        | promoted(?:\ content)? | paid\ (?:content|post)
  | story\ continues(?:\ (?:below|after)\b.*)? | article\ continues\ (?:below|after).* | continue\ reading.{0,60}
      | scroll\ (?:down\ )?to\ continue.* | (?:content|ad)\ (?:continues|unavailable).*
  | remove\ ads.* | why\ (?:am\ i\ seeing|ads)\b.* | about\ (?:this|these)\ ads.*
"""
_LINK_LIST_LABELS = r"""
    (?:recommended|related|suggested|popular|trending|featured|top|latest|more|other|similar|must[- ]read|read
        |most[- ](?:read|viewed|popular|watched|shared|recent)|also\ (?:read|see)|read\ also|see\ also|don['’]t\ miss
        |up\ next)
    (?:\ (?:videos?|stories|story|articles?|news|reads?|posts?|content|coverage|topics?|links?|headlines?|reading|now
        |today|more|for\ you|next|items?|in\ \w+(?:\ \w+)?|from\ (?:\w+\ ?){1,4}|on\ (?:this\ )?(?:\w+\ ?){1,4}
        |like\ this)){0,3}\s*[:»›>…]*
  | (?:you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in)|editor['’]?s?['’]?\ (?:picks?|choice)
      |from\ our\ partners|more\ (?:on|from)\ .{1,40}|in\ (?:this\ story|other\ news|pictures)|keep\ reading
      |what\ to\ read\ next|key\ (?:points|takeaways)|tags|topics|filed\ under|categories|keywords)\W*
"""
_LABELLED_LINKS = r"""
    (?:read(?:\ (?:more|also|next|the\ (?:full\ )?(?:story|article|report)(?:\ here)?))?|also\ read|see\ also|more
        |related(?:\ (?:article|story|stories|news|coverage|video|content))?|watch(?:\ (?:live|video|now|more))?
        |listen|video|photos?|gallery|in\ pictures
    |don['’]t\ miss|recommended|trending|tags?|topics?|filed\ under|categor(?:y|ies)|keywords?|source|sources|via
        |more\ (?:on|from)\ .{1,40}?|must\ read|live(?:\ updates)?|up\ next)\s*[:|»›]\s?.*
"""
_SIGN_UP = r"""
    (?:sign\ up|subscribe|become\ a\ (?:member|subscriber)|support\ (?:our|independent|us|quality)|register\ (?:now
        |today|here|for|to)|already\ (?:a\ subscriber|have\ an\ account)|enter\ your\ e-?mail|(?:click|tap
        |press)\ (?:here|on|the)|thank(?:s|\ you)\ for\ (?:signing|subscribing|reading|your)|you\ (?:have
        |are)\ (?:successfully|now)\ (?:signed|subscribed)|unsubscribe|(?:please\ )?(?:check|verify)\ your\ (?:e-?mail
        |inbox)|manage\ (?:your\ )?(?:account|newsletters?|preferences)|create\ (?:a\ |your\ )?(?:free\ )?account
        |start\ your\ (?:free\ )?trial|this\ article\ is\ (?:free|for\ subscribers)|to\ (?:read
        |continue\ reading)\b.{0,40}(?:subscribe|sign)|you['’]ve\ (?:reached|read))\b.*
  | (?:get|receive|have|want)\b.{0,90}\b(?:newsletters?|inbox|e-?mail(?:ed)?|(?:news|our|free|push)\ (?:alerts?
      |notifications?)|(?:top|daily|latest|morning)\ headlines)\b.*
  | (?:download|get|install|try)\ (?:the|our|our\ free)\b.{0,40}\bapp\b.* | available\ on\ (?:the\ )?(?:app\ store
      |google\ play|ios|android).*
  | (?:join|follow|like|find|add)\ (?:us|our|[A-Z@]\S+(?:\ \S+){0,3})\b.{0,50}\b(?:channel|telegram|whatsapp|twitter
      |facebook|instagram|youtube|tiktok|linkedin|bluesky|threads|google\ news|newsletter|community)\b.*
  | (?:our|the|daily|weekly|morning|evening|free)\ (?:\w+\ ){0,3}newsletters?\W* | newsletters?(?:\ sign[- ]?up)?\W*
      | e-?mail\ address\W* | no\ spam.*
"""
_NOTICES = r"""
    (?:copyright|©|\(c\)\s|&copy;).* | .{0,120}\ball\ rights\ reserved\b.*
        | this\ material\ may\ not\ be\ (?:published|reproduced).*
  | (?:we|this\ (?:web)?site|our\ (?:web)?site|our\ partners)\ (?:and\ our\ partners\ )?(?:also\ )?uses?\ (?:cookies
      |technolog).* | by\ (?:clicking|continuing|signing|using|subscribing|submitting|providing)\b.{0,200}\b(?:agree
      |accept|consent|terms|cookies|policy)\b.*
  | (?:accept|reject|manage|allow|cookie)\ (?:all|cookies?|settings|preferences|policy|notice|consent
      |choices)\b.{0,40} | (?:read\ our\ |our\ )?(?:privacy|cookie)\ (?:policy|notice|statement|settings|center
      |centre).{0,80} | terms\ (?:of|and|&)\ (?:use|service|sale|conditions).{0,80} | do\ not\ sell\b.*
  | (?:contact|about|advertise\ with)\ us.{0,60} | (?:help|careers|jobs|archive|rss|sitemap|site\ map|feedback
      |corrections|faq|disclaimer|imprint|staff)
  | (?:our\ standards|reprints|licen[cs]ing(?:\ rights)?|purchase\ licen[cs]ing).{0,60}
      | this\ site\ is\ protected\ by\ recaptcha.* | powered\ by\ .{1,30}
"""
_COUNTERS = r"""
    \(?\d{1,3}\s*(?:/|of)\s*\d{1,3}\)? | \(?\d{1,4}\)? | \d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2}(?::\d{2})?)? | \d+\s?%%
  | (?:about\ |est\.?\ |reading\ time:?\ )*\d+[- ]?min(?:ute)?s?(?:\ (?:read|listen|watch|\d+\ sec(?:ond)?s?))?\W*
  | (?:published|posted|updated|last\ updated)?\s*(?:about\ |an?\ )?\d*\s*(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week
      |month|year)s?\ ago(?:\W.{0,30})?
  | [-−]?\d{1,3}\s?[º°˚]\s?[fc]?(?:\ .{1,40})? | (?:mostly\ |partly\ |scattered\ |light\ |heavy\ )?(?:sunny|cloudy
      |clear|rain|snow|showers|fog|windy|overcast|thunderstorms?|haze)
  | [\W_]+
"""
_FURNITURE = re.compile(
    "|".join(
        f"(?:{part})"
        for part in (
            _CONTROLS,
            _SHARING,
            _ADVERTISING,
            _LINK_LIST_LABELS,
            _LABELLED_LINKS,
            _SIGN_UP,
            _NOTICES,
            _COUNTERS,
        )
    ).replace("%%", "%"),
    re.IGNORECASE | re.VERBOSE,
)
_LINK_LIST_LABEL = re.compile(_LINK_LIST_LABELS, re.IGNORECASE | re.VERBOSE)

_SHARE_TARGETS = frozenset(
    {
        "facebook", "twitter", "x", "linkedin", "email", "e-mail", "mail", "print", "whatsapp", "reddit",
        "pinterest", "telegram", "instagram", "youtube", "tiktok", "flipboard", "pocket", "messenger", "sms",
        "line", "viber", "tumblr", "threads", "bluesky", "mastodon", "copy", "link", "share", "tweet", "save",
        "more", "rss", "on", "via", "this", "article", "story", "icon", "icons", "bookmark", "google",
    }
)  # fmt: skip
_SECTION_NAMES = frozenset(
    {
        "news", "world", "local", "sports", "sport", "weather", "traffic", "politics", "business", "technology",
        "tech", "science", "health", "entertainment", "lifestyle", "opinion", "opinions", "video", "videos",
        "live", "tv", "home", "us", "u.s.", "uk", "usa", "nation", "national", "international", "africa", "asia",
        "europe", "americas", "middle", "east", "arts", "culture", "travel", "food", "education", "money",
        "markets", "economy", "environment", "climate", "style", "obituaries", "investigations", "community",
        "features", "about", "contact", "games", "crime", "religion", "photos", "podcasts", "audio", "&", "and",
    }
)  # fmt: skip
_BREADCRUMB = re.compile(r"\s*[|›»>•·/]\s*")


def is_furniture(text: str) -> bool:
    """Whether a line is a control, a label, a share bar, a notice, or anything else that is no part of the article."""
    if len(text) > _MAX_CHARS or words_of(text) > _MAX_NOTICE_WORDS:
        return False
    return bool(_FURNITURE.fullmatch(text)) or (not is_sentence(text) and _is_bar(text))


def drop_furniture(lines: list[Line]) -> list[Line]:
    """The lines without furniture, and without the links that a label such as `Related stories` announces.

    Links are only taken off after running text has begun: before it, a label may stand above the headline.
    """
    kept: list[Line] = []
    in_article = in_links = False
    for line in lines:
        if is_furniture(line.text):
            in_links = in_article and bool(_LINK_LIST_LABEL.fullmatch(line.text))
            continue
        if is_sentence(line.text):
            in_links = False
        in_article = in_article or is_prose(line.text)
        if not in_links:
            kept.append(line)
    return kept


def _is_bar(text: str) -> bool:
    """Buttons or sections in one line: `Facebook Twitter Email`, `News | Sports | Weather`, `Home > World > Asia`."""
    words = [word.strip(",:;()").lower() for word in text.split()]
    for bar in (_SHARE_TARGETS, _SECTION_NAMES):
        if all(word in bar or not any(map(str.isalnum, word)) for word in words):
            return True
    parts = [part for part in _BREADCRUMB.split(text) if part]
    return len(parts) >= 3 and all(words_of(part) <= 3 for part in parts)
