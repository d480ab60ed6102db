"""Reads and renders a set of pages of our own making: articles set in the manner of many sites, and the truth on each.

A folder of such a set (tests/quality/pages/README.md tells its form) has articles in a little Markdown, designs that
are Jinja templates, furniture to put around the articles, and `pages.yaml`, which says what is rendered how.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from markupsafe import Markup, escape
from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter, ValidationError

from .scorer import BadDataError

_LINK = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<address>[^)]+)\)")
_MARKS = {"# ": "title", "## ": "heading", "> ": "quote", "- ": "bullets", "1. ": "numbers", "| ": "table"}
_ELEMENTS = {"paragraph": "p", "heading": "h2", "bullets": "ul", "numbers": "ol"}
_FETCHED_LATER = timedelta(days=3, hours=5)

Kind: TypeAlias = Literal["html", "text"]
Furniture: TypeAlias = dict[str, list[str]]


class PageSpec(BaseModel):
    """An entry of `pages.yaml`: an article in a design, and what is true of the page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    design: str
    """Name of a file of `designs/`; its suffix says whether a page or a text is made."""
    article: str
    """Name of a file of `articles/`, without its suffix."""
    site: str
    published: AwareDatetime | date
    """To the minute, or the day where the page says no more."""
    modified: AwareDatetime | date | None = None
    zone: str = ""
    """The time zone as the page writes it."""
    fetched: AwareDatetime | None = None
    """Three days after publication, unless the page says "two hours ago"."""
    authors: list[str] = []
    dateline: str | None = None
    standfirst: str | None = None
    """Neither wanted in the body nor held against it."""
    url: str | None = None
    """The canonical URL."""
    given: dict[str, str] = {}
    """Fields that come with the page, as from a feed."""
    language: str = "en"
    charset: str = "utf-8"
    following: str | None = None
    """Another article, which the page goes on with."""
    garbled: bool = False
    """Whether its UTF-8 was taken for Windows-1252 on the way."""

    @property
    def byline(self) -> str:
        """The authors as a page names them."""
        return " and ".join(self.authors)

    @property
    def received(self) -> datetime:
        """When the page was fetched."""
        if self.fetched:
            return self.fetched
        moment = self.published
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(12), UTC)
        return moment + _FETCHED_LATER


@dataclass(frozen=True)
class Block:
    """A paragraph of an article, or what stands in the place of one."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words; items of a list a line each."""
        return _LINK.sub(r"\g<words>", "\n".join(self.lines))

    @property
    def markup(self) -> Markup:
        """Its words with their links, items of a list divided by line breaks."""
        return Markup("<br>\n").join(self._line_markup())

    def element(self, lead: str = "", attributes: str = "") -> Markup:
        """The HTML element that a tidy site makes of it, `lead` before its words."""
        lines = self._line_markup()
        if self.kind in ("bullets", "numbers"):
            inner = Markup("\n").join(Markup("<li>{}</li>").format(line) for line in lines)
        elif self.kind == "table":
            inner = Markup("\n").join(_row(line) for line in self.lines)
            return Markup("<table>\n{}\n</table>").format(inner)
        elif self.kind == "quote":
            return Markup("<blockquote><p>{}</p></blockquote>").format(self.markup)
        else:
            inner = Markup("{}{}").format(lead, self.markup)
        name = Markup(_ELEMENTS[self.kind])  # noqa: S704 (our own constant)
        space = Markup(" " + attributes if attributes else "")  # noqa: S704 (written in a design)
        return Markup("<{}{}>{}</{}>").format(name, space, inner, name)

    def _line_markup(self) -> list[Markup]:
        return [Markup(_LINK.sub(r'<a href="\g<address>">\g<words></a>', str(escape(line)))) for line in self.lines]  # noqa: S704


@dataclass(frozen=True)
class Page:
    """A page or text as it comes in, and what is true of it."""

    spec: PageSpec
    kind: Kind
    content: str
    """HTML, or the text as scraped."""
    value: bytes
    """The value for `news.raw.v1`."""
    title: str
    paragraphs: tuple[str, ...]
    """The body: paragraphs, subheadings, quotations and lists."""
    either: tuple[str, ...]
    """What a reader may count to the body or not: tables and the standfirst."""


class _Drawer:
    """Hands a page its furniture. The pages of a design take turns, so that no two have an entry in common."""

    def __init__(self, furniture: Furniture, spec: PageSpec, turn: int, turns: int) -> None:
        self._furniture, self._spec, self._turn, self._turns = furniture, spec, turn, turns
        self._drawn: dict[str, Iterator[str]] = {}

    def one(self, name: str) -> str:
        """The next entry of that name."""
        if name not in self._drawn:
            self._drawn[name] = iter(self._shuffled(name)[self._turn :: self._turns])
        entry = next(self._drawn[name], None)
        if entry is None:
            raise BadDataError(f"the design {self._spec.design} takes more {name} than furniture.yaml has")
        return entry.format(site=self._spec.site, year=self._spec.published.year)

    def some(self, name: str, number: int) -> list[str]:
        """The next entries of that name."""
        return [self.one(name) for _ in range(number)]

    def _shuffled(self, name: str) -> list[str]:
        """In an order of the design's own that is always the same."""
        return sorted(
            self._furniture[name], key=lambda text: hashlib.sha256(f"{self._spec.design} {text}".encode()).digest()
        )


def read_pages(path: Path) -> list[Page]:
    """The pages and texts of the set in the folder `path`, rendered.

    Raises:
        BadDataError: a file is missing or not in its form, an id occurs twice, or a design can't be rendered.
    """
    try:
        specs = TypeAdapter(list[PageSpec]).validate_python(_yaml(path / "pages.yaml"))
        furniture = TypeAdapter(Furniture).validate_python(_yaml(path / "furniture.yaml"))
    except ValidationError as problem:
        raise BadDataError(f"{path} is not in the form of a set of pages: {problem}") from problem
    if len({spec.id for spec in specs}) < len(specs):
        raise BadDataError(f"{path / 'pages.yaml'} has an id twice")
    templates = Environment(
        loader=FileSystemLoader(path / "designs"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return [_page(path, spec, specs, furniture, templates) for spec in specs]
    except TemplateError as problem:
        raise BadDataError(f"a design of {path} can't be rendered: {problem}") from problem


def _page(path: Path, spec: PageSpec, specs: Sequence[PageSpec], furniture: Furniture, templates: Environment) -> Page:
    title, body = _article(path, spec.article)[0].text, _article(path, spec.article)[1:]
    following = _article(path, spec.following) if spec.following else []
    same = [other.id for other in specs if other.design == spec.design]
    drawer = _Drawer(furniture, spec, same.index(spec.id), len(same))
    content = templates.get_template(spec.design).render(
        page=spec, title=title, body=body, following=following, one=drawer.one, some=drawer.some
    )
    if spec.garbled:
        content = _garbled(content)
    return Page(
        spec=spec,
        kind="html" if spec.design.endswith(".html") else "text",
        content=content,
        value=_value(spec, content),
        title=title,
        paragraphs=tuple(block.text for block in body if block.kind != "table"),
        either=tuple(block.text for block in body if block.kind == "table")
        + ((spec.standfirst,) if spec.standfirst else ()),
    )


def _article(path: Path, name: str) -> list[Block]:
    return read_article((path / "articles" / f"{name}.md").read_text(encoding="utf-8"))


def read_article(text: str) -> list[Block]:
    """The title and the body of an article in our little Markdown: blocks divided by blank lines."""
    return [_block(block.split("\n")) for block in text.strip().split("\n\n")]


def _block(lines: Sequence[str]) -> Block:
    kind, mark = next(((kind, mark) for mark, kind in _MARKS.items() if lines[0].startswith(mark)), ("paragraph", ""))
    return Block(
        kind,
        tuple(re.sub(r"\d+\. ", "", line, count=1) if kind == "numbers" else line.removeprefix(mark) for line in lines),
    )


def _row(line: str) -> Markup:
    cells = [cell.strip() for cell in line.strip("| ").split("|")]
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells))


def _value(spec: PageSpec, content: str) -> bytes:
    if not spec.given:
        return content.encode(spec.charset, errors="xmlcharrefreplace")
    name = "html" if spec.design.endswith(".html") else "text"
    return json.dumps({**spec.given, name: content}).encode()


def _garbled(text: str) -> str:
    """UTF-8 read as Windows-1252, the bytes that have no character there as they are."""
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())


def _yaml(file: Path) -> object:
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise BadDataError(f"{file} is not YAML in UTF-8: {problem}") from problem
