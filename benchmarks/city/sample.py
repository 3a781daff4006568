"""Some publications are read for real: what was written over a template must be what the readers find."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.city.press import Template, TemplateReader, attachment_of, page_of, title_of
from benchmarks.city.script import Season, Story
from parsers.digest import reading_sha256
from parsers.model import Report
from watcher.reading.reader import Reader


def differing(season: Season, real: Reader, number: int, seed: int) -> list[str]:
    """Those of so many publications, drawn by lot, whose real reading is another than the one written over."""
    stories = [s for s in season.stories if s.published_at]
    chosen = random.Random(seed).sample(stories, min(number, len(stories)))
    written = TemplateReader(real)
    return [story.names.full for story in chosen if not _same(story, written, real)]


def _same(story: Story, written: TemplateReader, real: Reader) -> bool:
    files = files_of(story)
    one, other = written.read(files), real.read(files)
    return isinstance(one, Report) and isinstance(other, Report) and _digest(one) == _digest(other)


def _digest(report: Report) -> str:
    """Of everything but the hash of the running text, which is the template's."""
    return reading_sha256(replace(report, narrative_sha256=""))


def files_of(story: Story) -> list[tuple[str, bytes]]:
    """The files of a publication as the service would have fetched them."""
    template: Template = story.template
    page = page_of(template, story.names, "2024-09-02 09:00", story.number)
    files = [("page.html", page)]
    if template.form != "html":
        suffix = "docx" if template.form == "docx" else "xlsx"
        files.append((f"{title_of(template, story.names)}.{suffix}", attachment_of(template, story.names)))
    return files
