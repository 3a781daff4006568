"""Alembic's way in. The connection is given by storage/migration.py, which also holds the lock."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import METADATA
from storage.types import UtcDateTime, Words


def plain_types(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """A step names no type of ours: it must still run when that type is gone."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Words):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_item=plain_types,
    render_as_batch=True,  # SQLite can't alter most of a table: it is built anew
    transactional_ddl=True,  # both engines roll a failed step back
)
context.run_migrations()
