"""Records of a web archive (ISO 28500), written by hand."""

from __future__ import annotations

from collections.abc import Mapping


def record(type_: str, url: str, block: bytes, kind: str) -> bytes:
    """A record of any type."""
    head = {
        "WARC-Type": type_,
        "WARC-Target-URI": url,
        "WARC-Date": "2022-01-05T10:00:00Z",
        "WARC-Record-ID": "<urn:uuid:12345678-1234-5678-1234-567812345678>",
        "Content-Type": kind,
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def response(
    url: str, body: bytes, *, kind: str = "text/html", status: str = "200 OK", headers: Mapping[str, str] | None = None
) -> bytes:
    """An HTTP response."""
    head = {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    block = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body
    return record("response", url, block, "application/http; msgtype=response")
