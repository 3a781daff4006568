"""What is read of the real reports: for each PDF its “三公” total or why there is none, and the share unread.

    python -m benchmarks.reading_coverage [FOLDER OF REAL REPORTS] > docs/reading-coverage.md

The folder is ``GONGKAI_CORPUS`` where none is named. A report is named by its folder, the office in its file's name and
the first digits of its digest; nothing of its text is printed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parsers.errors import ReadingError
from parsers.extract import extract
from parsers.extract.narrative_text import plain
from parsers.model import Document, Grid, Report
from parsers.read import read

_TOTAL = "three_public.total"


@dataclass(frozen=True, kw_only=True)
class Covered:
    """One PDF: what it is called, and what became of it."""

    name: str
    pages: int
    report: Report | None
    speaks: bool  # its text or tables speak of 三公
    why: str = ""  # why it is no report, or could not be read

    @property
    def three_public(self) -> str:
        """The total as found, or why there is none."""
        if self.report is None or self.report.identity.kind is None:
            return self.why
        sources = sorted({fact.source.value for fact in self.report.facts if fact.measure == _TOTAL})
        if sources:
            return "合计：" + "、".join("正文" if source == "narrative" else "表格" for source in sources)
        told = next((note.what for note in self.report.unread if "三公" in note.what), "")
        return told or ("未提及" if not self.speaks else "不适用")

    @property
    def explained(self) -> bool:
        """Whether there is a total, or a reason for its absence."""
        return bool(self.three_public)


def pdfs(folder: Path) -> list[Path]:
    """The PDFs of a folder by their bytes, each once."""
    found = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.rglob("*")) if _is_pdf(path)}
    return sorted(found.values())


def covered(path: Path) -> Covered:
    """One PDF read and told in a line."""
    content = path.read_bytes()
    office = re.split(r"[_\d.]", path.stem)[0][:16]
    name = f"{path.parent.name}/{office} {hashlib.sha256(content).hexdigest()[:8]}"
    try:
        document = read(content, path.name)
    except ReadingError as error:
        return Covered(name=name, pages=0, report=None, speaks=False, why=str(error))
    report = extract([document])
    text = plain("".join(_texts(document)))
    pages = max((block.page or 0 for block in document.blocks), default=0)
    why = report.identity.not_a_report or ""
    return Covered(name=name, pages=pages, report=report, speaks="三公" in text, why=why)


def table(every: list[Covered]) -> Iterator[str]:
    """The lines of the coverage table, and a sum under it."""
    yield "| 文件 | 页 | “三公”合计 | 数字 | 表 | 绩效表 | 未读懂 | 未读懂占比 |"
    yield "|---|--:|---|--:|--:|--:|--:|--:|"
    for one in every:
        report = one.report
        counts = [""] * 5
        if report is not None and report.identity.kind is not None:
            parts = (report.facts, report.tables, report.performance, report.unread)
            counts = [*(str(len(part)) for part in parts), f"{report.unread_share * 100:.2f}%"]
        yield f"| {one.name} | {one.pages or ''} | {one.three_public} | {' | '.join(counts)} |"
    reports = [one.report for one in every if one.report is not None and one.report.identity.kind is not None]
    totals = sum(any(fact.measure == _TOTAL for fact in report.facts) for report in reports)
    reasons = Counter(one.why for one in every if one.why)
    yield ""
    yield f"共 {len(every)} 份 PDF，其中部门预决算 {len(reports)} 份，读到“三公”合计 {totals} 份。"
    yield from (f"- {count} 份：{why}" for why, count in reasons.most_common())


def _is_pdf(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell for row in block.rows for cell in row)
        else:
            yield block.text


def main(arguments: list[str]) -> int:
    """Prints the page; 1 where a PDF has neither a total nor a reason."""
    folder = Path(arguments[0] if arguments else os.environ.get("GONGKAI_CORPUS", "../shared/corpus"))
    every = [covered(path) for path in pdfs(folder / "pdf")]
    print("# 真实 PDF 的读取情况\n")
    print("由 `python -m benchmarks.reading_coverage` 生成；文件以所在目录、机构类别和摘要前八位表示。\n")
    print("\n".join(table(every)))
    return 0 if all(one.explained for one in every) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
