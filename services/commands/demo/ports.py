"""Ports for the demo's workers: the usual ones where they are free."""

from __future__ import annotations

import socket


def free_port(wanted: int) -> int:
    """`wanted` if nothing listens there on the loopback address, else any free port."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")
