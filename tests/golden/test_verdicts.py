"""What is found in real PDFs of seven provinces and in five given texts, beside what a reader found on the pages."""

from __future__ import annotations

import hashlib
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from alerts.evaluate import evaluate
from alerts.model import Finding, History, Severity
from alerts.settings import load
from parsers.errors import ReadingError
from parsers.extract import extract
from parsers.read import read

pytestmark = [pytest.mark.corpus, pytest.mark.long]

VERDICTS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("verdicts.toml").read_text("utf-8")
)["verdicts"]  # fmt: skip
WANTED = Fraction(9, 10)


def grave(path: Path) -> list[Finding]:
    try:
        report = extract([read(path.read_bytes(), path.name)])
    except ReadingError:
        return []
    found = [f for result in evaluate(report, History(), load()) for f in result.findings]
    return [f for f in found if f.severity.rank >= Severity.MEDIUM.rank]


def test_each_grave_finding_in_a_real_report_was_read_on_its_page_and_nine_of_ten_are_true(corpus: Path) -> None:
    judged: list[dict[str, Any]] = []
    unread: list[str] = []
    for path in (*sorted((corpus / "pdf").rglob("*.pdf")), *sorted((corpus / "seeds").glob("*.txt"))):
        file = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for finding in grave(path):
            same = [v for v in VERDICTS if v["file"] == file and v["rule"] == finding.rule
                    and finding.subject.startswith(v["subject"])]  # fmt: skip
            judged += same[:1]
            unread += [] if same else [f"{path.name} {finding.rule} {finding.subject}"]
    assert unread == []
    assert [v for v in judged if v.get("mended")] == []
    assert Fraction(sum(v["true"] for v in judged), len(judged)) >= WANTED
