"""The proof of where a publication was first seen, where its list answers only to a POST.

A list with an address can be looked up by anybody who has it; an answer to a POST only with the request itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from storage import Unit
from storage.records import CaptureRecord
from watcher.context import Context
from watcher.discovery import looks_like_report
from watcher.steps.walk import Key, Shown, Walk

NAME = "列表"


def archive_shown(context: Context, walk: Walk, known: Iterable[Key]) -> dict[Key, CaptureRecord]:
    """The answers that first showed what is new and may be a report, put into the archive: a capture for each."""
    kept = set(known)
    new = {key: shown for key, shown in walk.shown.items() if key not in kept and _may_be_report(walk, key)}
    digests = {id(shown): context.archive.put(shown.answer.body) for shown in {id(s): s for s in new.values()}.values()}
    return {key: _capture(shown, digests[id(shown)]) for key, shown in new.items()}


def note_shown(unit: Unit, captures: Mapping[Key, CaptureRecord], ids: Mapping[Key, int]) -> None:
    """Note them beside the publications that they showed."""
    for key, capture in captures.items():
        if key in ids:
            unit.publications.add_capture(replace(capture, publication_id=ids[key]))


def _may_be_report(walk: Walk, key: Key) -> bool:
    return looks_like_report(walk.items[key].title) is not False if key in walk.items else False


def _capture(shown: Shown, digest: str) -> CaptureRecord:
    answer = shown.answer
    return CaptureRecord(
        publication_id=0, role="listed", url=shown.asked.url, name=NAME, fetched_at=answer.fetched_at,
        status=answer.status, sha256=digest, media_type=answer.media_type, size=len(answer.body),
        headers=dict(answer.headers), request=shown.asked.record(),
    )  # fmt: skip
