"""The evidence of one publication as a WARC file: what was asked, when, what came, byte for byte, with its SHA-256."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from storage.archive import Archive
from storage.records import CaptureRecord

# The bodies are kept decompressed and whole: what described their way over the wire would make readers stumble.
OF_THE_WIRE = {"content-encoding", "transfer-encoding", "content-length", "connection"}
KEPT_AS = "x-archive-orig-"


def write_warc(file: Path, captures: Sequence[CaptureRecord], archive: Archive) -> int:
    """One response record for each answer that was archived, the oldest first; how many. Beside it what was posted."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    class Writer(WARCWriter):  # type: ignore[misc]
        """Its own digests are SHA-1; the archive and our notices name SHA-256."""

        _create_digester = staticmethod(_Digest)

    kept = [capture for capture in captures if capture.sha256]
    with file.open("wb") as output:
        writer = Writer(output, gzip=file.suffix == ".gz")
        writer.write_record(writer.create_warcinfo_record(file.name, {"software": "gongkai-watch"}))
        for capture in kept:
            content = archive.get(capture.sha256 or "")
            status = StatusAndHeaders(
                f"{capture.status or 200} OK", _headers(capture, len(content)), protocol="HTTP/1.1"
            )
            told = {"WARC-Date": capture.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
            record = writer.create_warc_record(
                capture.url, "response", payload=BytesIO(content), http_headers=status, warc_headers_dict=dict(told)
            )
            _write(writer, record)
            if capture.request:
                told["WARC-Concurrent-To"] = record.rec_headers.get_header("WARC-Record-ID")
                _write(writer, _asked(writer, capture.url, capture.request, told))
    return len(kept)


def _write(writer: Any, record: Any) -> None:
    """Write a record, and let go of the file in which it was put together."""
    writer.write_record(record)
    record.raw_stream.close()


def _asked(writer: Any, url: str, request: Mapping[str, str], told: dict[str, str]) -> Any:
    """What was posted for an answer, as a record beside it."""
    from warcio.statusandheaders import StatusAndHeaders

    parts, body = urlsplit(url), request.get("body", "").encode()
    headers = [
        ("Host", parts.netloc),
        ("Content-Type", request.get("media_type", "")),
        ("Content-Length", f"{len(body)}"),
    ]
    line = f"{request.get('method', 'POST')} {urlunsplit(('', '', parts.path or '/', parts.query, ''))} HTTP/1.1"
    return writer.create_warc_record(
        url, "request", payload=BytesIO(body), warc_headers_dict=told,
        http_headers=StatusAndHeaders(line, headers, is_http_request=True),
    )  # fmt: skip


class _Digest:
    """A digest as WARC writes it, in the hexadecimal digits that people compare."""

    def __init__(self) -> None:
        self._hash = sha256()

    def update(self, content: bytes) -> None:
        """More of what is hashed."""
        self._hash.update(content)

    def __str__(self) -> str:
        return f"sha256:{self._hash.hexdigest()}"


def _headers(capture: CaptureRecord, size: int) -> list[tuple[str, str]]:
    """The headers as they came; those of the wire under another name."""
    told = [
        (f"{KEPT_AS}{name}" if name.lower() in OF_THE_WIRE else name, str(value))
        for name, value in capture.headers.items()
    ]
    return [*told, ("Content-Length", str(size))]
