"""The list of publications and the files that each one consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from watcher.demo.press.department import Department, load_departments, load_table
from watcher.demo.press.made import Made, make
from watcher.demo.press.writers import docx, html, pdf, workbook

FIRST_NUMBER = 9000101
COLUMNS = {"budget": "ys", "final": "js"}
KINDS = {"budget": "budget", "final": "final_accounts"}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One publication of the plan; ``number`` is its document number on the site."""

    department: Department
    year: int
    kind: str
    form: str
    published: datetime
    stage: str
    number: int
    omit: tuple[str, ...] = ()
    changed: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """``water-2024-final``; a replacement adds its stage, for it has the address of the one it replaces."""
        key = f"{self.department.key}-{self.year}-{self.kind}"
        return f"{key}-{self.stage}" if self.stage == "replacement" else key

    @property
    def path(self) -> str:
        """The address inside the column, as TRS WCM gives it: 202410/t20241018_9000101.html."""
        return f"{self.published:%Y%m}/t{self.published:%Y%m%d}_{self.number}.html"

    def make(self) -> Made:
        """The report itself."""
        options = {"omit": self.omit, "changed": self.changed, "stated": self.stated}
        return make(self.department, self.year, self.kind, **options)  # type: ignore[arg-type]


def plan() -> list[Planned]:
    """All publications in the order of the plan."""
    departments = load_departments()
    planned: list[Planned] = []
    numbers: dict[tuple[str, int, str], int] = {}
    for raw in load_table("publications.toml")["publications"]:
        identity = (raw["department"], raw["year"], raw["kind"])
        number = numbers.setdefault(identity, FIRST_NUMBER + 7 * len(numbers))
        planned.append(_planned(raw, departments[raw["department"]], number))
    return planned


def _planned(raw: Mapping[str, Any], department: Department, number: int) -> Planned:
    return Planned(
        department=department,
        year=raw["year"],
        kind=raw["kind"],
        form=raw["form"],
        published=raw["published"],
        stage=raw.get("stage", "history"),
        number=number,
        omit=tuple(raw.get("omit", ())),
        changed=raw.get("changed", {}),
        stated=raw.get("stated", {}),
    )


def announcements() -> list[tuple[dict[str, Any], dict[str, bytes]]]:
    """What stands in the columns beside the reports: its line of the index, and its files."""
    listed = []
    for offset, raw in enumerate(load_table("publications.toml")["announcements"]):
        moment: datetime = raw["published"]
        line = {
            "key": raw["key"],
            "stage": "history",
            "column": raw["column"],
            "path": f"{moment:%Y%m}/t{moment:%Y%m%d}_{FIRST_NUMBER - 7 * (offset + 1)}.html",
            "title": raw["title"],
            "published": f"{moment:%Y-%m-%d %H:%M}",
            "office": raw["office"],
            "index_number": f"11500999MB00010/{moment:%Y}-{FIRST_NUMBER - offset:07d}",
            "files": ["body.html"],
        }
        body = "\n".join(f'<p style="text-indent: 2em;">{text}</p>' for text in raw["paragraphs"])
        listed.append((line, {"body.html": body.encode()}))
    return listed


def files(planned: Planned) -> dict[str, bytes]:
    """The page's body and the attachment, by file name."""
    made = planned.make()
    if planned.form == "html":
        return {"body.html": html.write(made)}
    name, content = _attachment(planned, made)
    explanation = html.write_explanation(made) if planned.form == "workbook" else b""
    return {"body.html": explanation + _link(name, made.title).encode(), name: content}


def _attachment(planned: Planned, made: Made) -> tuple[str, bytes]:
    writers = {"docx": docx.write, "pdf": pdf.write, "workbook": workbook.write}
    suffix = "xlsx" if planned.form == "workbook" else planned.form
    return f"P0{planned.published:%Y%m%d%H%M%S}{planned.number:07d}.{suffix}", writers[planned.form](made)


def _link(name: str, title: str) -> str:
    shown = f"{title}{'（附表）' if name.endswith('xlsx') else ''}.{name.rpartition('.')[2]}"
    attributes = (
        f'href="./{name}" target="_blank" title="{shown}" appendix="true" otheroperation="false" textvalue="{shown}"'
    )
    return f'\n<p style="text-indent: 2em;">附件：<a {attributes} needdownload="false">{shown}</a></p>'


def entry(planned: Planned, made_files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the site must know of a publication: the line of ``index.json``."""
    short = planned.department.raw["name"]
    return {
        "key": planned.key,
        "stage": planned.stage,
        "column": COLUMNS[planned.kind],
        "path": planned.path,
        "title": planned.make().title,
        "published": f"{planned.published:%Y-%m-%d %H:%M}",
        "office": f"澄湖区{short}",
        "index_number": f"11500999MB0{planned.department.raw['code']}0/{planned.published:%Y}-{planned.number:07d}",
        "department": planned.department.name,
        "fiscal_year": planned.year,
        "kind": KINDS[planned.kind],
        "files": sorted(made_files),
    }
