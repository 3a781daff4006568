"""How fast and how right the readers are: one run, the same files, CPU time, beside pdfplumber as the known reference.

    python -m benchmarks.reading [FOLDER OF REAL REPORTS]

Prints a table. Rows about real reports are left out, with the reason, where the folder (``GONGKAI_CORPUS``) is absent.
A cell counts only where the row it stands in is read whole: the row's texts in their order, nothing more, white space
apart. CPU time is user and system time of this process, the best of several runs for small files.
"""

from __future__ import annotations

import gc
import io
import os
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2

from benchmarks.made_tables import FONTS, Rows, made_tables
from parsers.errors import ReadingError
from parsers.model import Grid
from parsers.read import read
from watcher.demo.press.publication import plan
from watcher.demo.press.writers import docx, workbook

RUNS = 5
Cells = Counter[tuple[str, ...]]
Spent = list[tuple[float, float]]  # CPU milliseconds of both readers, by file


@dataclass(frozen=True)
class Taken:
    """What a reader made of a PDF: rows, and CPU milliseconds."""

    rows: Cells
    milliseconds: float


def row_of(texts: Sequence[str | None]) -> tuple[str, ...]:
    """A row without its empty cells and without white space."""
    return tuple("".join(text.split()) for text in texts if text and text.strip())


def ours(content: bytes) -> list[Rows]:
    """Tables by the readers of this project, which read the text in the same go."""
    try:
        blocks = read(content, "x.pdf").blocks
    except ReadingError:
        return []
    return [[list(row) for row in block.rows] for block in blocks if isinstance(block, Grid)]


def theirs(content: bytes) -> list[Rows]:
    """Text and tables by pdfplumber with its defaults."""
    found = []
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            found += [[[cell or "" for cell in row] for row in rows] for rows in page.extract_tables()]
            page.close()
    return found


def taken(reader: Callable[[bytes], list[Rows]], content: bytes, runs: int = 1) -> Taken:
    """Rows and the best time of ``runs``."""
    best, tables = float("inf"), []
    for _ in range(runs):
        gc.collect()
        began = time.process_time()
        tables = reader(content)
        best = min(best, time.process_time() - began)
    return Taken(Counter(row_of(row) for rows in tables for row in rows), best * 1000)


def pages_of(content: bytes) -> int:
    """The number of pages; 1 for a file that has none to count."""
    try:
        return len(pypdfium2.PdfDocument(content)) or 1
    except pypdfium2.PdfiumError:
        return 1


def share(known: Cells, found: Cells) -> float:
    """Share of the known cells whose row was read whole."""
    wanted = Counter({row: count for row, count in known.items() if row})
    right = wanted & found
    return sum(len(row) * n for row, n in right.items()) / sum(len(row) * n for row, n in wanted.items())


def line(name: str, *values: object) -> str:
    """One row of the table."""
    return f"| {name} | " + " | ".join(str(value) for value in values) + " |"


# --- PDFs -------------------------------------------------------------------------------------------------


def made_pdfs(spent: Spent) -> Iterator[str]:
    """Tables with known cells: score and time of both readers, for each way of drawing and together."""
    yield from ("", "| made tables (known cells) | ours | pdfplumber |", "|---|---|---|")
    times: list[tuple[float, float, int]] = []
    known, found, their_found = Counter[tuple[str, ...]](), Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for font in FONTS:
        for made in made_tables(font):
            cells = Counter(row_of(row) for rows in made.tables for row in rows)
            own, other = taken(ours, made.content, RUNS), taken(theirs, made.content, 2)
            times.append((own.milliseconds, other.milliseconds, pages_of(made.content)))
            yield line(f"{made.name}, {font}", f"{share(cells, own.rows):.3f}", f"{share(cells, other.rows):.3f}")
            known, found, their_found = known + cells, found + (own.rows & cells), their_found + (other.rows & cells)
    spent += [(own, other) for own, other, _ in times]
    pages = sum(count for _, _, count in times)
    mine, reference = sum(ms for ms, _, _ in times), sum(ms for _, ms, _ in times)
    yield line("**all, strict cell score**", f"{share(known, found):.3f}", f"{share(known, their_found):.3f}")
    yield line("CPU ms a page", f"{mine / pages:.2f}", f"{reference / pages:.2f}")
    yield line("times faster", f"{reference / mine:.1f}", "1")


def real_pdfs(corpus: Path, spent: Spent) -> Iterator[str]:
    """All real PDFs by both readers: time a page, and how many of the reference's cells we read too."""
    files = sorted((corpus / "pdf").rglob("*.pdf"))
    own, other = [], []
    for path in files:
        content = path.read_bytes()
        pages = pages_of(content)
        mine, reference = taken(ours, content), taken(theirs, content)
        own.append((mine.milliseconds, pages))
        other.append((reference.milliseconds, pages))
    spent += [(mine, reference) for (mine, _), (reference, _) in zip(own, other, strict=True)]
    mine_total, reference_total = sum(ms for ms, _ in own), sum(ms for ms, _ in other)
    yield from ("", "| real PDFs, text and tables | ours | pdfplumber |", "|---|---|---|")
    yield line(f"CPU s for {len(files)} files, {sum(count for _, count in own)} pages",
               f"{mine_total / 1000:.1f}", f"{reference_total / 1000:.1f}")  # fmt: skip
    yield line(
        "CPU ms a page, median of files",
        *(f"{statistics.median(ms / n for ms, n in each):.2f}" for each in (own, other)),
    )
    yield line("times faster", f"{reference_total / mine_total:.1f}", "1")


def ruled_reports(corpus: Path, spent: Spent) -> Iterator[str]:
    """Reports made of known tables as PDF: the cells are those of the same report as a Word file."""
    yield from (
        "",
        "| ruled reports | cells right, ours | pdfplumber | ms a page, ours | pdfplumber |",
        "|---|---|---|---|---|",
    )
    for name in ("nanan2024", "jlp2021"):
        content = (corpus / "made" / f"{name}.pdf").read_bytes()
        word = Counter(row_of(row) for rows in ours((corpus / "made" / f"{name}.docx").read_bytes()) for row in rows)
        mine, reference = taken(ours, content, RUNS), taken(theirs, content)
        spent.append((mine.milliseconds, reference.milliseconds))
        pages = pages_of(content)
        yield line(f"made/{name}.pdf", f"{share(word, mine.rows):.3f}", f"{share(word, reference.rows):.3f}",
                   f"{mine.milliseconds / pages:.2f}", f"{reference.milliseconds / pages:.2f}")  # fmt: skip


def all_pdfs(spent: Spent) -> Iterator[str]:
    """Every PDF of this run together."""
    mine, reference = (sum(each) / 1000 for each in zip(*spent, strict=True))
    yield from ("", "| all PDFs of this run, text and tables | ours | pdfplumber |", "|---|---|---|")
    yield line(f"CPU s for {len(spent)} files", f"{mine:.1f}", f"{reference:.1f}")
    yield line("times faster", f"{reference / mine:.1f}", "1")


# --- other files ------------------------------------------------------------------------------------------


def office_files(corpus: Path | None) -> Iterator[str]:
    """Word files and workbooks once warm."""
    planned = next(each for each in plan() if each.kind == "final")
    made = {"demo report.docx": docx.write(planned.make()), "demo report.xlsx": workbook.write(planned.make())}
    if corpus:
        made |= {
            f"made/{n}": (corpus / "made" / n).read_bytes()
            for n in ("nanan2024.docx", "jlp2021.docx", "nanan2024.xlsx")
        }
    yield from ("", "| office files, warm | KB | CPU ms |", "|---|---|---|")
    for name, content in made.items():
        yield line(name, len(content) // 1000, f"{taken(ours, content, RUNS + 1).milliseconds:.1f}")


def whole_audits(corpus: Path) -> Iterator[str]:
    """``watcher audit`` as a user runs it, start of the interpreter and of the child process included."""
    yield from ("", "| watcher audit --json | CPU s | wall s |", "|---|---|---|")
    seed = next(iter(sorted((corpus / "seeds").iterdir())))
    for path in (corpus / "made" / "jlp2021.pdf", seed):
        runs = [_audit(path) for _ in range(4)]  # the first may have to compile what was edited
        yield line(path.name[:30], f"{min(cpu for cpu, _ in runs):.2f}", f"{min(wall for _, wall in runs):.2f}")


def _audit(path: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = Path(sys.executable).with_name("watcher")
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(
        [command, "audit", "--json", path], stdout=subprocess.DEVNULL, check=False, timeout=120, env=compiled
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    """Prints all tables."""
    given = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("GONGKAI_CORPUS", "../shared/corpus"))
    corpus = given if given.is_dir() else None
    spent: Spent = []
    parts = [made_pdfs(spent), office_files(corpus)]
    if corpus:
        parts += [ruled_reports(corpus, spent), real_pdfs(corpus, spent), all_pdfs(spent), whole_audits(corpus)]
    for part in parts:
        for row in part:
            print(row, flush=True)
    if not corpus:
        print(f"\nReal reports are not here ({given}): set GONGKAI_CORPUS to the folder that holds them.")


if __name__ == "__main__":
    main()
