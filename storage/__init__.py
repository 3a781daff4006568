"""What we remember: rows, migrations, the archive of original bytes, the outbox."""

from __future__ import annotations
