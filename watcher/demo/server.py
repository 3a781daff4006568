"""The fictional district's web site on loopback: columns with paging, articles, attachments, conditional GET."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import count

from watcher.demo.loopback import HOST, Loopback, QuietHandler
from watcher.demo.pages import article_page, front_page, list_page
from watcher.demo.published import BODY, COLUMNS, ROOT, Publication, Shelf, shipped_publications

ZONE = timezone(timedelta(hours=8))
REPLACED_AT = datetime(2025, 11, 3, 17, 26, tzinfo=ZONE)
HTML = "text/html; charset=utf-8"
LIST = re.compile(rf"{ROOT}/(?P<column>\w+)/(?:index(?:_(?P<page>[1-9]\d?))?\.html)?")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What stands at an address; ``mark`` changes only with what matters, not with the visitor counter."""

    content: bytes
    media_type: str
    mark: str
    changed_at: datetime | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.mark.encode()).hexdigest()[:20]}"'


class DemoSite(Loopback):
    """The site: publications of the stage "history" stand on it from the start."""

    def __init__(self) -> None:
        self.shelf = Shelf(shipped_publications())
        self._visits = count(38211)
        super().__init__(type("SiteHandler", (_Handler,), {"site": self}))

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def column_url(self, column: str) -> str:
        """The address of a column's first page: "ys" budgets, "js" final accounts."""
        return f"{self.address}{ROOT}/{column}/"

    def url(self, publication: Publication) -> str:
        """The address of an article."""
        return f"{self.address}{publication.address}"

    def publish(self, key: str) -> Publication:
        """Put a publication on the site; a replacement takes the address of what stood there, in silence."""
        return self.shelf.publish(key)

    def answer(self, path: str) -> Answer | None:
        """What stands at a path of the site, None for nothing."""
        if path == "/":
            return Answer(content=front_page().encode(), media_type=HTML, mark="front")
        if path == "/robots.txt":
            return Answer(content=b"User-agent: *\nDisallow: /images/\n", media_type="text/plain", mark="robots")
        return self._list(path) or self._article(path) or self._attachment(path)

    def _list(self, path: str) -> Answer | None:
        match = LIST.fullmatch(path)
        if not match or match["column"] not in COLUMNS:
            return None
        shown = self.shelf.column(match["column"])
        page = list_page(match["column"], shown, int(match["page"] or 0), next(self._visits))
        if page is None:
            return None
        return Answer(content=page.encode(), media_type=HTML, mark=f"{path} {[each.key for each in shown]}")

    def _article(self, path: str) -> Answer | None:
        publication = self.shelf.at(path)
        if not publication:
            return None
        page = article_page(publication, next(self._visits))
        mark = hashlib.sha256(publication.content(BODY)).hexdigest()
        return Answer(content=page.encode(), media_type=HTML, mark=mark, changed_at=_moment(publication))

    def _attachment(self, path: str) -> Answer | None:
        found = self.shelf.attachment(path)
        if not found:
            return None
        publication, name = found
        content = publication.content(name)
        media_type = TYPES[name.rpartition(".")[2]]
        mark = hashlib.sha256(content).hexdigest()
        return Answer(content=content, media_type=media_type, mark=mark, changed_at=_moment(publication))


def _moment(publication: Publication) -> datetime:
    """When the file last changed: a silent replacement keeps its printed date, but the server knows better."""
    if publication.stage == "replacement":
        return REPLACED_AT
    return datetime.strptime(publication.published, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


class _Handler(QuietHandler):
    """GET and HEAD; a subclass names the site."""

    site: DemoSite

    def do_GET(self) -> None:  # noqa: N802 - the name is the parent's
        """Answer with the page, or with 304 where the visitor has it."""
        answer = self.site.answer(self.path.partition("?")[0])
        if answer is None:
            self.reply(404, {"Content-Type": HTML}, "<html><body>您访问的页面不存在</body></html>".encode())
            return
        headers = {"ETag": answer.etag, "Cache-Control": "no-cache"}
        if answer.changed_at:
            headers["Last-Modified"] = format_datetime(answer.changed_at.astimezone(UTC), usegmt=True)
        if self.headers.get("If-None-Match") == answer.etag:
            self.reply(304, headers)
            return
        self.reply(200, {**headers, "Content-Type": answer.media_type}, answer.content)

    do_HEAD = do_GET  # noqa: N815 - the name is the parent's
