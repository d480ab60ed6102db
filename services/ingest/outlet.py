"""The outlet that an article appeared in: its domain where that can be told (`apnews.com`), else its name."""

from __future__ import annotations

import re

from schemas import nfc

from .canonical_url import canonical_url, host_of

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
_SITE_VARIANT = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_MAX_NAME_CHARS = 100


def outlet(source: str | None, url: str | None, site_name: str | None = None) -> str | None:
    """The outlet from the message's `source` (a domain, an address or a name), else the host of the canonical URL,
    else the name that the page gives its site. Domains are in lower case, without `www.` and the like.
    """
    for given in (source, None if url is None else host_of(url), site_name):
        if given and (name := _outlet(given)):
            return name
    return None


def _outlet(given: str) -> str | None:
    given = " ".join(given.split())
    host = host_of(canonical_url(given)) if "//" in given else None
    if host is None and _DOMAIN.fullmatch(given.rstrip("/")):
        host = given.rstrip("/").lower()
    if host is not None:
        return _SITE_VARIANT.sub("", host)
    if "//" in given or not any(char.isalnum() for char in given):
        return None
    return nfc(given[:_MAX_NAME_CHARS].strip())
