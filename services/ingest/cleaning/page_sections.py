"""Takes off a page's tree what stands around the article: comments, links to other stories, share bars, sign-ups, bios.

Told by names (the vocabulary of classes, ids and roles that Readability and common platforms use), by the heading that
a section begins with, and by text that is all links. What holds the headline, or much of the page's text, stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from ..markup import Tree
from .furniture import is_section_label
from .lines import is_sentence, words_of

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_STATES = re.compile(
    r"\b(?:(?:has|no|with|is|category|tag|type|status|format|page|postid|lang|js|hide|show)[-_][\w-]+)", re.I
)
"""Class names that say something of an element's state or topic and not what it is (WordPress, BEM)."""

_COMMENTS = frozenset({"comment", "comments", "commentlist", "disqus", "livefyre", "replies", "respond", "discussion"})
_UNWANTED = frozenset(
    {
        "related", "relatedposts", "recommended", "recommendation", "recommendations", "recirc", "recirculation",
        "outbrain", "taboola", "trending", "popular", "mostread", "mostpopular", "readmore", "promo", "promos",
        "promotion", "sponsored", "sponsor", "share", "sharing", "sharedaddy", "sharebar", "sharebuttons", "social",
        "addthis", "addtoany", "ad", "ads", "advert", "adverts", "advertisement", "advertising", "adslot",
        "adsbygoogle", "dfp", "newsletter", "newsletters", "signup", "subscribe", "subscription", "nav", "navbar",
        "navigation", "menu", "breadcrumb", "breadcrumbs", "sidebar", "masthead", "cookie", "cookies", "consent",
        "gdpr", "bio", "authorbox", "authorbio", "colophon", "pullquote", "ticker", "marquee", "weather", "widget",
        "pager", "pagination", "paginator", "taglist", "dialog", "modal", "popup", "skip", "print", "noprint",
        "credit", "credits", "disclaimer", "copyright", "donate", "donation", "survey", "poll", "toolbar",
        "complementary", "contentinfo", "search", "teaser", "teasers", "login", "register", "rating", "votes",
        "feedback",
    }
)  # fmt: skip
_UNWANTED_PAIRS = frozenset(
    {
        ("pull", "quote"), ("also", "read"), ("read", "also"), ("read", "next"), ("up", "next"), ("most", "read"),
        ("most", "popular"), ("most", "viewed"), ("more", "stories"), ("more", "news"), ("top", "stories"),
        ("see", "also"), ("author", "bio"), ("about", "author"), ("author", "box"), ("author", "card"),
        ("author", "info"), ("author", "description"), ("tag", "list"), ("tags", "links"), ("rich", "link"),
        ("read", "more"), ("site", "footer"), ("page", "footer"), ("post", "tags"), ("article", "tags"),
        ("paywall", "box"), ("call", "action"),
        ("in", "brief"), ("latest", "news"), ("editors", "picks"),
    }
)  # fmt: skip
_MARGINS = frozenset({("entry", "footer"), ("article", "footer"), ("post", "footer"), ("story", "footer")})
"""Below the text, and still the article's: its time or author may stand there."""
_ABOUT_ARTICLE = frozenset(
    {
        "byline", "author", "authors", "vcard", "date", "time", "timestamp", "published", "posted", "meta", "metadata",
        "dateline", "updated", "modified", "info",
    }
)  # fmt: skip
_CAPTIONS = frozenset({"caption", "figcaption", "captions", "photocredit", "imagecredit"})
_UNWANTED_TAGS = frozenset({"nav", "aside", "form", "marquee", "amp-ad", "amp-sidebar", "amp-consent", "dialog"})
_UNWANTED_ROLES = frozenset({"navigation", "complementary", "contentinfo", "dialog", "alertdialog", "search", "banner"})
_WHOLE_PAGE = frozenset({"html", "body", "head", "main"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "title"})
_BLOCKS = frozenset(
    {"p", "div", "li", "h2", "h3", "h4", "h5", "h6", "td", "section", "span", "ul", "ol", "dl", "table"}
)
_HEADINGS = frozenset(
    {"h2", "h3", "h4", "h5", "h6", "strong", "b", "p", "div", "span", "legend", "dt", "summary", "em"}
)

_MAX_SHARE = 0.35
"""Share of the page's text past which an element is taken for part of the article, whatever its name."""
_MIN_TEXT_BEFORE_COMMENTS = 300
_MIN_LINK_SHARE = 0.75
_MIN_TEASER_WORDS = 3
_MAX_LABEL_CHARS = 60
_MAX_LEAD_CHARS = 40


@dataclass(slots=True)
class _Measure:
    """What an element holds, in characters without space."""

    text: int = 0
    links: int = 0
    before: int = 0
    """Text of the page before the element."""


def drop_page_sections(tree: Tree) -> None:
    """Take what is not the article off the tree, in place. Captions stay, since they may date the page."""
    measures = _measured(tree)
    total = measures[tree].text
    kept = _holders_of_headline_and_body(tree)
    for element in [found for found in tree.iter() if isinstance(found.tag, str)]:
        if element in kept or element.tag in _WHOLE_PAGE or element not in measures or element.getparent() is None:
            continue
        size = measures[element]
        if _is_comments(element):
            if size.before >= _MIN_TEXT_BEFORE_COMMENTS or size.text <= _MAX_SHARE * total:
                _remove(element)
        elif size.text <= _MAX_SHARE * total and (_is_unwanted(element) or _is_teaser(element, size)):
            _remove(element)
    _drop_headed_sections(tree, measures, kept, total)


def drop_margins(tree: Tree) -> None:
    """Take captions, picture credits and what stands right below the text off the tree, in place."""
    measures = _measured(tree)
    total = measures[tree].text
    for element in [found for found in tree.iter() if isinstance(found.tag, str) and found in measures]:
        names = _names(element)
        is_margin = element.tag in ("figcaption", "footer") or bool(_CAPTIONS.intersection(names))
        is_margin = is_margin or any(pair in _MARGINS for pair in pairwise(names))
        if is_margin and element.getparent() is not None and measures[element].text <= _MAX_SHARE * total:
            _remove(element)


def _measured(tree: Tree) -> dict[Tree, _Measure]:
    """Text and linked text of every element, in one walk."""
    measures: dict[Tree, _Measure] = {}
    seen = linked = link_depth = 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        is_element = isinstance(element.tag, str) and element.tag not in _UNSEEN
        if event == "start":
            if not is_element:
                walk.skip_subtree()
                continue
            link_depth += element.tag == "a"
            measures[element] = _Measure(seen, linked, seen)
            count = _count(element.text)
        else:
            if is_element:
                size = measures[element]
                size.text, size.links = seen - size.text, linked - size.links
                link_depth -= element.tag == "a"
            count = _count(element.tail) if element is not tree else 0
        seen += count
        linked += count if link_depth else 0
    return measures


def _count(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _holders_of_headline_and_body(tree: Tree) -> set[Tree]:
    """The article's headline and body, where the page marks them, and all elements around them."""
    marked = tree.xpath(
        "(//h1)[1] | //*[@itemprop='articleBody' or @itemprop='headline']"
        " | //*[contains(concat(' ', normalize-space(@class), ' '), ' entry-content ')"
        " or contains(concat(' ', normalize-space(@class), ' '), ' entry-title ')]"
    )
    declared = " ".join((tree.findtext(".//title") or "").casefold().split())
    linked = [heading for heading in tree.iter("h2", "h3") if _is_headline(_text(heading).casefold(), declared)]
    kept: set[Tree] = set()
    for element in [*marked, *linked[:1]]:
        kept.add(element)
        kept.update(element.iterancestors())
    return kept


def _is_headline(heading: str, declared: str) -> bool:
    """Whether a heading is part of the page's declared title."""
    return words_of(heading) > _MIN_TEASER_WORDS and heading in declared


def _names(element: Tree) -> list[str]:
    given = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("data-component"))))
    return [word.lower() for word in _WORD_BREAK.split(_STATES.sub(" ", given)) if word] if given else []


def _is_comments(element: Tree) -> bool:
    names = _names(element)
    return bool(_COMMENTS.intersection(names)) or (element.get("itemprop") or "") == "comment"


def _is_unwanted(element: Tree) -> bool:
    if element.tag == "footer":
        return not any(parent.tag == "article" for parent in element.iterancestors())
    if element.tag in _UNWANTED_TAGS or (element.get("role") or "").lower() in _UNWANTED_ROLES:
        return True
    if element.tag == "a":
        return False
    names = _names(element)
    return bool(_UNWANTED.intersection(names)) or any(pair in _UNWANTED_PAIRS for pair in pairwise(names))


def _is_teaser(element: Tree, size: _Measure) -> bool:
    """Whether a block is links to other pages: several, or one that is all of it or follows a label."""
    if element.tag not in _BLOCKS or not size.links:
        return False
    links = element.findall(".//a")
    outside = size.text - size.links
    if element.tag == "span" or not links or _ABOUT_ARTICLE.intersection(_names(element)):
        return False
    if sum(1 for _ in element.iter("time", "abbr")) == 1:  # the article's own; a list of stories has none or many
        return False
    if len(links) == 1:
        text = _text(element)
        linked = _text(links[0])
        if is_sentence(linked) or words_of(linked) < _MIN_TEASER_WORDS or not text.endswith(linked):
            return False
        lead = text[: -len(linked)].strip()
        return not lead or (len(lead) <= _MAX_LEAD_CHARS and lead[-1] in ":|»›–—-")
    return size.links >= _MIN_LINK_SHARE * size.text and outside <= 200


def _drop_headed_sections(tree: Tree, measures: dict[Tree, _Measure], kept: set[Tree], total: int) -> None:
    """Sections whose heading says that they are comments or links; amid the article, only links go."""
    for heading in [found for found in tree.iter(*_HEADINGS) if found in measures]:
        size = measures[heading]
        if heading in kept or not 0 < size.text <= _MAX_LABEL_CHARS or not _is_attached(heading, tree):
            continue
        label = is_section_label(_text(heading))
        if label is None:
            continue
        section = _headed_by(heading, kept)
        inside = measures.get(section, size)
        is_after_article = inside.before >= _MIN_TEXT_BEFORE_COMMENTS
        if section is not heading:
            if inside.text <= _MAX_SHARE * total or (label == "comments" and is_after_article):
                _remove(section)
        elif label == "comments" and is_after_article:
            for follower in list(heading.itersiblings()):
                _remove(follower)
            _remove(heading)
        elif label == "links":
            for follower in list(_link_lists_after(heading, measures)):
                _remove(follower)


def _is_attached(element: Tree, tree: Tree) -> bool:
    return element.getroottree().getroot() is tree.getroottree().getroot()


def _headed_by(heading: Tree, kept: set[Tree]) -> Tree:
    """The widest element whose text begins with the heading."""
    section = heading
    while True:
        parent = section.getparent()
        if parent is None or parent in kept or parent.tag in _WHOLE_PAGE or parent.tag == "article":
            return section
        if (parent.text or "").strip() or any(
            _text(one) or (one.tail or "").strip() for one in section.itersiblings(preceding=True)
        ):
            return section
        section = parent


def _link_lists_after(heading: Tree, measures: dict[Tree, _Measure]) -> Iterator[Tree]:
    for follower in heading.itersiblings():
        size = measures.get(follower)
        if size is None or size.text == 0:
            continue
        if size.links < _MIN_LINK_SHARE * size.text:
            return
        yield follower


def _text(element: Tree) -> str:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return ""
    return " ".join("".join(element.itertext()).split())


def _remove(element: Tree) -> None:
    """Take an element off, leaving the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = f"{previous.tail or ''} {element.tail}"
        else:
            parent.text = f"{parent.text or ''} {element.tail}"
    parent.remove(element)
