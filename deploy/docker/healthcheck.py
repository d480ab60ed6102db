"""Whether the worker of this container answers: ends with 0 if so, else with 1 and the reason.

    python healthcheck.py [PATH]

PATH is `/healthz` unless given; `/readyz` also waits for partitions and recovered tables. Needs nothing but Python: it
runs every few seconds, and importing the services would cost more than they do.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from urllib.error import URLError
from urllib.request import urlopen

PORTS = (8081, 8082, 8083)
"""Of ingest, extractor and aggregator: one of them runs here."""
TIMEOUT = 3.0


def ports(setting: str | None) -> Sequence[int]:
    """Where to ask, given `TOCSIN_WEB_PORT`."""
    return (int(setting),) if setting else PORTS


def fault(path: str, candidates: Sequence[int]) -> str | None:
    """Why no worker answers `path` with success; null when one does."""
    reasons = []
    for port in candidates:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=TIMEOUT):
                return None
        except (URLError, OSError) as error:
            reasons.append(f"port {port}: {error}")
    return "; ".join(reasons)


def main() -> int:
    """Ask, and tell."""
    path = sys.argv[1] if len(sys.argv) > 1 else "/healthz"
    reason = fault(path, ports(os.environ.get("TOCSIN_WEB_PORT")))
    if reason is not None:
        sys.stderr.write(f"{path}: {reason}\n")
    return 0 if reason is None else 1


if __name__ == "__main__":
    sys.exit(main())
