"""A real receiver for each test of alerting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.receivers import HttpReceiver, http_receiver


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as running:
        yield running
