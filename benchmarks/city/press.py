"""Templates by the demo's press, and publications made of them by writing other names over the press's own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from html import escape
from io import BytesIO

from benchmarks.city.names import Names
from parsers import wire
from parsers.model import Report
from watcher.demo.press.department import DISTRICT, Department, load_departments
from watcher.demo.press.publication import Planned, files
from watcher.reading.reader import Files, Reader, ReadFailed

YEARS = {"final": 2023, "budget": 2024}
FORMS = ("html", "docx", "workbook")
#: What the variants say otherwise than the true report, by kind; each is one slip that a rule finds.
STATED: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("medium", "final"): {"performance.self_evaluated_amount": "1.37"},
    ("medium", "budget"): {"performance.target_amount": "1.37"},
    ("grave", "final"): {"procurement.goods": "1.37"},
    ("grave", "budget"): {"procurement.goods": "1.37"},
}
OMITTED = {"final": ("final_accounts.general_basic",), "budget": ("budget.general_basic",)}
BLANK = Names(district=DISTRICT[3:], department="")
_SPELT = re.compile(rb"&#(\d+);")
MARK = re.compile(rb"<!--made ([^|]+)\|([^|]+)\|([^|]+)-->")
PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="UTF-8"><title>{title}</title>
<meta name="SiteName" content="重庆市{district}人民政府"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{published}"><meta name="ContentSource" content="{district}{department}"></head>
<body><!--made {key}|{district}|{department}-->
<div class="position"><a href="/">首页</a>&gt;<a href="../">预决算公开</a></div>
<h1>{title}</h1><p>发布时间：{published}</p>
<div class="trs_editor_view TRS_UEDITOR">
{body}
</div><div class="footer">主办：{district}人民政府办公室{counter}</div></body></html>
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """A report of the press: whose, of which kind, in which form, and with which slip (clean, medium, grave, gap)."""

    department: str
    kind: str
    form: str
    variant: str = "clean"

    @property
    def key(self) -> str:
        """A name for it in one word."""
        return f"{self.department}-{self.kind}-{self.form}-{self.variant}"

    @classmethod
    def of(cls, key: str) -> Template:
        """The template of this name."""
        department, kind, form, variant = key.split("-")
        return cls(department=department, kind=kind, form=form, variant=variant)


@dataclass(frozen=True, kw_only=True, slots=True)
class Blank:
    """What the press made: the body of the page, and at most one attachment, under the press's own names."""

    own: str  # the department that the names are written over
    title: str
    body: str
    attachment: str | None
    content: bytes
    inside: tuple[tuple[str, bytes], ...]  # the attachment's members


@cache
def departments() -> Mapping[str, Department]:
    """The press's departments."""
    return load_departments()


@cache
def blank(template: Template) -> Blank:
    """The template's content, made once."""
    planned = Planned(
        department=departments()[template.department], year=YEARS[template.kind], kind=template.kind,
        form=template.form, published=datetime(2024, 9, 2, 9, 0), stage="news", number=1,  # noqa: DTZ001 - printed
        omit=OMITTED[template.kind] if template.variant == "gap" else (),
        stated=STATED.get((template.variant, template.kind), {}),
    )  # fmt: skip
    made = files(planned)
    name = next((one for one in made if one != "body.html"), None)
    content = made[name] if name else b""
    return Blank(
        own=planned.department.raw["name"], title=planned.make().title, body=made["body.html"].decode(),
        attachment=name, content=content, inside=_members(content) if name else (),
    )  # fmt: skip


def _members(content: bytes) -> tuple[tuple[str, bytes], ...]:
    """What is packed, with letters as letters: one of the writers spells them as numbers."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return tuple((name, _SPELT.sub(_letter, packed.read(name))) for name in packed.namelist())


def _letter(found: re.Match[bytes]) -> bytes:
    return chr(int(found[1])).encode() if int(found[1]) > 127 else found[0]


def written_over(text: str, own: str, names: Names) -> str:
    """The text with these names in place of the press's."""
    return text.replace(own, names.department).replace(BLANK.district, names.district)


def title_of(template: Template, names: Names) -> str:
    """The title of the publication."""
    made = blank(template)
    return written_over(made.title, made.own, names)


def page_of(template: Template, names: Names, published: str, number: int, counter: str = "") -> bytes:
    """The article; its attachment's name carries the number of the article."""
    made = blank(template)
    body = written_over(made.body, made.own, names)
    if made.attachment:
        body = body.replace(made.attachment, attachment_name(template, number))
    text = PAGE.format(
        title=escape(title_of(template, names)), district=names.district, department=names.department, body=body,
        key=template.key, published=published, counter=counter,
    )  # fmt: skip
    return text.encode()


def attachment_name(template: Template, number: int) -> str:
    """The file name of the article's attachment, "" where it has none."""
    name = blank(template).attachment
    return f"P0{number:012d}.{name.rpartition('.')[2]}" if name else ""


def attachment_of(template: Template, names: Names) -> bytes:
    """The office file with the names written over inside."""
    made = blank(template)
    fixed, named = _packed(template)
    out = BytesIO(fixed)
    with zipfile.ZipFile(out, "a") as packed:
        for name, content in named:
            packed.writestr(
                zipfile.ZipInfo(name), _over(content, made.own, names), zipfile.ZIP_DEFLATED, compresslevel=1
            )
    return out.getvalue()


@cache
def _packed(template: Template) -> tuple[bytes, Sequence[tuple[str, bytes]]]:
    """The office file with what is the same in all of its publications, and the members that name somebody."""
    made, out = blank(template), BytesIO()
    named = [one for one in made.inside if _names_somebody(*one, made.own)]
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in made.inside:
            if (name, content) not in named:
                packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue(), named


def _names_somebody(name: str, content: bytes, own: str) -> bool:
    spelt = own.encode() in content or BLANK.district.encode() in content
    return spelt and name.endswith((".xml", ".rels"))


def _over(content: bytes, own: str, names: Names) -> bytes:
    department, district = names.department.encode(), names.district.encode()
    return content.replace(own.encode(), department).replace(BLANK.district.encode(), district)


class TemplateReader(Reader):
    """Reads a template for real when it first comes, and writes the names over that reading from then on."""

    def __init__(self, real: Reader) -> None:
        self.real = real
        self._known: dict[tuple[str, tuple[str, ...]], tuple[str, Sequence[str]]] = {}
        self.asked = 0

    @property
    def read_for_real(self) -> int:
        """How many contents went through the readers."""
        return len(self._known)

    def read(self, files: Files) -> Report | ReadFailed:
        """The report that the files make up; what is not of the press is read as it is."""
        self.asked += 1
        found = MARK.search(files[0][1]) if files else None
        if found is None:
            return self.real.read(files)
        key, district, department = (part.decode() for part in found.groups())
        names, template = Names(district=district, department=department), Template.of(key)
        known = (key, tuple(name.rpartition(".")[2] for name, _ in files))
        if known not in self._known:
            blanks = self._blanks(template, names, files)
            outcome = self.real.read(blanks)
            if isinstance(outcome, ReadFailed):
                return outcome
            self._known[known] = wire.encode(outcome).decode(), [sha256(content).hexdigest() for _, content in blanks]
        made, digests = self._known[known]
        text = written_over(made, blank(template).own, names)
        for (_, content), digest in zip(files, digests, strict=True):
            text = text.replace(digest, sha256(content).hexdigest())
        return wire.decode(text.encode(), Report)

    def _blanks(self, template: Template, names: Names, files: Files) -> Sequence[tuple[str, bytes]]:
        """The same files as the press made them, under the names they would have had then."""
        made = blank(template)
        own = Names(district=BLANK.district, department=made.own)
        page = page_of(template, own, "2024-09-02 09:00", 1)
        contents = [page, *[made.content for _ in files[1:]]]
        plain = [name.replace(names.department, made.own).replace(names.district, BLANK.district) for name, _ in files]
        return list(zip(plain, contents, strict=True))

    def close(self) -> None:
        """Ends the real reader."""
        self.real.close()
