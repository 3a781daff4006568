"""What all tables are made of.

Plain tables and not mapped classes: nothing here maps objects (``storage/mapping.py`` does, by msgspec), and the mapper
alone took a seventh of the time in which ``watcher poll`` starts.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, MetaData

#: Constraint names are fixed so that migrations can name them.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def needed(name: str, kind: Any, *references: Any, **more: Any) -> Column[Any]:
    """A column that always holds something."""
    return _column(name, kind, *references, nullable=False, **more)


def optional(name: str, kind: Any, *references: Any, **more: Any) -> Column[Any]:
    """A column that may hold nothing."""
    return _column(name, kind, *references, nullable=True, **more)


def _column(name: str, *arguments: Any, **more: Any) -> Column[Any]:
    """Named afterwards, as SQLAlchemy's own mapper does: else it is a subclass of str, which msgspec refuses."""
    column = Column(*arguments, **more)
    column.name = column.key = name
    return column
