"""One spelling for all addresses of the same article, from which its id is made: these rules must not change lightly.

Scheme and host in lower case, host in ASCII (IDNA); no user name, default port, fragment or trailing slash; the path
percent-encoded in one way; no tracking parameters; what remains of the query in order of name and value.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL_CHARS = 2_000
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")
_UNRESERVED_IN_PATH = "/:@!$&'()*+,;=-._~"

_TRACKING_PREFIXES = (
    "utm_", "mc_", "mtm_", "pk_", "piwik_", "ga_", "gs_", "itm_", "int_", "ito_", "at_", "ns_", "fb_", "hsa_",
    "vero_", "oly_", "guce_", "guccounter", "wt.", "wt_", "__twitter", "_hs", "hss_", "soc_", "sr_", "pb_",
)  # fmt: skip
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "igsh",
        "mkt_tok", "cmp", "cmpid", "s_cid", "ocid", "ncid", "icid", "intcmp", "smid", "smtyp", "sref", "mbid", "spm",
        "xtor", "ref", "ref_src", "ref_url", "refsrc", "referrer", "referer", "source", "src", "partner", "campaign",
        "feedtype", "feedname", "rss", "share", "sh", "via", "trk", "trkinfo", "tsrc", "taid", "traffic_source",
        "_ga", "_gl", "amp", "outputtype", "output", "feature", "fromrss", "social", "shared", "print", "reload",
    }
)  # fmt: skip


def canonical_url(url: str | None) -> str | None:
    """The canonical form of an `http` or `https` address, or None when it is not one. Idempotent."""
    if not url or len(url) > _MAX_URL_CHARS:
        return None
    try:
        parts = urlsplit("".join(url.split()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None  # a port or an IPv6 address that is none
    scheme = parts.scheme.lower()
    host = _ascii_host(host)
    if scheme not in _DEFAULT_PORTS or host is None:
        return None
    netloc = host if port is None or port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"
    return urlunsplit(SplitResult(scheme, netloc, _path(parts.path), _query(parts.query), ""))


def host_of(url: str | None) -> str | None:
    """Host of a canonical URL."""
    return urlsplit(url).hostname if url else None


def page_url(given: str | None, declared: str | None) -> str | None:
    """The canonical URL of a page: the one given, unless the page declares a better one for itself.

    A page's own declaration is believed when it is on the same site and names more than its front page: some sites
    declare their front page on every page, and a copy declares the original, which is another article here.
    """
    given, declared = canonical_url(given), canonical_url(declared)
    if given is None or declared is None:
        return given or declared
    same_site = _site(given) == _site(declared)
    return declared if same_site and urlsplit(declared).path.strip("/") else given


def _site(url: str) -> str:
    return re.sub(r"^(?:www|m|mobile|amp)\.", "", host_of(url) or "")


def _ascii_host(host: str | None) -> str | None:
    if not host:
        return None
    try:
        host = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return host if _HOST.fullmatch(host) else None


def _path(path: str) -> str:
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in {"", "."}:
            # `%2F` stays: it is part of a name, not a separator
            plain = "%2F".join(unquote(part, errors="surrogateescape") for part in re.split("%2[fF]", segment))
            encoded = plain.encode("utf-8", "surrogateescape")
            segments.append(quote(encoded, safe=_UNRESERVED_IN_PATH).replace("%252F", "%2F"))
    if segments and segments[-1].lower() == "amp":
        segments.pop()
    return "/" + "/".join(segments) if segments else "/"


def _query(query: str) -> str:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100, errors="surrogateescape")
    except ValueError:
        return ""  # hundreds of parameters name no article
    return urlencode(sorted(pair for pair in pairs if not _is_tracking(pair[0])), errors="surrogateescape")


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return not name or name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
