"""What we remember: rows, migrations, the archive of original bytes, the outbox."""

from __future__ import annotations

from storage.database import Database, open_database
from storage.unit import Unit

__all__ = ["Database", "Unit", "open_database"]
