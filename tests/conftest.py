"""Fixtures that every kind of test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.databases"]

REPOSITORY = Path(__file__).resolve().parents[1]


def _shared(name: str, variable: str) -> Path:
    folder = Path(os.environ.get(variable, REPOSITORY.parent / "shared" / name))
    if not folder.is_dir():
        pytest.skip(f"real reports are not here: set {variable} to the folder that holds them")
    return folder


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real reports; skips the test where it is absent."""
    return _shared("corpus", "GONGKAI_CORPUS")


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of gold readings with its scorer; skips the test where it is absent."""
    return _shared("gold", "GONGKAI_GOLD")
