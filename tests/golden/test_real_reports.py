"""The thresholds that the reading of real reports must hold, against what careful readers read in them."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from parsers.extract import extract
from parsers.model import Comparison, Source
from parsers.read import read

pytestmark = pytest.mark.corpus

HERE = Path(__file__).parent
AT_LEAST = {"identity": 1.0, "facts": 0.98, "precision": 0.99, "comparisons": 0.97}


def test_the_gold_readings_are_reached(corpus: Path, gold: Path) -> None:
    command = f"{Path(sys.executable).with_name('watcher')} audit --json"
    done = subprocess.run(
        [sys.executable, str(gold / "score.py"), "--run", command, "--json", str(gold), str(corpus)],
        capture_output=True,
        check=False,
        timeout=100,
    )
    shares = json.loads(done.stdout)["shares"]

    assert {name: share for name, share in shares.items() if share < AT_LEAST.get(name, 0)} == {}


def test_the_fifth_given_report_is_read_figure_by_figure(corpus: Path) -> None:
    expected = tomllib.loads((HERE / "seed_004.toml").read_text(encoding="utf-8"))
    (path,) = (corpus / "seeds").glob("004_*")
    facts = [fact for fact in extract([read(path.read_bytes(), path.name)]).facts if fact.source is Source.NARRATIVE]

    assert [f"{fact.measure} {_text(fact.amount)}" for fact in facts] == expected["facts"]
    assert [f"{fact.measure} {_change(change)}" for fact in facts for change in fact.comparisons] == expected["changes"]


@pytest.mark.parametrize("made", ["jlp2021.docx", "jlp2021.pdf"])
def test_the_same_report_reads_alike_in_another_format(corpus: Path, made: str) -> None:
    expected = tomllib.loads((HERE / "seed_004.toml").read_text(encoding="utf-8"))
    path = corpus / "made" / made
    facts = [fact for fact in extract([read(path.read_bytes(), path.name)]).facts if fact.source is Source.NARRATIVE]

    assert [f"{fact.measure} {_text(fact.amount)}" for fact in facts] == expected["facts"]


def _change(comparison: Comparison) -> str:
    base = comparison.base.value if comparison.base else comparison.base_text
    figures = [comparison.change, comparison.percent, comparison.base_amount, comparison.completion]
    return " ".join([str(base), *map(_text, figures)])


def _text(value: Decimal | None) -> str:
    return "-" if value is None else format(value, "f")
