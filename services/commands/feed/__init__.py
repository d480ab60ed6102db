"""`tocsin feed`: put news on `news.raw.v1`, from files, folders and addresses.

    command (options, what is told) -> run (sends, keeps the position) -> outcomes (what ingest made of them)

How a feed that was broken off goes on without loss and without sending twice: see `position` and `marks`.
"""

from .command import feed

__all__ = ["feed"]
