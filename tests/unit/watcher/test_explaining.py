"""An explanation quotes the report, and passes on nobody's name or telephone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from alerts.lifecycle import raised
from alerts.machine import described
from alerts.model import Alert, Body, Finding, Severity
from alerts.settings import load
from parsers.model import Evidence, Kind, Scope
from tests import planting
from watcher.explaining import VALUES, Explained, explanation

BODY = Body(department="水务局", district="澄湖区", fiscal_year=2024, kind=Kind.BUDGET, scope=Scope.DEPARTMENT)
CONTACT = "联系人：张某某，电话：023-48661234"
FOUND = Finding(
    rule="N7", severity=Severity.MEDIUM, subject="narrative", topic="抽取异常", message=f"“{CONTACT}”之后的文字不完整",
    reason_given=f"来访减少，{CONTACT}",
    evidence=(Evidence(file="a.html", where="六、其他", quote=f"公务接待费2080501.50元。{CONTACT}"),),
)  # fmt: skip


def alert(finding: Finding = FOUND) -> Alert:
    now = datetime(2025, 11, 1, tzinfo=UTC)
    return raised(None, finding, BODY, now, historic=False, source_url="", document_sha256="").alert


def test_quotes_reasons_and_messages_are_shown_without_names_and_telephones() -> None:
    text = "\n".join(explanation(Explained(alert=alert(), rule=load().rule("N7"))))
    assert "张某某" not in text
    assert "48661234" not in text
    assert "原文：公务接待费2080501.50元。联系人：" in text


def test_what_programs_get_holds_none_either() -> None:
    assert "48661234" not in described(alert())["message"]
    assert described(alert(replace(FOUND, message="增加3.00万元")))["message"] == "增加3.00万元"


def test_each_number_is_shown_by_a_name_of_its_own_rule() -> None:
    two = replace(FOUND, rule="A41", values={"first": "1.00", "second": "2.00"})
    assert "数值：一处 1.00，另一处 2.00" in list(explanation(Explained(alert=alert(two), rule=None)))
    cut = replace(FOUND, rule="E2", values={"first": "9.00", "share": "74.16"})
    assert "数值：年初或申报数 9.00，占比 74.16%" in list(explanation(Explained(alert=alert(cut), rule=None)))
    gap = replace(FOUND, rule="C5", values={"missing_1": "three_public.overseas"})
    assert "数值：缺 因公出国（境）费" in list(explanation(Explained(alert=alert(gap), rule=None)))


def test_no_rule_names_a_number_that_people_could_not_read() -> None:
    """Of the demo's own findings and of planted ones no key is left in English."""
    kinds = ("digit in table only", "score over full", "unit", "target missed, full marks", "low execution")
    found = [f for kind in kinds for f in planting.outcome(planting.plant(kind, 0)).found]
    keys = {key for f in found for key in f.values}
    assert keys
    assert {key for key in keys if key.isascii() and key not in VALUES} == set()
