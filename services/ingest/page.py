"""An HTML page as text and metadata: trafilatura for the body, our own reading of the metadata (times with zones)."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from schemas import DeadLetterReason

from .cleaning.page_sections import drop_margins, drop_page_sections
from .markup import Tree, block_text, is_fragment, parse_html
from .outcome import RejectedError
from .page_metadata import PageMetadata, read_metadata

_MIN_BODY_CHARS = 40


@dataclass(frozen=True)
class Page:
    """What was read from a page."""

    text: str
    """The body, still with whatever furniture the extraction left in it."""
    visible_text: str
    """All text on the page, captions included, for the dates in it."""
    metadata: PageMetadata


def read_page(page: str, *, max_elements: int) -> Page:
    """Body and metadata of a page, or of a fragment, all of whose text is its body.

    Raises `RejectedError` (`unusable_page`) when there is no body to be found or the page is too complex.
    """
    tree = parse_html(page)
    if tree is None:
        raise _unusable("the page has no content")
    elements = sum(1 for _ in tree.iter())
    if elements > max_elements:
        raise _unusable(f"the page has {elements} elements, over the limit of {max_elements}")
    visible = block_text(tree)
    if not visible:
        raise _unusable("the page has no text")
    if is_fragment(page):
        return Page(visible, visible, PageMetadata())
    article = deepcopy(tree)
    drop_page_sections(article)
    metadata = _with_fallbacks(read_metadata(tree, article), tree)
    dated = block_text(article)
    drop_margins(article)
    body = _with_its_paragraphs(_body(article), metadata.body)
    if not body or len(body) < _MIN_BODY_CHARS:
        body = _body(tree, thorough=True)
    if not body or len(body) < _MIN_BODY_CHARS:
        raise _unusable("no article body was found in the page; feed its text as `text` to have it read as it is")
    return Page(body, dated, metadata)


def _body(tree: Tree, *, thorough: bool = False) -> str | None:
    """The body as trafilatura finds it; `thorough` asks its other, slower algorithms too."""
    from trafilatura import bare_extraction  # here and below, because plain text does not need it

    document: Any = bare_extraction(tree, include_comments=False, include_tables=False, fast=not thorough)
    return document.text if document is not None else None


def _with_its_paragraphs(found: str | None, declared: str | None) -> str | None:
    """The body that was found, or the declared one where there is none, or where it is the same but for its lines."""
    if not found or (declared and found.split() == declared.split()):
        return declared
    return found


def _with_fallbacks(metadata: PageMetadata, tree: Tree) -> PageMetadata:
    """What the page does not declare, as read from its markup by trafilatura."""
    if metadata.title and metadata.authors:
        return metadata
    from trafilatura.metadata import extract_metadata

    found: Any = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    return replace(
        metadata,
        title=metadata.title or found.title,
        authors=metadata.authors or tuple((found.author or "").split("; ") if found.author else ()),
        site=metadata.site or found.sitename,
    )


def _unusable(error: str) -> RejectedError:
    return RejectedError(DeadLetterReason.unusable_page, error)
