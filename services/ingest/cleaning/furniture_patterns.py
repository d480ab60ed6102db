"""What page furniture says, by kind. Each pattern matches a whole line, in any case.

When adding one, mind the headlines that it could match: `Show of force in Kyiv`, `Watch towers hit by mortars`.
"""

from __future__ import annotations

CONTROLS = (
    r"skip (?:to|navigation|advert\w*|ads?|past)\b.*",
    r"(?:open|close|toggle|show|hide|expand|clear)(?: (?:the|main|site|all|this|user|side|sub))*"
    r"(?: (?:menu|nav(?:igation|bar)?|icon|search|sidebar|panel|dialog|modal|window|image|photo|gallery)){0,2}",
    r"(?:close|toggle|show|hide|expand)(?: (?:ads?|player|video|section|details|transcript|more|less|caption))",
    r"(?:main |site |mobile )?(?:menu|navigation|search|nav|icon|sections?|home(?:page)?|top)",
    r"back(?: to (?:top|home))?",
    r"(?:sign|log) ?(?:in|out|up|on)(?: (?:or|/|\|) .{1,30})?",
    r"my account|register|subscribe(?: now)?|donate(?: now)?",
    r"(?:previous|prev|next)(?: (?:article|story|slide|post|page|image|photo))?",
    r"slideshow|gallery|view (?:all|gallery|more|comments)|view image in full ?screen|enlarge this image",
    r"load(?:ing)?(?: more)?\W*|please wait\W*",
    r"(?:now )?play(?:ing)?(?: (?:video|audio))?|pause|mute|unmute|replay|autoplay",
    r"(?:watch|listen)(?: (?:now|live|again|the video|to (?:this )?(?:article|story|page)))?",
    r"live(?: tv| updates)?|videos?|photos?|images?|audio|podcasts?|more|less|see also|caption",
    r"(?:image (?:source|caption|copyright)|media caption)\b.*",
    r"your browser (?:does not|doesn['’]t) support.*",
    r"(?:please )?enable javascript.*|javascript (?:is )?(?:required|disabled).*",
    r"(?:breaking(?: news)?|developing(?: story)?|exclusive|just in)\W*",
    r"opinion|analysis|explainer|news|world|latest(?: news)?",
    r"(?:font|text) size.*|translate.{0,30}|select (?:a )?language|edition.{0,20}|dark mode",
    r"accessibility(?: links| help)?",
)
SHARING = (
    r"shared?(?: (?:this|on|via|to|with|the|now|options|tools?)\b.{0,40})?\W*",
    r"\d[\d.,]*\s?[km]? (?:shares?|likes?|views?|reads?|retweets?|reactions?|followers?)",
    r"(?:copy|get) (?:the )?link(?: copied.*)?|link copied.*",
    r"(?:e-?mail|print|save|bookmark)(?: (?:this|article|story|page|a friend|to a friend|for later|it|pdf)\b.{0,30})?",
    r"tweet(?: this)?|pin(?: it| this)?|post(?: (?:this|on|to) .{1,20})?|flip|reddit|reply|like"
    r"|send (?:to|by|via) .{1,25}|add to .{1,20}|gift (?:this )?article",
    r"(?:like|enjoy(?:ed|ing)?|love|liked|loved) (?:this|what you)\b.{0,60}",
    r"add (?:us )?(?:as a preferred source )?on google.*",
    r"(?:leave|post|add|view|read|show|see) (?:a |all |the )?comments?.{0,20}",
    r"(?:\d[\d,]* )?comments?(?: ?\(\d+\))?",
    r"join the (?:conversation|discussion)\W*",
    r"report (?:a |an )?(?:error|typo|ad)\W*",
)
ADVERTISING = (
    r"(?:-\s*)?advert(?:isement|ising|orial)?s?\W*(?: .{0,40})?",
    r"sponsored(?: (?:content|links?|by\b.{0,40}))?\W*|promoted(?: content)?|paid (?:content|post)",
    r"(?:story|article) continues(?: (?:below|after)\b.*)?|continue reading.{0,60}|scroll (?:down )?to continue.*",
    r"(?:content|ad) (?:continues|unavailable).*|remove ads.*|why (?:am i seeing|ads)\b.*|about (?:this|these) ads.*",
)
LINK_LIST_LABELS = (
    r"(?:recommended|related|suggested|popular|trending|featured|top|latest|more|other|similar|must[- ]read|read"
    r"|most[- ](?:read|viewed|popular|watched|shared|recent)|also (?:read|see)|(?:read|see) also|don['’]t miss|up next)"
    r"(?: (?:videos?|stories|story|articles?|news|reads?|posts?|content|coverage|topics?|links?|headlines?|reading|now"
    r"|today|more|for you|next|items?|in \w+(?: \w+)?|from (?:\w+ ?){1,4}|on (?:this )?(?:\w+ ?){1,4}|like this)){0,3}"
    r"\s*[:»›>…]*",
    r"you (?:may|might) (?:also )?(?:like|be interested in)\W*",
    r"editor['’]?s?['’]? (?:picks?|choice)\W*|from our partners\W*|more (?:on|from) .{1,40}",
    r"in (?:this story|other news|pictures)\W*|keep reading\W*|what to read next\W*|key (?:points|takeaways)\W*",
    r"(?:tags|tagged|topics|labels|filed under|categories|keywords)\W*",
    r"(?:also|elsewhere|more|other) in (?:the )?(?:news|world|headlines|\w+ news)\W*"
    r"|around the (?:web|world|network)\W*",
    r"(?:more |stories |news )?from (?:around )?(?:the |our )?(?:web|network|archives?|sponsors?|sites)\W*",
    r"in case you missed it\W*|icymi\W*|(?:today|this week)['’]s (?:headlines|top stories|most \w+)\W*",
    r"what (?:others|people|everyone) (?:are|is) reading\W*|(?:readers|people|others) (?:also|are) (?:reading|read)\W*",
    r"(?:explore|discover) (?:more|further)\b.{0,30}|further reading\W*|background reading\W*|you might have missed\W*",
    r"our (?:picks|top stories|latest)\W*|best of .{1,30}|about the (?:authors?|writers?|reporters?)\W*",
)
"""Labels of lists of links. The links below them go too."""

LABELLED_LINKS = (
    r"(?:read(?: (?:more|also|next|the (?:full )?(?:story|article|report)(?: here)?))?|also read|see also|more"
    r"|related(?: (?:article|story|stories|news|coverage|video|content))?|watch(?: (?:live|video|now|more))?|listen"
    r"|video|photos?|gallery|in pictures|don['’]t miss|recommended|trending|tags?|topics?|filed under"
    r"|categor(?:y|ies)|keywords?|sources?|via|more (?:on|from) .{1,40}?|must read|live(?: updates)?|up next)"
    r"\s*[:|»›]\s?.*",
)
COMMENT_LABELS = (
    r"(?:(?:\d[\d,]*|no|one|leave|post|add|write|reader|readers['’]?|user|your|all|latest|top|view|show|have your) )*"
    r"(?:comments?|replies|responses|thoughts|reactions)(?: ?\(\d[\d,]*\))?"
    r"(?: (?:on|to|so far)\b.*)?(?: (?:section|policy))?\W*",
    r"(?:leave|post|write) a (?:reply|response|comment)\W*"
    r"|join the (?:conversation|discussion|debate)\W*|have your say\W*",
    r"what do you think\?|discussion(?: ?\(\d+\))?"
    r"|reader (?:comments|discussion)\W*|comments? (?:are )?(?:closed|off)\W*",
)
"""Headings of what readers wrote. All below them is no longer the article."""

END_MARKS = (
    r"(?:tags?|tagged|topics|labels|filed under|categories|keywords)\s*[:|»›-].*",
    r"[-–—#*\s]*(?:30|ends?|end of (?:article|story|text|message))[-–—#*\s]*|\(\s?ends?\s?\)|#\s?#\s?#|--",
    r"references|external links|load-date:.*|(?:document|classification|language):? .{0,60}\b(?:english|newspaper)\b.*",
)
"""What stands right below an article and never within it: tags, marks of the end, a mail's signature."""

SIGN_UP = (
    r"(?:sign up|subscribe|become a (?:member|subscriber)|support (?:our|independent|us|quality)) .*",
    r"register (?:now|today|here|for|to)\b.*|already (?:a subscriber|have an account)\b.*|unsubscribe\b.*",
    r"enter your e-?mail\b.*|(?:please )?(?:check|verify) your (?:e-?mail|inbox)\b.*",
    r"(?:click|tap|press) (?:here|on|the)\b.*",
    r"thank(?:s| you) for (?:signing|subscribing|reading|your)\b.*",
    r"you (?:have|are) (?:successfully|now) (?:signed|subscribed)\b.*",
    r"manage (?:your )?(?:account|newsletters?|preferences)\b.*|create (?:a |your )?(?:free )?account\b.*",
    r"start your (?:free )?trial\b.*|this article is (?:free|for subscribers)\b.*|you['’]ve (?:reached|read)\b.*",
    r"you have (?:\d+|one|two|three|no|reached)\b.{0,40}\b(?:articles?|stories|reads?)\b.{0,80}",
    r".{0,120}\bby (?:clicking|subscribing|signing up)\b.{0,60}\byou (?:agree|accept|consent)\b.*",
    r".{0,100}\b(?:receive|receiving|received|get|getting) this (?:e-?mail|mail|message|newsletter|bulletin)\b.*",
    r".{0,60}\bunsubscribe\b.{0,100}"
    r"|view (?:this (?:e-?mail|message) )?(?:in|on) (?:your |the |a )?(?:browser|web)\b.*",
    r"to (?:read|continue reading)\b.{0,40}(?:subscribe|sign)\b.*",
    r"(?:get|receive|have|want)\b.{0,90}\b(?:newsletters?|inbox|e-?mail(?:ed)?)\b.*",
    r"(?:get|receive|want)\b.{0,90}\b(?:news|our|free|push) (?:alerts?|notifications?)\b.*",
    r"(?:get|receive|want)\b.{0,90}\b(?:top|daily|latest|morning) headlines\b.*",
    r"(?:download|get|install|try) (?:the|our|our free)\b.{0,40}\bapp\b.*",
    r"available on (?:the )?(?:app store|google play|ios|android).*",
    r"(?:join|follow|like|find|add) (?:us|our)\b.{0,50}\b(?:channel|telegram|whatsapp|twitter|facebook|instagram"
    r"|youtube|tiktok|linkedin|bluesky|threads|google news|newsletter|community)\b.*",
    r"follow \S+(?: \S+){0,3} on (?:twitter|facebook|instagram|x|bluesky|telegram|google news)\b.{0,60}",
    r"(?:(?:our|the|daily|weekly|morning|evening|free) (?:\w+ ){0,3})?newsletters?(?: sign[- ]?up)?\W*",
    r"e-?mail address\W*|no spam.*",
)
NOTICES = (
    r"(?:copyright|©|\(c\)\s|&copy;).*|.{0,120}\ball rights reserved\b.*",
    r"this material may not be (?:published|reproduced).*",
    r"(?:we|this (?:web)?site|our (?:web)?site|our partners) (?:and our partners )?(?:also )?uses? "
    r"(?:cookies|technolog).*",
    r"by (?:clicking|continuing|signing|using|subscribing|submitting|providing)\b.{0,200}"
    r"\b(?:agree|accept|consent|terms|cookies|policy)\b.*",
    r"(?:we|our) (?:and|value|care|respect)\b.{0,60}\b(?:partners|privacy|consent|data)\b.*"
    r"|your (?:privacy|choices|consent)\b.*",
    r"(?=.*\b(?:your (?:device|choices|consent|data|visit)|cookies)\b)"
    r"(?=.*\b(?:accept|agree|consent|choose|manage|measure|partners|settings|preferences|options)\b).*",
    r"(?:accept|reject|manage|allow|cookie) (?:all|cookies?|settings|preferences|policy|notice|consent|choices)\b"
    r".{0,40}",
    r"(?:read our |our )?(?:privacy|cookie) (?:policy|notice|statement|settings|center|centre).{0,80}",
    r"terms (?:of|and|&) (?:use|service|sale|conditions).{0,80}|do not sell\b.*",
    r"(?:contact|about|advertise with) us.{0,60}",
    r"help|careers|jobs|archive|rss|sitemap|site map|feedback|corrections|faq|disclaimer|imprint|staff",
    r"(?:our standards|reprints|licen[cs]ing(?: rights)?|purchase licen[cs]ing).{0,60}",
    r"this site is protected by recaptcha.*|powered by .{1,30}|(?:proudly )?powered by .{1,40}|best viewed .{1,60}",
    r".{0,120}\b(?:reproduction|republication|redistribution|copying)\b.{0,60}"
    r"\b(?:forbidden|prohibited|permission|permitted)\b.*",
    r".{0,120}\b(?:not|no) (?:responsible|liable|responsibility)\b.{0,40}\b(?:content|external|sites?|links)\b.*",
)
COUNTERS = (
    r"\(?\d{1,3}\s*(?:/|of)\s*\d{1,3}\)?|\(?\d{1,4}\)?|\d+\s?%",
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2}(?::\d{2})?)?",
    r"(?:(?:about|est\.?|reading time:?) ){0,2}\d+[- ]?min(?:ute)?s?(?: (?:read|listen|watch|\d+ sec(?:ond)?s?))?\W*",
    r"(?:(?:last )?(?:published|posted|updated):? )?(?:about )?(?:an?|\d+) ?"
    r"(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year|[smhd])s? ago(?:\W.{0,30})?",
    r"[-−]?\d{1,3}\s?[º°˚]\s?[fc]?(?: .{1,40})?",
    r"(?:mostly |partly |scattered |light |heavy )?"
    r"(?:sunny|cloudy|clear|rain|snow|showers|fog|windy|overcast|thunderstorms?|haze)",
    r"(?:.{0,40}\W)?(?:page \d+ of \d+|sort(?:ed)? by (?:newest|oldest|latest|best|most \w+))\b.{0,60}",
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+",
    r"(?:story|article|text|report|news|content) (?:from|provided by|courtesy of) [^.:]{1,60}:",
    r"[\W_]+",
)

SHARE_TARGETS = frozenset(
    {
        "facebook", "twitter", "x", "linkedin", "email", "e-mail", "mail", "print", "whatsapp", "reddit", "pinterest",
        "telegram", "instagram", "youtube", "tiktok", "flipboard", "pocket", "messenger", "sms", "line", "viber",
        "tumblr", "threads", "bluesky", "mastodon", "copy", "link", "share", "tweet", "save", "more", "rss", "on",
        "via", "this", "article", "story", "icon", "icons", "bookmark", "google",
    }
)  # fmt: skip
"""Words of a share bar: a line of these and no others is one."""

SECTION_NAMES = frozenset(
    {
        "news", "world", "local", "sports", "sport", "weather", "traffic", "politics", "business", "technology", "tech",
        "science", "health", "entertainment", "lifestyle", "opinion", "opinions", "video", "videos", "live", "tv",
        "home", "us", "u.s.", "uk", "usa", "nation", "national", "international", "africa", "asia", "europe",
        "americas", "middle", "east", "arts", "culture", "travel", "food", "education", "money", "markets", "economy",
        "environment", "climate", "style", "obituaries", "investigations", "community", "features", "about", "contact",
        "games", "crime", "religion", "photos", "podcasts", "audio", "&", "and",
    }
)  # fmt: skip
"""Words of a navigation bar: a line of these and no others is one."""
