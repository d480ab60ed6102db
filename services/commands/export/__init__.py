"""`tocsin export`: incidents for other programs."""

from .command import export

__all__ = ["export"]
