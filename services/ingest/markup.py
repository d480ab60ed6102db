"""HTML as a tree and as plain text by blocks. The parser fetches nothing and expands no entities of the page's own."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree, html

Tree: TypeAlias = html.HtmlElement

_MARKUP = re.compile(
    r"</(?:p|div|span|a|strong|em|b|i|li|ul|h[1-6]|figure|blockquote)\s*>|<br\s*/?>|<p\b[^>]*>", re.IGNORECASE
)
_DOCUMENT = re.compile(r"<(?:html|body|head)\b", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNPARSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BLOCKS = frozenset(
    {
        "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "blockquote",
        "section", "article", "header", "footer", "main", "aside", "nav", "figure", "figcaption", "table", "tr",
        "pre", "hr", "form", "fieldset", "address", "time", "summary", "details", "legend",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "iframe", "object", "button", "select", "option",
        "textarea", "head",
    }
)  # fmt: skip
_SPACE = re.compile(r"\s+")
_RUN_TOGETHER = re.compile(r"[a-z\d][A-Z\d]")
"""What meets where one element ends and the next begins, kept apart by the page's style alone: `20249 March`."""


def looks_like_markup(text: str) -> bool:
    """Whether a text holds HTML tags that should have been read as such: many feeds put HTML in a text field."""
    return "<" in text and bool(_MARKUP.search(text))


def is_fragment(page: str) -> bool:
    """Whether HTML is a piece of a page, the body of an article say, and not a whole one."""
    return _DOCUMENT.search(page) is None


def parse_html(page: str) -> Tree | None:
    """The tree of a page or fragment, comments left out; None when there are no elements in it."""
    # Made anew each time: lxml's parsers may not be shared between threads.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    cleaned = _UNPARSABLE.sub("", _XML_DECLARATION.sub("", page))
    try:
        return html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def block_text(tree: Tree) -> str:
    """All text that a reader would see, one block a paragraph, captions included."""
    pieces: list[str] = []
    unseen_depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        unseen_depth += (event == "start" and tag in _UNSEEN) - (event == "end" and tag in _UNSEEN)
        if tag in _BLOCKS:
            pieces.append("\n\n")
        elif tag == "br" and event == "start":
            pieces.append("\n")
        content = element.text if event == "start" else element.tail
        if content and not unseen_depth:
            words = _SPACE.sub(" ", content)
            if pieces and _RUN_TOGETHER.fullmatch(pieces[-1][-1:] + words[:1]):
                words = f" {words}"
            pieces.append(words)
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", "".join(pieces)).strip()
