"""Reads the labelled set from its YAML files, and checks that its ids lead somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from ..scorer import BadDataError
from .labels import LabelledArticle, LabelledIncident, Story

_STORIES = TypeAdapter(list[Story])
_SHOWN_PROBLEMS = 5


def read_stories(path: Path) -> list[Story]:
    """The stories of a file, or of the YAML files of a folder by name.

    Raises:
        BadDataError: there are none, a file does not have the set's form, an id occurs twice, or one that is named
            does not exist.
    """
    files = [path] if path.is_file() else sorted(path.glob("*.yaml"))
    stories = [story for file in files for story in _read(file)]
    if not stories:
        raise BadDataError(f"{path} has no stories: give one half of the set (as tests/quality/resolution/dev)")
    for problem in _problems(stories):
        raise BadDataError(f"{path}: {problem}")
    return stories


def articles_of(stories: Sequence[Story]) -> list[LabelledArticle]:
    """The articles of all stories by the time at which they appeared."""
    return sorted((each for story in stories for each in story.articles), key=lambda each: (each.published, each.id))


def incidents_of(stories: Sequence[Story]) -> dict[str, LabelledIncident]:
    """The incidents of all stories by id."""
    return {incident.id: incident for story in stories for incident in story.incidents}


def _read(file: Path) -> list[Story]:
    try:
        return _STORIES.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise BadDataError(f"{file} is not YAML in UTF-8: {problem}") from problem
    except ValidationError as problem:
        shown = "\n".join(f"  {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in problem.errors()[:_SHOWN_PROBLEMS])
        raise BadDataError(f"{file} does not have the form of the set:\n{shown}") from problem


def _problems(stories: Sequence[Story]) -> Iterator[str]:
    articles, incidents = articles_of(stories), incidents_of(stories)
    ids = Counter(each.id for story in stories for part in ([story], story.articles, story.incidents) for each in part)
    yield from (f"the id {id_} occurs twice" for id_, times in ids.items() if times > 1)
    known = {article.id for article in articles}
    for article in articles:
        for other in (article.revises, article.copy_of):
            if other is not None and other not in known:
                yield f"{article.id} names the article {other}, which does not exist"
        for told in article.tells:
            if told not in incidents:
                yield f"{article.id} tells {told}, which does not exist"
    for story in stories:
        for pair in story.near_misses:
            for side in (pair.one, pair.other):
                if side not in incidents:
                    yield f"{story.id}: a near miss names {side}, which does not exist"
