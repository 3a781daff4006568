"""`watcher reports`: what is stored, one row per report."""

from __future__ import annotations

import argparse
from typing import Any

from parsers.model import Kind, Scope
from storage import Unit
from storage.records import PublicationRecord, ReportRecord
from watcher.cli.options import add_config, add_json, print_json, stored, with_settings
from watcher.config import Settings

KINDS = {Kind.BUDGET: "部门预算", Kind.FINAL_ACCOUNTS: "部门决算"}
SCOPES = {Scope.DEPARTMENT: "部门", Scope.OWN_LEVEL: "本级", Scope.UNIT: "所属单位"}

EXAMPLES = """
例：
  watcher reports -c config.toml
  watcher reports -c config.toml --all --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """-c, --json, --all"""
    add_config(parser)
    add_json(parser)
    parser.add_argument("--all", action="store_true", help="也列出不是部门预决算报告的公开内容和未能读取的内容")


def run(arguments: argparse.Namespace) -> int:
    """0"""
    return with_settings(arguments.config, lambda settings: _list(settings, arguments))


def _list(settings: Settings, arguments: argparse.Namespace) -> int:
    with stored(settings) as database, database.reading() as unit:
        by_id = {p.id: p for p in unit.publications.all()}
        reports = [described(unit, r, by_id) for r in unit.reports.all()]
        others = [_other(p) for p in by_id.values() if p.report_id is None] if arguments.all else []
    if arguments.json:
        print_json({"reports": reports, **({"others": others} if arguments.all else {})})
        return 0
    for r in reports:
        print(
            f"{r['fiscal_year']} {KINDS[r['kind']]} {r['district']} {r['department']}（{SCOPES[r['scope']]}）"
            f" 第 {r['revision']} 版 {r['source_url']}"
        )
    for o in others:
        print(f"{o['state']} {o['title'] or o['url']} {o['reason'] or ''} {o['url']}")
    if not reports:
        print("还没有报告；先运行 watcher poll")
    return 0


def described(unit: Unit, report: ReportRecord, by_id: dict[int, PublicationRecord]) -> dict[str, Any]:
    """A report in the form that the contract gives."""
    revisions = unit.reports.revisions(report.id)
    newest = revisions[-1]
    publication, reading = by_id[newest.publication_id], unit.reports.reading(newest.id)
    body = report.body
    return {
        "id": str(report.id),
        "department": body.department,
        "district": body.district,
        "fiscal_year": body.fiscal_year,
        "kind": body.kind,
        "scope": body.scope,
        "revision": newest.number,
        "revisions": [
            {"revision": r.number, "seen_at": r.seen_at.isoformat(), "changed": r.changed} for r in revisions
        ],
        "title": reading.title or publication.title,
        "source_url": publication.url,
        "published_on": publication.published_on.isoformat() if publication.published_on else None,
        "first_seen_at": report.first_seen_at.isoformat(),
        "unread_share": str(reading.unread_share),
        "documents": [{k: part[k] for k in ("name", "sha256", "media_type")} for part in newest.parts],
    }


def _other(publication: PublicationRecord) -> dict[str, Any]:
    return {
        "url": publication.url,
        "title": publication.title,
        "state": publication.state,
        "reason": publication.last_error,
    }
