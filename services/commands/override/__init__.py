"""`tocsin override`: an analyst's word about incidents."""

from .command import app

__all__ = ["app"]
